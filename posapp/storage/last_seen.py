"""The newest row of the audit, to be remembered outside the database and looked for later (T8)."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select

from posapp.domain.last_seen import Seen
from posapp.storage.base import record, table_of
from posapp.storage.prepared import Prepared
from posapp.storage.tables.system import AuditHeadRow, AuditRow

_audit, _head = table_of(AuditRow), table_of(AuditHeadRow)
_TOTAL = select(func.coalesce(func.sum(_head.c.length), 0)).scalar_subquery()
_COLUMNS = (_audit.c.chain, _audit.c.seq, _audit.c.hash, _audit.c.at, _TOTAL.label("total"))
_NEWEST = Prepared(
    select(*_COLUMNS).order_by(_audit.c.at.desc(), _audit.c.chain, _audit.c.seq.desc()).limit(1)
)
_UNTIL = Prepared(
    select(*_COLUMNS)
    .where(_audit.c.at <= bindparam("until"))
    .order_by(_audit.c.at.desc(), _audit.c.chain, _audit.c.seq.desc())
    .limit(1)
)
_AT = Prepared(
    select(_audit.c.hash, _TOTAL.label("total")).where(
        _audit.c.chain == bindparam("chain"), _audit.c.seq == bindparam("seq")
    )
)


def newest(s: Connection) -> Seen | None:
    """The row with the newest stamp, and how many there are; ``None`` before there is one."""
    found = _NEWEST.first(s, {})
    return None if found is None else replace(record(found, Seen), total=int(found.total))


def newest_until(s: Connection, until: datetime) -> Seen | None:
    """The newest row that is not newer than a stamp (UTC); ``None`` when there is none."""
    found = _UNTIL.first(s, {"until": until})
    return None if found is None else replace(record(found, Seen), total=int(found.total))


def holds(s: Connection, seen: Seen) -> bool:
    """Whether a row that was seen is there, as it was, and no fewer rows than there were.

    A clock that ran ahead may keep one row the newest for long, so the number counts as well.
    """
    found = _AT.first(s, {"chain": seen.chain, "seq": seen.seq})
    return found is not None and found.hash == seen.hash and found.total >= seen.total
