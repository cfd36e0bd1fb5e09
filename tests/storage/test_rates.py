"""The rate in force: the last earlier day, from either side of the table, never made decimal (AC-04)."""

from datetime import date
from decimal import Decimal

from posapp.domain.converter import RateQuote
from posapp.domain.rates import ExchangeRate
from posapp.storage.db import Database
from posapp.storage.rates import load_quote
from tests.helpers.rows import put

DAY = date(2026, 11, 20)


def test_ac04_the_last_earlier_day_counts(db: Database) -> None:
    with db.begin() as s:
        for day, rate in ((date(2026, 11, 1), "1.08"), (date(2026, 11, 18), "1.10")):
            put(s, "exchange_rate", source="EUR", target="USD", day=day, rate=rate)
        put(s, "exchange_rate", source="EUR", target="USD", day=date(2026, 11, 21), rate="1.20")
        assert load_quote(s, "EUR", "USD", DAY) == RateQuote(
            ExchangeRate(Decimal("1.10")), date(2026, 11, 18)
        )
        assert load_quote(s, "EUR", "USD", date(2026, 10, 31)) is None
        assert load_quote(s, "JPY", "USD", DAY) is None


def test_ac04_a_table_kept_from_the_other_side_is_divided_by(db: Database) -> None:
    with db.begin() as s:
        put(s, "exchange_rate", source="USD", target="EUR", day=DAY, rate="0.30")
        quote = load_quote(s, "EUR", "USD", DAY)
    assert quote == RateQuote(ExchangeRate(Decimal("0.30"), inverted=True), DAY)
    assert quote is not None
    assert (quote.rate.text, quote.rate.exact * 3) == ("1/0.30", 10)


def test_ac04_where_both_sides_are_kept_the_newer_day_counts(db: Database) -> None:
    old, new = date(2020, 1, 2), date(2026, 11, 19)
    with db.begin() as s:
        put(s, "exchange_rate", source="EUR", target="USD", day=old, rate="1.30")
        put(s, "exchange_rate", source="USD", target="EUR", day=new, rate="0.90")
        quote = load_quote(s, "EUR", "USD", DAY)
        assert quote == RateQuote(ExchangeRate(Decimal("0.90"), inverted=True), new)
        put(s, "exchange_rate", source="EUR", target="USD", day=new, rate="1.11")
        assert load_quote(s, "EUR", "USD", DAY) == RateQuote(ExchangeRate(Decimal("1.11")), new)
