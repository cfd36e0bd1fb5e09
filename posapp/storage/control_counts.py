"""Counts of drawers: every attempt with its lines, notes and coins, checks and slips (controls 5.5)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, delete, func, insert, select, update

from posapp.domain.control_counts import Count, CountedLine, Counting, Instrument, NewCount
from posapp.domain.ids import UserId
from posapp.domain.money import Money
from posapp.domain.setup_options import Denomination
from posapp.domain.tender_controls import Control
from posapp.storage.base import table_of
from posapp.storage.ids import take_id
from posapp.storage.mentions import Mentions, mention
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
_CHILDREN: Final = (_line, _notes, _items)


def counter_of(s: Connection, count_id: int) -> UserId:
    """Who counted."""
    query = select(_count.c.counted_by).where(_count.c.id == count_id)
    return UserId(s.execute(query).scalar_one())


def load_counting(s: Connection, control: Control) -> Counting:
    """How far the counting has come since the present balancing began.

    Counts that differed are those since the drawer was last balanced: opening it in between brings
    no new attempts (CN-04).
    """
    booked = select(_over_under.c.id).where(_over_under.c.count_id == _count.c.id).exists()
    rows = s.execute(
        select(_count, booked.label("booked"))
        .where(_count.c.tender_control_id == control.id)
        .order_by(_count.c.attempt)
    ).all()
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
    query = (
        select(func.coalesce(func.max(_count.c.attempt), 0))
        .join(_close, _close.c.count_id == _count.c.id)
        .where(_close.c.tender_control_id == control.id)
    )
    return int(s.execute(query).scalar_one())


def count_submitted(s: Connection, control: Control) -> int:
    """How many counts of a drawer were ever submitted."""
    query = select(func.count()).where(
        _count.c.tender_control_id == control.id, _count.c.submitted_at.is_not(None)
    )
    return int(s.execute(query).scalar_one())


def _endings(s: Connection, count_id: int) -> Mapping[str, Money]:
    rows = s.execute(
        select(_line.c.tender_type, _line.c.ending).where(_line.c.count_id == count_id)
    )
    return {row.tender_type: row.ending for row in rows}


def last_submitted(s: Connection, control: Control) -> int:
    """Number of the last attempt that was submitted, 0 without one."""
    query = select(func.coalesce(func.max(_count.c.attempt), 0)).where(
        _count.c.tender_control_id == control.id, _count.c.submitted_at.is_not(None)
    )
    return int(s.execute(query).scalar_one())


def find_pending(s: Connection, control: Control) -> int | None:
    """The count that is not submitted yet, ``None`` without one."""
    query = select(_count.c.id).where(
        _count.c.tender_control_id == control.id, _count.c.submitted_at.is_(None)
    )
    found: int | None = s.execute(query.order_by(_count.c.attempt.desc()).limit(1)).scalar()
    return found


def load_new_count(s: Connection, count_id: int, currency: str) -> NewCount:
    """What a count holds, to be added to."""
    return NewCount(
        _endings(s, count_id), _denominations(s, count_id, currency), _instruments(s, count_id)
    )


def start_count(s: Connection, control: Control, at: datetime, user_id: UserId) -> int:
    """Write the next attempt, still empty; returns its id."""
    count_id = take_id(s)
    last = s.execute(
        select(func.coalesce(func.max(_count.c.attempt), 0)).where(
            _count.c.tender_control_id == control.id
        )
    ).scalar_one()
    s.execute(
        insert(_count).values(
            id=count_id,
            tender_control_id=control.id,
            attempt=int(last) + 1,
            counted_at=at,
            counted_by=user_id,
        )
    )
    return count_id


def write_count(s: Connection, count_id: int, count: NewCount) -> None:
    """Write what a count holds in place of what it held."""
    for table in _CHILDREN:
        s.execute(delete(table).where(table.c.count_id == count_id))
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
    for table, rows in ((_line, lines), (_notes, notes), (_items, items)):
        if rows:
            s.execute(insert(table), rows)


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
    for kind, amount in expected.items():
        own = (_line.c.count_id == count_id) & (_line.c.tender_type == kind)
        s.execute(update(_line).where(own).values(expected=amount))
    s.execute(
        update(_count)
        .where(_count.c.id == count_id)
        .values(
            submitted_at=at,
            submitted_by=user_id,
            differs=differs,
            supervised_by=supervisor,
            by_supervisor=by_supervisor,
        )
    )
    found: Mentions = {}
    for name, table, key in (
        ("control_count", _count, _count.c.id),
        ("count_line", _line, _line.c.count_id),
        ("count_denomination", _notes, _notes.c.count_id),
        ("count_instrument", _items, _items.c.count_id),
    ):
        rows = s.execute(select(table).where(key == count_id)).all()
        if rows:
            found[name] = mention(name, [row._asdict() for row in rows])
    return found


def load_counts(s: Connection, control: Control) -> tuple[Count, ...]:
    """Every attempt of a control, the first one first."""
    rows = s.execute(
        select(
            _count,
            _counter.c.name.label("counter_name"),
            func.coalesce(_giver.c.name, "").label("giver_name"),
            func.coalesce(_helper.c.name, "").label("helper_name"),
        )
        .join(_counter, _counter.c.id == _count.c.counted_by)
        .outerjoin(_giver, _giver.c.id == _count.c.submitted_by)
        .outerjoin(_helper, _helper.c.id == _count.c.supervised_by)
        .where(_count.c.tender_control_id == control.id)
        .order_by(_count.c.attempt)
    ).all()
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
    rows = s.execute(
        select(_line.c.tender_type, _line.c.ending, _line.c.expected)
        .where(_line.c.count_id == count_id)
        .order_by(_line.c.tender_type)
    )
    return tuple(CountedLine(row.tender_type, row.ending, row.expected) for row in rows)


def _denominations(
    s: Connection, count_id: int, currency: str
) -> tuple[tuple[Denomination, int], ...]:
    rows = s.execute(
        select(_notes.c.value, _notes.c.coin, _notes.c.quantity)
        .where(_notes.c.count_id == count_id)
        .order_by(_notes.c.value.desc())
    )
    return tuple((Denomination(currency, row.value, row.coin), row.quantity) for row in rows)


def _instruments(s: Connection, count_id: int) -> tuple[Instrument, ...]:
    rows = s.execute(
        select(_items.c.tender_type, _items.c.amount, _items.c.number, _items.c.name)
        .where(_items.c.count_id == count_id)
        .order_by(_items.c.position)
    )
    return tuple(Instrument(row.tender_type, row.amount, row.number, row.name) for row in rows)
