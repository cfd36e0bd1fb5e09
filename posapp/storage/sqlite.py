"""The SQLite engine: driver, settings that are set and read back, BEGIN IMMEDIATE (R2, A.2.3, A.2.4)."""

import os
import sys
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event
from sqlalchemy.engine import make_url

from posapp.errors import StorageFailure
from posapp.storage.places import APPLICATION_ID, begin, left_unclean
from posapp.storage.running import carry_out, note_way
from posapp.storage.search_ddl import SQLITE_TERMS

try:
    import pysqlite3
except ImportError:  # only Linux has wheels
    pysqlite3 = None

# The first version without the WAL-reset corruption bug (reliability finding 6).
SOUND_VERSION: Final = (3, 51, 3)
BUSY_MS: Final = 5000
READING: Final = "posapp_reading"
CACHE_KB: Final = 16_384
"""Pages that a connection keeps: the upper ones of all indexes at a million accounts (P5)."""
_AS_IT_IS: Final = {None: None}.get
"""The form in which the driver takes NULL."""

# Pragma, value to set, value to read back.
SETTINGS: Final[tuple[tuple[str, str, Any], ...]] = (
    ("synchronous", "FULL", 2),
    ("foreign_keys", "ON", 1),
    ("recursive_triggers", "ON", 1),
    ("busy_timeout", str(BUSY_MS), BUSY_MS),
    ("trusted_schema", "OFF", 0),
    ("cell_size_check", "ON", 1),
    ("mmap_size", "0", 0),
    ("cache_size", str(-CACHE_KB), -CACHE_KB),
)
# Without these a sync on macOS stops at the disk's own cache.
MAC_SETTINGS: Final[tuple[tuple[str, str, Any], ...]] = (
    ("fullfsync", "ON", 1),
    ("checkpoint_fullfsync", "ON", 1),
)


def driver() -> Any:
    """The SQLite library in use: the fixed one where it is installed, else Python's own."""
    module = pysqlite3 or make_url("sqlite+pysqlite://").get_dialect().import_dbapi()
    # Without it the driver asks each NULL by two missing attributes for a form of its own, which
    # takes longer than to write it, and a payment writes two dozen (P1).
    module.register_adapter(type(None), _AS_IT_IS)
    return module


def settings() -> tuple[tuple[str, str, Any], ...]:
    """The settings of every connection on this platform."""
    return SETTINGS + (MAC_SETTINGS if sys.platform == "darwin" else ())


def refuse_unsound_library(version: tuple[int, ...]) -> None:
    """Refuse a SQLite library that may corrupt a write-ahead log.

    Raises:
        StorageFailure: ``settings``.
    """
    if version < SOUND_VERSION:
        raise StorageFailure(
            "settings",
            f"The SQLite library here is {'.'.join(map(str, version))}; versions before "
            f"{'.'.join(map(str, SOUND_VERSION))} can damage a database. Update Python or "
            "install the package pysqlite3.",
        )


def engine_for(
    path: Path, *, create: bool = False, read_only: bool = False, at_rest: bool = False
) -> Engine:
    """An engine on a file that the caller has checked; settings are proved at each connect."""
    module = driver()
    refuse_unsound_library(module.sqlite_version_info)
    mode = "ro" if read_only else ("rwc" if create else "rw")
    still = _frozen(path, read_only=read_only, at_rest=at_rest)
    address = f"file:{quote(str(path.absolute()))}?mode={mode}{still}"

    def connect() -> Any:
        return module.connect(
            address,
            uri=True,
            timeout=BUSY_MS / 1000,
            isolation_level=None,
            check_same_thread=False,
            cached_statements=400,
        )

    engine = create_engine(
        "sqlite+pysqlite://",
        module=module,
        creator=connect,
        hide_parameters=True,
        poolclass=QueuePool,
        pool_size=4,
        max_overflow=8,
        query_cache_size=1000,
    )
    event.listen(engine, "connect", _prepare(create=create, read_only=read_only))
    event.listen(engine, "begin", _begin)
    if create:
        begin(path)
    return engine


def _frozen(path: Path, *, read_only: bool, at_rest: bool) -> str:
    # Reading needs a log beside the file too, unless nobody writes there: in a folder that is closed
    # to us, or when the caller says so.
    still = at_rest or not os.access(path.parent, os.W_OK)
    return "&immutable=1" if read_only and still and not left_unclean(path) else ""


def _prepare(*, create: bool, read_only: bool) -> Any:
    def prepare(connection: Any, _record: Any) -> None:
        if create:
            connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
        wrong = []
        if not read_only:
            mode = connection.execute("PRAGMA journal_mode=WAL").fetchone()[0]
            wrong = [f"journal_mode={mode}"] if mode != "wal" else []
        for name, value, expected in settings():
            found = connection.execute(f"PRAGMA {name}").fetchone()
            # To set some of them throws away every statement that is compiled, so only what is not
            # so yet is set; but a library may lower ``synchronous`` later unless it was said once.
            if name == "synchronous" or (found is not None and found[0] != expected):
                connection.execute(f"PRAGMA {name}={value}").fetchall()
                found = connection.execute(f"PRAGMA {name}").fetchone()
            # A library built without memory mapping answers nothing at all.
            if found is not None and found[0] != expected:
                wrong.append(f"{name}={found[0]}")
        connection.execute(SQLITE_TERMS)
        if wrong:
            raise StorageFailure(
                "settings",
                f"SQLite does not take the settings that keep money safe: {', '.join(wrong)}. "
                "Put the database on a local disk.",
            )

    return prepare


def _begin(connection: Connection) -> None:
    # A plain BEGIN that reads first and writes then fails under load (reliability finding 4).
    note_way(connection)
    reading = connection.get_execution_options().get(READING)
    carry_out(connection, "BEGIN" if reading else "BEGIN IMMEDIATE")
