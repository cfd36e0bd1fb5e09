"""Money: exact input, exact sums, exact splits (payments 0, D-17, DS-5, AC-04)."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from posapp.domain.money import ZERO, Currency, Money, prorate, total
from posapp.errors import Refused
from tests.helpers.every import every
from tests.helpers.facts import EUR, JPY, KWD, USD, usd

CURRENCIES = {0: JPY, 2: USD, 3: KWD}
minors = st.integers(min_value=-(10**15) + 1, max_value=10**15 - 1)


@every(
    ("decimals", "text", "minor"),
    [
        (2, "0", 0),
        (2, "0.1", 10),
        (2, "0.01", 1),
        (2, "1", 100),
        (2, "007.5", 750),
        (2, "25.00", 2500),
        (2, " 25.00 ", 2500),
        (2, "1.50000", 150),
        (2, "-12.34", -1234),
        (2, "-0", 0),
        (2, "9999999999999.99", 999_999_999_999_999),
        (0, "1500", 1500),
        (0, "1500.0", 1500),
        (0, "999999999999999", 999_999_999_999_999),
        (3, "0.001", 1),
        (3, "1.5", 1500),
    ],
)
def test_amounts_are_read_exactly(decimals: int, text: str, minor: int) -> None:
    assert CURRENCIES[decimals].parse(text) == Money(minor)


NOT_AN_AMOUNT = {
    "empty": "",
    "blank": "  ",
    "text": "abc",
    "full-width digits": "１２.50",
    "arabic digits": "١٢",
    "superscript": "²",
    "underscores": "1_000",
    "thousands comma": "1,000.00",
    "decimal comma": "1,50",
    "thin space": "1\u2009000",
    "no-break space at the end": "1.00\u00a0",
    "tab": "1.00\t",
    "line feed": "1.00\n",
    "NUL": "1.00\x00",
    "NaN": "NaN",
    "infinity": "Infinity",
    "exponent": "1E5",
    "small exponent": "1e-2",
    "huge exponent": "1E+999999",
    "hexadecimal": "0x10",
    "plus sign": "+1",
    "two signs": "--1",
    "real minus sign": "−1.00",
    "minus after": "1.00-",
    "inner space": "1 000",
    "no whole part": ".50",
    "no decimals after the point": "1.",
    "two points": "1.2.3",
    "currency sign": "$1.00",
    "fraction": "1/2",
    "seven decimals": "1.0000000",
}


@every("text", NOT_AN_AMOUNT.values(), ids=NOT_AN_AMOUNT)
def test_traps_of_input_are_refused(text: str) -> None:
    with pytest.raises(Refused) as refused:
        USD.parse(text, field="amount_tendered")
    assert refused.value.code == "M-50"
    comma = "; use a point for decimals and nothing between thousands" if "," in text else ""
    assert refused.value.fields == {
        "field": "amount_tendered",
        "value": text,
        "reason": f"is not an amount of money{comma}",
    }


@every(
    ("text", "shown"),
    [
        ("1000000000000000", "1000000000000000"),
        ("1000000000000000.00", "1000000000000000.00"),
        ("9" * 5000, "9" * 20 + "\u2026"),
    ],
)
def test_more_digits_than_an_amount_has_are_too_many(text: str, shown: str) -> None:
    with pytest.raises(Refused) as refused:
        USD.parse(text, field="amount_tendered")
    assert refused.value.fields == {
        "field": "amount_tendered",
        "value": shown,
        "reason": "is too large",
    }


@every(
    ("decimals", "text", "reason"),
    [
        (2, "1.005", "has more than 2 decimals"),
        (2, "-0.001", "has more than 2 decimals"),
        (0, "1.5", "has more than 0 decimals"),
        (3, "0.0001", "has more than 3 decimals"),
        (2, "10000000000000.00", "is too large"),
        (2, "999999999999999", "is too large"),
        (3, "1000000000000", "is too large"),
    ],
)
def test_amounts_that_do_not_fit_the_currency_are_refused(
    decimals: int, text: str, reason: str
) -> None:
    with pytest.raises(Refused) as refused:
        CURRENCIES[decimals].parse(text)
    assert (refused.value.code, refused.value.fields["reason"]) == ("M-50", reason)
    assert refused.value.fields["field"] == "amount"


@every(
    ("decimals", "minor", "text"),
    [
        (2, 0, "0.00"),
        (2, 5, "0.05"),
        (2, -5, "-0.05"),
        (2, 123456, "1234.56"),
        (0, -1500, "-1500"),
        (0, 0, "0"),
        (3, 1, "0.001"),
        (3, -12345, "-12.345"),
    ],
)
def test_d17_text_has_the_decimals_of_the_currency(decimals: int, minor: int, text: str) -> None:
    assert CURRENCIES[decimals].text(Money(minor)) == text


@given(minor=minors, decimals=st.sampled_from(sorted(CURRENCIES)))
def test_text_reads_back_as_the_same_amount(minor: int, decimals: int) -> None:
    currency = CURRENCIES[decimals]
    assert currency.parse(currency.text(Money(minor))) == Money(minor)


@every("wrong", [1.0, True, Decimal(1), "1", None])
def test_only_integers_are_money(wrong: Any) -> None:
    with pytest.raises(TypeError, match="Money takes int minor units"):
        Money(wrong)


def test_sums_differences_signs_and_order() -> None:
    assert Money(2) + Money(3) == Money(5)
    assert Money(2) - Money(3) == Money(-1)
    assert -Money(2) == Money(-2)
    assert abs(Money(-2)) == Money(2)
    assert Money(2) * 3 == 3 * Money(2) == Money(6)
    assert sum([Money(1), Money(2)]) == Money(3)
    assert total([]) == ZERO
    assert total([Money(1), Money(2)]) == Money(3)
    assert Money(1) < Money(2) <= Money(2)
    assert max(Money(1), Money(2)) == Money(2)
    assert Money(1)
    assert not ZERO


@every("other", [1, 0, 1.5, 0.0, False, Decimal(1), "1", None])
@every("sign", ["+", "-", "<", ">="])
def test_nothing_but_money_meets_money(sign: str, other: Any) -> None:
    with pytest.raises(TypeError):
        eval(f"Money(1) {sign} other", {"Money": Money, "other": other})


@every("other", [1, 0.0, False, Decimal(0), "0"])
def test_only_the_start_of_a_sum_may_stand_before_money(other: Any) -> None:
    with pytest.raises(TypeError):
        other + Money(1)


@every("times", [1.5, True, Decimal(2), Money(2), "2"])
def test_money_is_multiplied_by_whole_numbers_only(times: Any) -> None:
    with pytest.raises(TypeError):
        Money(2) * times


@every("sign", ["/", "//", "%"])
def test_money_is_never_divided(sign: str) -> None:
    with pytest.raises(TypeError):
        eval(f"Money(4) {sign} 2", {"Money": Money})


PRORATED = [
    ("a cent over three equal ones", 1, (1, 1, 1), (1, 0, 0)),
    ("two cents over three equal ones", 2, (5, 5, 5), (1, 1, 0)),
    ("largest remainder wins", 100, (1, 2, 3), (17, 33, 50)),
    ("the 50.00 of table 14.3", 5000, (3000, 6000), (1667, 3333)),
    ("a zero weight gets nothing", 1, (0, 1), (0, 1)),
    ("everything", 90, (30, 60), (30, 60)),
    ("nothing", 0, (30, 60), (0, 0)),
    ("negative", -5000, (3000, 6000), (-1667, -3333)),
    ("more than the weights", 300, (1, 1), (150, 150)),
]


@every(
    ("amount", "weights", "parts"), [case[1:] for case in PRORATED], ids=[c[0] for c in PRORATED]
)
def test_ds5_proration(amount: int, weights: tuple[int, ...], parts: tuple[int, ...]) -> None:
    split = prorate(Money(amount), [Money(weight) for weight in weights])
    assert split == tuple(Money(part) for part in parts)


@every("weights", [(), (0, 0), (5, -1), (-1, -2)])
def test_proration_needs_weights(weights: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="weights"):
        prorate(Money(1), [Money(weight) for weight in weights])


@given(
    amount=st.integers(min_value=-(10**12), max_value=10**12),
    weights=st.lists(st.integers(min_value=0, max_value=10**9), min_size=1, max_size=30).filter(
        any
    ),
)
@example(amount=1, weights=[1] * 30)
def test_ds5_proration_is_exact_fair_and_deterministic(amount: int, weights: list[int]) -> None:
    given_weights = [Money(weight) for weight in weights]
    parts = prorate(Money(amount), given_weights)
    assert total(parts) == Money(amount)
    assert parts == prorate(Money(amount), given_weights)
    size = abs(amount)
    shares = [Fraction(size * weight, sum(weights)) for weight in weights]
    for part, share in zip(parts, shares, strict=True):
        assert part.minor * amount >= 0
        assert abs(abs(part.minor) - share) < 1
    # Largest remainder: whoever got the extra unit had at least the rest of whoever did not.
    rests = [share - int(share) for share in shares]
    extra = [abs(part.minor) > int(share) for part, share in zip(parts, shares, strict=True)]
    gained = [(-rest, index) for index, rest in enumerate(rests) if extra[index]]
    missed = [(-rest, index) for index, rest in enumerate(rests) if not extra[index]]
    if gained and missed:
        assert max(gained) < min(missed)


@pytest.mark.parametrize(
    ("home", "foreign", "amount", "rate", "converted"),
    [
        pytest.param(USD, EUR, "50.00", "2.00", "100.00", id="case 23 of controls 20.3"),
        pytest.param(USD, EUR, "0.05", "1.10", "0.06", id="0.055 goes up"),
        pytest.param(USD, EUR, "0.05", "1.09", "0.05", id="0.0545 goes down"),
        pytest.param(USD, EUR, "-0.05", "1.10", "-0.06", id="half away from zero"),
        pytest.param(USD, JPY, "1000", "0.0067", "6.70", id="from no decimals"),
        pytest.param(JPY, USD, "10.00", "149.25", "1493", id="to no decimals"),
        pytest.param(KWD, USD, "1.00", "0.3075", "0.308", id="to three decimals"),
        pytest.param(USD, KWD, "1.000", "3.2525", "3.25", id="from three decimals"),
        pytest.param(USD, JPY, "1", "0.0001", "0.00", id="less than half a cent"),
    ],
)
def test_ac04_conversion_rounds_half_up(
    home: Currency, foreign: Currency, amount: str, rate: str, converted: str
) -> None:
    assert home.text(home.convert(foreign.parse(amount), foreign, Fraction(rate))) == converted


@given(
    minor=minors,
    rate=st.decimals(min_value="0.000001", max_value="9999", places=6),
    home=st.sampled_from(sorted(CURRENCIES)),
    foreign=st.sampled_from(sorted(CURRENCIES)),
)
def test_ac04_conversion_is_exact_to_half_a_minor_unit(
    minor: int, rate: Decimal, home: int, foreign: int
) -> None:
    got = CURRENCIES[home].convert(Money(minor), CURRENCIES[foreign], Fraction(rate))
    exact = Fraction(minor) * Fraction(rate) * Fraction(10) ** (home - foreign)
    size = abs(exact)
    rounded = int(size) + (size - int(size) >= Fraction(1, 2))
    assert got.minor == (rounded if exact >= 0 else -rounded)


def test_money_in_facts_reads_like_people_write() -> None:
    assert usd("2351.05") == Money(235_105)
