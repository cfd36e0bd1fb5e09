"""Open drawers of an office, for those who move money between them."""

from typing import Final

from sqlalchemy import Connection, bindparam

from posapp.domain.codes import ControlStatus
from posapp.domain.tender_controls import Control
from posapp.storage.base import record
from posapp.storage.prepared import Prepared
from posapp.storage.tables.controls import TenderControlRow
from posapp.storage.tables.setup import TenderSourceRow
from posapp.storage.tender_controls import CONTROLS

_OPEN_OF_OFFICE: Final = Prepared(
    CONTROLS.join(TenderSourceRow, TenderSourceRow.code == TenderControlRow.tender_source)
    .where(
        TenderControlRow.status == ControlStatus.OPEN,
        TenderSourceRow.office == bindparam("office"),
    )
    .order_by(TenderControlRow.id)
)


def load_open_controls_of_office(s: Connection, office: str) -> tuple[Control, ...]:
    """Open tender controls of an office, whoever's they are, oldest first."""
    return tuple(record(row, Control) for row in _OPEN_OF_OFFICE.all(s, {"office": office}))
