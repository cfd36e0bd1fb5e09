"""Set-up tables of mails: who is told of payroll deductions, the server, layouts (ML-2, ML-3, ML-4)."""

from typing import Final

from posapp.domain.closing_mails import addresses_of
from posapp.domain.mail_addresses import check_address
from posapp.domain.mail_codes import MailKind
from posapp.domain.mail_layouts import BODY_WIDTH, PLACEHOLDERS, SUBJECT_WIDTH, check_layout
from posapp.domain.mail_setup import MailSecurity
from posapp.domain.setup_fields import FieldKind, SetUpField, Values
from posapp.domain.setup_rules import must
from posapp.domain.setup_table import SetUpTable, choice_field, number_field, text_field

FINANCE_EMAILS: Final = text_field(
    "finance_emails",
    "Mail Z reports to",
    required=False,
    hint="Addresses of finance, with commas between. Empty: nobody",
)
"""Field of an office: who is told of each balanced drawer, with the heads of its chains (R11)."""


def finance_rule(row: Values) -> None:
    """Each address is checked where it is entered (ML-4, R11)."""
    addresses_of(row["finance_emails"])


def _payroll_rule(row: Values) -> None:
    """The address is checked where it is entered (ML-4)."""
    check_address(row["payroll_notification_email"], "payroll_notification_email")


def _server_rule(row: Values) -> None:
    """A server has a sender; a password goes over no open line (ML-3, ML-4)."""
    check_address(row["sender"], "sender")
    host = row["host"]
    must(not any(sign.isspace() or sign in "/:@" for sign in host), "host", host,
         "is no name of a server: it has no spaces, colons or slashes")  # fmt: skip
    must(not host or row["sender"], "sender", "", "is required where a server is named")
    open_line = row["security"] == MailSecurity.NONE and row["user_name"]
    must(not open_line, "security", row["security"],
         "would send the password where everybody can read it: choose STARTTLS or TLS")  # fmt: skip


def _layout_rule(row: Values) -> None:
    """Placeholders are checked when a layout is saved (ML-1, ML-2)."""
    check_layout(MailKind(row["code"]), row["subject"], row["body"])


MAIL_TABLES: Final = (
    SetUpTable(
        "payment_option",
        "System settings: Payments",
        (),
        (
            text_field(
                "payroll_notification_email",
                "Payroll Notification Email",
                required=False,
                hint="Empty: nobody is told of payroll deductions by mail",
            ),
        ),
        rules=(_payroll_rule,),
        single=True,
    ),
    SetUpTable(
        "mail_server",
        "System settings: Mail server",
        (),
        (
            text_field("host", "Server", required=False, hint="Empty: mails wait"),
            number_field("port", "Port", least=1, most=65535, default=587),
            SetUpField(
                "security",
                "Security",
                FieldKind.CHOICE,
                choices=(
                    (MailSecurity.STARTTLS.value, "STARTTLS"),
                    (MailSecurity.TLS.value, "TLS"),
                    (MailSecurity.NONE.value, "None: an open line"),
                ),
            ),
            text_field("user_name", "User", required=False, hint="Empty: no log-in"),
            text_field("sender", "Sender's address", required=False),
            text_field("sender_name", "Sender's name", required=False),
            number_field("timeout_seconds", "Wait for an answer, s", least=1, most=60, default=20),
            number_field("give_up_days", "Give up after days", least=1, most=30, default=5),
            text_field(
                "ca_file",
                "Certificates of the house",
                required=False,
                hint="A PEM file on each workstation; empty: those of the system",
            ),
        ),
        rules=(_server_rule,),
        single=True,
    ),
    SetUpTable(
        "mail_template",
        "Mail layouts",
        ("code",),
        (
            choice_field("code", "Mail", PLACEHOLDERS),
            text_field("subject", "Subject", width=SUBJECT_WIDTH),
            text_field("body", "Text", width=BODY_WIDTH, lines=True),
        ),
        rules=(_layout_rule,),
    ),
)
