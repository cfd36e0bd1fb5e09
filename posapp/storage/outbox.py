"""The outbox: mails queued, taken for a try by one workstation, and what came of it (ML-3)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Final

from sqlalchemy import Connection, and_, bindparam, func, or_, select, update

from posapp.domain.mail_codes import MailState
from posapp.domain.mails import (
    LEASE,
    AfterTry,
    Attachment,
    Delivery,
    MailFilter,
    MailLine,
    MailTry,
    MailView,
    NewMail,
)
from posapp.storage.base import record, table_of
from posapp.storage.db import lock
from posapp.storage.ids import take_id
from posapp.storage.mentions import Mentions, mention
from posapp.storage.prepared import Prepared, any_of, insert_into
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
_ID: Final[Any] = bindparam("mail_id")
_INSERT: Final = insert_into(MailRow)
_INSERT_FILE: Final = insert_into(MailAttachmentRow)
_INSERT_TRY: Final = insert_into(MailTryRow)
_FIND: Final = Prepared(
    select(_mail.c.id).where(_mail.c.kind == bindparam("kind"), _mail.c.cause == bindparam("cause"))
)
_ROW: Final = Prepared(select(_mail).where(_mail.c.id == _ID))
_ROWS: Final = Prepared(select(_mail).where(any_of(_mail.c.id, "ids")).order_by(_mail.c.id))
_is_due = and_(
    _mail.c.state == MailState.QUEUED,
    _mail.c.next_try_at <= bindparam("now"),
    or_(_mail.c.leased_until.is_(None), _mail.c.leased_until <= bindparam("now")),
)
_DUE: Final = Prepared(
    select(_mail.c.id).where(_is_due).order_by(_mail.c.next_try_at, _mail.c.id).limit(1)
)
_TAKE: Final = Prepared(
    update(_mail)
    .where(_mail.c.id == _ID, _is_due)
    .values(
        tries=_mail.c.tries + 1,
        lease=bindparam("new_lease"),
        leased_by=bindparam("workstation"),
        leased_until=bindparam("until"),
        version=_mail.c.version + 1,
    )
)
_NEXT_TRY: Final = Prepared(
    select((func.coalesce(func.max(_try.c.seq), 0) + 1).label("seq")).where(_try.c.mail_id == _ID)
)
_FILES: Final = Prepared(select(_file).where(_file.c.mail_id == _ID).order_by(_file.c.seq))
_TRIES: Final = Prepared(select(_try).where(_try.c.mail_id == _ID).order_by(_try.c.seq))
_WHOLE: Final = Prepared(
    _LINE.add_columns(_mail.c.body, _mail.c.message_id).where(_mail.c.id == _ID)
)
_COUNT: Final = Prepared(select(_mail.c.state, func.count().label("n")).group_by(_mail.c.state))


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
    found: int | None = _FIND.scalar(s, {"kind": kind, "cause": cause})
    return found


def insert_mail(s: Connection, mail: NewMail, message_id: str, now: datetime, wrong: str) -> int:
    """Write a mail: queued, or failed at once when something is ``wrong`` with its address."""
    mail_id = take_id(s)
    _INSERT.run(
        s,
        {
            "id": mail_id,
            "kind": mail.kind,
            "cause": mail.cause,
            "recipient": mail.to,
            "subject": mail.subject,
            "body": mail.body,
            "message_id": message_id,
            "state": MailState.FAILED if wrong else MailState.QUEUED,
            "created_at": now,
            "waits_since": now,
            "next_try_at": None if wrong else now,
            "said": wrong,
        },
    )
    files = [
        {
            "mail_id": mail_id,
            "seq": seq,
            "name": one.name,
            "media_type": one.media_type,
            "source": one.source,
            "content": one.content if one.object_id is None else None,
            "object_id": one.object_id,
        }
        for seq, one in enumerate(mail.attachments, start=1)
    ]
    _INSERT_FILE.many(s, files)
    return mail_id


def mention_mails(s: Connection, mail_ids: Collection[int]) -> Mentions:
    """What the audit mentions of mails: to whom they go and about what."""
    rows = _ROWS.all(s, {"ids": list(mail_ids)})
    return {"mail": mention("mail", [row._asdict() for row in rows])}


def lease_due(s: Connection, now: datetime, workstation: str, lease: str) -> Leased | None:
    """Take the mail that waits longest for one try, or ``None`` when none is due.

    Two workstations never get the same one: the row is taken only while nobody else has it.
    """
    ours = {"new_lease": lease, "workstation": workstation, "until": now + LEASE}
    while (mail_id := _DUE.scalar(s, {"now": now})) is not None:
        if _TAKE.run(s, {"mail_id": mail_id, "now": now, **ours}):
            return _leased(s, mail_id, lease, now, workstation)
    return None


def _leased(s: Connection, mail_id: int, lease: str, now: datetime, workstation: str) -> Leased:
    of_mail = {"mail_id": mail_id}
    seq = _NEXT_TRY.scalar(s, of_mail)
    _INSERT_TRY.many(s, [of_mail | {"seq": seq, "started_at": now, "workstation": workstation}])
    row = _ROW.first(s, of_mail)
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
    rows = _FILES.all(s, {"mail_id": mail_id})
    return tuple(record(row, Attachment, content=row.content or b"") for row in rows)


def load_mail(s: Connection, mail_id: int) -> MailView | None:
    """A mail with its files and tries, or ``None``."""
    row = _WHOLE.first(s, {"mail_id": mail_id})
    if row is None:
        return None
    tries = _TRIES.all(s, {"mail_id": mail_id})
    return MailView(
        record(row, MailLine),
        row.body,
        row.message_id,
        load_attachments(s, mail_id),
        tuple(record(one, MailTry) for one in tries),
    )


def list_mails(s: Connection, which: MailFilter, most: int) -> tuple[MailLine, ...]:
    """Mails, newest first."""
    likes = [f"%{_escaped(word.lower())}%" for word in which.words.split()]
    given = {f"like{n}": like for n, like in enumerate(likes)}
    newest = _newest(len(likes), in_state=which.state is not None)
    rows = newest.all(s, {"most": most, "in_state": which.state, **given})
    return tuple(record(row, MailLine) for row in rows)


@cache
def _newest(words: int, *, in_state: bool) -> Prepared:
    query = _LINE.order_by(_mail.c.id.desc()).limit(bindparam("most"))
    if in_state:
        query = query.where(_mail.c.state == bindparam("in_state"))
    texts = [func.lower(one) for one in (_mail.c.recipient, _mail.c.subject, _mail.c.cause)]
    for n in range(words):
        like: Any = bindparam(f"like{n}")
        query = query.where(or_(*(one.like(like, escape="\\") for one in texts)))
    return Prepared(query)


def count_mails(s: Connection) -> Sequence[tuple[MailState, int]]:
    """How many mails are in each state."""
    return [(row.state, int(row.n)) for row in _COUNT.all(s)]


def _escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
