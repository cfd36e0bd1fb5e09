"""The variance explainer: the likeliest causes of a drawer's difference, best first (pain 1).

Each finder looks for one cause among the drawer's rows. What can hardly agree by chance weighs most;
a cause that many rows would fit weighs less, because most of them are innocent.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from math import sqrt
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

MOST_CLUES: Final = 50
_PRIOR: Final = {
    Cause.INSTRUMENT_DIFFERS: 0.99,
    Cause.SWAPPED_TYPE: 0.97,
    Cause.INSTRUMENT_MISSING: 0.95,
    Cause.INSTRUMENT_UNKNOWN: 0.94,
    Cause.TURN_IN_WAITING: 0.92,
    Cause.REFUND_NOT_PAID: 0.91,
    Cause.NEIGHBOUR: 0.9,
    Cause.WHOLE_TENDER: 0.85,
    Cause.WRONG_SIDE: 0.8,
    Cause.SHIFTED: 0.75,
    Cause.TRANSPOSED: 0.7,
    Cause.TURN_IN_MISSING: 0.6,
    Cause.WRONG_NOTE: 0.5,
    Cause.MISCOUNTED: 0.3,
}
_ROUND: Final = 5
"""Notes leave without a slip in round sums: of tenths of the largest note, at least so many."""
_CROWD: Final = 9
"""More rows than these say no less."""

Finder = Callable[[DrawerFacts, str, Money], "Iterator[Explanation]"]


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


def _made(
    cause: Cause, tender_type: str, difference: Money, clues: Iterable[Clue], mend: Mend
) -> Iterator[Explanation]:
    """The explanation, if any row speaks for it; the more rows, the less each of them says."""
    rows = tuple(clues)
    if rows:
        weight = _PRIOR[cause] / sqrt(min(len(rows), _CROWD))
        yield Explanation(cause, tender_type, difference, rows[:MOST_CLUES], mend, weight)


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
    yield from _made(
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
    yield from _made(Cause.INSTRUMENT_MISSING, tender_type, difference, missing, Mend.OPEN_EVENT)
    unknown = [Clue(amount) for amount, n in unnamed.items() for _ in range(n)]
    yield from _made(Cause.INSTRUMENT_UNKNOWN, tender_type, difference, unknown, Mend.ADD_PAYMENT)


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
        _clue(one, None)
        for other in others
        for one in _of_type(facts, tender_type)
        if one.amount == facts.differences[other]
    ]
    yield from _made(Cause.SWAPPED_TYPE, tender_type, difference, clues, Mend.CORRECT_TYPE)


def _neighbours(facts: DrawerFacts, tender_type: str, difference: Money) -> Iterator[Explanation]:
    """The drawer beside it is off by the opposite: money or a check lies in the wrong one."""
    clues = [
        Clue(one.difference, control_id=one.control_id, text=one.name)
        for one in facts.neighbours
        if one.tender_type == tender_type and one.difference == -difference
    ]
    yield from _made(Cause.NEIGHBOUR, tender_type, difference, clues, Mend.OPEN_DRAWER)


def _turn_ins(facts: DrawerFacts, tender_type: str, difference: Money) -> Iterator[Explanation]:
    """A turn-in that was written down while its money still lies here, or came twice."""
    signed = {TurnInDirection.OUT: 1, TurnInDirection.IN: -1}
    clues = [
        Clue(one.amount, turn_in_id=one.id)
        for one in facts.turn_ins
        if one.tender_type == tender_type and one.amount * signed[one.direction] == difference
    ]
    yield from _made(Cause.TURN_IN_WAITING, tender_type, difference, clues, Mend.OPEN_TURN_IN)


def _refunds(facts: DrawerFacts, tender_type: str, difference: Money) -> Iterator[Explanation]:
    """Money of a canceled tender that should have gone back, and lies here still (D-14)."""
    clues = [
        Clue(one.amount, event_id=one.event_id)
        for one in facts.refunds
        if one.tender_type == tender_type and one.amount == difference
    ]
    yield from _made(Cause.REFUND_NOT_PAID, tender_type, difference, clues, Mend.OPEN_EVENT)


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
    yield from _made(Cause.WHOLE_TENDER, tender_type, difference, clues, Mend.OPEN_EVENT)


def _wrong_side(facts: DrawerFacts, tender_type: str, difference: Money) -> Iterator[Explanation]:
    """One of half the amount that was booked in where it went out, or the other way round."""
    clues = [
        _clue(one, -one.amount)
        for one in _of_type(facts, tender_type)
        if one.amount * -2 == difference
    ]
    yield from _made(Cause.WRONG_SIDE, tender_type, difference, clues, Mend.OPEN_EVENT)


def _transposed(facts: DrawerFacts, tender_type: str, difference: Money) -> Iterator[Explanation]:
    """Two neighbouring digits changed places: the difference is divisible by nine."""
    if difference.minor % 9:
        return
    clues = [
        _clue(one, Money(meant))
        for one in _of_type(facts, tender_type)
        for meant in _swaps(one.amount.minor)
        if meant - one.amount.minor == difference.minor
    ]
    yield from _made(Cause.TRANSPOSED, tender_type, difference, clues, Mend.CORRECT_AMOUNT)


def _swaps(amount: int) -> set[int]:
    """What an amount is with two neighbouring digits the other way round."""
    digits, sign = str(abs(amount)), -1 if amount < 0 else 1
    return {
        sign * int(digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :])
        for i in range(len(digits) - 1)
    }


def _shifted(facts: DrawerFacts, tender_type: str, difference: Money) -> Iterator[Explanation]:
    """A digit too many or too few: ten or a hundred times the amount, or a part of it."""
    clues = [
        _clue(one, Money(meant))
        for one in _of_type(facts, tender_type)
        for meant in _shifts(one.amount.minor)
        if meant - one.amount.minor == difference.minor
    ]
    yield from _made(Cause.SHIFTED, tender_type, difference, clues, Mend.CORRECT_AMOUNT)


def _shifts(amount: int) -> Iterator[int]:
    for times in (10, 100):
        yield amount * times
        if amount % times == 0:
            yield amount // times


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
        yield from _made(
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
    yield from _made(Cause.WRONG_NOTE, tender_type, difference, clues, Mend.OPEN_EVENT)


def _miscounted(facts: DrawerFacts, tender_type: str, difference: Money) -> Iterator[Explanation]:
    """One note or coin counted too often or not at all."""
    if tender_type != facts.cash:
        return
    clues = [
        Clue(item.value, text=str(facts.counted[item]))
        for item in facts.counted
        if item.value == abs(difference)
    ]
    yield from _made(Cause.MISCOUNTED, tender_type, difference, clues, Mend.COUNT_AGAIN)


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
    _miscounted,
)
