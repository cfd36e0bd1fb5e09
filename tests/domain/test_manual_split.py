"""Payments spread by hand over agreements and bills: what is kept, what is refused (PY-8..PY-12)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posapp.domain.codes import AgreementStatus, PaymentStatus
from posapp.domain.ids import AgreementId, BillId
from posapp.domain.manual_split import (
    SplitAgreement,
    SplitBill,
    SplitPart,
    SplitPayee,
    decide_split,
)
from posapp.domain.money import Money, total
from posapp.errors import Refused
from tests.helpers import views
from tests.helpers.every import every
from tests.helpers.facts import setup, usd

SETUP = setup()
READY, PARTIAL = PaymentStatus.FREEZABLE, PaymentStatus.INCOMPLETE


def agreement(
    number: int, sa_type: str, balance: str, status: AgreementStatus = AgreementStatus.ACTIVE
) -> SplitAgreement:
    return SplitAgreement(AgreementId(number), sa_type, status, usd(balance))


def bill(number: int, *parts: tuple[int, str], disputed: bool = False) -> SplitBill:
    unpaid = tuple((AgreementId(one), usd(left)) for one, left in parts)
    return SplitBill(BillId(number), f"B-{number}", date(2026, 11, 1), disputed, unpaid)


KNOWN = {
    one.agreement_id: one
    for one in (
        agreement(1, "WATER", "5.00"),
        agreement(2, "VIOLATION", "-3.00"),
        agreement(3, "WATER", "5.00", AgreementStatus.CANCELED),
        agreement(4, "VIOLATION", "6.00"),
    )
}
BILLS = {
    one.bill_id: one
    for one in (
        bill(7, (1, "4.00"), (4, "5.00")),
        bill(8, (1, "2.00"), (4, "3.00"), disputed=True),
        bill(9),
    )
}
FORWARD, BY_BILL = SplitPayee(KNOWN), SplitPayee(KNOWN, BILLS)
Lines = list[tuple[int, int | None, str]]


def parts(lines: Lines) -> list[SplitPart]:
    return [
        (AgreementId(one), None if named is None else BillId(named), usd(amount))
        for one, named, amount in lines
    ]


def split(lines: Lines, payee: SplitPayee = FORWARD) -> tuple[Lines, PaymentStatus]:
    found = decide_split(views.payment("10.00", PARTIAL), parts(lines), payee, SETUP)
    kept: Lines = [(one, named, f"{amount.minor / 100:.2f}") for one, named, amount in found.lines]
    return kept, found.status


def refusal(lines: Lines, payee: SplitPayee) -> Refused:
    with pytest.raises(Refused) as refused:
        split(lines, payee)
    return refused.value


@every(
    ("lines", "kept", "status"),
    [
        ([(1, None, "10.00")], [(1, None, "10.00")], READY),
        ([(1, None, "10.00"), (2, None, "0.00")], [(1, None, "10.00")], READY),
        ([(1, None, "9.99")], [(1, None, "9.99")], PARTIAL),
        ([(1, None, "10.01")], [(1, None, "10.01")], PARTIAL),
        ([], [], PARTIAL),
    ],
)
def test_py8_py9_lines_and_status(lines: Lines, kept: Lines, status: PaymentStatus) -> None:
    assert split(lines) == (kept, status)


@every(
    ("lines", "code"),
    [
        ([(9, None, "1.00")], "M-55"),
        ([(3, None, "1.00")], "M-55"),
        ([(1, None, "1.00"), (1, None, "2.00")], "M-57"),
        ([(1, None, "-1.00")], "M-02"),
        ([(2, None, "0.01")], "M-27"),
        ([(4, None, "6.01")], "M-27"),
    ],
)
@every("payee", [FORWARD, BY_BILL], ids=["forward", "open item"])
def test_py10_splits_that_are_refused(lines: Lines, code: str, payee: SplitPayee) -> None:
    assert refusal(lines, payee).code == code


@every(
    ("lines", "status"),
    [
        # Two bills of one agreement, the one in dispute too, and what is on no bill.
        ([(1, 7, "4.00"), (1, 8, "2.00"), (1, None, "4.00")], READY),
        ([(1, 7, "4.00"), (4, 7, "5.00"), (1, None, "1.00")], READY),
        ([(1, 7, "3.99")], PARTIAL),
        ([(4, 7, "5.00"), (4, 8, "1.00")], PARTIAL),
    ],
)
def test_py12_oi5_each_bill_and_agreement_has_a_line(lines: Lines, status: PaymentStatus) -> None:
    assert split(lines, BY_BILL) == (lines, status)


@every(
    ("lines", "code", "field"),
    [
        ([(1, 7, "4.01")], "M-120", "distributed_amount"),
        ([(2, 7, "0.01")], "M-120", "distributed_amount"),
        ([(1, 9, "0.01")], "M-120", "distributed_amount"),
        ([(1, 70, "1.00")], "M-55", "bill"),
        ([(1, 7, "1.00"), (1, 7, "1.00")], "M-57", "agreement"),
        ([(1, 7, "-0.01")], "M-02", "distributed_amount"),
        # No bill too much, the agreement on all of them together.
        ([(4, 7, "5.00"), (4, 8, "1.01")], "M-27", "distributed_amount"),
        ([(4, 7, "5.00"), (4, None, "1.01")], "M-27", "distributed_amount"),
    ],
)
def test_py12_lines_of_bills_that_are_refused(lines: Lines, code: str, field: str) -> None:
    refused = refusal(lines, BY_BILL)
    assert (refused.code, refused.fields["field"]) == (code, field)


def test_py12_m120_says_what_is_unpaid_of_the_bill_there() -> None:
    fields = refusal([(1, 7, "4.01")], BY_BILL).fields
    assert (fields["bill"], fields["unpaid"]) == ("B-7", usd("4.00"))


def test_oi8_a_balance_forward_account_pays_no_bill() -> None:
    assert refusal([(1, 7, "1.00")], FORWARD).code == "M-23"


AMOUNTS = st.integers(min_value=0, max_value=900)


@given(
    st.dictionaries(
        st.tuples(st.sampled_from([1, 4]), st.sampled_from([None, 7, 8])), AMOUNTS, max_size=6
    )
)
def test_py12_what_is_taken_never_overpays_a_bill_nor_a_strict_agreement(
    asked: dict[tuple[int, int | None], int],
) -> None:
    lines: list[SplitPart] = [
        (AgreementId(one), None if named is None else BillId(named), Money(cents))
        for (one, named), cents in asked.items()
    ]
    too_much = any(
        named is not None and amount > BILLS[named].unpaid_on(one) for one, named, amount in lines
    )
    strict = total(amount for one, _, amount in lines if one == AgreementId(4)) > usd("6.00")
    payment = views.payment("10.00", PARTIAL)
    if too_much or strict:
        with pytest.raises(Refused) as refused:
            decide_split(payment, lines, BY_BILL, SETUP)
        assert refused.value.code == ("M-120" if too_much else "M-27")
        return
    found = decide_split(payment, lines, BY_BILL, SETUP)
    assert found.lines == tuple(line for line in lines if line[-1])
    assert (found.status is READY) == (total(amount for *_, amount in lines) == usd("10.00"))
