"""The rows behind each figure of a deposit control; their amounts sum to it (4.2, DC-00, DC-07).

Amounts are integer minor units of the deposit control's currency.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from posapp.domain.codes import TurnInDirection
from posapp.domain.deposit_controls import DepositControlView
from posapp.domain.deposit_figures import DrawerMoney, received_of
from posapp.domain.deposits import DepositView
from posapp.domain.money import ZERO, Money, total


class DepositFigure(StrEnum):
    """A figure of a deposit control, whole or of one tender type."""

    STARTING = "starting"
    TENDERS = "tenders"
    TAKEN = "taken"
    BANKED = "banked"
    CONTROLS = "controls"
    DEPOSITS = "deposits"
    EXPECTED = "expected"
    ENDING = "ending"
    OVER_UNDER = "over_under"
    BOOKED = "booked"
    TURNED_IN = "turned_in"


class DepositPartKind(StrEnum):
    """What a row is; its id is that of a tender control, deposit, turn-in or deposit control."""

    FLOAT = "float"
    TENDERS = "tenders"
    CONTROL = "control"
    DEPOSIT = "deposit"
    ENDING = "ending"
    BOOKED = "booked"
    TURN_IN = "turn_in"


@dataclass(frozen=True, slots=True)
class DepositPart:
    """A row behind a figure.

    Attributes:
        kind: what it is.
        id: of where it comes from.
        amount: signed so that the rows of a figure sum to it.
        name: whose drawer, who handed over, which bank slip.
        source: tender source of a drawer, reference of a deposit, number of a turn-in's slip.
        tender_type: its type; empty where it is of all types.
    """

    kind: DepositPartKind
    id: int
    amount: Money
    name: str = ""
    source: str = ""
    tender_type: str = ""


def rows_behind(
    view: DepositControlView, figure: DepositFigure, cash: str, tender_type: str = ""
) -> tuple[DepositPart, ...]:
    """The rows of a figure, of one tender type or of all.

    Args:
        view: the deposit control; without its money (D-16) there are no rows.
        figure: whole, or of a line by tender type.
        cash: type of the starting balances.
        tender_type: of this type only.
    """
    drawers = view.money or ()
    floats, taken = _floats(drawers, cash, tender_type), _tenders(drawers, tender_type)
    gone = [one for one in _deposits(view, cash, tender_type) if one.amount]
    controls, ending = [_whole(one) for one in drawers], _ending(view)
    found: Mapping[DepositFigure, Sequence[DepositPart]] = {
        DepositFigure.STARTING: floats,
        DepositFigure.TENDERS: taken,
        DepositFigure.TAKEN: _taken(drawers, tender_type),
        DepositFigure.BANKED: tuple(map(_turned, gone)),
        DepositFigure.CONTROLS: controls,
        DepositFigure.DEPOSITS: gone,
        DepositFigure.EXPECTED: (*floats, *taken, *map(_turned, gone)),
        DepositFigure.ENDING: ending,
        # Nothing is over or under before it was counted.
        DepositFigure.OVER_UNDER: ending and (*ending, *map(_turned, controls), *gone),
        DepositFigure.BOOKED: _booked(drawers, tender_type),
        DepositFigure.TURNED_IN: _turn_ins(view, tender_type),
    }
    return tuple(found[figure])


def _floats(drawers: Sequence[DrawerMoney], cash: str, tender_type: str) -> tuple[DepositPart, ...]:
    if tender_type not in {"", cash}:
        return ()
    found = (
        _of_drawer(one, DepositPartKind.FLOAT, one.control.starting_balance, cash)
        for one in drawers
    )
    return tuple(row for row in found if row.amount)


def _tenders(drawers: Sequence[DrawerMoney], tender_type: str) -> list[DepositPart]:
    """A row for each drawer and tender type that money was taken in."""
    return [
        _of_drawer(one, DepositPartKind.TENDERS, received_of(moved), code)
        for one in drawers
        for code, moved in sorted(one.movements.items())
        if tender_type in {"", code} and (moved.tenders or received_of(moved))
    ]


def _taken(drawers: Sequence[DrawerMoney], tender_type: str) -> list[DepositPart]:
    """The same without what was booked as over or under."""
    return [
        _of_drawer(one, DepositPartKind.TENDERS, received_of(moved) - moved.booked, code)
        for one in drawers
        for code, moved in sorted(one.movements.items())
        if tender_type in {"", code} and (moved.tenders or received_of(moved) != moved.booked)
    ]


def _booked(drawers: Sequence[DrawerMoney], tender_type: str) -> list[DepositPart]:
    return [
        _of_drawer(one, DepositPartKind.BOOKED, moved.booked, code)
        for one in drawers
        for code, moved in sorted(one.movements.items())
        if tender_type in {"", code} and moved.booked
    ]


def _whole(one: DrawerMoney) -> DepositPart:
    amount = one.control.starting_balance + one.received
    return _of_drawer(one, DepositPartKind.CONTROL, amount, "")


def _of_drawer(
    one: DrawerMoney, kind: DepositPartKind, amount: Money, tender_type: str
) -> DepositPart:
    control = one.control
    return DepositPart(
        kind, control.id, amount, control.user_name, control.tender_source, tender_type
    )


def _deposits(view: DepositControlView, cash: str, tender_type: str) -> list[DepositPart]:
    """Deposits, or what of each is of one type: listed checks are of theirs, the rest is cash."""
    return [
        DepositPart(
            DepositPartKind.DEPOSIT,
            one.deposit.id,
            _part(one, cash, tender_type) if tender_type else one.deposit.amount,
            one.deposit.prepared_by,
            one.deposit.reference_id,
            tender_type or one.deposit.tender_type or "",
        )
        for one in view.deposits
    ]


def _part(one: DepositView, cash: str, tender_type: str) -> Money:
    listed = total(part.amount for part in one.instruments if part.tender_type == tender_type)
    return listed + (one.cash if (one.deposit.tender_type or cash) == tender_type else ZERO)


def _turn_ins(view: DepositControlView, tender_type: str) -> list[DepositPart]:
    return [
        DepositPart(
            DepositPartKind.TURN_IN,
            one.id,
            one.amount if one.direction is TurnInDirection.OUT else -one.amount,
            one.created_by,
            one.receipt_number,
            one.tender_type,
        )
        for one in view.turn_ins
        if tender_type in {"", one.tender_type}
    ]


def _ending(view: DepositControlView) -> tuple[DepositPart, ...]:
    control = view.control
    if control.ending_balance is None:
        return ()
    name = view.balanced_by or control.owner_name
    return (DepositPart(DepositPartKind.ENDING, control.id, control.ending_balance, name),)


def _turned(row: DepositPart) -> DepositPart:
    return DepositPart(row.kind, row.id, -row.amount, row.name, row.source, row.tender_type)
