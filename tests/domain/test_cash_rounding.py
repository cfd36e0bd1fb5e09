"""Cash rounding: the cash part only, symmetrical for change, always balanced (D-20)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posapp.domain.cash_back import Handed
from posapp.domain.cash_rounding import check_steps, recalculated, rounded, rounding_of, settled
from posapp.domain.money import ZERO, Currency, Money, total
from posapp.domain.setup_fields import FieldKind
from posapp.domain.setup_money_tables import CURRENCY
from posapp.errors import Refused
from tests.helpers.every import every
from tests.helpers.facts import setup, usd

TYPES = setup().tender_types
Tenders = tuple[tuple[str, str], ...]


def in_steps(step: int) -> Currency:
    return Currency("USD", 2, "$", step)


def handed(tenders: Tenders) -> list[Handed]:
    return [Handed(TYPES[kind], usd(amount), kind == "CASH") for kind, amount in tenders]


@every(
    ("step", "amount", "cash"),
    [
        (0, "10.03", "10.03"),
        (5, "10.02", "10.00"),
        (5, "10.03", "10.05"),
        (10, "10.05", "10.10"),
        (10, "-10.05", "-10.10"),
        (10, "10.04", "10.00"),
        (100, "10.49", "10.00"),
        (100, "10.50", "11.00"),
        (100, "-10.50", "-11.00"),
    ],
)
def test_d20_cash_comes_in_steps_halves_away_from_zero(step: int, amount: str, cash: str) -> None:
    assert rounded(usd(amount), in_steps(step)) == usd(cash)


CASES: list[tuple[str, int, Tenders, str, tuple[str, ...], str, str]] = [
    ("rounded down, exact cash", 5, (("CASH", "10.00"),), "10.02", ("10.00",), "0.00", "0.02"),
    ("rounded up, exact cash", 5, (("CASH", "10.05"),), "10.03", ("10.05",), "0.00", "-0.02"),
    ("stated to the cent", 5, (("CASH", "10.02"),), "10.02", ("10.00",), "0.00", "0.02"),
    ("stated to the cent, up", 5, (("CASH", "10.03"),), "10.03", ("10.05",), "0.00", "-0.02"),
    ("change", 5, (("CASH", "20.00"),), "10.02", ("20.00",), "10.00", "0.02"),
    ("change of another type", 5, (("TRAV", "100.00"),), "25.03", ("100.00",), "74.95", "-0.02"),
    ("no change left of it", 5, (("TRAV", "25.00"),), "24.98", ("25.00",), "0.00", "-0.02"),
    ("cash part beside a check", 5, (("CHEC", "5.01"), ("CASH", "5.00")), "10.03", ("5.01", "5.00"), "0.00", "0.02"),
    ("check alone stays exact", 5, (("CHEC", "10.02"),), "10.02", ("10.02",), "0.00", "0.00"),
    ("card alone too little", 5, (("CARD", "10.00"),), "10.02", ("10.00",), "0.00", "0.00"),
    ("cash too little", 5, (("CASH", "9.95"),), "10.02", ("9.95",), "0.00", "0.00"),
    ("steps of 0.10", 10, (("CASH", "20.00"),), "10.05", ("20.00",), "9.90", "-0.05"),
    ("steps of 1.00", 100, (("CASH", "20.00"),), "10.49", ("20.00",), "10.00", "0.49"),
    ("none", 0, (("CASH", "10.03"),), "10.02", ("10.03",), "0.01", "0.00"),
]  # fmt: skip


@every(
    ("step", "tenders", "to_pay", "amounts", "change", "rounding"),
    [case[1:] for case in CASES],
    ids=[case[0] for case in CASES],
)
def test_d20_change_and_rounding(
    step: int, tenders: Tenders, to_pay: str, amounts: tuple[str, ...], change: str, rounding: str
) -> None:
    found = settled(handed(tenders), usd(to_pay), in_steps(step))
    assert found.amounts == tuple(map(usd, amounts))
    assert (found.change, found.rounding) == (usd(change), usd(rounding))


@every("cash", ["10.04", "9.99", "20.01"])
def test_d20_m282_cash_that_nobody_can_hand_over(cash: str) -> None:
    with pytest.raises(Refused) as refused:
        settled(handed((("CASH", cash),)), usd("10.02"), in_steps(5))
    assert refused.value.code == "M-282"
    with pytest.raises(Refused, match="M-282"):
        check_steps(usd(cash), in_steps(5))


def test_d20_m282_what_rounds_to_nothing_is_not_paid_in_cash() -> None:
    with pytest.raises(Refused, match="M-282"):
        settled(handed((("CASH", "0.02"),)), usd("0.02"), in_steps(5))


@given(
    step=st.sampled_from([5, 10, 100]),
    notes=st.integers(0, 500),
    other=st.integers(0, 20_000),
    to_pay=st.integers(1, 20_000),
)
def test_d20_whatever_is_settled_balances_and_is_less_than_a_step(
    step: int, notes: int, other: int, to_pay: int
) -> None:
    currency, kinds = in_steps(step), [("CASH", notes * step), ("TRAV", other)]
    tenders = [Handed(TYPES[k], Money(cents), k == "CASH") for k, cents in kinds if cents]
    found = settled(tenders, Money(to_pay), currency)
    assert 2 * abs(found.rounding.minor) <= step
    cash = total(one.amount for one in tenders if one.is_cash) - found.change
    assert rounded(cash, currency) == cash
    balance = total(found.amounts) - found.change + found.rounding - Money(to_pay)
    assert balance <= ZERO
    if balance:
        assert not found.change
        assert not found.rounding


def test_d20_d32_cash_from_before_there_were_steps_stays_as_it_was() -> None:
    found = recalculated(handed((("CASH", "10.03"),)), usd("10.02"), in_steps(5))
    assert (found.amounts, found.change, found.rounding) == ((usd("10.03"),), usd("0.01"), ZERO)


def test_d20_rounding_of_an_event_whose_change_is_given() -> None:
    given_so_far = [(usd("100.00"), False), (usd("-74.95"), True)]
    assert rounding_of(given_so_far, usd("25.03"), in_steps(5)) == usd("-0.02")
    assert rounding_of(given_so_far, usd("25.10"), in_steps(5)) == ZERO
    assert rounding_of([(usd("25.00"), False)], usd("25.02"), in_steps(5)) == ZERO


@every(("decimals", "step", "fits"), [
    (2, 0, True), (2, 5, True), (2, 10, True), (2, 100, True), (2, 3, False), (2, 25, False),
    (0, 1, True), (0, 5, False), (3, 50, True), (3, 100, True), (3, 1000, True), (3, 5, False),
])  # fmt: skip
def test_d20_a_currency_knows_four_steps(decimals: int, step: int, *, fits: bool) -> None:
    field = next(one for one in CURRENCY.fields if one.name == "cash_rounding")
    assert field.kind is FieldKind.NUMBER
    row = {"code": "USD", "decimals": decimals, "symbol": "$", "cash_rounding": step}
    (known,) = CURRENCY.rules
    if fits:
        known(row)
    else:
        with pytest.raises(Refused):
            known(row)
