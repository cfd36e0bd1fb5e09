"""The rows that the proof of a day is made of (D-38)."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, case, exists, false, or_, select, true

from posapp.domain.codes import ControlStatus, FtType, SourceType, TenderStatus, TurnInDirection
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
from posapp.storage.tables.closes import CloseLineRow, ControlCloseRow
from posapp.storage.tables.controls import (
    DepositControlRow,
    RefundMovementRow,
    TenderControlRow,
)
from posapp.storage.tables.deposits import TenderDepositRow
from posapp.storage.tables.ledger import FinancialTransactionRow, GlLineRow
from posapp.storage.tables.payment_events import PaymentEventRow, PaymentRow, TenderRow
from posapp.storage.tables.setup import TenderSourceRow
from posapp.storage.tables.turn_ins import TurnInRow
from posapp.storage.types import total_of

_control, _source = table_of(TenderControlRow), table_of(TenderSourceRow)
_close, _line = table_of(ControlCloseRow), table_of(CloseLineRow)
_turn_in, _umbrella = table_of(TurnInRow), table_of(DepositControlRow)
_row, _event = table_of(TenderDepositRow), table_of(PaymentEventRow)
_tender, _refund = table_of(TenderRow), table_of(RefundMovementRow)
_payment, _ft, _gl = table_of(PaymentRow), table_of(FinancialTransactionRow), table_of(GlLineRow)
_BY_HAND: Final = (SourceType.CASHIERING, SourceType.ADHOC)
_POSTED: Final = (FtType.PAY_SEGMENT, FtType.PAY_CANCEL)


def load_proof_facts(s: Connection, day: date, office: str, cash: Collection[str]) -> ProofFacts:
    """What the proof of an office and business date reads; ``cash`` are ledger accounts of money."""
    drawers = _drawers(s, day, office)
    deposits = sorted({one.deposit_id for one in drawers})
    signed = case(
        (_turn_in.c.direction == TurnInDirection.OUT, _turn_in.c.amount), else_=-_turn_in.c.amount
    )
    turn_ins = select(
        _turn_in.c.id,
        _turn_in.c.tender_control_id.label("control_id"),
        _turn_in.c.deposit_control_id.label("deposit_id"),
        signed.label("amount"),
    ).where(
        or_(
            _turn_in.c.tender_control_id.in_([one.control_id for one in drawers]),
            _turn_in.c.deposit_control_id.in_(deposits),
        )
    )
    return ProofFacts(
        day=day,
        office=office,
        drawers=drawers,
        turn_ins=tuple(record(row, ProvenTurnIn) for row in s.execute(turn_ins)),
        deposits=_deposits(s, deposits),
        events=_events(s, day, office, cash),
    )


def _drawers(s: Connection, day: date, office: str) -> tuple[ProvenDrawer, ...]:
    """Drawers of the day, and those of other days that share a deposit control with them."""
    of_day = (
        select(_control.c.deposit_control_id)
        .join(_source, _source.c.code == _control.c.tender_source)
        .where(
            _control.c.business_date == day,
            _source.c.office == office,
            _source.c.source_type.in_(_BY_HAND),
        )
    )
    rows = s.execute(
        select(
            _control.c.id,
            _control.c.deposit_control_id,
            _control.c.currency,
            _control.c.business_date,
            _control.c.status,
            _control.c.starting_balance,
        )
        .where(_control.c.deposit_control_id.in_(of_day))
        .order_by(_control.c.id)
    ).all()
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
    rows = s.execute(
        select(_close.c.tender_control_id, total_of(_line.c.ending).label("held"))
        .join(_line, _line.c.close_id == _close.c.id)
        .where(_close.c.tender_control_id.in_(controls), _close.c.reopened_at.is_(None))
        .group_by(_close.c.tender_control_id)
    )
    return {row.tender_control_id: row.held for row in rows}


def _deposits(s: Connection, ids: Collection[int]) -> tuple[ProvenDeposit, ...]:
    rows: dict[int, list[tuple[int, Money]]] = {}
    for row in s.execute(
        select(_row.c.deposit_control_id, _row.c.id, _row.c.amount)
        .where(_row.c.deposit_control_id.in_(ids))
        .order_by(_row.c.id)
    ):
        rows.setdefault(row.deposit_control_id, []).append((row.id, row.amount))
    found = s.execute(
        select(_umbrella.c.id, _umbrella.c.currency, _umbrella.c.ending_balance)
        .where(_umbrella.c.id.in_(ids))
        .order_by(_umbrella.c.id)
    )
    return tuple(
        ProvenDeposit(one.id, one.currency, tuple(rows.get(one.id, ())), one.ending_balance)
        for one in found
    )


def _of_day(day: date, office: str) -> Any:
    """Events with money in the day's drawers, or postings on the day; never all auto pay."""
    in_drawer = (
        select(_tender.c.event_id)
        .join(_control, _control.c.id == _tender.c.tender_control_id)
        .join(_source, _source.c.code == _control.c.tender_source)
        .where(_source.c.source_type.in_(_BY_HAND))
    )
    refunded = (
        select(_tender.c.event_id)
        .join(_refund, _refund.c.tender_id == _tender.c.id)
        .join(_control, _control.c.id == _refund.c.tender_control_id)
        .where(_control.c.business_date == day)
    )
    posted = (
        select(_payment.c.event_id)
        .join(_ft, _ft.c.parent_id == _payment.c.id)
        .where(_ft.c.accounting_date == day, _ft.c.ft_type.in_(_POSTED))
    )
    return select(_event.c.id).where(
        _event.c.office == office,
        or_(
            _event.c.id.in_(in_drawer.where(_control.c.business_date == day)),
            _event.c.id.in_(refunded),
            _event.c.id.in_(posted),
        ),
        exists(in_drawer.where(_tender.c.event_id == _event.c.id)),
    )


def _events(
    s: Connection, day: date, office: str, cash: Collection[str]
) -> tuple[ProvenEvent, ...]:
    wanted = _of_day(day, office)
    received = _sums(s, _received(wanted))
    refunded = _sums(s, _refunded(wanted))
    posted = _sums(s, _postings(wanted, cash))
    aside = {row.event_id: row for row in s.execute(_aside(wanted))}
    found = []
    for event in s.execute(
        select(_event.c.id, _event.c.currency).where(_event.c.id.in_(wanted)).order_by(_event.c.id)
    ):
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


def _sums(s: Connection, query: Any) -> Mapping[int, Mapping[date, Money]]:
    """Amounts by event and day."""
    found: dict[int, dict[date, Money]] = {}
    for row in s.execute(query):
        found.setdefault(row.event_id, {})[row.day] = row.amount
    return found


def _received(wanted: Any) -> Any:
    return (
        select(
            _tender.c.event_id,
            _control.c.business_date.label("day"),
            total_of(_tender.c.amount).label("amount"),
        )
        .join(_control, _control.c.id == _tender.c.tender_control_id)
        .join(_source, _source.c.code == _control.c.tender_source)
        .where(
            _tender.c.event_id.in_(wanted),
            _tender.c.counted == true(),
            _tender.c.rounding == false(),
            _source.c.source_type.in_(_BY_HAND),
        )
        .group_by(_tender.c.event_id, _control.c.business_date)
    )


def _refunded(wanted: Any) -> Any:
    """In the event's currency: a refund movement gives a whole tender back (D-14)."""
    return (
        select(
            _tender.c.event_id,
            _control.c.business_date.label("day"),
            total_of(_tender.c.amount).label("amount"),
        )
        .join(_refund, _refund.c.tender_id == _tender.c.id)
        .join(_control, _control.c.id == _refund.c.tender_control_id)
        .where(_tender.c.event_id.in_(wanted))
        .group_by(_tender.c.event_id, _control.c.business_date)
    )


def _postings(wanted: Any, cash: Collection[str]) -> Any:
    return (
        select(
            _payment.c.event_id,
            _ft.c.accounting_date.label("day"),
            total_of(_gl.c.amount).label("amount"),
        )
        .join(_ft, _ft.c.parent_id == _payment.c.id)
        .join(_gl, _gl.c.ft_id == _ft.c.id)
        .where(
            _payment.c.event_id.in_(wanted),
            _ft.c.ft_type.in_(_POSTED),
            _gl.c.distribution_code.in_(cash),
        )
        .group_by(_payment.c.event_id, _ft.c.accounting_date)
    )


def _aside(wanted: Any) -> Any:
    """Canceled tenders that still count and whose money went nowhere, and debits beside drawers."""
    by_hand = exists(
        select(_control.c.id)
        .join(_source, _source.c.code == _control.c.tender_source)
        .where(_control.c.id == _tender.c.tender_control_id, _source.c.source_type.in_(_BY_HAND))
    )
    went = exists(select(_refund.c.id).where(_refund.c.tender_id == _tender.c.id))
    canceled = _tender.c.status == TenderStatus.CANCELED
    counts = by_hand & (_tender.c.counted == true())
    returned = case((canceled & counts & ~went, _tender.c.amount), else_=None)
    debited = case((~canceled & ~by_hand, _tender.c.amount), else_=None)
    return (
        select(
            _tender.c.event_id,
            total_of(returned).label("returned"),
            total_of(debited).label("debited"),
        )
        .where(_tender.c.event_id.in_(wanted), _tender.c.rounding == false())
        .group_by(_tender.c.event_id)
    )


def load_cash_codes(s: Connection, day: date, office: str) -> frozenset[str]:
    """Ledger accounts of the money of the day's events, as their tenders keep them (GL-2)."""
    query = select(_tender.c.distribution_code).where(
        _tender.c.event_id.in_(_of_day(day, office)), _tender.c.rounding == false()
    )
    return frozenset(s.execute(query.distinct()).scalars())
