"""A PostgreSQL server that speaks TLS on the loopback: the test server behind an end of the line.

The server of the tests may be built without OpenSSL, so what stands before it answers the client's
request for encryption, does the handshake with a self-made certificate, and hands every byte on to
the server's socket. The client's side is all libpq's own.
"""

import datetime as dt
import selectors
import socket
import ssl
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HOST = "127.0.0.1"
WAIT_S = 20
_ASKS_TLS, _ASKS_GSS = 80877103, 80877104
_START = struct.Struct("!ii")


def certificate(folder: Path, name: str) -> tuple[Path, Path]:
    """A certificate of a host that only its own file vouches for, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    called = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    start = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(called)
        .issuer_name(called)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + dt.timedelta(days=365 * 80))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem, secret = folder / f"{name}.pem", folder / f"{name}.key"
    pem.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return pem, secret


class TlsServer:
    """Where the line ends: its port, and how each client came in (a TLS version, or ``open``)."""

    def __init__(self, server_url: str, context: ssl.SSLContext | None) -> None:
        parts = urlsplit(server_url)
        folder = parse_qs(parts.query)["host"][0]
        self.name = parts.path.lstrip("/")
        self.came: list[str] = []
        self._socket = f"{folder}/.s.PGSQL.5432"
        self._context = context
        self._listener = socket.create_server((HOST, 0))
        self.port = int(self._listener.getsockname()[1])
        self._threads = [threading.Thread(target=self._listen, daemon=True)]
        self._threads[0].start()

    def url(self, host: str, **said: str) -> str:
        """The address of the database by way of this end, under a host's name."""
        more = "&".join(f"{name}={value}" for name, value in said.items())
        return f"postgresql://postgres@{host}:{self.port}/{self.name}?hostaddr={HOST}&{more}"

    def stop(self) -> None:
        """Take nobody in any more, and wait until everybody is gone."""
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for one in self._threads:
            one.join(WAIT_S)

    def _listen(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            client.settimeout(WAIT_S)
            serving = threading.Thread(target=self._serve, args=(client,), daemon=True)
            self._threads.append(serving)
            serving.start()

    def _serve(self, client: Any) -> None:
        with socket.socket(socket.AF_UNIX) as server, suppress(OSError):
            server.settimeout(WAIT_S)
            try:
                first = client.recv(8, socket.MSG_PEEK)
                while len(first) == _START.size and _START.unpack(first)[1] in {
                    _ASKS_TLS, _ASKS_GSS,
                }:  # fmt: skip
                    client.recv(_START.size)
                    tls = _START.unpack(first)[1] == _ASKS_TLS and self._context is not None
                    client.sendall(b"S" if tls else b"N")
                    if tls:
                        assert self._context is not None
                        client = self._context.wrap_socket(client, server_side=True)
                        break
                    first = client.recv(8, socket.MSG_PEEK)
                if not first:
                    return
                self.came.append(getattr(client, "version", lambda: "open")() or "open")
                server.connect(self._socket)
                _carry(client, server)
            finally:
                client.close()


def _carry(client: Any, server: socket.socket) -> None:
    """Hand every byte on, both ways, until one side ends."""
    with selectors.DefaultSelector() as ready:
        ready.register(client, selectors.EVENT_READ, server)
        ready.register(server, selectors.EVENT_READ, client)
        while found := ready.select(WAIT_S):
            for key, _ in found:
                source: Any = key.fileobj
                data = source.recv(65536)
                while isinstance(source, ssl.SSLSocket) and source.pending():
                    data += source.recv(source.pending())
                if not data:
                    return
                key.data.sendall(data)


@contextmanager
def tls_server(server_url: str, pair: tuple[Path, Path] | None) -> Iterator[TlsServer]:
    """An end of the line with a certificate and its key, or one that has none."""
    context = None
    if pair is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*pair)
    server = TlsServer(server_url, context)
    try:
        yield server
    finally:
        server.stop()
