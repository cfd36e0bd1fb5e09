"""Reading and writing the rows of any set-up table."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, and_, delete, func, insert, select, update

from posapp.storage.tables.schema import METADATA
from posapp.storage.tables.setup import InstallationRow

Row = Mapping[str, Any]


def list_rows(s: Connection, table: str, names: Sequence[str]) -> tuple[Row, ...]:
    """Every row of a table, by its key."""
    found = METADATA.tables[table]
    query = select(*(found.c[name] for name in names)).order_by(*found.primary_key.columns)
    return tuple(dict(row._mapping) for row in s.execute(query))  # noqa: SLF001 - its public name


def load_row(s: Connection, table: str, names: Sequence[str], key: Row) -> Row | None:
    """One row by its key, ``None`` when there is none; an empty key is the only row."""
    found = METADATA.tables[table]
    query = select(*(found.c[name] for name in names)).where(*_matches(found, key))
    row = s.execute(query).first()
    return None if row is None else dict(row._mapping)  # noqa: SLF001 - its public name


def insert_row(s: Connection, table: str, row: Row) -> None:
    """Add a row."""
    s.execute(insert(METADATA.tables[table]), dict(row))


def update_row(s: Connection, table: str, key: Row, values: Row) -> None:
    """Change a row."""
    found = METADATA.tables[table]
    s.execute(update(found).where(*_matches(found, key)).values(dict(values)))


def delete_row(s: Connection, table: str, key: Row) -> None:
    """Remove a row that nothing names."""
    found = METADATA.tables[table]
    s.execute(delete(found).where(*_matches(found, key)))


def exists(s: Connection, table: str, code: str) -> bool:
    """Whether a table has a row with this code, for references."""
    found = METADATA.tables[table]
    (key,) = found.primary_key.columns
    return s.execute(select(key).where(key == code)).first() is not None


def users_of(s: Connection, table: str, key: Row) -> tuple[str, int] | None:
    """The first table whose rows name this one, and how many do; ``None`` when none does."""
    found = METADATA.tables[table]
    for other in METADATA.sorted_tables:
        for constraint in other.foreign_key_constraints:
            if constraint.referred_table is not found:
                continue
            named = [
                column == key[element.column.name]
                for column, element in zip(constraint.columns, constraint.elements, strict=True)
            ]
            n = s.execute(select(func.count()).select_from(other).where(and_(*named))).scalar_one()
            if n:
                return other.name, n
    return None


def raise_version(s: Connection) -> None:
    """Tell every station that the set-up changed."""
    s.execute(update(InstallationRow).values(setup_version=InstallationRow.setup_version + 1))


def _matches(table: Table, key: Row) -> list[Any]:
    return [table.c[name] == value for name, value in key.items()]
