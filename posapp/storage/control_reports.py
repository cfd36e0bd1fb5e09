"""What X and Z reports show beside the lines of a drawer (controls 17, BL-06)."""

from datetime import datetime

from sqlalchemy import Connection, select

from posapp.domain.codes import TenderStatus
from posapp.domain.control_lines import ControlLine
from posapp.domain.day_papers import VoidedTender
from posapp.domain.ids import ControlId, short_id
from posapp.domain.setup import SetUp
from posapp.domain.setup_options import Denomination
from posapp.domain.turn_in import Counted
from posapp.storage.base import table_of
from posapp.storage.tables.closes import CloseLineRow
from posapp.storage.tables.counts import CountDenominationRow
from posapp.storage.tables.payment_events import PaymentEventRow, TenderRow

_line, _notes = table_of(CloseLineRow), table_of(CountDenominationRow)
_tender, _event = table_of(TenderRow), table_of(PaymentEventRow)


def load_close_lines(s: Connection, close_id: int, setup: SetUp) -> tuple[ControlLine, ...]:
    """Lines of a Z report as they were when its drawer was balanced, the float's type first."""
    first = setup.installation.starting_balance_tender_type
    rows = s.execute(select(_line).where(_line.c.close_id == close_id)).all()
    return tuple(
        ControlLine(
            tender_type=row.tender_type,
            description=setup.tender_types[row.tender_type].description,
            starting=row.starting,
            count=row.tenders,
            received=row.received,
            change=row.change,
            booked=row.over_under,
            turned_in=row.turned_in,
            issued=row.issued,
            refunded=row.refunded,
            expected=row.expected,
            ending=row.ending,
            over_under=row.ending - row.expected,
        )
        for row in sorted(rows, key=lambda row: (row.tender_type != first, row.tender_type))
    )


def load_counted(s: Connection, count_id: int, currency: str) -> Counted:
    """Notes and coins of a count, the largest first."""
    rows = s.execute(
        select(_notes.c.value, _notes.c.coin, _notes.c.quantity)
        .where(_notes.c.count_id == count_id)
        .order_by(_notes.c.value.desc(), _notes.c.coin)
    )
    return tuple((Denomination(currency, row.value, row.coin), row.quantity) for row in rows)


def load_voids(
    s: Connection, control_id: ControlId, until: datetime | None = None
) -> tuple[VoidedTender, ...]:
    """Canceled tenders of a drawer in the order they came in; ``until`` leaves later ones out."""
    query = (
        select(
            _event.c.receipt_control_id,
            _event.c.receipt_seq,
            _tender.c.tender_type,
            _tender.c.control_amount,
            _tender.c.cancel_reason,
            _tender.c.canceled_at,
        )
        .join(_event, _event.c.id == _tender.c.event_id)
        .where(
            _tender.c.tender_control_id == control_id,
            _tender.c.status == TenderStatus.CANCELED,
        )
        .order_by(_tender.c.id)
    )
    if until is not None:
        query = query.where(_tender.c.canceled_at <= until)
    return tuple(
        VoidedTender(
            _receipt(row.receipt_control_id, row.receipt_seq),
            row.tender_type,
            row.control_amount,
            row.cancel_reason or "",
            row.canceled_at,
        )
        for row in s.execute(query)
    )


def _receipt(control: int | None, number: int | None) -> str:
    """The receipt number of an event, empty for one that has none (D-31)."""
    return "" if control is None or number is None else f"{short_id(control)}-{number}"
