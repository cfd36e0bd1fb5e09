"""Records of turn-ins: money between a drawer and its supervisor (controls 9, D-37).

Amounts are integer minor units of the drawer's currency; stamps are UTC. An *out* turn-in leaves
the drawer; an *in* one is a float issue or a correction that the supervisor hands back.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, NewType

from posapp.domain.codes import TurnInDirection, TurnInStatus
from posapp.domain.ids import ControlId, DepositControlId, EventId, TenderId, UserId
from posapp.domain.money import Money
from posapp.domain.setup_options import Denomination

TurnInId = NewType("TurnInId", int)
Counted = tuple[tuple[Denomination, int], ...]
RECEIPT_WIDTH: Final = 20
OUT, IN = TurnInDirection.OUT, TurnInDirection.IN


@dataclass(frozen=True, slots=True)
class TurnInContent:
    """What is handed over: tender type, amount > 0, receipt number, what it consists of.

    An empty ``receipt_number`` takes the next of the office (TI-14). ``counted`` are notes and
    coins of cash, ``tenders`` the checks and slips that go along; each may be left out.
    """

    tender_type: str
    amount: Money
    receipt_number: str = ""
    counted: Counted = ()
    tenders: tuple[TenderId, ...] = ()
    comments: str = ""


@dataclass(frozen=True, slots=True)
class AddTurnIn:
    """Hand money over between a drawer and its deposit control (TI-01, D-37)."""

    request_id: str
    control_id: ControlId
    content: TurnInContent
    direction: TurnInDirection = OUT


@dataclass(frozen=True, slots=True)
class TurnIn:
    """A turn-in as lists and papers show it (controls 9.1).

    ``version`` counts corrections while it waited (TI-12); ``drawer_user_id`` is whose drawer it
    concerns, ``None`` for a drawer of all users.
    """

    id: TurnInId
    tender_control_id: ControlId
    deposit_control_id: DepositControlId
    tender_source: str
    currency: str
    drawer_user_id: UserId | None
    drawer_user: str
    direction: TurnInDirection
    status: TurnInStatus
    tender_type: str
    amount: Money
    receipt_number: str
    created_at: datetime
    created_by_id: UserId
    created_by: str
    changed_by_id: UserId | None
    approved_at: datetime | None
    approved_by: str
    comments: str
    version: int


@dataclass(frozen=True, slots=True)
class Instrument:
    """A check, money order or slip in a drawer, with the event that it paid for."""

    tender_id: TenderId
    event_id: EventId
    tender_control_id: ControlId
    tender_type: str
    check_number: str
    micr_last4: str
    name: str
    amount: Money


@dataclass(frozen=True, slots=True)
class TurnInView:
    """A turn-in with its notes and coins and its check list."""

    turn_in: TurnIn
    counted: Counted
    instruments: tuple[Instrument, ...]

    @property
    def content(self) -> TurnInContent:
        """What it says, to be changed."""
        one = self.turn_in
        tenders = tuple(item.tender_id for item in self.instruments)
        return TurnInContent(
            one.tender_type, one.amount, one.receipt_number, self.counted, tenders, one.comments
        )
