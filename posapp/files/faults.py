"""What is wrong with a row, a file or a profile, and how a foreign value is shown in a sentence.

A row that cannot be taken raises ``Fault`` inside this package and leaves it as a ``Reject``; a
file or a profile that cannot be used is ``Refused`` with M-82 or M-81 (R10, T12).
"""

import unicodedata
from collections.abc import Iterable
from typing import Final

from posapp.domain.card_numbers import looks_like_card_number
from posapp.domain.imports import Reject
from posapp.errors import Refused

SHOWN_LENGTH: Final = 80
HIDDEN: Final = "(hidden: looks like a card number)"
_SHOWN_NAMES: Final = 25
# Controls, format signs (bidi overrides among them), surrogates and private use signs.
_UNSHOWN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


class Fault(Exception):  # noqa: N818 - named for what it is, as Refused is
    """A row cannot be taken: their column, the value in it, and why."""

    def __init__(self, column: str, value: object, reason: str) -> None:
        super().__init__(column, value, reason)
        self.column = column
        self.value = value
        self.reason = reason

    def reject(self, line: int) -> Reject:
        """The fault as a line of the report."""
        return Reject(line, shown(self.column), shown(self.value), self.reason)


def shown(value: object) -> str:
    """A foreign value for a report: no control signs, no card number, at most 80 characters."""
    if value is None:
        return ""
    if isinstance(value, (list, dict)):
        return f"({'list' if isinstance(value, list) else 'object'} of {len(value)})"
    # Far longer values are cut first, so that a hostile one costs nothing.
    text = str(value)[: SHOWN_LENGTH * 4]
    text = "".join(sign for sign in text if unicodedata.category(sign) not in _UNSHOWN)
    text = " ".join(text.split())
    if looks_like_card_number(text):
        return HIDDEN
    return text if len(text) <= SHOWN_LENGTH else text[: SHOWN_LENGTH - 1] + "…"


def shown_names(names: Iterable[str]) -> str:
    """Names of columns for a sentence, in the file's order."""
    found = [name for name in names if name]
    more = f" and {len(found) - _SHOWN_NAMES} more" if len(found) > _SHOWN_NAMES else ""
    told = ", ".join(shown(name) for name in found[:_SHOWN_NAMES])
    return told + more if found else "no named column"


def wrong_file(name: str, reason: str) -> Refused:
    """The refusal of a file (M-82)."""
    return Refused("M-82", value=shown(name), reason=reason, field="file")


def wrong_profile(name: str, key: str, reason: str) -> Refused:
    """The refusal of a profile (M-81): which key and why."""
    told = f"{shown(key)}: {reason}" if key else reason
    return Refused("M-81", value=shown(name), reason=told, field="profile")
