"""Base of the tables: naming convention, STRICT, width checks, and rows to records."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from functools import cache
from operator import attrgetter
from typing import Any, ClassVar, TypeVar

from sqlalchemy import CheckConstraint, Connection, MetaData, Table, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

R = TypeVar("R")

# What services pass to storage functions as ``s``; they never look inside.
Transaction = Connection

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
STRICT: dict[str, Any] = {"sqlite_strict": True}
KEYED: dict[str, Any] = {"sqlite_strict": True, "sqlite_with_rowid": False}
_BY_BYTES = Text().with_variant(Text(collation="C"), "postgresql")


class Base(DeclarativeBase):
    """Declarative base; every table is STRICT on SQLite."""

    metadata: ClassVar[MetaData] = MetaData(naming_convention=NAMING)
    __table_args__: Any = STRICT


def table_of(row: Any) -> Table:
    """The Core table of a mapped class."""
    table: Table = row.__table__
    return table


def text_column(*, optional: bool = False, by_bytes: bool = False, **options: Any) -> Mapped[Any]:
    """A text column; ``optional`` ones may be NULL, the others default to the empty string.

    ``by_bytes`` ones are compared byte by byte on both engines, so that the numbers that begin
    with a text are a range of the index (C.4).
    """
    if not optional and not options.get("primary_key"):
        options.setdefault("default", "")
    return mapped_column(_BY_BYTES if by_bytes else Text(), nullable=optional, **options)


def width(column: str, most: int) -> CheckConstraint:
    """Field width of the rule books as a CHECK: STRICT knows no VARCHAR."""
    return CheckConstraint(f"length({column}) <= {most}", name=f"{column}_width")


@cache
def _names(cls: Any) -> tuple[str, ...]:
    return tuple(item.name for item in fields(cls))


@cache
def _picker(cls: Any) -> Callable[[Any], tuple[Any, ...]]:
    return attrgetter(*_names(cls))


def record(row: Any, cls: type[R], **more: Any) -> R:
    """Copy equal-named columns of a result row into a record; ``more`` fills or overrides."""
    kind: Any = cls
    if isinstance(row, tuple) and not more:
        # A row of ``storage.prepared``; no record of ours has a single field.
        made: R = kind(*_picker(kind)(row))
        return made
    values: Any = row if isinstance(row, Mapping) else row._asdict()
    picked = {name: values[name] for name in _names(kind) if name not in more}
    return cls(**picked, **more)
