"""Rows that a drawer's difference may come from (pain 1, OU-07)."""

from sqlalchemy import Connection, false, func, select, true

from posapp.domain.codes import ControlStatus, TurnInStatus
from posapp.domain.ids import ControlId
from posapp.domain.money import ZERO
from posapp.domain.setup import SetUp
from posapp.domain.setup_options import Denomination
from posapp.domain.tender_controls import Control
from posapp.domain.variance import (
    CountedInstrument,
    DrawerRefund,
    DrawerTender,
    DrawerTurnIn,
    Neighbour,
)
from posapp.storage.base import table_of
from posapp.storage.drawers import load_drawer
from posapp.storage.tables.controls import RefundMovementRow, TenderControlRow
from posapp.storage.tables.counts import (
    ControlCountRow,
    CountDenominationRow,
    CountInstrumentRow,
)
from posapp.storage.tables.payment_events import PaymentEventRow, TenderRow
from posapp.storage.tables.people import AccountRow, PersonRow
from posapp.storage.tables.setup import TenderSourceRow
from posapp.storage.tables.turn_ins import TurnInRow
from posapp.storage.tender_controls import load_control

_tender, _event = table_of(TenderRow), table_of(PaymentEventRow)
_account, _person = table_of(AccountRow), table_of(PersonRow)
_turn_in, _refund = table_of(TurnInRow), table_of(RefundMovementRow)
_count = table_of(ControlCountRow)
_notes, _items = table_of(CountDenominationRow), table_of(CountInstrumentRow)
_control, _source = table_of(TenderControlRow), table_of(TenderSourceRow)


def load_drawer_tenders(s: Connection, control_id: ControlId) -> tuple[DrawerTender, ...]:
    """Tenders that a drawer counts, in the order in which they came; cash rounding lies outside."""
    query = (
        select(
            _tender.c.id,
            _tender.c.event_id,
            _tender.c.tender_type,
            _tender.c.control_amount,
            _event.c.created_at,
            func.coalesce(_person.c.name, "").label("payor"),
            _tender.c.check_number,
            _tender.c.cash_back,
        )
        .join(_event, _event.c.id == _tender.c.event_id)
        .outerjoin(_account, _account.c.id == _tender.c.payor_account_id)
        .outerjoin(_person, _person.c.id == _account.c.person_id)
        .where(
            _tender.c.tender_control_id == control_id,
            _tender.c.counted == true(),
            _tender.c.rounding == false(),
        )
        .order_by(_tender.c.id)
    )
    return tuple(DrawerTender(*row) for row in s.execute(query))


def load_drawer_turn_ins(s: Connection, control_id: ControlId) -> tuple[DrawerTurnIn, ...]:
    """Turn-ins of a drawer, both ways."""
    query = (
        select(
            _turn_in.c.id,
            _turn_in.c.tender_type,
            _turn_in.c.amount,
            _turn_in.c.direction,
            _turn_in.c.status,
        )
        .where(_turn_in.c.tender_control_id == control_id)
        .order_by(_turn_in.c.id)
    )
    return tuple(
        DrawerTurnIn(*row[:4], waiting=row.status is TurnInStatus.AWAITING)
        for row in s.execute(query)
    )


def load_drawer_refunds(s: Connection, control_id: ControlId) -> tuple[DrawerRefund, ...]:
    """Money of canceled tenders that left the drawer, by movement or by being counted no more."""
    moved = (
        select(_tender.c.event_id, _refund.c.tender_type, _refund.c.amount)
        .join(_tender, _tender.c.id == _refund.c.tender_id)
        .where(_refund.c.tender_control_id == control_id)
    )
    uncounted = select(_tender.c.event_id, _tender.c.tender_type, _tender.c.control_amount).where(
        _tender.c.tender_control_id == control_id, _tender.c.counted == false()
    )
    rows = [*s.execute(moved), *s.execute(uncounted)]
    return tuple(DrawerRefund(*row) for row in rows if row[2].minor > 0)


def load_instruments(s: Connection, count_id: int) -> tuple[CountedInstrument, ...]:
    """Checks and slips of a count, as they were listed."""
    query = (
        select(_items.c.tender_type, _items.c.number, _items.c.amount)
        .where(_items.c.count_id == count_id)
        .order_by(_items.c.position)
    )
    return tuple(CountedInstrument(*row) for row in s.execute(query))


def load_pieces(s: Connection, count_id: int, currency: str) -> dict[Denomination, int]:
    """Notes and coins of a count."""
    query = select(_notes.c.value, _notes.c.coin, _notes.c.quantity).where(
        _notes.c.count_id == count_id
    )
    return {Denomination(currency, row.value, row.coin): row.quantity for row in s.execute(query)}


def load_neighbours(s: Connection, control: Control, setup: SetUp) -> tuple[Neighbour, ...]:
    """What other drawers of the same office, day and currency are off by, or were before booking.

    A drawer that is balanced already counts with what was booked for it: who closes first would
    never be found otherwise.
    """
    office = select(_source.c.office).where(_source.c.code == control.tender_source)
    differed = select(_count.c.tender_control_id).where(_count.c.differs == true())
    query = (
        select(_control.c.id, _source.c.description)
        .join(_source, _source.c.code == _control.c.tender_source)
        .where(
            _control.c.id != control.id,
            _control.c.business_date == control.business_date,
            _control.c.currency == control.currency,
            _control.c.status != ControlStatus.OPEN,
            _source.c.office.in_(office),
            _control.c.id.in_(differed),
        )
        .order_by(_control.c.id)
    )
    found = []
    for row in s.execute(query).all():
        other = load_control(s, row.id)
        if other is None:
            raise AssertionError("a drawer with counts is never taken away")
        for line in load_drawer(s, other).lines(setup):
            difference = (line.over_under or ZERO) + (line.booked or ZERO)
            if difference:
                found.append(Neighbour(other.id, row.description, line.tender_type, difference))
    return tuple(found)
