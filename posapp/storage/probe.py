"""What is behind an address, before a workstation is set to it: nothing is written there."""

import statistics
import time
from typing import Final

from sqlalchemy import Connection, inspect, select, text

from posapp.domain.clock import Clock
from posapp.domain.database_found import Found
from posapp.storage.base import table_of
from posapp.storage.db import Database
from posapp.storage.migrations import HEAD
from posapp.storage.postgres import is_pooled
from posapp.storage.schema_revision import revision
from posapp.storage.tables.setup import InstallationRow

_ASKS: Final = 5
_ROLE: Final = text(
    "SELECT current_user AS role, rolsuper AS is_super, pg_is_in_recovery() AS is_standby,"
    " current_setting('server_version') AS version,"
    " coalesce((SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()), false) AS is_sealed"
    " FROM pg_roles WHERE rolname = current_user"
)
_RIGHTS: Final = text(
    "SELECT has_table_privilege('payment_event', 'INSERT') AS may_take,"
    " has_table_privilege('gl_line', 'UPDATE, DELETE')"
    " OR has_table_privilege('audit', 'UPDATE, DELETE') AS may_rewrite"
)


def probe(url: str, clock: Clock) -> Found:
    """Look what is at an address.

    Raises:
        StorageFailure: nothing that could be used answers there.
    """
    db = Database.open(url, check_schema=False, read_only=True)
    try:
        with db.read() as s:
            return _found(db, s, clock)
    finally:
        db.dispose()


def _found(db: Database, s: Connection, clock: Clock) -> Found:
    schema = revision(s) or ""
    has_tables = inspect(s).has_table("installation")
    base = Found(
        shown=db.url_shown,
        engine=f"SQLite {s.exec_driver_sql('SELECT sqlite_version()').scalar_one()}"
        if db.path is not None
        else "PostgreSQL",
        schema=schema,
        is_current=schema == HEAD,
        organisation=_organisation(s) if has_tables else "",
        latency_ms=_latency(s),
    )
    return base if db.path is not None else _of_server(s, base, clock, has_tables=has_tables)


def _of_server(s: Connection, base: Found, clock: Clock, *, has_tables: bool) -> Found:
    role = s.execute(_ROLE).one()
    rights = s.execute(_RIGHTS).one() if has_tables else None
    before = clock()
    server = s.exec_driver_sql("SELECT clock_timestamp()").scalar_one()
    middle = before + (clock() - before) / 2
    return Found(
        shown=base.shown,
        engine=f"PostgreSQL {role.version}",
        schema=base.schema,
        is_current=base.is_current,
        organisation=base.organisation,
        latency_ms=base.latency_ms,
        clock_off=server - middle,
        role=role.role,
        is_super=role.is_super,
        may_take=None if rights is None else rights.may_take,
        may_rewrite=None if rights is None else rights.may_rewrite,
        is_standby=role.is_standby,
        is_sealed=role.is_sealed,
        pooled=is_pooled(s),
    )


def _organisation(s: Connection) -> str:
    found = s.execute(select(table_of(InstallationRow).c.organisation)).scalar()
    return found or ""


def _latency(s: Connection) -> float:
    taken = []
    for _ in range(_ASKS):
        begun = time.perf_counter()
        s.exec_driver_sql("SELECT 1").scalar_one()
        taken.append(1000 * (time.perf_counter() - begun))
    return statistics.median(taken)
