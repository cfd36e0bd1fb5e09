"""Float recipe: what stays in a counted drawer for tomorrow, and what goes into the bag (CN-01, BL-05).

The largest notes leave first, so that tomorrow opens on small ones. Amounts are minor units of one
currency.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from posapp.domain.money import ZERO, Money
from posapp.domain.setup_options import Denomination

Pieces = tuple[tuple[Denomination, int], ...]


@dataclass(frozen=True, slots=True)
class FloatRecipe:
    """What to leave and what to take out, largest first; pieces that are none are left out.

    Attributes:
        leave: notes and coins that stay.
        bag: notes and coins that go to the supervisor.
        left: their sum; the standard float, unless the pieces cannot make it.
        bagged: sum of what goes.
        over: how much more than the float has to stay, because no pieces make the rest; negative
            when the drawer holds less than the float.
    """

    leave: Pieces
    bag: Pieces
    left: Money
    bagged: Money
    over: Money


def float_recipe(counted: Mapping[Denomination, int], standard: Money) -> FloatRecipe:
    """Which pieces of a count to leave so that the drawer opens on the standard float.

    Never leaves less than the float while the drawer holds it: when no pieces make it exactly, the
    least possible amount more stays.

    Args:
        counted: how many of each note and coin lie in the drawer.
        standard: the float that tomorrow opens on.
    """
    pieces = sorted(
        ((item, n) for item, n in counted.items() if n > 0),
        key=lambda pair: (-pair[0].value.minor, pair[0].coin),
    )
    held = sum(item.value.minor * n for item, n in pieces)
    wanted = max(held - standard.minor, 0)
    reach = _reachable([(item.value.minor, n) for item, n in pieces], wanted)
    target = reach[0].bit_length() - 1
    bag, leave = [], []
    for index, (item, n) in enumerate(pieces):
        taken = _most(item.value.minor, n, target, reach[index + 1])
        target -= taken * item.value.minor
        bag.append((item, taken))
        leave.append((item, n - taken))
    bagged = _sum(bag)
    left = Money(held) - bagged
    return FloatRecipe(_some(leave), _some(bag), left, bagged, left - standard)


def _reachable(pieces: list[tuple[int, int]], limit: int) -> list[int]:
    """For each position the sums that the pieces from there on make, as bits up to ``limit``."""
    mask = (1 << (limit + 1)) - 1
    found = [1]
    for value, count in reversed(pieces):
        sums, rest, step = found[-1], count, 1
        while rest:
            # Lots of 1, 2, 4 ... pieces make every number of them.
            lot = min(step, rest)
            sums |= (sums << (value * lot)) & mask
            rest -= lot
            step *= 2
        found.append(sums)
    return found[::-1]


def _most(value: int, count: int, target: int, rest: int) -> int:
    """The most pieces of a value that leave something that the smaller ones can make."""
    for n in range(min(count, target // value), 0, -1):
        if rest >> (target - n * value) & 1:
            return n
    return 0


def _sum(pieces: list[tuple[Denomination, int]]) -> Money:
    return sum((item.value * n for item, n in pieces), start=ZERO)


def _some(pieces: list[tuple[Denomination, int]]) -> Pieces:
    return tuple((item, n) for item, n in pieces if n)
