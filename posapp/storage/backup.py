"""Online copies (R4, F20); ``restore`` puts one in place.

Copying the file of a running database gives rubbish; the backup API under one read transaction
gives a sound copy while payments go on (reliability finding 11).
"""

import contextlib
import errno
import os
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection

from posapp.errors import StorageFailure
from posapp.paths import own_file
from posapp.storage.db import Database
from posapp.storage.places import remove_file
from posapp.storage.sqlite import driver

_SLICE: Final = 8 * 2**20
"""Bytes between two flushes of the copy."""


def backup(db: Database, path: Path) -> Path:
    """Write a copy of a running SQLite database; returns its path.

    Args:
        db: the open database.
        path: where the copy goes; nothing may be there.

    Raises:
        StorageFailure: ``other`` when something is there or on PostgreSQL (with the command to
            use), ``full`` or ``read_only`` when it cannot be written.
    """
    if db.path is None:
        raise StorageFailure("other", server_way(db.url_shown, path))
    if path.exists():
        raise StorageFailure("other", f"{path} already exists; nothing was written.")
    if not path.parent.is_dir():
        raise StorageFailure("missing", f"The folder {path.parent} does not exist.")
    part = path.with_name(f".{path.name}.part")
    remove_file(part)
    try:
        copy_database(db, part)
        # The last act: a copy under its own name is always a whole one.
        part.rename(path)
    finally:
        remove_file(part)
    return path


def server_way(shown: str, path: Path | None = None) -> str:
    """How a PostgreSQL database is saved: with its own tool, where this computer has it.

    Args:
        shown: its address, without a password.
        path: where the dump goes.
    """
    target = path or "posapp.dump"
    says = f"A PostgreSQL database is saved with its own tool: pg_dump -Fc -d '{shown}' -f {target}"
    if shutil.which("pg_dump"):
        return says
    return f"{says}. This computer has no pg_dump: whoever keeps the server saves it there."


def copy_database(db: Database, target: Path) -> None:
    """Copy a SQLite database, as it is at this moment, to a file that is not there yet.

    The disk gets the copy slice by slice. Left to the end, a gigabyte is flushed at once, and every
    payment of that moment waits behind it (P11).

    Raises:
        StorageFailure: ``full`` or ``other`` when the disk refuses.
    """
    library: Any = driver()
    try:
        # Closed after SQLite's own: to close a file lets go of all locks of the process on it.
        # Only its owner may read it, and so it stays where it takes a database's place (T10).
        made = own_file(str(target), os.O_CREAT | os.O_EXCL | os.O_WRONLY)
        with os.fdopen(made, "wb", buffering=0) as file:
            with contextlib.closing(library.connect(str(target), isolation_level=None)) as copy:
                copy.execute("PRAGMA synchronous=OFF").fetchall()
                with db.read() as s:
                    _copy_slices(s, copy, partial(os.fsync, file.fileno()))
                copy.execute("PRAGMA journal_mode=WAL").fetchall()
            os.fsync(file.fileno())
    except (library.Error, OSError) as error:
        raise StorageFailure(
            "full" if _is_full(error) else "other",
            f"The copy {target} could not be written ({error}). Make room or choose another place.",
        ) from error


def _copy_slices(s: Connection, copy: Any, flush: Callable[[], None]) -> None:
    """Copy under one read transaction, which keeps payments in between from starting it anew.

    Without that a copy in steps begins again at every payment and may never end (finding 11).
    """
    pages = _SLICE // int(s.exec_driver_sql("PRAGMA page_size").scalar_one())
    s.exec_driver_sql("SELECT count(*) FROM sqlite_schema").scalar_one()
    source: Any = s.connection.driver_connection
    source.backup(copy, pages=pages, progress=lambda *_progress: flush())


def _is_full(error: Exception) -> bool:
    return "full" in str(error) or getattr(error, "errno", None) == errno.ENOSPC
