"""Transactions as a match event shows them: those on it, and those that could be (MT-08, OI-7)."""

from collections.abc import Collection, Mapping
from typing import Any, Final

from sqlalchemy import Connection, FromClause, bindparam, func, or_, select

from posapp.domain.codes import FtType, MatchEventStatus, PaymentStatus
from posapp.domain.hand_matching import Candidate
from posapp.domain.ids import AccountId, FtId
from posapp.domain.matching import MatchedView
from posapp.domain.money import ZERO
from posapp.storage.base import record, table_of
from posapp.storage.prepared import Prepared, any_of
from posapp.storage.tables.adjustments import AdjustmentRow
from posapp.storage.tables.agreements import AgreementRow, BillRow
from posapp.storage.tables.ledger import FinancialTransactionRow, MatchEventFtRow, MatchEventRow
from posapp.storage.tables.payment_events import PaymentRow, PaySegmentRow
from posapp.storage.transaction_views import live_match

_event, _line = table_of(MatchEventRow), table_of(MatchEventFtRow)
_ft, _bill = table_of(FinancialTransactionRow), table_of(BillRow)
_agreement, _payment = table_of(AgreementRow), table_of(PaymentRow)
_adjustment, _segment = table_of(AdjustmentRow), table_of(PaySegmentRow)
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
    _segment.c.id.is_not(None).label("by_name"),
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
        .outerjoin(
            _segment,
            (_segment.c.id == _ft.c.sibling_id)
            & (_segment.c.payment_id == _ft.c.parent_id)
            & _segment.c.bill_id.is_not(None),
        )
    )


_FREE = (
    ~select(_line.c.ft_id)
    .join(_event, _event.c.id == _line.c.match_event_id)
    .where(_line.c.ft_id == _ft.c.id, _event.c.status != MatchEventStatus.CANCELED)
    .exists()
)
_UNMATCHED: Final = Prepared(
    select(*LINE)
    .select_from(joined_lines(_ft))
    .where(
        _agreement.c.account_id == bindparam("account"),
        or_(_payment.c.id.is_(None), _payment.c.status == PaymentStatus.FROZEN),
        _ft.c.ft_type != FtType.PAY_CANCEL,
        _ft.c.current_amount != ZERO,
        _FREE,
    )
    .order_by(_ft.c.accounting_date, _ft.c.id)
    .limit(bindparam("most"))
)
_ASKED: Final = Prepared(
    select(
        *LINE,
        _agreement.c.account_id,
        _payment.c.status.label("payment_status"),
        live_match(_ft.c.id).label("match_event_id"),
    )
    .select_from(joined_lines(_ft))
    .where(any_of(_ft.c.id, "ids"))
)


def load_unmatched(s: Connection, account_id: AccountId, most: int) -> tuple[MatchedView, ...]:
    """Transactions of an account that are on no match event, the oldest first (OI-7, MT-11).

    What is not frozen is no transaction yet; canceled payments and their reversals take no part.
    """
    rows = _UNMATCHED.all(s, {"account": account_id, "most": most})
    return tuple(record(row, MatchedView) for row in rows)


def load_candidates(s: Connection, ids: Collection[FtId]) -> Mapping[FtId, Candidate]:
    """Transactions by id as they are now; unknown ones are left out."""
    rows = _ASKED.all(s, {"ids": list(ids)}) if ids else ()
    return {FtId(row.ft_id): record(row, Candidate, view=record(row, MatchedView)) for row in rows}
