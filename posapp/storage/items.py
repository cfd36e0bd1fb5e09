"""Payable items: one with its lines and payments, lists of them, and writing one (IT-1 to IT-6)."""

import json
from typing import Any, Final

from sqlalchemy import Connection, bindparam, case, func, or_, select
from sqlalchemy.sql import Select

from posapp.domain.codes import ItemState, PaymentStatus
from posapp.domain.ids import ItemId, parse_id
from posapp.domain.items import (
    ChargeLine,
    ItemFilter,
    ItemListed,
    ItemLog,
    ItemPayment,
    ItemSum,
    ItemTotals,
    ItemView,
)
from posapp.domain.listing import Page, PageRequest
from posapp.domain.money import ZERO
from posapp.domain.plates import NUMBER, WITH_STATE
from posapp.domain.setup import SetUp
from posapp.storage.accounts import fold_key
from posapp.storage.base import record, table_of
from posapp.storage.handed import handed_over, in_words
from posapp.storage.history import list_agreement_entries
from posapp.storage.paging import Order, Orders, fetch_page
from posapp.storage.prepared import Prepared
from posapp.storage.search import search_accounts
from posapp.storage.tables.checkouts import CheckoutLineRow
from posapp.storage.tables.items import ItemLineRow, PayableItemRow
from posapp.storage.tables.ledger import FinancialTransactionRow
from posapp.storage.tables.payment_events import PaymentEventRow, PaymentRow, PaySegmentRow
from posapp.storage.tables.people import AccountKeyRow, AccountRow, PersonRow
from posapp.storage.tables.system import AuditRow, UserRow
from posapp.storage.types import total_of

_item, _line = table_of(PayableItemRow), table_of(ItemLineRow)
_ft, _segment = table_of(FinancialTransactionRow), table_of(PaySegmentRow)
_payment, _event = table_of(PaymentRow), table_of(PaymentEventRow)
_asked, _key = table_of(CheckoutLineRow), table_of(AccountKeyRow)
_account, _person = table_of(AccountRow), table_of(PersonRow)
_audit, _user = table_of(AuditRow), table_of(UserRow)

_ENTRIES: Final = 200
_ACTIONS: Final = "item."
# No transaction at all is no money, which is not zero (IT-4).
_DUE: Final = (
    select(func.sum(_ft.c.current_amount))
    .where(_ft.c.agreement_id == _item.c.agreement_id)
    .scalar_subquery()
    .label("due")
)
_ITEM: Final = Prepared(
    select(
        _item.c.id,
        _item.c.number,
        _item.c.account_id,
        _person.c.name.label("account_name"),
        _account.c.currency,
        _item.c.agreement_id,
        _item.c.sa_type,
        _item.c.description,
        _item.c.issue_date,
        _item.c.state,
        func.coalesce(_item.c.violation_code, "").label("violation"),
        func.coalesce(_item.c.location_class, "").label("location"),
        _item.c.issued_at,
        func.coalesce(_user.c.name, "").label("issued_by"),
        _item.c.version,
        _item.c.attributes,
        _DUE,
    )
    .join(_account, _account.c.id == _item.c.account_id)
    .join(_person, _person.c.id == _account.c.person_id)
    .outerjoin(_user, _user.c.id == _item.c.issued_by)
    .where(_item.c.id == bindparam("item"))
)
_LINES: Final = Prepared(
    select(_line.c.seq, _line.c.kind, _line.c.amount)
    .where(_line.c.item_id == bindparam("item"))
    .order_by(_line.c.seq)
)
_PAYMENTS: Final = Prepared(
    select(
        _payment.c.id.label("payment_id"),
        _payment.c.event_id,
        _event.c.payment_date,
        total_of(_segment.c.amount).label("amount"),
        _payment.c.status,
    )
    .join(_payment, _payment.c.id == _segment.c.payment_id)
    .join(_event, _event.c.id == _payment.c.event_id)
    .where(_segment.c.agreement_id == bindparam("agreement"))
    .group_by(_payment.c.id, _payment.c.event_id, _event.c.payment_date, _payment.c.status)
    .order_by(_payment.c.id.desc())
)
_LOG: Final = Prepared(
    select(
        _audit.c.at,
        func.coalesce(_user.c.name, "").label("user_name"),
        _audit.c.action,
        _audit.c.body,
    )
    .outerjoin(_user, _user.c.id == _audit.c.user_id)
    .where(_audit.c.object_id == bindparam("item"), _audit.c.action.startswith(_ACTIONS))
    .order_by(_audit.c.at, _audit.c.chain, _audit.c.seq)
)
_OWN: Final = Prepared(select(_item.c.id).where(_item.c.id == bindparam("item")))
_NUMBERED: Final = Prepared(
    select(_item.c.id)
    .where(or_(_item.c.number == bindparam("given"), _item.c.number == bindparam("upper")))
    .order_by(_item.c.state == ItemState.RELEASED, _item.c.id.desc())
    .limit(1)
)
_TAKEN: Final = Prepared(
    select(_item.c.id).where(
        _item.c.number == bindparam("number"), _item.c.state != ItemState.RELEASED
    )
)
_SUBMITTED: Final = (
    Prepared(
        select(_segment.c.id).where(_segment.c.agreement_id == bindparam("agreement")).limit(1)
    ),
    Prepared(select(_asked.c.seq).where(_asked.c.agreement_id == bindparam("agreement")).limit(1)),
)
_LIST: Final = (
    select(
        _item.c.id,
        _item.c.number,
        _item.c.account_id,
        _person.c.name.label("account_name"),
        _account.c.currency,
        _item.c.sa_type,
        _item.c.description,
        _item.c.issue_date,
        _item.c.state,
        _DUE,
    )
    .join(_account, _account.c.id == _item.c.account_id)
    .join(_person, _person.c.id == _account.c.person_id)
)
_ORDERS: Final[Orders] = {
    "": Order((_item.c.issue_date, _item.c.id), newest_first=True),
    "number": Order((_item.c.number, _item.c.id)),
    "issue_date": Order((_item.c.issue_date, _item.c.id)),
    "state": Order((_item.c.state, _item.c.id)),
    "kind": Order((_item.c.sa_type, _item.c.id)),
}


def load_item(s: Connection, item_id: ItemId, setup: SetUp) -> ItemView | None:
    """An item with its lines, what was posted, its payments and what was done to it by hand."""
    row = _ITEM.first(s, {"item": item_id})
    if row is None:
        return None
    entries = list_agreement_entries(s, row.agreement_id, PageRequest(limit=_ENTRIES), setup)
    return record(
        row._asdict(),
        ItemView,
        attributes=json.loads(row.attributes or "{}"),
        lines=tuple(record(line, ChargeLine) for line in _LINES.all(s, {"item": item_id})),
        entries=entries.rows,
        payments=_payments(s, row.agreement_id),
        log=tuple(
            ItemLog(one.at, one.user_name, one.action, json.loads(one.body).get("comment", ""))
            for one in _LOG.all(s, {"item": item_id})
        ),
    )


def _payments(s: Connection, agreement_id: int) -> tuple[ItemPayment, ...]:
    rows = _PAYMENTS.all(s, {"agreement": agreement_id})
    handed = handed_over(s, [row.event_id for row in rows])
    return tuple(
        ItemPayment(
            row.payment_id,
            row.event_id,
            row.payment_date,
            in_words(handed.get(row.event_id, ())),
            row.amount,
            PaymentStatus(row.status).value,
        )
        for row in rows
    )


def find_items(s: Connection, text: str) -> tuple[ItemId, ...]:
    """Items that a text names: our id, else a number; a released one only where no other has it."""
    number = parse_id(text)
    if number is not None:
        own = _OWN.scalar(s, {"item": number})
        if own is not None:
            return (ItemId(own),)
    stripped = text.strip()
    found = _NUMBERED.scalar(s, {"given": stripped, "upper": stripped.upper()})
    return () if found is None else (ItemId(found),)


def is_taken(s: Connection, number: str) -> bool:
    """Whether an item that was not released has a number (CK-5)."""
    return _TAKEN.first(s, {"number": number}) is not None


def was_submitted(s: Connection, agreement_id: int) -> bool:
    """Whether an item, by its agreement, ever was in a payment or a checkout (IT-6).

    A checkout that was canceled left no payment, and one that credits paid has none; their rows stay.
    """
    of_item = {"agreement": agreement_id}
    return any(one.first(s, of_item) is not None for one in _SUBMITTED)


def list_items(s: Connection, wanted: ItemFilter, request: PageRequest) -> Page[ItemListed]:
    """Items that fit, the newest first.

    Raises:
        Refused: ``M-55`` for an unknown sort order.
    """
    rows, following = fetch_page(s, _fitting(s, _LIST, wanted), _ORDERS, request)
    return Page(tuple(record(row, ItemListed) for row in rows), following)


def count_items(s: Connection, wanted: ItemFilter) -> ItemTotals:
    """Sums over all items that fit: how many, what is due by currency, how many without money."""
    listed = _fitting(s, _LIST, wanted).subquery()
    rows = s.execute(
        select(
            listed.c.currency,
            func.count().label("n"),
            func.count(case((listed.c.state == ItemState.WRITTEN_OFF, 1))).label("without"),
            func.count(case((listed.c.due != ZERO, 1))).label("open"),
            total_of(listed.c.due).label("due"),
        )
        .group_by(listed.c.currency)
        .order_by(listed.c.currency)
    ).all()
    return ItemTotals(
        sum(row.n for row in rows),
        tuple(ItemSum(row.currency, row.open, row.due or ZERO) for row in rows),
        sum(row.without for row in rows),
    )


def _fitting(s: Connection, query: Select[Any], wanted: ItemFilter) -> Select[Any]:
    if wanted.account_id is not None:
        query = query.where(_item.c.account_id == wanted.account_id)
    if wanted.kind:
        query = query.where(_item.c.sa_type == wanted.kind)
    if wanted.states:
        query = query.where(_item.c.state.in_(wanted.states))
    if wanted.number:
        query = query.where(_item.c.number.startswith(wanted.number.upper(), autoescape=True))
    if wanted.person:
        found = [hit.account_id for hit in search_accounts(s, wanted.person)]
        query = query.where(_item.c.account_id.in_(found))
    if wanted.plate:
        having = select(_key.c.account_id).where(
            _key.c.folded == fold_key(wanted.plate), _key.c.kind.in_((NUMBER, WITH_STATE))
        )
        query = query.where(_item.c.account_id.in_(having))
    return query
