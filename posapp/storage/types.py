"""Column types: money, stamps, dates, codes and flags, the same in STRICT SQLite and PostgreSQL.

STRICT tables know INTEGER, TEXT, REAL, BLOB and ANY only, so every type names its SQLite form.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import lru_cache
from operator import attrgetter
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Date,
    DateTime,
    Dialect,
    Integer,
    SQLColumnExpression,
    Text,
    TypeDecorator,
)
from sqlalchemy.sql import func
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.types import TypeEngine

from posapp.domain.money import Money

Quick = Callable[[Any], Any]


def _variant(dialect: Dialect, sqlite: Any, other: Any) -> TypeEngine[Any]:
    return dialect.type_descriptor(sqlite if dialect.name == "sqlite" else other)


class BigInt(TypeDecorator[int]):
    """64-bit integer: INTEGER on SQLite, BIGINT elsewhere."""

    impl = BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """INTEGER on SQLite."""
        return _variant(dialect, Integer(), BigInteger())


class MoneyType(TypeDecorator[Money]):
    """Money as integer minor units; sums stay money (use ``total_of``)."""

    impl = BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """INTEGER on SQLite."""
        return _variant(dialect, Integer(), BigInteger())

    def process_bind_param(self, value: Money | None, _dialect: Dialect) -> int | None:
        """Money to minor units."""
        return None if value is None else value.minor

    def process_result_value(self, value: Any, _dialect: Dialect) -> Money | None:
        """Minor units to money; PostgreSQL's SUM gives a numeric."""
        return None if value is None else Money(int(value))


class UtcDateTime(TypeDecorator[datetime]):
    """Aware UTC instant; naive time is refused. TEXT in ISO form on SQLite."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """TEXT on SQLite, TIMESTAMPTZ elsewhere."""
        return _variant(dialect, Text(), DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """Refuse naive time, then UTC."""
        if value is None:
            return None
        if dialect.name == "sqlite":
            return _stamp_text(value)
        return _aware(value).astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Back to an aware UTC instant."""
        if value is None:
            return None
        if dialect.name == "sqlite":
            return datetime.fromisoformat(value)
        return value.astimezone(UTC)  # type: ignore[no-any-return]


def _aware(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError("a stamp must be aware")
    return value


# One action stamps ten rows with one instant; equal instants have one text whatever their zone.
@lru_cache(maxsize=8)
def _stamp_text(value: datetime) -> str:
    return _aware(value).astimezone(UTC).isoformat(timespec="microseconds")


class DateType(TypeDecorator[date]):
    """Business date: TEXT in ISO form on SQLite, DATE elsewhere."""

    impl = Date
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """TEXT on SQLite."""
        return _variant(dialect, Text(), Date())

    def process_bind_param(self, value: date | None, dialect: Dialect) -> Any:
        """ISO text on SQLite."""
        if value is None or dialect.name != "sqlite":
            return value
        return value.isoformat()

    def process_result_value(self, value: Any, _dialect: Dialect) -> date | None:
        """Back to a date."""
        if isinstance(value, str):
            return date.fromisoformat(value)
        return value  # type: ignore[no-any-return]


class Flag(TypeDecorator[bool]):
    """Yes or no: INTEGER 0/1 on SQLite, BOOLEAN elsewhere."""

    impl = Boolean
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """INTEGER on SQLite."""
        return _variant(dialect, Integer(), Boolean())

    def process_bind_param(self, value: bool | None, dialect: Dialect) -> Any:
        """0 or 1 on SQLite."""
        if value is None or dialect.name != "sqlite":
            return value
        return int(value)

    def process_result_value(self, value: Any, _dialect: Dialect) -> bool | None:
        """Back to a bool."""
        return None if value is None else bool(value)


class CodeType(TypeDecorator[StrEnum]):
    """A member of a closed list, stored as its text value."""

    impl = Text
    cache_ok = True

    def __init__(self, codes: type[StrEnum]) -> None:
        super().__init__()
        self.codes = codes

    def process_bind_param(self, value: StrEnum | None, _dialect: Dialect) -> str | None:
        """Refuse what is not in the list."""
        return None if value is None else self.codes(value).value

    def process_result_value(self, value: Any, _dialect: Dialect) -> StrEnum | None:
        """Back to the member."""
        return None if value is None else self.codes(value)


def quick_ways(kind: TypeEngine[Any], dialect: Dialect) -> tuple[Quick | None, Quick | None] | None:
    """The ways of values that are not NULL into and out of an engine without the toolkit's wrapping.

    Does what the two methods of the type do, in one call; ``None`` for types that have no such
    short way.
    """
    on_sqlite = dialect.name == "sqlite"
    if isinstance(kind, CodeType):
        # Members and their texts are equal, so both are found; what is not in the list is not.
        into = {code: code.value for code in kind.codes}
        return into.__getitem__, {code.value: code for code in kind.codes}.__getitem__
    return (_QUICK if on_sqlite else _QUICK_ON_SERVER).get(type(kind))


def _whole(value: Any) -> Money:
    return Money(int(value))


def _utc(value: datetime) -> datetime:
    return _aware(value).astimezone(UTC)


_QUICK: Final[Mapping[type, tuple[Quick | None, Quick | None]]] = {
    BigInt: (None, None),
    MoneyType: (attrgetter("minor"), Money),
    DateType: (date.isoformat, date.fromisoformat),
    Flag: (int, bool),
    UtcDateTime: (_stamp_text, datetime.fromisoformat),
}
_QUICK_ON_SERVER: Final[Mapping[type, tuple[Quick | None, Quick | None]]] = {
    BigInt: (None, None),
    MoneyType: (attrgetter("minor"), _whole),
    DateType: (None, None),
    Flag: (None, bool),
    UtcDateTime: (_utc, _utc),
}


def total_of(column: SQLColumnExpression[Money]) -> ColumnElement[Money]:
    """SUM of a money column that is zero, not NULL, for no rows.

    A bare ``coalesce(sum(x), Money(0))`` fails: the literal does not inherit the column type.
    """
    return func.coalesce(func.sum(column), 0, type_=MoneyType())
