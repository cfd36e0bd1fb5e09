"""Set-up of how payments are entered, read as one record."""

from types import MappingProxyType

from sqlalchemy import Connection, select

from posapp.domain.entry_setup import EntrySetUp
from posapp.domain.scan_layout import ScanLayout
from posapp.storage.base import record, table_of
from posapp.storage.tables.entry import ScanLayoutRow, TenderWordRow

_layout, _word = table_of(ScanLayoutRow), table_of(TenderWordRow)


def load_entry_setup(s: Connection) -> EntrySetUp:
    """Every scan-line layout and word for a tender type."""
    layouts = s.execute(select(_layout).order_by(_layout.c.code))
    words = s.execute(select(_word).order_by(_word.c.code))
    return EntrySetUp(
        MappingProxyType({row.code: record(row, ScanLayout) for row in layouts}),
        MappingProxyType({row.code: row.tender_type for row in words}),
    )
