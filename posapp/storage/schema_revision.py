"""The schema revision of a database, and who may change it (A10)."""

from typing import Final

from sqlalchemy import Connection, text

from posapp.errors import StorageFailure
from posapp.storage.migrations import HEAD, REVISIONS
from posapp.storage.running import fetch

# Each start asks this: the toolkit's inspector takes many times as long to find out the same.
_ON_SQLITE: Final = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'alembic_version'"
_ON_POSTGRES: Final = "SELECT 1 WHERE to_regclass('alembic_version') IS NOT NULL"
_REVISION: Final = "SELECT version_num FROM alembic_version"
_OWNER: Final = text(
    "SELECT pg_get_userbyid(relowner) FROM pg_class WHERE relname = 'alembic_version'"
    " AND relnamespace = current_schema()::regnamespace"
)


def revision(s: Connection) -> str | None:
    """The schema revision of a database; ``None`` when it is not one of ours (or empty)."""
    is_there = _ON_SQLITE if s.dialect.name == "sqlite" else _ON_POSTGRES
    if not fetch(s, is_there, ()):
        return None
    found = fetch(s, _REVISION, ())
    return found[0][0] if found else None


def refuse_other_schema(s: Connection, shown: str) -> None:
    """Refuse a database that this program must not work on (A10).

    Raises:
        StorageFailure: ``missing``, ``older_schema`` or ``newer_schema``.
    """
    found = revision(s)
    check_revision(found, shown, "" if found == HEAD else _owner(s))


def _owner(s: Connection) -> str:
    """The role that owns the tables of a server, which alone may change the schema."""
    if s.dialect.name == "sqlite":
        return ""
    return s.execute(_OWNER).scalar() or ""


def check_revision(found: str | None, shown: str, owner: str = "") -> None:
    """Refuse a schema that this program must not work on (A10).

    Args:
        found: the revision of the database.
        shown: its address without a password.
        owner: the role that may upgrade it, on a server.

    Raises:
        StorageFailure: ``missing``, ``older_schema`` or ``newer_schema``.
    """
    if found is None:
        raise StorageFailure(
            "missing",
            f"{shown} is not a posapp database. Create one with 'posapp db init --admin NAME'.",
        )
    if found not in REVISIONS:
        raise StorageFailure(
            "newer_schema",
            f"{shown} was made by a newer version of the program (schema {found}); update the "
            "program. Nothing was changed.",
        )
    if found != HEAD:
        how = "A copy is made first."
        if owner:
            how = f"Run it as the role {owner}, once, while nobody works, after a pg_dump."
        raise StorageFailure(
            "older_schema",
            f"{shown} has the older schema {found}; bring it to {HEAD} with "
            f"'posapp db upgrade'. {how}",
        )
