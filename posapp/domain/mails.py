"""Mails of the outbox: what they say, how far they are, and what came of a try (ML-1 to ML-4).

Stamps are UTC. A mail is written in the transaction of what it tells about; a background job hands
it to the mail server later, so that a server that is down never stops or undoes a payment.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from posapp.domain.mail_codes import MailKind, MailState

FIRST_WAIT: Final = timedelta(minutes=1)
LONGEST_WAIT: Final = timedelta(hours=1)
LEASE: Final = timedelta(minutes=10)
"""How long a workstation has a mail for itself while it tries; a try takes two minutes at most."""


class AttachmentSource(StrEnum):
    """Where the content of an attachment comes from: kept bytes, or a paper drawn when it is sent."""

    BYTES = "BYTES"
    EVENT_RECEIPT = "EVENT_RECEIPT"
    CHECKOUT_RECEIPT = "CHECKOUT_RECEIPT"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a mail.

    Attributes:
        name: its name, of letters, digits, points and dashes.
        media_type: such as ``application/pdf``.
        source: where its content comes from.
        content: of ``BYTES``.
        object_id: event or checkout whose receipt is drawn when the mail is sent.
    """

    name: str
    media_type: str
    source: AttachmentSource
    content: bytes = b""
    object_id: int | None = None


@dataclass(frozen=True, slots=True)
class NewMail:
    """A mail to be queued.

    Attributes:
        kind: what it is about.
        cause: what it tells about, such as ``checkout 1000000042``: of one kind there is one mail
            for each cause, however often it is queued.
        to: one address; one that is none makes the mail *Failed* at once, never an error.
        subject: one line.
        body: plain text.
        attachments: files, in order.
    """

    kind: MailKind
    cause: str
    to: str
    subject: str
    body: str
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class MailLine:
    """A mail as the list shows it.

    Attributes:
        id: its number.
        kind: what it is about.
        cause: what it tells about.
        to: its address.
        subject: of the mail.
        state: how far it is.
        tries: how often it was handed to the server.
        created_at: when it was queued.
        next_try_at: when it is tried next; ``None`` unless it is queued.
        sent_at: when the server took it last.
        said: the server's last words, or why it was not tried.
        leased_by: workstation that has it for itself; empty when nobody does.
        leased_until: until when.
    """

    id: int
    kind: MailKind
    cause: str
    to: str
    subject: str
    state: MailState
    tries: int
    created_at: datetime
    next_try_at: datetime | None
    sent_at: datetime | None
    said: str
    leased_by: str
    leased_until: datetime | None


@dataclass(frozen=True, slots=True)
class MailTry:
    """One try to hand a mail to the server; no outcome yet, or never, after a crash."""

    seq: int
    started_at: datetime
    ended_at: datetime | None
    workstation: str
    outcome: str
    said: str


@dataclass(frozen=True, slots=True)
class MailView:
    """A mail with everything about it."""

    line: MailLine
    body: str
    message_id: str
    attachments: tuple[Attachment, ...]
    tries: tuple[MailTry, ...]


@dataclass(frozen=True, slots=True)
class MailFilter:
    """Which mails are listed: a state, and words in address, subject or cause; empty: all."""

    state: MailState | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class OutgoingMail:
    """A mail as it is handed over: with its sender, and every file drawn."""

    sender: str
    sender_name: str
    to: str
    subject: str
    body: str
    message_id: str
    date: datetime
    files: tuple[tuple[str, str, bytes], ...] = ()


class Outcome(StrEnum):
    """What came of a try.

    ``REFUSED``: the server will not take this mail, now or later. ``LATER``: not this one now.
    ``DOWN``: nothing can be sent now.
    """

    SENT = "SENT"
    REFUSED = "REFUSED"
    LATER = "LATER"
    DOWN = "DOWN"


@dataclass(frozen=True, slots=True)
class Delivery:
    """What came of a try, with the server's words."""

    outcome: Outcome
    said: str


@dataclass(frozen=True, slots=True)
class AfterTry:
    """How far a mail is after a try."""

    state: MailState
    next_try_at: datetime | None


def after_try(
    delivery: Delivery, tries: int, created_at: datetime, now: datetime, give_up_days: int
) -> AfterTry:
    """What becomes of a mail: sent, failed, or tried again later (ML-3, F15).

    It waits a minute after the first try and twice as long each time, an hour at most; after
    ``give_up_days`` it fails where everybody sees it.

    Args:
        delivery: what came of the try.
        tries: how many there were, this one counted.
        created_at: when the mail was queued, or queued again by hand.
        now: the instant of the answer.
        give_up_days: days after which nobody tries any more.
    """
    if delivery.outcome is Outcome.SENT:
        return AfterTry(MailState.SENT, None)
    if delivery.outcome is Outcome.REFUSED:
        return AfterTry(MailState.FAILED, None)
    again = now + wait_after(tries)
    if again > created_at + timedelta(days=give_up_days):
        return AfterTry(MailState.FAILED, None)
    return AfterTry(MailState.QUEUED, again)


def wait_after(tries: int) -> timedelta:
    """How long a mail waits after so many tries: 1, 2, 4 ... minutes, an hour at most."""
    doubled: timedelta = FIRST_WAIT * 2 ** min(max(tries, 1) - 1, 16)
    return min(doubled, LONGEST_WAIT)


def state_words(state: MailState) -> str:
    """A state as part of a sentence."""
    return state.value.lower()
