"""Reading match events: one, those of an account, how many are open."""

from itertools import groupby
from typing import Any, Final

from sqlalchemy import Connection, func, select

from posapp.domain.codes import MatchEventStatus
from posapp.domain.ids import AccountId, MatchEventId
from posapp.domain.matching import MatchedView, MatchEventView
from posapp.storage.base import record, table_of
from posapp.storage.prepared import Prepared, any_of
from posapp.storage.tables.agreements import AgreementRow, BillRow
from posapp.storage.tables.ledger import FinancialTransactionRow, MatchEventFtRow, MatchEventRow

_event, _line = table_of(MatchEventRow), table_of(MatchEventFtRow)
_ft, _bill = table_of(FinancialTransactionRow), table_of(BillRow)
_agreement = table_of(AgreementRow)
_SHOWN: Final = (
    select(
        _event.c.id,
        _event.c.account_id,
        _event.c.bill_id,
        func.coalesce(_bill.c.number, "").label("bill_number"),
        _bill.c.due_date,
        _event.c.status,
        _event.c.disputed,
        _event.c.created_at,
    )
    .outerjoin(_bill, _bill.c.id == _event.c.bill_id)
    .order_by(_event.c.id.desc())
)
_SHOWN_LINES: Final = Prepared(
    select(
        _line.c.match_event_id,
        _ft.c.id.label("ft_id"),
        _ft.c.ft_type,
        _ft.c.agreement_id,
        _agreement.c.sa_type,
        _ft.c.parent_id,
        _ft.c.current_amount.label("amount"),
    )
    .join(_ft, _ft.c.id == _line.c.ft_id)
    .join(_agreement, _agreement.c.id == _ft.c.agreement_id)
    .where(any_of(_line.c.match_event_id, "events"))
    .order_by(_line.c.match_event_id, _line.c.ft_id)
)
_RANK: Final = {
    MatchEventStatus.OPEN: 0,
    MatchEventStatus.BALANCED: 1,
    MatchEventStatus.CANCELED: 2,
}


def load_match_event(s: Connection, event_id: MatchEventId) -> MatchEventView | None:
    """A match event with its transactions, ``None`` if there is none."""
    found = _views(s, _SHOWN.where(_event.c.id == event_id))
    return found[0] if found else None


def load_of_account(s: Connection, account_id: AccountId) -> tuple[MatchEventView, ...]:
    """Match events of an account: open ones first, then the newest."""
    found = _views(s, _SHOWN.where(_event.c.account_id == account_id))
    return tuple(sorted(found, key=lambda event: _RANK[event.status]))


def count_open(s: Connection, account_id: AccountId) -> int:
    """Open match events of an account: an alert on its card (MT-09, EX-4)."""
    query = (
        select(func.count())
        .select_from(_event)
        .where(_event.c.account_id == account_id, _event.c.status == MatchEventStatus.OPEN)
    )
    return int(s.execute(query).scalar_one())


def _views(s: Connection, query: Any) -> list[MatchEventView]:
    heads = s.execute(query).all()
    rows = _SHOWN_LINES.all(s, {"events": [head.id for head in heads]})
    lines = {
        event_id: tuple(record(row, MatchedView) for row in group)
        for event_id, group in groupby(rows, key=lambda row: row.match_event_id)
    }
    return [record(head, MatchEventView, lines=lines.get(head.id, ())) for head in heads]
