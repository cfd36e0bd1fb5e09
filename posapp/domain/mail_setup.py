"""Set-up of mails: the server, who is told of payroll deductions, and layouts (ML-2, ML-3)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from posapp.domain.mail_codes import MailKind


class MailSecurity(StrEnum):
    """How the line to the mail server is kept from others."""

    STARTTLS = "STARTTLS"
    TLS = "TLS"
    NONE = "NONE"


DEFAULT_PORTS: Final[Mapping[MailSecurity, int]] = {
    MailSecurity.STARTTLS: 587,
    MailSecurity.TLS: 465,
    MailSecurity.NONE: 25,
}


@dataclass(frozen=True, slots=True)
class MailServer:
    """The mail server; without a host nothing is sent and mails wait.

    Attributes:
        host: its name; empty: none is set up.
        port: where it listens.
        security: how the line is kept.
        user_name: who logs in; empty: nobody does.
        sender: address that mails come from.
        sender_name: name beside it.
        timeout_seconds: longest wait for each answer.
        give_up_days: days after which a mail that cannot be sent has failed.
        ca_file: certificates that the server's is checked against, besides those of the system;
            empty for most. For servers with a certificate of the house.
    """

    host: str = ""
    port: int = 587
    security: MailSecurity = MailSecurity.STARTTLS
    user_name: str = ""
    sender: str = ""
    sender_name: str = ""
    timeout_seconds: int = 20
    give_up_days: int = 5
    ca_file: str = ""

    @property
    def is_set(self) -> bool:
        """Whether mails can be sent at all."""
        return bool(self.host and self.sender)


@dataclass(frozen=True, slots=True)
class MailTemplate:
    """The layout of a kind of mail: texts with placeholders in curly brackets."""

    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class MailSetUp:
    """What queueing and sending read of the set-up."""

    server: MailServer = field(default_factory=MailServer)
    payroll_notification_email: str = ""
    templates: Mapping[MailKind, MailTemplate] = field(default_factory=dict)
