"""Causes on the side of the count: what was typed or counted wrong, not what was taken (CN-02, CN-06).

A count is one figure, so it is looked at before any customer's payment is blamed.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from posapp.domain.money import Money
from posapp.domain.setup_options import Denomination
from posapp.domain.variance import Cause, Clue, DrawerFacts, Explanation, Mend
from posapp.domain.variance_digits import any_swaps, shifts
from posapp.domain.variance_weights import Finder, weighed

_LEFT_OUT: Final = 9
"""More pieces than these are not overlooked."""
_NINE: Final = 9


def _total(facts: DrawerFacts, tender_type: str, difference: Money) -> Iterator[Explanation]:
    """The figure that was typed is the expected one with two digits swapped, or one too many."""
    counted = facts.endings.get(tender_type)
    if counted is None or not facts.is_typed(tender_type):
        return
    expected = counted - difference
    found = False
    for cause, others in (
        (Cause.TOTAL_TRANSPOSED, any_swaps(expected.minor)),
        (Cause.TOTAL_SHIFTED, shifts(expected.minor)),
    ):
        if counted.minor in others:
            found = True
            clue = Clue(counted, expected)
            yield from weighed(cause, tender_type, difference, (clue,), Mend.COUNT_AGAIN)
    if not found and difference.minor % _NINE == 0:
        yield from weighed(
            Cause.NINES, tender_type, difference, (Clue(counted, expected),), Mend.COUNT_AGAIN
        )


def _pieces(facts: DrawerFacts, tender_type: str, difference: Money) -> Iterator[Explanation]:
    """One line of notes or coins is wrong: its digits, or one piece too many or too few."""
    if tender_type != facts.cash or not facts.counted:
        return
    found: dict[Cause, list[Clue]] = {}
    for item in dict.fromkeys((*facts.notes, *facts.counted)):
        counted = facts.counted.get(item, 0)
        cause = _wrong_pieces(item, counted, difference)
        if cause is not None:
            clue = _clue(item, counted, counted - difference.minor // item.value.minor)
            found.setdefault(cause, []).append(clue)
    for cause, clues in found.items():
        yield from weighed(cause, tender_type, difference, clues, Mend.COUNT_AGAIN)


def _wrong_pieces(item: Denomination, counted: int, difference: Money) -> Cause | None:
    """How a line that says ``counted`` could make the whole difference."""
    if difference.minor % item.value.minor:
        return None
    meant = counted - difference.minor // item.value.minor
    if meant < 0:
        return None
    if counted and meant in any_swaps(counted) | shifts(counted):
        return Cause.COUNT_MISTYPED
    if abs(meant - counted) == 1:
        return Cause.MISCOUNTED
    if not counted and meant <= _LEFT_OUT and not item.coin:
        return Cause.NOT_COUNTED
    return None


def _lines(facts: DrawerFacts, tender_type: str, difference: Money) -> Iterator[Explanation]:
    """A count that stands one line too high or too low, where nothing else was counted."""
    if tender_type != facts.cash or not facts.counted:
        return
    order = sorted(facts.notes, key=lambda one: (one.coin, -one.value.minor))
    clues = []
    for one, other in pairwise(order):
        for stands, belongs in ((one, other), (other, one)):
            n = facts.counted.get(stands, 0)
            off = (stands.value - belongs.value) * n
            if n and not facts.counted.get(belongs) and off == difference:
                clues.append(
                    Clue(stands.value * n, belongs.value * n, denomination=stands, pieces=n)
                )
    yield from weighed(Cause.WRONG_LINE, tender_type, difference, clues, Mend.COUNT_AGAIN)


def _clue(item: Denomination, counted: int, meant: int) -> Clue:
    return Clue(item.value * counted, item.value * meant, denomination=item, pieces=counted)


COUNT_FINDERS: Final[tuple[Finder, ...]] = (_total, _pieces, _lines)
