"""Paged lists of one account and of one event: bills, payment history, the payments grid."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, func, select

from posapp.domain.accounts import RecentPayment
from posapp.domain.browse import BillItem, EventFilter
from posapp.domain.event_views import PaymentView
from posapp.domain.ids import AccountId, EventId
from posapp.domain.listing import Page, PageRequest
from posapp.domain.setup import SetUp
from posapp.storage.base import record, table_of
from posapp.storage.criteria import EVENT, PAYMENT, name_begins, sort_name
from posapp.storage.handed import handed_over, in_words
from posapp.storage.paging import Order, Orders, fetch_page
from posapp.storage.tables.agreements import BillRow
from posapp.storage.tables.people import AccountRow, PersonRow
from posapp.storage.tables.setup import CancelReasonRow

_account, _person = table_of(AccountRow), table_of(PersonRow)
_bill, _reason = table_of(BillRow), table_of(CancelReasonRow)

_BILLS: Final = select(
    _bill.c.id.label("bill_id"),
    _bill.c.number,
    _bill.c.bill_date,
    _bill.c.due_date,
    _bill.c.amount,
    _bill.c.description,
)
_BILL_ORDERS: Final[Orders] = {
    "": Order((_bill.c.bill_date, _bill.c.id), newest_first=True),
    "bill_date": Order((_bill.c.bill_date, _bill.c.id)),
    "due_date": Order((_bill.c.due_date, _bill.c.id)),
    "number": Order((_bill.c.number, _bill.c.id)),
    "amount": Order((_bill.c.amount, _bill.c.id)),
}
_HISTORY: Final = (
    select(
        PAYMENT.c.id.label("payment_id"),
        PAYMENT.c.event_id,
        EVENT.c.payment_date,
        PAYMENT.c.amount,
        PAYMENT.c.status,
        func.coalesce(_reason.c.description, "").label("cancel_reason"),
    )
    .join(EVENT, EVENT.c.id == PAYMENT.c.event_id)
    .outerjoin(_reason, _reason.c.code == PAYMENT.c.cancel_reason)
)
_HISTORY_ORDERS: Final[Orders] = {
    "": Order((PAYMENT.c.id,), newest_first=True),
    "payment_date": Order((EVENT.c.payment_date, PAYMENT.c.id)),
    "amount": Order((PAYMENT.c.amount, PAYMENT.c.id)),
}
_GRID: Final[Any] = (
    select(PAYMENT, _person.c.name.label("account_name"), _account.c.customer_class)
    .join(_account, _account.c.id == PAYMENT.c.account_id)
    .join(_person, _person.c.id == _account.c.person_id)
)
_GRID_ORDERS: Final[Orders] = {
    "": Order((PAYMENT.c.id,)),
    "id": Order((PAYMENT.c.id,)),
    "account_id": Order((PAYMENT.c.account_id, PAYMENT.c.id)),
    "account_name": Order((sort_name(PAYMENT.c.account_id), PAYMENT.c.id)),
    "amount": Order((PAYMENT.c.amount, PAYMENT.c.id)),
    "status": Order((PAYMENT.c.status, PAYMENT.c.id)),
}


def list_bills(s: Connection, account_id: AccountId, request: PageRequest) -> Page[BillItem]:
    """Bills of an account, newest first."""
    query = _BILLS.where(_bill.c.account_id == account_id)
    rows, following = fetch_page(s, query, _BILL_ORDERS, request)
    return Page(tuple(record(row, BillItem) for row in rows), following)


def list_history(s: Connection, account_id: AccountId, request: PageRequest) -> Page[RecentPayment]:
    """Payments of an account with the form of what was handed over, newest first (SR-3)."""
    query = _HISTORY.where(PAYMENT.c.account_id == account_id)
    rows, following = fetch_page(s, query, _HISTORY_ORDERS, request)
    tenders = handed_over(s, [row.event_id for row in rows])
    items = (
        record(row, RecentPayment, tender=in_words(tenders[row.event_id]), status=row.status.value)
        for row in rows
    )
    return Page(tuple(items), following)


def list_event_payments(
    s: Connection, event_id: EventId, request: PageRequest, setup: SetUp
) -> Page[PaymentView]:
    """Payments of an event without their segments, in the order added; PE-7's filters."""
    query = _GRID.where(PAYMENT.c.event_id == event_id, *_narrowed(request.filters))
    rows, following = fetch_page(s, query, _GRID_ORDERS, request)
    classes = setup.customer_classes
    items = (
        record(row, PaymentView, non_cis=classes[row.customer_class].non_cis, segments=())
        for row in rows
    )
    return Page(tuple(items), following)


def _narrowed(filters: Mapping[str, Any]) -> Iterable[ColumnElement[bool]]:
    for name, value in filters.items():
        if EventFilter(name) is EventFilter.ACCOUNT and value is not None:
            yield PAYMENT.c.account_id == value
        elif EventFilter(name) is EventFilter.PERSON_NAME and value:
            yield name_begins(PAYMENT.c.account_id, value)
