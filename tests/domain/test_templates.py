"""Payment templates: lines by amount and percent, exact to the cent (NC-4, NC-5, NCI-07, NCI-10)."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posapp.domain.ids import AccountId, AgreementId
from posapp.domain.money import Money, total
from posapp.domain.templates import (
    CreditLine,
    PaymentTemplate,
    TemplateLine,
    check_lines,
    check_overrides,
    kept_lines,
    lines_of,
)
from posapp.errors import Refused

CODES = ("4100-TAX", "4200-FEE", "4300-LIEN")


def line(seq: int, measure: Money | str, *, overridable: bool = True) -> TemplateLine:
    percent = measure if isinstance(measure, str) else None
    amount = None if isinstance(measure, str) else measure
    code = CODES[(seq - 1) % len(CODES)]
    return TemplateLine("TAX", seq, code, f"Line {seq}", amount, percent, overridable)


def template(*lines: TemplateLine) -> PaymentTemplate:
    return PaymentTemplate(
        "TAX", "Property tax", True, AccountId(1), AgreementId(2), "USD", None, lines
    )


def cents(lines: tuple[CreditLine, ...]) -> list[int]:
    return [one.amount.minor for one in lines]


@st.composite
def percents(draw: st.DrawFn) -> tuple[str, ...]:
    """Percents with four decimals that make 100."""
    cuts = draw(st.lists(st.integers(1, 999_999), min_size=0, max_size=8, unique=True))
    edges = [0, *sorted(cuts), 1_000_000]
    parts = (after - before for before, after in pairwise(edges))
    return tuple(f"{part // 10_000}.{part % 10_000:04d}" for part in parts)


@given(amount=st.integers(0, 10**13), shares=percents())
def test_nc5_percents_of_100_sum_to_the_payment_for_any_amount(
    amount: int, shares: tuple[str, ...]
) -> None:
    made = lines_of(template(*(line(n, one) for n, one in enumerate(shares, 1))), Money(amount))
    assert sum(cents(made)) == amount
    for one, share in zip(made, shares, strict=True):
        assert abs(one.amount.minor - amount * Fraction(share) / 100) < 1


@given(amount=st.integers(0, 10**9), fixed=st.integers(1, 10**6), shares=percents())
def test_nc5_fixed_amounts_come_first_and_percents_share_what_is_left(
    amount: int, fixed: int, shares: tuple[str, ...]
) -> None:
    lines = [line(1, Money(fixed)), *(line(n, one) for n, one in enumerate(shares, 2))]
    made = cents(lines_of(template(*lines), Money(amount)))
    assert made[0] == fixed
    assert sum(made[1:]) == max(amount - fixed, 0)
    assert all(part >= 0 for part in made)


@given(amount=st.integers(0, 10**9), shares=percents())
def test_nc5_the_same_template_always_gives_the_same_lines(
    amount: int, shares: tuple[str, ...]
) -> None:
    made = template(*(line(n, one) for n, one in enumerate(shares, 1)))
    assert lines_of(made, Money(amount)) == lines_of(made, Money(amount))


def test_nc5_three_thirds_of_a_cent_are_a_cent() -> None:
    thirds = template(line(1, "33.3333"), line(2, "33.3333"), line(3, "33.3334"))
    assert cents(lines_of(thirds, Money(1))) == [0, 0, 1]
    assert cents(lines_of(thirds, Money(100))) == [33, 33, 34]


def test_nc5_percents_below_100_leave_the_rest_to_the_cashier() -> None:
    half = template(line(1, "50"))
    assert cents(lines_of(half, Money(1001))) == [501]
    assert cents(lines_of(template(line(1, Money(700))), Money(1000))) == [700]


def test_nci10_lines_that_do_not_sum_to_the_payment_are_refused() -> None:
    lines = (CreditLine(CODES[0], Money(600)), CreditLine(CODES[1], Money(399)))
    with pytest.raises(Refused) as refused:
        check_lines(lines, Money(1000), CODES)
    assert refused.value.code == "M-28"
    assert refused.value.fields["lines"] == Money(999)
    check_lines(lines, Money(999), CODES)
    check_lines((), Money(1000), CODES)


def test_nc4_lines_are_on_ledger_accounts_and_never_negative() -> None:
    with pytest.raises(Refused) as refused:
        check_lines((CreditLine("9999", Money(10)),), Money(10), CODES)
    assert refused.value.code == "M-55"
    minus = (CreditLine(CODES[0], Money(-10)), CreditLine(CODES[1], Money(20)))
    with pytest.raises(Refused) as refused:
        check_lines(minus, Money(10), CODES)
    assert refused.value.code == "M-02"


def test_nci07_a_line_that_is_not_overridable_stays_as_worked_out() -> None:
    tax = template(line(1, "80", overridable=False), line(2, "20"))
    check_overrides(tax, lines_of(tax, Money(1000)), Money(1000))
    moved = (CreditLine(CODES[0], Money(800)), CreditLine(CODES[2], Money(200)))
    check_overrides(tax, moved, Money(1000))
    with pytest.raises(Refused) as refused:
        check_overrides(tax, (CreditLine(CODES[0], Money(1000)),), Money(1000))
    assert refused.value.code == "M-91"
    assert refused.value.fields["value"] == CODES[0]


def test_nci07_two_fixed_lines_on_one_account_are_asked_for_twice() -> None:
    twice = template(
        TemplateLine("TAX", 1, "A", "", Money(500), None, overridable=False),
        TemplateLine("TAX", 2, "A", "", Money(500), None, overridable=False),
    )
    with pytest.raises(Refused):
        check_overrides(
            twice, (CreditLine("A", Money(500)), CreditLine("B", Money(500))), Money(1000)
        )


def test_nc4_lines_without_money_are_not_stored() -> None:
    lines = (CreditLine("A", Money(0)), CreditLine("B", Money(5)))
    assert kept_lines(lines) == lines[1:]
    assert total(one.amount for one in kept_lines(lines)) == Money(5)
