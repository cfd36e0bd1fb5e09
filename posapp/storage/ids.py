"""Identities from the one counter (payments 0.3): numbers may be skipped, never given twice."""

from collections.abc import Sequence

from sqlalchemy import Connection, text

from posapp.storage.line import line_of
from posapp.storage.prepared import Ask, Prepared
from posapp.storage.reading_ahead import read_ahead

_SQLITE = Prepared(
    text("UPDATE id_counter SET next_id = next_id + :n WHERE id = 1 RETURNING next_id")
)
_POSTGRES = Prepared(text("SELECT nextval('posapp_ids') FROM generate_series(1, :n)"))


def ids_ahead(s: Connection, asks: Sequence[Ask], n: int) -> None:
    """Read ahead, and with it identities that ``take_ids`` gives in the same transaction."""
    line = line_of(s)
    if line is not None:
        (found,) = read_ahead(s, asks, [(_POSTGRES, {"n": n})])
        line.spare_ids = sorted(row[0] for row in found)


def take_ids(s: Connection, n: int) -> list[int]:
    """The next ``n`` identities, ascending; the first ever is ``FIRST_ID``.

    On SQLite the counter is part of the transaction; on PostgreSQL a rollback leaves a hole,
    which is fine: only printed numbers (``numbers``) must have none.

    Raises:
        ValueError: when ``n`` is negative.
        LookupError: when the counter row is missing, so the database is not set up.
    """
    if n < 0:
        raise ValueError(f"cannot take {n} identities")
    if n == 0:
        return []
    if s.dialect.name != "sqlite":
        line = line_of(s)
        if line is not None and len(line.spare_ids) >= n:
            taken: list[int] = line.spare_ids[:n]
            del line.spare_ids[:n]
            return taken
        return sorted(row[0] for row in _POSTGRES.all(s, {"n": n}))
    after = _SQLITE.scalar(s, {"n": n})
    if after is None:
        raise LookupError("the row of id_counter is missing")
    return list(range(after - n, after))


def take_id(s: Connection) -> int:
    """One identity."""
    return take_ids(s, 1)[0]
