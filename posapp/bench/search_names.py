"""Invented people and streets for large benchmark databases, from our own syllables.

The same number gives the same person in every run. A few names are very common and most are rare,
as in a town; the worst inputs of a search come from that.
"""

from random import Random
from typing import Final

_STARTS: Final = (
    "b", "br", "c", "ch", "d", "dr", "f", "g", "gr", "h", "j", "k", "kr", "l", "m", "n", "p",
    "r", "s", "sh", "st", "t", "th", "tr", "v", "w", "z",
)  # fmt: skip
_MIDDLES: Final = ("a", "e", "i", "o", "u", "ai", "ea", "ia", "oo", "ou")
_ENDS: Final = ("", "", "", "ck", "d", "k", "l", "ll", "m", "n", "nd", "r", "rt", "s", "t", "ton")
_KINDS: Final = ("St", "St", "St", "Ave", "Ave", "Rd", "Blvd", "Ln", "Ct")
TOWN: Final = "Lindenhaven"
SURNAMES: Final = 60_000
GIVEN: Final = 3_000
STREETS: Final = 4_000


class Names:
    """Lists of words, and people drawn from them."""

    def __init__(self, seed: int = 7) -> None:
        random = Random(seed)  # noqa: S311 - invented people, not secrets
        self.surnames = _words(random, SURNAMES, (2, 2, 3))
        self.given = _words(random, GIVEN, (1, 2, 2))
        self.streets = _words(random, STREETS, (2, 3))
        self._random = random

    def person(self) -> str:
        """``Surname, Given Given``; every fortieth has a name with accents or an apostrophe."""
        pick = self._pick
        surname = pick(self.surnames)
        turn = self._random.randrange(80)
        if turn == 0:
            surname = f"Ó {surname}"
        elif turn == 1:
            surname = f"D'{surname}"
        return f"{surname}, {pick(self.given)} {pick(self.given)}"

    def address(self) -> str:
        """``118 Elm St Apt 4, Lindenhaven``: half the words of a town are the same."""
        random = self._random
        flat = f" Apt {random.randrange(1, 60)}" if random.random() < 1 / 3 else ""
        street = f"{self._pick(self.streets)} {random.choice(_KINDS)}"
        return f"{random.randrange(1, 9999)} {street}{flat}, {TOWN}"

    def phone(self) -> str:
        """Ten digits with dashes."""
        random = self._random
        return f"212-{random.randrange(200, 999)}-{random.randrange(10_000):04d}"

    def plate(self) -> str:
        """Three letters and four digits."""
        random = self._random
        letters = "".join(random.choice("ABCDEFGHJKLMNPRSTUVWXYZ") for _ in range(3))
        return f"{letters}{random.randrange(10_000):04d}"

    def _pick(self, words: list[str]) -> str:
        # The cube makes the first words of the list common and the last ones rare.
        return words[int(len(words) * self._random.random() ** 3)]


def _words(random: Random, count: int, syllables: tuple[int, ...]) -> list[str]:
    found: dict[str, None] = {}
    while len(found) < count:
        size = random.choice(syllables)
        word = "".join(random.choice(_STARTS) + random.choice(_MIDDLES) for _ in range(size))
        found[(word + random.choice(_ENDS)).capitalize()] = None
    return list(found)
