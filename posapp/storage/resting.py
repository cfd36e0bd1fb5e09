"""Which events of a list rest until the day of their debits (D-06, AP-05)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final, TypeVar

from sqlalchemy import Connection, select

from posapp.domain.autopay_codes import RequestStatus
from posapp.domain.codes import PaymentStatus, TenderStatus
from posapp.domain.desk import EventLine, EventState
from posapp.domain.ids import BillId
from posapp.domain.resting import rests_until
from posapp.domain.setup import SetUp
from posapp.storage.base import table_of
from posapp.storage.prepared import Prepared, any_of
from posapp.storage.tables.autopay import ClearingRequestRow
from posapp.storage.tables.payment_events import PaymentRow, TenderRow

Line = TypeVar("Line", bound=EventLine)

_tender, _payment = table_of(TenderRow), table_of(PaymentRow)
_request = table_of(ClearingRequestRow)
_TENDERS: Final = Prepared(
    select(
        _tender.c.event_id,
        _tender.c.status,
        _tender.c.tender_type,
        _request.c.status.label("request_status"),
        _request.c.ledger_date,
        _request.c.bill_id,
    )
    .outerjoin(_request, _request.c.tender_id == _tender.c.id)
    .where(any_of(_tender.c.event_id, "events"))
)
_PAYMENTS: Final = Prepared(
    select(_payment.c.event_id, _payment.c.status)
    .where(any_of(_payment.c.event_id, "events"))
    .distinct()
)


@dataclass(frozen=True, slots=True)
class _Debit:
    """A request as far as its day goes."""

    status: RequestStatus
    ledger_date: date
    bill_id: BillId | None


@dataclass(frozen=True, slots=True)
class _Handed:
    """A tender as far as it may be a debit."""

    status: TenderStatus
    tender_type: str
    auto_pay: _Debit | None


def mark_resting(
    s: Connection, lines: Sequence[Line], today: date, setup: SetUp
) -> tuple[Line, ...]:
    """The lines, those that wait for the day of their debits marked so instead of unfrozen."""
    ids = [int(one.event_id) for one in lines if one.state is EventState.UNFROZEN]
    if not ids:
        return tuple(lines)
    tenders: dict[int, list[_Handed]] = defaultdict(list)
    statuses: dict[int, list[PaymentStatus]] = defaultdict(list)
    for row in _TENDERS.all(s, {"events": ids}):
        tenders[row.event_id].append(_handed(row))
    for row in _PAYMENTS.all(s, {"events": ids}):
        statuses[row.event_id].append(row.status)
    resting = {at for at in ids if rests_until(statuses[at], tenders[at], today, setup)}
    return tuple(
        replace(one, state=EventState.WAITING) if one.event_id in resting else one for one in lines
    )


def _handed(row: Any) -> _Handed:
    debit = None
    if row.request_status is not None:
        debit = _Debit(row.request_status, row.ledger_date, row.bill_id)
    return _Handed(row.status, row.tender_type, debit)
