"""Reading financial transactions with their GL lines: those of a payment, and any one (16.1, 16.3)."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, bindparam, func, or_, select

from posapp.domain.codes import FtType, MatchEventStatus
from posapp.domain.history import GlEntry, PaymentTransaction
from posapp.domain.ids import FtId, PaymentId
from posapp.domain.inquiry import TransactionCard
from posapp.domain.setup import SetUp
from posapp.storage.base import record, table_of
from posapp.storage.prepared import Prepared, any_of
from posapp.storage.tables.adjustments import AdjustmentRow
from posapp.storage.tables.agreements import AgreementRow, BillRow
from posapp.storage.tables.items import PayableItemRow
from posapp.storage.tables.ledger import (
    FinancialTransactionRow,
    GlLineRow,
    MatchEventFtRow,
    MatchEventRow,
)
from posapp.storage.tables.payment_events import PaymentRow, TenderRow
from posapp.storage.tables.people import AccountRow, PersonRow
from posapp.storage.tables.setup import DistributionCodeRow
from posapp.storage.tables.system import UserRow

_ft, _gl, _code = (
    table_of(FinancialTransactionRow),
    table_of(GlLineRow),
    table_of(DistributionCodeRow),
)
_agreement, _account, _person = table_of(AgreementRow), table_of(AccountRow), table_of(PersonRow)
_adjustment, _bill, _item = table_of(AdjustmentRow), table_of(BillRow), table_of(PayableItemRow)
_payment, _tender, _user = table_of(PaymentRow), table_of(TenderRow), table_of(UserRow)
_match, _matched = table_of(MatchEventRow), table_of(MatchEventFtRow)
_reversal = _ft.alias("reversal")

_TRANSACTIONS: Final = Prepared(
    select(
        _ft,
        _agreement.c.sa_type,
        _agreement.c.service,
        func.coalesce(_user.c.name, "").label("user_name"),
    )
    .join(_agreement, _agreement.c.id == _ft.c.agreement_id)
    .outerjoin(_user, _user.c.id == _ft.c.frozen_by)
    .where(
        _ft.c.parent_id == bindparam("payment"),
        or_(_ft.c.ft_type == FtType.PAY_SEGMENT, _ft.c.ft_type == FtType.PAY_CANCEL),
    )
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


def live_match(ft_id: ColumnElement[int]) -> ColumnElement[int | None]:
    """SQL: the match event that a transaction is on, not a canceled one; NULL without one (MT-11)."""
    on: ColumnElement[int | None] = (
        select(func.max(_matched.c.match_event_id))
        .join(_match, _match.c.id == _matched.c.match_event_id)
        .where(_matched.c.ft_id == ft_id, _match.c.status != MatchEventStatus.CANCELED)
        .scalar_subquery()
    )
    return on


_ONE: Final = Prepared(
    select(
        _ft,
        _agreement.c.account_id,
        _person.c.name.label("account_name"),
        _agreement.c.sa_type,
        _agreement.c.service,
        func.coalesce(_user.c.name, "").label("user_name"),
        func.coalesce(_adjustment.c.adjustment_type, "").label("adjustment_type"),
        func.coalesce(_adjustment.c.comment, "").label("comment"),
        _bill.c.id.label("bill_id"),
        func.coalesce(_bill.c.number, "").label("bill"),
        _item.c.id.label("item_id"),
        func.coalesce(_item.c.number, "").label("item"),
        _payment.c.id.label("payment_id"),
        func.coalesce(_payment.c.event_id, _tender.c.event_id).label("event_id"),
        _reversal.c.id.label("reversed_by"),
        live_match(_ft.c.id).label("match_event_id"),
    )
    .join(_agreement, _agreement.c.id == _ft.c.agreement_id)
    .join(_account, _account.c.id == _agreement.c.account_id)
    .join(_person, _person.c.id == _account.c.person_id)
    .outerjoin(_user, _user.c.id == _ft.c.frozen_by)
    # One counter gives all ids, so a parent is found in one of these tables at most.
    .outerjoin(_adjustment, _adjustment.c.id == _ft.c.parent_id)
    .outerjoin(_tender, _tender.c.id == _adjustment.c.tender_id)
    .outerjoin(_bill, _bill.c.id == func.coalesce(_adjustment.c.bill_id, _ft.c.parent_id))
    .outerjoin(_item, _item.c.agreement_id == _ft.c.agreement_id)
    .outerjoin(_payment, _payment.c.id == _ft.c.parent_id)
    .outerjoin(_reversal, _reversal.c.reverses_id == _ft.c.id)
    .where(_ft.c.id == bindparam("transaction"))
)


def load_transactions(
    s: Connection, payment_id: PaymentId, setup: SetUp
) -> tuple[PaymentTransaction, ...]:
    """Transactions of a payment with their GL lines, oldest first; none before it is frozen."""
    rows = _TRANSACTIONS.all(s, {"payment": payment_id})
    lines = _lines(s, rows)
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


def load_transaction(s: Connection, ft_id: FtId, setup: SetUp) -> TransactionCard | None:
    """A financial transaction of whatever kind, ``None`` if there is none."""
    row = _ONE.first(s, {"transaction": ft_id})
    if row is None:
        return None
    kind = row.adjustment_type
    return record(
        row,
        TransactionCard,
        frozen_by=row.user_name,
        adjustment=setup.adjustment_types[kind].description if kind else "",
        lines=tuple(_lines(s, [row])[row.id]),
    )


def _lines(s: Connection, rows: Sequence[Any]) -> dict[int, list[GlEntry]]:
    found: dict[int, list[GlEntry]] = defaultdict(list)
    for line in _LINES.all(s, {"ids": [row.id for row in rows]}) if rows else ():
        entry = GlEntry(line.distribution_code, line.description, line.account_number, line.amount)
        found[line.ft_id].append(entry)
    return found
