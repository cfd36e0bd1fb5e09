"""Counts of a drawer: by notes and coins, by list of checks and slips, or as one amount.

Source: controls 5.5 (CN-01..CN-06), BL-04, D-16, TC-23. Amounts are integer minor units of the
control's currency; stamps are UTC.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from posapp.domain.codes import ControlStatus
from posapp.domain.ids import ControlId
from posapp.domain.money import ZERO, Money, total
from posapp.domain.rights import Actor, Right
from posapp.domain.setup import SetUp
from posapp.domain.setup_options import Denomination
from posapp.domain.tender_controls import Control
from posapp.errors import Refused

REVEALING_SUBMITS = 2
"""Submitted counts after which a cashier may see what was expected (D-16)."""


@dataclass(frozen=True, slots=True)
class Instrument:
    """A check or a slip as it was counted (CN-02, BL-04)."""

    tender_type: str
    amount: Money
    number: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class CountControl:
    """Enter what lies in a drawer; types that it does not name stay as they were counted.

    ``denominations`` make the ending balance of the starting-balance type, ``instruments`` those of
    their types, ``endings`` those of the rest. ``recount`` begins another count and keeps the
    present one beside it (CN-06).
    """

    request_id: str
    control_id: ControlId
    denominations: tuple[tuple[Denomination, int], ...] = ()
    instruments: tuple[Instrument, ...] = ()
    endings: tuple[tuple[str, Money], ...] = ()
    recount: bool = False


@dataclass(frozen=True, slots=True)
class CountedLine:
    """The ending balance of one type; what was expected then, where one may see it (D-16)."""

    tender_type: str
    ending: Money
    expected: Money | None

    @property
    def difference(self) -> Money | None:
        """Counted less expected."""
        return None if self.expected is None else self.ending - self.expected


@dataclass(frozen=True, slots=True)
class Count:
    """One attempt; it is kept for ever (CN-04). ``differs`` is ``None`` until it is submitted."""

    id: int
    attempt: int
    counted_at: datetime
    counted_by: str
    submitted_at: datetime | None
    submitted_by: str
    supervised_by: str
    differs: bool | None
    lines: tuple[CountedLine, ...]
    denominations: tuple[tuple[Denomination, int], ...]
    instruments: tuple[Instrument, ...]


@dataclass(frozen=True, slots=True)
class Counting:
    """How far the counting of a drawer has come since its balancing began.

    Attributes:
        submits: counts that were submitted.
        differing: counts that differed since the drawer was last balanced; opening it in between
            does not bring new attempts (CN-04).
        supervised: a supervisor had a hand in one, or what it differs by was booked (D-16).
        count_id: the last submitted one, which holds.
        endings: its ending balances by type; ``None`` without one.
        pending: attempt number of a count that is not submitted yet.
    """

    submits: int = 0
    differing: int = 0
    supervised: bool = False
    count_id: int | None = None
    endings: Mapping[str, Money] | None = None
    pending: int | None = None

    @property
    def is_revealed(self) -> bool:
        """Whether the drawer's user may see what was expected (D-16)."""
        return self.supervised or self.submits >= REVEALING_SUBMITS

    def needs_supervisor(self, setup: SetUp) -> bool:
        """Whether the next count needs a supervisor's secret (CN-04)."""
        return self.differing >= setup.drawers.count_attempts


@dataclass(frozen=True, slots=True)
class Submitted:
    """What a cashier learns of a submitted count.

    ``lines`` are those that differ; their figures are ``None`` while the count is blind.
    """

    control_id: ControlId
    count_id: int
    attempt: int
    differs: bool
    lines: tuple["Difference", ...]
    needs_supervisor: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """A tender type that was counted otherwise than expected (C-05, C-05H)."""

    tender_type: str
    description: str
    counted: Money
    expected: Money | None
    difference: Money | None


@dataclass(frozen=True, slots=True)
class NewCount:
    """A count to write: ending balance by type, and what it was counted from."""

    endings: Mapping[str, Money]
    denominations: tuple[tuple[Denomination, int], ...] = ()
    instruments: tuple[Instrument, ...] = field(default=())


def is_blind(control: Control, actor: Actor, setup: SetUp, counting: Counting) -> bool:
    """Whether this user may not see what the drawer should hold (CN-03, D-16).

    Blind from the opening on, until the second submit or a supervisor's step of the present
    balancing; open again, it is blind again.
    """
    if not setup.installation.blind_count or actor.may(Right.SEE_EXPECTED):
        return False
    if control.status is ControlStatus.BALANCING:
        return not counting.is_revealed
    return control.status is ControlStatus.OPEN


def decide_count(command: CountControl, control: Control, setup: SetUp) -> NewCount:
    """Check and add up what was counted (CN-01, CN-02).

    Raises:
        Refused: ``M-50`` for a note that the currency does not have, a negative quantity or amount,
            an ending balance that differs from its notes or its list, or nothing at all; ``M-02``
            for a check without an amount, ``M-55`` for an unknown tender type.
    """
    cash = setup.installation.starting_balance_tender_type
    given = dict(command.endings)
    parts: dict[str, Money] = {}
    if command.denominations:
        parts[cash] = _notes(command.denominations, control.currency, setup)
    for kind in dict.fromkeys(one.tender_type for one in command.instruments):
        parts[kind] = _listed(command.instruments, kind)
    for kind in {**given, **parts}:
        _check_ending(kind, given.get(kind), parts.get(kind), setup)
    endings = given | parts
    if not endings and not command.recount:
        raise Refused("M-50", field="ending", value="", reason="is missing: nothing was counted")
    kept = tuple((item, quantity) for item, quantity in command.denominations if quantity)
    return NewCount(endings, kept, command.instruments)


def _notes(counted: tuple[tuple[Denomination, int], ...], currency: str, setup: SetUp) -> Money:
    for item, quantity in counted:
        if item.currency != currency or item not in setup.denominations:
            kind = "coin" if item.coin else "note"
            reason = f"is no {kind} of {currency}"
            raise Refused(
                "M-50", field="denomination", value=item.value, currency=currency, reason=reason
            )
        if quantity < 0:
            raise Refused("M-50", field="quantity", value=quantity, reason="is negative")
    return Money(sum(item.value.minor * quantity for item, quantity in counted))


def _listed(instruments: tuple[Instrument, ...], kind: str) -> Money:
    found = [one for one in instruments if one.tender_type == kind]
    for one in found:
        if one.amount <= ZERO:
            raise Refused("M-02", field="amount", value=one.amount)
    return total(one.amount for one in found)


def _check_ending(kind: str, given: Money | None, made: Money | None, setup: SetUp) -> None:
    setup.tender_type(kind)
    if given is not None and given < ZERO:
        raise Refused("M-50", field="ending", value=given, reason="is negative")
    if given is not None and made is not None and given != made:
        reason = "differs from what was counted for it"
        raise Refused("M-50", field="ending", value=given, reason=reason)
