"""The variance explainer: the likeliest causes of a drawer's difference, best first (pain 1).

Each finder looks for one cause among the drawer's rows. What can hardly agree by chance weighs most;
a cause that many rows would fit weighs less, because most of them are innocent.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from posapp.domain.codes import TurnInDirection
from posapp.domain.ids import EventId
from posapp.domain.money import Money
from posapp.domain.variance import (
    Cause,
    Clue,
    DrawerFacts,
    DrawerTender,
    Explanation,
    Mend,
)
from posapp.domain.variance_counts import COUNT_FINDERS
from posapp.domain.variance_digits import shifts, swaps
from posapp.domain.variance_weights import Finder, weighed

_ROUND: Final = 5
"""Notes leave without a slip in round sums: of tenths of the largest note, at least so many."""

Slips = Callable[[int], frozenset[int]]
"""What a figure may have been before fingers slipped."""


def explain(facts: DrawerFacts) -> tuple[Explanation, ...]:
    """Every cause that fits, likeliest first; the same facts give the same order."""
    found = [
        one
        for tender_type, difference in sorted(facts.differences.items())
        if difference
        for finder in _FINDERS
        for one in finder(facts, tender_type, difference)
    ]
    return tuple(sorted(found, key=lambda one: (-one.weight, one.tender_type, one.cause)))


def _of_type(facts: DrawerFacts, tender_type: str) -> Iterator[DrawerTender]:
    return (one for one in facts.tenders if one.tender_type == tender_type)


def _clue(tender: DrawerTender, should_be: Money | None = None) -> Clue:
    return Clue(tender.amount, should_be, tender.event_id, tender.id, text=tender.payor)


def _instruments(facts: DrawerFacts, tender_type: str, difference: Money) -> Iterator[Explanation]:
    """Checks and slips as counted against those that were taken, by their numbers."""
    counted = [one for one in facts.instruments if one.tender_type == tender_type]
    if not counted:
        return
    by_number = {one.number: one for one in counted if one.number}
    taken = list(_of_type(facts, tender_type))
    numbers = {one.number for one in taken if one.number}
    differs = [
        _clue(one, by_number[one.number].amount)
        for one in taken
        if one.number in by_number and by_number[one.number].amount != one.amount
    ]
    yield from weighed(
        Cause.INSTRUMENT_DIFFERS, tender_type, difference, differs, Mend.CORRECT_AMOUNT
    )
    # Those without a number are told apart by their amounts.
    unnamed = Counter(one.amount for one in counted if one.number not in numbers)
    missing = []
    for one in taken:
        if one.number in by_number:
            continue
        if unnamed[one.amount]:
            unnamed[one.amount] -= 1
        else:
            missing.append(_clue(one))
    yield from weighed(Cause.INSTRUMENT_MISSING, tender_type, difference, missing, Mend.OPEN_EVENT)
    unknown = [Clue(amount) for amount, n in unnamed.items() for _ in range(n)]
    yield from weighed(Cause.INSTRUMENT_UNKNOWN, tender_type, difference, unknown, Mend.ADD_PAYMENT)


def _swapped(facts: DrawerFacts, tender_type: str, difference: Money) -> Iterator[Explanation]:
    """A tender entered as one type and lying there as another: two types off by its amount."""
    if difference.minor > 0:
        return
    others = [
        code
        for code, other in facts.differences.items()
        if code != tender_type and other.minor > 0 and other.minor <= -difference.minor
    ]
    clues = [
        replace(_clue(one), tender_type=other)
        for other in others
        for one in _of_type(facts, tender_type)
        if one.amount == facts.differences[other]
    ]
    yield from weighed(Cause.SWAPPED_TYPE, tender_type, difference, clues, Mend.CORRECT_TYPE)


def _neighbours(facts: DrawerFacts, tender_type: str, difference: Money) -> Iterator[Explanation]:
    """The drawer beside it is off by the opposite: money or a check lies in the wrong one."""
    clues = [
        Clue(one.difference, control_id=one.control_id, text=one.name)
        for one in facts.neighbours
        if one.tender_type == tender_type and one.difference == -difference
    ]
    yield from weighed(Cause.NEIGHBOUR, tender_type, difference, clues, Mend.OPEN_DRAWER)


def _turn_ins(facts: DrawerFacts, tender_type: str, difference: Money) -> Iterator[Explanation]:
    """A turn-in that was written down while its money still lies here, or came twice."""
    signed = {TurnInDirection.OUT: 1, TurnInDirection.IN: -1}
    clues = [
        Clue(one.amount, turn_in_id=one.id)
        for one in facts.turn_ins
        if one.tender_type == tender_type and one.amount * signed[one.direction] == difference
    ]
    yield from weighed(Cause.TURN_IN_WAITING, tender_type, difference, clues, Mend.OPEN_TURN_IN)


def _refunds(facts: DrawerFacts, tender_type: str, difference: Money) -> Iterator[Explanation]:
    """Money of a canceled tender that should have gone back, and lies here still (D-14)."""
    clues = [
        Clue(one.amount, event_id=one.event_id)
        for one in facts.refunds
        if one.tender_type == tender_type and one.amount == difference
    ]
    yield from weighed(Cause.REFUND_NOT_PAID, tender_type, difference, clues, Mend.OPEN_EVENT)


def _whole(facts: DrawerFacts, tender_type: str, difference: Money) -> Iterator[Explanation]:
    """One transaction of just that amount, less its change: not received, or received once more."""
    net: Counter[EventId] = Counter()
    for one in _of_type(facts, tender_type):
        net[one.event_id] += one.amount.minor
    clues = [
        _clue(one)
        for one in _of_type(facts, tender_type)
        if not one.cash_back and abs(net[one.event_id]) == abs(difference.minor)
    ]
    yield from weighed(Cause.WHOLE_TENDER, tender_type, difference, clues, Mend.OPEN_EVENT)


def _wrong_side(facts: DrawerFacts, tender_type: str, difference: Money) -> Iterator[Explanation]:
    """One of half the amount that was booked in where it went out, or the other way round."""
    clues = [
        _clue(one, -one.amount)
        for one in _of_type(facts, tender_type)
        if one.amount * -2 == difference
    ]
    yield from weighed(Cause.WRONG_SIDE, tender_type, difference, clues, Mend.OPEN_EVENT)


def _transposed(facts: DrawerFacts, tender_type: str, difference: Money) -> Iterator[Explanation]:
    """Two neighbouring digits changed places: the difference is divisible by nine."""
    if difference.minor % 9:
        return
    found = _mistyped(facts, tender_type, difference, swaps)
    yield from weighed(Cause.TRANSPOSED, tender_type, difference, found, Mend.CORRECT_AMOUNT)
    paid = _mistyped_payments(facts, tender_type, difference, swaps)
    yield from weighed(Cause.PAYMENT_TRANSPOSED, tender_type, difference, paid, Mend.OPEN_EVENT)


def _shifted(facts: DrawerFacts, tender_type: str, difference: Money) -> Iterator[Explanation]:
    """A digit too many or too few: ten or a hundred times the amount, or a part of it."""
    found = _mistyped(facts, tender_type, difference, shifts)
    yield from weighed(Cause.SHIFTED, tender_type, difference, found, Mend.CORRECT_AMOUNT)
    paid = _mistyped_payments(facts, tender_type, difference, shifts)
    yield from weighed(Cause.PAYMENT_SHIFTED, tender_type, difference, paid, Mend.OPEN_EVENT)


def _mistyped(
    facts: DrawerFacts, tender_type: str, difference: Money, slips: Slips
) -> Iterator[Clue]:
    """Tenders without change that were typed wrong."""
    changed = _with_change(facts, tender_type)
    for one in _of_type(facts, tender_type):
        meant = one.amount + difference
        if one.event_id not in changed and meant.minor in slips(one.amount.minor):
            yield _clue(one, meant)


def _mistyped_payments(
    facts: DrawerFacts, tender_type: str, difference: Money, slips: Slips
) -> Iterator[Clue]:
    """Payments that were typed wrong where change went out of this type.

    What was handed over is right then, and the change was given for what was really paid; so it is
    what the event leaves behind, its change taken off, that is compared.
    """
    changed = _with_change(facts, tender_type)
    net: Counter[EventId] = Counter()
    payors: dict[EventId, str] = {}
    for one in facts.tenders:
        if one.event_id in changed:
            net[one.event_id] += one.amount.minor
            payors[one.event_id] = payors.get(one.event_id) or one.payor
    for event_id, paid in net.items():
        meant = paid + difference.minor
        if meant in slips(paid):
            yield Clue(Money(paid), Money(meant), event_id, text=payors[event_id])


def _with_change(facts: DrawerFacts, tender_type: str) -> frozenset[EventId]:
    """Events whose change went out of a type."""
    return frozenset(one.event_id for one in _of_type(facts, tender_type) if one.cash_back)


def _missing_turn_in(
    facts: DrawerFacts, tender_type: str, difference: Money
) -> Iterator[Explanation]:
    """Notes that left without a slip: a round sum that is short."""
    notes = [item.value.minor for item in facts.notes if not item.coin]
    if tender_type != facts.cash or difference.minor >= 0 or not notes:
        return
    taken, largest = -difference.minor, max(notes)
    tenth = max(largest // 10, 1)
    if taken >= tenth * _ROUND and taken % tenth == 0:
        yield from weighed(
            Cause.TURN_IN_MISSING, tender_type, difference, (Clue(Money(taken)),), Mend.TURN_IN
        )


def _wrong_note(facts: DrawerFacts, tender_type: str, difference: Money) -> Iterator[Explanation]:
    """Change given as if another note had been handed over: who paid with one note, and got change."""
    notes = {item.value.minor for item in facts.notes if not item.coin}
    if tender_type != facts.cash:
        return
    changed = {one.event_id for one in facts.tenders if one.cash_back}
    clues = [
        _clue(one, Money(one.amount.minor - difference.minor))
        for one in _of_type(facts, tender_type)
        if one.event_id in changed
        and {one.amount.minor, one.amount.minor - difference.minor} <= notes
    ]
    yield from weighed(Cause.WRONG_NOTE, tender_type, difference, clues, Mend.OPEN_EVENT)


_FINDERS: Final[tuple[Finder, ...]] = (
    _instruments,
    _swapped,
    _neighbours,
    _turn_ins,
    _refunds,
    _whole,
    _wrong_side,
    _transposed,
    _shifted,
    _missing_turn_in,
    _wrong_note,
    *COUNT_FINDERS,
)
