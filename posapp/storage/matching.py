"""Writing match events: they follow the pay segments of their bills.

Whoever writes has locked the account (D-25), so two counters never match the same bill at once.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any, Final

from sqlalchemy import Connection, bindparam, or_, select, update

from posapp.domain.codes import FtType, MatchEventStatus, PaymentStatus
from posapp.domain.ids import AccountId, AgreementId, BillId, EventId, FtId, MatchEventId
from posapp.domain.matching import (
    BillMatch,
    Fate,
    Following,
    LiveMatch,
    MatchLine,
    follow,
)
from posapp.storage.base import table_of
from posapp.storage.ids import take_id
from posapp.storage.mentions import COLUMNS, Mentions, mention
from posapp.storage.prepared import Prepared, any_of, insert_into
from posapp.storage.tables.agreements import BillRow
from posapp.storage.tables.ledger import FinancialTransactionRow, MatchEventFtRow, MatchEventRow
from posapp.storage.tables.payment_events import PaymentRow, PaySegmentRow

_event, _line = table_of(MatchEventRow), table_of(MatchEventFtRow)
_ft, _bill = table_of(FinancialTransactionRow), table_of(BillRow)
_payment, _segment = table_of(PaymentRow), table_of(PaySegmentRow)
_live = or_(*(_event.c.status == s for s in (MatchEventStatus.OPEN, MatchEventStatus.BALANCED)))
_px = _ft.alias("px")
# What is taken off an event, or gone, never comes back.
LAST: Final = 2**31
_INSERT: Final = insert_into(MatchEventRow)
_INSERT_LINE: Final = insert_into(MatchEventFtRow)
_BILLS_OF_EVENT: Final = Prepared(
    select(_segment.c.bill_id)
    .join(_payment, _payment.c.id == _segment.c.payment_id)
    .where(_payment.c.event_id == bindparam("event"), _segment.c.bill_id.is_not(None))
    .distinct()
    .order_by(_segment.c.bill_id)
)
_OWNERS: Final = Prepared(
    select(_bill.c.id, _bill.c.account_id).where(any_of(_bill.c.id, "bills")).order_by(_bill.c.id)
)
_EVENTS: Final = Prepared(
    select(_event.c.id, _event.c.bill_id, _event.c.status)
    .where(any_of(_event.c.bill_id, "bills"), _live)
    .order_by(_event.c.id)
)
_LINES: Final = Prepared(
    select(
        _line.c.match_event_id,
        _ft.c.id.label("ft_id"),
        _ft.c.agreement_id,
        _ft.c.current_amount.label("amount"),
    )
    .join(_ft, _ft.c.id == _line.c.ft_id)
    .where(any_of(_line.c.match_event_id, "events"))
    .order_by(_line.c.match_event_id, _line.c.ft_id)
)
_DEBITS: Final = Prepared(
    select(
        _ft.c.parent_id.label("bill_id"),
        _ft.c.id.label("ft_id"),
        _ft.c.agreement_id,
        _ft.c.current_amount.label("amount"),
    )
    .where(any_of(_ft.c.parent_id, "bills"), _ft.c.ft_type == FtType.BILL)
    .order_by(_ft.c.parent_id, _ft.c.id)
)
_PAID: Final = Prepared(
    select(
        _segment.c.bill_id,
        _payment.c.status,
        _ft.c.id.label("ft_id"),
        _segment.c.agreement_id,
        _ft.c.current_amount.label("amount"),
        _px.c.id.label("px_id"),
        _px.c.current_amount.label("px_amount"),
    )
    .join(_payment, _payment.c.id == _segment.c.payment_id)
    .outerjoin(
        _ft,
        (_ft.c.parent_id == _payment.c.id)
        & (_ft.c.sibling_id == _segment.c.id)
        & (_ft.c.ft_type == FtType.PAY_SEGMENT),
    )
    .outerjoin(_px, _px.c.reverses_id == _ft.c.id)
    .where(any_of(_segment.c.bill_id, "bills"))
    .order_by(_segment.c.bill_id, _segment.c.id)
)


def bills_of_event(s: Connection, event_id: EventId) -> list[BillId]:
    """Bills that segments of a payment event pay."""
    return [BillId(row.bill_id) for row in _BILLS_OF_EVENT.all(s, {"event": event_id})]


def follow_bills(s: Connection, bills: Collection[BillId], at: datetime) -> Mentions:
    """Bring the match events of bills in line with the segments that pay them (OI-3, OI-6).

    Returns:
        What the audit mentions of their rows; nothing without bills.
    """
    written: list[Mentions] = []
    for bill in _load(s, sorted(bills)) if bills else ():
        written += _record(s, bill, follow(bill), at)
    found: Mentions = {}
    for one in written:
        for table, rows in one.items():
            found.setdefault(table, []).extend(rows)
    return found


def _load(s: Connection, bills: Sequence[BillId]) -> Iterable[BillMatch]:
    """The bills with what is on them and who pays them."""
    key = {"bills": bills}
    live = {row.bill_id: row for row in _EVENTS.all(s, key)}
    lines = _grouped(_LINES.all(s, {"events": [row.id for row in live.values()]}), "match_event_id")
    debits = _grouped(_DEBITS.all(s, key), "bill_id")
    paid: dict[int, list[Any]] = {}
    for row in _PAID.all(s, key):
        paid.setdefault(row.bill_id, []).append(row)
    for owner in _OWNERS.all(s, key):
        rows, event = paid.get(owner.id, []), live.get(owner.id)
        yield BillMatch(
            BillId(owner.id),
            AccountId(owner.account_id),
            event
            and LiveMatch(MatchEventId(event.id), event.status, tuple(lines.get(event.id, ()))),
            tuple(debits.get(owner.id, ())),
            tuple(_entry(row) for row in rows if row.status is PaymentStatus.FROZEN),
            tuple(
                (_entry(row), MatchLine(FtId(row.px_id), row.agreement_id, row.px_amount))
                for row in rows
                if row.status is PaymentStatus.CANCELED
            ),
            any(row.status.is_unfrozen for row in rows),
        )


def _entry(row: Any) -> MatchLine:
    return MatchLine(FtId(row.ft_id), AgreementId(row.agreement_id), row.amount)


def _grouped(rows: Iterable[Any], key: str) -> Mapping[int, Sequence[MatchLine]]:
    return {
        owner: [_entry(row) for row in group]
        for owner, group in groupby(rows, key=lambda row: getattr(row, key))
    }


def _record(
    s: Connection, bill: BillMatch, decision: Following, at: datetime
) -> Iterable[Mentions]:
    """Write the decision for one bill; gives the mentions of each match event."""
    event, lines = bill.event, decision.add
    if event is None:
        if decision.fate is Fate.CREATE:
            yield _create(s, bill.account_id, bill.bill_id, decision.status, lines, at)
        return
    if decision.fate is not Fate.KEEP:
        _take_off(s, event, decision.remove)
        if decision.fate is Fate.DELETE:
            s.execute(_event.delete().where(_event.c.id == event.id))
            yield _gone(event.id, decision.remove) | {
                "match_event": [{"id": event.id, "deleted": True, "version": LAST}]
            }
            return
        put = [{"match_event_id": event.id, "ft_id": line.ft_id} for line in lines]
        _INSERT_LINE.many(s, put)
        _set_status(s, event.id, decision.status)
        yield _gone(event.id, decision.remove)
        yield load_match_mentions(s, event.id)
    if decision.pairs:
        status = MatchEventStatus.BALANCED
        yield _create(s, bill.account_id, None, status, decision.pairs, at)


def _create(
    s: Connection,
    account_id: AccountId,
    bill_id: BillId | None,
    status: MatchEventStatus,
    lines: Sequence[MatchLine],
    at: datetime,
) -> Mentions:
    """A new match event with its transactions."""
    event_id = take_id(s)
    row = {
        "id": event_id,
        "account_id": account_id,
        "bill_id": bill_id,
        "status": status,
        "disputed": False,
        "created_at": at,
        "version": 1,
    }
    put = [{"match_event_id": event_id, "ft_id": line.ft_id} for line in lines]
    _INSERT.run(s, row)
    _INSERT_LINE.many(s, put)
    return {
        "match_event": mention("match_event", [row]),
        "match_event_ft": mention("match_event_ft", put),
    }


def _take_off(s: Connection, event: LiveMatch, lines: Sequence[MatchLine]) -> None:
    """Release transactions; a balanced event is open again first (MT-08)."""
    if not lines:
        return
    if event.status is MatchEventStatus.BALANCED:
        _set_status(s, event.id, MatchEventStatus.OPEN)
    s.execute(
        _line.delete().where(
            _line.c.match_event_id == event.id,
            _line.c.ft_id.in_([line.ft_id for line in lines]),
        )
    )


def _set_status(s: Connection, event_id: MatchEventId, status: MatchEventStatus) -> None:
    """Set the state; a dispute ends with the open state (MT-13)."""
    values: dict[str, Any] = {"status": status, "version": _event.c.version + 1}
    if status is not MatchEventStatus.OPEN:
        values["disputed"] = False
    s.execute(update(_event).where(_event.c.id == event_id).values(values))


def _gone(event_id: MatchEventId, lines: Sequence[MatchLine]) -> Mentions:
    if not lines:
        return {}
    key = {"match_event_id": event_id, "deleted": True, "version": LAST}
    return {"match_event_ft": [key | {"ft_id": line.ft_id} for line in lines]}


def load_match_mentions(s: Connection, event_id: MatchEventId) -> Mentions:
    """What the audit mentions of a match event as it is now."""
    found: Mentions = {}
    for table, key in ((_event, _event.c.id), (_line, _line.c.match_event_id)):
        wanted = [table.c[name] for name in COLUMNS[table.name]]
        rows = s.execute(select(*wanted).where(key == event_id).order_by(*table.primary_key))
        found[table.name] = [dict(row._asdict()) for row in rows]
    return found


def set_disputed(s: Connection, event_id: MatchEventId, note: str, *, disputed: bool) -> None:
    """Leave an open match event out of aged debt, or take it in again, and why (OI-7, MT-13)."""
    s.execute(
        update(_event)
        .where(_event.c.id == event_id)
        .values(disputed=disputed, note=note, version=_event.c.version + 1)
    )
