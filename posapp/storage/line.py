"""A line to a PostgreSQL server that takes several statements in one round trip (P10, C.7).

Round trips rule on a network: a payment of forty statements must not wait forty times. What is
written without an answer waits for the next statement that has one, or for COMMIT, and travels
with it; what will be read under the same locks is read ahead, together. The order of statements
stays what the program says, and so does the transaction: an error of one that waited is raised
before COMMIT is sent.
"""

import select
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from sqlalchemy import Connection
from sqlalchemy.exc import DisconnectionError

_LOOKS: Final = 3
_IDLE: Final = 0
_OK: Final = 0
_CHUNK: Final = 1_000
LINE: Final = "posapp_line"
Statement = tuple[str, Any]
"""Driver SQL and its parameters."""


class _Waits:
    """What is added to the driver's connection; nothing of it outlives a transaction.

    Attributes:
        waiting: statements without an answer: SQL, parameters, whether these are many sets.
        known: rows that were read ahead, by ``key_of``.
        guessed: rows from before the locks, for the next guess.
        spare_ids: identities that were read ahead, ascending.
        chunk: rows at once of a statement whose rows are sent on and on.
    """

    chunk = 1

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self.waiting: list[tuple[str, Any, bool]] = []
        self.known: dict[str, Sequence[Any]] = {}
        self.guessed: Sequence[Any] = ()
        self.spare_ids: list[int] = []

    def cursor(self, *given: Any, **options: Any) -> Any:
        """A cursor for a statement of anybody's: what waits goes before it."""
        self.send()
        return self._cursor(*given, **options)

    def _cursor(self, *given: Any, **options: Any) -> Any:
        driver: Any = super()
        return driver.cursor(*given, **options)

    def later(self, sql: str, parameters: Any, *, many: bool) -> None:
        """Carry a statement out, before the next one at the latest."""
        self.waiting.append((sql, parameters, many))

    def send(self) -> None:
        """Carry out what waits."""
        if self.waiting:
            self.together(())

    def together(self, asked: Iterable[Statement]) -> list[Any]:
        """Cursors of statements that were carried out after what waited: one round trip."""
        driver: Any = self
        waited, self.waiting = self.waiting, []
        with driver.pipeline():
            for sql, parameters, many in waited:
                cursor = self._cursor()
                run = cursor.executemany if many else cursor.execute
                run(sql, parameters)
            # What the driver gives for each is its cursor.
            return [self._cursor().execute(sql, parameters) for sql, parameters in asked]

    def stream(self, sql: str, parameters: Any) -> Iterator[Any]:
        """Rows of a statement as the server sends them."""
        rows: Iterator[Any] = self.cursor().stream(sql, parameters, binary=True, size=self.chunk)
        return rows

    def commit(self) -> None:
        """Make everything last that was carried out."""
        driver: Any = super()
        self.send()
        self._forget()
        driver.commit()

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
        self.waiting.clear()
        self.known.clear()
        self.guessed = ()
        self.spare_ids.clear()


def line_class(module: Any) -> Any:
    """The driver's connection with statements that wait and rows that were read ahead.

    Args:
        module: psycopg, which is loaded where a server is used only.
    """
    # Older libraries of the server's give such rows one by one only.
    chunk = _CHUNK if module.capabilities.has_stream_chunked() else 1
    return type("Line", (_Waits, module.Connection), {"chunk": chunk})


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
