"""Words and figures by language: gettext for texts, Babel's locale data for money, dates, times.

A leaf: it knows amounts and currencies only by their shape, so every layer may use it. Each of
language, number locale and date style is a setting of its own (ui.md, rule of use 10). Money is
integer minor units with the currency's own decimals (D-17); dates are business dates; stamps are
aware UTC instants shown in an office's zone (D-18).
"""

import gettext
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Final, Protocol
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_skeleton
from babel.dates import format_time as babel_time

DOMAIN: Final = "posapp"
ISO: Final = "iso"
MINUS: Final = "\u2212"
_NBSP: Final = "\u00a0"
_GROUP: Final = 3


class Amount(Protocol):
    """Anything with integer minor units; ``posapp.domain.money.Money`` is one."""

    @property
    def minor(self) -> int:
        """Amount in minor units."""


class CurrencyShape(Protocol):
    """What formatting needs of a currency; ``posapp.domain.money.Currency`` is one."""

    @property
    def code(self) -> str:
        """ISO code."""

    @property
    def decimals(self) -> int:
        """Decimals of the currency (D-17)."""

    @property
    def symbol(self) -> str:
        """Currency sign; empty means the locale's sign for the code."""


@dataclass(frozen=True, slots=True)
class NumberSigns:
    """How a locale writes numbers, for reading what people type.

    Attributes:
        decimal: decimal sign.
        group: grouping sign.
        other_group: digits of a group except the last, which has three (2 in India).
    """

    decimal: str
    group: str
    other_group: int = 3


@dataclass(frozen=True, slots=True)
class _MoneyPattern:
    """A locale's money layout with the currency sign already in place."""

    before: str
    after: str
    before_minus: str
    after_minus: str
    decimal: str
    group: str
    grouping: tuple[int, int]
    decimals: int


class _Language:
    """Holder of the catalogue in force; one language per running program."""

    def __init__(self) -> None:
        self.catalogue: gettext.NullTranslations = gettext.NullTranslations()


_LANGUAGE = _Language()
_PATTERNS: dict[tuple[str, str, str, int], _MoneyPattern] = {}


def _(text: str) -> str:
    """The text in the language in force; the English text itself when it has no translation."""
    return _LANGUAGE.catalogue.gettext(text) if text else text


def plural(one: str, many: str, number: int) -> str:
    """The form of a text that fits a number, in the language in force."""
    return _LANGUAGE.catalogue.ngettext(one, many, number)


def set_language(language: str, folder: Path | None = None) -> None:
    """Use a language's catalogue from ``folder`` (``<language>/LC_MESSAGES/posapp.mo``).

    English, an unknown language and a missing folder give the English texts.
    """
    if folder is None or not language:
        install(gettext.NullTranslations())
        return
    install(gettext.translation(DOMAIN, folder, [language], fallback=True))


def install(catalogue: gettext.NullTranslations) -> None:
    """Put a ready catalogue in force; tests use it to find texts that miss ``_``."""
    _LANGUAGE.catalogue = catalogue


@lru_cache(maxsize=64)
def number_signs(locale: str) -> NumberSigns:
    """Decimal and grouping sign of a locale.

    Raises:
        babel.UnknownLocaleError: when Babel does not know the locale.
    """
    parsed = Locale.parse(locale)
    symbols = parsed.number_symbols["latn"]
    other = parsed.decimal_formats[None].grouping[1]
    return NumberSigns(symbols["decimal"], symbols["group"], other)


def is_locale(name: str) -> bool:
    """Whether numbers and dates can be written by a locale of this name."""
    try:
        number_signs(name)
    except (UnknownLocaleError, ValueError, KeyError):
        return False
    return True


def format_money(amount: Amount, currency: CurrencyShape, *, locale: str = "en_US") -> str:
    """Amount with currency sign, grouped, with a true minus: ``−$1,234.50``.

    Called thousands of times while a list scrolls, so layouts are made once per currency and
    locale and the digits are grouped here.
    """
    key = (locale, currency.code, currency.symbol, currency.decimals)
    pattern = _PATTERNS.get(key)
    if pattern is None:
        pattern = _PATTERNS[key] = _money_pattern(*key)
    minor = amount.minor
    if minor < 0:
        return pattern.before_minus + _digits(-minor, pattern) + pattern.after_minus
    return pattern.before + _digits(minor, pattern) + pattern.after


def format_number_money(amount: Amount, currency: CurrencyShape, *, locale: str = "en_US") -> str:
    """Amount without currency sign, grouped, with a true minus: ``−1,234.50``."""
    key = (locale, "", "", currency.decimals)
    pattern = _PATTERNS.get(key)
    if pattern is None:
        pattern = _PATTERNS[key] = _plain_pattern(locale, currency.decimals)
    minor = amount.minor
    return MINUS + _digits(-minor, pattern) if minor < 0 else _digits(minor, pattern)


def format_count(number: int, *, locale: str = "en_US") -> str:
    """A whole number, grouped, with a true minus."""
    signs = number_signs(locale)
    text = f"{abs(number):,}".replace(",", signs.group)
    return MINUS + text if number < 0 else text


def format_date(day: date | None, locale: str = ISO) -> str:
    """A business date: ISO, or with a full year in the locale's order; empty for ``None``."""
    if day is None:
        return ""
    if locale == ISO:
        return day.isoformat()
    return _date_formatter(locale)(day)


def format_time(at: datetime | None, zone: str, locale: str = ISO) -> str:
    """Hours and minutes of an instant on the wall clock of a zone; empty for ``None``.

    Raises:
        ValueError: when ``at`` is naive; that is a caller's bug.
    """
    if at is None:
        return ""
    local = _local(at, zone)
    if locale == ISO:
        return f"{local:%H:%M}"
    return str(babel_time(local.time(), "short", locale=locale))


def format_stamp(at: datetime | None, zone: str, locale: str = ISO) -> str:
    """Date and time of an instant on the wall clock of a zone; empty for ``None``."""
    if at is None:
        return ""
    return f"{format_date(_local(at, zone).date(), locale)} {format_time(at, zone, locale)}"


def _local(at: datetime, zone: str) -> datetime:
    if at.tzinfo is None:
        raise ValueError("a stamp must be aware")
    return at.astimezone(ZoneInfo(zone))


def _digits(minor: int, pattern: _MoneyPattern) -> str:
    """Grouped digits of a non-negative amount."""
    if pattern.decimals:
        text = str(minor).rjust(pattern.decimals + 1, "0")
        whole, rest = text[: -pattern.decimals], text[-pattern.decimals :]
    else:
        whole, rest = str(minor), ""
    if len(whole) > _GROUP:
        whole = _grouped(whole, pattern)
    return f"{whole}{pattern.decimal}{rest}" if rest else whole


def _grouped(whole: str, pattern: _MoneyPattern) -> str:
    """Digits in groups: the last one and the others may differ in size (1,23,456)."""
    last, other = pattern.grouping
    if last == other == _GROUP:
        return f"{int(whole):,}".replace(",", pattern.group)
    groups = [whole[-last:]]
    rest = whole[:-last]
    while rest:
        groups.insert(0, rest[-other:])
        rest = rest[:-other]
    return pattern.group.join(groups)


def _money_pattern(locale: str, code: str, symbol: str, decimals: int) -> _MoneyPattern:
    parsed = Locale.parse(locale)
    layout = parsed.currency_formats["standard"]
    sign = symbol or str(parsed.currency_symbols.get(code, code))
    plain = _plain_pattern(locale, decimals)

    def filled(part: str, *, leads: bool) -> str:
        text = part.replace("-", MINUS)
        # A sign made of letters must not touch the digits (CLDR's currency spacing).
        if leads and sign[-1:].isalpha() and text.endswith("¤"):
            text += _NBSP
        return text.replace("¤", sign)

    return _MoneyPattern(
        before=filled(layout.prefix[0], leads=True),
        after=filled(layout.suffix[0], leads=False),
        before_minus=filled(layout.prefix[1], leads=True),
        after_minus=filled(layout.suffix[1], leads=False),
        decimal=plain.decimal,
        group=plain.group,
        grouping=tuple(layout.grouping),
        decimals=decimals,
    )


def _plain_pattern(locale: str, decimals: int) -> _MoneyPattern:
    signs = number_signs(locale)
    grouping = tuple(Locale.parse(locale).decimal_formats[None].grouping)
    return _MoneyPattern("", "", MINUS, "", signs.decimal, signs.group, grouping, decimals)


@lru_cache(maxsize=64)
def _date_formatter(locale: str) -> Callable[[date], str]:
    """Formatter of full-year dates; the last days shown are remembered, lists repeat them."""

    @lru_cache(maxsize=4096)
    def formatted(day: date) -> str:
        return str(format_skeleton("yMd", day, locale=locale))

    return formatted
