"""Base of the tables: naming convention, STRICT, width checks, and rows to records.

Tables are written as classes and are Core tables from the start: no mapper stands behind a class,
so that a start does not pay for one (P7).
"""

from collections.abc import Callable, Mapping
from dataclasses import fields
from functools import cache
from operator import attrgetter
from typing import Any, ClassVar, Final, TypeVar, get_args

from sqlalchemy import CheckConstraint, Column, Connection, Index, MetaData, Table, Text, text

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


class Base:
    """A table as a class: its columns are class attributes, ``ColumnElement[x | None]`` may be NULL.

    A subclass can stand in a statement wherever a table can; every table is STRICT on SQLite.
    """

    metadata: Final = MetaData(naming_convention=NAMING)
    __tablename__: ClassVar[str]
    __table__: ClassVar[Table]
    __table_args__: ClassVar[Any] = STRICT

    def __init_subclass__(cls) -> None:
        """Make the table of a subclass."""
        columns = []
        for name, kind in cls.__annotations__.items():
            one: Column[Any] = getattr(cls, name)
            one.key = one.name = name
            if not one.primary_key:
                one.nullable = type(None) in get_args(get_args(kind)[0])
            columns.append(one)
        given = cls.__table_args__
        *constraints, options = given if isinstance(given, tuple) else (given,)
        cls.__table__ = Table(cls.__tablename__, cls.metadata, *columns, *constraints, **options)

    @classmethod
    def __clause_element__(cls) -> Table:
        """What SQLAlchemy puts into a statement for the class."""
        return cls.__table__


def table_of(row: Any) -> Table:
    """The Core table of a mapped class."""
    table: Table = row.__table__
    return table


def column(kind: Any, **options: Any) -> Column[Any]:
    """A column of a table class; its name and whether it may be NULL are said by the class.

    Args:
        kind: its type, or the foreign key whose type it takes.
        options: of ``sqlalchemy.Column``.
    """
    return Column(kind, **options)


def text_column(*, optional: bool = False, by_bytes: bool = False, **options: Any) -> Column[Any]:
    """A text column; ``optional`` ones are NULL unless given, others default to the empty string.

    ``by_bytes`` ones are compared byte by byte on both engines, so that the numbers that begin
    with a text are a range of the index (C.4).
    """
    if not optional and not options.get("primary_key"):
        options.setdefault("default", "")
    return column(_BY_BYTES if by_bytes else Text(), **options)


def width(column: str, most: int) -> CheckConstraint:
    """Field width of the rule books as a CHECK: STRICT knows no VARCHAR."""
    return CheckConstraint(f"length({column}) <= {most}", name=f"{column}_width")


def some_rows(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    """An index of the rows that fulfil a condition; ``tell_servers`` says it to PostgreSQL too.

    Args:
        name: of the index.
        columns: what it is sorted by.
        where: SQL on the table's own columns.
        unique: whether no two of these rows may agree.
    """
    some = {"where": text(where)}
    return Index(name, *columns, unique=unique, sqlite_where=some["where"], info=some)


def tell_servers(metadata: MetaData) -> None:
    """Let the indexes of ``some_rows`` hold these rows only on PostgreSQL as well.

    Apart from them, because it loads all that the toolkit knows of PostgreSQL, which a start on
    SQLite does without (P7).
    """
    for table in metadata.tables.values():
        for index in table.indexes:
            if "where" in index.info:
                index.dialect_options["postgresql"]["where"] = index.info["where"]


@cache
def _names(cls: Any) -> tuple[str, ...]:
    return tuple(item.name for item in fields(cls))


@cache
def _picker(cls: Any) -> Callable[[Any], tuple[Any, ...]]:
    return attrgetter(*_names(cls))


@cache
def _copied(cls: Any, more: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in _names(cls) if name not in more)


def record(row: Any, cls: type[R], **more: Any) -> R:
    """Copy equal-named columns of a result row into a record; ``more`` fills or overrides."""
    kind: Any = cls
    if isinstance(row, tuple):
        # A row of ``storage.prepared``; no record of ours has a single field.
        if not more:
            made: R = kind(*_picker(kind)(row))
            return made
        return cls(**{name: getattr(row, name) for name in _copied(kind, tuple(more))}, **more)
    values: Any = row if isinstance(row, Mapping) else row._asdict()
    return cls(**{name: values[name] for name in _copied(kind, tuple(more))}, **more)
