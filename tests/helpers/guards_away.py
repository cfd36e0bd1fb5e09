"""What the owner of a file can do: write past guards, references and checks. Then take it back.

The guards go once for a whole list of faults; each fault is rolled back after it was looked for.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, text

from posapp.storage.db import Database
from posapp.storage.triggers import drop_statements

_CONSTRAINTS = text(
    "SELECT DISTINCT c.conname, r.relname FROM pg_constraint c JOIN pg_class r ON r.oid = c.conrelid"
    " WHERE c.contype IN ('c', 'f') AND (c.conrelid = CAST(:t AS regclass)"
    " OR c.confrelid = CAST(:t AS regclass))"
)


def remove_guards(db: Database, tables: Iterable[str] = ()) -> None:
    """Drop every guard, and on PostgreSQL the references and checks of some tables."""
    with db.begin() as s:
        for statement in drop_statements(db.dialect):
            s.execute(text(statement))
        if db.dialect == "postgresql":
            for table in tables:
                for name, owner in s.execute(_CONSTRAINTS, {"t": table}).all():
                    s.execute(text(f"ALTER TABLE {owner} DROP CONSTRAINT {name}"))


@contextmanager
def taken_back(db: Database) -> Iterator[Connection]:
    """A transaction that nothing is left of; SQLite asks for no references or checks in it."""
    with db.begin(keep=False) as s:
        if db.dialect == "sqlite":
            s.execute(text("PRAGMA defer_foreign_keys = ON"))
            s.execute(text("PRAGMA ignore_check_constraints = ON"))
        yield s
