"""Core statements compiled once per engine and run without the toolkit's ceremony: the money path.

An ordinary statement through SQLAlchemy costs ten times what SQLite needs to answer it (C.2, P1).
A prepared one keeps what matters: it is written in Core, its columns keep their types both ways,
and driver errors stay the ones that ``Database`` translates. On SQLite it runs on the driver's own
connection; on a server through a ``Line``, because there the round trip is what costs: several
statements share one. While somebody listens to statements (a trace, a fault test) it goes through
the engine, one by one, so that they hear it.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Connection,
    Dialect,
    Table,
    Text,
    bindparam,
    false,
    insert,
    or_,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.elements import BindParameter, ColumnElement
from sqlalchemy.types import Boolean, TypeEngine

from posapp.storage.base import table_of
from posapp.storage.line import Statement, key_of, line_of
from posapp.storage.running import DRIVER, carry_out, later, translated
from posapp.storage.statement_form import ALONE, Form, KeyList, Values

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
        self._forms: dict[str, Form] = {}

    def all(self, s: Connection, values: Values = _NOTHING) -> Sequence[Any]:
        """Every row."""
        form = self._fit(s, values)
        return form.records(form.fetch(s, values))

    def first(self, s: Connection, values: Values = _NOTHING) -> Any:
        """The first row, or ``None``."""
        form = self._fit(s, values)
        found = form.fetch(s, values)
        return form.records(found[:1])[0] if found else None

    def scalar(self, s: Connection, values: Values = _NOTHING) -> Any:
        """The first column of the first row, or ``None``."""
        form = self._fit(s, values)
        found = form.fetch(s, values)
        return form.value(found[0][0]) if found else None

    def run(self, s: Connection, values: Values = _NOTHING) -> int:
        """Carry the statement out; returns how many rows it changed."""
        form = self.form_of(s)
        return carry_out(s, form.sql, form.parameters(values))

    def many(self, s: Connection, rows: Sequence[Values]) -> None:
        """Carry the statement out for each set of values; none is fine.

        On a server it may travel with the next statement, whose call raises its error then.
        """
        if not rows:
            return
        form = self.form_of(s)
        several = len(rows) > 1
        given = [form.parameters(values) for values in rows] if several else None
        given = form.parameters(rows[0]) if given is None else given
        driver = s.__dict__.get(DRIVER)
        if driver is None:
            later(s, form.sql, given, many=several)
            return
        try:
            (driver.executemany if several else driver.execute)(form.sql, given)
        except driver.Error as error:
            raise translated(s, form.sql, error) from error

    def ask(self, s: Connection, values: Values) -> Statement:
        """The statement as the engine's driver takes it."""
        form = self.form_of(s)
        return form.sql, form.parameters(values)

    def known(self, s: Connection, values: Values) -> Sequence[Any] | None:
        """Rows that were read ahead, given once; ``None`` when they were not."""
        line = line_of(s)
        if line is None or not line.known:
            return None
        form = self.form_of(s)
        rows = line.known.pop(key_of(form.sql, form.parameters(values)), None)
        return None if rows is None else form.records(rows)

    def form_of(self, s: Connection) -> Form:
        """The statement as the transaction's engine takes it."""
        return self._forms.get(s.dialect.name) or self._form(s)

    def _fit(self, s: Connection, values: Values) -> Form:
        form = self._forms.get(s.dialect.name) or self._form(s)
        return form.fit(values) if form.lists else form

    def _form(self, s: Connection) -> Form:
        form = Form(self._statement, self._columns, s.dialect)
        self._forms[s.dialect.name] = form
        return form


Ask = tuple[Prepared, Values]
"""A statement that will be run, with its values."""


def insert_into(row: Any, *, but: Sequence[str] = ()) -> Prepared:
    """An INSERT of whole rows; a column that is not given gets its default, else NULL.

    Args:
        row: the mapped class, or its table.
        but: columns that the database fills.
    """
    table = row if isinstance(row, Table) else table_of(row)
    defaults: Mapping[str, Any] = {column.name: column.default for column in table.columns}
    columns = {
        name: None if default is None else default.arg
        for name, default in defaults.items()
        if name not in but
    }
    return Prepared(insert(table), columns=columns)


class _KeySet(KeyList):
    """A list of integer keys as one parameter: JSON text on SQLite, an array elsewhere."""

    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        kind: Any = Text() if dialect.name == "sqlite" else ARRAY(BigInteger())
        return dialect.type_descriptor(kind)

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        return f"[{','.join(map(str, value))}]" if dialect.name == "sqlite" else list(value)


class _NameSet(KeyList):
    """The same for texts."""

    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        kind: Any = Text() if dialect.name == "sqlite" else ARRAY(Text())
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


def any_of(column: Any, name: str, *, texts: bool = False) -> ColumnElement[bool]:
    """SQL: an integer or text column is one of the keys given as parameter ``name``.

    One parameter whatever the number of keys, so the statement is always the same text; only a
    list of one key has a text of its own on SQLite.

    Args:
        column: what is compared.
        name: of the parameter.
        texts: it is a text column, which one that refers to another table may not know yet.
    """
    kind = _NameSet() if texts or isinstance(column.type, Text) else _KeySet()
    return _AnyOf(column.expression, bindparam(name, type_=kind))


def one_of(column: Any, values: Iterable[Any]) -> ColumnElement[bool]:
    """SQL: a column is one of some values that stand in the statement itself; none is false."""
    return or_(false(), *(column == value for value in values))


@compiles(_AnyOf)
def _on_postgres(element: _AnyOf, compiler: Any, **options: Any) -> str:
    _check_kind(element)
    column = compiler.process(element.column, **options)
    return f"{column} = ANY ({compiler.process(element.keys, **options)})"


@compiles(_AnyOf, "sqlite")
def _on_sqlite(element: _AnyOf, compiler: Any, **options: Any) -> str:
    _check_kind(element)
    column = compiler.process(element.column, **options)
    keys = compiler.process(element.keys, **options)
    if options.get(ALONE):
        return f"{column} = {keys}"
    return f"{column} IN (SELECT value FROM json_each({keys}))"  # noqa: S608 - rendered by Core


def _check_kind(element: _AnyOf) -> None:
    kind = element.column.type
    if isinstance(kind, Text) and not isinstance(element.keys.type, _NameSet):
        raise TypeError(f"{element.column} is text: say so to any_of")
