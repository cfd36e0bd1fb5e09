"""How prepared statements run: on SQLite's own connection, on a server's line, or by the engine.

While somebody listens to statements (a trace, a fault test) they go through the engine, one by one,
so that they are heard.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from itertools import chain
from typing import Any, Final

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from posapp.storage.line import LINE, find_line, key_of, line_of

DRIVER: Final = "posapp_driver"
_FEW: Final = 200
"""Rows at once that stay in the nearest memory of the processor."""


def note_way(s: Connection) -> None:
    """Find out, once for a transaction that begins, how its statements run.

    A payment has forty statements, and each would ask the engine the same three questions.
    """
    s.__dict__[DRIVER] = _driver(s)
    s.__dict__[LINE] = find_line(s)


def driver_of(s: Connection) -> Any:
    """SQLite's own connection; ``None`` where a statement goes through the engine or a line."""
    known = s.__dict__
    return known[DRIVER] if DRIVER in known else _driver(s)


def send_waiting(s: Connection) -> None:
    """Carry out what waits for its journey, so that its errors are raised here."""
    line = line_of(s)
    if line is not None and line.waiting:
        guarded(s, line, "", line.send)


def end_read(s: Connection) -> None:
    """End a transaction that may write nothing; a server keeps the statements it has prepared.

    After a ROLLBACK the driver throws them all away, and each would be planned anew. A line that
    breaks only now takes nothing back of what was read; whoever uses it next is told.
    """
    line = line_of(s)
    if line is not None:
        with suppress(line.Error):
            line.commit()


def fetch(s: Connection, sql: str, parameters: Any) -> Sequence[Any]:
    """Run a statement and read every row; one left half read would keep its locks."""
    driver = driver_of(s)
    if driver is not None:
        cursor = guarded(s, driver, sql, driver.execute, sql, parameters)
        # Damage is met while rows are read: a text that is none, a page that is gone.
        rows: Sequence[Any] = guarded(s, driver, sql, cursor.fetchall)
        return rows
    line = line_of(s)
    if line is None:
        return s.exec_driver_sql(sql, parameters).fetchall()
    if line.known:
        found: Sequence[Any] | None = line.known.pop(key_of(sql, parameters), None)
        if found is not None:
            return found
    (cursor,) = guarded(s, line, sql, line.together, [(sql, parameters)])
    rows = cursor.fetchall()
    return rows  # noqa: RET504 - typed


def carry_out(s: Connection, sql: str, parameters: Any = (), *, many: bool = False) -> int:
    """Run SQL of the engine's own that gives no rows; returns how many rows it changed."""
    driver = driver_of(s)
    if driver is not None:
        run = driver.executemany if many else driver.execute
        changed: int = guarded(s, driver, sql, run, sql, parameters).rowcount
        return changed
    line = line_of(s)
    if line is None or many:
        return s.exec_driver_sql(sql, parameters).rowcount
    (cursor,) = guarded(s, line, sql, line.together, [(sql, parameters)])
    changed = cursor.rowcount
    return changed  # noqa: RET504 - typed


def later(s: Connection, sql: str, parameters: Any, *, many: bool = False) -> None:
    """Run SQL whose answer nobody wants, on a server with the next one that has an answer."""
    line = line_of(s)
    if line is None:
        carry_out(s, sql, parameters, many=many)
    else:
        line.later(sql, parameters, many=many)


def stream(s: Connection, sql: str, parameters: Any = ()) -> Iterable[Any]:
    """Rows in the driver's own form as they come, never all in memory; they are read to the end.

    A server gives them from a cursor of its own, some thousand at a time; one walk at a time.
    """
    driver = driver_of(s)
    if driver is not None:
        cursor = guarded(s, driver, sql, driver.execute, sql, parameters)
        some = partial(guarded, s, driver, sql, cursor.fetchmany, _FEW)
        return chain.from_iterable(iter(some, []))
    line = line_of(s)
    if line is None:
        return s.exec_driver_sql(sql, parameters)
    return _sent(s, line, sql, parameters)


def _sent(s: Connection, line: Any, sql: str, parameters: Any) -> Iterator[Any]:
    try:
        yield from line.stream(sql, parameters)
    except line.Error as error:
        raise translated(s, sql, error) from error


def _driver(s: Connection) -> Any:
    if s.dialect.name != "sqlite" or s.engine.dispatch.before_cursor_execute:
        return None
    return s.connection.dbapi_connection


def guarded(s: Connection, driver: Any, sql: str, run: Callable[..., Any], *given: Any) -> Any:
    """What a call of the driver gives; its errors as the engine would have raised them."""
    try:
        return run(*given)
    except driver.Error as error:
        raise translated(s, sql, error) from error


def translated(s: Connection, sql: str, error: Any) -> BaseException:
    """A driver's error as the engine would have raised it, without the parameters."""
    base: Any = s.dialect.loaded_dbapi.Error
    found: BaseException = DBAPIError.instance(
        sql, None, error, base, hide_parameters=True, dialect=s.dialect
    )
    return found
