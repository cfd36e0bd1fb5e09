"""The newest row of the audit, to be remembered outside the database and looked for later (T8)."""

from sqlalchemy import Connection, bindparam, select

from posapp.domain.last_seen import Seen
from posapp.storage.base import record, table_of
from posapp.storage.prepared import Prepared
from posapp.storage.tables.system import AuditRow

_audit = table_of(AuditRow)
_COLUMNS = (_audit.c.chain, _audit.c.seq, _audit.c.hash, _audit.c.at)
_NEWEST = Prepared(
    select(*_COLUMNS).order_by(_audit.c.at.desc(), _audit.c.chain, _audit.c.seq.desc()).limit(1)
)
_AT = Prepared(
    select(_audit.c.hash).where(
        _audit.c.chain == bindparam("chain"), _audit.c.seq == bindparam("seq")
    )
)


def newest(s: Connection) -> Seen | None:
    """The row that was written last; ``None`` before there is one."""
    found = _NEWEST.first(s, {})
    return None if found is None else record(found, Seen)


def holds(s: Connection, seen: Seen) -> bool:
    """Whether a row that was seen is there, as it was."""
    found = _AT.first(s, {"chain": seen.chain, "seq": seen.seq})
    return found is not None and found.hash == seen.hash
