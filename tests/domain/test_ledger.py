"""Financial transactions and GL lines (payments 16, D-29, D-30)."""

from collections.abc import Mapping
from datetime import date
from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st

from posapp.domain.codes import SegmentType
from posapp.domain.ledger import (
    CashSplit,
    GlLine,
    Posting,
    accounting_date,
    charge,
    merge,
    pay_segment,
    reversal,
)
from posapp.domain.money import ZERO, Money, total
from posapp.domain.setup_options import AccountingPeriod
from tests.helpers.every import every
from tests.helpers.facts import usd

CASH, CHECKS, CARDS = "1010-CASH", "1020-CHECKS", "1030-CARDS"


def lines(posting: Posting) -> dict[str, Money]:
    return {line.code: line.amount for line in posting.lines}


def test_example_of_16_2() -> None:
    cash = CashSplit({CASH: usd("100.00")}, {})
    water = pay_segment(usd("70.00"), SegmentType.NORMAL, "1200-AR-WATER", cash.take(usd("70.00")))
    over = pay_segment(usd("30.00"), SegmentType.NORMAL, "2150-OVERPAY", cash.take(usd("30.00")))
    assert (water.current_amount, water.payoff_amount) == (usd("-70.00"), usd("-70.00"))
    assert lines(water) == {CASH: usd("70.00"), "1200-AR-WATER": usd("-70.00")}
    assert (over.current_amount, over.payoff_amount) == (usd("-30.00"), usd("-30.00"))
    assert lines(over) == {CASH: usd("30.00"), "2150-OVERPAY": usd("-30.00")}
    bounced = reversal(water), reversal(over)
    assert [posting.current_amount for posting in bounced] == [usd("70.00"), usd("30.00")]
    assert lines(bounced[0]) == {CASH: usd("-70.00"), "1200-AR-WATER": usd("70.00")}
    assert lines(bounced[1]) == {CASH: usd("-30.00"), "2150-OVERPAY": usd("30.00")}
    fee = charge(usd("25.00"), "1200-AR-WATER", "4900-NSF-FEES")
    assert lines(fee) == {"1200-AR-WATER": usd("25.00"), "4900-NSF-FEES": usd("-25.00")}
    assert fee.current_amount == fee.payoff_amount == usd("25.00")


@every(
    ("segment_type", "payoff"),
    [
        (SegmentType.NORMAL, "-12.00"),
        (SegmentType.NON_CIS, "-12.00"),
        (SegmentType.CHARITY, "0.00"),
    ],
)
def test_ft1_ft2_effects_by_segment_type(segment_type: SegmentType, payoff: str) -> None:
    cash = (GlLine(CASH, usd("12.00")),)
    posting = pay_segment(usd("12.00"), segment_type, "2100-CHARITY", cash)
    assert posting.current_amount == usd("-12.00")
    assert posting.payoff_amount == usd(payoff)
    assert lines(posting) == {CASH: usd("12.00"), "2100-CHARITY": usd("-12.00")}


def test_ft5_a_reversal_leaves_nothing_of_the_original() -> None:
    cash = (GlLine(CASH, usd("20.00")), GlLine(CHECKS, usd("-8.00")))
    posting = pay_segment(usd("12.00"), SegmentType.CHARITY, "2100-CHARITY", cash)
    back = reversal(posting)
    assert posting.current_amount + back.current_amount == ZERO
    assert posting.payoff_amount + back.payoff_amount == ZERO
    assert merge((*posting.lines, *back.lines)) == ()


def test_it1_a_reduction_is_a_negative_charge() -> None:
    posting = charge(usd("-10.00"), "1310-AR-VIOLATION", "4110-VIOLATION")
    assert (posting.current_amount, posting.payoff_amount) == (usd("-10.00"), usd("-10.00"))
    assert lines(posting) == {"1310-AR-VIOLATION": usd("-10.00"), "4110-VIOLATION": usd("10.00")}


def test_gl2_lines_of_one_account_are_merged_and_zero_ones_dropped() -> None:
    parts = (GlLine("A", Money(5)), GlLine("B", Money(3)), GlLine("A", Money(-5)))
    assert merge(parts) == (GlLine("B", Money(3)),)


# Signed nets of the tenders, payments in the order they freeze, lines of each.
SPLITS: list[tuple[str, dict[str, str], list[str], list[dict[str, str]]]] = [
    ("one account", {CASH: "100.00"}, ["70.00", "30.00"], [{CASH: "70.00"}, {CASH: "30.00"}]),
    (
        "a check of 100 with 75 of change",
        {CHECKS: "100.00", CASH: "-75.00"},
        ["25.00"],
        [{CHECKS: "100.00", CASH: "-75.00"}],
    ),
    (
        "the same in two payments",
        {CHECKS: "100.00", CASH: "-75.00"},
        ["10.00", "15.00"],
        [{CHECKS: "40.00", CASH: "-30.00"}, {CHECKS: "60.00", CASH: "-45.00"}],
    ),
    (
        "thirds close to the cent",
        {CARDS: "0.05", CASH: "0.05"},
        ["0.03", "0.03", "0.04"],
        [{CASH: "0.02", CARDS: "0.01"}, {CASH: "0.01", CARDS: "0.02"}, {CASH: "0.02", CARDS: "0.02"}],
    ),
    (
        "an account whose tenders cancel out",
        {CHECKS: "50.00", CASH: "0.00"},
        ["50.00"],
        [{CHECKS: "50.00"}],
    ),
    ("only cancelling tenders", {CASH: "0.00"}, ["5.00"], [{CASH: "5.00"}]),
]  # fmt: skip


@every(("nets", "amounts", "expected"), [s[1:] for s in SPLITS], ids=[s[0] for s in SPLITS])
def test_d30_cash_side(
    nets: dict[str, str], amounts: list[str], expected: list[dict[str, str]]
) -> None:
    split = CashSplit({code: usd(net) for code, net in nets.items()}, {})
    for amount, wanted in zip(amounts, expected, strict=True):
        got = {line.code: line.amount for line in split.take(usd(amount))}
        if len(nets) == 2 and CARDS in nets:
            # Which of two equal accounts gets the odd cent is free; both together are not.
            assert total(got.values()) == usd(amount)
            assert set(got) == set(wanted)
        else:
            assert got == {code: usd(part) for code, part in wanted.items()}


def test_d30_an_account_that_left_the_event_is_emptied() -> None:
    split = CashSplit({CASH: usd("60.00")}, {CHECKS: usd("40.00")})
    got = {line.code: line.amount for line in split.take(usd("20.00"))}
    assert got == {CHECKS: usd("-40.00"), CASH: usd("60.00")}


nets_of_tenders = st.dictionaries(
    st.sampled_from([CASH, CHECKS, CARDS, "1040-PAYROLL", "5910-ROUNDING"]),
    st.integers(-50_000, 100_000).map(Money),
    min_size=1,
).filter(lambda nets: total(nets.values()) > ZERO)


@given(nets=nets_of_tenders, cuts=st.lists(st.integers(0, 10**6), max_size=8), resume=st.booleans())
@example(nets={CHECKS: Money(10_000), CASH: Money(-7_500)}, cuts=[1, 7, 11], resume=True)
def test_d30_the_last_payment_frozen_closes_every_account_to_the_cent(
    nets: Mapping[str, Money], cuts: list[int], resume: bool
) -> None:
    whole = total(nets.values()).minor
    edges = sorted({0, whole, *(cut % (whole + 1) for cut in cuts)})
    posted: dict[str, Money] = {}
    split = CashSplit(nets, posted)
    for start, end in pairwise(edges):
        taken = split.take(Money(end - start))
        assert total(line.amount for line in taken) == Money(end - start)
        assert all(line.amount for line in taken)
        for line in taken:
            posted[line.code] = posted.get(line.code, ZERO) + line.amount
            exact = nets[line.code].minor * end / whole
            assert abs(posted[line.code].minor - exact) <= len(nets)
        if resume:
            # The next payment freezes another day: what is posted comes from the ledger.
            split = CashSplit(nets, posted)
    assert {code: net for code, net in posted.items() if net} == {
        code: net for code, net in nets.items() if net
    }


def period(code: str, *, is_open: bool) -> AccountingPeriod:
    year, month = (int(part) for part in code.split("-"))
    return AccountingPeriod(code, date(year, month, 1), date(year, month, 28), is_open)


FT6 = [
    ("open period", "2026-11-20", {"2026-10": True, "2026-11": True}, "2026-11-20"),
    ("first day of an open period", "2026-11-01", {"2026-11": True}, "2026-11-01"),
    ("last day of an open period", "2026-11-28", {"2026-11": True}, "2026-11-28"),
    ("last day of an open period before another", "2026-11-28", {"2026-11": True, "2026-12": True}, "2026-11-28"),
    ("between two open periods", "2026-11-29", {"2026-11": True, "2026-12": True}, "2026-12-01"),
    ("closed: first open date after it", "2026-10-15", {"2026-10": False, "2026-11": True, "2026-12": True}, "2026-11-01"),
    ("closed: not an open one before it", "2026-10-15", {"2026-09": True, "2026-10": False, "2026-11": True}, "2026-11-01"),
    ("nothing open after it: last open date", "2027-01-05", {"2026-10": True, "2026-11": True}, "2026-11-28"),
    ("nothing open at all", "2026-11-20", {"2026-11": False}, "2026-11-20"),
    ("no periods", "2026-11-20", {}, "2026-11-20"),
]  # fmt: skip


@every(("paid", "months", "booked"), [case[1:] for case in FT6], ids=[case[0] for case in FT6])
def test_ft6_accounting_date(paid: str, months: dict[str, bool], booked: str) -> None:
    periods = [period(code, is_open=is_open) for code, is_open in reversed(months.items())]
    assert accounting_date(date.fromisoformat(paid), periods) == date.fromisoformat(booked)
