"""``db info``: what a database is, without judging it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, func, select, text

from posapp.storage.base import table_of
from posapp.storage.db import Database
from posapp.storage.migrations import HEAD
from posapp.storage.schema_revision import revision
from posapp.storage.tables.schema import METADATA
from posapp.storage.tables.setup import InstallationRow

COUNTED: Final = (
    "person",
    "account",
    "agreement",
    "bill",
    "payable_item",
    "payment_event",
    "tender",
    "payment",
    "financial_transaction",
    "gl_line",
    "tender_control",
    "app_user",
    "audit",
)
_SIZE: Final = text("SELECT pg_database_size(current_database())")
# Settings of the server that can lose money, and a desk that could take its guards away.
_SAFE: Final = text(
    "SELECT name || '=' || setting FROM pg_settings WHERE (name, setting) IN"
    " (('fsync', 'off'), ('full_page_writes', 'off'), ('data_checksums', 'off'))"
    " UNION ALL SELECT 'no COMMIT waits for a standby: a failover can lose payments'"
    " WHERE current_setting('synchronous_standby_names') = ''"
    " AND EXISTS (SELECT 1 FROM pg_stat_replication)"
    " UNION ALL SELECT 'connected as the owner of the tables, for desks see: posapp db roles'"
    " WHERE EXISTS (SELECT 1 FROM pg_class WHERE relname = 'alembic_version'"
    " AND relnamespace = current_schema()::regnamespace AND pg_has_role(relowner, 'USAGE'))"
    " ORDER BY 1"
)


@dataclass(frozen=True, slots=True)
class DatabaseInfo:
    """Facts about a database; ``size`` in bytes, ``notes`` are settings worth a look."""

    url: str
    engine: str
    version: str
    schema: str
    program_schema: str
    organisation: str
    demo: bool
    size: int
    rows: Mapping[str, int]
    notes: tuple[str, ...]


def info(db: Database, *, counted: bool = True) -> DatabaseInfo:
    """Engine, versions, sizes, whether it is a demo, and counts, which read whole tables."""
    with db.read() as s:
        installation = table_of(InstallationRow)
        row = s.execute(select(installation.c.organisation, installation.c.demo)).first()
        return DatabaseInfo(
            url=db.url_shown,
            engine="SQLite" if db.dialect == "sqlite" else "PostgreSQL",
            version=_version(s),
            schema=revision(s) or "",
            program_schema=HEAD,
            organisation=row.organisation if row else "",
            demo=bool(row and row.demo),
            size=_size(db, s),
            rows={name: _count(s, name) for name in COUNTED if counted},
            notes=_notes(db, s),
        )


def _count(s: Connection, name: str) -> int:
    return int(s.execute(select(func.count()).select_from(METADATA.tables[name])).scalar_one())


def _version(s: Connection) -> str:
    if s.dialect.name == "sqlite":
        return str(s.exec_driver_sql("SELECT sqlite_version()").scalar_one())
    return str(s.exec_driver_sql("SHOW server_version").scalar_one())


def _size(db: Database, s: Connection) -> int:
    if db.path is None:
        return int(s.execute(_SIZE).scalar_one())
    files = (db.path.with_name(db.path.name + end) for end in ("", "-wal"))
    return sum(file.stat().st_size for file in files if file.exists())


def _notes(db: Database, s: Connection) -> tuple[str, ...]:
    if db.path is not None:
        return ("a log is left from another or an unclean end",) if db.left_unclean else ()
    return tuple(s.execute(_SAFE).scalars())
