"""Exchange rates: exact both ways, rounded once (AC-04, D-05)."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posapp.domain.money import Currency, Money
from posapp.domain.rates import ExchangeRate
from tests.helpers.every import every

USD, EUR, JPY = Currency("USD", 2), Currency("EUR", 2), Currency("JPY", 0)


@every(
    ("rate", "text"),
    [
        (ExchangeRate(Decimal("1.10")), "1.10"),
        (ExchangeRate(Decimal("1.10"), inverted=True), "1/1.10"),
        (ExchangeRate(Decimal("0.0000001")), "0.0000001"),
    ],
)
def test_ac04_a_rate_is_kept_as_quoted(rate: ExchangeRate, text: str) -> None:
    assert rate.text == text


@pytest.mark.parametrize(
    ("amount", "source", "home", "quoted", "converted"),
    [
        # With a decimal inverse of 28 digits each of these halves would fall just short.
        pytest.param("0.03", EUR, USD, "1.2", "0.03", id="2.5 cents go up"),
        pytest.param("0.03", EUR, USD, "6", "0.01", id="half a cent goes up"),
        pytest.param("-0.03", EUR, USD, "6", "-0.01", id="half away from zero"),
        pytest.param("105", JPY, USD, "150", "0.70", id="from no decimals"),
        pytest.param("3", JPY, USD, "24", "0.13", id="0.125 goes up"),
        pytest.param("1.00", USD, JPY, "0.0066666666666666", "150", id="to no decimals"),
    ],
)
def test_ac04_a_rate_from_the_other_side_divides_exactly(
    amount: str, source: Currency, home: Currency, quoted: str, converted: str
) -> None:
    rate = ExchangeRate(Decimal(quoted), inverted=True)
    assert home.text(home.convert(source.parse(amount), source, rate.exact)) == converted


@given(
    minor=st.integers(-(10**13), 10**13),
    quoted=st.decimals(min_value="0.000001", max_value="9999", places=6),
)
def test_ac04_dividing_is_exact_to_half_a_minor_unit(minor: int, quoted: Decimal) -> None:
    rate = ExchangeRate(quoted, inverted=True)
    got = USD.convert(Money(minor), EUR, rate.exact)
    size = abs(Fraction(minor) / Fraction(quoted))
    rounded = int(size) + (size - int(size) >= Fraction(1, 2))
    assert got.minor == (rounded if minor >= 0 else -rounded)
