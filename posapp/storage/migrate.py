"""Schema revisions with Alembic, configured in code: make, upgrade, refuse (A10, A14, F23).

Everything of one run happens in one transaction on both engines, so a run that is killed leaves
the schema as it was. An existing SQLite file is copied first.
"""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection

from posapp.domain.clock import Clock, system_clock
from posapp.domain.upkeep import CopyPlan, CopyReason
from posapp.errors import StorageFailure
from posapp.late import part
from posapp.storage import migrations
from posapp.storage.backup import backup
from posapp.storage.copies import copy_again, make_copy, places_of, rotate
from posapp.storage.db import Database, sqlite_path
from posapp.storage.migrations import HEAD, REVISIONS
from posapp.storage.places import check_new, free, refuse_network_share, remove_file
from posapp.storage.roles import grant_again, refuse_stranger
from posapp.storage.schema_revision import check_revision, revision

if TYPE_CHECKING:
    from alembic.config import Config

_LOG = logging.getLogger(__name__)
FOLDER = Path(migrations.__file__).parent


def head() -> str:
    """The schema revision of this program."""
    return HEAD


def current(db: Database) -> str | None:
    """The schema revision of a database; ``None`` when it has none."""
    with db.read() as s:
        return revision(s)


def is_newer(found: str | None) -> bool:
    """Whether a revision was made by a newer program than this one."""
    return found is not None and found not in REVISIONS


def config(connection: Connection) -> "Config":
    """Alembic's configuration around an open connection; there is no ini file."""
    settings: Config = part("alembic.config").Config()
    settings.set_main_option("script_location", str(FOLDER))
    settings.set_main_option("path_separator", "os")
    settings.attributes["connection"] = connection
    return settings


def to_head(connection: Connection) -> None:
    """Run the revisions that a schema lacks, in the transaction of a connection."""
    part("alembic.command").upgrade(config(connection), "head")


def init(url: str, fill: Callable[[Connection], Any] | None = None) -> None:
    """Make the schema in a new SQLite file or an empty PostgreSQL database.

    Args:
        url: address of the database.
        fill: writes the first rows (set-up, first user) in the same transaction.

    Raises:
        StorageFailure: when something is there already; nothing half-made stays behind.
    """
    path = sqlite_path(url)
    if path is None:
        db = Database.open(url, check_schema=False)
        try:
            refuse_filled(db)
            _make(db, fill)
        finally:
            db.dispose()
        return
    refuse_network_share(path)
    check_new(path)
    # Made under another name: whatever is at ``path`` is always a whole database.
    part = path.with_name(f".{path.name}.part")
    remove_file(part)
    db = Database.open(str(part), create=True, check_schema=False)
    try:
        _make(db, fill)
        db.dispose()
        part.rename(path)
    finally:
        db.dispose()
        remove_file(part)


def _make(db: Database, fill: Callable[[Connection], Any] | None) -> None:
    with db.begin() as s:
        to_head(s)
        if fill is not None:
            fill(s)


def upgrade(url: str, *, clock: Clock = system_clock, plan: CopyPlan | None = None) -> Path | None:
    """Bring a database to this program's revision; returns the copy made first, if any.

    Args:
        url: address of the database.
        clock: names the copy.
        plan: where the proved copy goes; beside the database without one.

    Raises:
        StorageFailure: ``missing`` for no database of ours, ``newer_schema``, or ``damaged``
            when references would break; the schema is then as it was.
    """
    db = Database.open(url, check_schema=False)
    try:
        found = current(db)
        if found == HEAD:
            return None
        if found is None or is_newer(found):
            check_revision(found, db.url_shown)
        copy = _copy_first(db, clock, str(found), plan)
        _run(db)
        return copy
    finally:
        db.dispose()


def _copy_first(db: Database, clock: Clock, found: str, plan: CopyPlan | None) -> Path | None:
    if db.path is None:
        return None
    if plan is not None:
        return _copy_by_plan(db, db.path, plan, clock, found)
    stamp = clock().strftime("%Y%m%d-%H%M%S")
    # An upgrade that was killed a moment ago left a copy of the same second.
    name = f"{db.path.stem}-{stamp}-schema-{found}{db.path.suffix}"
    return backup(db, free(db.path.with_name(name)))


def _copy_by_plan(db: Database, path: Path, plan: CopyPlan, clock: Clock, found: str) -> Path:
    """A proved copy in the first place; a second place that fails is logged and stops nothing."""
    copy = make_copy(db, path, plan, CopyReason.SCHEMA, clock(), f"-{found}")
    try:
        for at, folder in enumerate(places_of(path, plan)):
            if at:
                copy_again(copy, folder)
            rotate(path, folder, plan.kept)
    except (StorageFailure, OSError) as failure:
        _LOG.error("copy before the new schema: %s", failure)
    return copy


def _run(db: Database) -> None:
    if db.path is None:
        with db.begin() as s:
            refuse_stranger(s, db.url_shown)
            to_head(s)
            grant_again(s)
        return
    # Rebuilding a table drops it for a moment; references are checked again before COMMIT.
    with db.engine.connect() as s:
        driver: Any = s.connection.driver_connection
        driver.execute("PRAGMA foreign_keys=OFF")
        try:
            with s.begin():
                to_head(s)
                _refuse_broken(s, db.url_shown)
        finally:
            s.invalidate()


def _refuse_broken(s: Connection, shown: str) -> None:
    broken = s.exec_driver_sql("PRAGMA foreign_key_check").first()
    if broken is not None:
        raise StorageFailure(
            "damaged", f"{shown}: rows of {broken[0]} point nowhere; nothing was changed."
        )


def is_empty(db: Database) -> bool:
    """Whether a PostgreSQL database holds no table yet."""
    with db.read() as s:
        return is_empty_within(s)


def is_empty_within(s: Connection) -> bool:
    """Whether the database of a transaction holds no table yet, as the transaction sees it."""
    found = s.exec_driver_sql(
        "SELECT count(*) FROM pg_class WHERE relkind = 'r'"
        " AND relnamespace = current_schema()::regnamespace"
    ).scalar_one()
    return not found


def refuse_filled(db: Database) -> None:
    """Refuse a PostgreSQL database that holds tables.

    Raises:
        StorageFailure: ``other``.
    """
    if not is_empty(db):
        raise StorageFailure("other", f"{db.url_shown} is not empty; nothing was changed.")
