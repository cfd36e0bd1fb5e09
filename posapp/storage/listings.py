"""The selects behind the paged lists: payments, tenders, events, bills (SR-1, SR-2, SR-4, PE-7)."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Connection, and_, func, select
from sqlalchemy.sql import Select

from posapp.domain.browse import (
    Criteria,
    EventItem,
    ListTotals,
    PaymentItem,
    TenderItem,
)
from posapp.domain.codes import PaymentStatus, TenderStatus
from posapp.domain.desk import event_state
from posapp.domain.ids import AccountId, EventId
from posapp.domain.listing import Page, PageRequest
from posapp.domain.money import total
from posapp.storage.base import record, table_of
from posapp.storage.criteria import (
    EVENT,
    PAYMENT,
    TENDER,
    on_events,
    on_payments,
    on_tenders,
    sort_name,
)
from posapp.storage.event_views import receipt_number
from posapp.storage.handed import FLAGGED, handed_over, in_words
from posapp.storage.paging import Order, Orders, fetch_page
from posapp.storage.prepared import Prepared, any_of
from posapp.storage.tables.agreements import BillRow
from posapp.storage.tables.people import AccountRow, PersonRow
from posapp.storage.tables.setup import CancelReasonRow, TenderTypeRow
from posapp.storage.tables.system import UserRow
from posapp.storage.types import total_of

_account, _person, _user = table_of(AccountRow), table_of(PersonRow), table_of(UserRow)
_bill, _type, _reason = table_of(BillRow), table_of(TenderTypeRow), table_of(CancelReasonRow)

_PAYMENTS: Final = (
    select(
        PAYMENT.c.id.label("payment_id"),
        PAYMENT.c.event_id,
        EVENT.c.payment_date,
        PAYMENT.c.account_id,
        _person.c.name.label("account_name"),
        PAYMENT.c.amount,
        EVENT.c.currency,
        PAYMENT.c.status,
        PAYMENT.c.error_text,
        PAYMENT.c.match_type,
        PAYMENT.c.match_value,
        EVENT.c.document_number,
        PAYMENT.c.created_at,
        _user.c.name.label("created_by"),
    )
    .join(EVENT, EVENT.c.id == PAYMENT.c.event_id)
    .join(_account, _account.c.id == PAYMENT.c.account_id)
    .join(_person, _person.c.id == _account.c.person_id)
    .join(_user, _user.c.id == EVENT.c.created_by)
)
_PAYMENT_ORDERS: Final[Orders] = {
    "": Order((EVENT.c.payment_date, EVENT.c.id, PAYMENT.c.id), newest_first=True),
    "payment_date": Order((EVENT.c.payment_date, EVENT.c.id, PAYMENT.c.id)),
    "amount": Order((PAYMENT.c.amount, PAYMENT.c.id)),
    "account_id": Order((PAYMENT.c.account_id, PAYMENT.c.id)),
    "account_name": Order((sort_name(PAYMENT.c.account_id), PAYMENT.c.id)),
}
_TENDERS: Final = (
    select(
        TENDER.c.id.label("tender_id"),
        TENDER.c.event_id,
        EVENT.c.payment_date,
        TENDER.c.payor_account_id,
        _person.c.name.label("payor_name"),
        TENDER.c.tender_type,
        _type.c.description,
        TENDER.c.amount,
        EVENT.c.currency,
        TENDER.c.status,
        FLAGGED.label("is_flagged"),
        TENDER.c.tender_control_id,
        TENDER.c.check_number,
        TENDER.c.external_reference,
        TENDER.c.created_at,
        _user.c.name.label("created_by"),
    )
    .join(EVENT, EVENT.c.id == TENDER.c.event_id)
    .join(_account, _account.c.id == TENDER.c.payor_account_id)
    .join(_person, _person.c.id == _account.c.person_id)
    .join(_type, _type.c.code == TENDER.c.tender_type)
    .join(_user, _user.c.id == TENDER.c.created_by)
)
_TENDER_ORDERS: Final[Orders] = {
    "": Order((EVENT.c.payment_date, EVENT.c.id, TENDER.c.id), newest_first=True),
    "payment_date": Order((EVENT.c.payment_date, EVENT.c.id, TENDER.c.id)),
    "amount": Order((TENDER.c.amount, TENDER.c.id)),
    "payor_account_id": Order((TENDER.c.payor_account_id, TENDER.c.id)),
    "payor_name": Order((sort_name(TENDER.c.payor_account_id), TENDER.c.id)),
    "check_number": Order((TENDER.c.check_number, TENDER.c.id)),
}
_EVENTS: Final = select(
    EVENT.c.id,
    EVENT.c.payment_date,
    EVENT.c.created_at,
    EVENT.c.currency,
    EVENT.c.document_number,
    EVENT.c.receipt_control_id,
    EVENT.c.receipt_seq,
    _user.c.name.label("created_by"),
).join(_user, _user.c.id == EVENT.c.created_by)
_EVENT_ORDERS: Final[Orders] = {
    "": Order((EVENT.c.payment_date, EVENT.c.id), newest_first=True),
    "payment_date": Order((EVENT.c.payment_date, EVENT.c.id)),
    "event_id": Order((EVENT.c.id,)),
}
_PAID: Final = Prepared(
    select(PAYMENT.c.event_id, PAYMENT.c.status, total_of(PAYMENT.c.amount).label("paid"))
    .where(any_of(PAYMENT.c.event_id, "events"))
    .group_by(PAYMENT.c.event_id, PAYMENT.c.status)
)


def list_payments(s: Connection, request: PageRequest, criteria: Criteria) -> Page[PaymentItem]:
    """Payments that fulfil all criteria, newest first (SR-2)."""
    query = on_payments(_PAYMENTS, criteria)
    rows, following = fetch_page(s, query, _PAYMENT_ORDERS, request)
    return Page(tuple(record(row, PaymentItem) for row in rows), following)


def list_tenders(s: Connection, request: PageRequest, criteria: Criteria) -> Page[TenderItem]:
    """Tenders that fulfil all criteria, newest first (SR-2)."""
    query = on_tenders(_TENDERS, criteria)
    rows, following = fetch_page(s, query, _TENDER_ORDERS, request)
    items = (record(row, TenderItem, flagged=bool(row.is_flagged)) for row in rows)
    return Page(tuple(items), following)


def total_payments(s: Connection, criteria: Criteria, *, sums: bool) -> ListTotals:
    """Count and sums of the payments that fulfil all criteria (SR-4)."""
    query = select(EVENT.c.currency, func.count().label("n"), total_of(PAYMENT.c.amount))
    joined = query.join_from(PAYMENT, EVENT, EVENT.c.id == PAYMENT.c.event_id)
    return _totals(s, on_payments(joined, criteria), sums=sums)


def total_tenders(s: Connection, criteria: Criteria, *, sums: bool) -> ListTotals:
    """Count and sums of the tenders that fulfil all criteria, change counted negative (SR-4)."""
    query = select(EVENT.c.currency, func.count().label("n"), total_of(TENDER.c.amount))
    joined = query.join_from(TENDER, EVENT, EVENT.c.id == TENDER.c.event_id)
    return _totals(s, on_tenders(joined, criteria), sums=sums)


def total_events(s: Connection, criteria: Criteria, *, sums: bool) -> ListTotals:
    """Count of the events that fulfil all criteria, and what their live payments come to (SR-4)."""
    live = PAYMENT.alias()
    of_event = and_(live.c.event_id == EVENT.c.id, live.c.status != PaymentStatus.CANCELED)
    count = func.count(EVENT.c.id.distinct()).label("n")
    query = select(EVENT.c.currency, count, total_of(live.c.amount))
    joined = query.select_from(EVENT.outerjoin(live, of_event))
    return _totals(s, on_events(joined, criteria), sums=sums)


def _totals(s: Connection, query: Select[Any], *, sums: bool) -> ListTotals:
    rows = s.execute(query.group_by(EVENT.c.currency).order_by(EVENT.c.currency)).all()
    found = {currency: amount for currency, _, amount in rows}
    return ListTotals(sum(count for _, count, _ in rows), found if sums else None)


def list_events(s: Connection, request: PageRequest, criteria: Criteria) -> Page[EventItem]:
    """Events that fulfil all criteria, newest first (SR-1)."""
    rows, following = fetch_page(s, on_events(_EVENTS, criteria), _EVENT_ORDERS, request)
    tenders = handed_over(s, [row.id for row in rows])
    paid: dict[int, list[Any]] = defaultdict(list)
    for line in _PAID.all(s, {"events": [row.id for row in rows]}):
        paid[line.event_id].append(line)
    return Page(tuple(_event(row, tenders[row.id], paid[row.id]) for row in rows), following)


def _event(row: Any, tenders: Sequence[Any], paid: Sequence[Any]) -> EventItem:
    valid = [tender for tender in tenders if tender.status is TenderStatus.VALID]
    amount = total(line.paid for line in paid if line.status is not PaymentStatus.CANCELED)
    # An event always begins with a tender that somebody handed over.
    payor = next((t for t in tenders if not t.is_flagged), tenders[0])
    return EventItem(
        event_id=EventId(row.id),
        account_id=AccountId(payor.payor_account_id),
        payor_name=payor.payor_name,
        payment_date=row.payment_date,
        created_at=row.created_at,
        currency=row.currency,
        tender=in_words(tenders),
        tendered=total(tender.amount for tender in valid if not tender.is_flagged),
        amount=amount,
        state=event_state(
            [line.status for line in paid],
            amount,
            total(tender.amount for tender in valid),
            valid_tenders=bool(valid),
        ),
        document_number=row.document_number,
        receipt_number=receipt_number(row.receipt_control_id, row.receipt_seq),
        created_by=row.created_by,
    )
