"""Changing a tender control: its status, starting balance, user, place; and taking it away."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from sqlalchemy import Connection, delete, func, select, update

from posapp.domain.codes import TurnInStatus
from posapp.domain.ids import ControlId, UserId
from posapp.domain.setup_options import Denomination
from posapp.domain.tender_controls import Control
from posapp.storage.base import table_of
from posapp.storage.mentions import Mentions, mention
from posapp.storage.tables.controls import FloatCountRow, RefundMovementRow, TenderControlRow
from posapp.storage.tables.counts import ControlCountRow
from posapp.storage.tables.over_unders import DrawerOpeningRow, OverUnderRow
from posapp.storage.tables.payment_events import TenderRow
from posapp.storage.tables.system import ControlChoiceRow
from posapp.storage.tables.turn_ins import TurnInRow
from posapp.storage.tender_controls import insert_float

_control, _tender = table_of(TenderControlRow), table_of(TenderRow)
_turn_in, _refund = table_of(TurnInRow), table_of(RefundMovementRow)
_over_under = table_of(OverUnderRow)
_TRACES: Final = {
    "tenders": _tender.c.tender_control_id,
    "turn-ins": _turn_in.c.tender_control_id,
    "refunds": _refund.c.tender_control_id,
    "counts": table_of(ControlCountRow).c.tender_control_id,
    "openings without a sale": table_of(DrawerOpeningRow).c.tender_control_id,
}


def set_control(s: Connection, control_id: ControlId, values: Mapping[str, Any]) -> None:
    """Write new values of a control that is locked."""
    s.execute(update(_control).where(_control.c.id == control_id).values(**values))


def touch_control(s: Connection, control_id: ControlId) -> None:
    """Raise the version of a control that is locked (PY-6)."""
    set_control(s, control_id, {"version": _control.c.version + 1})


def mention_control(s: Connection, control_id: ControlId) -> Mentions:
    """What the audit says of a control after a change."""
    row = s.execute(select(_control).where(_control.c.id == control_id)).one()
    return {"tender_control": mention("tender_control", [row._asdict()])}


def opener_of(s: Connection, control_id: ControlId) -> UserId:
    """Who opened a control."""
    query = select(_control.c.created_by).where(_control.c.id == control_id)
    return UserId(s.execute(query).scalar_one())


def replace_float(
    s: Connection, control_id: ControlId, counted: Iterable[tuple[Denomination, int]]
) -> None:
    """Write the float as it was counted anew; none leaves no count beside the amount."""
    floats = table_of(FloatCountRow)
    s.execute(delete(floats).where(floats.c.tender_control_id == control_id))
    insert_float(s, control_id, counted)


def traces_of(s: Connection, control_id: ControlId) -> Mapping[str, int]:
    """What a control has seen, by kind; kinds without any are left out (TC-27)."""
    found = {
        name: int(s.execute(select(func.count()).where(key == control_id)).scalar_one())
        for name, key in _TRACES.items()
    }
    return {name: n for name, n in found.items() if n}


def count_awaiting(s: Connection, control_id: ControlId) -> int:
    """Turn-ins of a control that nobody approved yet (TC-23)."""
    query = select(func.count()).where(
        _turn_in.c.tender_control_id == control_id, _turn_in.c.status == TurnInStatus.AWAITING
    )
    return int(s.execute(query).scalar_one())


def works_at(s: Connection, control: Control, user_id: UserId) -> bool:
    """Whether somebody is a user of a drawer: its own, or one who took money there (B.4, D-15).

    Giving the drawer to somebody else, or moving the money to another's, makes nobody a stranger to
    it; differences that were booked are no money that was taken.
    """
    if control.user_id == user_id:
        return True
    booked = select(_over_under.c.event_id).where(_over_under.c.tender_control_id == control.id)
    query = (
        select(_tender.c.id)
        .where(
            _tender.c.tender_control_id == control.id,
            _tender.c.created_by == user_id,
            _tender.c.event_id.not_in(booked),
        )
        .limit(1)
    )
    return s.execute(query).first() is not None


def delete_control(s: Connection, control_id: ControlId) -> None:
    """Take an empty control away (TC-27); the schema refuses one that was balanced."""
    choices, floats = table_of(ControlChoiceRow), table_of(FloatCountRow)
    s.execute(delete(choices).where(choices.c.tender_control_id == control_id))
    s.execute(delete(floats).where(floats.c.tender_control_id == control_id))
    s.execute(delete(_control).where(_control.c.id == control_id))
