"""What people type as amounts and dates (ui.md, rule of use 6; reliability A.5)."""

from datetime import date

import pytest

from posapp.domain.money import Currency, Money
from posapp.errors import Refused
from posapp.i18n import number_signs
from posapp.ui.amounts import is_unfinished, read_amount
from posapp.ui.dates import read_date
from tests.helpers.every import every

USD = Currency("USD", 2, "$")
TODAY = date(2026, 11, 21)


@every(
    ("text", "locale", "minor"),
    [
        ("12", "en_US", 1200),
        ("12.5", "en_US", 1250),
        ("12.", "en_US", 1200),
        (".5", "en_US", 50),
        ("0", "en_US", 0),
        (" 12.50 ", "en_US", 1250),
        ("1 234.50", "en_US", 123450),
        ("1,234.50", "en_US", 123450),
        ("1234567.89", "en_US", 123456789),
        ("1,234,567.89", "en_US", 123456789),
        ("1\u00a0234.50", "en_US", 123450),
        ("40+22.35", "en_US", 6235),
        ("40 + 22.35 + 1", "en_US", 6335),
        ("12,50", "de_DE", 1250),
        ("1.234,50", "de_DE", 123450),
        ("1.234", "de_DE", 123400),
        ("12.5", "de_DE", 1250),
        ("12.50", "de_DE", 1250),
        ("1 234,50", "fr_FR", 123450),
        ("1\u202f234,50", "fr_FR", 123450),
        ("40,10+2,25", "fr_FR", 4235),
        ("1'234.50", "de_CH", 123450),
        ("1,23,456.00", "en_IN", 12345600),
    ],
)
def test_use_6_amounts_that_are_taken(text: str, locale: str, minor: int) -> None:
    assert read_amount(text, USD, number_signs(locale)) == Money(minor)


@every(
    ("text", "locale", "reason"),
    [
        ("-5", "en_US", "must not be negative"),
        ("\u22125", "en_US", "must not be negative"),
        ("40+-5", "en_US", "must not be negative"),
        ("1.005", "en_US", "has more than 2 decimals"),
        ("1.234.5", "de_DE", "is not an amount of money"),
        ("12,50", "en_US", "needs a point: 12.50"),
        ("12,5", "en_US", "needs a point: 12.5"),
        ("1,23.50", "en_US", "is not an amount of money"),
        ("1,23,456.00", "en_US", "is not an amount of money"),
        ("1,234 567.00", "en_US", "is not an amount of money"),
        (".", "en_US", "is not an amount of money"),
        ("+", "en_US", "is not an amount of money"),
        ("40++2", "en_US", "is not an amount of money"),
        ("10000000000000000", "en_US", "is too large"),
        ("1" * 5000, "en_US", "is too large"),
        ("99999999999999", "en_US", "is too large"),
        ("9999999999999.99+0.01", "en_US", "is too large"),
        ("+".join(["1"] * 21), "en_US", "has too many parts"),
    ],
)
def test_use_6_amounts_that_are_refused_with_a_reason(text: str, locale: str, reason: str) -> None:
    with pytest.raises(Refused) as caught:
        read_amount(text, USD, number_signs(locale), "amount_tendered")
    assert caught.value.code == "M-50"
    assert caught.value.fields["reason"] == reason
    assert caught.value.fields["field"] == "amount_tendered"


@every("text", ["abc", "1e5", "1_000", "NaN", "١٢", "１２", "²", "$5", "hunter2!", "-hunter2"])
def test_use_6_what_is_nothing_like_an_amount_is_not_repeated(text: str) -> None:
    with pytest.raises(Refused) as caught:
        read_amount(text, USD, number_signs("en_US"), "amount_tendered")
    assert caught.value.code == "M-93"
    assert caught.value.fields == {"field": "amount_tendered"}


def test_use_6_no_more_than_an_amount_is_repeated() -> None:
    with pytest.raises(Refused) as caught:
        read_amount("7" * 60, USD, number_signs("en_US"))
    assert len(caught.value.fields["value"]) == 21


def test_decimals_are_the_currencys_own() -> None:
    signs = number_signs("en_US")
    assert read_amount("1500", Currency("JPY", 0), signs) == Money(1500)
    assert read_amount("1.125", Currency("KWD", 3), signs) == Money(1125)
    with pytest.raises(Refused):
        read_amount("1.5", Currency("JPY", 0), signs)


@every(("text", "unfinished"), [("", True), (" ", True), ("40+", True), ("+", False), ("4", False)])
def test_an_unfinished_amount_is_no_error_yet(text: str, unfinished: bool) -> None:
    assert is_unfinished(text) is unfinished


@every(
    ("text", "day"),
    [
        ("2026-11-21", TODAY),
        ("20261121", TODAY),
        ("t", TODAY),
        ("T", TODAY),
        ("today", TODAY),
        ("+1", date(2026, 11, 22)),
        ("-21", date(2026, 10, 31)),
        ("11-20", date(2026, 11, 20)),
        ("2-9", date(2026, 2, 9)),
        ("11/20", date(2026, 11, 20)),
        ("2026.1.2", date(2026, 1, 2)),
        ("3", date(2026, 11, 3)),
        (" 2024-02-29 ", date(2024, 2, 29)),
    ],
)
def test_dates_that_are_taken(text: str, day: date) -> None:
    assert read_date(text, TODAY) == day


@every(
    "text",
    [
        "",
        "x",
        "2026-13-01",
        "2026-02-30",
        "31-12-2026",
        "0",
        "+99999",
        "1-2-3",
        "٣",
        "-9999999",
        "+",
    ],
)
def test_dates_that_are_refused(text: str) -> None:
    with pytest.raises(Refused) as caught:
        read_date(text, TODAY, "payment_date")
    assert caught.value.fields["field"] == "payment_date"


def test_a_step_over_the_end_of_time_is_refused() -> None:
    with pytest.raises(Refused):
        read_date("+1", date(9999, 12, 31))
