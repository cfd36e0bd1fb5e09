"""What a drawer's difference is made from: the facts that the explainer looks at (pain 1, OU-07).

Amounts are integer minor units of the drawer's currency; a difference is counted less expected, so
over is positive and under negative. Nothing here is stored: it is found anew from the rows.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from posapp.domain.codes import TurnInDirection
from posapp.domain.ids import ControlId, EventId, TenderId
from posapp.domain.money import Money
from posapp.domain.setup_options import Denomination


class Cause(StrEnum):
    """A likely cause of a difference."""

    INSTRUMENT_DIFFERS = "INSTRUMENT_DIFFERS"
    INSTRUMENT_MISSING = "INSTRUMENT_MISSING"
    INSTRUMENT_UNKNOWN = "INSTRUMENT_UNKNOWN"
    SWAPPED_TYPE = "SWAPPED_TYPE"
    NEIGHBOUR = "NEIGHBOUR"
    TURN_IN_WAITING = "TURN_IN_WAITING"
    REFUND_NOT_PAID = "REFUND_NOT_PAID"
    WHOLE_TENDER = "WHOLE_TENDER"
    WRONG_SIDE = "WRONG_SIDE"
    TRANSPOSED = "TRANSPOSED"
    SHIFTED = "SHIFTED"
    PAYMENT_TRANSPOSED = "PAYMENT_TRANSPOSED"
    PAYMENT_SHIFTED = "PAYMENT_SHIFTED"
    TURN_IN_MISSING = "TURN_IN_MISSING"
    WRONG_NOTE = "WRONG_NOTE"
    TOTAL_TRANSPOSED = "TOTAL_TRANSPOSED"
    TOTAL_SHIFTED = "TOTAL_SHIFTED"
    COUNT_MISTYPED = "COUNT_MISTYPED"
    WRONG_LINE = "WRONG_LINE"
    NOT_COUNTED = "NOT_COUNTED"
    MISCOUNTED = "MISCOUNTED"
    NINES = "NINES"


class Mend(StrEnum):
    """The action that mends a cause; the place where it is done (OU-07)."""

    CORRECT_AMOUNT = "CORRECT_AMOUNT"
    CORRECT_TYPE = "CORRECT_TYPE"
    OPEN_EVENT = "OPEN_EVENT"
    ADD_PAYMENT = "ADD_PAYMENT"
    TURN_IN = "TURN_IN"
    OPEN_TURN_IN = "OPEN_TURN_IN"
    OPEN_DRAWER = "OPEN_DRAWER"
    COUNT_AGAIN = "COUNT_AGAIN"


@dataclass(frozen=True, slots=True)
class DrawerTender:
    """A tender that the drawer counts, with its sign; ``number`` is that of a check."""

    id: TenderId
    event_id: EventId
    tender_type: str
    amount: Money
    at: datetime
    payor: str
    number: str = ""
    cash_back: bool = False


@dataclass(frozen=True, slots=True)
class DrawerTurnIn:
    """A turn-in of the drawer, approved or not."""

    id: int
    tender_type: str
    amount: Money
    direction: TurnInDirection
    waiting: bool


@dataclass(frozen=True, slots=True)
class DrawerRefund:
    """Money of a canceled tender that went back, out of this drawer (D-14)."""

    event_id: EventId
    tender_type: str
    amount: Money


@dataclass(frozen=True, slots=True)
class CountedInstrument:
    """A check or slip as it was counted."""

    tender_type: str
    number: str
    amount: Money


@dataclass(frozen=True, slots=True)
class Neighbour:
    """What another drawer of the same office and day is or was off by, booked or not."""

    control_id: ControlId
    name: str
    tender_type: str
    difference: Money


@dataclass(frozen=True, slots=True)
class DrawerFacts:
    """All that the explainer knows of one drawer.

    Attributes:
        differences: counted less expected by tender type; types that agree may be left out.
        cash: the type that notes and coins are counted for.
        tenders: tenders that the drawer counts.
        turn_ins: its turn-ins.
        refunds: its refund movements out, and canceled tenders that it counts no more.
        instruments: checks and slips of the last count; empty when only their sum was typed.
        neighbours: other drawers that are or were off.
        notes: notes and coins of the currency.
        counted: how many of each were counted; empty when only their sum was typed.
        endings: what the last count says of each type.
    """

    differences: Mapping[str, Money]
    cash: str
    tenders: tuple[DrawerTender, ...] = ()
    turn_ins: tuple[DrawerTurnIn, ...] = ()
    refunds: tuple[DrawerRefund, ...] = ()
    instruments: tuple[CountedInstrument, ...] = ()
    neighbours: tuple[Neighbour, ...] = ()
    notes: tuple[Denomination, ...] = ()
    counted: Mapping[Denomination, int] = field(default_factory=dict)
    endings: Mapping[str, Money] = field(default_factory=dict)

    def is_typed(self, tender_type: str) -> bool:
        """Whether the ending balance of a type was typed as one amount, not made of its parts."""
        if tender_type == self.cash and self.counted:
            return False
        return all(one.tender_type != tender_type for one in self.instruments)


@dataclass(frozen=True, slots=True)
class Clue:
    """One row behind an explanation, and what its amount may have been.

    ``should_be`` is the amount that would make the drawer agree; ``None`` where the row itself is
    too much or too little. ``denomination`` is that of a line of the count, ``pieces`` how many the
    count says, ``tender_type`` the type that a tender may have been.
    """

    amount: Money
    should_be: Money | None = None
    event_id: EventId | None = None
    tender_id: TenderId | None = None
    turn_in_id: int | None = None
    control_id: ControlId | None = None
    text: str = ""
    denomination: Denomination | None = None
    pieces: int = 0
    tender_type: str = ""


@dataclass(frozen=True, slots=True)
class Explanation:
    """A likely cause of one type's difference, its rows, and what mends it; higher weight first."""

    cause: Cause
    tender_type: str
    difference: Money
    clues: tuple[Clue, ...]
    mend: Mend
    weight: float
