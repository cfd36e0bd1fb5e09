"""Faults thrown at one call of the database: before it, after it, or in place of it (R1, F25)."""

import sqlite3
from collections.abc import Callable
from typing import Any, Self

import psycopg
from sqlalchemy import event

from posapp.storage.db import Database
from posapp.storage.sqlite import driver


def _io_error() -> Exception:
    """What SQLite says when a disk fails."""
    error = driver().OperationalError("disk I/O error")
    # The library's own attribute, which the program reads.
    error.sqlite_errorcode = sqlite3.SQLITE_IOERR
    return error


def _broken(kind: str, dialect: str) -> BaseException:
    if kind == "memory":
        return MemoryError("no memory left")
    if kind == "interrupt":
        return KeyboardInterrupt()
    if dialect == "sqlite":
        return _io_error()
    return psycopg.errors.SerializationFailure("could not serialize access")


MODES = tuple(
    (when, kind)
    for when in ("before", "after", "instead")
    for kind in ("driver", "memory", "interrupt")
    if (when, kind) not in {("instead", "memory"), ("instead", "interrupt")}
)
"""When it is thrown, and what; *instead* a call fails as the driver makes it fail."""


class Thrower:
    """Counts the calls to a database and throws at one of them, once.

    Used as a context: the engine's dialect may serve others afterwards.
    """

    CALLS = ("do_execute", "do_executemany", "do_execute_no_params", "do_commit", "do_rollback")

    def __init__(self, db: Database) -> None:
        self._dialect: Any = db.engine.dialect
        self._left = 0
        self._mode = ("", "")
        self.thrown = 0
        # Prepared statements go through the engine while somebody listens.
        event.listen(db.engine, "before_cursor_execute", lambda *_: None)

    def __enter__(self) -> Self:
        for name in self.CALLS:
            setattr(self._dialect, name, self._watched(getattr(self._dialect, name)))
        return self

    def __exit__(self, *_: object) -> None:
        for name in self.CALLS:
            delattr(self._dialect, name)

    def arm(self, call: int, mode: tuple[str, str]) -> None:
        """Throw at the ``call``-th call from now; 0 throws never."""
        self._left, self._mode = call, mode

    @property
    def is_armed(self) -> bool:
        """Whether nothing was thrown yet."""
        return self._left > 0

    def _watched(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any, **named: Any) -> Any:
            if self._left == 0:
                return real(*given, **named)
            self._left -= 1
            if self._left:
                return real(*given, **named)
            when, kind = self._mode
            self.thrown += 1
            if when == "after":
                real(*given, **named)
            raise _broken(kind, self._dialect.name)

        return call
