"""Fresh databases for tests: migrated and seeded once, then copied."""

import shutil
from datetime import date
from pathlib import Path

from posapp.storage import migrate
from posapp.storage.db import Database
from posapp.storage.seed import seed_standard

TODAY = date(2026, 11, 20)
COPIES: dict[Path, Path] = {}
"""Templates of the copies that tests work on."""


def fill(url: str) -> None:
    """Make the schema and the standard set-up in an empty database."""
    migrate.init(url, lambda s: seed_standard(s, today=TODAY))


def copy_of(template: Path, folder: Path) -> str:
    """A copy of a closed SQLite database in ``folder``."""
    target = folder / "posapp.db"
    shutil.copyfile(template, target)
    COPIES[target] = template
    return str(target)


def crash_copy(db: Database, folder: Path, *, damaged: bool = False) -> Path:
    """A SQLite file with its log as a crash at this moment would leave them.

    Args:
        db: an open database with something in its log.
        folder: where the copy goes.
        damaged: with pages of the file itself turned to zeros.
    """
    assert db.path is not None
    copy, log = folder / "crashed.db", folder / "crashed.db-wal"
    shutil.copyfile(db.path, copy)
    shutil.copyfile(f"{db.path}-wal", log)
    assert log.stat().st_size > 0
    if damaged:
        content = bytearray(copy.read_bytes())
        content[4 * 4096 : 24 * 4096] = bytes(20 * 4096)
        copy.write_bytes(content)
    return copy
