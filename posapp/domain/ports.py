"""Protocols of the effects that services need; ``app`` and ``cli`` hand in the real ones."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from posapp.domain.mail_setup import MailServer

if TYPE_CHECKING:
    from posapp.domain.mails import Delivery, OutgoingMail


class Printer(Protocol):
    """Takes finished PDF pages to paper or to a folder."""

    @property
    def name(self) -> str:
        """Name as the user knows it."""

    def print_pdf(self, pdf: bytes, title: str) -> str:
        """Print one document; returns where it went, in words.

        Raises:
            DeviceFailure: when the printer refuses or is not there.
        """


class Mailer(Protocol):
    """Hands one mail to a mail server."""

    def send(self, mail: "OutgoingMail") -> "Delivery":
        """Try once; whatever goes wrong is said by the answer, never raised."""


MakeMailer = Callable[[MailServer, str], Mailer]
"""Makes a mailer of a server and the password of its user."""


class CashDrawer(Protocol):
    """A drawer with money that the program can open (D-37)."""

    @property
    def name(self) -> str:
        """Name as the user knows it."""

    def open_drawer(self) -> str:
        """Open it; returns where the command went, in words.

        Raises:
            DeviceFailure: when it is not there or does not take the command.
        """


Progress = Callable[[int, int | None], bool]
"""Called with (done, of); returns False when the user wants to stop."""
