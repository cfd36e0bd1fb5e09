"""The PostgreSQL engine: psycopg 3, READ COMMITTED, synchronous commit proved at connect (A.2.5)."""

import logging
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import NoSuchModuleError

from posapp.errors import StorageFailure
from posapp.storage import patience

LOCK_MS: Final = 5000
IDLE_MS: Final = 60_000
_SECRET: Final = frozenset({"password", "sslpassword", "passfile"})
_SET: Final = (
    "SELECT set_config('synchronous_commit', 'on', false), set_config('TimeZone', 'UTC', false),"
    " set_config('DateStyle', 'ISO', false),"
    f" set_config('lock_timeout', '{LOCK_MS}', false),"
    f" set_config('idle_in_transaction_session_timeout', '{IDLE_MS}', false)"
)
_SHOW: Final = (
    "SELECT current_setting('synchronous_commit'), current_setting('TimeZone'),"
    " current_setting('server_encoding'), pg_backend_pid()"
)
EXPECTED: Final = ("on", "UTC", "UTF8")
# The driver logs what follows from an error that it raises anyway. Without a handler that would
# reach standard error, which belongs to the answers of commands.
logging.getLogger("psycopg").addHandler(logging.NullHandler())


def plain_url(url: str) -> str:
    """The address as libpq reads it: ``postgresql://``, several hosts allowed."""
    return "postgresql://" + url.split("://", 1)[1]


def shown_url(url: str) -> str:
    """The address without any secret, for screens and messages."""
    parts = urlsplit(plain_url(url))
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
    address = plain_url(url)
    _check_address(module, address)

    def connect() -> Any:
        return patience.connect(module, address)

    engine = create_engine(
        "postgresql+psycopg://",
        creator=connect,
        hide_parameters=True,
        isolation_level="READ COMMITTED",
        pool_size=4,
        max_overflow=8,
        pool_pre_ping=True,
        # Plans cached while the tables were empty stay slow; sessions last all day (C.7).
        pool_recycle=3600,
        query_cache_size=1000,
    )
    event.listen(engine, "connect", _prepare)
    return engine


def _check_address(module: Any, address: str) -> None:
    """Refuse an address that libpq cannot read; its own words would repeat the password."""
    try:
        module.conninfo.conninfo_to_dict(address)
        urlsplit(address)
    except (module.ProgrammingError, ValueError):
        raise StorageFailure(
            "missing",
            "The address of the database cannot be read. It looks like "
            "postgresql://user@server/name, with special signs written as %20, %40, %2F.",
        ) from None


def _prepare(connection: Any, _record: Any) -> None:
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(_SET)
        *found, pid = cursor.execute(_SHOW).fetchone()
    connection.autocommit = False
    # A pooler answers with a number of its own.
    connection.patience.pooled = pid != connection.info.backend_pid
    if tuple(found) != EXPECTED:
        raise StorageFailure(
            "settings",
            "The server does not take the settings that keep money safe: synchronous_commit, "
            f"TimeZone, encoding are {', '.join(found)}; {', '.join(EXPECTED)} are needed.",
        )
