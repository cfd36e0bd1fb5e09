"""Transactions as a match event shows them: those on it, and those that could be (MT-08, OI-7)."""

from typing import Any, Final

from sqlalchemy import FromClause, func

from posapp.storage.base import table_of
from posapp.storage.tables.adjustments import AdjustmentRow
from posapp.storage.tables.agreements import AgreementRow, BillRow
from posapp.storage.tables.ledger import FinancialTransactionRow, MatchEventFtRow, MatchEventRow
from posapp.storage.tables.payment_events import PaymentRow, PaySegmentRow

_event, _line = table_of(MatchEventRow), table_of(MatchEventFtRow)
_ft, _bill, _agreement = (
    table_of(FinancialTransactionRow),
    table_of(BillRow),
    table_of(AgreementRow),
)
_payment, _segment, _adjustment = (
    table_of(PaymentRow),
    table_of(PaySegmentRow),
    table_of(AdjustmentRow),
)
LINE: Final[tuple[Any, ...]] = (
    _ft.c.id.label("ft_id"),
    _ft.c.ft_type,
    _ft.c.agreement_id,
    _agreement.c.sa_type,
    _agreement.c.service,
    _ft.c.parent_id,
    _payment.c.event_id,
    _ft.c.accounting_date,
    _ft.c.current_amount.label("amount"),
    _bill.c.id.label("bill_id"),
    func.coalesce(_bill.c.number, "").label("bill"),
    func.coalesce(_adjustment.c.adjustment_type, "").label("adjustment"),
)
"""Columns of a ``MatchedView``."""


def joined_lines(transactions: FromClause) -> FromClause:
    """Financial transactions with what the columns of ``LINE`` are read from."""
    # One counter gives all ids, so a parent is found in one of these tables at most.
    return (
        transactions.join(_agreement, _agreement.c.id == _ft.c.agreement_id)
        .outerjoin(_payment, _payment.c.id == _ft.c.parent_id)
        .outerjoin(_adjustment, _adjustment.c.id == _ft.c.parent_id)
        .outerjoin(_bill, _bill.c.id == func.coalesce(_adjustment.c.bill_id, _ft.c.parent_id))
    )
