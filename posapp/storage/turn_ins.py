"""Turn-ins: their rows, their sums by drawer and tender type, and what may go along (controls 9)."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, bindparam, case, delete, func, select, true, update

from posapp.domain.codes import TenderStatus, TurnInDirection, TurnInStatus
from posapp.domain.ids import ControlId, DepositControlId, TenderId, UserId
from posapp.domain.money import ZERO
from posapp.domain.setup_options import Denomination
from posapp.domain.turn_in import (
    OUT,
    Counted,
    Instrument,
    TurnIn,
    TurnInContent,
    TurnInId,
    TurnInView,
)
from posapp.storage.base import record, table_of
from posapp.storage.ids import take_id
from posapp.storage.prepared import Prepared, insert_into
from posapp.storage.tables.controls import DepositControlRow, TenderControlRow
from posapp.storage.tables.payment_events import TenderRow
from posapp.storage.tables.people import AccountRow, PersonRow
from posapp.storage.tables.system import UserRow
from posapp.storage.tables.turn_ins import TurnInDenominationRow, TurnInRow, TurnInTenderRow

_turn_in, _parts = table_of(TurnInRow), table_of(TurnInTenderRow)
_notes, _tender = table_of(TurnInDenominationRow), table_of(TenderRow)
_control, _user = table_of(TenderControlRow), table_of(UserRow)
_deposit = table_of(DepositControlRow)
_account, _person = table_of(AccountRow), table_of(PersonRow)
_drawer_user = _user.alias("drawer_user")
_approver = _user.alias("approver")
_TURN_INS: Any = (
    select(
        _turn_in.c.id,
        _turn_in.c.tender_control_id,
        _turn_in.c.deposit_control_id,
        _control.c.tender_source,
        _control.c.currency,
        _control.c.user_id.label("drawer_user_id"),
        func.coalesce(_drawer_user.c.name, "").label("drawer_user"),
        _turn_in.c.direction,
        _turn_in.c.status,
        _turn_in.c.tender_type,
        _turn_in.c.amount,
        _turn_in.c.receipt_number,
        _turn_in.c.created_at,
        _turn_in.c.created_by.label("created_by_id"),
        _user.c.name.label("created_by"),
        _turn_in.c.changed_by.label("changed_by_id"),
        _turn_in.c.approved_at,
        func.coalesce(_approver.c.name, "").label("approved_by"),
        _turn_in.c.comments,
        _turn_in.c.version,
    )
    .join(_control, _control.c.id == _turn_in.c.tender_control_id)
    .join(_user, _user.c.id == _turn_in.c.created_by)
    .outerjoin(_drawer_user, _drawer_user.c.id == _control.c.user_id)
    .outerjoin(_approver, _approver.c.id == _turn_in.c.approved_by)
    .order_by(_turn_in.c.id)
)
_TURN_IN = Prepared(_TURN_INS.where(_turn_in.c.id == bindparam("id")))
_OF_CONTROL = Prepared(_TURN_INS.where(_turn_in.c.tender_control_id == bindparam("id")))
_OF_DEPOSIT = Prepared(_TURN_INS.where(_turn_in.c.deposit_control_id == bindparam("id")))
_AWAITING = Prepared(
    _TURN_INS.join(_deposit, _deposit.c.id == _turn_in.c.deposit_control_id).where(
        _turn_in.c.status == TurnInStatus.AWAITING, _deposit.c.office == bindparam("office")
    )
)
_COUNTED = Prepared(
    select(_notes.c.value, _notes.c.coin, _notes.c.quantity)
    .where(_notes.c.turn_in_id == bindparam("id"))
    .order_by(_notes.c.value.desc(), _notes.c.coin)
)
_INSTRUMENTS: Any = (
    select(
        _tender.c.id.label("tender_id"),
        _tender.c.event_id,
        _tender.c.tender_control_id,
        _tender.c.tender_type,
        _tender.c.check_number,
        _tender.c.micr_last4,
        case((_tender.c.name != "", _tender.c.name), else_=_person.c.name).label("name"),
        _tender.c.control_amount.label("amount"),
    )
    .join(_account, _account.c.id == _tender.c.payor_account_id)
    .join(_person, _person.c.id == _account.c.person_id)
    .order_by(_tender.c.id)
)
_WENT_ALONG = Prepared(
    _INSTRUMENTS.where(
        _tender.c.id.in_(select(_parts.c.tender_id).where(_parts.c.turn_in_id == bindparam("id")))
    )
)
_NUMBERS = Prepared(
    select(_turn_in.c.id, _turn_in.c.receipt_number).where(
        _turn_in.c.deposit_control_id == bindparam("id")
    )
)
_INSERT = insert_into(TurnInRow)
_INSERT_NOTES = insert_into(TurnInDenominationRow)
_INSERT_PART = insert_into(TurnInTenderRow)


def load_turn_in(s: Connection, turn_in_id: TurnInId) -> TurnIn | None:
    """A turn-in, or ``None``."""
    row = _TURN_IN.first(s, {"id": turn_in_id})
    return None if row is None else record(row, TurnIn)


def turn_ins_of_control(s: Connection, control_id: ControlId) -> tuple[TurnIn, ...]:
    """Turn-ins of a drawer, oldest first."""
    rows = _OF_CONTROL.all(s, {"id": control_id})
    return tuple(record(row, TurnIn) for row in rows)


def turn_ins_of_deposit(s: Connection, deposit_id: DepositControlId) -> tuple[TurnIn, ...]:
    """Turn-ins of a deposit control, oldest first."""
    rows = _OF_DEPOSIT.all(s, {"id": deposit_id})
    return tuple(record(row, TurnIn) for row in rows)


def awaiting_turn_ins(s: Connection, office: str) -> tuple[TurnIn, ...]:
    """Turn-ins of an office that nobody approved yet, oldest first."""
    rows = _AWAITING.all(s, {"office": office})
    return tuple(record(row, TurnIn) for row in rows)


def load_turn_in_view(s: Connection, turn_in: TurnIn) -> TurnInView:
    """A turn-in with what it consists of."""
    key = {"id": turn_in.id}
    rows = _COUNTED.all(s, key)
    counted = tuple(
        (Denomination(turn_in.currency, row.value, row.coin), row.quantity) for row in rows
    )
    return TurnInView(turn_in, counted, _instruments(_WENT_ALONG.all(s, key)))


def load_instruments(s: Connection, *where: Any) -> tuple[Instrument, ...]:
    """Checks and slips that fulfil conditions on ``tender``, in the order they came in."""
    return _instruments(s.execute(_INSTRUMENTS.where(*where)).all())


def _instruments(rows: Sequence[Any]) -> tuple[Instrument, ...]:
    return tuple(record(row, Instrument) for row in rows)


def instruments_of_drawer(
    s: Connection,
    control_id: ControlId,
    direction: TurnInDirection,
    *,
    but: TurnInId | None = None,
) -> tuple[Instrument, ...]:
    """Checks and slips that may go out of a drawer now, or come back into it.

    Each lies in one place: it is out when it went out more often than it came back. ``but`` is a
    turn-in that does not count, because it is being changed.
    """
    # No turn-in has a key below one.
    values = {"control_id": control_id, "but": but or 0}
    return _instruments(_in_drawer(direction).all(s, values))


@cache
def _in_drawer(direction: TurnInDirection) -> Prepared:
    """What reads the checks and slips that may go one way."""
    control_id: Any = bindparam("control_id")
    way = case((_turn_in.c.direction == OUT, 1), else_=-1)
    gone = (
        select(_parts.c.tender_id)
        .join(_turn_in, _turn_in.c.id == _parts.c.turn_in_id)
        .where(_turn_in.c.tender_control_id == control_id, _turn_in.c.id != bindparam("but"))
        .group_by(_parts.c.tender_id)
        .having(func.sum(way) > 0)
    )
    there = _tender.c.id.not_in(gone) if direction is OUT else _tender.c.id.in_(gone)
    return Prepared(
        _INSTRUMENTS.where(
            _tender.c.tender_control_id == control_id,
            _tender.c.status == TenderStatus.VALID,
            _tender.c.counted == true(),
            _tender.c.control_amount > ZERO,
            there,
        )
    )


def receipt_numbers(
    s: Connection, deposit_id: DepositControlId, *, but: TurnInId | None = None
) -> frozenset[str]:
    """Receipt numbers of a deposit control's turn-ins (TI-14)."""
    rows = _NUMBERS.all(s, {"id": deposit_id})
    return frozenset(row.receipt_number for row in rows if row.id != but)


def insert_turn_in(
    s: Connection,
    control_id: ControlId,
    deposit_id: DepositControlId,
    direction: TurnInDirection,
    content: TurnInContent,
    *,
    by: UserId,
    at: datetime,
) -> TurnInId:
    """Write a new turn-in that awaits approval."""
    turn_in_id = TurnInId(take_id(s))
    row = {
        "id": turn_in_id,
        "tender_control_id": control_id,
        "deposit_control_id": deposit_id,
        "direction": direction,
        "status": TurnInStatus.AWAITING,
        "created_at": at,
        "created_by": by,
        "version": 1,
    }
    _INSERT.many(s, [row | _values(content)])
    _insert_parts(s, turn_in_id, content.counted, content.tenders)
    return turn_in_id


def update_turn_in(s: Connection, turn_in: TurnIn, content: TurnInContent, by: UserId) -> None:
    """Change a turn-in that waits; its version rises (TI-12)."""
    s.execute(delete(_notes).where(_notes.c.turn_in_id == turn_in.id))
    s.execute(delete(_parts).where(_parts.c.turn_in_id == turn_in.id))
    s.execute(
        update(_turn_in)
        .where(_turn_in.c.id == turn_in.id)
        .values(version=turn_in.version + 1, changed_by=by, **_values(content))
    )
    _insert_parts(s, turn_in.id, content.counted, content.tenders)


def delete_turn_in(s: Connection, turn_in_id: TurnInId) -> None:
    """Take a turn-in that waits away."""
    for table in (_notes, _parts):
        s.execute(delete(table).where(table.c.turn_in_id == turn_in_id))
    s.execute(delete(_turn_in).where(_turn_in.c.id == turn_in_id))


def approve_turn_in(s: Connection, turn_in_id: TurnInId, by: UserId, at: datetime) -> None:
    """Make a turn-in final (TI-04)."""
    s.execute(
        update(_turn_in)
        .where(_turn_in.c.id == turn_in_id)
        .values(status=TurnInStatus.APPROVED, approved_by=by, approved_at=at)
    )


def _values(content: TurnInContent) -> dict[str, Any]:
    return {
        "tender_type": content.tender_type,
        "amount": content.amount,
        "receipt_number": content.receipt_number,
        "comments": content.comments,
    }


def _insert_parts(
    s: Connection, turn_in_id: TurnInId, counted: Counted, tenders: Sequence[TenderId]
) -> None:
    notes = [
        {"turn_in_id": turn_in_id, "value": item.value, "coin": item.coin, "quantity": quantity}
        for item, quantity in counted
        if quantity
    ]
    _INSERT_NOTES.many(s, notes)
    _INSERT_PART.many(s, [{"turn_in_id": turn_in_id, "tender_id": t} for t in tenders])
