"""Reading match events: one, those of an account, how many are open."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, bindparam, case, func, select

from posapp.domain.codes import MatchEventStatus
from posapp.domain.ids import AccountId, BillId, MatchEventId
from posapp.domain.listing import Page, PageRequest
from posapp.domain.matching import MatchedView, MatchEventView
from posapp.storage.base import record, table_of
from posapp.storage.match_lines import LINE, joined_lines
from posapp.storage.paging import Order, Orders, Paged
from posapp.storage.prepared import Prepared, any_of
from posapp.storage.tables.agreements import BillRow
from posapp.storage.tables.ledger import FinancialTransactionRow, MatchEventFtRow, MatchEventRow
from posapp.storage.tables.people import AccountRow, PersonRow

_event, _line = table_of(MatchEventRow), table_of(MatchEventFtRow)
_ft, _bill = table_of(FinancialTransactionRow), table_of(BillRow)
_account, _person = table_of(AccountRow), table_of(PersonRow)
_SHOWN: Final = (
    select(
        _event.c.id,
        _event.c.account_id,
        _person.c.name.label("account_name"),
        _account.c.currency,
        _event.c.bill_id,
        func.coalesce(_bill.c.number, "").label("bill_number"),
        _bill.c.due_date,
        _event.c.status,
        _event.c.disputed,
        _event.c.created_at,
        _event.c.note,
        _event.c.version,
    )
    .join(_account, _account.c.id == _event.c.account_id)
    .join(_person, _person.c.id == _account.c.person_id)
    .outerjoin(_bill, _bill.c.id == _event.c.bill_id)
)
_SHOWN_LINES: Final = Prepared(
    select(_line.c.match_event_id, *LINE)
    .select_from(joined_lines(_line.join(_ft, _ft.c.id == _line.c.ft_id)))
    .where(any_of(_line.c.match_event_id, "events"))
    .order_by(_line.c.match_event_id, _line.c.ft_id)
)
_RANK: Final[ColumnElement[int]] = case(
    (_event.c.status == MatchEventStatus.OPEN, 2),
    (_event.c.status == MatchEventStatus.BALANCED, 1),
    else_=0,
)
_ORDERS: Final[Orders] = {
    "": Order((_RANK, _event.c.id), newest_first=True),
    "created_at": Order((_event.c.created_at, _event.c.id)),
}
_ONE: Final = Prepared(_SHOWN.where(_event.c.id == bindparam("event_id")))
_OF_BILL: Final = Prepared(
    _SHOWN.where(_event.c.bill_id == bindparam("bill_id")).order_by(_event.c.id.desc())
)
_open = (
    _event.c.account_id == bindparam("account_id"),
    _event.c.status == MatchEventStatus.OPEN,
)
_OPEN: Final = Prepared(select(func.count()).select_from(_event).where(*_open))
_DISPUTED: Final = Prepared(
    select(_event.c.id).where(*_open, _event.c.disputed).order_by(_event.c.id)
)
_OF_ACCOUNT: Final = Paged(_SHOWN.where(_event.c.account_id == bindparam("account_id")), _ORDERS)


def load_match_event(s: Connection, event_id: MatchEventId) -> MatchEventView | None:
    """A match event with its transactions, ``None`` if there is none."""
    found = _views(s, _ONE.all(s, {"event_id": event_id}))
    return found[0] if found else None


def load_of_bill(s: Connection, bill_id: BillId) -> tuple[MatchEventView, ...]:
    """Match events of a bill, the newest first; all but one are canceled."""
    return tuple(_views(s, _OF_BILL.all(s, {"bill_id": bill_id})))


def list_of_account(
    s: Connection, account_id: AccountId, request: PageRequest
) -> Page[MatchEventView]:
    """Match events of an account: open ones first, then balanced, then canceled ones; newest first.

    Raises:
        Refused: ``M-55`` for an unknown sort order.
    """
    rows, following = _OF_ACCOUNT.fetch(s, request, {"account_id": account_id})
    return Page(tuple(_views(s, rows)), following)


def count_open(s: Connection, account_id: AccountId) -> int:
    """Open match events of an account: an alert on its card (MT-09, EX-4)."""
    return int(_OPEN.scalar(s, {"account_id": account_id}))


def find_disputed(s: Connection, account_id: AccountId) -> tuple[MatchEventId, ...]:
    """Open match events of an account that are in dispute, the oldest first (MT-13)."""
    return tuple(MatchEventId(row.id) for row in _DISPUTED.all(s, {"account_id": account_id}))


def _views(s: Connection, heads: Sequence[Any]) -> list[MatchEventView]:
    rows = _SHOWN_LINES.all(s, {"events": [head.id for head in heads]})
    lines = {
        event_id: tuple(record(row, MatchedView) for row in group)
        for event_id, group in groupby(rows, key=lambda row: row.match_event_id)
    }
    return [record(head, MatchEventView, lines=lines.get(head.id, ())) for head in heads]
