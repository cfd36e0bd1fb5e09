"""Rows of the set-up by their codes: read by each command and at each start, so prepared."""

from functools import cache
from types import MappingProxyType
from typing import Any, TypeVar

from sqlalchemy import Connection, Select, select

from posapp.storage.base import record, table_of
from posapp.storage.prepared import Prepared

R = TypeVar("R")


@cache
def rows_of(row: Any, *order: str) -> Prepared:
    """Every row of a table in the order of some of its columns."""
    table = table_of(row)
    found: Select[Any] = select(table)
    return Prepared(found.order_by(*(table.c[name] for name in order)) if order else found)


def by_code(s: Connection, row: Any, cls: type[R]) -> MappingProxyType[str, R]:
    """Records of a table with a column ``code``, in its order."""
    return MappingProxyType({line.code: record(line, cls) for line in rows_of(row, "code").all(s)})
