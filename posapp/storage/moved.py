"""The mark in a SQLite file whose office moved to a server: where it is now, and how far it got.

The mark is a table of its own beside the office's, so that not one row of the office changes. It
is written while nobody else has the file open, and refuses whoever would work on the file from
then on; reading (``db check``, a copy) goes on. ``MOVING`` is there before the first row is
copied: were the program killed in the middle, no payment could be taken in two places (R1).
"""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection

from posapp.errors import StorageFailure
from posapp.storage.running import fetch
from posapp.storage.sqlite import driver

_THERE: Final = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'moved_to'"
_READ: Final = "SELECT address, at, state FROM moved_to"
_MAKE: Final = (
    "CREATE TABLE moved_to (id INTEGER PRIMARY KEY CHECK (id = 1), address TEXT NOT NULL,"
    " at TEXT NOT NULL, state TEXT NOT NULL) STRICT"
)


class MoveState(StrEnum):
    """How far a move got."""

    MOVING = "MOVING"
    MOVED = "MOVED"


@dataclass(frozen=True, slots=True)
class Mark:
    """Where an office went: the server's address without a password, when (UTC), how far."""

    address: str
    at: datetime
    state: MoveState


def read_mark(s: Connection) -> Mark | None:
    """The mark of a database; ``None`` where the office is at home, and on a server."""
    if s.dialect.name != "sqlite" or not fetch(s, _THERE, ()):
        return None
    for address, at, state in fetch(s, _READ, ()):
        return Mark(address, datetime.fromisoformat(at), MoveState(state))
    return None


def refuse_moved(s: Connection, shown: str) -> None:
    """Refuse to work on a file whose office is elsewhere.

    Raises:
        StorageFailure: ``moved``, with where the office is now and what to do.
    """
    mark = read_mark(s)
    if mark is None:
        return
    day = f"{mark.at:%Y-%m-%d %H:%M} UTC"
    if mark.state is MoveState.MOVED:
        raise StorageFailure(
            "moved",
            f"The office of {shown} moved to {mark.address} on {day}. Give that address in "
            "Preferences > Database or with --db; the file here stays as it was and is only read.",
        )
    raise StorageFailure(
        "moved",
        f"The office of {shown} is on its way to {mark.address} since {day}. If nobody moves it "
        "any more, repeat 'posapp db move' to finish, or give it up with "
        "'posapp db move --give-up'.",
    )


@contextlib.contextmanager
def alone_with(path: Path) -> Iterator[Any]:
    """A driver connection that has a file for itself, in one transaction that is kept at the end.

    Raises:
        StorageFailure: ``locked`` while any program has the file open.
    """
    library: Any = driver()
    with contextlib.closing(library.connect(str(path), isolation_level=None, timeout=0)) as own:
        try:
            own.execute("PRAGMA locking_mode=EXCLUSIVE").fetchall()
            own.execute("BEGIN EXCLUSIVE")
        except library.OperationalError as error:
            if "locked" not in str(error):
                raise StorageFailure("other", f"{path}: {error}.") from error
            raise StorageFailure(
                "locked",
                f"Counters are at work: {path} is open in another program. Close it everywhere, "
                "then try again; nothing was changed.",
            ) from error
        yield own
        own.execute("COMMIT")


def set_mark(own: Any, address: str, at: datetime, state: MoveState) -> None:
    """Write the mark, on a connection of ``alone_with``."""
    if own.execute(_THERE).fetchone() is None:
        own.execute(_MAKE)
    stamp = at.astimezone(UTC).isoformat(timespec="microseconds")
    own.execute("INSERT OR REPLACE INTO moved_to VALUES (1, ?, ?, ?)", (address, stamp, state))


def take_mark_off(own: Any) -> None:
    """Leave the file as it was before a move began."""
    own.execute("DROP TABLE IF EXISTS moved_to")
