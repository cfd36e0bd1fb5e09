"""Which rows of the outbox stay as they are: what a mail says, and what came of each try (ML-3)."""

from typing import Final

from posapp.storage.guard_terms import Guard, changed, new
from posapp.storage.guards_of_payroll import NO_TRUNCATE as PAYROLL_NO_TRUNCATE
from posapp.storage.guards_of_payroll import OF_PAYROLL

_LIFE_OF_MAIL: Final = (
    "recipient",
    "message_id",
    "state",
    "tries",
    "waits_since",
    "next_try_at",
    "lease",
    "leased_by",
    "leased_until",
    "sent_at",
    "said",
    "version",
)

OF_MAILS: Final = (
    Guard("update", "mail", "UPDATE", "what a mail says never changes",
          changed("mail", *_LIFE_OF_MAIL)),
    Guard("life", "mail", "UPDATE", "a mail that was sent or canceled is only queued again",
          "OLD.state IN ('SENT', 'CANCELED') AND NEW.state NOT IN (OLD.state, 'QUEUED')"),
    Guard("delete", "mail", "DELETE", "mails are never removed"),
    Guard("update", "mail_attachment", "UPDATE", "files of a mail never change"),
    Guard("delete", "mail_attachment", "DELETE", "files of a mail are never removed"),
    Guard("update", "mail_try", "UPDATE", "a try that ended never changes",
          "OLD.ended_at IS NOT NULL OR "
          + new("mail_id", "seq", "started_at", "workstation")),
    Guard("delete", "mail_try", "DELETE", "tries are never removed"),
    *OF_PAYROLL,
)  # fmt: skip
"""Guards of mails, their files and tries, and of what payroll deducts."""

NO_TRUNCATE: Final = ("mail", "mail_attachment", "mail_try", *PAYROLL_NO_TRUNCATE)
"""Tables of the outbox that are never emptied."""
