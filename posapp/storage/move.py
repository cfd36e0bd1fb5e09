"""An office moves from a SQLite file to a PostgreSQL server, whole or not at all (D.2, S0 to S1).

First the file is marked while nobody has it open, so that no payment can be taken in two places;
then every table is copied in one transaction of the server, compared, proved by ``check_within``,
and only then kept; at last the file is marked as moved. A fault before the server's COMMIT leaves
an empty server and, unless the program itself was killed, an unmarked file. A kill, or a COMMIT
without an answer, leaves the file marked as on its way: the same command again finishes or repeats
the move, ``give_up`` ends it while the server is empty and nothing works on it there. A repeat
that fails leaves the mark, because the COMMIT of the first try may still be running.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, func, select, text

from posapp.errors import StorageFailure
from posapp.storage import migrate, places
from posapp.storage.check import CheckReport, check_database, check_within
from posapp.storage.db import Database, sqlite_path
from posapp.storage.move_proof import Compared, compare_totals
from posapp.storage.move_rows import Content, content, copy_table, finish, tables, without_guards
from posapp.storage.moved import (
    Mark,
    MoveState,
    alone_with,
    read_mark,
    set_mark,
    take_mark_off,
)
from posapp.storage.postgres import shown_url
from posapp.storage.schema_revision import revision

Told = Callable[[int, int | None], Any]
"""Told after each table: how many are done, of how many."""
_ONE_MOVE: Final = text("SELECT pg_advisory_xact_lock(hashtextextended('posapp.move', 0))")
_TRY_MOVE: Final = text("SELECT pg_try_advisory_xact_lock(hashtextextended('posapp.move', 0))")
LOCK_WAIT_S: Final = 3.0
"""So long giving up waits for a move that the server is still ending."""
_PAUSE_S: Final = 0.2


@dataclass(frozen=True, slots=True)
class TableCompared:
    """A table's rows on both sides, and whether they are the same rows."""

    name: str
    source: int
    target: int
    equal: bool


@dataclass(frozen=True, slots=True)
class Moved:
    """What came of a move: the address now, and everything that was compared."""

    address: str
    tables: tuple[TableCompared, ...]
    totals: tuple[Compared, ...]
    checks: int

    @property
    def rows(self) -> int:
        """Rows that lie on the server now."""
        return sum(table.target for table in self.tables)


def move(source: str, target: str, at: datetime, *, told: Told | None = None) -> Moved:
    """Move an office to an empty PostgreSQL database.

    Args:
        source: address of the SQLite file; nobody may have it open.
        target: address of the server, as the role that will own the tables.
        at: now (UTC), for the mark.
        told: told of progress.

    Raises:
        StorageFailure: ``locked`` while counters are at work, ``damaged`` when a side does not
            pass its check or the sides differ, ``moved`` when the office is elsewhere already,
            ``other`` when the target is not empty, ``unknown_outcome`` when the line broke at
            the COMMIT: the same command again finds out.
    """
    path, shown = _file(source, target), shown_url(target)
    with _opened(source, read_only=True) as office:
        mark = _mark(office)
    _refuse_elsewhere(mark, shown, path)
    with _opened(source, read_only=True) as office, _opened(target) as server:
        if mark is not None and not migrate.is_empty(server):
            moved = _find_again(office, server)
        else:
            migrate.refuse_filled(server)
            _refuse_unsound(check_database(office), office.url_shown)
            office.dispose()
            with _on_the_way(office, path, shown, at, repeated=mark is not None):
                moved = _copy(office, server, told)
        office.dispose()
        with alone_with(path) as own:
            set_mark(own, shown, at, MoveState.MOVED)
    return moved


def rows_of_moved(source: str, target: str) -> int | None:
    """Rows of a file whose move to an address is finished; ``None`` when it is not.

    Nobody writes to such a file, so they are the rows that were copied.
    """
    _file(source, target)
    with _opened(source, read_only=True) as office, office.read() as s:
        mark = read_mark(s)
        if mark is None or (mark.state, mark.address) != (MoveState.MOVED, shown_url(target)):
            return None
        return sum(
            s.execute(select(func.count()).select_from(table)).scalar_one() for table in tables()
        )


def give_up(source: str, target: str) -> None:
    """Take the mark of a move off that was killed before the server kept anything.

    Args:
        source: address of the SQLite file.
        target: the address that it was on its way to.

    Raises:
        StorageFailure: ``other`` when nothing is on its way, or when the server holds something:
            then only finishing is safe; ``moved`` when it goes elsewhere; ``locked`` while the
            server still works on the move, whose COMMIT may land yet.
    """
    path, shown = _file(source, target), shown_url(target)
    with _opened(source, read_only=True) as office:
        mark = _mark(office)
    if mark is None:
        raise StorageFailure("other", f"{path}: no move is under way; nothing was changed.")
    _refuse_elsewhere(mark, shown, path)
    # The lock is held until the mark is off: no COMMIT of a move lands in between.
    with _opened(target) as server, server.begin(keep=False) as there:
        _refuse_at_work(there, shown)
        _refuse_filled(there, shown)
        with alone_with(path) as own:
            take_mark_off(own)


def _refuse_at_work(there: Connection, shown: str) -> None:
    """Take the lock of moves, or refuse while a move's transaction lives on the server."""
    until = time.monotonic() + LOCK_WAIT_S
    while not there.execute(_TRY_MOVE).scalar_one():
        if time.monotonic() >= until:
            raise StorageFailure(
                "locked",
                f"{shown} still works on the move, which may succeed yet; nothing was changed. "
                "Try again in a minute.",
            )
        time.sleep(_PAUSE_S)


def _refuse_filled(there: Connection, shown: str) -> None:
    if not migrate.is_empty_within(there):
        raise StorageFailure("other", f"{shown} is not empty; nothing was changed.")


def _copy(office: Database, server: Database, told: Told | None) -> Moved:
    with office.read() as here, server.begin() as there:
        there.execute(_ONE_MOVE)
        # Whoever held the lock may have brought an office here.
        _refuse_filled(there, server.url_shown)
        migrate.to_head(there)
        without_guards(there)
        read: dict[str, Content] = {}
        for number, table in enumerate(tables(), 1):
            read[table.name] = copy_table(here, there, table)
            if told is not None:
                told(number, len(tables()))
        finish(there)
        return _compare(here, there, read, server.url_shown)


def _compare(here: Connection, there: Connection, read: dict[str, Content], shown: str) -> Moved:
    compared = []
    for table in tables():
        mine, its = read[table.name], content(there, table)
        compared.append(TableCompared(table.name, mine.rows, its.rows, mine == its))
    totals = compare_totals(here, there)
    report = check_within(there)
    wrong = [each.name for each in compared if not each.equal]
    wrong += [each.name for each in totals if not each.equal]
    if wrong:
        raise StorageFailure(
            "damaged",
            f"The office and its copy on {shown} differ in {len(wrong)} places, first "
            f"{wrong[0]}; nothing was kept there.",
        )
    _refuse_unsound(report, shown)
    return Moved(shown, tuple(compared), totals, report.checks)


def _find_again(office: Database, server: Database) -> Moved:
    """After a kill or a COMMIT without an answer: the server holds this very office, or refuse."""
    with office.read() as here, server.read() as there:
        if revision(there) != migrate.head():
            raise StorageFailure("other", f"{server.url_shown} is not empty; nothing was changed.")
        read = {table.name: content(here, table) for table in tables()}
        return _compare(here, there, read, server.url_shown)


@contextmanager
def _on_the_way(
    office: Database, path: Path, shown: str, at: datetime, *, repeated: bool
) -> Iterator[None]:
    """Mark the file, and after a fault leave it as it was, unless the server may have it all.

    A mark of an earlier try stays: that try's COMMIT may still be running on the server.
    """
    with alone_with(path) as own:
        set_mark(own, shown, at, MoveState.MOVING)
    kept = repeated
    try:
        yield
        kept = True
    except StorageFailure as failure:
        # The line broke at the COMMIT: only the server knows.
        kept = repeated or failure.kind == "unknown_outcome"
        raise
    finally:
        if not kept:
            office.dispose()
            with alone_with(path) as own:
                take_mark_off(own)


def _file(source: str, target: str) -> Path:
    path = sqlite_path(source)
    if path is None or sqlite_path(target) is not None:
        raise StorageFailure(
            "other",
            "An office moves from a SQLite file to a PostgreSQL server; between servers it moves "
            "by pg_dump and pg_restore.",
        )
    places.check_file(path)
    return path


def _mark(office: Database) -> Mark | None:
    with office.read() as s:
        return read_mark(s)


def _refuse_elsewhere(mark: Mark | None, shown: str, path: Path) -> None:
    if mark is None or (mark.state is MoveState.MOVING and mark.address == shown):
        return
    raise StorageFailure(
        "moved",
        f"The office of {path} "
        + ("is on its way" if mark.state is MoveState.MOVING else "moved")
        + f" to {mark.address}; nothing was changed.",
    )


def _refuse_unsound(report: CheckReport, shown: str) -> None:
    if not report.clean:
        first = report.findings[0]
        raise StorageFailure(
            "damaged",
            f"{shown} does not pass the check: {first.name}: {first.says} ({first.count}, first "
            f"{first.first}; {len(report.findings)} findings in all). Nothing was moved.",
        )


@contextmanager
def _opened(url: str, *, read_only: bool = False) -> Iterator[Database]:
    db = Database.open(url, check_schema=read_only, read_only=read_only)
    try:
        yield db
    finally:
        db.dispose()
