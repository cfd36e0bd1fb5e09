"""Putting a copy in place of a database: proved first, the old file kept beside it (R4, F21)."""

import contextlib
import os
from pathlib import Path
from typing import Any

from posapp.domain.clock import Clock, system_clock
from posapp.domain.upkeep import NewUpkeep, UpkeepKind
from posapp.errors import StorageFailure
from posapp.storage import migrate, places
from posapp.storage.backup import copy_database
from posapp.storage.check import check_database
from posapp.storage.db import Database, sqlite_path
from posapp.storage.foreign import acting
from posapp.storage.migrations import HEAD
from posapp.storage.schema_revision import revision
from posapp.storage.sqlite import driver
from posapp.storage.upkeep import insert_upkeep


def restore(path: Path, target: str, *, clock: Clock = system_clock, by: str = "") -> Path | None:
    """Put a copy in the place of a SQLite database and return where the old file lies now.

    The copy is copied again beside the target, brought to the program's schema, and must pass
    every check of ``check_database`` before anything of the target is touched.

    Args:
        path: the copy.
        target: address of the database; may be missing or damaged.
        clock: names the old file.
        by: who asked, for the note that stays in the database (T8).

    Raises:
        StorageFailure: ``damaged`` when the copy does not pass, ``locked`` when the target is
            open somewhere, ``newer_schema``, ``missing``, or ``other`` on PostgreSQL.
    """
    place = sqlite_path(target)
    if place is None:
        raise StorageFailure(
            "other",
            "A PostgreSQL database is restored with its own tool, into an empty database: "
            f"pg_restore -d <database> {path}",
        )
    places.check_file(path, read_only=True)
    places.refuse_network_share(place)
    if place.exists() and place.samefile(path):
        raise StorageFailure("other", f"{path} is the database itself; nothing was changed.")
    if not place.parent.is_dir():
        raise StorageFailure("missing", f"The folder {place.parent} does not exist.")
    part = place.with_name(f".{place.name}.restore")
    places.remove_file(part)
    try:
        _prove(path, part, clock)
        _note(part, path, clock, by)
        kept = _keep(place, clock) if place.exists() else None
        part.replace(place)
        _sync_folder(place.parent)
    finally:
        places.remove_file(part)
    return kept


def prove(path: Path, scratch: Path, *, clock: Clock = system_clock) -> None:
    """Rehearse a restoration: copy the copy, run every check on it, and leave nothing (F21).

    Args:
        path: the copy.
        scratch: file to work in; nothing may be there.
        clock: as for ``restore``.

    Raises:
        StorageFailure: ``damaged`` when it does not pass, ``missing``, ``newer_schema``.
    """
    places.check_file(path, read_only=True)
    places.remove_file(scratch)
    try:
        _prove(path, scratch, clock)
    finally:
        places.remove_file(scratch)


def _note(part: Path, path: Path, clock: Clock, by: str) -> None:
    """Say in the database itself that it came from a copy, and by whom (T8)."""
    says = f"by {by}" if by else ""
    run = NewUpkeep(UpkeepKind.RESTORE, good=True, says=says, place=str(path))
    db = Database.open(str(part))
    try:
        db.write(lambda s: insert_upkeep(s, run, clock()))
    finally:
        db.dispose()


def _prove(path: Path, part: Path, clock: Clock) -> None:
    """Copy the copy, and check the result: what was checked is what will be used."""
    # A copy is nobody's database: what lies beside it would be there for ever.
    source = Database.open(str(path), check_schema=False, read_only=True, at_rest=True)
    try:
        copy_database(source, part)
    finally:
        source.dispose()
    copied = Database.open(str(part), check_schema=False)
    try:
        with copied.read() as s:
            strange, older = acting(s), revision(s) != HEAD
    finally:
        copied.dispose()
    if strange:
        # Before anything is written there, the upgrade of an older copy above all (T12).
        raise StorageFailure(
            "damaged",
            f"{path} was not put in place: it holds what this program did not make and what could "
            f"change the data unseen ({strange[0]}; {len(strange)} in all). Take a copy of your own.",
        )
    if older:
        made = migrate.upgrade(str(part), clock=clock)
        if made is not None:
            made.unlink()
    db = Database.open(str(part))
    try:
        report = check_database(db)
    finally:
        db.dispose()
    if not report.clean:
        first = report.findings[0]
        raise StorageFailure(
            "damaged",
            f"{path} does not pass the check and was not put in place: {first.name}: "
            f"{first.says} ({first.count}, first {first.first}; {len(report.findings)} findings "
            "in all). Try an older copy.",
        )


def _keep(place: Path, clock: Clock) -> Path:
    """Give the old file another name, with its log; refuse while somebody has it open."""
    _refuse_in_use(place)
    stamp = clock().strftime("%Y%m%d-%H%M%S")
    kept = places.free(place.with_name(f"{place.stem}-{stamp}-replaced{place.suffix}"))
    # A log of the old file beside the new one would be read as its own; an empty one says nothing,
    # and the index of a log is made again.
    place.with_name(f"{place.name}-shm").unlink(missing_ok=True)
    log = place.with_name(f"{place.name}-wal")
    if places.left_unclean(place):
        log.rename(kept.with_name(f"{kept.name}-wal"))
    else:
        log.unlink(missing_ok=True)
    try:
        # Both names at once, so that the target is never missing.
        os.link(place, kept)
    except OSError:
        place.rename(kept)
    return kept


def _refuse_in_use(place: Path) -> None:
    try:
        places.check_file(place)
    except StorageFailure:
        # Too damaged to be asked; its log must stay as it is.
        return
    library: Any = driver()
    with contextlib.closing(library.connect(str(place), isolation_level=None, timeout=0)) as probe:
        try:
            probe.execute("PRAGMA locking_mode=EXCLUSIVE").fetchall()
            probe.execute("BEGIN EXCLUSIVE")
            probe.execute("COMMIT")
        except library.OperationalError as error:
            if "locked" in str(error):
                raise StorageFailure(
                    "locked",
                    f"{place} is open in another program. Close it everywhere, then try again.",
                ) from error
        except library.DatabaseError:
            # Damaged inside: that is what a restore is for.
            return


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
