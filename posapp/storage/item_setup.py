"""Set-up of payable items, read as one record."""

from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection

from posapp.domain.item_setup import ItemKind, ItemSetUp
from posapp.storage.coded_rows import by_code, rows_of
from posapp.storage.tables.item_setup import (
    ItemKindRow,
    LocationClassRow,
    ViolationCodeRow,
    ViolationFineRow,
)


def load_item_setup(s: Connection) -> ItemSetUp:
    """Every kind of items, and what violations cost where."""
    fines = rows_of(ViolationFineRow).all(s)
    return ItemSetUp(
        kinds=by_code(s, ItemKindRow, ItemKind),
        violations=_active(s, ViolationCodeRow),
        locations=_active(s, LocationClassRow),
        fines=MappingProxyType(
            {(row.violation_code, row.location_class): row.amount for row in fines}
        ),
    )


def _active(s: Connection, kind: Any) -> MappingProxyType[str, str]:
    rows = rows_of(kind, "code").all(s)
    return MappingProxyType({row.code: row.description for row in rows if row.active})
