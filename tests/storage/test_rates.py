"""The rate in force: the last earlier day, from either side of the table, never made decimal (AC-04)."""

from datetime import date
from decimal import Decimal

from posapp.domain.rates import ExchangeRate
from posapp.storage.db import Database
from posapp.storage.payment_facts import load_rate
from tests.helpers.rows import put

DAY = date(2026, 11, 20)


def test_ac04_the_last_earlier_day_counts(db: Database) -> None:
    with db.begin() as s:
        for day, rate in ((date(2026, 11, 1), "1.08"), (date(2026, 11, 18), "1.10")):
            put(s, "exchange_rate", source="EUR", target="USD", day=day, rate=rate)
        put(s, "exchange_rate", source="EUR", target="USD", day=date(2026, 11, 21), rate="1.20")
        assert load_rate(s, "EUR", "USD", DAY) == ExchangeRate(Decimal("1.10"))
        assert load_rate(s, "EUR", "USD", date(2026, 10, 31)) is None
        assert load_rate(s, "JPY", "USD", DAY) is None


def test_ac04_a_table_kept_from_the_other_side_is_divided_by(db: Database) -> None:
    with db.begin() as s:
        put(s, "exchange_rate", source="USD", target="EUR", day=DAY, rate="0.30")
        rate = load_rate(s, "EUR", "USD", DAY)
    assert rate == ExchangeRate(Decimal("0.30"), inverted=True)
    assert (rate.text, rate.exact * 3) == ("1/0.30", 10)
