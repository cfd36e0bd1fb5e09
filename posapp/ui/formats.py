"""How this window writes money, dates and numbers: the workstation's settings in one value."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from posapp.domain.money import Currency, Money
from posapp.i18n import (
    ISO,
    NumberSigns,
    format_count,
    format_date,
    format_money,
    format_number_money,
    format_stamp,
    format_time,
    number_signs,
)

_ISOLATE: Final = "\u2068"
_POP: Final = "\u2069"
_FROM_LEFT: Final = "\u200e"
_FROM_RIGHT: Final = "\u200f"
_TURNING: Final = frozenset({"R", "AL"})
_STRONG: Final = _TURNING | {"L"}
# Letters of the sentence itself, and what stands between names rather than in one.
_ENDING: Final = frozenset({"L", "EN", "AN", "B", "FSI", "PDI"})
_PARTING: Final = "\u00b7:;()"
# The space between two groups of a number (``grouped``), not the one before a date or an amount.
_WITHIN: Final = re.compile(r"(?<=[0-9]) (?=[0-9]{3,4}(?![,.:/-]?[0-9]))")
# No letter before this one is written from right to left.
_RIGHT_TO_LEFT: Final = "\u0590"


@dataclass(frozen=True, slots=True)
class Formats:
    """Formatting for the screen.

    Attributes:
        home: currency of amounts whose currency is not said.
        currencies: known currencies by code.
        number_locale: locale of numbers and money.
        date_style: ``iso`` or a locale.
        zone: IANA zone of the office (D-18).
    """

    home: Currency
    currencies: Mapping[str, Currency] = field(default_factory=dict)
    number_locale: str = "en_US"
    date_style: str = ISO
    zone: str = "UTC"

    def currency(self, named: Currency | str | None = None) -> Currency:
        """The currency meant: itself, by code, or the home currency."""
        if isinstance(named, Currency):
            return named
        if not named or named == self.home.code:
            return self.home
        return self.currencies.get(named) or Currency(named)

    def money(self, amount: Money | None, currency: Currency | str | None = None) -> str:
        """Amount with its sign, empty for ``None`` (a hidden or missing amount)."""
        if amount is None:
            return ""
        return format_money(amount, self.currency(currency), locale=self.number_locale)

    def number(self, amount: Money | None, currency: Currency | str | None = None) -> str:
        """Amount without currency sign, as editors show it."""
        if amount is None:
            return ""
        return format_number_money(amount, self.currency(currency), locale=self.number_locale)

    def count(self, number: int) -> str:
        """A whole number."""
        return format_count(number, locale=self.number_locale)

    def date(self, day: date | None) -> str:
        """A business date."""
        return format_date(day, self.date_style)

    def time(self, at: datetime | None) -> str:
        """Hours and minutes on the office's wall clock."""
        return format_time(at, self.zone, self.date_style)

    def stamp(self, at: datetime | None) -> str:
        """Date and time on the office's wall clock."""
        return format_stamp(at, self.zone, self.date_style)

    @property
    def signs(self) -> NumberSigns:
        """Decimal and grouping sign for reading typed amounts."""
        return number_signs(self.number_locale)


def grouped(number: str) -> str:
    """Digits of an id in groups that eyes can keep: ``1000 000 123``, ``0010 0000 0123``.

    Spaces do no harm where ids are typed or scanned again.
    """
    rest = number
    groups: list[str] = []
    size = 4 if len(number) % 4 == 0 else 3
    while len(rest) > size + 1:
        groups.insert(0, rest[-size:])
        rest = rest[:-size]
    return " ".join([rest, *groups])


def isolated(text: str) -> str:
    """A text that does not turn what stands around it: a name from right to left is isolated.

    Without it ``النخيل · 118 Elm St`` shows the house number on the name's side. One that ends
    from left to right, ``النخيل Dental Inc.``, reads as in the lists: its end stands at the right.
    """
    if max(text, default="") < _RIGHT_TO_LEFT:
        return text
    if text.startswith(_ISOLATE) and text.endswith(_POP) and _POP not in text[1:-1]:
        return text
    strong = [kind for char in text if (kind := unicodedata.bidirectional(char)) in _STRONG]
    if _TURNING.isdisjoint(strong):
        return text
    mixed = strong[0] in _TURNING and strong[-1] == "L" and not text.startswith(_FROM_LEFT)
    return f"{_ISOLATE}{_FROM_LEFT if mixed else ''}{text}{_POP}"


def leading(text: str, *, right_to_left: bool = False) -> str:
    """A text that begins at the side of the screen it is written for, whatever name it isolates.

    A label whose text can be selected goes by the first letter, even by one that is isolated.
    """
    if _ISOLATE not in text:
        return text
    return f"{_FROM_RIGHT if right_to_left else _FROM_LEFT}{text}"


def in_order(sentence: str) -> str:
    """A sentence that keeps its order, whatever names from right to left stand in it.

    Each such name becomes an isolate, and the sentence begins at its own side. No line ends within
    an id: its groups stay together. Every place that shows a composed sentence calls this: strips,
    consequences, questions, the line at a field.
    """
    sentence = _WITHIN.sub("\u00a0", sentence)
    if max(sentence, default="") < _RIGHT_TO_LEFT:
        return sentence
    parts, end = [_FROM_LEFT], 0
    for start, stop in _turned(sentence):
        is_isolated = sentence.count(_ISOLATE, 0, start) > sentence.count(_POP, 0, start)
        run = sentence[start:stop]
        parts += [sentence[end:start], run if is_isolated else f"{_ISOLATE}{run}{_POP}"]
        end = stop
    return "".join([*parts, sentence[end:]]) if end else sentence


def _turned(sentence: str) -> list[tuple[int, int]]:
    """Where names from right to left begin and end: such letters and what stands between them."""
    found: list[tuple[int, int]] = []
    between = True
    for at, char in enumerate(sentence):
        kind = unicodedata.bidirectional(char)
        if kind in _TURNING:
            start = found.pop()[0] if found and between else at
            found.append((start, at + 1))
            between = True
        elif kind == "NSM" and found and found[-1][1] == at:
            found[-1] = (found[-1][0], at + 1)
        elif kind in _ENDING or char in _PARTING:
            between = False
    return found


def joined(*parts: str) -> str:
    """Parts of a line with dots between them; empty ones are left out, names stay in place."""
    return " \u00b7 ".join(isolated(part) for part in parts if part)
