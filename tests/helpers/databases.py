"""Fresh databases for tests: migrated and seeded once, then copied."""

import shutil
from datetime import date
from pathlib import Path

from posapp.storage import migrate
from posapp.storage.seed import seed_standard

TODAY = date(2026, 11, 20)


def fill(url: str) -> None:
    """Make the schema and the standard set-up in an empty database."""
    migrate.init(url, lambda s: seed_standard(s, today=TODAY))


def copy_of(template: Path, folder: Path) -> str:
    """A copy of a closed SQLite database in ``folder``."""
    target = folder / "posapp.db"
    shutil.copyfile(template, target)
    return str(target)
