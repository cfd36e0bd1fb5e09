"""How soon a password is guessed, as zxcvbn tells it (NIST SP 800-63B-4, ASVS 6.2.4).

zxcvbn knows common passwords and words with their ways of writing, repeats, counts, rows of keys, dates,
and the names that it is given.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

from zxcvbn import zxcvbn

Found = tuple[int, str]
"""The power of ten of the number of guesses, rounded down, and what most of the password is."""
_PATTERNS: Final[Mapping[str, str]] = {
    "dictionary": "words",
    "repeat": "repeat",
    "sequence": "sequence",
    "spatial": "keyboard",
    "date": "date",
    "regex": "date",
}
_ROWS: Final = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_DIGITS: Final = ("01234567890", "09876543210")
_RUN: Final = 3
"""Fewer signs side by side are no run of keys or figures."""
_FAR: Final = 4
"""Without its separators a password may be guessed ten thousand times sooner, not more."""


def estimate(password: str, context: tuple[str, ...]) -> Found:
    """How many guesses a password takes of somebody who knows the words of the context.

    Spaces and signs between words count for little, so it is looked at without them too.
    """
    written = _look(password, context)
    signs = "".join(sign for sign in password if sign.isalnum())
    if not signs or signs == password:
        return written
    bare = _look(signs, context)
    return min(written, (bare[0] + _FAR, bare[1]))


def _look(password: str, context: tuple[str, ...]) -> Found:
    found: dict[str, Any] = zxcvbn(
        password, user_inputs=list(context), max_length=len(password) + 1
    )
    return int(found["guesses_log10"]), _most(found["sequence"])


def _most(matches: list[dict[str, Any]]) -> str:
    """The pattern of most signs that are guessed by one; none but chance is "other"."""
    signs: Counter[str] = Counter()
    for match in matches:
        pattern = _pattern(match)
        if pattern is not None:
            signs[pattern] += len(match["token"])
    return signs.most_common(1)[0][0] if signs else "other"


def _pattern(match: dict[str, Any]) -> str | None:
    token = match["token"].casefold()
    if match.get("dictionary_name") == "user_inputs":
        return "context"
    # Its list of passwords holds rows of keys and counts too; they are called what they are.
    if len(token) >= _RUN and any(token in row or token[::-1] in row for row in _ROWS):
        return "keyboard"
    if len(token) >= _RUN and any(token in row for row in _DIGITS):
        return "sequence"
    return _PATTERNS.get(match["pattern"])
