"""The rows that the proof of a day is made of (D-38)."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, case, or_, select

from posapp.domain.codes import ControlStatus, TurnInDirection
from posapp.domain.ids import ControlId
from posapp.domain.money import ZERO, Money, total
from posapp.domain.proof import (
    ProofFacts,
    ProvenDeposit,
    ProvenDrawer,
    ProvenEvent,
    ProvenTurnIn,
)
from posapp.storage.base import record, table_of
from posapp.storage.movements import load_all_movements
from posapp.storage.prepared import Prepared, any_of, one_of
from posapp.storage.proof_sums import (
    ASIDE,
    BY_HAND,
    CODES,
    DAY,
    EVENTS,
    OFFICE,
    POSTINGS,
    RECEIVED,
    REFUNDED,
)
from posapp.storage.tables.closes import CloseLineRow, ControlCloseRow
from posapp.storage.tables.controls import (
    DepositControlRow,
    TenderControlRow,
)
from posapp.storage.tables.deposits import TenderDepositRow
from posapp.storage.tables.setup import TenderSourceRow
from posapp.storage.tables.turn_ins import TurnInRow
from posapp.storage.types import total_of

_control, _source = table_of(TenderControlRow), table_of(TenderSourceRow)
_close, _line = table_of(ControlCloseRow), table_of(CloseLineRow)
_turn_in, _umbrella = table_of(TurnInRow), table_of(DepositControlRow)
_row = table_of(TenderDepositRow)
_SIGNED: Final = case(
    (_turn_in.c.direction == TurnInDirection.OUT, _turn_in.c.amount), else_=-_turn_in.c.amount
)
_TURN_INS: Final = Prepared(
    select(
        _turn_in.c.id,
        _turn_in.c.tender_control_id.label("control_id"),
        _turn_in.c.deposit_control_id.label("deposit_id"),
        _SIGNED.label("amount"),
    ).where(
        or_(
            any_of(_turn_in.c.tender_control_id, "controls"),
            any_of(_turn_in.c.deposit_control_id, "deposits"),
        )
    )
)
_DRAWERS: Final = Prepared(
    select(
        _control.c.id,
        _control.c.deposit_control_id,
        _control.c.currency,
        _control.c.business_date,
        _control.c.status,
        _control.c.starting_balance,
    )
    .where(
        _control.c.deposit_control_id.in_(
            select(_control.c.deposit_control_id)
            .join(_source, _source.c.code == _control.c.tender_source)
            .where(
                _control.c.business_date == DAY,
                _source.c.office == OFFICE,
                one_of(_source.c.source_type, BY_HAND),
            )
        )
    )
    .order_by(_control.c.id)
)
_COUNTED: Final = Prepared(
    select(_close.c.tender_control_id, total_of(_line.c.ending).label("held"))
    .join(_line, _line.c.close_id == _close.c.id)
    .where(any_of(_close.c.tender_control_id, "controls"), _close.c.reopened_at.is_(None))
    .group_by(_close.c.tender_control_id)
)
_ROWS: Final = Prepared(
    select(_row.c.deposit_control_id, _row.c.id, _row.c.amount)
    .where(any_of(_row.c.deposit_control_id, "deposits"))
    .order_by(_row.c.id)
)
_DEPOSITS: Final = Prepared(
    select(_umbrella.c.id, _umbrella.c.currency, _umbrella.c.ending_balance)
    .where(any_of(_umbrella.c.id, "deposits"))
    .order_by(_umbrella.c.id)
)


def load_proof_facts(s: Connection, day: date, office: str, cash: Collection[str]) -> ProofFacts:
    """What the proof of an office and business date reads; ``cash`` are ledger accounts of money."""
    drawers = _drawers(s, day, office)
    deposits = sorted({one.deposit_id for one in drawers})
    handed = {"controls": [one.control_id for one in drawers], "deposits": deposits}
    return ProofFacts(
        day=day,
        office=office,
        drawers=drawers,
        turn_ins=tuple(record(row, ProvenTurnIn) for row in _TURN_INS.all(s, handed)),
        deposits=_deposits(s, deposits),
        events=_events(s, day, office, cash),
    )


def _drawers(s: Connection, day: date, office: str) -> tuple[ProvenDrawer, ...]:
    """Drawers of the day, and those of other days that share a deposit control with them."""
    rows = _DRAWERS.all(s, {"day": day, "office": office})
    movements = load_all_movements(s, [row.id for row in rows])
    counted = _counted(s, [row.id for row in rows if row.status is ControlStatus.BALANCED])
    found = []
    for row in rows:
        moved = movements[row.id].values()
        due = row.starting_balance + total(one.net for one in moved)
        found.append(
            ProvenDrawer(
                control_id=row.id,
                deposit_id=row.deposit_control_id,
                currency=row.currency,
                starting=row.starting_balance,
                received=total(one.received - one.refunded for one in moved),
                held=counted.get(row.id, due),
                of_day=row.business_date == day,
                balanced=row.status is ControlStatus.BALANCED,
            )
        )
    return tuple(found)


def _counted(s: Connection, controls: Collection[ControlId]) -> Mapping[ControlId, Money]:
    """What balanced drawers held when they were balanced (BL-06)."""
    rows = _COUNTED.all(s, {"controls": list(controls)}) if controls else ()
    return {row.tender_control_id: row.held for row in rows}


def _deposits(s: Connection, ids: Collection[int]) -> tuple[ProvenDeposit, ...]:
    rows: dict[int, list[tuple[int, Money]]] = {}
    for row in _ROWS.all(s, {"deposits": list(ids)}):
        rows.setdefault(row.deposit_control_id, []).append((row.id, row.amount))
    found = _DEPOSITS.all(s, {"deposits": list(ids)})
    return tuple(
        ProvenDeposit(one.id, one.currency, tuple(rows.get(one.id, ())), one.ending_balance)
        for one in found
    )


def _events(
    s: Connection, day: date, office: str, cash: Collection[str]
) -> tuple[ProvenEvent, ...]:
    asked = {"day": day, "office": office, "cash": list(cash)}
    received = _sums(s, RECEIVED, asked)
    refunded = _sums(s, REFUNDED, asked)
    posted = _sums(s, POSTINGS, asked)
    aside = {row.event_id: row for row in ASIDE.all(s, asked)}
    found = []
    for event in EVENTS.all(s, asked):
        took = received.get(event.id, {})
        gave = refunded.get(event.id, {})
        lines = posted.get(event.id, {})
        # What was never taken belongs to the day on which it was posted.
        home = min(took or lines or gave, default=day)
        rest = aside.get(event.id)
        found.append(
            ProvenEvent(
                event_id=event.id,
                currency=event.currency,
                received_today=took.get(day, ZERO) - gave.get(day, ZERO),
                posted_today=lines.get(day, ZERO),
                received=total(took.values()) - total(gave.values()),
                returned=ZERO if rest is None else rest.returned,
                debited=ZERO if rest is None else rest.debited,
                posted=total(lines.values()),
                home=home == day,
            )
        )
    return tuple(found)


def _sums(
    s: Connection, sums: Prepared, asked: Mapping[str, Any]
) -> Mapping[int, Mapping[date, Money]]:
    """Amounts by event and day."""
    found: dict[int, dict[date, Money]] = {}
    for row in sums.all(s, asked):
        found.setdefault(row.event_id, {})[row.day] = row.amount
    return found


def load_cash_codes(s: Connection, day: date, office: str) -> frozenset[str]:
    """Ledger accounts of the money of the day's events, as their tenders keep them (GL-2)."""
    rows = CODES.all(s, {"day": day, "office": office})
    return frozenset(row.distribution_code for row in rows)
