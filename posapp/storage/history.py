"""An account's financial history with running balances, and the transactions of a payment (16.3)."""

from collections import defaultdict
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, case, func, select

from posapp.domain.codes import FtType
from posapp.domain.history import FinancialEntry, GlEntry, PaymentTransaction
from posapp.domain.ids import AccountId, PaymentId
from posapp.domain.listing import Page, PageRequest
from posapp.domain.setup import SetUp
from posapp.storage.base import record, table_of
from posapp.storage.paging import Order, Orders, fetch_page
from posapp.storage.prepared import Prepared, any_of
from posapp.storage.tables.adjustments import AdjustmentRow
from posapp.storage.tables.agreements import AgreementRow, BillRow
from posapp.storage.tables.items import PayableItemRow
from posapp.storage.tables.ledger import FinancialTransactionRow, GlLineRow
from posapp.storage.tables.payment_events import PaymentEventRow, PaymentRow
from posapp.storage.tables.setup import DistributionCodeRow
from posapp.storage.tables.system import UserRow
from posapp.storage.types import MoneyType

_ft, _gl = table_of(FinancialTransactionRow), table_of(GlLineRow)
_agreement, _bill, _item = table_of(AgreementRow), table_of(BillRow), table_of(PayableItemRow)
_payment, _event = table_of(PaymentRow), table_of(PaymentEventRow)
_adjustment, _code, _user = (
    table_of(AdjustmentRow),
    table_of(DistributionCodeRow),
    table_of(UserRow),
)

# What a row is dated by: a payment by its event, an adjustment by its own date, else the books'.
_EFFECTIVE: Final[ColumnElement[Any]] = case(
    (
        _ft.c.ft_type == FtType.PAY_SEGMENT,
        func.coalesce(_event.c.payment_date, _ft.c.accounting_date),
    ),
    else_=func.coalesce(_adjustment.c.effective_date, _ft.c.accounting_date),
)


def _balance(amount: ColumnElement[Any]) -> ColumnElement[Any]:
    """Sum over this row and all before it."""
    return func.coalesce(
        func.sum(amount).over(order_by=(_EFFECTIVE, _ft.c.id)), 0, type_=MoneyType()
    )


# Balances need every row of the account, so this reads no more than they do.
_BALANCES: Final = (
    select(
        _ft.c.id,
        _EFFECTIVE.label("effective_date"),
        _balance(_ft.c.current_amount).label("current_balance"),
        _balance(_ft.c.payoff_amount).label("payoff_balance"),
    )
    .join(_agreement, _agreement.c.id == _ft.c.agreement_id)
    # One counter gives all ids, so a parent is found in one of these tables at most.
    .outerjoin(_payment, _payment.c.id == _ft.c.parent_id)
    .outerjoin(_event, _event.c.id == _payment.c.event_id)
    .outerjoin(_adjustment, _adjustment.c.id == _ft.c.parent_id)
)
_ENTRIES: Final = Prepared(
    select(
        _ft.c.id,
        _ft.c.ft_type,
        func.coalesce(_adjustment.c.adjustment_type, "").label("adjustment_type"),
        func.coalesce(_bill.c.number, "").label("bill"),
        func.coalesce(_item.c.number, "").label("item"),
        _ft.c.agreement_id,
        _agreement.c.sa_type,
        _agreement.c.service,
        _ft.c.current_amount,
        _ft.c.payoff_amount,
        _ft.c.currency,
        _ft.c.parent_id,
        _payment.c.event_id,
    )
    .join(_agreement, _agreement.c.id == _ft.c.agreement_id)
    .outerjoin(_payment, _payment.c.id == _ft.c.parent_id)
    .outerjoin(_adjustment, _adjustment.c.id == _ft.c.parent_id)
    .outerjoin(_bill, _bill.c.id == _ft.c.parent_id)
    .outerjoin(_item, _item.c.agreement_id == _ft.c.agreement_id)
    .where(any_of(_ft.c.id, "ids"))
)
_TRANSACTIONS: Final = (
    select(
        _ft,
        _agreement.c.sa_type,
        _agreement.c.service,
        func.coalesce(_user.c.name, "").label("user_name"),
    )
    .join(_agreement, _agreement.c.id == _ft.c.agreement_id)
    .outerjoin(_user, _user.c.id == _ft.c.frozen_by)
    .order_by(_ft.c.id)
)
_LINES: Final = Prepared(
    select(
        _gl.c.ft_id,
        _gl.c.distribution_code,
        _code.c.description,
        _code.c.account_number,
        _gl.c.amount,
    )
    .join(_code, _code.c.code == _gl.c.distribution_code)
    .where(any_of(_gl.c.ft_id, "ids"))
    .order_by(_gl.c.ft_id, _gl.c.seq)
)


def list_entries(
    s: Connection, account_id: AccountId, request: PageRequest, setup: SetUp
) -> Page[FinancialEntry]:
    """Financial history of an account, newest first; every row carries the balances after it.

    Raises:
        Refused: ``M-55`` for an unknown sort order.
    """
    whole = _BALANCES.where(_agreement.c.account_id == account_id).subquery()
    orders: Orders = {"": Order((whole.c.effective_date, whole.c.id), newest_first=True)}
    rows, after = fetch_page(s, select(whole), orders, request)
    about = {row.id: row for row in _ENTRIES.all(s, {"ids": [row.id for row in rows]})}
    return Page(tuple(_entry(row, about[row.id], setup) for row in rows), after)


def _entry(row: Any, about: Any, setup: SetUp) -> FinancialEntry:
    kind = about.adjustment_type
    return record(
        about,
        FinancialEntry,
        effective_date=row.effective_date,
        current_balance=row.current_balance,
        payoff_balance=row.payoff_balance,
        adjustment=setup.adjustment_types[kind].description if kind else "",
        description=setup.sa_types[about.sa_type].description,
    )


def payment_exists(s: Connection, payment_id: PaymentId) -> bool:
    """Whether a payment is there; a deleted one is not."""
    return s.execute(select(_payment.c.id).where(_payment.c.id == payment_id)).first() is not None


def load_transactions(
    s: Connection, payment_id: PaymentId, setup: SetUp
) -> tuple[PaymentTransaction, ...]:
    """Transactions of a payment with their GL lines, oldest first; none before it is frozen."""
    kinds = (FtType.PAY_SEGMENT, FtType.PAY_CANCEL)
    wanted = _TRANSACTIONS.where(_ft.c.parent_id == payment_id, _ft.c.ft_type.in_(kinds))
    rows = s.execute(wanted).all()
    lines: dict[int, list[GlEntry]] = defaultdict(list)
    if rows:
        for line in _LINES.all(s, {"ids": [row.id for row in rows]}):
            entry = GlEntry(
                line.distribution_code, line.description, line.account_number, line.amount
            )
            lines[line.ft_id].append(entry)
    return tuple(
        record(
            row,
            PaymentTransaction,
            description=setup.sa_types[row.sa_type].description,
            frozen_by=row.user_name,
            lines=tuple(lines[row.id]),
        )
        for row in rows
    )
