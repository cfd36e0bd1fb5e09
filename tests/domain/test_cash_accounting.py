"""Cash accounting of taxes: tax becomes payable as it is paid (GL-6, payments 1.4)."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posapp.domain.cash_accounting import HeldTax, TaxedDebit, TaxMoves, billed, billed_lines
from posapp.domain.codes import SegmentType
from posapp.domain.freezing import FreezeFacts, Freezing, StoredSegment, decide_freeze
from posapp.domain.ids import AgreementId, BillId, FtId, PaymentId, SegmentId
from posapp.domain.ledger import CashSplit, GlLine, pay_segment
from posapp.domain.money import ZERO, Money, total
from posapp.domain.setup_table import check_row
from posapp.domain.setup_tables import setup_table
from posapp.domain.spreading import Share
from posapp.errors import Refused
from tests.helpers.every import every
from tests.helpers.facts import sa_type, setup, usd

WATER = AgreementId(1)
HOLD, DUE, RECEIVABLE, REVENUE = "2300-TAX", "2310-TAX", "1200-AR-WATER", "4000-WATER"
KIND = sa_type(
    "WATER",
    RECEIVABLE,
    segment_type=SegmentType.CASH_ACCOUNTING,
    holding_code=HOLD,
    payable_code=DUE,
)


def charged(number: int, amount: str, tax: str, month: int = 1) -> TaxedDebit:
    day = date(2026, month, 10)
    return TaxedDebit(FtId(number), BillId(number), day, usd(amount), usd(tax))


def owed(*debits: TaxedDebit) -> HeldTax:
    """Nothing of it is paid yet."""
    return HeldTax(HOLD, DUE, total(d.amount for d in debits), total(d.tax for d in debits), debits)


class Counter:
    """Pays segments in turn and says what each moved, in cents."""

    def __init__(self, held: HeldTax) -> None:
        self._moves = TaxMoves({WATER: held})

    def pay(self, amount: Money, bill: int | None = None) -> int:
        cash = [GlLine("1010-CASH", amount)]
        plain = pay_segment(amount, SegmentType.CASH_ACCOUNTING, RECEIVABLE, cash)
        share = Share(WATER, amount, None if bill is None else BillId(bill))
        (posting,) = self._moves.of_shares([plain], [share])
        assert (posting.current_amount, posting.payoff_amount) == (-amount, -amount)
        assert total(line.amount for line in posting.lines) == ZERO
        found = {line.code: line.amount.minor for line in posting.lines}
        moved = found.get(HOLD, 0)
        assert found.get(DUE, 0) == -moved
        assert (found["1010-CASH"], found[RECEIVABLE]) == (amount.minor, -amount.minor)
        return moved


def test_gl6_a_bill_credits_revenue_and_holding() -> None:
    posting = billed(usd("110.00"), usd("10.00"), KIND)
    assert {line.code: line.amount for line in posting.lines} == {
        RECEIVABLE: usd("110.00"),
        REVENUE: -usd("100.00"),
        HOLD: -usd("10.00"),
    }
    plain = billed(usd("110.00"), ZERO, KIND)
    assert {line.code for line in plain.lines} == {RECEIVABLE, REVENUE}
    only_tax = billed(usd("10.00"), usd("10.00"), KIND)
    assert {line.code for line in only_tax.lines} == {RECEIVABLE, HOLD}
    for amount, tax in (("110.00", "10.00"), ("110.00", "0.00"), ("-5.00", "0.00")):
        posting = billed(usd(amount), usd(tax), KIND)
        coded = billed_lines(usd(amount), usd(tax), KIND)
        assert [(line.code, line.amount.minor) for line in posting.lines] == list(coded)


def test_gl6_the_example_of_16() -> None:
    assert Counter(owed(charged(1, "110.00", "10.00"))).pay(usd("110.00")) == 1000


@every(
    ("paid", "moved"),
    [
        (["50.00", "60.00"], [454, 546]),
        (["36.67", "36.67", "36.66"], [333, 333, 334]),
        (["0.01"] * 3 + ["109.97"], [0, 0, 0, 1000]),
        (["109.99", "0.01"], [999, 1]),
        (["130.00"], [1000]),
        (["110.00", "20.00"], [1000, 0]),
    ],
)
def test_gl6_part_payments_are_pro_rata_and_the_last_one_closes(
    paid: list[str], moved: list[int]
) -> None:
    counter = Counter(owed(charged(1, "110.00", "10.00")))
    assert [counter.pay(usd(amount)) for amount in paid] == moved


def test_gl6_the_oldest_bill_is_paid_first_with_its_own_tax() -> None:
    counter = Counter(owed(charged(2, "100.00", "20.00", 2), charged(1, "50.00", "0.00", 1)))
    assert [counter.pay(usd(amount)) for amount in ("50.00", "50.00", "50.00")] == [0, 1000, 1000]


def test_gl6_of_two_bills_of_one_day_the_earlier_one_is_older() -> None:
    counter = Counter(owed(charged(2, "50.00", "5.00"), charged(1, "50.00", "0.00")))
    assert [counter.pay(usd("50.00")), counter.pay(usd("50.00"))] == [0, 500]


def test_gl6_a_bill_that_is_named_moves_its_own_tax() -> None:
    counter = Counter(owed(charged(1, "50.00", "5.00", 1), charged(2, "100.00", "20.00", 2)))
    assert counter.pay(usd("25.00"), bill=2) == 500
    assert counter.pay(usd("50.00")) == 500
    assert counter.pay(usd("75.00"), bill=2) == 1500


def test_gl6_other_agreements_and_money_given_back_move_nothing() -> None:
    moves = TaxMoves({WATER: owed(charged(1, "110.00", "10.00"))})
    for amount, agreement in ((usd("5.00"), AgreementId(2)), (usd("5.00"), None),
                              (usd("-5.00"), WATER)):  # fmt: skip
        plain = pay_segment(amount, SegmentType.NORMAL, "1", [GlLine("2", amount)])
        assert moves.of_shares([plain], [Share(agreement, amount)]) == (plain,)


def test_gl6_what_a_credit_paid_before_follows_with_the_next_payment() -> None:
    before = owed(charged(1, "110.00", "10.00"))
    counter = Counter(replace(before, balance=usd("55.00")))
    assert [counter.pay(usd("27.50")), counter.pay(usd("27.50"))] == [750, 250]


def test_gl6_tax_is_never_moved_back() -> None:
    """A bill of an older date may leave more to wait than is held; only a reversal puts back."""
    before = replace(owed(charged(1, "110.00", "10.00")), held=ZERO)
    assert Counter(before).pay(usd("10.00")) == 0


def test_gl6_a_freeze_moves_the_share_of_each_segment_in_turn() -> None:
    segments = tuple(
        StoredSegment(SegmentId(n), WATER, "WATER", usd(amount), usd("110.00"))
        for n, amount in enumerate(("50.00", "60.00"))
    )
    taxes = {WATER: owed(charged(1, "110.00", "10.00"))}
    facts = FreezeFacts(PaymentId(9), usd("110.00"), segments, taxes=taxes)
    base = setup()
    books = replace(base, sa_types={**base.sa_types, "WATER": KIND})
    frozen = decide_freeze(facts, CashSplit({"1010-CASH": usd("110.00")}, {}), books)
    assert isinstance(frozen, Freezing)
    moved = [line.amount.minor for p in frozen.postings for line in p.lines if line.code == HOLD]
    assert moved == [454, 546]


@given(data=st.data())
def test_gl6_however_it_is_paid_the_moves_make_up_the_tax_to_the_cent(data: st.DataObject) -> None:
    debits = []
    for number in range(1, data.draw(st.integers(1, 4)) + 1):
        amount = data.draw(st.integers(1, 9_999))
        tax = data.draw(st.integers(0, amount))
        day = date(2026, data.draw(st.integers(1, 3)), 1)
        debits.append(TaxedDebit(FtId(number), BillId(number), day, Money(amount), Money(tax)))
    held = owed(*debits)
    counter, left, moved = Counter(held), held.balance.minor, 0
    unpaid = {d.ft_id: d.amount.minor for d in debits}
    while left > 0:
        bill = data.draw(st.none() | st.sampled_from(debits))
        most = left if bill is None else min(left, unpaid[bill.ft_id])
        if not most:
            bill, most = None, left
        part = data.draw(st.integers(max(1, most // 3), most))
        if bill is not None:
            unpaid[bill.ft_id] -= part
        step = counter.pay(Money(part), None if bill is None else bill.ft_id)
        assert step >= 0
        moved += step
        assert moved <= held.held.minor
        left -= part
    assert moved == held.held.minor


ROW = {
    "code": "WATER",
    "description": "Water",
    "segment_type": "CASH_ACCOUNTING",
    "distribution_code": RECEIVABLE,
    "revenue_code": REVENUE,
    "payment_priority": 10,
    "do_not_overpay": False,
    "one_time": False,
    "billable": True,
    "item_kind": False,
    "holding_code": HOLD,
    "payable_code": DUE,
}


@every(
    ("changes", "field"),
    [
        ({"holding_code": None}, "holding_code"),
        ({"payable_code": None}, "payable_code"),
        ({"payable_code": HOLD}, "payable_code"),
        ({"holding_code": RECEIVABLE}, "holding_code"),
        ({"payable_code": REVENUE}, "payable_code"),
        ({"segment_type": "NORMAL"}, "holding_code"),
        ({"billable": False}, "segment_type"),
    ],
)
def test_gl6_the_two_accounts_go_with_cash_accounting_of_billed_types(
    changes: dict[str, object], field: str
) -> None:
    table = setup_table("sa_type")
    assert check_row(table, ROW)["holding_code"] == HOLD
    with pytest.raises(Refused) as caught:
        check_row(table, ROW | changes)
    assert (caught.value.code, caught.value.fields["field"]) == ("M-50", field)
