"""Searching an account by anything: what a text may mean, and how well an account fits it.

Source: ui.md, rules of use 3; reliability P5 and C.4 (rank only from four letters or two words,
single letters dropped, at most 50 hits). Pure: the database gives candidates, this judges them.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
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
    EMPLOYEE = "employee"
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

    @property
    def tells_equal(self) -> bool:
        """Whether equal words are worth looking for apart: a house number, a long word."""
        return self.is_ranked and any(
            len(word.text) >= _RANKED_FROM or word.text.isdigit() for word in self.words
        )


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
    keys: Sequence[tuple[str, str]] = ()
    """Look-up keys as (kind, value)."""
    employee_number: str = ""


@dataclass(frozen=True, slots=True)
class Fit:
    """How an account fits the words: what of it does, in words, and how many are equal."""

    kind: HitKind
    matched: str
    equal: int


def account_words(one: Candidate) -> set[str]:
    """Every word under which an account is found by words."""
    found = index_words(one.name, name=True) | index_words(one.address)
    return found.union(*(words for _, words in _contacts(one)))


def _contacts(one: Candidate) -> Iterator[tuple[str, set[str]]]:
    """Each way to reach or name an account, as it is shown, and the words that find it."""
    if one.phone:
        yield one.phone, phone_words(one.phone)
    if one.email:
        yield one.email, index_words(one.email)
    if one.employee_number:
        yield f"EMPLOYEE {one.employee_number}", index_words(one.employee_number)
    for kind, value in one.keys:
        yield f"{kind} {value}", index_words(value) | index_words("".join(value.split()))


# Who does not fit by name and address is judged again with his look-up keys.
_line: Final = lru_cache(maxsize=256)(fold_line)


def judge(words: Sequence[Word], one: Candidate) -> Fit | None:
    """How an account fits words, each of which must be in it; ``None`` when one is not.

    A fit in the name comes before one in name and address together, that before one in the rest.
    """
    # Most names are plain words, and then the folded line tells as much for a third of the time.
    name = _Held(f"{_line(one.name)} ")
    place = _Held(f"{name.line}{_line(one.address)} ")
    if not place.fits(words) and _cannot(words, one, place):
        return None
    fit = _fit(words, one, name, place)
    if fit is None:
        name = _Held.of(index_words(one.name, name=True))
        place = _Held.of(name.line.split(), index_words(one.address))
        fit = _fit(words, one, name, place)
    return fit


def _fit(words: Sequence[Word], one: Candidate, name: "_Held", place: "_Held") -> Fit | None:
    if name.fits(words):
        return Fit(HitKind.NAME, one.name, name.equal(words))
    if place.fits(words):
        return Fit(HitKind.ADDRESS, one.address, place.equal(words))
    left = [word for word in words if not place.fits([word])]
    contacts = [(shown, _Held.of(held)) for shown, held in _contacts(one)]
    if not all(any(held.fits([word]) for _, held in contacts) for word in left):
        return None
    shown = next(shown for shown, held in contacts if held.fits(left[:1]))
    return Fit(
        HitKind.CONTACT,
        shown,
        place.equal(words) + sum(held.equal(left) for _, held in contacts),
    )


def _cannot(words: Sequence[Word], one: Candidate, place: "_Held") -> bool:
    """Whether a word is nowhere in all that is known, which is cheap to see in plain letters."""
    parts = (one.phone, one.email, one.employee_number, *(value for _, value in one.keys))
    if not all(part.isascii() for part in (one.name, one.address, *parts)):
        return False
    solid = f"{place.line}{fold_line(' '.join(parts))}".replace(" ", "")
    return not all(word.text in solid for word in words)


class _Held:
    """Words in a line, each with a space after it, to be asked for words and beginnings."""

    def __init__(self, line: str) -> None:
        self.line = line
        self._before = f" {line}"

    @classmethod
    def of(cls, *words: Iterable[str]) -> "_Held":
        """The words of several sets."""
        return cls("".join(f"{word} " for some in words for word in some))

    def fits(self, words: Sequence[Word]) -> bool:
        """Whether every word is here."""
        before = self._before
        return all((f" {w.text} " if w.whole else f" {w.text}") in before for w in words)

    def equal(self, words: Sequence[Word]) -> int:
        """How many of the words are here as they are, not only as a beginning."""
        return sum(f" {word.text} " in self._before for word in words)
