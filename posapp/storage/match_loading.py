"""Reading match events as matching decides on them: by bill, or one that is about no bill."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, Final

from sqlalchemy import Connection, bindparam, or_, select

from posapp.domain.codes import FtType, MatchEventStatus, PaymentStatus
from posapp.domain.ids import AccountId, AgreementId, BillId, EventId, FtId, MatchEventId
from posapp.domain.matching import BillMatch, LiveMatch, MatchLine
from posapp.storage.base import table_of
from posapp.storage.prepared import Prepared, any_of
from posapp.storage.tables.agreements import BillRow
from posapp.storage.tables.ledger import FinancialTransactionRow, MatchEventFtRow, MatchEventRow
from posapp.storage.tables.payment_events import PaymentRow, PaySegmentRow

_event, _line = table_of(MatchEventRow), table_of(MatchEventFtRow)
_ft, _bill = table_of(FinancialTransactionRow), table_of(BillRow)
_payment, _segment = table_of(PaymentRow), table_of(PaySegmentRow)
_live = or_(*(_event.c.status == s for s in (MatchEventStatus.OPEN, MatchEventStatus.BALANCED)))
_px = _ft.alias("px")
Pair = tuple[MatchLine, MatchLine]

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
        _px.c.id.label("px_id"),
        _px.c.current_amount.label("px_amount"),
    )
    .join(_ft, _ft.c.id == _line.c.ft_id)
    .outerjoin(_px, _px.c.reverses_id == _ft.c.id)
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
_LOOSE: Final = Prepared(
    select(_event.c.id, _event.c.account_id, _event.c.status)
    .where(any_of(_event.c.id, "events"), _event.c.bill_id.is_(None), _live)
    .order_by(_event.c.id)
)
_HOLDING: Final = Prepared(
    select(_event.c.id, _event.c.bill_id)
    .join(_line, _line.c.match_event_id == _event.c.id)
    .join(_ft, _ft.c.id == _line.c.ft_id)
    .join(_payment, _payment.c.id == _ft.c.parent_id)
    .where(_payment.c.event_id == bindparam("event"), _live)
    .distinct()
    .order_by(_event.c.id)
)


def bills_of_event(s: Connection, event_id: EventId) -> list[BillId]:
    """Bills that segments of a payment event pay."""
    return [BillId(row.bill_id) for row in _BILLS_OF_EVENT.all(s, {"event": event_id})]


def holding(s: Connection, event_id: EventId) -> tuple[set[BillId], set[MatchEventId]]:
    """Live match events that hold something of a payment event: their bills, those without one."""
    rows = _HOLDING.all(s, {"event": event_id})
    return (
        {BillId(row.bill_id) for row in rows if row.bill_id is not None},
        {MatchEventId(row.id) for row in rows if row.bill_id is None},
    )


def load_bill_matches(s: Connection, bills: Collection[BillId]) -> Iterator[BillMatch]:
    """The bills with what is on their match events and who pays them, by id."""
    key = {"bills": sorted(bills)}
    live = {row.bill_id: row for row in _EVENTS.all(s, key)}
    lines = _lines(s, [row.id for row in live.values()])
    debits = _grouped(_DEBITS.all(s, key), "bill_id")
    paid: dict[int, list[Any]] = {}
    for row in _PAID.all(s, key):
        paid.setdefault(row.bill_id, []).append(row)
    for owner in _OWNERS.all(s, key):
        rows, event = paid.get(owner.id, []), live.get(owner.id)
        own = tuple(debits.get(owner.id, ()))
        on_it = lines.get(event.id, ()) if event else ()
        credits_ = tuple(_entry(row) for row in rows if row.status is PaymentStatus.FROZEN)
        known = {line.ft_id for line in (*own, *credits_)}
        known |= {row.ft_id for row in rows}
        others, reversals = _beside([row for row in on_it if row.ft_id not in known])
        canceled = tuple(_pair(row) for row in rows if row.status is PaymentStatus.CANCELED)
        yield BillMatch(
            BillId(owner.id),
            AccountId(owner.account_id),
            event and _live_match(event, on_it),
            own,
            credits_,
            (*canceled, *reversals),
            any(row.status.is_unfrozen for row in rows),
            others,
        )


def load_loose_matches(s: Connection, events: Collection[MatchEventId]) -> Iterator[BillMatch]:
    """Live match events without a bill with what is on them, by id."""
    key = {"events": sorted(events)}
    lines = _lines(s, key["events"])
    for event in _LOOSE.all(s, key):
        on_it = lines.get(event.id, ())
        others, reversals = _beside(on_it)
        own = AccountId(event.account_id), _live_match(event, on_it)
        yield BillMatch(None, *own, (), (), reversals, waiting=False, others=others)


def _lines(s: Connection, events: Sequence[int]) -> Mapping[int, Sequence[Any]]:
    rows = _LINES.all(s, {"events": events}) if events else ()
    grouped = groupby(rows, key=lambda row: row.match_event_id)
    return {event_id: list(group) for event_id, group in grouped}


def _live_match(event: Any, lines: Iterable[Any]) -> LiveMatch:
    return LiveMatch(MatchEventId(event.id), event.status, tuple(map(_entry, lines)))


def _beside(rows: Sequence[Any]) -> tuple[tuple[MatchLine, ...], tuple[Pair, ...]]:
    """What stays on an event, and what was reversed since; a pair on one event stays (OI-6)."""
    held = {row.ft_id for row in rows}
    gone = [row for row in rows if row.px_id is not None and row.px_id not in held]
    kept = tuple(_entry(row) for row in rows if row not in gone)
    return kept, tuple(_pair(row) for row in gone)


def _pair(row: Any) -> Pair:
    return _entry(row), MatchLine(FtId(row.px_id), AgreementId(row.agreement_id), row.px_amount)


def _entry(row: Any) -> MatchLine:
    return MatchLine(FtId(row.ft_id), AgreementId(row.agreement_id), row.amount)


def _grouped(rows: Iterable[Any], key: str) -> Mapping[int, Sequence[MatchLine]]:
    return {
        owner: [_entry(row) for row in group]
        for owner, group in groupby(rows, key=lambda row: getattr(row, key))
    }
