"""Mail over SMTP, with STARTTLS or TLS from the start, a log-in, and an end to every wait (ML-3).

Each mail has a line of its own. What the server answers decides: a refusal for good (5xx on this
recipient or this mail), not now (4xx), or nothing can be sent now (no line, no TLS, no log-in).
"""

import re
import smtplib
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from typing import Final

from posapp.devices.mail_message import UnsendableError, message_of
from posapp.domain.mail_setup import MailSecurity, MailServer
from posapp.domain.mails import Delivery, Outcome, OutgoingMail

_WHOLE: Final = 120.0
_PERMANENT: Final = 500
_SHOWN: Final = 300
_CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
_CUT_OFF: Final = "the line broke after the mail was handed over, so it may have arrived"


class SmtpMailer:
    """Sends mails through one server."""

    def __init__(self, server: MailServer, password: str, whole: float = _WHOLE) -> None:
        """Remember the server.

        Args:
            server: where, and how the line is kept.
            password: of the server's user; never logged.
            whole: seconds after which a try is broken off, whatever the server does.
        """
        self._server = server
        self._password = password
        self._whole = whole

    def send(self, mail: OutgoingMail) -> Delivery:
        """Try once; the answer says what came of it."""
        try:
            message = message_of(mail)
        except UnsendableError as error:
            return Delivery(Outcome.REFUSED, str(error))
        try:
            with self._line() as line:
                return _hand_over(line, mail, message)
        except (OSError, smtplib.SMTPException) as error:
            # Refusals of mails were answered above; this is the line, TLS or the log-in.
            return Delivery(Outcome.DOWN, self._trouble(error))

    @contextmanager
    def _line(self) -> Iterator[smtplib.SMTP]:
        """A line that is greeted, kept from others and logged in; broken off when it lasts."""
        server, ends = self._server, time.monotonic() + self._whole
        line = self._unconnected()
        timer = threading.Timer(self._whole, _break_off, (line,))
        timer.daemon = True
        timer.start()
        try:
            line.connect(server.host, server.port)
            if time.monotonic() > ends:
                raise TimeoutError
            if server.security is MailSecurity.STARTTLS:
                line.starttls(context=self._context())
            if server.user_name:
                line.login(server.user_name, self._password)
            yield line
            # The mail is taken; a server that does not say good-bye changes nothing.
            with suppress(OSError, smtplib.SMTPException):
                line.quit()
        finally:
            timer.cancel()
            line.close()

    def _unconnected(self) -> smtplib.SMTP:
        """A line that can be broken off before it is greeted."""
        wait = float(self._server.timeout_seconds)
        # To ask for the full name of this computer may take seconds, and no server needs it.
        us = socket.gethostname()
        if self._server.security is MailSecurity.TLS:
            line: smtplib.SMTP = smtplib.SMTP_SSL("", 0, us, timeout=wait, context=self._context())
        else:
            line = smtplib.SMTP("", 0, us, timeout=wait)
        # Whose certificate is asked for; the library sets it only where it connects at once.
        line._host = self._server.host  # type: ignore[attr-defined]  # noqa: SLF001
        return line

    def _context(self) -> ssl.SSLContext:
        """Certificates are checked, of the system and of the house."""
        context = ssl.create_default_context()
        if self._server.ca_file:
            context.load_verify_locations(self._server.ca_file)
        return context

    def _trouble(self, error: Exception) -> str:
        where = f"{self._server.host}:{self._server.port}"
        if isinstance(error, smtplib.SMTPAuthenticationError):
            return f"{where} refused the log-in: {_words(error.smtp_code, error.smtp_error)}"
        if isinstance(error, smtplib.SMTPResponseException):
            return f"{where} answered: {_words(error.smtp_code, error.smtp_error)}"
        if isinstance(error, TimeoutError) or "timed out" in str(error):
            return f"{where} did not answer in time"
        if isinstance(error, ssl.SSLError):
            return f"the line to {where} could not be kept from others: {_plain(str(error))}"
        return f"{where} cannot be reached: {_plain(str(error) or type(error).__name__)}"


def _hand_over(line: smtplib.SMTP, mail: OutgoingMail, message: EmailMessage) -> Delivery:
    """Envelope, then the mail: each answer says how far it came."""
    line.ehlo_or_helo_if_needed()
    code, said = line.mail(mail.sender)
    if code != 250:  # noqa: PLR2004 - what SMTP says for yes
        return Delivery(Outcome.DOWN, f"the sender was refused: {_words(code, said)}")
    code, said = line.rcpt(mail.to)
    if code not in {250, 251}:
        return _refused(code, said)
    try:
        code, said = line.data(message.as_bytes())
    except smtplib.SMTPDataError as error:
        return _refused(error.smtp_code, error.smtp_error)
    except (OSError, smtplib.SMTPServerDisconnected):
        return Delivery(Outcome.LATER, _CUT_OFF)
    if code != 250:  # noqa: PLR2004 - what SMTP says for yes
        return _refused(code, said)
    return Delivery(Outcome.SENT, _words(code, said))


def _refused(code: int, said: bytes | str) -> Delivery:
    outcome = Outcome.REFUSED if code >= _PERMANENT else Outcome.LATER
    return Delivery(outcome, _words(code, said))


def _words(code: int, said: bytes | str) -> str:
    """The server's words on one line, short enough for a row."""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return f"{code} {_plain(text)}".strip()


def _plain(text: str) -> str:
    return _CONTROLS.sub(" ", text).strip()[:_SHOWN]


def _break_off(line: smtplib.SMTP) -> None:
    """End a line that lasts too long; whoever waits on it gets an error."""
    held: socket.socket | None = line.sock
    if held is not None:
        with suppress(OSError):
            held.shutdown(socket.SHUT_RDWR)
