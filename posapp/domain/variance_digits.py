"""Slips of the fingers (pain 1): digits that changed places, one too many or too few.

Amounts and counts are whole numbers in minor units or pieces; the sign stays.
"""

from collections.abc import Iterator
from itertools import combinations


def swaps(number: int) -> frozenset[int]:
    """What a number is with two neighbouring digits the other way round, itself left out."""
    places = range(len(str(abs(number))) - 1)
    return _swapped(number, ((one, one + 1) for one in places))


def any_swaps(number: int) -> frozenset[int]:
    """What a number is with any two digits the other way round, itself left out."""
    return _swapped(number, combinations(range(len(str(abs(number)))), 2))


def shifts(number: int) -> frozenset[int]:
    """What a number is with a digit or two too many or too few at its end, itself left out."""
    found = set()
    for times in (10, 100):
        found.add(number * times)
        if number % times == 0:
            found.add(number // times)
    return frozenset(found - {number})


def _swapped(number: int, places: Iterator[tuple[int, int]]) -> frozenset[int]:
    digits, sign = str(abs(number)), -1 if number < 0 else 1
    found = set()
    for one, other in places:
        turned = list(digits)
        turned[one], turned[other] = turned[other], turned[one]
        found.add(sign * int("".join(turned)))
    return frozenset(found - {number})
