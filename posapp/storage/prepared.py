"""Core statements compiled once per engine and run without the toolkit's ceremony: the money path.

An ordinary statement through SQLAlchemy costs ten times what SQLite needs to answer it (C.2, P1).
A prepared one keeps what matters: it is written in Core, its columns keep their types both ways,
and driver errors stay the ones that ``Database`` translates. On SQLite it runs on the driver's own
connection; on a server through a ``Line``, because there the round trip is what costs: several
statements share one. While somebody listens to statements (a trace, a fault test) it goes through
the engine, one by one, so that they hear it.
"""

import json
from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any, Final

from sqlalchemy import BigInteger, Connection, Dialect, Text, TypeDecorator, bindparam, insert
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.elements import BindParameter, ColumnElement
from sqlalchemy.types import Boolean, TypeEngine

from posapp.storage.base import table_of
from posapp.storage.line import Statement, key_of, line_of
from posapp.storage.running import carry_out, fetch, later
from posapp.storage.types import quick_on_sqlite

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
        form = self.form_of(s)
        return form.records(fetch(s, form.sql, form.parameters(values)))

    def first(self, s: Connection, values: Values = _NOTHING) -> Any:
        """The first row, or ``None``."""
        form = self.form_of(s)
        found = form.records(fetch(s, form.sql, form.parameters(values))[:1])
        return found[0] if found else None

    def scalar(self, s: Connection, values: Values = _NOTHING) -> Any:
        """The first column of the first row, or ``None``."""
        row = self.first(s, values)
        return None if row is None else row[0]

    def run(self, s: Connection, values: Values = _NOTHING) -> int:
        """Carry the statement out; returns how many rows it changed."""
        form = self.form_of(s)
        return carry_out(s, form.sql, form.parameters(values))

    def many(self, s: Connection, rows: Sequence[Values]) -> None:
        """Carry the statement out for each set of values; none is fine.

        On a server it may travel with the next statement, whose call raises its error then.
        """
        form = self.form_of(s)
        if len(rows) == 1:
            later(s, form.sql, form.parameters(rows[0]))
        elif rows:
            later(s, form.sql, [form.parameters(values) for values in rows], many=True)

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

    def form_of(self, s: Connection) -> "_Form":
        """The statement as the transaction's engine takes it."""
        return self._forms.get(s.dialect.name) or self._form(s)

    def _form(self, s: Connection) -> "_Form":
        form = _Form(self._statement, self._columns, s.dialect)
        self._forms[s.dialect.name] = form
        return form


Ask = tuple[Prepared, Values]
"""A statement that will be run, with its values."""


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
        return f"[{','.join(map(str, value))}]" if dialect.name == "sqlite" else list(value)


class _NameSet(TypeDecorator[Any]):
    """The same for texts."""

    impl = Text
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


def any_of(column: Any, name: str) -> ColumnElement[bool]:
    """SQL: an integer or text column is one of the keys given as parameter ``name``.

    One parameter whatever the number of keys, so the statement is always the same text.
    """
    kind = _NameSet() if isinstance(column.type, Text) else _KeySet()
    return _AnyOf(column.expression, bindparam(name, type_=kind))


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
        self._names = tuple(compiled.params if self._by_name else compiled.positiontup)
        binds = {name: compiled.binds[name] for name in self._names}
        # What stands in the statement itself takes its form once; what is given, each time.
        self._fixed = {
            name: _constant(bind, dialect) for name, bind in binds.items() if not bind.required
        }
        self._fixed |= columns or {}
        self._complete = frozenset(self._names)
        self._pick = _picker(self._names)
        given = {name for name in binds if name not in self._fixed or name in (columns or {})}
        self._inputs = _changes(
            [binds[name].type if name in given else None for name in self._names], _into, dialect
        )
        chosen = list(getattr(statement, "selected_columns", ()))
        self._outputs = _changes((column.type for column in chosen), _out_of, dialect)
        labels = [column.name for column in chosen]
        found: Any = namedtuple("Found", labels)  # type: ignore[misc]  # noqa: PYI024
        self._make = found._make if chosen else None

    def parameters(self, values: Values) -> Any:
        """Values in the driver's form and order.

        Raises:
            KeyError: for a parameter that is not given; that is a caller's bug.
        """
        if not self._fixed or self._complete.issubset(values):
            picked = self._pick(values)
        else:
            picked = self._pick({**self._fixed, **values})
        given = _changed(picked, self._inputs)
        return dict(zip(self._names, given, strict=True)) if self._by_name else given

    def records(self, rows: Sequence[Any]) -> Sequence[Any]:
        """Driver rows as named tuples with values of the column types."""
        make, outputs = self._make, self._outputs
        if make is None:
            return rows
        return [make(_changed(row, outputs)) for row in rows]


def _picker(names: tuple[str, ...]) -> Change:
    """What takes the values of some names out of a mapping, as a tuple."""
    if len(names) > 1:
        return itemgetter(*names)
    return lambda values: tuple(values[name] for name in names)


def _into(kind: TypeEngine[Any], dialect: Dialect) -> Change | None:
    """How a value of ours becomes the driver's."""
    quick = quick_on_sqlite(kind) if dialect.name == "sqlite" else None
    return quick[0] if quick else kind.dialect_impl(dialect).bind_processor(dialect)


def _out_of(kind: TypeEngine[Any], dialect: Dialect) -> Change | None:
    """How a driver's value becomes ours."""
    quick = quick_on_sqlite(kind) if dialect.name == "sqlite" else None
    return quick[1] if quick else kind.dialect_impl(dialect).result_processor(dialect, None)


def _constant(bind: Any, dialect: Dialect) -> Any:
    """The driver's form of a value that stands in the statement."""
    change = _into(bind.type, dialect)
    return bind.value if change is None else change(bind.value)


def _changes(
    kinds: Iterable[TypeEngine[Any] | None], how: Callable[..., Change | None], dialect: Dialect
) -> tuple[tuple[int, Change], ...]:
    """The places of a row whose values change their form, and how."""
    wanted = ((place, kind) for place, kind in enumerate(kinds) if kind is not None)
    found = ((place, how(kind, dialect)) for place, kind in wanted)
    return tuple((place, change) for place, change in found if change is not None)


def _changed(row: tuple[Any, ...], changes: tuple[tuple[int, Change], ...]) -> tuple[Any, ...]:
    """A row with the values at some places in their other form; NULL stays NULL."""
    if not changes:
        return row
    values = list(row)
    for place, change in changes:
        value = values[place]
        if value is not None:
            values[place] = change(value)
    return tuple(values)
