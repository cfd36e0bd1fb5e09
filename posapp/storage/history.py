"""Financial history of an account or an agreement, with running balances (16.3)."""

from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, bindparam, case, func, select

from posapp.domain.codes import FtType
from posapp.domain.history import FinancialEntry
from posapp.domain.ids import AccountId, AgreementId
from posapp.domain.listing import Page, PageRequest
from posapp.domain.setup import SetUp
from posapp.storage.base import record, table_of
from posapp.storage.paging import Order, Paged
from posapp.storage.prepared import Prepared, any_of
from posapp.storage.tables.account_credits import AccountAdjustmentRow, CreditUseRow
from posapp.storage.tables.adjustments import AdjustmentRow
from posapp.storage.tables.agreements import AgreementRow, BillRow
from posapp.storage.tables.items import PayableItemRow
from posapp.storage.tables.ledger import FinancialTransactionRow
from posapp.storage.tables.payment_events import PaymentEventRow, PaymentRow
from posapp.storage.types import MoneyType

_ft = table_of(FinancialTransactionRow)
_agreement, _bill, _item = table_of(AgreementRow), table_of(BillRow), table_of(PayableItemRow)
_payment, _event = table_of(PaymentRow), table_of(PaymentEventRow)
_adjustment = table_of(AdjustmentRow)
_charge, _use = table_of(AccountAdjustmentRow), table_of(CreditUseRow)

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
        func.coalesce(_charge.c.requisition_code, "").label("requisition_code"),
        func.coalesce(_adjustment.c.comment, _charge.c.comment, "").label("comment"),
        _use.c.id.is_not(None).label("uses_credit"),
    )
    .join(_agreement, _agreement.c.id == _ft.c.agreement_id)
    .outerjoin(_payment, _payment.c.id == _ft.c.parent_id)
    .outerjoin(_adjustment, _adjustment.c.id == _ft.c.parent_id)
    .outerjoin(_bill, _bill.c.id == func.coalesce(_adjustment.c.bill_id, _ft.c.parent_id))
    .outerjoin(_item, _item.c.agreement_id == _ft.c.agreement_id)
    .outerjoin(_use, _use.c.id == _ft.c.parent_id)
    .outerjoin(_charge, _charge.c.id == func.coalesce(_use.c.credit_id, _ft.c.parent_id))
    .where(any_of(_ft.c.id, "ids"))
)


def _entries_of(column: ColumnElement[int]) -> Paged:
    whole = _BALANCES.where(column == bindparam("its_id")).subquery()
    order = Order((whole.c.effective_date, whole.c.id), newest_first=True)
    return Paged(select(whole), {"": order})


_OF_ACCOUNT: Final = _entries_of(_agreement.c.account_id)
_OF_AGREEMENT: Final = _entries_of(_ft.c.agreement_id)


def list_entries(
    s: Connection, account_id: AccountId, request: PageRequest, setup: SetUp
) -> Page[FinancialEntry]:
    """Financial history of an account, newest first; every row carries the balances after it.

    Raises:
        Refused: ``M-55`` for an unknown sort order.
    """
    return _entries(s, _OF_ACCOUNT, account_id, request, setup)


def list_agreement_entries(
    s: Connection, agreement_id: AgreementId, request: PageRequest, setup: SetUp
) -> Page[FinancialEntry]:
    """The same of one agreement, with its own balances.

    Raises:
        Refused: ``M-55`` for an unknown sort order.
    """
    return _entries(s, _OF_AGREEMENT, agreement_id, request, setup)


def _entries(
    s: Connection, entries: Paged, its_id: int, request: PageRequest, setup: SetUp
) -> Page[FinancialEntry]:
    rows, after = entries.fetch(s, request, {"its_id": its_id})
    about = {row.id: row for row in _ENTRIES.all(s, {"ids": [row.id for row in rows]})}
    return Page(tuple(_entry(row, about[row.id], setup) for row in rows), after)


def _entry(row: Any, about: Any, setup: SetUp) -> FinancialEntry:
    kind, code = about.adjustment_type, about.requisition_code
    named = setup.adjustment_types[kind].description if kind else ""
    if code:
        named = setup.crediting.requisition_codes[code].description
    return record(
        about,
        FinancialEntry,
        effective_date=row.effective_date,
        current_balance=row.current_balance,
        payoff_balance=row.payoff_balance,
        adjustment=named,
        uses_credit=bool(about.uses_credit),
        description=setup.sa_types[about.sa_type].description,
    )
