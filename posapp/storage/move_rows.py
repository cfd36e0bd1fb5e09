"""The rows of an office, from a SQLite file to a server: whole tables in the order of references.

Rows go through the column types of both engines, so money, stamps and codes arrive as what they
are. Of each table a sum over all its rows is made on both sides, whatever their order.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import Any, Final

from sqlalchemy import Connection, Table, select, text
from sqlalchemy.exc import DBAPIError

from posapp.storage import postgres
from posapp.storage.search_index import rebuild_index
from posapp.storage.tables.schema import METADATA
from posapp.storage.triggers import drop_statements, statements

BATCH: Final = 5000
_ROUND: Final = 1 << 128
_SERIALS: Final = text(
    "SELECT c.relname AS name, a.attname AS col, pg_get_serial_sequence(c.relname, a.attname)"
    " FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0"
    " WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace"
    " AND pg_get_serial_sequence(quote_ident(c.relname), a.attname) IS NOT NULL"
)


@dataclass(frozen=True, slots=True)
class Content:
    """What a table holds: how many rows, and the sum of their hashes."""

    rows: int
    sum: int


@cache
def tables() -> Sequence[Table]:
    """Every table of the office, those first that others point to."""
    return METADATA.sorted_tables


def content(s: Connection, table: Table) -> Content:
    """Read a whole table."""
    summing = _Sum()
    for _row in _rows(s, table, summing):
        pass
    return summing.content


def copy_table(source: Connection, target: Connection, table: Table) -> Content:
    """Copy all rows; returns what was read.

    Args:
        source: a read transaction of the SQLite file.
        target: the write transaction of the server, its guards dropped.
        table: which one.

    Raises:
        DBAPIError: the server refused rows, or the line broke.
    """
    columns = list(table.columns)
    into = [_binder(target, column.type) for column in columns]
    quote = target.dialect.identifier_preparer.quote
    names = ", ".join(quote(column.name) for column in columns)
    command = f"COPY {quote(table.name)} ({names}) FROM STDIN"
    summing = _Sum()
    driver: Any = target.connection.driver_connection
    target.exec_driver_sql(f"DELETE FROM {quote(table.name)}")  # noqa: S608 - a table of ours
    try:
        with driver.cursor() as cursor, cursor.copy(command) as copy:
            for row in _rows(source, table, summing):
                copy.write_row(
                    [
                        value if change is None else change(value)
                        for value, change in zip(row, into, strict=True)
                    ]
                )
    except postgres.driver().Error as error:
        raise DBAPIError.instance(
            command, None, error, postgres.driver().Error, dialect=target.dialect
        ) from error
    return summing.content


def without_guards(target: Connection) -> None:
    """Drop the guards, inside the transaction: rows that are frozen come in as they are."""
    for statement in drop_statements(target.dialect.name):
        target.exec_driver_sql(statement.replace("%", "%%"))


def finish(target: Connection) -> None:
    """Guards, number series, search index and statistics, once every row is there."""
    for statement in statements(target.dialect.name):
        target.exec_driver_sql(statement.replace("%", "%%"))
    target.execute(text("SELECT setval('posapp_ids', (SELECT next_id FROM id_counter), false)"))
    for name, column, serial in target.execute(_SERIALS).all():
        last = f"SELECT coalesce(max({column}), 0) + 1 FROM {name}"  # noqa: S608 - of the catalogue
        target.execute(text(f"SELECT setval('{serial}', ({last}), false)"))
    rebuild_index(target)
    # Plans of empty tables would stay slow for hours (C.7).
    target.exec_driver_sql("ANALYZE")


def _rows(s: Connection, table: Table, summing: "_Sum") -> Iterator[Any]:
    query = select(table).execution_options(yield_per=BATCH)
    for row in s.execute(query):
        summing.add(row)
        yield row


def _binder(target: Connection, kind: Any) -> Any:
    return kind.dialect_impl(target.dialect).bind_processor(target.dialect)


class _Sum:
    """Adds up the hashes of rows."""

    def __init__(self) -> None:
        self._rows = 0
        self._sum = 0

    def add(self, row: Any) -> None:
        digest = sha256(repr(tuple(row)).encode("utf-8", "surrogatepass")).digest()
        self._sum = (self._sum + int.from_bytes(digest[:16])) % _ROUND
        self._rows += 1

    @property
    def content(self) -> Content:
        return Content(self._rows, self._sum)
