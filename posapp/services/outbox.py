"""Queueing of mails in the transaction of what they tell about (ML-1 to ML-3)."""

from datetime import datetime
from typing import Final
from uuid import uuid4

from posapp.domain.mail_addresses import LONGEST, why_wrong
from posapp.domain.mail_layouts import one_line
from posapp.domain.mails import NewMail
from posapp.storage.base import Transaction
from posapp.storage.mail_setup import load_mail_setup
from posapp.storage.outbox import find_mail, insert_mail

_NOWHERE: Final = "posapp.invalid"


def queue_mail(s: Transaction, mail: NewMail, now: datetime) -> int:
    """Put a mail into the outbox, in the caller's transaction; returns its number.

    Nothing is sent here and nothing is refused: a mail never stops a payment. The same cause gives
    the mail that was queued before; an address that is none makes it *Failed*, for all to see.

    Args:
        s: the write transaction of what the mail tells about.
        mail: what is sent.
        now: the instant of the action, UTC.
    """
    found = find_mail(s, mail.kind, mail.cause)
    if found is not None:
        return found
    wrong = why_wrong(mail.to)
    sender = load_mail_setup(s).server.sender
    kept = NewMail(
        mail.kind,
        mail.cause,
        one_line(mail.to)[:LONGEST] if wrong else mail.to,
        one_line(mail.subject),
        mail.body,
        mail.attachments,
    )
    said = f"{kept.to or 'empty'} is no mail address: {wrong}" if wrong else ""
    return insert_mail(s, kept, new_message_id(sender), now, said)


def new_message_id(sender: str) -> str:
    """A Message-ID that no other mail has; it goes with all tries of its mail."""
    _, _, domain = sender.rpartition("@")
    return f"<{uuid4()}@{domain or _NOWHERE}>"
