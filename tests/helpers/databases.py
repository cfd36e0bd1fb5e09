"""Fresh databases for tests: migrated and seeded once, then copied."""

import shutil
from datetime import date
from pathlib import Path

from sqlalchemy import text

from posapp.domain.ids import FIRST_ID
from posapp.storage.db import Database
from posapp.storage.migrations import HEAD
from posapp.storage.seed import seed_standard
from posapp.storage.tables.schema import METADATA

TODAY = date(2026, 11, 20)


def fill(url: str) -> None:
    """Make the schema and the standard set-up in an empty database."""
    sqlite = not url.startswith("postgres")
    db = Database.open(url, create=sqlite, check_schema=False)
    with db.begin() as s:
        METADATA.create_all(s)
        s.execute(text("CREATE TABLE alembic_version (version_num TEXT NOT NULL)"))
        s.execute(text("INSERT INTO alembic_version VALUES (:v)"), {"v": HEAD})
        s.execute(text("INSERT INTO id_counter VALUES (1, :n)"), {"n": FIRST_ID})
        if not sqlite:
            s.execute(text(f"CREATE SEQUENCE posapp_ids START {FIRST_ID}"))
        seed_standard(s, today=TODAY)
    db.dispose()


def copy_of(template: Path, folder: Path) -> str:
    """A copy of a closed SQLite database in ``folder``."""
    target = folder / "posapp.db"
    shutil.copyfile(template, target)
    return str(target)
