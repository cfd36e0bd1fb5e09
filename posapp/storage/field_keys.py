"""Which key the sealed fields of this database need (R13)."""

from datetime import datetime

from sqlalchemy import Connection, select

from posapp.storage.prepared import Prepared, insert_into
from posapp.storage.tables.autopay import FieldKeyRow

_FIND = Prepared(select(FieldKeyRow.key_id))
_INSERT = insert_into(FieldKeyRow)


def load_key_id(s: Connection) -> str | None:
    """Name of the key; ``None`` while nothing is sealed."""
    found: str | None = _FIND.scalar(s, {})
    return found


def record_key_id(s: Connection, key_id: str, at: datetime) -> None:
    """Remember the key with the first field that it seals."""
    _INSERT.run(s, {"id": 1, "key_id": key_id, "created_at": at})
