"""Copies that the program makes by itself: proved, rotated, in a second place too (R4, F20, F21).

A copy gets its name when it has passed its check, and a file ``.sha256`` beside it, which
``sha256sum -c`` understands. Older copies go only after that.
"""

import hashlib
import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from posapp.domain.upkeep import CopyPlan, CopyReason, KeptCopy
from posapp.errors import StorageFailure
from posapp.storage.backup import copy_database
from posapp.storage.check import check_quickly, check_without_schema
from posapp.storage.db import Database
from posapp.storage.places import free, remove_file

FOLDER: Final = "copies"
_STAMP: Final = "%Y%m%d-%H%M%S"
_CHUNK: Final = 1 << 20
_SUM: Final = ".sha256"


def places_of(database: Path, plan: CopyPlan) -> tuple[Path, ...]:
    """The folders of a plan for a database file: the first place, then the second if any."""
    first = plan.folder or database.parent / FOLDER
    return (first,) if plan.second is None else (first, plan.second)


def make_copy(
    db: Database, path: Path, plan: CopyPlan, reason: CopyReason, now: datetime, tag: str = ""
) -> Path:
    """Copy a SQLite database to the first place of a plan, prove the copy, then name it.

    Args:
        db: the database, open; any schema.
        path: where its file lies.
        plan: the places.
        reason: why; part of the name.
        now: stamp of the name (UTC).
        tag: more for the name, such as a schema revision.

    Raises:
        StorageFailure: it cannot be written, or the copy does not pass; nothing stays behind.
    """
    folder = places_of(path, plan)[0]
    name = f"{path.stem}-{now.strftime(_STAMP)}-{reason.value}{tag}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        target = free(folder / f"{name}{path.suffix}")
        part = folder / f".{target.name}.part"
        try:
            remove_file(part)
            copy_database(db, part)
            _prove(part, with_schema=reason is not CopyReason.SCHEMA)
            part.chmod(0o600)
            _seal(part, target)
        finally:
            remove_file(part)
    except OSError as error:
        raise _unwritable(folder, error) from error
    return target


def copy_again(copy: Path, folder: Path) -> Path:
    """Bring a copy to another place and read it back there.

    Raises:
        StorageFailure: the place is not there, is full, or gave other bytes back.
    """
    if not folder.is_dir():
        raise StorageFailure("missing", f"The second place {folder} is not there.")
    target = folder / copy.name
    part = folder / f".{copy.name}.part"
    try:
        try:
            shutil.copyfile(copy, part)
            if sum_of(part) != sum_of(copy):
                raise StorageFailure(
                    "damaged", f"The second place {folder} gave back other bytes than it was given."
                )
            part.chmod(0o600)
            _seal(part, target)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise _unwritable(folder, error) from error
    return target


def rotate(database: Path, folder: Path, kept: int) -> tuple[Path, ...]:
    """Remove the oldest copies beyond ``kept``; those from before a new schema count apart.

    Copies made by hand stay. Returns what was removed.
    """
    found = list(_named(database, folder))
    gone: list[Path] = []
    for of_schema in (False, True):
        mine = [
            one
            for one in found
            if one.reason != CopyReason.HAND
            and one.reason.startswith(CopyReason.SCHEMA) is of_schema
        ]
        mine.sort(key=lambda one: one.path.name, reverse=True)
        gone += [one.path for one in mine[kept:]]
    for path in gone:
        remove_file(path)
        path.with_name(path.name + _SUM).unlink(missing_ok=True)
    return tuple(gone)


def list_copies(database: Path, plan: CopyPlan) -> tuple[KeptCopy, ...]:
    """Copies of a database file in the places of a plan, newest first."""
    found: list[KeptCopy] = []
    for at, folder in enumerate(places_of(database, plan)):
        found += _named(database, folder, second=at > 0)
    return tuple(sorted(found, key=lambda one: (one.made_at, not one.second), reverse=True))


def sum_of(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal.

    Raises:
        OSError: it cannot be read.
    """
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _named(database: Path, folder: Path, *, second: bool = False) -> Iterator[KeptCopy]:
    reasons = "|".join(CopyReason)
    pattern = re.compile(
        rf"{re.escape(database.stem)}-(\d{{8}}-\d{{6}})-((?:{reasons})[\w-]*){re.escape(database.suffix)}"
    )
    if not folder.is_dir():
        return
    for path in folder.iterdir():
        match = pattern.fullmatch(path.name)
        if match is None or not path.is_file():
            continue
        made = datetime.strptime(match[1], _STAMP).replace(tzinfo=UTC)
        size = path.stat().st_size
        yield KeptCopy(path, made, size, match[2], _is_sealed(path), second)


def _prove(part: Path, *, with_schema: bool) -> None:
    copy = Database.open(str(part), check_schema=with_schema, read_only=True, at_rest=True)
    try:
        report = check_quickly(copy) if with_schema else check_without_schema(copy)
    finally:
        copy.dispose()
    if report.findings:
        first = report.findings[0]
        raise StorageFailure(
            "damaged", f"The copy does not pass its check and was thrown away: {first.says}"
        )


def _seal(part: Path, target: Path) -> None:
    """Give a proved file its name, and beside it what its bytes came to."""
    digest = sum_of(part)
    part.replace(target)
    target.with_name(target.name + _SUM).write_text(f"{digest}  {target.name}\n", "utf-8")


def _is_sealed(path: Path) -> bool:
    seal = path.with_name(path.name + _SUM)
    return seal.is_file() and path.stat().st_mtime <= seal.stat().st_mtime


def _unwritable(folder: Path, error: OSError) -> StorageFailure:
    return StorageFailure(
        "full" if "space" in str(error) else "read_only",
        f"The copy could not be written to {folder} ({error.strerror or error}). Make room there, "
        "or name another place in the preferences.",
    )
