"""SQLite files that are lent to test after test, put back as they were in between.

A connection reads the schema of some hundred tables and triggers before its first statement, and
compiles each statement anew: that takes longer than what most tests do. So the connections to a
file that is lent wait for the next test, as the next command's on a file that is kept do. Within
a test everything is as ever: who closes the last connection of a file folds its log into it.

What a test wrote lies in the log, so the file is as its template again once the log is empty. The
index of the log, in memory that all connections share, is emptied too: the next one to read makes
it anew, as the first one does after a crash. A file whose schema or folder is not as it was, or
that somebody still holds open, is not lent again.
"""

import os
import shutil
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from posapp.storage import sqlite

if sys.platform != "win32":
    import fcntl

CAN_KEEP: Final = sys.platform != "win32"
"""Whether a file that is open can be put back behind the back of who has it open."""
STATEMENTS: Final = 1500
"""Statements that a connection keeps compiled: it serves many tests."""
_OLD: Final = 1_000_000_000
"""Nanoseconds of a time long ago, which a file has that nobody wrote to."""
_INDEX_HEAD: Final = bytes(136)
"""Both copies of the head of the log's index, and how far it was folded into the file."""
_SCHEMA_NUMBER: Final = slice(40, 44)
"""Where a file says which schema it has; each change of a table or a trigger raises it."""
# What every connection to an open file in WAL mode keeps locked ("SHARED" in os_unix.c).
_SHARED: Final = (510, 0x40000002)
_TURNED: Final = (
    "ignore_check_constraints",
    "query_only",
    "wal_autocheckpoint",
    "max_page_count",
    "temp_store",
    "reverse_unordered_selects",
    "secure_delete",
    "journal_size_limit",
)
"""What a test may have turned."""
_OWN: Final = "account_terms"
"""What every connection of the program has beside the file's own tables."""


@dataclass
class _Kept:
    """A file, the connections to it that are in use, and those that wait for somebody."""

    path: Path
    file: int
    template: Path | None = None
    content: bytes = b""
    ends_wait: bool = False
    """Whether a connection that is closed waits from now on."""
    index: int = -1
    read: dict[Any, Any] = field(default_factory=dict)
    """What commands read in it and need not read again until it is put back."""
    used: list[Any] = field(default_factory=list)
    waiting: list[Any] = field(default_factory=list)

    @property
    def beside(self) -> list[Path]:
        """Its log and the index of the log."""
        return [self.path.with_name(self.path.name + end) for end in ("-wal", "-shm")]


class KeptFiles:
    """Copies of templates, lent to one test at a time, and the connections to them."""

    def __init__(self) -> None:
        self._connect: Callable[..., Any] = sqlite.driver().connect
        self._kept: dict[str, _Kept] = {}
        self._free: dict[Path, list[_Kept]] = {}
        self._lock = threading.RLock()
        self._kind = _waiting_kind(self._waits)

    def lend(self, template: Path, folder: Callable[[], Path]) -> str:
        """The path of a file that is as the template; ``folder`` makes a place for a new one."""
        free = self._free.setdefault(template, [])
        kept = free.pop() if free else _copied(template, folder())
        self._kept[_address(kept.path)] = kept
        return str(kept.path)

    def take_back(self, url: str) -> None:
        """The test is done with a file that was lent."""
        with self._lock:
            kept = self._kept.pop(_address(Path(url)))
            kept.ends_wait = False
            kept.read.clear()
            if kept.template is not None and _put_back(kept):
                self._free[kept.template].append(kept)
            else:
                _drop(kept)

    def keep(self, url: str) -> None:
        """From now on the connections to a file that is lent wait when they are closed."""
        with self._lock:
            kept = self._kept.get(_address(Path(url)))
            if kept is not None:
                kept.ends_wait = True

    @contextmanager
    def kept(self, url: str) -> Iterator[None]:
        """Keep the connections to a file that somebody holds open, from one command to the next."""
        if not CAN_KEEP:
            yield
            return
        address, path = _address(Path(url)), Path(url)
        kept = self._kept[address] = _Kept(path, _opened(path), ends_wait=True)
        yield
        del self._kept[address]
        _drop(kept)

    def close(self) -> None:
        """Let go of every file that waits."""
        for kept in [one for free in self._free.values() for one in free]:
            _drop(kept)
        self._free.clear()

    def connect(self, address: str, **said: Any) -> Any:
        """As the driver's; to a file that is kept, one that waits."""
        kept = self._kept.get(address)
        if kept is None:
            return self._connect(address, **said)
        with self._lock:
            line = kept.waiting.pop() if kept.waiting else None
            if line is None:
                said |= {"factory": self._kind, "cached_statements": STATEMENTS}
                line = self._connect(address, **said)
                line.kept = kept
            elif not kept.used:
                # Whoever opens and closes a file takes every lock of the process on it away.
                fcntl.lockf(kept.file, fcntl.LOCK_SH | fcntl.LOCK_NB, *_SHARED)
            kept.used.append(line)
            return line

    def _waits(self, line: Any) -> bool:
        """Whether a connection that somebody closes waits for the next one to ask."""
        with self._lock:
            kept: _Kept | None = line.kept
            if kept is None or not any(one is line for one in kept.used):
                return False
            kept.used = [one for one in kept.used if one is not line]
            if kept.ends_wait and _forgets(line):
                kept.waiting.append(line)
                return True
            if not kept.used:
                # The last one that a test closes is the last one of all.
                _end(kept)
            return False


def _waiting_kind(waits: Callable[[Any], bool]) -> Any:
    kind: Any = sqlite.driver().Connection

    class Connection(kind):  # type: ignore[misc]
        """A connection that may wait when it is closed."""

        kept: _Kept | None = None

        def __init__(self, *given: Any, **said: Any) -> None:
            super().__init__(*given, **said)
            self._functions: set[tuple[str, int]] = set()

        def create_function(self, name: str, count: int, run: Any, **said: Any) -> None:
            """Once: SQLAlchemy makes its own anew, which throws compiled statements away."""
            if (name, count) not in self._functions:
                super().create_function(name, count, run, **said)
                self._functions.add((name, count))

        def close(self) -> None:
            if not waits(self):
                super().close()

    return Connection


def _address(path: Path) -> str:
    """What the program calls a file that it writes to."""
    return f"file:{quote(str(path.absolute()))}?mode=rw"


def _opened(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CLOEXEC)


def _copied(template: Path, folder: Path) -> _Kept:
    path = folder / "posapp.db"
    shutil.copyfile(template, path)
    os.utime(path, ns=(_OLD, _OLD))
    return _Kept(path, _opened(path), template, template.read_bytes())


def _put_back(kept: _Kept) -> bool:
    """Whether file and folder are again as they were, and nobody else is there."""
    allowed = {kept.path, *(kept.beside if kept.waiting else ())}
    try:
        found, own = kept.path.stat(), os.fstat(kept.file)
        same = found.st_ino == own.st_ino and set(kept.path.parent.iterdir()) <= allowed
        if kept.used or not same or not _has_its_schema(kept):
            return False
        # Another process that has the file open keeps this lock as well.
        fcntl.lockf(kept.file, fcntl.LOCK_EX | fcntl.LOCK_NB, *_SHARED)
        fcntl.lockf(kept.file, fcntl.LOCK_SH if kept.waiting else fcntl.LOCK_UN, *_SHARED)
        if found.st_mtime_ns != _OLD:
            os.pwrite(kept.file, kept.content, 0)
            os.ftruncate(kept.file, len(kept.content))
            os.utime(kept.path, ns=(_OLD, _OLD))
        if kept.waiting:
            _empty_log(kept)
    except OSError:
        return False
    return True


def _has_its_schema(kept: _Kept) -> bool:
    """Whether nobody changed a table or a trigger: connections know a schema by its number."""
    library: Any = sqlite.driver()
    number = int.from_bytes(kept.content[_SCHEMA_NUMBER], "big")
    try:
        return all(
            line.execute("PRAGMA schema_version").fetchone() == (number,) for line in kept.waiting
        )
    except library.Error:
        return False


def _empty_log(kept: _Kept) -> None:
    log, index = kept.beside
    if kept.index < 0 or os.fstat(kept.index).st_ino != index.stat().st_ino:
        if kept.index >= 0:
            os.close(kept.index)
        # Closed only when nobody has the file open: that would take SQLite's locks on it away.
        kept.index = _opened(index)
    os.truncate(log, 0)
    os.pwrite(kept.index, _INDEX_HEAD, 0)


def _forgets(line: Any) -> bool:
    """Bring a connection back to what a new one is; whether that could be done."""
    library: Any = sqlite.driver()
    try:
        line.rollback()
        line.set_trace_callback(None)
        line.set_progress_handler(None, 0)
        for (name,) in line.execute("SELECT name FROM sqlite_temp_master").fetchall():
            if name != _OWN and not name.startswith(f"{_OWN}_"):
                return False
        for name, value in _as_new().items():
            # To set some of them throws away every statement that is compiled.
            if line.execute(f"PRAGMA {name}").fetchone() != (value,):
                line.execute(f"PRAGMA {name}={value}").fetchall()
    except library.Error:
        return False
    return True


@cache
def _as_new() -> dict[str, Any]:
    """How a new connection has it; that differs from one build of the library to another."""
    line = sqlite.driver().connect(":memory:")
    found = {name: line.execute(f"PRAGMA {name}").fetchone()[0] for name in _TURNED}
    line.close()
    return found


def _end(kept: _Kept) -> None:
    lines, kept.waiting = kept.waiting, []
    for line in lines:
        line.close()


def _drop(kept: _Kept) -> None:
    _end(kept)
    for number in (kept.file, kept.index):
        if number >= 0:
            os.close(number)
    if kept.template is not None:
        shutil.rmtree(kept.path.parent, ignore_errors=True)
