"""A real mail server on this computer: STARTTLS or TLS, a log-in, and every way to go wrong.

``MailServer`` is in ``posapp.domain.mail_setup``; this is what it names.
"""

import datetime as dt
import ipaddress
import socket
import ssl
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP as POLICY
from functools import cache
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HOST = "127.0.0.1"
USER, PASSWORD = "desk@example.org", "a long password of the desk"
TAKEN = "250 OK"


@dataclass
class Inbox:
    """What the server took, and what it answers next.

    Attributes:
        to_recipient: answer to RCPT TO.
        to_data: answer to a whole mail; ``None`` drops the line once the mail was taken.
        mails: envelopes that were taken.
        seen: how many mails came, whatever the answer.
    """

    to_recipient: str = TAKEN
    to_data: str | None = TAKEN
    mails: list[Envelope] = field(default_factory=list)
    port: int = 0
    certificate: Path | None = None

    @property
    def messages(self) -> list[EmailMessage]:
        """The mails as messages."""
        return [message_from_bytes(one.content, policy=POLICY) for one in self.mails]  # type: ignore[misc]

    async def handle_RCPT(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: Any
    ) -> str:
        """Answer a recipient."""
        if self.to_recipient == TAKEN:
            envelope.rcpt_tos.append(address)
        return self.to_recipient

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:
        """Take a mail, then answer it, or drop the line."""
        if self.to_data is None or self.to_data == TAKEN:
            self.mails.append(envelope)
        if self.to_data is None:
            server.transport.abort()
            return "421 gone"
        return self.to_data


@contextmanager
def mail_server(
    folder: Path, *, starttls: bool = False, tls: bool = False, login: bool = False, port: int = 0
) -> Iterator[Inbox]:
    """A running server; what it answers can be changed while it runs."""
    inbox = Inbox()
    context = None
    if starttls or tls:
        inbox.certificate, key = certificate(folder)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(inbox.certificate, key)
    options: dict[str, Any] = {}
    if login:
        warnings.filterwarnings("ignore", message="Requiring AUTH", category=UserWarning)
        options = {
            "authenticator": _authenticate,
            "auth_required": True,
            "auth_require_tls": starttls,
        }
    controller = Controller(
        inbox,
        hostname=HOST,
        # Else it asks for its own name, which may take seconds.
        server_hostname=HOST,
        port=port or free_port(),
        ssl_context=context if tls else None,
        tls_context=context if starttls else None,
        require_starttls=starttls,
        **options,
    )
    controller.start()
    inbox.port = controller.port
    try:
        yield inbox
    finally:
        controller.stop()


@contextmanager
def silent_server() -> Iterator[int]:
    """A port where somebody listens and never says anything."""
    with socket.create_server((HOST, 0)) as listening:
        yield listening.getsockname()[1]


@contextmanager
def dripping_server() -> Iterator[int]:
    """A server that greets one letter at a time, always in time and never to an end."""
    stop = threading.Event()
    with socket.create_server((HOST, 0)) as listening:
        listening.settimeout(5)

        def drip() -> None:
            line, _address = listening.accept()
            with line:
                while not stop.wait(0.01):
                    try:
                        line.sendall(b"2")
                    except OSError:
                        return

        thread = threading.Thread(target=drip)
        thread.start()
        try:
            yield listening.getsockname()[1]
        finally:
            stop.set()
            thread.join(30)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server((HOST, 0)) as listening:
        number: int = listening.getsockname()[1]
        return number


def _authenticate(
    _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: Any
) -> AuthResult:
    good = LoginPassword(USER.encode(), PASSWORD.encode())
    return AuthResult(success=data == good, handled=False)


@cache
def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate of 127.0.0.1 that only its own file vouches for, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    start = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + dt.timedelta(days=365 * 80))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(HOST))]),
            critical=False,
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem, secret = folder / "server.pem", folder / "server.key"
    pem.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return pem, secret
