"""Freezing a payment: the checks that hold again and what it posts (PY-2, D-25, D-29, IT-4)."""

from dataclasses import replace

import pytest

from posapp.domain.distribution import DistributionFailed
from posapp.domain.freezing import (
    FreezeFacts,
    Freezing,
    StoredSegment,
    decide_freeze,
    nets_of,
    post,
    sa_types_of,
)
from posapp.domain.ids import AgreementId, PaymentId, SegmentId
from posapp.domain.ledger import CashSplit
from posapp.domain.money import ZERO, Money
from posapp.domain.spreading import Share
from posapp.errors import Refused
from tests.helpers.every import every
from tests.helpers.facts import setup, usd

BOOKS = setup()


def segment(number: int, kind: str, amount: str, balance: str) -> StoredSegment:
    return StoredSegment(SegmentId(number), AgreementId(number), kind, usd(amount), usd(balance))


def freeze(amount: str, *segments: StoredSegment) -> Freezing | DistributionFailed:
    facts = FreezeFacts(PaymentId(9), usd(amount), segments)
    return decide_freeze(facts, CashSplit({"1010-CASH": usd(amount)}, {}), BOOKS)


def test_py2_one_posting_per_segment_in_order() -> None:
    decision = freeze(
        "100.00", segment(1, "WATER", "70.00", "70.00"), segment(2, "OVERPAY", "30.00", "0.00")
    )
    assert isinstance(decision, Freezing)
    assert decision.payment_id == 9
    assert [posting.current_amount for posting in decision.postings] == [
        usd("-70.00"),
        usd("-30.00"),
    ]
    assert {line.code for line in decision.postings[1].lines} == {"1010-CASH", "2150-OVERPAY"}
    assert decision.settled == ()


def test_py12_several_bills_of_one_agreement_are_frozen_as_one_debt() -> None:
    def part(number: int, kind: str, amount: str, balance: str) -> StoredSegment:
        return replace(segment(number, kind, amount, balance), agreement_id=AgreementId(1))

    halves = (part(1, "VIOLATION", "40.00", "70.00"), part(2, "VIOLATION", "30.00", "70.00"))
    decision = freeze("70.00", *halves)
    assert isinstance(decision, Freezing)
    assert [p.current_amount for p in decision.postings] == [usd("-40.00"), usd("-30.00")]
    assert decision.settled == (1,)
    less = tuple(replace(half, current_balance=usd("69.99")) for half in halves)
    failed = freeze("70.00", *less)
    assert isinstance(failed, DistributionFailed)
    assert failed.code == "M-27"


@pytest.mark.parametrize("amount", ["99.99", "100.01"])
def test_m13_segments_must_equal_the_payment(amount: str) -> None:
    with pytest.raises(Refused) as refused:
        freeze(amount, segment(1, "WATER", "100.00", "100.00"))
    assert refused.value.code == "M-13"
    assert refused.value.fields == {"segments": usd("100.00"), "amount": usd(amount)}


D25 = [
    ("item, the debt is still there", "VIOLATION", "115.00", "115.00", None),
    ("item, part of it", "VIOLATION", "15.00", "115.00", None),
    ("item, paid elsewhere meanwhile", "VIOLATION", "115.00", "0.00", "0.00"),
    ("item, a cent less than it was", "VIOLATION", "115.00", "114.99", "114.99"),
    ("item, in credit", "VIOLATION", "0.01", "-5.00", "-5.00"),
    ("an agreement that may be overpaid", "WATER", "115.00", "0.00", None),
]


@every(("kind", "amount", "balance", "named"), [case[1:] for case in D25], ids=[c[0] for c in D25])
def test_d25_do_not_overpay_is_checked_again(
    kind: str, amount: str, balance: str, named: str | None
) -> None:
    decision = freeze(amount, segment(4, kind, amount, balance))
    if named is None:
        assert isinstance(decision, Freezing)
    else:
        assert decision == DistributionFailed("M-27", {"agreement": 4, "balance": usd(named)})


def test_it4_an_item_is_settled_when_its_whole_due_is_paid() -> None:
    decision = freeze(
        "50.00",
        segment(1, "VIOLATION", "30.00", "30.00"),
        segment(2, "VIOLATION", "15.00", "20.00"),
        segment(3, "WATER", "5.00", "5.00"),
    )
    assert isinstance(decision, Freezing)
    assert decision.settled == (1,)


def test_gl1_postings_credit_the_code_of_the_agreement_type() -> None:
    postings = post([("CHARITY", usd("3.00"))], CashSplit({"1010-CASH": usd("3.00")}, {}), BOOKS)
    assert [(line.code, line.amount) for line in postings[0].lines] == [
        ("1010-CASH", usd("3.00")),
        ("2100-CHARITY", usd("-3.00")),
    ]
    assert postings[0].payoff_amount == ZERO


def test_d30_nets_are_signed_sums_per_ledger_account() -> None:
    tenders = [("1020", Money(100)), ("1010", Money(-75)), ("1020", Money(5))]
    assert nets_of(tenders, "1099") == {"1020": Money(105), "1010": Money(-75)}
    assert nets_of([], "1099") == {"1099": ZERO}


def test_op2_a_share_without_agreement_is_a_new_overpayment_agreement() -> None:
    shares = [Share(AgreementId(1), Money(5)), Share(None, Money(3))]
    known = {AgreementId(1): "WATER"}
    assert sa_types_of(shares, known, "OVERPAY") == [("WATER", Money(5)), ("OVERPAY", Money(3))]
