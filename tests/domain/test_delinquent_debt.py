"""Debt older than N days goes by delinquent priority (DS-6)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from posapp.domain.codes import DistributionOrder
from posapp.domain.debts import AgreementDebt
from posapp.domain.distributing import Order, distribute_in_turn
from posapp.domain.distribution import Distribution, OpenBill, distribute
from posapp.domain.ids import AccountId, AgreementId, BillId
from posapp.domain.money import Money, total
from posapp.domain.spreading import spread
from tests.helpers.every import every
from tests.helpers.facts import TODAY, debt, payee, usd

PRIORITY, AGE = DistributionOrder.PRIORITY_THEN_AGE, DistributionOrder.AGE_THEN_PRIORITY
WATER, ELECTRIC, GARBAGE = 1, 2, 3
DEC, JAN, FEB = "2025-12-10", "2026-01-10", "2026-02-10"
AGE_OF_JAN = (TODAY - date.fromisoformat(JAN)).days


def example() -> tuple[AgreementDebt, ...]:
    """The debts of 14.3: garbage is to be cleared first once it is delinquent, then water."""
    return (
        debt(WATER, (JAN, "30.00"), (FEB, "40.00"), delinquent_priority=10),
        debt(ELECTRIC, (JAN, "60.00"), (FEB, "80.00"), delinquent_priority=20),
        debt(GARBAGE, (DEC, "25.00"), (FEB, "20.00"), priority=30, delinquent_priority=5),
    )


def shown(outcome: object) -> dict[int | None, str]:
    assert isinstance(outcome, Distribution), outcome
    return {share.agreement_id: f"{share.amount.minor / 100:.2f}" for share in outcome.shares}


# N days, payment, order, shares. 300 days: December and January are delinquent; the age of January
# itself: December alone is; 400 days: nothing is, and what is left blank is the table of 14.3.
TABLE: list[tuple[int | None, str, DistributionOrder, Mapping[int, str]]] = [
    (300, "20.00", PRIORITY, {GARBAGE: "20.00"}),
    (300, "50.00", PRIORITY, {GARBAGE: "25.00", WATER: "25.00"}),
    (300, "100.00", PRIORITY, {GARBAGE: "25.00", WATER: "30.00", ELECTRIC: "45.00"}),
    (300, "100.00", AGE, {GARBAGE: "25.00", WATER: "30.00", ELECTRIC: "45.00"}),
    (300, "200.00", PRIORITY, {GARBAGE: "25.00", WATER: "58.33", ELECTRIC: "116.67"}),
    (300, "240.00", PRIORITY, {GARBAGE: "30.00", WATER: "70.00", ELECTRIC: "140.00"}),
    (AGE_OF_JAN - 1, "50.00", PRIORITY, {GARBAGE: "25.00", WATER: "25.00"}),
    (AGE_OF_JAN, "50.00", PRIORITY, {GARBAGE: "25.00", WATER: "8.33", ELECTRIC: "16.67"}),
    (400, "50.00", PRIORITY, {WATER: "16.67", ELECTRIC: "33.33"}),
    (400, "50.00", AGE, {GARBAGE: "25.00", WATER: "8.33", ELECTRIC: "16.67"}),
    (None, "50.00", PRIORITY, {WATER: "16.67", ELECTRIC: "33.33"}),
    (None, "200.00", PRIORITY, {WATER: "66.67", ELECTRIC: "133.33"}),
]


@every(("days", "amount", "order", "shares"), TABLE)
def test_ds6_the_worked_table(
    days: int | None, amount: str, order: DistributionOrder, shares: Mapping[int, str]
) -> None:
    facts = payee(*example(), distribution=order, delinquent_after=days)
    assert shown(distribute(usd(amount), facts, None)) == shares


def test_ds6_the_payment_date_says_how_old_debt_is() -> None:
    facts = payee(*example(), delinquent_after=300)
    young = replace(facts, payment_date=date(2026, 3, 1))
    assert shown(distribute(usd("50.00"), young, None)) == {WATER: "16.67", ELECTRIC: "33.33"}


def test_ds6_a_type_without_delinquent_priority_goes_by_its_payment_priority() -> None:
    debts = (
        debt(WATER, (JAN, "30.00"), priority=20, delinquent_priority=20),
        debt(ELECTRIC, (JAN, "30.00"), priority=15),
    )
    assert shown(distribute(usd("40.00"), payee(*debts, delinquent_after=0), None)) == {
        ELECTRIC: "30.00",
        WATER: "10.00",
    }


def test_ds6_new_charges_are_never_delinquent() -> None:
    debts = (
        debt(WATER, (None, "30.00"), delinquent_priority=1),
        debt(ELECTRIC, (JAN, "30.00"), priority=30),
    )
    shares = shown(distribute(usd("40.00"), payee(*debts, delinquent_after=0), None))
    assert shares == {ELECTRIC: "30.00", WATER: "10.00"}


def test_ds6_the_second_payment_of_an_event_goes_on_where_the_first_one_stopped() -> None:
    account = AccountId(1)
    facts = payee(*example(), delinquent_after=300)
    orders = [Order(account, usd(amount), None) for amount in ("30.00", "70.00")]
    first, second = distribute_in_turn(orders, {account: facts})
    assert shown(first) == {GARBAGE: "25.00", WATER: "5.00"}
    assert shown(second) == {WATER: "25.00", ELECTRIC: "45.00"}


def test_ds6_bills_are_paid_by_their_due_date_whatever_is_delinquent() -> None:
    """DS-12 is another algorithm: the option ranks only what is on no bill."""
    bill = OpenBill(BillId(5), date(2026, 3, 1), ((AgreementId(ELECTRIC), usd("80.00")),))
    facts = payee(*example(), open_item=True, delinquent_after=300)
    outcome = distribute(usd("110.00"), replace(facts, bills=(bill,)), None)
    assert shown(outcome) == {ELECTRIC: "80.00", GARBAGE: "25.00", WATER: "5.00"}


@st.composite
def debts(draw: st.DrawFn) -> tuple[AgreementDebt, ...]:
    found = []
    for number in draw(st.lists(st.integers(1, 20), unique=True, min_size=1, max_size=6)):
        days = draw(st.lists(st.none() | st.integers(0, 60), max_size=3))
        cells = [
            (None if back is None else str(TODAY - timedelta(back)), f"{draw(cents)}.00")
            for back in days
        ]
        priorities = st.sampled_from([10, 10, 20, 30])
        found.append(
            debt(
                number,
                *cells,
                priority=draw(priorities),
                delinquent_priority=draw(st.none() | priorities),
            )
        )
    return tuple(found)


cents = st.integers(1, 300)


@given(debts=debts(), amount=st.integers(1, 90_000), order=st.sampled_from(DistributionOrder))
def test_ds6_off_is_as_if_no_type_had_a_delinquent_priority(
    debts: tuple[AgreementDebt, ...], amount: int, order: DistributionOrder
) -> None:
    plain = tuple(replace(one, delinquent_priority=None) for one in debts)
    expected = spread(Money(amount), plain, order)
    assert spread(Money(amount), debts, order) == expected
    # Nothing is that old.
    assert spread(Money(amount), debts, order, TODAY - timedelta(60)) == expected


@given(
    debts=debts(),
    amount=st.integers(1, 90_000),
    order=st.sampled_from(DistributionOrder),
    days=st.integers(0, 60),
)
def test_ds6_ds7_delinquent_debt_is_paid_before_everything_else_and_always_alike(
    debts: tuple[AgreementDebt, ...], amount: int, order: DistributionOrder, days: int
) -> None:
    since = TODAY - timedelta(days)
    shares = spread(Money(amount), debts, order, since)
    assert set(shares) == set(spread(Money(amount), tuple(reversed(debts)), order, since))
    old = {
        one.agreement_id: total(
            cell.amount
            for cell in one.cells
            if cell.arrears_date is not None and cell.arrears_date < since
        )
        for one in debts
    }
    given_old = total(min(share.amount, old[share.agreement_id or 0]) for share in shares)
    assert given_old == min(Money(amount), total(old.values()))
    owed = total(one.current_balance for one in debts)
    assert total(share.amount for share in shares) == min(Money(amount), owed)
