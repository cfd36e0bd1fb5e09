"""Searching an account by anything: what a text may mean, and how well an account fits it.

Source: ui.md, rules of use 3; reliability P5 and C.4 (rank only from four letters or two words,
single letters dropped, at most 50 hits). Pure: the database gives candidates, this judges them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from posapp.domain.folding import Word, clean, fold_line, index_words, phone_words, query_words

MOST_HITS: Final = 50
"""Never more hits than this; nobody reads further."""

_RANKED_FROM: Final = 4


class HitKind(StrEnum):
    """What of an account fits the text; ``AccountHit.kind`` holds one of these."""

    ACCOUNT = "account"
    KEY = "key"
    ITEM = "item"
    BILL = "bill"
    NAME = "name"
    ADDRESS = "address"
    CONTACT = "contact"


@dataclass(frozen=True, slots=True)
class SearchText:
    """What somebody typed or scanned, read in every way that it may be meant.

    Attributes:
        number: the text as a number of ours or of a paper may be written; empty for none.
        line: the text folded, as a name begins.
        words: what every hit must hold.
    """

    number: str
    line: str
    words: tuple[Word, ...]

    @property
    def is_numeric(self) -> bool:
        """Whether it holds a digit, so that beginnings of numbers are looked for too."""
        return any(char.isdigit() for char in self.number)

    @property
    def is_ranked(self) -> bool:
        """Whether it says enough to rank hits: four letters, or two words (C.4)."""
        return len(self.words) > 1 or any(len(word.text) >= _RANKED_FROM for word in self.words)


def read_text(typed: str) -> SearchText:
    """Read a search text; any text is fine and an empty one means nothing."""
    plain = clean(typed)
    return SearchText(plain, fold_line(plain), query_words(plain))


@dataclass(frozen=True, slots=True)
class Candidate:
    """What words an account offers: name, address, and the ways to reach or name it."""

    name: str
    address: str
    phone: str
    email: str
    keys: Sequence[tuple[str, str]]
    """Look-up keys as (kind, value)."""


@dataclass(frozen=True, slots=True)
class Fit:
    """How an account fits the words: what of it does, in words, and how many are equal."""

    kind: HitKind
    matched: str
    equal: int


def account_words(one: Candidate) -> set[str]:
    """Every word under which an account is found by words."""
    found = index_words(one.name, name=True) | index_words(one.address) | phone_words(one.phone)
    if one.email:
        found |= index_words(one.email)
    for _, value in one.keys:
        found |= index_words(value)
        found |= index_words("".join(value.split()))
    return found


def judge(words: Sequence[Word], one: Candidate) -> Fit | None:
    """How an account fits words, each of which must be in it; ``None`` when one is not.

    A fit in the name comes before one in name and address together, that before one in the rest.
    """
    name = _Held(index_words(one.name, name=True))
    if name.fits(words):
        return Fit(HitKind.NAME, one.name, name.equal(words))
    place = _Held(name.words | index_words(one.address))
    if place.fits(words):
        return Fit(HitKind.ADDRESS, one.address, place.equal(words))
    whole = _Held(account_words(one))
    if not whole.fits(words):
        return None
    left = [word for word in words if not place.fits([word])]
    return Fit(HitKind.CONTACT, _contact(left, one), whole.equal(words))


def _contact(left: Sequence[Word], one: Candidate) -> str:
    """The phone, mail address or key that holds the words which name and address do not."""
    offers = [(one.phone, phone_words(one.phone)), (one.email, index_words(one.email))]
    for kind, value in one.keys:
        held = index_words(value) | index_words("".join(value.split()))
        offers.append((f"{kind} {value}", held))
    for shown, held in offers:
        if any(_Held(held).fits([word]) for word in left):
            return shown
    return ""


class _Held:
    """Words of a text, ready to be asked for equal words and for beginnings."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = set(words)
        self._line = " " + " ".join(sorted(self.words))

    def fits(self, words: Sequence[Word]) -> bool:
        """Whether every word is here."""
        return all(
            word.text in self.words or (not word.whole and f" {word.text}" in self._line)
            for word in words
        )

    def equal(self, words: Sequence[Word]) -> int:
        """How many of the words are here as they are, not only as a beginning."""
        return sum(word.text in self.words for word in words)
