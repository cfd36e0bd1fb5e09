"""Figures of a deposit control, whole and by tender type (4.2, DC-00, DC-07, TI-15, OU-12, D-29).

Amounts are integer minor units of the deposit control's currency.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from posapp.domain.codes import ControlStatus
from posapp.domain.control_lines import NOTHING, Movement, Movements
from posapp.domain.deposits import DepositView
from posapp.domain.money import ZERO, Money, total
from posapp.domain.tender_controls import Control, DepositControl


def received_of(moved: Movement) -> Money:
    """Tenders of a type, less what went back out of the drawer (D-14, D-38)."""
    return moved.received - moved.refunded


@dataclass(frozen=True, slots=True)
class DrawerMoney:
    """A linked tender control with its money.

    ``movements`` by tender type.
    """

    control: Control
    movements: Movements

    @property
    def expected(self) -> Money:
        """What lies in the drawer (5.4, D-37)."""
        return self.control.starting_balance + total(one.net for one in self.movements.values())

    @property
    def received(self) -> Money:
        """Its tenders, less what went back out of it (D-14)."""
        return total(received_of(one) for one in self.movements.values())

    def of(self, tender_type: str) -> Movement:
        """What went through it in one tender type."""
        return self.movements.get(tender_type, NOTHING)


@dataclass(frozen=True, slots=True)
class DepositFigures:
    """The figures of 4.2, and where in the building the money is (TI-15).

    Attributes:
        starting: sum of the starting balances.
        tenders: sum of the tenders, less refund movements.
        controls: number of linked tender controls; ``controls_amount`` their starting balances and
            tenders (DC-00).
        deposits: number of deposits and settlements, with ``deposits_amount``.
        expected: what should be left with the supervisor.
        ending: what is left, as typed; ``over_under`` the difference.
        in_drawers: what should lie in drawers that are not balanced.
        in_hands: what should lie with the supervisor.
        awaiting: turn-ins on their way, part of ``in_hands`` (D-13).
        booked: differences that were booked (OU-12), part of ``tenders``.
    """

    starting: Money
    tenders: Money
    controls: int
    controls_amount: Money
    deposits: int
    deposits_amount: Money
    expected: Money
    ending: Money | None
    over_under: Money | None
    in_drawers: Money
    in_hands: Money
    awaiting: Money
    booked: Money

    @property
    def taken(self) -> Money:
        """``tenders`` without what was booked as over or under."""
        return self.tenders - self.booked

    def __add__(self, other: "DepositFigures") -> "DepositFigures":
        """Both together; what is not typed in one is not known of both."""
        known = self.ending is not None and other.ending is not None
        mine, theirs = self.ending or ZERO, other.ending or ZERO
        expected = self.expected + other.expected
        return DepositFigures(
            starting=self.starting + other.starting,
            tenders=self.tenders + other.tenders,
            controls=self.controls + other.controls,
            controls_amount=self.controls_amount + other.controls_amount,
            deposits=self.deposits + other.deposits,
            deposits_amount=self.deposits_amount + other.deposits_amount,
            expected=expected,
            ending=mine + theirs if known else None,
            over_under=mine + theirs - expected if known else None,
            in_drawers=self.in_drawers + other.in_drawers,
            in_hands=self.in_hands + other.in_hands,
            awaiting=self.awaiting + other.awaiting,
            booked=self.booked + other.booked,
        )


@dataclass(frozen=True, slots=True)
class DepositLine:
    """One tender type of a deposit control (DC-07): for a look, the gate is the total.

    ``expected`` = starting + received - deposited; ``turned_in`` is where part of it lies.
    Pages and papers show ``starting + taken + booked + banked``, which adds up as it is read.
    """

    tender_type: str
    starting: Money
    received: Money
    booked: Money
    turned_in: Money
    deposited: Money
    expected: Money

    @property
    def taken(self) -> Money:
        """Tenders less change and refunds, without what was booked as over or under."""
        return self.received - self.booked

    @property
    def banked(self) -> Money:
        """What deposits take off."""
        return -self.deposited


def figures_of(
    deposit: DepositControl,
    drawers: Sequence[DrawerMoney],
    deposits: Sequence[DepositView],
    awaiting: Money,
) -> DepositFigures:
    """The figures of 4.2 (DC-00, TI-15)."""
    starting = total(one.control.starting_balance for one in drawers)
    tenders = total(one.received for one in drawers)
    gone = total(one.deposit.amount for one in deposits)
    expected = starting + tenders - gone
    ending = deposit.ending_balance
    in_drawers = total(
        one.expected for one in drawers if one.control.status is not ControlStatus.BALANCED
    )
    return DepositFigures(
        starting=starting,
        tenders=tenders,
        controls=len(drawers),
        controls_amount=starting + tenders,
        deposits=len(deposits),
        deposits_amount=gone,
        expected=expected,
        ending=ending,
        over_under=None if ending is None else ending - expected,
        in_drawers=in_drawers,
        in_hands=expected - in_drawers,
        awaiting=awaiting,
        booked=total(moved.booked for one in drawers for moved in one.movements.values()),
    )


def lines_of(
    drawers: Sequence[DrawerMoney], deposits: Sequence[DepositView], cash: str
) -> tuple[DepositLine, ...]:
    """The figures per tender type, cash first (DC-07).

    Of a bank deposit each listed check counts to its type, the rest to cash.
    """
    deposited: dict[str, Money] = {}
    for one in deposits:
        parts = [(item.tender_type, item.amount) for item in one.instruments]
        for code, amount in (*parts, (one.deposit.tender_type or cash, one.cash)):
            deposited[code] = deposited.get(code, ZERO) + amount
    codes = {cash, *deposited}
    codes.update(code for one in drawers for code in one.movements)
    lines = []
    for code in sorted(codes, key=lambda code: (code != cash, code)):
        starting = total(one.control.starting_balance for one in drawers) if code == cash else ZERO
        received = total(received_of(one.of(code)) for one in drawers)
        gone = deposited.get(code, ZERO)
        lines.append(
            DepositLine(
                tender_type=code,
                starting=starting,
                received=received,
                booked=total(one.of(code).booked for one in drawers),
                turned_in=total(one.of(code).turned_in - one.of(code).issued for one in drawers),
                deposited=gone,
                expected=starting + received - gone,
            )
        )
    return tuple(lines)
