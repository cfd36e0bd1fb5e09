"""What each test on PostgreSQL asks of the server: a plugin for ``tests.helpers.postgres_share``.

It listens where all ways of the program to a server meet, at the driver's cursor: those through
SQLAlchemy and those through a line. What tests and helpers send themselves is not counted, what
they provoke is.
"""

import json
import os
import re
import sys
import threading
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any, Final

import psycopg
import pytest
from psycopg import errors
from psycopg._cursor_base import BaseCursor
from psycopg.pq import DiagnosticField

from tests.helpers import first_cases

FOLDER: Final = "POSAPP_TEST_STATEMENTS"
"""Setting: where each worker leaves its notes."""
_ROOT: Final = re.escape(str(Path(__file__).resolve().parents[2]))
_OURS: Final = re.compile(rf"{_ROOT}/(posapp|tests)/")
# Every statement goes through these, whoever wrote it.
_BETWEEN: Final = frozenset(
    {"db", "line", "patience", "prepared", "running", "statement_form", "statements_sent"}
)
_TICKS: Final = os.sysconf("SC_CLK_TCK")
_CURSOR: Final = re.compile(r'"c_[0-9a-f]+_[0-9a-f]+"')
"""What SQLAlchemy calls a cursor of the server's: an address and a number."""
_TEXT: Final = re.compile(r"'(?:[^']|'')*'")
_VALUE: Final = re.compile(r"\$\d+(?:::\w+(?:\[\])?)?|%s|\b\d+\b")
_LIST: Final = re.compile(r"\(\$(?:, \$)+\)")
_ROWS: Final = re.compile(r"(\([^()]*\))(?:, *\1)+")
_NUMBER: Final = re.compile(r"\d+")


def plain(statement: str) -> str:
    """A statement without its values: texts, numbers, and how many stand in a list."""
    named = _CURSOR.sub("rows", " ".join(statement.split()))
    found = _VALUE.sub("$", _TEXT.sub("$", named))
    return _ROWS.sub(r"\1", _LIST.sub("($)", found))


class Notes:
    """What was asked, by who asked: a test, or a fixture of a module and its file."""

    def __init__(self) -> None:
        self.asked: dict[str, set[str]] = {}
        self.cost: dict[str, float] = {}
        self.uses: dict[str, tuple[str, bool, list[str]]] = {}
        self._who: list[str] = []
        self._plain: dict[bytes, str] = {}
        self._lock = threading.Lock()

    @contextmanager
    def of(self, who: str) -> Iterator[None]:
        """Whatever is asked meanwhile was asked by this one; the inner goes before the outer."""
        before = _spent()
        self._who.append(who)
        self.asked.setdefault(who, set())
        try:
            yield
        finally:
            self._who.pop()
            # A server that ended takes with it what it had spent.
            spent = max(0.0, _spent() - before)
            self.cost[who] = self.cost.get(who, 0.0) + spent
            if self._who:
                self.cost[self._who[-1]] = self.cost.get(self._who[-1], 0.0) - spent

    @property
    def is_in_fixture(self) -> bool:
        """Whether a fixture asks that others share: what it asks for by name is its own."""
        return bool(self._who) and "::" not in self._who[-1]

    def add(self, what: str) -> None:
        """Somebody asked this."""
        if self._who:
            with self._lock:
                self.asked[self._who[-1]].add(what)

    def sent(self, query: Any) -> None:
        """A statement goes to the server."""
        if not self._who or not _is_the_programs():
            return
        sql = self._plain.get(query.query)
        if sql is None:
            sql = self._plain[query.query] = plain(query.query.decode())
        self.add(f"q {sql}")

    def refused(self, result: Any) -> None:
        """The server refused a statement, of whosever."""
        code, table, constraint, said = (
            (result.error_field(field) or b"").decode("utf-8", "replace")
            for field in (
                DiagnosticField.SQLSTATE,
                DiagnosticField.TABLE_NAME,
                DiagnosticField.CONSTRAINT_NAME,
                DiagnosticField.MESSAGE_PRIMARY,
            )
        )
        self.add(f"e {code} {table} {constraint} {'' if constraint else _NUMBER.sub('0', said)}")


NOTES: Final = Notes()


def _is_the_programs() -> bool:
    """Whether the program wrote the statement, and not a test or a helper."""
    frame = sys._getframe(2)
    while frame is not None:
        ours, between = _place(frame.f_code.co_filename)
        if ours and not between:
            return ours == "posapp"
        frame = frame.f_back
    return False


@cache
def _place(file: str) -> tuple[str, bool]:
    found = _OURS.match(file)
    return (found[1] if found else ""), Path(file).stem in _BETWEEN


def _spent() -> float:
    """Processor seconds of this process and of all it started, the server among them."""
    spent = time.process_time()
    below = _children(os.getpid())
    while below:
        pid = below.pop()
        with suppress(OSError, IndexError):
            fields = Path(f"/proc/{pid}/stat").read_text("ascii").rsplit(") ", 1)[1].split()
            spent += sum(map(int, fields[11:15])) / _TICKS
            below += _children(pid)
    return spent


def _children(pid: int) -> list[int]:
    found: list[int] = []
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            found += map(int, (task / "children").read_text("ascii").split())
    return found


def pytest_configure() -> None:
    """Listen at the driver."""
    convert, error = BaseCursor._convert_query, errors.error_from_result

    def converted(cursor: Any, *given: Any) -> Any:
        query: Any = convert(cursor, *given)
        NOTES.sent(query)
        return query

    def refused(result: Any, encoding: str = "utf-8") -> psycopg.Error:
        NOTES.refused(result)
        return error(result, encoding)

    driver: Any = BaseCursor
    driver._convert_query = converted
    errors.error_from_result = refused


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Only tests on a server have something to tell."""
    items[:] = [item for item in items if first_cases.is_on_postgres(item)]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """A test, from its fixtures to their end."""
    name, stays = first_cases.name_of(item), first_cases.always_runs(item)
    NOTES.uses[item.nodeid] = name, stays, list(getattr(item, "fixturenames", ()))
    with NOTES.of(item.nodeid):
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef: Any, request: Any) -> Generator[None, object, object]:
    """What a fixture does for several tests is not the first one's."""
    if fixturedef.scope == "function" or NOTES.is_in_fixture:
        return (yield)
    place = request.node.nodeid if fixturedef.scope == "module" else ""
    with NOTES.of(f"{place} {fixturedef.argname}"):
        return (yield)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Leave the notes for the command that asked for them."""
    folder = os.environ.get(FOLDER)
    if folder and NOTES.uses:
        every = sorted(set().union(*NOTES.asked.values()))
        number = {what: at for at, what in enumerate(every)}
        notes = {
            "every": every,
            "asked": {who: sorted(number[w] for w in what) for who, what in NOTES.asked.items()},
            "cost": NOTES.cost,
            "uses": NOTES.uses,
        }
        Path(folder, f"{os.getpid()}.json").write_text(json.dumps(notes), "utf-8")
