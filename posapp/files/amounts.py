"""Money, dates and rates out of foreign cells: exact, ASCII digits only, never through a float.

Amounts come as ``Money`` in minor units. Blank is ``None``, which is not zero. Parts of a minor
unit are refused, never rounded (A.5, T12).
"""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from posapp.domain.money import MAX_DIGITS, Currency, Money
from posapp.errors import Refused
from posapp.files.cells import is_spreadsheet_error, text_of
from posapp.files.columns import Line
from posapp.files.faults import Fault
from posapp.files.profile_parts import DateSource, MoneyForm
from posapp.files.texts import TextRules, text_getter

MoneyGetter = Callable[[Line], Money | None]
DateGetter = Callable[[Line], date]
_CACHED: Final = 50_000
_LONGEST: Final = 40
# More of them are what a spreadsheet's or a program's own arithmetic left behind.
_MOST_DECIMALS: Final = 6
_DIGITS: Final = frozenset("0123456789.")
_POINTED: Final = re.compile(r"[0-9]{1,15}(?:\.[0-9]{1,6})?")
# Dates outside are typing errors; due dates are computed from them, so they stay far from the end.
_FIRST_YEAR: Final = 1900
_LAST_YEAR: Final = 2199
_RATE_DIGITS: Final = 18
_ISO: Final = ("%Y-%m-%d", "%Y-%m-%d %H:%M:%S")


class MoneyReader:
    """Reads amounts of one currency as the profile says they are written."""

    def __init__(self, form: MoneyForm, currency: Currency) -> None:
        self._form = form
        self._currency = Currency(currency.code, 0) if form.minor_units else currency
        self._known: dict[str, Money] = {}
        # Then digits with one point are an amount as they stand.
        self._pointed = form.decimal_mark == "." and not _DIGITS.intersection("".join(form.symbols))
        self._whole = _all_decimals(self._currency.decimals).fullmatch

    def amount(self, cell: object, column: str) -> Money | None:
        """The amount in a cell; ``None`` when it is blank.

        Raises:
            Fault: when it is no amount, too large, or has parts of a minor unit.
        """
        if not isinstance(cell, str):
            return self._amount(cell, column, written=False)
        # Only written amounts are kept: 1.234 as a number may be another than "1.234".
        found = self._known.get(cell)
        if found is not None:
            return found
        # Most have all decimals, so they are minor units but for the point; others are digits with
        # one point, and then nothing has to be taken off them.
        if self._pointed and self._whole(cell):
            found = Money(int(cell.replace(".", "")))
        elif self._pointed and _POINTED.fullmatch(cell):
            found = self._parsed(cell, cell, column)
        else:
            found = self._amount(cell, column, written=True)
        if found is not None and len(self._known) < _CACHED:
            self._known[cell] = found
        return found

    def _amount(self, cell: object, column: str, *, written: bool) -> Money | None:
        if isinstance(cell, bool):
            raise Fault(column, cell, "is not an amount of money")
        try:
            text = text_of(cell)
        except ValueError as error:
            raise Fault(column, "", str(error)) from None
        if not text:
            return None
        return self._parsed(text, self._unwrapped(text, column, written=written), column)

    def text(self, amount: Money) -> str:
        """An amount of this reader's currency for a sentence."""
        return self._currency.text(amount)

    def _parsed(self, text: str, plain: str, column: str) -> Money:
        try:
            return self._currency.parse(plain, field=column)
        except Refused as refusal:
            raise Fault(column, text, str(refusal.fields["reason"])) from None

    def _unwrapped(self, text: str, column: str, *, written: bool) -> str:
        """The text as ``Currency.parse`` takes it; raises ``Fault`` where it cannot be one."""
        if is_spreadsheet_error(text):
            raise Fault(column, text, "is the error of a broken formula")
        if len(text) > _LONGEST:
            raise Fault(column, text, "is not an amount of money")
        plain = _trimmed(self._plain(text) if written else text)
        decimals = plain.partition(".")[2]
        if len(decimals) > _MOST_DECIMALS and decimals.isascii() and decimals.isdigit():
            raise Fault(column, text, f"has more than {self._currency.decimals} decimals")
        return plain

    def _plain(self, text: str) -> str:
        """The text with symbols, grouping and parentheses resolved; nonsense stays nonsense."""
        form = self._form
        negative = form.parentheses and text.startswith("(") and text.endswith(")")
        if negative:
            text = text[1:-1]
        for symbol in form.symbols:
            text = text.replace(symbol, "")
        text = text.strip()
        if form.group_mark:
            text = _ungrouped(text, form.group_mark, form.decimal_mark)
        if form.decimal_mark == ",":
            # A point is then no part of an amount any more.
            text = text.replace(".", "?").replace(",", ".")
        return f"-{text}" if negative and text[:1] != "-" else text


def _all_decimals(decimals: int) -> re.Pattern[str]:
    """Amounts above or at zero with all decimals of a currency, none larger than it may be."""
    point = rf"\.[0-9]{{{decimals}}}" if decimals else ""
    return re.compile(rf"[0-9]{{1,{MAX_DIGITS - decimals}}}{point}")


def _trimmed(text: str) -> str:
    """The text without zeros that end a long row of decimals; they say nothing."""
    whole, point, decimals = text.partition(".")
    if len(decimals) <= _MOST_DECIMALS:
        return text
    return whole + point + (decimals.rstrip("0") or "0")


def _ungrouped(text: str, mark: str, decimal_mark: str) -> str:
    """Group marks taken out where they stand before three digits each; else the text as it is."""
    whole, point, rest = text.partition(decimal_mark)
    first, *groups = whole.split(mark)
    if groups and (mark in rest or any(len(group) != 3 for group in groups)):  # noqa: PLR2004
        return text.replace(mark, "?")
    return first + "".join(groups) + point + rest


def money_getter(
    column: str, rules: TextRules, reader: MoneyReader, field: str, *, optional: bool = False
) -> MoneyGetter:
    """A function that reads an amount out of a row.

    Raises:
        Refused: ``M-81`` when the column is missing. The function raises ``Fault``.
    """
    getter = rules.getter(column, field, optional=optional)
    return lambda line: reader.amount(getter(line), column)


def date_getter(
    source: DateSource, rules: TextRules, field: str, *, stand_in: date | None = None
) -> DateGetter:
    """A function that reads a date; ``stand_in`` wins over the profile's where the file has none.

    Raises:
        Refused: ``M-81`` when the column is missing. The function raises ``Fault``.
    """
    instead = (stand_in or source.stand_in) if source.stand_in is not None else None
    if not source.has_origin:
        assert instead is not None
        return lambda _line: instead
    text = text_getter(source, rules, field, width=_LONGEST, required=instead is None)
    dates: dict[str, date] = {}

    def found(line: Line) -> date:
        raw = text(line)
        if not raw and instead is not None:
            return instead
        day = dates.get(raw)
        if day is None:
            day = dates[raw] = _date(raw, source)
        return day

    return found


def _date(text: str, source: DateSource) -> date:
    # Spreadsheets give true dates, which arrive here in ISO form whatever the profile says.
    for wanted in (*source.formats, *_ISO):
        if not text.isascii():
            break
        try:
            day = datetime.strptime(text, wanted).date()  # noqa: DTZ007 - a date has no zone
        except ValueError:
            continue
        if _FIRST_YEAR <= day.year <= _LAST_YEAR:
            return day
    raise Fault(source.told, text, f"is not a date ({' or '.join(source.formats)})")


def due_getter(source: DateSource, bill_date: DateGetter, rules: TextRules) -> DateGetter:
    """A function that reads the due date, or counts it from the bill date."""
    days = source.days_after_bill_date
    if days is None:
        return date_getter(source, rules, "bill.due_date")
    counted = timedelta(days=days)
    if not source.has_origin:
        return lambda line: bill_date(line) + counted
    bare = source.model_copy(update={"required": False})
    text = text_getter(bare, rules, "bill.due_date", width=_LONGEST)
    return lambda line: _date(raw, source) if (raw := text(line)) else bill_date(line) + counted


def rate_of(text: str, column: str) -> Decimal:
    """A rate, kept exactly as written (AC-04).

    Raises:
        Fault: when it is no plain positive decimal number of at most 18 digits.
    """
    digits = text.replace(".", "", 1)
    plain = digits.isascii() and digits.isdigit() and text[0] != "." and text[-1] != "."
    if not plain or len(digits) > _RATE_DIGITS or not digits.strip("0"):
        raise Fault(column, text, "is not an exchange rate")
    return Decimal(text)
