"""A statement as one engine takes it: its text, and the ways of its values in and out."""

from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from operator import itemgetter
from typing import Any, Final

from sqlalchemy import Connection, Dialect, Text, TypeDecorator
from sqlalchemy.types import TypeEngine

from posapp.storage.running import DRIVER, fetch, translated
from posapp.storage.types import quick_ways

ALONE: Final = "posapp_alone"
"""Says to what compiles a list of keys that it holds one key."""
_FIRST: Final = itemgetter(0)
Change = Callable[[Any], Any]
Values = Mapping[str, Any]


class KeyList(TypeDecorator[Any]):
    """A list of keys as one parameter."""

    impl = Text
    cache_ok = True


class Form:
    """A statement as one engine takes it: its text, and the way of values in and out."""

    def __init__(
        self, statement: Any, columns: Values | None, dialect: Dialect, *, alone: bool = False
    ) -> None:
        """Compile it; ``alone`` is the form for lists of keys that hold one key each."""
        compiled: Any = statement.compile(
            dialect=dialect,
            column_keys=None if columns is None else list(columns),
            compile_kwargs={ALONE: True} if alone else {},
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
        # Columns of an INSERT are nearly always all given, what stands in the statement never.
        self._mixed = any(name not in (columns or {}) for name in self._fixed)
        self._pick = _picker(self._names)
        given = {name for name in binds if name not in self._fixed or name in (columns or {})}
        self._inputs = _changes(
            [binds[name].type if name in given else None for name in self._names],
            partial(_into, alone=alone),
            dialect,
        )
        # SQLite makes a table of each list; a server, which takes values by name, has arrays.
        plain = alone or self._by_name
        lists = (name for name in given if isinstance(binds[name].type, KeyList))
        self.lists = () if plain else tuple(lists)
        self._for_one = partial(Form, statement, columns, dialect, alone=True)
        self._one: Form | None = None
        chosen = list(getattr(statement, "selected_columns", ()))
        self._outputs = _changes((column.type for column in chosen), _out_of, dialect)
        labels = [column.name for column in chosen]
        found: Any = namedtuple("Found", labels)  # type: ignore[misc]  # noqa: PYI024
        # As the tuple's own ``_make``, without counting what the statement has counted.
        self._make = partial(tuple.__new__, found) if chosen else None
        self._first = dict(self._outputs).get(0)

    def fit(self, values: Values) -> "Form":
        """The form for these values: that with ``=`` where each list of keys holds a single one."""
        for name in self.lists:
            keys = values[name]
            if type(keys) is not list or len(keys) != 1:
                return self
        if self._one is None:
            self._one = self._for_one()
        return self._one

    def fetch(self, s: Connection, values: Values) -> Sequence[Any]:
        """Driver rows of the statement, all of them."""
        driver = s.__dict__.get(DRIVER)
        if driver is None:
            return fetch(s, self.sql, self.parameters(values))
        # Damage is met while rows are read as well: a text that is none, a page that is gone.
        try:
            rows: Sequence[Any] = driver.execute(self.sql, self.parameters(values)).fetchall()
        except driver.Error as error:
            raise translated(s, self.sql, error) from error
        return rows

    def parameters(self, values: Values) -> Any:
        """Values in the driver's form and order.

        Raises:
            KeyError: for a parameter that is not given; that is a caller's bug.
        """
        try:
            picked = self._pick({**self._fixed, **values} if self._mixed else values)
        except KeyError:
            picked = self._pick({**self._fixed, **values})
        given = _changed(picked, self._inputs) if self._inputs else picked
        return dict(zip(self._names, given, strict=True)) if self._by_name else given

    def records(self, rows: Sequence[Any]) -> Sequence[Any]:
        """Driver rows as named tuples with values of the column types."""
        make, outputs = self._make, self._outputs
        if not rows or make is None:
            return rows
        if not outputs:
            return list(map(make, rows))
        return [make(_changed(row, outputs)) for row in rows]

    def value(self, first: Any) -> Any:
        """The first value of a row as its column type says."""
        return first if first is None or self._first is None else self._first(first)


def _picker(names: tuple[str, ...]) -> Change:
    """What takes the values of some names out of a mapping, as a tuple."""
    if len(names) > 1:
        return itemgetter(*names)
    if not names:
        return lambda _values: ()
    (name,) = names
    return lambda values: (values[name],)


def _into(kind: TypeEngine[Any], dialect: Dialect, *, alone: bool = False) -> Change | None:
    """How a value of ours becomes the driver's."""
    if alone and isinstance(kind, KeyList):
        return _FIRST
    quick = quick_ways(kind, dialect)
    return quick[0] if quick else kind.dialect_impl(dialect).bind_processor(dialect)


def _out_of(kind: TypeEngine[Any], dialect: Dialect) -> Change | None:
    """How a driver's value becomes ours."""
    quick = quick_ways(kind, dialect)
    return quick[1] if quick else kind.dialect_impl(dialect).result_processor(dialect, None)


def _constant(bind: Any, dialect: Dialect) -> Any:
    """The driver's form of a value that stands in the statement."""
    change = _into(bind.type, dialect)
    return bind.value if change is None or bind.value is None else change(bind.value)


def _changes(
    kinds: Iterable[TypeEngine[Any] | None], how: Callable[..., Change | None], dialect: Dialect
) -> tuple[tuple[int, Change], ...]:
    """The places of a row whose values change their form, and how."""
    wanted = ((place, kind) for place, kind in enumerate(kinds) if kind is not None)
    found = ((place, how(kind, dialect)) for place, kind in wanted)
    return tuple((place, change) for place, change in found if change is not None)


def _changed(row: Sequence[Any], changes: tuple[tuple[int, Change], ...]) -> tuple[Any, ...]:
    """A row with the values at some places in their other form; NULL stays NULL."""
    values = list(row)
    for place, change in changes:
        value = values[place]
        if value is not None:
            values[place] = change(value)
    return tuple(values)
