"""Lines of a tender control, one for each tender type: what went in, what went out, what was counted.

Source: controls 5.4 (BL-01..BL-04), D-13, D-14, D-16, D-37, TI-10, OU-12. Amounts are integer minor
units of the control's currency.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from posapp.domain.ids import EventId
from posapp.domain.money import ZERO, Money
from posapp.domain.setup import SetUp


@dataclass(frozen=True, slots=True)
class Movement:
    """What went through a drawer in one tender type.

    Attributes:
        tenders: how many tenders somebody handed over; change and booked differences are none.
        received: sum of the tenders that count, change and booked differences included.
        change: the part of ``received`` that went back as change, <= 0 (D-01).
        booked: the part of ``received`` that was booked as over or under (OU-12).
        turned_in: sum of turn-ins to the supervisor, whatever their status (D-13).
        issued: sum of what the supervisor brought in the course of the day (D-37).
        refunded: money of cancelled tenders that went back out of this drawer (D-14).
    """

    tenders: int = 0
    received: Money = ZERO
    change: Money = ZERO
    booked: Money = ZERO
    turned_in: Money = ZERO
    issued: Money = ZERO
    refunded: Money = ZERO

    @property
    def net(self) -> Money:
        """What it adds to the starting balance (D-37)."""
        return self.received - self.turned_in + self.issued - self.refunded


Movements = Mapping[str, Movement]
"""Movement by tender type."""

NOTHING = Movement()


@dataclass(frozen=True, slots=True)
class ControlLine:
    """What one tender type did in a drawer (controls 5.4).

    ``received``, ``change``, ``booked``, ``expected`` and ``over_under`` are ``None`` where the
    blind count hides them (D-16); ``ending`` and ``over_under`` until a count was submitted.
    """

    tender_type: str
    description: str
    starting: Money
    count: int | None
    received: Money | None
    change: Money | None
    booked: Money | None
    turned_in: Money
    issued: Money
    refunded: Money
    expected: Money | None
    ending: Money | None = None
    over_under: Money | None = None

    @property
    def turn_ins(self) -> Money:
        """What went to the supervisor, less what came from there."""
        return self.turned_in - self.issued

    @property
    def tendered(self) -> Money | None:
        """What people handed over: received without change that was given and what was booked."""
        if self.received is None or self.change is None or self.booked is None:
            return None
        return self.received - self.change - self.booked

    def part(self, figure: "Figure") -> Money | None:
        """A figure as it stands in a line that adds up (``ADDING``); ``None`` where it is hidden."""
        amount: Money | None = getattr(self, figure.value)
        return -amount if amount is not None and figure in TAKEN_OFF else amount


class Figure(StrEnum):
    """A figure of a line; each opens the rows behind it."""

    STARTING = "starting"
    RECEIVED = "received"
    TENDERED = "tendered"
    CHANGE = "change"
    BOOKED = "booked"
    TURNED_IN = "turned_in"
    ISSUED = "issued"
    TURN_INS = "turn_ins"
    REFUNDED = "refunded"
    EXPECTED = "expected"
    ENDING = "ending"
    OVER_UNDER = "over_under"


ADDING: Final = (
    Figure.STARTING,
    Figure.TENDERED,
    Figure.CHANGE,
    Figure.TURN_INS,
    Figure.REFUNDED,
    Figure.BOOKED,
)
"""What the expected figure is the sum of, as pages and papers show it by ``ControlLine.part``."""
TAKEN_OFF: Final = frozenset({Figure.TURN_INS, Figure.REFUNDED})
"""Those that make it less."""

HIDDEN_FIGURES = frozenset(
    {
        Figure.TENDERED,
        Figure.RECEIVED,
        Figure.CHANGE,
        Figure.BOOKED,
        Figure.EXPECTED,
        Figure.OVER_UNDER,
    }
)
"""What a blind count hides (D-16)."""


class EntryKind(StrEnum):
    """What a row behind a figure is."""

    FLOAT = "FLOAT"
    TENDER = "TENDER"
    CHANGE = "CHANGE"
    DIFFERENCE = "DIFFERENCE"
    TURN_IN = "TURN_IN"
    ISSUE = "ISSUE"
    REFUND = "REFUND"
    COUNTED = "COUNTED"


@dataclass(frozen=True, slots=True)
class DrawerEntry:
    """One row behind a figure; the amounts of all sum to the figure.

    ``id`` is that of the tender, turn-in, refund movement or count; ``event_id`` leads to the
    event where there is one. ``says`` is what is written on it: a check number, a receipt number,
    how many of a note.
    """

    kind: EntryKind
    id: int
    event_id: EventId | None
    at: datetime
    user_name: str
    amount: Money
    name: str = ""
    says: str = ""


def control_lines(
    starting: Money,
    movements: Movements,
    setup: SetUp,
    *,
    counted: Mapping[str, Money] | None = None,
    blind: bool,
) -> tuple[ControlLine, ...]:
    """Lines of a control, the starting-balance type first (controls 5.4, D-16).

    Args:
        starting: the control's starting balance.
        movements: what went through the drawer, by type.
        setup: for descriptions and the type of the float.
        counted: ending balances of the count that holds; ``None`` before one was submitted.
        blind: leave out what a blind count hides.
    """
    first = setup.installation.starting_balance_tender_type
    known = set(movements) | set(counted or ()) | {first}
    codes = sorted(known, key=lambda code: (code != first, code))
    return tuple(
        _line(
            code,
            setup.tender_types[code].description,
            starting if code == first else ZERO,
            movements.get(code, NOTHING),
            None if counted is None else counted.get(code),
            blind=blind,
        )
        for code in codes
    )


def _line(
    code: str, words: str, start: Money, moved: Movement, ending: Money | None, *, blind: bool
) -> ControlLine:
    due = start + moved.net
    return ControlLine(
        tender_type=code,
        description=words,
        starting=start,
        count=moved.tenders,
        received=None if blind else moved.received,
        change=None if blind else moved.change,
        booked=None if blind else moved.booked,
        turned_in=moved.turned_in,
        issued=moved.issued,
        refunded=moved.refunded,
        expected=None if blind else due,
        ending=ending,
        over_under=None if blind or ending is None else ending - due,
    )


def must_be_counted(lines: Iterable[ControlLine]) -> frozenset[str]:
    """Types that a count must name: with activity or a starting balance (TC-23)."""
    return frozenset(
        line.tender_type
        for line in lines
        if line.count
        or line.starting
        or any((line.turned_in, line.issued, line.refunded, line.expected, line.received))
    )


def like_cash(movements: Movements, start: Money, setup: SetUp) -> Money:
    """Like-cash money in a drawer: float plus what went in, less what went out (TI-10, D-13)."""
    return like_cash_of({code: moved.net for code, moved in movements.items()}, start, setup)


def like_cash_of(nets: Mapping[str, Money], start: Money, setup: SetUp) -> Money:
    """The same by what each type adds to the starting balance (``Movement.net``)."""
    kinds = setup.tender_types
    return start + Money(sum(net.minor for code, net in nets.items() if kinds[code].like_cash))


def is_above_limit(like_cash_held: Money, limit: Money | None) -> bool:
    """Whether the drawer's like-cash money asks for a turn-in (TI-10): strictly above."""
    return limit is not None and like_cash_held > limit


def limit_above(limit: Money | None, percent: int | None) -> Money | None:
    """The hard limit of a source: a share of its maximum, ``None`` where there is none (D-19)."""
    if limit is None or percent is None:
        return None
    return Money(limit.minor * percent // 100)
