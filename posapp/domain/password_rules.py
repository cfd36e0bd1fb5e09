"""What a good password is (NIST SP 800-63B-4, ASVS 6.2): long, unknown, no rules of composition.

A password is the only factor here, so it is long; every sign may stand in it, spaces too; nobody has
to change it after a time. Length alone is no defence: a common word said twice, the keys of a row, a
count or a line that everybody knows is guessed first, so what is asked for is how many guesses
somebody needs who knows all of these.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from typing import Final
from unicodedata import normalize

from posapp.domain.known_phrases import PHRASES
from posapp.errors import Refused

LEAST_LENGTH: Final = 15
MOST_LENGTH: Final = 128
_UNIT: Final = 4
"""A password that repeats so few signs is no longer than they are."""
_POWERS_OF_15: Final = 10
"""Fifteen signs must take more than ten thousand million guesses; fewer signs as many fewer."""


class Pattern(StrEnum):
    """What most of a password is that is guessed soon."""

    WORDS = "words"
    REPEAT = "repeat"
    SEQUENCE = "sequence"
    KEYBOARD = "keyboard"
    DATE = "date"
    CONTEXT = "context"
    OTHER = "other"


_REASONS: Final = {
    Pattern.WORDS: "is made of words that are among the first that anybody tries",
    Pattern.REPEAT: "says the same again and again",
    Pattern.SEQUENCE: "is little more than a count or a row of the alphabet",
    Pattern.KEYBOARD: "follows the keys of the keyboard",
    Pattern.DATE: "is little more than a date",
    Pattern.CONTEXT: "is a name that everybody here knows",
    Pattern.OTHER: "is too easy to guess",
}
_PHRASE: Final = "is a phrase that everybody knows"


@dataclass(frozen=True, slots=True)
class Estimate:
    """How soon a password is guessed.

    Attributes:
        powers: the power of ten of the number of guesses, rounded down.
        pattern: what most of it is.
    """

    powers: int
    pattern: Pattern


Estimator = Callable[[str, tuple[str, ...]], Estimate]


@dataclass(frozen=True, slots=True)
class PasswordRules:
    """How passwords are judged.

    Attributes:
        estimate: tells how soon a password is guessed by somebody who knows some words.
        least: how many characters it has at the least.
        context: words that anybody here would try: the office, the program.
    """

    estimate: Estimator
    least: int = LEAST_LENGTH
    context: tuple[str, ...] = ()


def same_signs(password: str) -> str:
    """A password in the form that is hashed: signs that look alike are the same (NFKC)."""
    return normalize("NFKC", password)


def check_password(password: str, login: str, rules: PasswordRules) -> None:
    """Stop a password that is too short, too long, known, or made of what everybody would try.

    Raises:
        Refused: ``M-286`` with the reason; the password itself is not repeated.
    """
    given = same_signs(password)
    if len(given) < rules.least:
        reason = f"has fewer than {rules.least} characters"
    elif len(given) > MOST_LENGTH:
        reason = f"has more than {MOST_LENGTH} characters"
    else:
        reason = _weakness(given, (login, *rules.context), rules)
    if reason:
        raise Refused("M-286", field="password", reason=reason)


def _weakness(password: str, names: tuple[str, ...], rules: PasswordRules) -> str:
    """Why a password is guessed too soon; empty when it is not."""
    letters, words = _letters(password), _words(password)
    if _repeats(password) or (len(words) > 1 and len(set(words)) == 1):
        return _REASONS[Pattern.REPEAT]
    if letters and letters in _known_names(names):
        return _REASONS[Pattern.CONTEXT]
    if letters in PHRASES:
        return _PHRASE
    context = tuple(sorted({*names, *chain.from_iterable(_words(name) for name in names)}))
    estimate = rules.estimate(password, context)
    if estimate.powers < _POWERS_OF_15 * min(rules.least, LEAST_LENGTH) // LEAST_LENGTH:
        return _REASONS[estimate.pattern]
    return ""


def _repeats(password: str) -> bool:
    return any(
        password == (password[:n] * len(password))[: len(password)] for n in range(1, _UNIT + 1)
    )


def _letters(text: str) -> str:
    """Only the letters: figures and signs around a name do not hide it."""
    return "".join(sign for sign in text.casefold() if sign.isalpha())


def _words(text: str) -> tuple[str, ...]:
    """The runs of letters of a text."""
    spread = "".join(sign if sign.isalpha() else " " for sign in text.casefold())
    return tuple(spread.split())


def _known_names(names: tuple[str, ...]) -> frozenset[str]:
    words = {_letters(name) for name in names} - {""}
    return frozenset(words | {word * 2 for word in words})
