"""From payment to segments (payments 14 and 25, IT-3, D-07, D-08, D-09, D-26)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posapp.domain.codes import (
    AgreementStatus,
    DistributionOrder,
    MatchKind,
    OverpaymentRule,
)
from posapp.domain.debts import AgreementDebt, Debit, open_cells
from posapp.domain.distribution import (
    Distribution,
    DistributionFailed,
    MatchTarget,
    OpenBill,
    PayeeFacts,
    distribute,
)
from posapp.domain.ids import AgreementId, BillId
from posapp.domain.money import ZERO, Money, total
from posapp.domain.spreading import Share, after, spread
from tests.helpers.every import every
from tests.helpers.facts import credit_debt, debt, item_debt, payee, usd

PRIORITY, AGE = DistributionOrder.PRIORITY_THEN_AGE, DistributionOrder.AGE_THEN_PRIORITY
KEEP = OverpaymentRule.KEEP
JAN, FEB = "2026-01-10", "2026-02-10"
WATER, ELECTRIC, GARBAGE, OVER = 1, 2, 3, 9
NEW = None
"""An overpayment agreement that must be created."""

Amounts = Mapping[int | None, str]


def shown(outcome: object) -> dict[int | None, str]:
    """Shares by agreement, as figures."""
    assert isinstance(outcome, Distribution), outcome
    return {share.agreement_id: f"{share.amount.minor / 100:.2f}" for share in outcome.shares}


def failure(outcome: object) -> str:
    assert isinstance(outcome, DistributionFailed), outcome
    return outcome.code


def example_14_3() -> tuple[AgreementDebt, ...]:
    return (
        debt(WATER, (JAN, "30.00"), (FEB, "40.00")),
        debt(ELECTRIC, (JAN, "60.00"), (FEB, "80.00")),
        debt(GARBAGE, ("2025-12-10", "25.00"), (FEB, "20.00"), priority=30),
    )


TABLE_14_3: list[tuple[str, DistributionOrder, Amounts]] = [
    ("50.00", PRIORITY, {WATER: "16.67", ELECTRIC: "33.33"}),
    ("50.00", AGE, {GARBAGE: "25.00", WATER: "8.33", ELECTRIC: "16.67"}),
    ("100.00", PRIORITY, {WATER: "33.33", ELECTRIC: "66.67"}),
    ("100.00", AGE, {GARBAGE: "25.00", WATER: "25.00", ELECTRIC: "50.00"}),
    ("200.00", PRIORITY, {WATER: "66.67", ELECTRIC: "133.33"}),
    ("200.00", AGE, {GARBAGE: "25.00", WATER: "58.33", ELECTRIC: "116.67"}),
    ("240.00", PRIORITY, {WATER: "70.00", ELECTRIC: "140.00", GARBAGE: "30.00"}),
    ("240.00", AGE, {WATER: "70.00", ELECTRIC: "140.00", GARBAGE: "30.00"}),
    ("300.00", PRIORITY, {WATER: "70.00", ELECTRIC: "140.00", GARBAGE: "45.00", NEW: "45.00"}),
    ("300.00", AGE, {WATER: "70.00", ELECTRIC: "140.00", GARBAGE: "45.00", NEW: "45.00"}),
]


@every(("amount", "order", "shares"), TABLE_14_3)
def test_d07_both_tables_of_14_3(amount: str, order: DistributionOrder, shares: Amounts) -> None:
    facts = payee(*example_14_3(), distribution=order)
    assert shown(distribute(usd(amount), facts, None)) == shares


@pytest.mark.parametrize("order", DistributionOrder)
def test_ds7_the_order_in_which_debts_are_read_does_not_matter(order: DistributionOrder) -> None:
    results = {
        frozenset(spread(usd("123.45"), debts, order)) for debts in permutations(example_14_3())
    }
    assert len(results) == 1


BOUNDARIES: list[tuple[str, tuple[AgreementDebt, ...], str, Amounts]] = [
    ("payment = balance", (debt(1, (JAN, "30.00")),), "30.00", {1: "30.00"}),
    ("payment = balance + 0.01", (debt(1, (JAN, "30.00")),), "30.01", {1: "30.00", NEW: "0.01"}),
    ("payment = balance - 0.01", (debt(1, (JAN, "30.00")),), "29.99", {1: "29.99"}),
    (
        "0.01 over three equal agreements: the first id",
        (debt(3, (JAN, "5.00")), debt(1, (JAN, "5.00")), debt(2, (JAN, "5.00"))),
        "0.01",
        {1: "0.01"},
    ),
    (
        "0.02 over three equal agreements",
        (debt(3, (JAN, "5.00")), debt(1, (JAN, "5.00")), debt(2, (JAN, "5.00"))),
        "0.02",
        {1: "0.01", 2: "0.01"},
    ),
    (
        "new charges come last within a priority",
        (debt(1, (None, "5.00")), debt(2, (FEB, "5.00"))),
        "7.00",
        {2: "5.00", 1: "2.00"},
    ),
    (
        "a settled agreement has no cell",
        (debt(1), debt(2, (FEB, "5.00"))),
        "5.00",
        {2: "5.00"},
    ),
    (
        "canceled and closed agreements are skipped, stopped ones are not",
        (
            debt(1, (JAN, "5.00"), status=AgreementStatus.CANCELED),
            debt(2, (JAN, "5.00"), status=AgreementStatus.CLOSED),
            debt(3, (JAN, "5.00"), status=AgreementStatus.STOPPED),
        ),
        "5.00",
        {3: "5.00"},
    ),
]


@every(("debts", "amount", "shares"), [b[1:] for b in BOUNDARIES], ids=[b[0] for b in BOUNDARIES])
def test_ds4_ds5_boundaries_of_25(
    debts: tuple[AgreementDebt, ...], amount: str, shares: Amounts
) -> None:
    assert shown(distribute(usd(amount), payee(*debts), None)) == shares


@pytest.mark.parametrize("count", [25, 26])
def test_25_many_agreements(count: int) -> None:
    debts = [debt(number, (JAN, "1.00")) for number in range(1, count + 1)]
    outcome = distribute(usd("10.00"), payee(*debts), None)
    assert isinstance(outcome, Distribution)
    assert len(outcome.shares) == count
    assert total(share.amount for share in outcome.shares) == usd("10.00")


def test_d09_the_excess_is_measured_on_the_current_balance_not_on_payoff() -> None:
    budget = debt(1, (JAN, "80.00"), payoff_balance=usd("300.00"))
    outcome = distribute(usd("100.00"), payee(budget), None)
    assert shown(outcome) == {1: "80.00", NEW: "20.00"}
    assert isinstance(outcome, Distribution)
    assert outcome.excess == usd("20.00")


# What a class says -> code of the failure, or shares.
WITHOUT_MATCH: list[tuple[str, dict[str, Any], str | Amounts]] = [
    ("DS-1 no algorithm on the class", {"distribution": None}, "M-25"),
    ("OI-1 open item needs a match", {"open_item": True, "match_required": True}, "M-21"),
    ("the switch alone means nothing", {"match_required": True}, {WATER: "50.00"}),
    ("balance-forward by priority", {}, {WATER: "50.00"}),
]


@every(
    ("switches", "expected"),
    [case[1:] for case in WITHOUT_MATCH],
    ids=[case[0] for case in WITHOUT_MATCH],
)
def test_payments_without_match(switches: dict[str, Any], expected: str | Amounts) -> None:
    facts = payee(
        debt(WATER, (FEB, "70.00")), debt(GARBAGE, (JAN, "45.00"), priority=30), **switches
    )
    outcome = distribute(usd("50.00"), facts, None)
    if isinstance(expected, str):
        assert failure(outcome) == expected
    else:
        assert shown(outcome) == expected


def open_bill(number: int, due: str, *unpaid: tuple[int, str]) -> OpenBill:
    parts = tuple((AgreementId(agreement), usd(amount)) for agreement, amount in unpaid)
    return OpenBill(BillId(number), date.fromisoformat(due), parts)


JAN_BILL = open_bill(71, "2026-01-31", (GARBAGE, "20.00"), (WATER, "30.00"))
FEB_BILL = open_bill(72, "2026-02-28", (WATER, "40.00"))
# What the bills are -> amount -> shares by agreement and bill (DS-12, OI-5).
OLDEST_FIRST: list[tuple[str, tuple[OpenBill, ...], str, dict[tuple[int | None, int | None], str]]] = [
    ("the oldest bill, by priority", (FEB_BILL, JAN_BILL), "40.00", {(WATER, 71): "30.00", (GARBAGE, 71): "10.00"}),
    ("two bills of one agreement", (FEB_BILL, JAN_BILL), "60.00", {(WATER, 71): "30.00", (GARBAGE, 71): "20.00", (WATER, 72): "10.00"}),
    ("both bills", (JAN_BILL, FEB_BILL), "90.00", {(WATER, 71): "30.00", (GARBAGE, 71): "20.00", (WATER, 72): "40.00"}),
    ("then what is on no bill", (JAN_BILL, FEB_BILL), "95.00", {(WATER, 71): "30.00", (GARBAGE, 71): "20.00", (WATER, 72): "40.00", (ELECTRIC, None): "5.00"}),
    ("then the excess", (JAN_BILL, FEB_BILL), "101.00", {(WATER, 71): "30.00", (GARBAGE, 71): "20.00", (WATER, 72): "40.00", (ELECTRIC, None): "8.00", (NEW, None): "3.00"}),
    ("bills of one day by number", (open_bill(74, "2026-01-31", (WATER, "5.00")), open_bill(73, "2026-01-31", (WATER, "5.00"))), "7.00", {(WATER, 73): "5.00", (WATER, 74): "2.00"}),
    ("no more than the agreement owes", (open_bill(73, "2026-01-31", (ELECTRIC, "80.00")),), "10.00", {(ELECTRIC, 73): "8.00", (GARBAGE, None): "2.00"}),
    ("no bill: the oldest debt", (), "25.00", {(GARBAGE, None): "20.00", (WATER, None): "5.00"}),
]  # fmt: skip


@every(
    ("bills", "amount", "shares"),
    [case[1:] for case in OLDEST_FIRST],
    ids=[case[0] for case in OLDEST_FIRST],
)
def test_d26_ds12_without_a_compulsory_match_open_items_are_paid_oldest_bill_first(
    bills: tuple[OpenBill, ...], amount: str, shares: dict[tuple[int | None, int | None], str]
) -> None:
    facts = payee(
        debt(WATER, (FEB, "70.00")),
        debt(ELECTRIC, (None, "8.00")),
        debt(GARBAGE, (JAN, "20.00"), priority=30),
        open_item=True,
    )
    outcome = distribute(usd(amount), replace(facts, bills=bills), None)
    assert isinstance(outcome, Distribution)
    found = {(s.agreement_id, s.bill_id): f"{s.amount.minor / 100:.2f}" for s in outcome.shares}
    assert found == shares


def test_oi4_op4_an_excess_that_stays_on_an_agreement_is_not_matched_to_the_bill() -> None:
    facts = payee(
        debt(WATER, (JAN, "40.00")), open_item=True, match_required=True, overpayment=KEEP
    )
    outcome = distribute(usd("50.00"), facts, bill_match((WATER, "40.00")))
    assert isinstance(outcome, Distribution)
    assert outcome.shares == (
        Share(AgreementId(WATER), usd("40.00"), BillId(88)),
        Share(AgreementId(WATER), usd("10.00")),
    )


def test_mt13_what_is_in_dispute_is_no_debt_after_a_payment_either() -> None:
    owing = debt(WATER, (JAN, "30.00"), current_balance=usd("70.00"), disputed=usd("40.00"))
    (left,) = after((owing,), (Share(AgreementId(WATER), usd("10.00")),))
    assert left.cells == (Debit(date.fromisoformat(JAN), usd("20.00")),)


def test_ds1_a_missing_algorithm_names_the_class() -> None:
    outcome = distribute(usd("1.00"), payee(code="COM", distribution=None), None)
    assert outcome == DistributionFailed("M-25", {"customer_class": "COM"})


def test_ds1_pay_plan_has_no_override() -> None:
    plan = MatchTarget(MatchKind.PAY_PLAN, "PP-1", known=True)
    facts = payee(*example_14_3(), open_item=True, match_required=True)
    assert shown(distribute(usd("50.00"), facts, plan)) == {WATER: "16.67", ELECTRIC: "33.33"}


def agreement_match(number: int, *, kind: MatchKind = MatchKind.AGREEMENT) -> MatchTarget:
    return MatchTarget(kind, str(number), known=True, agreement_id=AgreementId(number))


STRICT = debt(4, (JAN, "10.00"), do_not_overpay=True)
IDLE_STRICT = debt(4, do_not_overpay=True)
CANCELED = debt(4, (JAN, "10.00"), status=AgreementStatus.CANCELED)
CLOSED = debt(4, status=AgreementStatus.CLOSED)
IN_CREDIT = debt(4, current_balance=usd("-7.00"), do_not_overpay=True)
ITEM = item_debt(4, "115.00")
PAID_ITEM = debt(4, item_kind=True, status=AgreementStatus.CLOSED)

SA_MATCH: list[tuple[str, AgreementDebt, str, Amounts, str]] = [
    ("DS-9 part of it", debt(4, (JAN, "10.00")), "4.00", {4: "4.00"}, "0.00"),
    ("DS-9 OP-6 above it stays as credit", debt(4, (JAN, "10.00")), "25.00", {4: "25.00"}, "15.00"),
    ("DS-9 OP-6 an agreement without debt", debt(4), "25.00", {4: "25.00"}, "25.00"),
    ("DS-9 do not overpay, exact", STRICT, "10.00", {4: "10.00"}, "0.00"),
    ("DS-9 do not overpay, a cent more", STRICT, "10.01", {4: "10.00", NEW: "0.01"}, "0.01"),
    ("DS-9 do not overpay without debt", IDLE_STRICT, "5.00", {NEW: "5.00"}, "5.00"),
    ("DS-9 do not overpay in credit", IN_CREDIT, "5.00", {NEW: "5.00"}, "5.00"),
    ("14.1 canceled takes nothing", CANCELED, "5.00", {NEW: "5.00"}, "5.00"),
    ("14.1 closed takes nothing", CLOSED, "5.00", {NEW: "5.00"}, "5.00"),
    ("IT-3 item, exact", ITEM, "115.00", {4: "115.00"}, "0.00"),
    ("IT-3 item, part", ITEM, "15.00", {4: "15.00"}, "0.00"),
    ("IT-3 item, the rest is credit", ITEM, "120.00", {4: "115.00", NEW: "5.00"}, "5.00"),
    ("IT-3 item paid before", PAID_ITEM, "5.00", {NEW: "5.00"}, "5.00"),
]


@every("kind", [MatchKind.AGREEMENT, MatchKind.ITEM])
@every(
    ("matched", "amount", "shares", "excess"),
    [case[1:] for case in SA_MATCH],
    ids=[case[0] for case in SA_MATCH],
)
def test_ds9_it3_match_to_one_agreement(
    matched: AgreementDebt, amount: str, shares: Amounts, excess: str, kind: MatchKind
) -> None:
    facts = payee(debt(1, (JAN, "500.00")), matched)
    outcome = distribute(usd(amount), facts, agreement_match(4, kind=kind))
    assert shown(outcome) == shares
    assert isinstance(outcome, Distribution)
    assert outcome.excess == usd(excess)


UNKNOWN: list[tuple[str, MatchTarget]] = [
    ("agreement", MatchTarget(MatchKind.AGREEMENT, "77", known=False)),
    ("item", MatchTarget(MatchKind.ITEM, "77", known=False)),
    ("bill", MatchTarget(MatchKind.BILL, "77", known=False)),
    ("agreement that is not among the debts", MatchTarget(MatchKind.AGREEMENT, "77", True, AgreementId(77))),
]  # fmt: skip


@every("match", [u[1] for u in UNKNOWN], ids=[u[0] for u in UNKNOWN])
def test_ds9_an_unknown_match_value_fails(match: MatchTarget) -> None:
    facts = payee(debt(1, (JAN, "10.00")), open_item=True, match_required=True)
    assert distribute(usd("5.00"), facts, match) == DistributionFailed("M-22", {"value": "77"})


def bill_match(*unpaid: tuple[int, str]) -> MatchTarget:
    parts = tuple((AgreementId(number), usd(amount)) for number, amount in unpaid)
    return MatchTarget(MatchKind.BILL, "B-1", True, bill_id=BillId(88), open_on_bill=parts)


def test_d25_a_bill_that_was_paid_without_naming_it_is_not_paid_twice() -> None:
    owing = debt(4, (JAN, "15.00"), do_not_overpay=True)
    facts = payee(owing, debt(5, (JAN, "15.00")), open_item=True, match_required=True)
    match = bill_match((4, "40.00"), (5, "40.00"))
    outcome = distribute(usd("60.00"), facts, match)
    assert shown(outcome) == {4: "15.00", 5: "40.00", NEW: "5.00"}


BILLS: list[tuple[str, MatchTarget, str, Amounts]] = [
    ("in full", bill_match((GARBAGE, "20.00"), (WATER, "40.00")), "60.00", {WATER: "40.00", GARBAGE: "20.00"}),
    ("by priority", bill_match((GARBAGE, "20.00"), (WATER, "40.00")), "45.00", {WATER: "40.00", GARBAGE: "5.00"}),
    ("by id within a priority", bill_match((ELECTRIC, "80.00"), (WATER, "40.00")), "50.00", {WATER: "40.00", ELECTRIC: "10.00"}),
    ("less than the first", bill_match((WATER, "40.00")), "0.01", {WATER: "0.01"}),
    ("excess", bill_match((WATER, "40.00")), "41.00", {WATER: "40.00", NEW: "1.00"}),
    ("paid before", bill_match((WATER, "0.00")), "41.00", {NEW: "41.00"}),
    ("paid too much before", bill_match((WATER, "-5.00"), (ELECTRIC, "3.00")), "3.00", {ELECTRIC: "3.00"}),
    ("an agreement that is gone", bill_match((55, "9.00"), (WATER, "4.00")), "5.00", {WATER: "4.00", NEW: "1.00"}),
]  # fmt: skip


@every(("match", "amount", "shares"), [case[1:] for case in BILLS], ids=[case[0] for case in BILLS])
def test_ds10_match_to_a_bill(match: MatchTarget, amount: str, shares: Amounts) -> None:
    facts = payee(*example_14_3(), open_item=True, match_required=True)
    outcome = distribute(usd(amount), facts, match)
    assert shown(outcome) == shares
    assert isinstance(outcome, Distribution)
    for share in outcome.shares:
        assert share.bill_id == (None if share.agreement_id is None else 88)


def test_ds11_c23_a_balance_forward_account_is_not_matched_to_a_bill() -> None:
    facts = payee(*example_14_3())
    assert failure(distribute(usd("5.00"), facts, bill_match((WATER, "40.00")))) == "M-23"
    unknown = MatchTarget(MatchKind.BILL, "77", known=False)
    assert failure(distribute(usd("5.00"), facts, unknown)) == "M-23"


NON_CIS: list[tuple[str, tuple[AgreementDebt, ...], str | Amounts]] = [
    ("one agreement", (debt(31),), {31: "12.00"}),
    ("none", (), "M-26"),
    ("two", (debt(31), debt(32)), "M-26"),
    (
        "one that still takes money",
        (debt(31), debt(32, status=AgreementStatus.CANCELED)),
        {31: "12.00"},
    ),
]


@every(("debts", "expected"), [case[1:] for case in NON_CIS], ids=[case[0] for case in NON_CIS])
def test_nc3_no_debt_leaves_no_choice(
    debts: tuple[AgreementDebt, ...], expected: str | Amounts
) -> None:
    outcome = distribute(usd("12.00"), payee(*debts, non_cis=True, distribution=None), None)
    if isinstance(expected, str):
        assert failure(outcome) == expected
    else:
        assert shown(outcome) == expected
        assert isinstance(outcome, Distribution)
        assert outcome.excess == ZERO


def test_nc3_a_match_chooses_among_several() -> None:
    facts = payee(debt(31), debt(32), non_cis=True)
    assert shown(distribute(usd("12.00"), facts, agreement_match(32))) == {32: "12.00"}


STOPPED = {"status": AgreementStatus.STOPPED}
OWED = debt(5, (JAN, "10.00"), priority=50)

OVERPAYMENT: list[tuple[str, OverpaymentRule | None, tuple[AgreementDebt, ...], str | Amounts]] = [
    ("OP-2 created when missing", OverpaymentRule.AGREEMENT, (OWED,), {5: "10.00", NEW: "15.00"}),
    ("OP-2 the open one is used", OverpaymentRule.AGREEMENT, (OWED, credit_debt(OVER)), {5: "10.00", OVER: "15.00"}),
    ("OP-2 a closed one is not", OverpaymentRule.AGREEMENT, (OWED, credit_debt(OVER, status=AgreementStatus.CLOSED)), {5: "10.00", NEW: "15.00"}),
    ("OP-2 the first of two", OverpaymentRule.AGREEMENT, (OWED, credit_debt(OVER + 1), credit_debt(OVER)), {5: "10.00", OVER: "15.00"}),
    ("OP-2 with a debt on it", OverpaymentRule.AGREEMENT, (debt(OVER, (JAN, "3.00"), sa_type="OVERPAY"),), {OVER: "25.00"}),
    ("OP-5 no debt at all", OverpaymentRule.AGREEMENT, (debt(5),), {NEW: "25.00"}),
    ("OP-5 no agreement at all", OverpaymentRule.AGREEMENT, (), {NEW: "25.00"}),
    ("OP-4 kept on the one that owed", KEEP, (OWED,), {5: "25.00"}),
    ("OP-4 kept on the first priority", KEEP, (OWED, debt(6, priority=20)), {5: "10.00", 6: "15.00"}),
    ("OP-4 by id within a priority", KEEP, (debt(7), debt(6)), {6: "25.00"}),
    ("OP-4 not on do-not-overpay", KEEP, (OWED, debt(6, do_not_overpay=True)), {5: "25.00"}),
    ("OP-4 not on an unbilled one", KEEP, (OWED, debt(6, billable=False)), {5: "25.00"}),
    ("OP-4 only on an active one", KEEP, (OWED, debt(6, **STOPPED)), {5: "25.00"}),
    ("IT-3 never on an item", KEEP, (OWED, debt(6, item_kind=True)), {5: "25.00"}),
    ("OP-4 none may take it", KEEP, (debt(5, (JAN, "10.00"), do_not_overpay=True),), "M-24"),
    ("OP-4 none is active", KEEP, (debt(5, (JAN, "10.00"), **STOPPED),), "M-24"),
    ("OP-5 no agreement to keep it on", KEEP, (), "M-20"),
    ("OP-1 no rule on the class", None, (OWED,), "M-24"),
]  # fmt: skip


@every(
    ("rule", "debts", "expected"),
    [case[1:] for case in OVERPAYMENT],
    ids=[case[0] for case in OVERPAYMENT],
)
def test_d08_overpayment(
    rule: OverpaymentRule | None, debts: tuple[AgreementDebt, ...], expected: str | Amounts
) -> None:
    outcome = distribute(usd("25.00"), payee(*debts, overpayment=rule), None)
    if isinstance(expected, str):
        assert failure(outcome) == expected
    else:
        assert shown(outcome) == expected
        assert isinstance(outcome, Distribution)
        owed = total(d.current_balance for d in debts if d.takes_money)
        assert outcome.excess == usd("25.00") - owed


def test_op5_without_any_debt_all_of_it_is_excess() -> None:
    for debts in ((), (debt(5),)):
        outcome = distribute(
            usd("25.00"), payee(*debts, overpayment=OverpaymentRule.AGREEMENT), None
        )
        assert isinstance(outcome, Distribution)
        assert outcome.excess == usd("25.00")
    assert failure(distribute(usd("25.00"), payee(overpayment=KEEP), None)) == "M-20"


def test_op1_the_failure_names_the_excess() -> None:
    outcome = distribute(usd("25.00"), payee(OWED, overpayment=None), None)
    assert outcome == DistributionFailed("M-24", {"excess": usd("15.00")})


def test_op1_no_rule_is_needed_without_excess() -> None:
    facts = payee(OWED, overpayment=None)
    assert distribute(usd("10.00"), facts, None) == Distribution(
        (Share(AgreementId(5), usd("10.00")),)
    )


def test_pe11_the_next_payment_of_an_event_sees_what_the_first_one_left() -> None:
    first = spread(usd("35.00"), example_14_3(), PRIORITY)
    left = after(example_14_3(), first)
    assert [d.current_balance.minor for d in left] == [7000 - 1167, 14000 - 2333, 4500]
    assert all(total(cell.amount for cell in d.cells) == d.current_balance for d in left)
    both = [*first, *spread(usd("55.00"), left, PRIORITY)]
    assert total(s.amount for s in both if s.agreement_id == WATER) == usd("30.00")
    assert total(s.amount for s in both if s.agreement_id == ELECTRIC) == usd("60.00")


def test_pe11_a_created_overpayment_agreement_lowers_no_debt() -> None:
    debts = (debt(1, (JAN, "5.00")),)
    shares = (Share(None, usd("3.00")),)
    assert after(debts, shares) == debts


def test_pe11_an_agreement_paid_too_much_owes_nothing() -> None:
    (left,) = after((debt(1, (JAN, "5.00")),), (Share(AgreementId(1), usd("8.00")),))
    assert (left.current_balance, left.cells) == (usd("-3.00"), ())


# Random accounts: whatever they owe, a distribution keeps the invariants of payments 25.

cells = st.lists(
    st.tuples(
        st.none() | st.integers(min_value=0, max_value=40),
        st.integers(min_value=1, max_value=20_000),
    ),
    max_size=4,
)


@st.composite
def agreements(draw: st.DrawFn) -> tuple[AgreementDebt, ...]:
    found = []
    for number in draw(st.lists(st.integers(1, 40), unique=True, max_size=8)):
        debits = [
            Debit(None if days is None else date(2026, 1, 1) + timedelta(days=days), Money(amount))
            for days, amount in draw(cells)
        ]
        balance = total(d.amount for d in debits) - Money(draw(st.integers(0, 5_000)))
        found.append(
            debt(
                number,
                sa_type=draw(st.sampled_from(["WATER", "OVERPAY"])),
                status=draw(st.sampled_from(AgreementStatus)),
                priority=draw(st.sampled_from([10, 10, 20, 30])),
                do_not_overpay=draw(st.booleans()),
                billable=draw(st.booleans()),
                item_kind=draw(st.booleans()),
                current_balance=balance,
                cells=open_cells(balance, debits),
            )
        )
    return tuple(found)


@st.composite
def matches(draw: st.DrawFn, debts: tuple[AgreementDebt, ...]) -> MatchTarget | None:
    kind = draw(st.sampled_from([None, *MatchKind]))
    if kind is None:
        return None
    if kind is MatchKind.BILL:
        parts = tuple((d.agreement_id, Money(draw(st.integers(-10, 10_000)))) for d in debts)
        return MatchTarget(kind, "B", draw(st.booleans()), None, BillId(5), parts)
    if debts and draw(st.booleans()):
        return MatchTarget(kind, "A", known=True, agreement_id=debts[0].agreement_id)
    return MatchTarget(kind, "A", known=False)


def check_shares(amount: Money, debts: tuple[AgreementDebt, ...], outcome: Distribution) -> None:
    by_id = {d.agreement_id: d for d in debts}
    named = [(share.agreement_id, share.bill_id) for share in outcome.shares]
    assert total(share.amount for share in outcome.shares) == amount
    assert all(share.amount > ZERO for share in outcome.shares)
    assert len(set(named)) == len(named)
    assert ZERO <= outcome.excess <= amount
    for share in outcome.shares:
        if share.agreement_id is not None:
            taker = by_id[share.agreement_id]
            assert taker.takes_money
            limited = taker.item_kind and taker.sa_type != "OVERPAY"
            if limited and share.bill_id is None:
                assert share.amount <= taker.current_balance


@given(data=st.data())
def test_25_invariant_11_a_distribution_never_exceeds_never_splits_a_cent_away(
    data: st.DataObject,
) -> None:
    debts = data.draw(agreements())
    items = any(debt.item_kind for debt in debts)
    amount = Money(data.draw(st.integers(1, 100_000)))
    match = data.draw(matches(debts))
    facts: PayeeFacts = payee(
        *debts,
        open_item=data.draw(st.booleans()),
        # An account without a customer has no items.
        non_cis=not items and data.draw(st.booleans()),
        distribution=data.draw(st.sampled_from([None, *DistributionOrder])),
        overpayment=data.draw(st.sampled_from([None, *OverpaymentRule])),
    )
    outcome = distribute(amount, facts, match)
    assert outcome == distribute(amount, facts, match)
    if isinstance(outcome, Distribution):
        check_shares(amount, debts, outcome)
    else:
        assert outcome.code in {"M-20", "M-22", "M-23", "M-24", "M-25", "M-26"}


@given(debts=agreements(), amount=st.integers(1, 100_000), order=st.sampled_from(DistributionOrder))
def test_25_invariant_11_the_base_algorithm_pays_no_more_than_is_owed_whatever_the_order(
    debts: tuple[AgreementDebt, ...], amount: int, order: DistributionOrder
) -> None:
    shares = spread(Money(amount), debts, order)
    assert set(shares) == set(spread(Money(amount), tuple(reversed(debts)), order))
    owed = {d.agreement_id: d.current_balance for d in debts if d.takes_money}
    for share in shares:
        assert share.agreement_id is not None
        assert ZERO < share.amount <= owed[share.agreement_id]
    everything = total(max(balance, ZERO) for balance in owed.values())
    assert total(share.amount for share in shares) == min(Money(amount), everything)
