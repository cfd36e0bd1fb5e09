"""Lists for the desk: events of a drawer, drawers at work, deposit controls that are open."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from posapp.domain.codes import ControlStatus, PaymentStatus, TenderStatus
from posapp.domain.desk import EventLine, event_state
from posapp.domain.ids import ControlId, EventId
from posapp.domain.money import total
from posapp.domain.setup import SetUp
from posapp.domain.tender_controls import Control, DepositControl
from posapp.storage.base import record
from posapp.storage.prepared import Prepared, any_of, one_of
from posapp.storage.tables.controls import TenderControlRow
from posapp.storage.tables.payment_events import PaymentEventRow, PaymentRow, TenderRow
from posapp.storage.tables.people import AccountRow, PersonRow
from posapp.storage.tables.setup import TenderSourceRow
from posapp.storage.tender_controls import CONTROLS, DEPOSITS

_AT_WORK = (ControlStatus.OPEN.value, ControlStatus.BALANCING.value)

_NEWEST = Prepared(
    select(TenderRow.event_id)
    .where(TenderRow.tender_control_id == bindparam("control_id"))
    .group_by(TenderRow.event_id)
    .order_by(TenderRow.event_id.desc())
    .limit(bindparam("most"))
)
_EVENTS = Prepared(
    select(
        PaymentEventRow.id,
        PaymentEventRow.payment_date,
        PaymentEventRow.created_at,
        PaymentEventRow.currency,
    )
    .where(any_of(PaymentEventRow.id, "events"))
    .order_by(PaymentEventRow.id.desc())
)
_TENDERS = Prepared(
    select(
        TenderRow.event_id,
        TenderRow.tender_type,
        TenderRow.check_number,
        TenderRow.amount,
        TenderRow.status,
        TenderRow.cash_back,
        TenderRow.rounding,
        TenderRow.payor_account_id,
        PersonRow.name,
    )
    .join(AccountRow, AccountRow.id == TenderRow.payor_account_id)
    .join(PersonRow, PersonRow.id == AccountRow.person_id)
    .where(any_of(TenderRow.event_id, "events"))
    .order_by(TenderRow.id)
)
_PAYMENTS = Prepared(
    select(PaymentRow.event_id, PaymentRow.amount, PaymentRow.status).where(
        any_of(PaymentRow.event_id, "events")
    )
)
_DRAWERS = Prepared(
    CONTROLS.add_columns(TenderSourceRow.description.label("source_description"))
    .join(TenderSourceRow, TenderSourceRow.code == TenderControlRow.tender_source)
    .where(
        TenderSourceRow.office == bindparam("office"),
        one_of(TenderControlRow.status, _AT_WORK),
    )
    .order_by(TenderControlRow.tender_source, TenderControlRow.id)
)
_EVENT_COUNTS = Prepared(
    select(TenderRow.tender_control_id, func.count(func.distinct(TenderRow.event_id)).label("n"))
    .where(any_of(TenderRow.tender_control_id, "controls"))
    .group_by(TenderRow.tender_control_id)
)
_UNFROZEN = Prepared(
    select(func.count(func.distinct(PaymentRow.event_id))).where(
        one_of(PaymentRow.status, (status for status in PaymentStatus if status.is_unfrozen)),
        PaymentRow.event_id.in_(
            select(TenderRow.event_id).where(TenderRow.tender_control_id == bindparam("control_id"))
        ),
    )
)
_deposit = DEPOSITS.selected_columns
_OPEN_DEPOSITS = Prepared(
    DEPOSITS.where(
        _deposit.office == bindparam("office"), one_of(_deposit.status, _AT_WORK)
    ).order_by(_deposit.id.desc())
)


def count_unfrozen(s: Connection, control_id: ControlId) -> int:
    """Events of a control with a payment that is Incomplete, Error or Freezable."""
    return int(_UNFROZEN.scalar(s, {"control_id": control_id}))


def load_events_of(
    s: Connection, control_id: ControlId, setup: SetUp, most: int
) -> tuple[EventLine, ...]:
    """The newest events with a tender in a control, newest first."""
    newest = _NEWEST.all(s, {"control_id": control_id, "most": most})
    ids = [row.event_id for row in newest]
    if not ids:
        return ()
    key = {"events": ids}
    tenders: dict[int, list[Any]] = defaultdict(list)
    payments: dict[int, list[Any]] = defaultdict(list)
    for tender in _TENDERS.all(s, key):
        tenders[tender.event_id].append(tender)
    for payment in _PAYMENTS.all(s, key):
        payments[payment.event_id].append(payment)
    return tuple(
        _line(row, tenders[row.id], payments[row.id], setup) for row in _EVENTS.all(s, key)
    )


def load_drawers(s: Connection, office: str) -> tuple[tuple[Control, str], ...]:
    """Tender controls of an office that are open or being balanced, with their source's words."""
    rows = _DRAWERS.all(s, {"office": office})
    return tuple((record(row, Control), row.source_description) for row in rows)


def count_all_events(s: Connection, controls: Sequence[ControlId]) -> Mapping[ControlId, int]:
    """Events with a tender in each control."""
    rows = _EVENT_COUNTS.all(s, {"controls": list(controls)})
    return {row.tender_control_id: row.n for row in rows}


def load_open_deposits(s: Connection, office: str) -> tuple[DepositControl, ...]:
    """Deposit controls of an office that are not balanced yet, newest first."""
    rows = _OPEN_DEPOSITS.all(s, {"office": office})
    return tuple(record(row, DepositControl) for row in rows)


def _line(row: Any, tenders: list[Any], payments: list[Any], setup: SetUp) -> EventLine:
    valid = [tender for tender in tenders if tender.status is TenderStatus.VALID]
    live = [payment for payment in payments if payment.status is not PaymentStatus.CANCELED]
    paid = total(payment.amount for payment in live)
    handed = [t for t in tenders if not t.cash_back and not t.rounding]
    # What was canceled is named only where nothing else is left.
    counts = [t for t in handed if t.status is TenderStatus.VALID] or handed
    words = [
        f"{setup.tender_types[t.tender_type].description} {t.check_number}".strip() for t in counts
    ]
    # An event always begins with a tender that somebody handed over.
    payor = (handed or tenders)[0]
    return EventLine(
        event_id=EventId(row.id),
        account_id=payor.payor_account_id,
        payor_name=payor.name,
        payment_date=row.payment_date,
        created_at=row.created_at,
        currency=row.currency,
        tender=" + ".join(dict.fromkeys(words)),
        tendered=total(t.amount for t in handed if t.status is TenderStatus.VALID),
        amount=paid,
        state=event_state(
            [payment.status for payment in payments],
            paid,
            total(tender.amount for tender in valid),
            valid_tenders=bool(valid),
        ),
    )
