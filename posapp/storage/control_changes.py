"""Changing a tender control: its status, starting balance, user, place; and taking it away."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Final

from sqlalchemy import Connection, bindparam, delete, func, select, update

from posapp.domain.codes import TurnInStatus
from posapp.domain.ids import ControlId, UserId
from posapp.domain.setup_options import Denomination
from posapp.domain.tender_controls import Control
from posapp.storage.base import table_of
from posapp.storage.mentions import Mentions, mention
from posapp.storage.prepared import Prepared
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
_THIS: Final = _control.c.id == bindparam("id")
_CONTROL: Final = Prepared(select(_control).where(_THIS))
_OPENER: Final = Prepared(select(_control.c.created_by).where(_THIS))
_TOUCH: Final = Prepared(update(_control).where(_THIS).values(version=_control.c.version + 1))
_AWAITING: Final = Prepared(
    select(func.count()).where(
        _turn_in.c.tender_control_id == bindparam("id"), _turn_in.c.status == TurnInStatus.AWAITING
    )
)
_TOOK: Final = Prepared(
    select(_tender.c.id)
    .where(
        _tender.c.tender_control_id == bindparam("id"),
        _tender.c.created_by == bindparam("user_id"),
        _tender.c.event_id.not_in(
            select(_over_under.c.event_id).where(_over_under.c.tender_control_id == bindparam("id"))
        ),
    )
    .limit(1)
)


def set_control(s: Connection, control_id: ControlId, values: Mapping[str, Any]) -> None:
    """Write new values of a control that is locked."""
    given = {f"new_{name}": value for name, value in values.items()}
    _setting(tuple(values)).many(s, [{"key": control_id, **given}])


@cache
def _setting(names: tuple[str, ...]) -> Prepared:
    """What gives some columns of a control new values."""
    values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in names}
    return Prepared(update(_control).where(_control.c.id == bindparam("key")).values(values))


def touch_control(s: Connection, control_id: ControlId) -> None:
    """Raise the version of a control that is locked (PY-6)."""
    _TOUCH.many(s, [{"id": control_id}])


def mention_control(s: Connection, control_id: ControlId) -> Mentions:
    """What the audit says of a control after a change."""
    row = _CONTROL.first(s, {"id": control_id})
    return {"tender_control": mention("tender_control", [row._asdict()])}


def opener_of(s: Connection, control_id: ControlId) -> UserId:
    """Who opened a control."""
    return UserId(_OPENER.scalar(s, {"id": control_id}))


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
    return int(_AWAITING.scalar(s, {"id": control_id}))


def works_at(s: Connection, control: Control, user_id: UserId) -> bool:
    """Whether somebody is a user of a drawer: its own, or one who took money there (B.4, D-15).

    Giving the drawer to somebody else, or moving the money to another's, makes nobody a stranger to
    it; differences that were booked are no money that was taken.
    """
    if control.user_id == user_id:
        return True
    return _TOOK.first(s, {"id": control.id, "user_id": user_id}) is not None


def delete_control(s: Connection, control_id: ControlId) -> None:
    """Take an empty control away (TC-27); the schema refuses one that was balanced."""
    choices, floats = table_of(ControlChoiceRow), table_of(FloatCountRow)
    s.execute(delete(choices).where(choices.c.tender_control_id == control_id))
    s.execute(delete(floats).where(floats.c.tender_control_id == control_id))
    s.execute(delete(_control).where(_control.c.id == control_id))
