"""Set-up of how payments are entered, read as one record."""

from types import MappingProxyType

from sqlalchemy import Connection

from posapp.domain.entry_setup import EntrySetUp
from posapp.domain.scan_layout import ScanLayout
from posapp.storage.coded_rows import by_code, rows_of
from posapp.storage.tables.entry import ScanLayoutRow, TenderWordRow


def load_entry_setup(s: Connection) -> EntrySetUp:
    """Every scan-line layout and word for a tender type."""
    words = rows_of(TenderWordRow, "code").all(s)
    return EntrySetUp(
        by_code(s, ScanLayoutRow, ScanLayout),
        MappingProxyType({row.code: row.tender_type for row in words}),
    )
