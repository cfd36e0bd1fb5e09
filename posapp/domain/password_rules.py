"""What a good password is (NIST SP 800-63B-4, ASVS 6.2): long, unknown, no rules of composition.

A password is the only factor here, so it is long; every sign may stand in it, spaces too; nobody has
to change it after a time.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final
from unicodedata import normalize

from posapp.errors import Refused

LEAST_LENGTH: Final = 15
MOST_LENGTH: Final = 128
_UNIT: Final = 4
"""A password that repeats so few signs is no longer than they are."""


@dataclass(frozen=True, slots=True)
class PasswordRules:
    """How passwords are judged.

    Attributes:
        is_common: whether a list of known passwords has it.
        least: how many characters it has at the least.
        context: words that anybody here would try: the office, the program.
    """

    is_common: Callable[[str], bool]
    least: int = LEAST_LENGTH
    context: tuple[str, ...] = ()


def same_signs(password: str) -> str:
    """A password in the form that is hashed: signs that look alike are the same (NFKC)."""
    return normalize("NFKC", password)


def check_password(password: str, login: str, rules: PasswordRules) -> None:
    """Stop a password that is too short, too long, known, or made of what everybody would try.

    Raises:
        Refused: ``M-50`` with the reason; the password itself is not repeated.
    """
    given = same_signs(password)
    if len(given) < rules.least:
        reason = f"has fewer than {rules.least} characters"
    elif len(given) > MOST_LENGTH:
        reason = f"has more than {MOST_LENGTH} characters"
    elif _repeats(given) or rules.is_common(given):
        reason = "is one of the first that anybody tries"
    elif _letters(given) in _words((login, *rules.context)):
        reason = "is a name that everybody here knows"
    else:
        return
    raise Refused("M-50", field="password", value="********", reason=reason)


def _repeats(password: str) -> bool:
    return any(
        password == (password[:n] * len(password))[: len(password)] for n in range(1, _UNIT + 1)
    )


def _letters(text: str) -> str:
    """Only the letters: figures and signs around a name do not hide it."""
    return "".join(sign for sign in text.casefold() if sign.isalpha())


def _words(names: Iterable[str]) -> frozenset[str]:
    words = {_letters(name) for name in names} - {""}
    return frozenset(words | {word * 2 for word in words})
