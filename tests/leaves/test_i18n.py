"""Money, dates and texts by language (ui.md, rules of use 10; D-17, D-18)."""

import gettext
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from posapp.domain.money import Currency, Money
from posapp.i18n import (
    _,
    format_count,
    format_date,
    format_money,
    format_number_money,
    format_stamp,
    format_time,
    install,
    number_signs,
    plural,
    set_language,
)
from tests.helpers.every import every

USD = Currency("USD", 2, "$")
JPY = Currency("JPY", 0, "¥")
KWD = Currency("KWD", 3)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    yield
    install(gettext.NullTranslations())


@every(
    ("minor", "currency", "locale", "text"),
    [
        (123450, USD, "en_US", "$1,234.50"),
        (-4500, USD, "en_US", "\u2212$45.00"),
        (0, USD, "en_US", "$0.00"),
        (5, USD, "en_US", "$0.05"),
        (-5, USD, "en_US", "\u2212$0.05"),
        (100000, USD, "en_US", "$1,000.00"),
        (99999, USD, "en_US", "$999.99"),
        (123456789012345, USD, "en_US", "$1,234,567,890,123.45"),
        (39203646, USD, "de_DE", "392.036,46\u00a0$"),
        (39203646, USD, "fr_FR", "392\u202f036,46\u00a0$"),
        (1234567800, USD, "en_IN", "$1,23,45,678.00"),
        (-1500, USD, "de_CH", "$\u221215.00"),
        (1500, JPY, "en_US", "¥1,500"),
        (1500, KWD, "en_US", "KWD\u00a01.500"),
        (-1500, KWD, "en_US", "\u2212KWD\u00a01.500"),
        (100, Currency("EUR"), "en_US", "€1.00"),
    ],
)
def test_d17_money_by_currency_and_locale(
    minor: int, currency: Currency, locale: str, text: str
) -> None:
    assert format_money(Money(minor), currency, locale=locale) == text


def test_money_without_sign() -> None:
    assert format_number_money(Money(-123450), USD) == "\u22121,234.50"
    assert format_number_money(Money(123450), USD, locale="de_DE") == "1.234,50"


def test_counts_are_grouped() -> None:
    assert format_count(13511) == "13,511"
    assert format_count(-1000, locale="de_DE") == "\u22121.000"


def test_signs_for_reading() -> None:
    assert (number_signs("de_DE").decimal, number_signs("de_DE").group) == (",", ".")


def test_dates_are_iso_unless_set() -> None:
    day = date(2026, 11, 21)
    assert format_date(day) == "2026-11-21"
    assert format_date(day, "en_US") == "11/21/2026"
    assert format_date(day, "fr_FR") == "21/11/2026"
    assert format_date(None) == ""


def test_d18_stamps_show_the_offices_wall_clock() -> None:
    at = datetime(2026, 11, 21, 3, 2, tzinfo=UTC)
    assert format_time(at, "America/New_York") == "22:02"
    assert format_stamp(at, "America/New_York") == "2026-11-20 22:02"
    assert format_stamp(at, "Europe/Paris", "fr_FR") == "21/11/2026 04:02"
    assert format_time(None, "UTC") == format_stamp(None, "UTC") == ""


def test_d18_naive_stamps_are_a_bug() -> None:
    with pytest.raises(ValueError, match="aware"):
        format_time(datetime(2026, 11, 21), "UTC")  # noqa: DTZ001


def test_texts_go_through_the_catalogue(tmp_path: Path) -> None:
    catalogue = Catalog(locale="fr", domain="posapp")
    catalogue.add("Take payment", "Encaisser")
    catalogue.add(("{n} row", "{n} rows"), ("{n} ligne", "{n} lignes"))
    folder = tmp_path / "fr" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "posapp.mo").open("wb") as file:
        write_mo(file, catalogue)
    set_language("fr", tmp_path)
    assert _("Take payment") == "Encaisser"
    assert _("Unknown") == "Unknown"
    assert _("") == ""
    assert plural("{n} row", "{n} rows", 2) == "{n} lignes"
    set_language("en", tmp_path)
    assert _("Take payment") == "Take payment"
    set_language("fr", None)
    assert plural("{n} row", "{n} rows", 1) == "{n} row"
