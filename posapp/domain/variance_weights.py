"""How much each likely cause of a difference weighs (pain 1): the likeliest first, crowds last."""

from collections.abc import Callable, Iterable, Iterator
from math import sqrt
from typing import Final

from posapp.domain.money import Money
from posapp.domain.variance import Cause, Clue, DrawerFacts, Explanation, Mend

MOST_CLUES: Final = 50
_PRIOR: Final = {
    Cause.INSTRUMENT_DIFFERS: 0.99,
    Cause.SWAPPED_TYPE: 0.97,
    Cause.TOTAL_TRANSPOSED: 0.96,
    Cause.INSTRUMENT_MISSING: 0.95,
    Cause.INSTRUMENT_UNKNOWN: 0.94,
    Cause.TOTAL_SHIFTED: 0.93,
    Cause.TURN_IN_WAITING: 0.92,
    Cause.REFUND_NOT_PAID: 0.91,
    Cause.NEIGHBOUR: 0.9,
    Cause.WHOLE_TENDER: 0.85,
    Cause.WRONG_SIDE: 0.8,
    Cause.SHIFTED: 0.75,
    Cause.TRANSPOSED: 0.7,
    Cause.PAYMENT_SHIFTED: 0.69,
    Cause.PAYMENT_TRANSPOSED: 0.68,
    Cause.TURN_IN_MISSING: 0.6,
    Cause.WRONG_NOTE: 0.5,
    Cause.COUNT_MISTYPED: 0.25,
    Cause.WRONG_LINE: 0.22,
    Cause.MISCOUNTED: 0.2,
    Cause.NOT_COUNTED: 0.15,
    Cause.NINES: 0.1,
}
_CROWD: Final = 9
"""More rows than these say no less."""

Finder = Callable[[DrawerFacts, str, Money], "Iterator[Explanation]"]


def weighed(
    cause: Cause, tender_type: str, difference: Money, clues: Iterable[Clue], mend: Mend
) -> Iterator[Explanation]:
    """The explanation, if any row speaks for it; the more rows, the less each of them says."""
    rows = tuple(clues)
    if rows:
        weight = _PRIOR[cause] / sqrt(min(len(rows), _CROWD))
        yield Explanation(cause, tender_type, difference, rows[:MOST_CLUES], mend, weight)
