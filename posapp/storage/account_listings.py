"""Paged lists of one account: bills, payment history."""

from collections.abc import Mapping
from typing import Final

from sqlalchemy import Connection, bindparam, func, select

from posapp.domain.accounts import RecentPayment
from posapp.domain.browse import BillItem
from posapp.domain.ids import AccountId, BillId
from posapp.domain.listing import Page, PageRequest
from posapp.domain.money import Money
from posapp.domain.setup import SetUp
from posapp.storage.accounts import load_class
from posapp.storage.base import record, table_of
from posapp.storage.criteria import EVENT, PAYMENT
from posapp.storage.handed import handed_over, in_words
from posapp.storage.open_bills import load_unpaid
from posapp.storage.paging import Order, Orders, Paged
from posapp.storage.tables.agreements import BillRow
from posapp.storage.tables.setup import CancelReasonRow

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
_BILLS_OF: Final = Paged(_BILLS.where(_bill.c.account_id == bindparam("account_id")), _BILL_ORDERS)
_HISTORY_OF: Final = Paged(
    _HISTORY.where(PAYMENT.c.account_id == bindparam("account_id")), _HISTORY_ORDERS
)


def list_bills(
    s: Connection, account_id: AccountId, request: PageRequest, setup: SetUp
) -> Page[BillItem]:
    """Bills of an account, newest first; of an open-item account with what is unpaid (OI-1)."""
    rows, following = _BILLS_OF.fetch(s, request, {"account_id": account_id})
    unpaid: Mapping[BillId, Money] = {}
    if rows and setup.customer_classes[load_class(s, account_id)].open_item:
        unpaid = load_unpaid(s, [row.bill_id for row in rows])
    items = (record(row, BillItem, unpaid=unpaid.get(row.bill_id)) for row in rows)
    return Page(tuple(items), following)


def list_history(s: Connection, account_id: AccountId, request: PageRequest) -> Page[RecentPayment]:
    """Payments of an account with the form of what was handed over, newest first (SR-3)."""
    rows, following = _HISTORY_OF.fetch(s, request, {"account_id": account_id})
    tenders = handed_over(s, [row.event_id for row in rows])
    items = (
        record(row, RecentPayment, tender=in_words(tenders[row.event_id]), status=row.status.value)
        for row in rows
    )
    return Page(tuple(items), following)
