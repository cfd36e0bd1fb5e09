"""Counts of drawers: every attempt with its lines, notes and coins, checks and slips (controls 5.5)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, bindparam, delete, func, select, update

from posapp.domain.control_counts import Count, CountedLine, Counting, Instrument, NewCount
from posapp.domain.ids import UserId
from posapp.domain.money import Money
from posapp.domain.setup_options import Denomination
from posapp.domain.tender_controls import Control
from posapp.storage.base import table_of
from posapp.storage.ids import take_id
from posapp.storage.mentions import Mentions, mention
from posapp.storage.prepared import Prepared, insert_into
from posapp.storage.tables.closes import ControlCloseRow
from posapp.storage.tables.counts import (
    ControlCountRow,
    CountDenominationRow,
    CountInstrumentRow,
    CountLineRow,
)
from posapp.storage.tables.over_unders import OverUnderRow
from posapp.storage.tables.system import UserRow

_count, _line = table_of(ControlCountRow), table_of(CountLineRow)
_notes, _items = table_of(CountDenominationRow), table_of(CountInstrumentRow)
_over_under, _close = table_of(OverUnderRow), table_of(ControlCloseRow)
_counter = table_of(UserRow).alias("counter")
_giver = table_of(UserRow).alias("giver")
_helper = table_of(UserRow).alias("helper")
_BY_ID: Final[Any] = bindparam("count_id")
_OF_CONTROL: Final = _count.c.tender_control_id == bindparam("control_id")
_COUNTER: Final = Prepared(select(_count.c.counted_by).where(_count.c.id == _BY_ID))
_COUNTING: Final = Prepared(
    select(
        _count,
        select(_over_under.c.id)
        .where(_over_under.c.count_id == _count.c.id)
        .exists()
        .label("booked"),
    )
    .where(_OF_CONTROL)
    .order_by(_count.c.attempt)
)
_LAST_CLOSED: Final = Prepared(
    select(func.max(_count.c.attempt))
    .join(_close, _close.c.count_id == _count.c.id)
    .where(_close.c.tender_control_id == bindparam("control_id"))
)
_SUBMITTED: Final = Prepared(
    select(func.count().label("n"), func.max(_count.c.attempt).label("last")).where(
        _OF_CONTROL, _count.c.submitted_at.is_not(None)
    )
)
_PENDING: Final = Prepared(
    select(_count.c.id)
    .where(_OF_CONTROL, _count.c.submitted_at.is_(None))
    .order_by(_count.c.attempt.desc())
    .limit(1)
)
_LAST: Final = Prepared(select(func.max(_count.c.attempt)).where(_OF_CONTROL))
_COUNTS: Final = Prepared(
    select(
        _count,
        _counter.c.name.label("counter_name"),
        func.coalesce(_giver.c.name, "").label("giver_name"),
        func.coalesce(_helper.c.name, "").label("helper_name"),
    )
    .join(_counter, _counter.c.id == _count.c.counted_by)
    .outerjoin(_giver, _giver.c.id == _count.c.submitted_by)
    .outerjoin(_helper, _helper.c.id == _count.c.supervised_by)
    .where(_OF_CONTROL)
    .order_by(_count.c.attempt)
)
_LINES: Final = Prepared(
    select(_line.c.tender_type, _line.c.ending, _line.c.expected)
    .where(_line.c.count_id == _BY_ID)
    .order_by(_line.c.tender_type)
)
_NOTES: Final = Prepared(
    select(_notes.c.value, _notes.c.coin, _notes.c.quantity)
    .where(_notes.c.count_id == _BY_ID)
    .order_by(_notes.c.value.desc())
)
_ITEMS: Final = Prepared(
    select(_items.c.tender_type, _items.c.amount, _items.c.number, _items.c.name)
    .where(_items.c.count_id == _BY_ID)
    .order_by(_items.c.position)
)
_CLEAR: Final = [
    Prepared(delete(table).where(table.c.count_id == _BY_ID)) for table in (_line, _notes, _items)
]
_INSERT: Final = insert_into(ControlCountRow)
_INSERT_LINE: Final = insert_into(CountLineRow)
_INSERT_NOTES: Final = insert_into(CountDenominationRow)
_INSERT_ITEM: Final = insert_into(CountInstrumentRow)
_EXPECT: Final = Prepared(
    update(_line)
    .where(_line.c.count_id == bindparam("count"), _line.c.tender_type == bindparam("kind"))
    .values(expected=bindparam("amount"))
)
_SUBMIT: Final = Prepared(
    update(_count)
    .where(_count.c.id == _BY_ID)
    .values(
        submitted_at=bindparam("at"),
        submitted_by=bindparam("by"),
        differs=bindparam("off"),
        supervised_by=bindparam("supervisor"),
        by_supervisor=bindparam("balances"),
    )
)
_MENTIONED: Final = {
    name: Prepared(select(table).where(key == _BY_ID))
    for name, table, key in (
        ("control_count", _count, _count.c.id),
        ("count_line", _line, _line.c.count_id),
        ("count_denomination", _notes, _notes.c.count_id),
        ("count_instrument", _items, _items.c.count_id),
    )
}


def counter_of(s: Connection, count_id: int) -> UserId:
    """Who counted."""
    return UserId(_COUNTER.scalar(s, {"count_id": count_id}))


def load_counting(s: Connection, control: Control) -> Counting:
    """How far the counting has come since the present balancing began.

    Counts that differed are those since the drawer was last balanced: opening it in between brings
    no new attempts (CN-04).
    """
    rows = _COUNTING.all(s, {"control_id": control.id})
    given_in = [row for row in rows if row.submitted_at is not None]
    submitted = [row for row in given_in if row.attempt > control.counted_before]
    since = _last_closed(s, control) if given_in else 0
    pending = (row.attempt for row in rows if row.submitted_at is None)
    last = submitted[-1] if submitted else None
    return Counting(
        submits=len(submitted),
        differing=sum(1 for row in given_in if row.differs and row.attempt > since),
        supervised=any(_was_supervised(row) for row in submitted),
        count_id=None if last is None else last.id,
        endings=None if last is None else _endings(s, last.id),
        pending=next((one for one in pending if one > control.counted_before), None),
    )


def _was_supervised(row: Any) -> bool:
    """A supervisor helped or gave it in; what was booked of it a supervisor saw, or was known."""
    return row.supervised_by is not None or row.by_supervisor or row.booked


def _last_closed(s: Connection, control: Control) -> int:
    """Number of the attempt that the drawer was last balanced with, 0 before the first time."""
    return _LAST_CLOSED.scalar(s, {"control_id": control.id}) or 0


def count_submitted(s: Connection, control: Control) -> int:
    """How many counts of a drawer were ever submitted."""
    submitted: int = _SUBMITTED.first(s, {"control_id": control.id}).n
    return submitted


def _endings(s: Connection, count_id: int) -> Mapping[str, Money]:
    return {row.tender_type: row.ending for row in _LINES.all(s, {"count_id": count_id})}


def last_submitted(s: Connection, control: Control) -> int:
    """Number of the last attempt that was submitted, 0 without one."""
    return _SUBMITTED.first(s, {"control_id": control.id}).last or 0


def find_pending(s: Connection, control: Control) -> int | None:
    """The count that is not submitted yet, ``None`` without one."""
    found: int | None = _PENDING.scalar(s, {"control_id": control.id})
    return found


def load_new_count(s: Connection, count_id: int, currency: str) -> NewCount:
    """What a count holds, to be added to."""
    return NewCount(
        _endings(s, count_id), _denominations(s, count_id, currency), _instruments(s, count_id)
    )


def start_count(s: Connection, control: Control, at: datetime, user_id: UserId) -> int:
    """Write the next attempt, still empty; returns its id."""
    count_id = take_id(s)
    last = _LAST.scalar(s, {"control_id": control.id}) or 0
    row = {
        "id": count_id,
        "tender_control_id": control.id,
        "attempt": last + 1,
        "counted_at": at,
        "counted_by": user_id,
    }
    _INSERT.many(s, [row])
    return count_id


def write_count(s: Connection, count_id: int, count: NewCount) -> None:
    """Write what a count holds in place of what it held."""
    for clear in _CLEAR:
        clear.many(s, [{"count_id": count_id}])
    lines = [
        {"count_id": count_id, "tender_type": kind, "ending": ending}
        for kind, ending in sorted(count.endings.items())
    ]
    notes = [
        {"count_id": count_id, "value": item.value, "coin": item.coin, "quantity": quantity}
        for item, quantity in count.denominations
    ]
    items = [
        {
            "count_id": count_id,
            "position": position,
            "tender_type": one.tender_type,
            "number": one.number,
            "name": one.name,
            "amount": one.amount,
        }
        for position, one in enumerate(count.instruments, 1)
    ]
    _INSERT_LINE.many(s, lines)
    _INSERT_NOTES.many(s, notes)
    _INSERT_ITEM.many(s, items)


def submit_count(
    s: Connection,
    count_id: int,
    expected: Mapping[str, Money],
    *,
    differs: bool,
    at: datetime,
    user_id: UserId,
    supervisor: UserId | None,
    by_supervisor: bool,
) -> Mentions:
    """Compare a count with what was expected, once and for ever; returns its mentions."""
    _EXPECT.many(s, [{"count": count_id, "kind": k, "amount": n} for k, n in expected.items()])
    given = {"at": at, "by": user_id, "off": differs, "supervisor": supervisor}
    _SUBMIT.many(s, [{"count_id": count_id, "balances": by_supervisor, **given}])
    found: Mentions = {}
    for name, mentioned in _MENTIONED.items():
        rows = mentioned.all(s, {"count_id": count_id})
        if rows:
            found[name] = mention(name, [row._asdict() for row in rows])
    return found


def load_counts(s: Connection, control: Control) -> tuple[Count, ...]:
    """Every attempt of a control, the first one first."""
    rows = _COUNTS.all(s, {"control_id": control.id})
    return tuple(
        Count(
            id=row.id,
            attempt=row.attempt,
            counted_at=row.counted_at,
            counted_by=row.counter_name,
            submitted_at=row.submitted_at,
            submitted_by=row.giver_name,
            supervised_by=row.helper_name,
            differs=row.differs,
            lines=_lines(s, row.id),
            denominations=_denominations(s, row.id, control.currency),
            instruments=_instruments(s, row.id),
        )
        for row in rows
    )


def hidden(count: Count) -> Count:
    """The same without what was expected (D-16)."""
    return replace(count, lines=tuple(replace(line, expected=None) for line in count.lines))


def _lines(s: Connection, count_id: int) -> tuple[CountedLine, ...]:
    rows = _LINES.all(s, {"count_id": count_id})
    return tuple(CountedLine(row.tender_type, row.ending, row.expected) for row in rows)


def _denominations(
    s: Connection, count_id: int, currency: str
) -> tuple[tuple[Denomination, int], ...]:
    rows = _NOTES.all(s, {"count_id": count_id})
    return tuple((Denomination(currency, row.value, row.coin), row.quantity) for row in rows)


def _instruments(s: Connection, count_id: int) -> tuple[Instrument, ...]:
    rows = _ITEMS.all(s, {"count_id": count_id})
    return tuple(Instrument(row.tender_type, row.amount, row.number, row.name) for row in rows)
