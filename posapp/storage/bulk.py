"""Many rows at once: prepared INSERTs in the driver's own values, and key sets as one parameter.

An ordinary Core ``insert()`` with a list of dictionaries costs almost twice the driver's own
``executemany``, one prepared text with tuples nothing more (C.3); imports write the latter (P4).
PostgreSQL takes a batch as one array per column, because it counts round trips.
"""

# ruff: noqa: S608 - the SQL here is put together from the tables' own names only

import json
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import chain, repeat
from operator import add
from typing import Any, Final

from sqlalchemy import ARRAY, BigInteger, Connection, Integer, Table, Text, bindparam, func, text
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.types import TypeEngine

from posapp.storage.base import table_of
from posapp.storage.running import carry_out
from posapp.storage.types import BigInt, DateType

BATCH: Final = 5000
_TOGETHER: Final = 100
"""Rows of one statement on SQLite."""
Values = tuple[Any, ...]
Step = Callable[[int], None]
"""Told after each batch how many records are written; may raise to stop the writing."""


def plain(s: Connection, kind: TypeEngine[Any]) -> Callable[[Any], Any]:
    """What turns a value of a column type into the driver's own."""
    return kind.dialect_impl(s.dialect).bind_processor(s.dialect) or (lambda value: value)


def plain_date(s: Connection) -> Callable[[Any], Any]:
    """What turns a business date (or ``None``) into the driver's own value."""
    return plain(s, DateType())


class BulkInsert:
    """A prepared INSERT of many rows of one table.

    Rows are tuples in the order of ``columns`` and hold plain values: integers (money in minor
    units), texts (codes as their value), dates from ``plain_date``. Columns in ``same`` have one
    value in all rows, given as records hold it. Columns that are left out get their default.
    ``into`` is a mapped class or its table.
    """

    def __init__(self, s: Connection, into: Any, columns: str, **same: Any) -> None:
        table = into if isinstance(into, Table) else table_of(into)
        names = columns.split()
        left = [c for c in table.columns if c.name not in names and c.name not in same]
        defaults: Any = {c.name: c.default for c in left if c.default is not None}
        fixed = same | {name: default.arg for name, default in defaults.items()}
        self._s = s
        self._arrays = s.dialect.name != "sqlite"
        self._same = tuple(plain(s, table.c[name].type)(value) for name, value in fixed.items())
        # A collation belongs to the column, not to the values on their way into it.
        kinds = {c.name: c.type.compile(s.dialect).partition(" COLLATE ")[0] for c in table.columns}
        quote = s.dialect.identifier_preparer.quote
        wanted = [*names, *fixed]
        head = f"INSERT INTO {quote(table.name)} ({', '.join(map(quote, wanted))})"
        if self._arrays:
            ends = "".join(f", %s::{kinds[name]}" for name in fixed)
            arrays = ", ".join(f"%s::{kinds[name]}[]" for name in names)
            self._sql = f"{head} SELECT given.*{ends} FROM unnest({arrays}) AS given"
        else:
            self._sql = f"{head} VALUES ({', '.join('?' * len(wanted))})"
            self._width = len(names)
            one = f"({', '.join([*'?' * len(names), *map(_literal, self._same)])})"
            self._sql_of_many = f"{head} VALUES {', '.join([one] * _TOGETHER)}"

    def __call__(self, rows: Sequence[Values]) -> None:
        """Write rows; none is fine.

        Raises:
            ValueError: when a row has more or fewer values than the others.
        """
        if not rows:
            return
        same = self._same
        if self._arrays:
            columns = [list(column) for column in zip(*rows, strict=True)]
            self._s.exec_driver_sql(self._sql, (*same, *columns))
            return
        whole = len(rows) // _TOGETHER * _TOGETHER
        if whole:
            self._write_together(rows[:whole])
        if whole < len(rows):
            rest = list(map(add, rows[whole:], repeat(same)))
            carry_out(self._s, self._sql, rest, many=True)

    def _write_together(self, rows: Sequence[Values]) -> None:
        # Rows are laid end to end, so one that is too short would take of the next one's values.
        if set(map(len, rows)) != {self._width}:
            raise ValueError(f"a row has other than {self._width} values")
        values = [
            tuple(chain.from_iterable(rows[start : start + _TOGETHER]))
            for start in range(0, len(rows), _TOGETHER)
        ]
        carry_out(self._s, self._sql_of_many, values, many=True)


def _literal(value: Any) -> str:
    """A value of the driver's own as SQLite reads it in a statement."""
    if value is None:
        return "NULL"
    if isinstance(value, int):
        return str(int(value))
    if not isinstance(value, str):
        raise TypeError(f"{type(value).__name__} is no value of the driver's own")
    escaped = value.replace("'", "''")
    return f"'{escaped}'"


def among(s: Connection, column: Any, name: str = "keys") -> ColumnElement[bool]:
    """SQL: the column's value is in the set given as parameter ``name`` (see ``key_set``).

    One parameter whatever the number of keys, so neither engine's limit of parameters counts.
    """
    if s.dialect.name == "sqlite":
        values = text(f"SELECT value FROM json_each(:{name})").columns(value=Text())
        found: ColumnElement[bool] = column.in_(values)
        return found
    whole = isinstance(column.type, BigInt | Integer)
    kind = ARRAY(BigInteger() if whole else Text())
    one: ColumnElement[bool] = column == func.any(bindparam(name, type_=kind))
    return one


def key_set(s: Connection, keys: Collection[Any]) -> Any:
    """Keys (texts or integers) as the parameter that ``among`` reads."""
    return json.dumps(list(keys)) if s.dialect.name == "sqlite" else list(keys)


def batches(rows: Sequence[Any], size: int = BATCH) -> Iterator[Sequence[Any]]:
    """Consecutive parts of a sequence."""
    return (rows[start : start + size] for start in range(0, len(rows), size))
