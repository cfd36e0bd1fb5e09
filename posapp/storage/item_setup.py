"""Set-up of payable items, read as one record."""

from types import MappingProxyType

from sqlalchemy import Connection, Table, select

from posapp.domain.item_setup import ItemKind, ItemSetUp
from posapp.storage.base import record, table_of
from posapp.storage.tables.item_setup import (
    ItemKindRow,
    LocationClassRow,
    ViolationCodeRow,
    ViolationFineRow,
)

_kind, _fine = table_of(ItemKindRow), table_of(ViolationFineRow)
_violation, _location = table_of(ViolationCodeRow), table_of(LocationClassRow)


def load_item_setup(s: Connection) -> ItemSetUp:
    """Every kind of items, and what violations cost where."""
    kinds = s.execute(select(_kind).order_by(_kind.c.code))
    fines = s.execute(select(_fine))
    return ItemSetUp(
        kinds=MappingProxyType({row.code: record(row, ItemKind) for row in kinds}),
        violations=_active(s, _violation),
        locations=_active(s, _location),
        fines=MappingProxyType(
            {(row.violation_code, row.location_class): row.amount for row in fines}
        ),
    )


def _active(s: Connection, table: Table) -> MappingProxyType[str, str]:
    rows = s.execute(select(table).where(table.c.active).order_by(table.c.code))
    return MappingProxyType({row.code: row.description for row in rows})
