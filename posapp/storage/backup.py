"""Online copies (R4, F20); ``restore`` puts one in place.

Copying the file of a running database gives rubbish; the backup API in one step gives a sound
copy while payments go on (reliability finding 11).
"""

import contextlib
import shutil
from pathlib import Path
from typing import Any

from posapp.errors import StorageFailure
from posapp.storage.db import Database
from posapp.storage.places import remove_file
from posapp.storage.sqlite import driver


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
    """Copy a SQLite database in one step to a file that is not there yet.

    Raises:
        StorageFailure: ``full`` or ``other`` when the disk refuses.
    """
    library: Any = driver()
    try:
        with contextlib.closing(library.connect(str(target), isolation_level=None)) as copy:
            with db.read() as s:
                source: Any = s.connection.driver_connection
                # In small steps a copy starts again at every payment and may never end.
                source.backup(copy, pages=-1)
            copy.execute("PRAGMA journal_mode=WAL").fetchall()
    except library.Error as error:
        raise StorageFailure(
            "full" if "full" in str(error) else "other",
            f"The copy {target} could not be written ({error}). Make room or choose another place.",
        ) from error
