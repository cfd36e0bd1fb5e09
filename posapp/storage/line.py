"""A line to a PostgreSQL server that takes several statements in one round trip (P10, C.7).

Round trips rule on a network: a payment of forty statements must not wait forty times. What is
written without an answer waits for the next statement that has one, or for COMMIT, and travels
with it; what will be read under the same locks is read ahead, together. The order of statements
stays what the program says, and so does the transaction: an error of one that waited is raised
before COMMIT is sent, or, of what travels with it, leaves COMMIT out.
"""

import select
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import Connection
from sqlalchemy.exc import DisconnectionError

_LOOKS: Final = 3
_IDLE: Final = 0
_OK: Final = 0
_ROWS_AT_ONCE: Final = 2_000
_SPARE: Final = 4
"""Cursors kept of one statement."""
_FEW: Final = 200
"""Rows that a cursor which is kept may still hold; it holds its last ones until it is used again."""
LINE: Final = "posapp_line"
Statement = tuple[str, Any]
"""Driver SQL and its parameters."""


class _Waits:
    """What is added to the driver's connection; nothing of it outlives a transaction.

    Attributes:
        waiting: statements without an answer: SQL, parameters, whether these are many sets.
        at_end: statements that travel with COMMIT, or before the next one with an answer.
        known: rows that were read ahead, by ``key_of``.
        guessed: rows from before the locks, for the next guess.
        spare_ids: identities that were read ahead, ascending.
    """

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self.waiting: list[tuple[str, Any, bool]] = []
        self.at_end: list[Statement] = []
        self.known: dict[str, Sequence[Any]] = {}
        self.guessed: Sequence[Any] = ()
        self.spare_ids: list[int] = []
        self._spare: dict[str, list[Any]] = {}
        self._used: list[tuple[str, Any]] = []

    def cursor(self, *given: Any, **options: Any) -> Any:
        """A cursor for a statement of anybody's: what waits goes before it."""
        self.send()
        return self._cursor(*given, **options)

    def _cursor(self, *given: Any, **options: Any) -> Any:
        driver: Any = super()
        return driver.cursor(*given, **options)

    def later(self, sql: str, parameters: Any, *, many: bool) -> None:
        """Carry a statement out, before the next one at the latest."""
        # What was given for the journey of COMMIT was given before this one, so it goes before it.
        self.waiting += ((*last, False) for last in self.at_end)
        self.at_end.clear()
        self.waiting.append((sql, parameters, many))

    def with_commit(self, sql: str, parameters: Any) -> None:
        """Carry a statement out in the journey of COMMIT, which is not carried out if it fails."""
        self.at_end.append((sql, parameters))

    def send(self) -> None:
        """Carry out what waits."""
        if self.waiting or self.at_end:
            self.together(())

    def together(self, asked: Iterable[Statement]) -> list[Any]:
        """Cursors of statements that were carried out after what waited: one round trip."""
        with self._journey():
            return [self._pack(sql, parameters) for sql, parameters in asked]

    @contextmanager
    def _journey(self) -> Iterator[None]:
        """What waited, and what is packed within: sent together at its end."""
        driver: Any = self
        waited, self.waiting = self.waiting, []
        last, self.at_end = self.at_end, []
        self._put_back()
        with driver.pipeline() as journey:
            packed(journey)
            for sql, parameters, many in waited:
                for values in parameters if many else (parameters,):
                    self._pack(sql, values)
            for sql, parameters in last:
                self._pack(sql, parameters)
            yield

    def _pack(self, sql: str, parameters: Any) -> Any:
        """Its cursor: one that carried the same statement before knows its ways of values."""
        spare = self._spare.get(sql)
        cursor = spare.pop() if spare else self._cursor()
        self._used.append((sql, cursor))
        # Nothing is sent yet, so there is nothing to wait for.
        deque(cursor._execute_gen(sql, parameters), maxlen=0)  # noqa: SLF001
        return cursor

    def _put_back(self) -> None:
        """Cursors of the journey before, whose rows were read."""
        for sql, cursor in self._used:
            spare = self._spare.setdefault(sql, [])
            if len(spare) < _SPARE and cursor.rowcount <= _FEW:
                spare.append(cursor)
        self._used.clear()

    def stream(self, sql: str, parameters: Any) -> Iterator[Any]:
        """Rows of a statement, some thousand at a time from a cursor of the server's.

        The driver's own stream leaves the line in a mode that the next journey does not expect.
        """
        with self.cursor(name="posapp_rows") as rows:
            rows.itersize = _ROWS_AT_ONCE
            rows.execute(sql, parameters, binary=True)
            yield from rows

    def commit(self) -> None:
        """Make everything last that was carried out."""
        driver: Any = super()
        if not self.at_end:
            self.send()
            self._forget()
            driver.commit()
            return
        with self._journey():
            # After an error of one of them the server carries out nothing up to the journey's end.
            deque(driver._exec_command(b"COMMIT"), maxlen=0)  # noqa: SLF001
        self._forget()

    def rollback(self) -> None:
        """What waits is not carried out."""
        driver: Any = super()
        self._forget()
        driver.rollback()

    def _start_query(self, *_statement: Any) -> Any:
        # The driver's own waits for the answer to BEGIN before it goes on (psycopg 3.3).
        driver: Any = self
        if not driver.autocommit and driver.pgconn.transaction_status == _IDLE:
            yield from driver._exec_command(driver._get_tx_start_command())  # noqa: SLF001

    def _forget(self) -> None:
        self._put_back()
        self.waiting.clear()
        self.at_end.clear()
        self.known.clear()
        self.guessed = ()
        self.spare_ids.clear()


def packed(journey: Any) -> None:
    """Let a pipeline of the driver's send nothing before its end, and then everything at once.

    By itself it sends each statement when it is given and waits before the next, so that the
    server, and the program, wake up forty times for one payment (psycopg 3.3).
    """

    def wait() -> Iterator[Any]:
        return iter(())

    def travel() -> Any:
        journey._enqueue_sync()  # noqa: SLF001
        # Each puts a statement into the library's buffer, which is sent as a whole below.
        for put in journey.command_queue:
            put()
        journey.command_queue.clear()
        # What follows an error is refused for it only: the first one is raised.
        yield from journey._fetch_gen(flush=True)  # noqa: SLF001

    journey._communicate_gen, journey._exit_gen = wait, travel  # noqa: SLF001


def line_class(module: Any) -> Any:
    """The driver's connection with statements that wait and rows that were read ahead.

    Args:
        module: psycopg, which is loaded where a server is used only.
    """
    return type("Line", (_Waits, module.Connection), {})


def line_of(s: Connection) -> Any:
    """The line under a transaction; ``None`` on SQLite and while somebody listens to statements."""
    known = s.__dict__
    return known[LINE] if LINE in known else find_line(s)


def find_line(s: Connection) -> Any:
    """The same, looked for anew."""
    if s.dialect.name == "sqlite" or s.engine.dispatch.before_cursor_execute:
        return None
    driver = s.connection.dbapi_connection
    return driver if hasattr(driver, "together") else None


def key_of(sql: str, parameters: Any) -> str:
    """Under what rows are kept that were read ahead."""
    return f"{sql}|{parameters!r}"


def refuse_dead(connection: Any, _record: Any, _proxy: Any) -> None:
    """Let the pool replace a line that its server closed, without asking the server (P10).

    The system notices a server that vanished by its own signs of life.

    Raises:
        DisconnectionError: the line is closed; the pool opens another one.
    """
    server = connection.pgconn
    try:
        for _ in range(_LOOKS):
            # Nothing is under way, so whatever there is to read is a notice or the end.
            if connection.closed or not select.select([server.socket], (), (), 0)[0]:
                break
            server.consume_input()
    except (connection.Error, OSError, ValueError) as error:
        raise DisconnectionError from error
    if connection.closed or server.status != _OK:
        raise DisconnectionError
