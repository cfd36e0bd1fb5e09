"""The PostgreSQL engine: psycopg 3, READ COMMITTED, synchronous commit proved at connect (A.2.5).

An address may name several servers, of which the one that takes changes is used (F10), and may
lead to a pooler between program and server (pgbouncer in transaction mode, D.2), which is noticed.
Behind a pooler nothing outlives a transaction, so its settings are part of each one and no
statement is prepared on the server.
"""

import logging
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, NoSuchModuleError

from posapp.errors import StorageFailure
from posapp.storage import patience
from posapp.storage.line import refuse_dead
from posapp.storage.running import note_way

LOCK_MS: Final = 10_000
"""So long a write waits for one lock: all the time that it has.

The server keeps a queue for each lock; who gives up and asks again stands at its end (F17).
"""
LEAST_LOCK_MS: Final = 1000
"""So long a try waits in any case: a doubt is looked up however late it is."""
IDLE_MS: Final = 60_000
# The next host is tried soon, so that a server that hangs costs seconds only (R6).
_OF_SEVERAL: Final = {"target_session_attrs": "read-write", "connect_timeout": "3"}
_SECRET: Final = frozenset({"password", "sslpassword", "passfile"})
_SETTINGS: Final = {
    "synchronous_commit": "on",
    "TimeZone": "UTC",
    "DateStyle": "ISO",
    "lock_timeout": str(LOCK_MS),
    "idle_in_transaction_session_timeout": str(IDLE_MS),
    # A payment's keys are newer than the statistics: to merge them with an index looks cheap to the
    # planner, and then reads all of the index, while the number of the payment is locked (P10).
    "enable_mergejoin": "off",
}


def _set_all(*, local: bool) -> str:
    calls = (f"set_config('{name}', '{value}', {local})" for name, value in _SETTINGS.items())
    return f"SELECT {', '.join(calls)}"


_SET: Final = _set_all(local=False)
_SET_LOCAL: Final = _set_all(local=True)
_PROCESS: Final = "SELECT pg_backend_pid()"
_SHOW: Final = (
    "SELECT current_setting('synchronous_commit'), current_setting('TimeZone'),"
    " current_setting('server_encoding')"
)
EXPECTED: Final = ("on", "UTC", "UTF8")
# The driver logs what follows from an error that it raises anyway. Without a handler that would
# reach standard error, which belongs to the answers of commands.
logging.getLogger("psycopg").addHandler(logging.NullHandler())


def plain_url(url: str) -> str:
    """The address as libpq reads it; of several hosts the one that takes changes is meant."""
    address = _for_libpq(url)
    parts = urlsplit(address)
    said = dict(parse_qsl(parts.query))
    if "," not in parts.netloc.rpartition("@")[2] and "," not in said.get("host", ""):
        return address
    more = [f"{name}={value}" for name, value in _OF_SEVERAL.items() if name not in said]
    query = "&".join([*filter(None, [parts.query]), *more])
    return urlunsplit((parts.scheme, parts.netloc, parts.path or "/", query, ""))


def _for_libpq(url: str) -> str:
    return "postgresql://" + url.split("://", 1)[1]


def shown_url(url: str) -> str:
    """The address without any secret, for screens and messages."""
    parts = urlsplit(_for_libpq(url))
    user, at, hosts = parts.netloc.rpartition("@")
    query = urlencode([(k, v) for k, v in parse_qsl(parts.query) if k not in _SECRET])
    netloc = f"{user.partition(':')[0]}{at}{hosts}"
    return urlunsplit((parts.scheme, netloc, parts.path, query, ""))


def driver() -> Any:
    """The psycopg module, loaded when first needed.

    Raises:
        StorageFailure: ``settings`` when it is not installed.
    """
    try:
        return make_url("postgresql+psycopg://").get_dialect().import_dbapi()
    except (ImportError, NoSuchModuleError) as error:
        raise StorageFailure(
            "settings", "PostgreSQL needs the package psycopg: install posapp[postgres]."
        ) from error


def engine_for(url: str) -> Engine:
    """An engine whose connections are proved to commit durably.

    Raises:
        StorageFailure: ``settings`` without psycopg, ``missing`` for an unreadable address.
    """
    module = driver()
    address = _read_address(module, url)

    def connect() -> Any:
        return patience.connect(module, address)

    engine = create_engine(
        "postgresql+psycopg://",
        creator=connect,
        hide_parameters=True,
        isolation_level="READ COMMITTED",
        pool_size=4,
        max_overflow=8,
        # Plans cached while the tables were empty stay slow; sessions last all day (C.7).
        pool_recycle=3600,
        query_cache_size=1000,
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    event.listen(engine, "checkout", refuse_dead)
    return engine


def is_pooled(s: Connection) -> bool:
    """Whether a pooler lends server connections for one transaction each (D.2)."""
    line: Any = s.connection.driver_connection
    return bool(line.patience.pooled)


def is_aborted(s: Connection) -> bool:
    """Whether a statement of the transaction failed, so that COMMIT would undo everything."""
    line: Any = s.connection.driver_connection
    return bool(line.info.transaction_status.name == "INERROR")


def is_refused(s: Connection, error: DBAPIError) -> bool:
    """Whether the server says, after an error around COMMIT, that the transaction is still open."""
    return not error.connection_invalidated and not s.invalidated and is_aborted(s)


def wait_for_locks(s: Connection, seconds: float) -> None:
    """Let this transaction wait no longer for a lock than the time that is left of its write.

    Args:
        s: a write transaction that is tried again.
        seconds: what is left; less than nothing when it is over.
    """
    left = min(max(int(seconds * 1000), LEAST_LOCK_MS), LOCK_MS)
    s.exec_driver_sql(f"SET LOCAL lock_timeout = {left}")


def _read_address(module: Any, url: str) -> str:
    """Refuse an address that libpq cannot read; its own words would repeat the password."""
    try:
        address = plain_url(url)
        module.conninfo.conninfo_to_dict(address)
    except (module.ProgrammingError, ValueError):
        raise StorageFailure(
            "missing",
            "The address of the database cannot be read. It looks like "
            "postgresql://user@server/name, with special signs written as %20, %40, %2F.",
        ) from None
    return address


def _prepare(connection: Any, _record: Any) -> None:
    connection.autocommit = True
    # A pooler answers with a number of its own at the log-in.
    (process,) = connection.execute(_PROCESS).fetchone()
    pooled = process != connection.info.backend_pid
    connection.patience.pooled = pooled
    if pooled:
        connection.prepare_threshold = None
        with connection.transaction():
            connection.execute(_SET_LOCAL)
            found = connection.execute(_SHOW).fetchone()
    else:
        connection.execute(_SET)
        found = connection.execute(_SHOW).fetchone()
    connection.autocommit = False
    if found != EXPECTED:
        raise StorageFailure(
            "settings",
            "The server does not take the settings that keep money safe: synchronous_commit, "
            f"TimeZone, encoding are {', '.join(found)}; {', '.join(EXPECTED)} are needed.",
        )


def _begin(s: Connection) -> None:
    note_way(s)
    # The server connection of this transaction may have served anybody before.
    if is_pooled(s):
        s.exec_driver_sql(_SET_LOCAL)
