"""Reading a payment event for its page, the command line and paper."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any, Final

from sqlalchemy import Connection, bindparam, false, func, select

from posapp.domain.codes import ControlStatus, ItemState
from posapp.domain.control_lines import is_above_limit, like_cash
from posapp.domain.distribution_rule import ValueType
from posapp.domain.event_views import (
    DetailView,
    EventView,
    PaymentView,
    SegmentView,
    TenderView,
)
from posapp.domain.ids import EventId, short_id
from posapp.domain.money import Money
from posapp.domain.setup import SetUp
from posapp.storage.base import record
from posapp.storage.characteristics import characteristics_asked, load_characteristics
from posapp.storage.clearing_requests import load_requests
from posapp.storage.movements import load_movements
from posapp.storage.payment_lines import lines_asked, load_lines
from posapp.storage.prepared import Prepared
from posapp.storage.reading_ahead import in_one_trip
from posapp.storage.tables.agreements import AgreementRow, BillRow
from posapp.storage.tables.controls import TenderControlRow
from posapp.storage.tables.items import PayableItemRow
from posapp.storage.tables.ledger import FinancialTransactionRow
from posapp.storage.tables.payment_events import (
    DistributionDetailRow,
    PaymentEventRow,
    PaymentRow,
    PaySegmentRow,
    TenderRow,
)
from posapp.storage.tables.people import AccountRow, PersonRow
from posapp.storage.tables.setup import DistributionRuleRow
from posapp.storage.tables.system import UserRow
from posapp.storage.types import total_of

_EVENT: Final = Prepared(
    select(PaymentEventRow.__table__, UserRow.name.label("user_name"))
    .join(UserRow, UserRow.id == PaymentEventRow.created_by)
    .where(PaymentEventRow.id == bindparam("id"))
)
_TENDERS: Final = Prepared(
    select(
        TenderRow.__table__,
        PersonRow.name.label("payor_name"),
        func.coalesce(TenderControlRow.tender_source, "").label("tender_source"),
        TenderControlRow.status.label("control_status"),
        TenderControlRow.starting_balance,
        UserRow.name.label("taken_by"),
    )
    .join(AccountRow, AccountRow.id == TenderRow.payor_account_id)
    .join(PersonRow, PersonRow.id == AccountRow.person_id)
    .join(UserRow, UserRow.id == TenderRow.created_by)
    .outerjoin(TenderControlRow, TenderControlRow.id == TenderRow.tender_control_id)
    .where(TenderRow.event_id == bindparam("id"))
    .order_by(TenderRow.id)
)
_PAYMENTS: Final = Prepared(
    select(PaymentRow.__table__, PersonRow.name.label("account_name"), AccountRow.customer_class)
    .join(AccountRow, AccountRow.id == PaymentRow.account_id)
    .join(PersonRow, PersonRow.id == AccountRow.person_id)
    .where(PaymentRow.event_id == bindparam("id"))
    .order_by(PaymentRow.id)
)
_BALANCE = (
    select(total_of(FinancialTransactionRow.current_amount))
    .where(FinancialTransactionRow.agreement_id == AgreementRow.id)
    .scalar_subquery()
)
_SEGMENTS: Final = Prepared(
    select(
        PaySegmentRow.payment_id,
        PaySegmentRow.agreement_id,
        AgreementRow.sa_type,
        AgreementRow.service,
        PaySegmentRow.amount,
        _BALANCE.label("current_balance"),
        func.coalesce(PayableItemRow.number, "").label("item"),
        PaySegmentRow.bill_id,
        func.coalesce(BillRow.number, "").label("bill"),
    )
    .join(AgreementRow, AgreementRow.id == PaySegmentRow.agreement_id)
    .outerjoin(PayableItemRow, PayableItemRow.agreement_id == PaySegmentRow.agreement_id)
    .outerjoin(BillRow, BillRow.id == PaySegmentRow.bill_id)
    .join(PaymentRow, PaymentRow.id == PaySegmentRow.payment_id)
    .where(PaymentRow.event_id == bindparam("id"))
    .order_by(PaySegmentRow.payment_id, PaySegmentRow.id)
)
# The one bill of a number; where several accounts have it, nobody knows which was meant.
_BILL_NAMED = (
    select(func.max(BillRow.id))
    .where(
        BillRow.number == DistributionDetailRow.value,
        DistributionRuleRow.value_type == ValueType.BILL,
    )
    .having(func.count() == 1)
    .scalar_subquery()
)
_ITEM_NAMED = (
    select(func.max(PayableItemRow.agreement_id))
    .where(
        PayableItemRow.number == DistributionDetailRow.value,
        PayableItemRow.state != ItemState.RELEASED,
        DistributionRuleRow.value_type == ValueType.ITEM,
    )
    .scalar_subquery()
)
_DETAILS: Final = Prepared(
    select(
        DistributionDetailRow.__table__,
        DistributionRuleRow.description.label("name"),
        DistributionRuleRow.label,
        DistributionRuleRow.value_type,
        _BILL_NAMED.label("bill_id"),
        _ITEM_NAMED.label("item_agreement_id"),
    )
    .join(DistributionRuleRow, DistributionRuleRow.code == DistributionDetailRow.rule)
    .where(
        DistributionDetailRow.event_id == bindparam("id"), DistributionDetailRow.replaced == false()
    )
    .order_by(DistributionDetailRow.id)
)
_IS_THERE: Final = Prepared(select(PaymentEventRow.id).where(PaymentEventRow.id == bindparam("id")))
_OF_REQUEST: Final = Prepared(
    select(PaymentEventRow.id).where(PaymentEventRow.request_id == bindparam("request_id"))
)


def load_event(s: Connection, event_id: EventId, setup: SetUp) -> EventView | None:
    """A payment event with tenders, payments, segments and details; ``None`` if there is none."""
    key = {"id": event_id}
    own = [(one, key) for one in (_EVENT, _TENDERS, _SEGMENTS, _PAYMENTS, _DETAILS)]
    asks = [*own, lines_asked(event_id), characteristics_asked(event_id)]
    with in_one_trip(s, asks):
        row = _EVENT.first(s, key)
        if row is None:
            return None
        rows = _TENDERS.all(s, key)
        return record(
            row,
            EventView,
            receipt_number=receipt_number(row.receipt_control_id, row.receipt_seq),
            created_by=row.user_name,
            tenders=_tenders(s, event_id, rows, setup),
            payments=_load_payments(s, event_id, setup),
            details=tuple(
                record(detail, DetailView, value_type=ValueType(detail.value_type))
                for detail in _DETAILS.all(s, key)
            ),
            above_limit=_limit_passed(s, rows, setup),
            bond=None,
            characteristics=load_characteristics(s, event_id),
        )


def _tenders(
    s: Connection, event_id: EventId, rows: Sequence[Any], setup: SetUp
) -> tuple[TenderView, ...]:
    types = setup.tender_types
    debited = any(types[row.tender_type].generate_auto_pay for row in rows)
    requests = {one.tender_id: one for one in load_requests(s, event_id)} if debited else {}
    return tuple(
        record(
            row,
            TenderView,
            description=types[row.tender_type].description,
            auto_pay=requests.get(row.id),
        )
        for row in rows
    )


def event_exists(s: Connection, event_id: EventId) -> bool:
    """Whether an event is there; a deleted one is not (PE-13)."""
    return _IS_THERE.first(s, {"id": event_id}) is not None


def find_event_of_request(s: Connection, request_id: str) -> EventId | None:
    """The event that a request made; ``None`` when it made none (D-21)."""
    found = _OF_REQUEST.scalar(s, {"request_id": request_id})
    return None if found is None else EventId(found)


def receipt_number(control_id: int | None, seq: int | None) -> str | None:
    """``<tender control>-<n>`` (D-31)."""
    if control_id is None or seq is None:
        return None
    return f"{short_id(control_id)}-{seq}"


def _load_payments(s: Connection, event_id: EventId, setup: SetUp) -> tuple[PaymentView, ...]:
    segments: Mapping[int, Sequence[SegmentView]] = {
        payment_id: [
            record(row, SegmentView, description=setup.sa_types[row.sa_type].description)
            for row in group
        ]
        for payment_id, group in groupby(
            _SEGMENTS.all(s, {"id": event_id}), key=lambda row: row.payment_id
        )
    }
    lines = load_lines(s, event_id)
    return tuple(
        record(
            row,
            PaymentView,
            non_cis=setup.customer_classes[row.customer_class].non_cis,
            segments=tuple(segments.get(row.id, ())),
            lines=lines.get(row.id, ()),
        )
        for row in _PAYMENTS.all(s, {"id": event_id})
    )


def _limit_passed(s: Connection, tenders: Sequence[Any], setup: SetUp) -> Money | None:
    """The limit of the event's drawer when its like-cash money is above it (TI-10)."""
    # Several tenders lie in one drawer, which is counted once.
    drawers = {
        one.tender_control_id: (one.starting_balance, setup.tender_sources.get(one.tender_source))
        for one in tenders
        if one.control_status is ControlStatus.OPEN
    }
    for control_id, (start, source) in drawers.items():
        if source is None or source.max_amount_balance is None:
            continue
        held = like_cash(load_movements(s, control_id), start, setup)
        if is_above_limit(held, source.max_amount_balance):
            return source.max_amount_balance
    return None
