"""Drawer movements: what went through tender controls, by tender type (D-13, D-14, D-37).

Tenders that count, turn-ins both ways whatever their status, and refunds of cancelled tenders, in
the control's currency. Change that was given lowers what was received and is no tender that
somebody handed over; nor is a booked difference. Cash rounding tenders lie outside drawer lines
(D-20).
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import (
    Connection,
    bindparam,
    case,
    false,
    func,
    literal_column,
    select,
    true,
    union_all,
)

from posapp.domain.codes import TurnInDirection
from posapp.domain.control_lines import Movement, Movements
from posapp.domain.ids import ControlId
from posapp.domain.money import Money
from posapp.storage.base import table_of
from posapp.storage.prepared import Ask, Prepared, any_of
from posapp.storage.tables.controls import RefundMovementRow
from posapp.storage.tables.over_unders import OverUnderRow
from posapp.storage.tables.payment_events import PaymentEventRow, TenderRow
from posapp.storage.tables.turn_ins import TurnInRow
from posapp.storage.types import BigInt, total_of

_tender, _refund = table_of(TenderRow), table_of(RefundMovementRow)
_event, _turn_in = table_of(PaymentEventRow), table_of(TurnInRow)
_over_under = table_of(OverUnderRow)
_AMOUNTS: Final = ("received", "change", "booked", "turned_in", "issued", "refunded")
_RECEIVED, _CHANGE, _BOOKED = range(3)
_TENDERS: Final[Mapping[int, int]] = {_RECEIVED: 1, _BOOKED: -1}
"""How much one of these adds to the number of tenders; a booked one is counted among them first."""


def _branch(control: Any, kind: Any, tenders: Any, **amounts: Any) -> Any:
    """One source of movements; amounts that it does not name are zero."""
    zero = literal_column("0", BigInt())
    return select(
        control.label("control_id"),
        kind.label("tender_type"),
        tenders.label("n"),
        *(amounts.get(name, zero).label(name) for name in _AMOUNTS),
    )


def _by_type(among: Callable[[Any], Any]) -> Any:
    """Sums by control and type; ``among`` chooses the controls."""
    one, none, less = (literal_column(n, BigInt()) for n in ("1", "0", "-1"))
    zero = literal_column("0", BigInt())
    amount, is_change = _tender.c.control_amount, _tender.c.cash_back == true()
    counted = _branch(
        _tender.c.tender_control_id,
        _tender.c.tender_type,
        func.sum(case((is_change, none), else_=one)),
        received=func.sum(amount),
        change=func.sum(case((is_change, amount), else_=zero)),
    ).where(
        among(_tender.c.tender_control_id),
        _tender.c.counted == true(),
        _tender.c.rounding == false(),
    )
    # Added up in the order of the index that holds all of it: the most of a payment's reading.
    counted = counted.group_by(_tender.c.tender_control_id, _tender.c.tender_type)
    # Counted above like any other tender; here it is told apart.
    booked = (
        _branch(_over_under.c.tender_control_id, _tender.c.tender_type, less, booked=amount)
        .join(_tender, _tender.c.event_id == _over_under.c.event_id)
        .where(among(_over_under.c.tender_control_id), _tender.c.counted == true())
    )
    out = _turn_in.c.direction == TurnInDirection.OUT
    turned_in = _branch(
        _turn_in.c.tender_control_id,
        _turn_in.c.tender_type,
        none,
        turned_in=case((out, _turn_in.c.amount), else_=zero),
        issued=case((out, zero), else_=_turn_in.c.amount),
    ).where(among(_turn_in.c.tender_control_id))
    refunded = _branch(
        _refund.c.tender_control_id, _refund.c.tender_type, none, refunded=_refund.c.amount
    ).where(among(_refund.c.tender_control_id))
    rows = union_all(counted, booked, turned_in, refunded).subquery()
    return select(
        rows.c.control_id,
        rows.c.tender_type,
        func.sum(rows.c.n).label("tenders"),
        *(total_of(rows.c[name]).label(name) for name in _AMOUNTS),
    ).group_by(rows.c.control_id, rows.c.tender_type)


def _parts_of_one() -> Any:
    """Amounts of one control by type and by what they are: a place in ``_AMOUNTS``.

    Tenders are summed up as they lie in the index, without a case for each, and nothing is grouped
    again.
    """
    received, change, booked, turned_in, issued, refunded = (
        literal_column(str(place), BigInt()) for place in range(len(_AMOUNTS))
    )
    one = literal_column("1", BigInt())
    control: Any = bindparam("control")
    counted = (
        select(
            _tender.c.tender_type,
            case((_tender.c.cash_back == true(), change), else_=received).label("what"),
            func.count().label("n"),
            total_of(_tender.c.control_amount).label("amount"),
        )
        .where(
            _tender.c.tender_control_id == control,
            _tender.c.counted == true(),
            _tender.c.rounding == false(),
        )
        .group_by(_tender.c.tender_type, _tender.c.cash_back)
    )
    over_under = (
        select(_tender.c.tender_type, booked, one, _tender.c.control_amount)
        .join(_over_under, _tender.c.event_id == _over_under.c.event_id)
        .where(_over_under.c.tender_control_id == control, _tender.c.counted == true())
    )
    out = _turn_in.c.direction == TurnInDirection.OUT
    moved = select(
        _turn_in.c.tender_type, case((out, turned_in), else_=issued), one, _turn_in.c.amount
    ).where(_turn_in.c.tender_control_id == control)
    refund = select(_refund.c.tender_type, refunded, one, _refund.c.amount).where(
        _refund.c.tender_control_id == control
    )
    return union_all(counted, over_under, moved, refund)


_OF_ONE: Final = Prepared(_parts_of_one())
_OF_MANY: Final = Prepared(_by_type(lambda column: any_of(column, "controls")))


def _nets_of_one() -> Any:
    """What each type adds to the starting balance of one control, row by row (``Movement.net``).

    Each payment reads it: a sum over an index, without what only pages tell apart.
    """
    control: Any = bindparam("control")
    counted = (
        select(_tender.c.tender_type, total_of(_tender.c.control_amount).label("amount"))
        .where(
            _tender.c.tender_control_id == control,
            _tender.c.counted == true(),
            _tender.c.rounding == false(),
        )
        .group_by(_tender.c.tender_type)
    )
    out, amount = _turn_in.c.direction == TurnInDirection.OUT, _turn_in.c.amount
    moved = select(_turn_in.c.tender_type, case((out, -amount), else_=amount)).where(
        _turn_in.c.tender_control_id == control
    )
    refund = select(_refund.c.tender_type, -_refund.c.amount).where(
        _refund.c.tender_control_id == control
    )
    return union_all(counted, moved, refund)


_NETS_OF_ONE: Final = Prepared(_nets_of_one())


def _movement(row: Any) -> Movement:
    return Movement(int(row.tenders), *(getattr(row, name) for name in _AMOUNTS))


def nets_asked(control_id: ControlId) -> Ask:
    """What ``load_nets`` asks."""
    return _NETS_OF_ONE, {"control": control_id}


def load_nets(s: Connection, control_id: ControlId) -> Mapping[str, Money]:
    """What went through one tender control by type: ``net`` of each of its movements (D-37)."""
    nets: dict[str, Money] = {}
    for tender_type, amount in _NETS_OF_ONE.all(s, {"control": control_id}):
        known = nets.get(tender_type)
        nets[tender_type] = amount if known is None else known + amount
    return nets


def load_movements(s: Connection, control_id: ControlId) -> Movements:
    """Movements of one tender control."""
    sums: dict[str, list[int]] = {}
    for tender_type, what, n, amount in _OF_ONE.all(s, {"control": control_id}):
        own = sums.setdefault(tender_type, [0] * (1 + len(_AMOUNTS)))
        own[1 + what] += amount.minor
        if what == _CHANGE:
            # Change lowers what was received, and is no tender that somebody handed over.
            own[1 + _RECEIVED] += amount.minor
        elif what in _TENDERS:
            own[0] += n * _TENDERS[what]
    return {
        tender_type: Movement(tenders, *map(Money, amounts))
        for tender_type, (tenders, *amounts) in sums.items()
    }


def load_all_movements(
    s: Connection, controls: Sequence[ControlId]
) -> Mapping[ControlId, Movements]:
    """Movements of several tender controls; one without any is there, empty."""
    found: dict[ControlId, dict[str, Movement]] = {control: {} for control in controls}
    for row in _OF_MANY.all(s, {"controls": list(controls)}) if controls else ():
        found[row.control_id][row.tender_type] = _movement(row)
    return found


_WORTH: Final = Prepared(
    select(_event.c.currency, total_of(_tender.c.amount).label("worth"))
    .join(_event, _event.c.id == _tender.c.event_id)
    .where(
        _tender.c.tender_control_id == bindparam("control"),
        _tender.c.counted == true(),
        _tender.c.rate.is_not(None),
        ~select(_refund.c.id)
        .where(
            _refund.c.tender_id == _tender.c.id,
            _refund.c.tender_control_id == bindparam("control"),
        )
        .exists(),
    )
    .group_by(_event.c.currency)
    .order_by(_event.c.currency)
)


def load_home_values(s: Connection, control_id: ControlId) -> tuple[tuple[str, Money], ...]:
    """What a drawer's foreign tenders are worth at their stored rates, by event currency (D-05)."""
    rows = _WORTH.all(s, {"control": control_id})
    return tuple((row.currency, row.worth) for row in rows)
