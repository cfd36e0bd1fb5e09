"""Core statements compiled once per engine and run without the toolkit's ceremony: the money path.

An ordinary statement through SQLAlchemy costs ten times what SQLite needs to answer it (C.2, P1).
A prepared one keeps what matters: it is written in Core, its columns keep their types both ways,
and driver errors stay the ones that ``Database`` translates. On SQLite it runs on the driver's own
connection; elsewhere as driver SQL, because there the round trip is what costs. While somebody
listens to statements (a trace, a fault test) it goes through the engine, so that they hear it.
"""

import json
from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import BigInteger, Connection, Dialect, Text, TypeDecorator, bindparam, insert
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.elements import BindParameter, ColumnElement
from sqlalchemy.types import Boolean, TypeEngine

from posapp.storage.base import table_of

Change = Callable[[Any], Any]
Values = Mapping[str, Any]
_NOTHING: Final[Values] = {}


class Prepared:
    """A statement with named parameters that is made once and run often.

    Rows come back as named tuples of the statement's labels, with values as its column types say.
    """

    def __init__(self, statement: Any, *, columns: Values | None = None) -> None:
        """Keep the statement; it is compiled when an engine first needs it.

        Args:
            statement: a Core statement without ``in_`` (its text would depend on the values);
                lists of keys are given through ``any_of``.
            columns: the columns an ``INSERT`` fills, with their defaults (see ``insert_into``).
        """
        self._statement = statement
        self._columns = columns
        self._forms: dict[str, _Form] = {}

    def all(self, s: Connection, values: Values = _NOTHING) -> Sequence[Any]:
        """Every row."""
        form = self._form(s)
        return form.records(_fetch(s, form.sql, form.parameters(values)))

    def first(self, s: Connection, values: Values = _NOTHING) -> Any:
        """The first row, or ``None``."""
        form = self._form(s)
        found = form.records(_fetch(s, form.sql, form.parameters(values))[:1])
        return found[0] if found else None

    def scalar(self, s: Connection, values: Values = _NOTHING) -> Any:
        """The first column of the first row, or ``None``."""
        row = self.first(s, values)
        return None if row is None else row[0]

    def run(self, s: Connection, values: Values = _NOTHING) -> int:
        """Carry the statement out; returns how many rows it changed."""
        form = self._form(s)
        return _change(s, form.sql, form.parameters(values))

    def many(self, s: Connection, rows: Sequence[Values]) -> None:
        """Carry the statement out for each set of values; none is fine."""
        form = self._form(s)
        if len(rows) == 1:
            _change(s, form.sql, form.parameters(rows[0]))
        elif rows:
            _change(s, form.sql, [form.parameters(values) for values in rows], many=True)

    def _form(self, s: Connection) -> "_Form":
        form = self._forms.get(s.dialect.name)
        if form is None:
            form = _Form(self._statement, self._columns, s.dialect)
            self._forms[s.dialect.name] = form
        return form


def insert_into(row: Any, *, but: Sequence[str] = ()) -> Prepared:
    """An INSERT of whole rows; a column that is not given gets its default, else NULL.

    Args:
        row: the mapped class.
        but: columns that the database fills.
    """
    table = table_of(row)
    defaults: Mapping[str, Any] = {column.name: column.default for column in table.columns}
    columns = {
        name: None if default is None else default.arg
        for name, default in defaults.items()
        if name not in but
    }
    return Prepared(insert(table), columns=columns)


class _KeySet(TypeDecorator[Any]):
    """A list of integer keys as one parameter: JSON text on SQLite, an array elsewhere."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        kind: Any = Text() if dialect.name == "sqlite" else ARRAY(BigInteger())
        return dialect.type_descriptor(kind)

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        return json.dumps(list(value)) if dialect.name == "sqlite" else list(value)


class _AnyOf(ColumnElement[bool]):
    inherit_cache = False
    type = Boolean()

    def __init__(self, column: Any, keys: BindParameter[Any]) -> None:
        self.column = column
        self.keys = keys

    def self_group(self, against: Any = None) -> "_AnyOf":  # noqa: ARG002
        # Otherwise SQLite is given "... = 1", for which it reads the whole table.
        return self


def any_of(column: Any, name: str) -> ColumnElement[bool]:
    """SQL: an integer column is one of the keys given as parameter ``name``.

    One parameter whatever the number of keys, so the statement is always the same text.
    """
    return _AnyOf(column.expression, bindparam(name, type_=_KeySet()))


@compiles(_AnyOf)
def _on_postgres(element: _AnyOf, compiler: Any, **options: Any) -> str:
    column = compiler.process(element.column, **options)
    return f"{column} = ANY ({compiler.process(element.keys, **options)})"


@compiles(_AnyOf, "sqlite")
def _on_sqlite(element: _AnyOf, compiler: Any, **options: Any) -> str:
    column = compiler.process(element.column, **options)
    keys = compiler.process(element.keys, **options)
    return f"{column} IN (SELECT value FROM json_each({keys}))"  # noqa: S608 - rendered by Core


class _Form:
    """A statement as one engine takes it: its text, and the way of values in and out."""

    def __init__(self, statement: Any, columns: Values | None, dialect: Dialect) -> None:
        compiled: Any = statement.compile(
            dialect=dialect, column_keys=None if columns is None else list(columns)
        )
        self.sql = str(compiled)
        self._by_name = not compiled.positional
        names = compiled.params if self._by_name else compiled.positiontup
        self._inputs = [_input(compiled, name, columns or _NOTHING, dialect) for name in names]
        chosen = list(getattr(statement, "selected_columns", ()))
        changes = [_output(column.type, dialect) for column in chosen]
        self._outputs = changes if any(changes) else []
        labels = [column.name for column in chosen]
        found: Any = namedtuple("Found", labels)  # type: ignore[misc]  # noqa: PYI024
        self._make = found._make if chosen else None

    def parameters(self, values: Values) -> Any:
        """Values in the driver's form and order."""
        given = [
            fixed
            if name not in values
            else (values[name] if change is None else change(values[name]))
            for name, fixed, change in self._inputs
        ]
        if self._by_name:
            return {one[0]: value for one, value in zip(self._inputs, given, strict=True)}
        return tuple(given)

    def records(self, rows: Sequence[Any]) -> Sequence[Any]:
        """Driver rows as named tuples with values of the column types."""
        make, outputs = self._make, self._outputs
        if make is None:
            return rows
        if not outputs:
            return [make(row) for row in rows]
        return [
            make(
                value if change is None else change(value)
                for value, change in zip(row, outputs, strict=True)
            )
            for row in rows
        ]


class _Missing:
    """Stands for a parameter that was not given; the driver refuses it."""


def _input(
    compiled: Any, name: str, defaults: Values, dialect: Dialect
) -> tuple[str, Any, Change | None]:
    """A parameter: its name, the driver's value when it is not given, and how a value changes."""
    bind = compiled.binds[name]
    change: Change | None = bind.type.dialect_impl(dialect).bind_processor(dialect)
    if name in defaults:
        fixed: Any = defaults[name]
    elif bind.required:
        return name, _Missing(), change
    else:
        fixed = bind.value
    return name, fixed if change is None else change(fixed), change


def _output(kind: TypeEngine[Any], dialect: Dialect) -> Change | None:
    """How a driver's value of a column type becomes ours."""
    change: Change | None = kind.dialect_impl(dialect).result_processor(dialect, None)
    return change


def _fetch(s: Connection, sql: str, parameters: Any) -> Sequence[Any]:
    """Run a statement and read every row; one left half read would keep its locks."""
    driver = _driver(s)
    if driver is None:
        return s.exec_driver_sql(sql, parameters).fetchall()
    try:
        rows: Sequence[Any] = driver.execute(sql, parameters).fetchall()
    except driver.Error as error:
        raise _translatable(s, sql, error) from error
    return rows


def _change(s: Connection, sql: str, parameters: Any, *, many: bool = False) -> int:
    """Run a statement that gives no rows; returns how many it changed."""
    driver = _driver(s)
    if driver is None:
        return s.exec_driver_sql(sql, parameters).rowcount
    try:
        run = driver.executemany if many else driver.execute
        changed: int = run(sql, parameters).rowcount
    except driver.Error as error:
        raise _translatable(s, sql, error) from error
    return changed


def _driver(s: Connection) -> Any:
    """SQLite's own connection; ``None`` where a statement goes through the engine."""
    if s.dialect.name != "sqlite" or s.dispatch.before_cursor_execute:
        return None
    return s.connection.driver_connection


def _translatable(s: Connection, sql: str, error: Any) -> BaseException:
    """A driver's error as the engine would have raised it, without the parameters."""
    base: Any = s.dialect.loaded_dbapi.Error
    found: BaseException = DBAPIError.instance(
        sql, None, error, base, hide_parameters=True, dialect=s.dialect
    )
    return found
