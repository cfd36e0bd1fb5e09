"""Scan lines of remittance stubs: read by a layout of the set-up, and made for our own stubs.

A layout says at which positions rule value, amounts and date stand, and which check digit protects
them. What a line says is only what a person would type: rule, value, amount (DR-1). Amounts are
integer minor units of the account's currency; dates are business dates. Pure; any text is taken,
nothing in it is believed before its check digit fits (F16).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Final

from posapp.domain.check_digits import CheckScheme
from posapp.domain.money import ZERO, Money
from posapp.domain.scan_layout import LONGEST, DateFormat, ScanLayout
from posapp.errors import Refused

_SHOWN: Final = 60
_CENTURY: Final = 2000
# What some scanners put before a text: which symbology it was (ISO/IEC 15424).
_SYMBOLOGY: Final = re.compile(r"\][A-Za-z][0-9A-Za-z]")


_PATTERNS: Final = {
    DateFormat.YYYYMMDD: "%Y%m%d",
    DateFormat.YYMMDD: "%y%m%d",
    DateFormat.MMDDYY: "%m%d%y",
    DateFormat.DDMMYY: "%d%m%y",
}


@dataclass(frozen=True, slots=True)
class ScanRead:
    """What a scan line says.

    Attributes:
        layout: code of its layout.
        rule: code of the distribution rule.
        value: the rule value.
        amount: what to pay today: the amount due, after the due date the late one where the line
            has it; ``None`` when the line names no amount.
    """

    layout: str
    rule: str
    value: str
    amount: Money | None
    due_date: date | None = None
    due_amount: Money | None = None
    late_amount: Money | None = None


def recognized(text: str, layouts: Iterable[ScanLayout]) -> bool:
    """Whether a text has the shape of a scan line; its check digit may be wrong. Cheap."""
    return bool(_candidates(text, tuple(layouts)))


def read(text: str, layouts: Iterable[ScanLayout], today: date | None = None) -> ScanRead:
    """What a scan line says; among several layouts the one whose check digit fits.

    A layout without check digit fits every line of its shape, so where others have that shape too
    it is believed only if they say the same.

    Args:
        text: as scanned or typed; spaces between its groups do no harm.
        layouts: those of the set-up.
        today: business date that tells a late payment from one in time.

    Raises:
        Refused: ``M-170`` no layout fits, ``M-171`` a wrong check digit with the right one,
            ``M-172`` a date that is none, ``M-215`` two layouts read it differently.
    """
    found = _candidates(text, tuple(layouts))
    if not found:
        raise Refused("M-170", field="rule_value", value=_shown(text))
    (nearest, line), *_ = found
    fitting = [one for one, _ in found if _given(one, line) == one.right_digit(line)]
    if not fitting:
        given, right = _given(nearest, line), nearest.right_digit(line)
        raise Refused("M-171", field="rule_value", value=_shown(line), given=given, right=right)
    shaped = [one for one, _ in found]
    unchecked = any(one.check_scheme is CheckScheme.NONE for one in fitting)
    return _agreed(shaped if unchecked else fitting, line, today)


def compose(layout: ScanLayout, value: str, amount: Money, due: date | None = None) -> str:
    """The scan line of a stub of ours; empty when value or amount do not fit its places."""
    if layout.strip_zeros:
        value = value.rjust(layout.value_length, "0")
    day = "" if due is None or not layout.date_start else _day_text(due, layout)
    parts = (
        (1, len(layout.prefix), layout.prefix),
        (layout.value_start, layout.value_length, value),
        (layout.amount_start, layout.amount_length, _digits(amount, layout.amount_length)),
        (layout.late_start, layout.late_length, _digits(amount, layout.late_length)),
        (layout.date_start, len(day), day),
    )
    if any(start and len(text) != length for start, length, text in parts) or " " in value:
        return ""
    line = "0" * layout.length
    for start, length, text in parts:
        line = _put(line, start, length, text)
    try:
        right = layout.right_digit(line)
    except ValueError:
        return ""
    line = _put(line, layout.check_start, len(right), right)
    return line if _is_shaped(layout, line) else ""


def in_groups(layout: ScanLayout, line: str) -> str:
    """A line with spaces between its parts, as people read it; ``read`` takes it like this too."""
    parts = (
        (1, len(layout.prefix)),
        (layout.value_start, layout.value_length),
        (layout.amount_start, layout.amount_length),
        (layout.late_start, layout.late_length),
        (layout.date_start, len(layout.date_format)),
        (layout.check_start, layout.check_scheme.digits),
    )
    cuts = {at for start, size in parts if start and size for at in (start - 1, start - 1 + size)}
    places = sorted({0, len(line), *cuts})
    return " ".join(line[low:high] for low, high in pairwise(places))


def stub_layout(layouts: Iterable[ScanLayout]) -> ScanLayout | None:
    """The layout that our own stubs are printed with, the first by code; ``None`` for none."""
    own = (one for one in layouts if one.active and one.on_stubs)
    return min(own, key=lambda one: one.code, default=None)


def _candidates(text: str, layouts: tuple[ScanLayout, ...]) -> list[tuple[ScanLayout, str]]:
    """Layouts whose shape a text has, the one with the longest prefix first."""
    if len(text) > 2 * LONGEST or not text.isascii():
        return []
    bare = text.strip()
    plain = _SYMBOLOGY.sub("", bare, count=1) if bare.startswith("]") else bare
    for line in dict.fromkeys((plain, plain.replace(" ", ""))):
        found = [(one, line) for one in layouts if one.active and _is_shaped(one, line)]
        if found:
            return sorted(found, key=lambda pair: (-len(pair[0].prefix), pair[0].code))
    return []


def _is_shaped(layout: ScanLayout, line: str) -> bool:
    """Length, prefix, digits where digits belong, a value, and signs that can be checked."""
    if len(line) != layout.length or not line.startswith(layout.prefix) or not line.isprintable():
        return False
    if layout.digits_only and not line.isdigit():
        return False
    numbers = (
        _cut(line, layout.amount_start, layout.amount_length),
        _cut(line, layout.late_start, layout.late_length),
        _cut(line, layout.date_start, len(layout.date_format)),
        _cut(line, layout.check_start, layout.check_scheme.digits),
    )
    if not all(number.isdigit() for number in numbers if number) or not _value(layout, line):
        return False
    try:
        layout.right_digit(line)
    except ValueError:
        return False
    return True


def _read(layout: ScanLayout, line: str, today: date | None) -> ScanRead:
    due = _amount(line, layout.amount_start, layout.amount_length)
    late = _amount(line, layout.late_start, layout.late_length)
    day = _day(layout, line)
    is_late = today is not None and day is not None and today > day and late is not None
    found = ScanRead(layout.code, layout.rule, _value(layout, line), due, day, due, late)
    return replace(found, amount=late) if is_late else found


def _given(layout: ScanLayout, line: str) -> str:
    """The check digit that stands in a line; empty where its layout has none."""
    return _cut(line, layout.check_start, layout.check_scheme.digits)


def _agreed(layouts: Sequence[ScanLayout], line: str, today: date | None) -> ScanRead:
    """What all layouts say of a line.

    Raises:
        Refused: ``M-215`` they do not say the same; ``M-172``.
    """
    first, *others = layouts
    said = _read(first, line, today)
    for other in others:
        if replace(_read(other, line, today), layout=said.layout) != said:
            names = f"{first.code}, {other.code}"
            raise Refused("M-215", field="rule_value", value=_shown(line), layouts=names)
    return said


def _put(line: str, start: int, length: int, text: str) -> str:
    return line[: start - 1] + text + line[start - 1 + length :] if start else line


def _cut(line: str, start: int, length: int) -> str:
    return line[start - 1 : start - 1 + length] if start else ""


def _value(layout: ScanLayout, line: str) -> str:
    value = _cut(line, layout.value_start, layout.value_length)
    return (value.lstrip("0") if layout.strip_zeros else value).strip()


def _amount(line: str, start: int, length: int) -> Money | None:
    """An amount; one of zeros only fills its place."""
    minor = int(_cut(line, start, length) or 0)
    return Money(minor) if minor else None


def _day(layout: ScanLayout, line: str) -> date | None:
    text = _cut(line, layout.date_start, len(layout.date_format))
    if not text.strip("0"):
        return None
    try:
        return _day_of(text, DateFormat(layout.date_format))
    except ValueError as error:
        raise Refused("M-172", field="rule_value", value=text, format=layout.date_format) from error


def _day_of(text: str, form: DateFormat) -> date:
    """The date of a text of digits only.

    Raises:
        ValueError: there is no such day.
    """
    if form is DateFormat.YYDDD:
        year, number = _CENTURY + int(text[:2]), int(text[2:])
        found = date(year, 1, 1) + timedelta(days=number - 1)
        if found.year != year:
            raise ValueError("the year has no such day")
        return found
    pattern = _PATTERNS[form]
    found = datetime.strptime(text, pattern).date()  # noqa: DTZ007 - a date has no zone
    if "%Y" in pattern or found.year >= _CENTURY:
        return found
    # A year of two digits is of this century, whatever the library makes of it.
    return found.replace(year=found.year + 100)


def _day_text(day: date, layout: ScanLayout) -> str:
    form = DateFormat(layout.date_format)
    if form is DateFormat.YYDDD:
        return f"{day:%y}{day.timetuple().tm_yday:03d}"
    return day.strftime(_PATTERNS[form])


def _digits(amount: Money, length: int) -> str:
    """An amount that fills its place with zeros; one that is below zero fits none."""
    return "" if amount < ZERO else f"{amount.minor:0{length}d}"


def _shown(text: str) -> str:
    bare = "".join(sign for sign in text[:_SHOWN] if sign.isprintable())
    return bare if len(text) <= _SHOWN else f"{bare}\u2026"
