"""The outbox: mails queued, taken for a try by one workstation, and what came of it (ML-3)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, and_, func, insert, or_, select, update

from posapp.domain.mails import (
    LEASE,
    AfterTry,
    Attachment,
    Delivery,
    MailFilter,
    MailLine,
    MailState,
    MailTry,
    MailView,
    NewMail,
)
from posapp.storage.base import record, table_of
from posapp.storage.db import lock
from posapp.storage.ids import take_id
from posapp.storage.mentions import Mentions, mention
from posapp.storage.tables.mails import MailAttachmentRow, MailRow, MailTryRow

_mail, _file, _try = table_of(MailRow), table_of(MailAttachmentRow), table_of(MailTryRow)
_LINE: Final[Any] = select(
    *(
        _mail.c[name]
        for name in ("id", "kind", "cause", "subject", "state", "tries", "created_at",
                     "next_try_at", "sent_at", "said", "leased_by", "leased_until")
    ),
    _mail.c.recipient.label("to"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Leased:
    """A mail that is ours for one try: ``lease`` names the try, ``seq`` numbers it."""

    id: int
    lease: str
    seq: int
    to: str
    subject: str
    body: str
    message_id: str
    tries: int
    waits_since: datetime
    attachments: tuple[Attachment, ...]


def find_mail(s: Connection, kind: str, cause: str) -> int | None:
    """The mail of a cause, ``None`` before it is queued."""
    query = select(_mail.c.id).where(_mail.c.kind == kind, _mail.c.cause == cause)
    found: int | None = s.execute(query).scalar()
    return found


def insert_mail(s: Connection, mail: NewMail, message_id: str, now: datetime, wrong: str) -> int:
    """Write a mail: queued, or failed at once when something is ``wrong`` with its address."""
    mail_id = take_id(s)
    s.execute(
        insert(_mail).values(
            id=mail_id,
            kind=mail.kind,
            cause=mail.cause,
            recipient=mail.to,
            subject=mail.subject,
            body=mail.body,
            message_id=message_id,
            state=MailState.FAILED if wrong else MailState.QUEUED,
            created_at=now,
            waits_since=now,
            next_try_at=None if wrong else now,
            said=wrong,
        )
    )
    for seq, one in enumerate(mail.attachments, start=1):
        kept = one.object_id is None
        s.execute(
            insert(_file).values(
                mail_id=mail_id,
                seq=seq,
                name=one.name,
                media_type=one.media_type,
                source=one.source,
                content=one.content if kept else None,
                object_id=one.object_id,
            )
        )
    return mail_id


def mention_mails(s: Connection, mail_ids: Collection[int]) -> Mentions:
    """What the audit mentions of mails: to whom they go and about what."""
    rows = s.execute(select(_mail).where(_mail.c.id.in_(list(mail_ids))).order_by(_mail.c.id))
    return {"mail": mention("mail", [dict(row) for row in rows.mappings()])}


def lease_due(s: Connection, now: datetime, workstation: str, lease: str) -> Leased | None:
    """Take the mail that waits longest for one try, or ``None`` when none is due.

    Two workstations never get the same one: the row is taken only while nobody else has it.
    """
    is_due = and_(
        _mail.c.state == MailState.QUEUED,
        _mail.c.next_try_at <= now,
        or_(_mail.c.leased_until.is_(None), _mail.c.leased_until <= now),
    )
    first = select(_mail.c.id).where(is_due).order_by(_mail.c.next_try_at, _mail.c.id).limit(1)
    while (mail_id := s.execute(first).scalar()) is not None:
        took = s.execute(
            update(_mail)
            .where(_mail.c.id == mail_id, is_due)
            .values(
                tries=_mail.c.tries + 1,
                lease=lease,
                leased_by=workstation,
                leased_until=now + LEASE,
                version=_mail.c.version + 1,
            )
        )
        if took.rowcount:
            return _leased(s, mail_id, lease, now, workstation)
    return None


def _leased(s: Connection, mail_id: int, lease: str, now: datetime, workstation: str) -> Leased:
    seq = s.execute(
        select(func.coalesce(func.max(_try.c.seq), 0) + 1).where(_try.c.mail_id == mail_id)
    ).scalar_one()
    s.execute(
        insert(_try).values(mail_id=mail_id, seq=seq, started_at=now, workstation=workstation)
    )
    row = s.execute(select(_mail).where(_mail.c.id == mail_id)).one()
    files = load_attachments(s, mail_id)
    return record(row, Leased, lease=lease, seq=seq, to=row.recipient, attachments=files)


def end_try(
    s: Connection, leased: Leased, delivery: Delivery, after: AfterTry, now: datetime
) -> bool:
    """Note what came of a try; whether the mail was still ours, and so is what it says now."""
    mine = [_mail.c.id == leased.id, _mail.c.lease == leased.lease]
    values: dict[str, Any] = {"state": after.state, "next_try_at": after.next_try_at}
    if after.state is MailState.SENT:
        values["sent_at"] = now
    done = s.execute(
        update(_mail)
        .where(*mine, _mail.c.state == MailState.QUEUED)
        .values(
            said=delivery.said,
            lease="",
            leased_by="",
            leased_until=None,
            version=_mail.c.version + 1,
            **values,
        )
    )
    s.execute(
        update(_try)
        .where(_try.c.mail_id == leased.id, _try.c.seq == leased.seq)
        .values(ended_at=now, outcome=delivery.outcome.value, said=delivery.said)
    )
    return bool(done.rowcount)


def lock_mail(s: Connection, mail_id: int) -> None:
    """Keep two people, or a person and the job, from changing one mail at once."""
    lock(s, _mail, [mail_id])


def queue_again(s: Connection, mail_id: int, to: str, message_id: str, now: datetime) -> None:
    """Put a mail back into the queue: its tries begin anew."""
    s.execute(
        update(_mail)
        .where(_mail.c.id == mail_id)
        .values(
            state=MailState.QUEUED,
            recipient=to,
            message_id=message_id,
            tries=0,
            waits_since=now,
            next_try_at=now,
            said="",
            version=_mail.c.version + 1,
        )
    )


def cancel_mail(s: Connection, mail_id: int) -> None:
    """A mail is sent no more."""
    values = {"state": MailState.CANCELED, "next_try_at": None, "version": _mail.c.version + 1}
    s.execute(update(_mail).where(_mail.c.id == mail_id).values(values))


def load_attachments(s: Connection, mail_id: int) -> tuple[Attachment, ...]:
    """Files of a mail, in order."""
    rows = s.execute(select(_file).where(_file.c.mail_id == mail_id).order_by(_file.c.seq))
    return tuple(record(row, Attachment, content=row.content or b"") for row in rows)


def load_mail(s: Connection, mail_id: int) -> MailView | None:
    """A mail with its files and tries, or ``None``."""
    query = _LINE.add_columns(_mail.c.body, _mail.c.message_id).where(_mail.c.id == mail_id)
    row = s.execute(query).first()
    if row is None:
        return None
    tries = s.execute(select(_try).where(_try.c.mail_id == mail_id).order_by(_try.c.seq))
    return MailView(
        record(row, MailLine),
        row.body,
        row.message_id,
        load_attachments(s, mail_id),
        tuple(record(one, MailTry) for one in tries),
    )


def list_mails(s: Connection, which: MailFilter, most: int) -> tuple[MailLine, ...]:
    """Mails, newest first."""
    query = _LINE.order_by(_mail.c.id.desc()).limit(most)
    if which.state is not None:
        query = query.where(_mail.c.state == which.state)
    for word in which.words.split():
        like = f"%{_escaped(word.lower())}%"
        columns = (_mail.c.recipient, _mail.c.subject, _mail.c.cause)
        query = query.where(or_(*(func.lower(one).like(like, escape="\\") for one in columns)))
    return tuple(record(row, MailLine) for row in s.execute(query))


def count_mails(s: Connection) -> Sequence[tuple[MailState, int]]:
    """How many mails are in each state."""
    query = select(_mail.c.state, func.count()).group_by(_mail.c.state)
    return [(row[0], int(row[1])) for row in s.execute(query)]


def _escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
