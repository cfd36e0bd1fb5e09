"""T12: control totals, the closing row, row arithmetic."""

import pytest

from posapp.domain.imports import ControlTotal
from posapp.domain.money import Money

ROWS = "id,account,amount\nb1,a1,10.00\nb2,a2,0\nb3,a3,2.50\n"
EXPECTED = "[totals.bills.expected]\n"
TRAILER = """
[trailer]
column = "id"
equals = "TOTAL"
counts = { bills = "account" }
amounts = { bills = "amount" }
"""


def test_totals_of_the_accepted_records(read, bills_profile):
    more = '[totals.open]\nfield = "amount"\nwhere = "not_zero"\n[totals.all]\nfield = "records"\n'
    mapped = read(bills_profile(more=more), ROWS + "b4,a4,bad\n")
    assert mapped.totals == {
        "bills": ControlTotal(3, Money(1250)),
        "open": ControlTotal(2, Money(1250)),
        "all": ControlTotal(3, None),
    }
    assert mapped.expected == {}


def test_totals_over_a_column(read, bills_profile):
    profile = bills_profile(more='[totals.twice]\ncolumn = "total"\n')
    mapped = read(profile, "id,account,amount,total\nb1,a1,1,2\nb2,a2,1,\n")
    assert mapped.totals["twice"] == ControlTotal(1, Money(200))


def test_a_row_without_an_amount_in_a_summed_column_is_not_taken_at_all(read, bills_profile):
    profile = bills_profile(more='[totals.twice]\ncolumn = "total"\n')
    mapped = read(profile, "id,account,amount,total\nb1,a1,1,2\nb2,a2,1,bad\n")
    assert [record.key for record in mapped.records] == ["b1"]
    assert [(one.line, one.column) for one in mapped.rejected] == [(3, "total")]
    assert mapped.totals == {
        "bills": ControlTotal(1, Money(100)),
        "twice": ControlTotal(1, Money(200)),
    }


@pytest.mark.parametrize(
    ("expected", "wrong"),
    [
        ('count = 3\namount = "12.50"', ()),
        ('amount = "12.5"', ()),
        ("count = 3", ()),
        ("count = 4", ("bills",)),
        ('amount = "12.51"', ("bills",)),
        ('amount = "-12.50"', ("bills",)),
    ],
)
def test_expected_totals_of_the_profile(read, bills_profile, expected, wrong):
    mapped = read(bills_profile(more=EXPECTED + expected), ROWS)
    assert mapped.wrong_totals() == wrong


def test_a_rejected_row_makes_the_expected_total_wrong(read, bills_profile):
    mapped = read(bills_profile(more=EXPECTED + 'amount = "12.50"'), ROWS.replace("2.50", "2,50"))
    assert mapped.wrong_totals() == ("bills",)


def test_expected_amount_must_fit_the_currency(refusal, bills_profile):
    told = refusal(bills_profile(more=EXPECTED + 'amount = "12.505"'), ROWS)
    assert told == "Profile town: totals.bills: has more than 2 decimals."


def test_closing_row_states_the_totals(read, bills_profile):
    mapped = read(bills_profile(more=TRAILER), ROWS + "total,3,12.50\n")
    assert mapped.expected == {"bills": ControlTotal(3, Money(1250))}
    assert (mapped.wrong_totals(), mapped.read) == ((), 3)
    wrong = read(bills_profile(more=TRAILER), ROWS + "TOTAL,3,12.51\n")
    assert wrong.wrong_totals() == ("bills",)


@pytest.mark.parametrize(
    ("end", "told"),
    [
        ("", "the row with id = TOTAL is missing at the end; is the file cut off?"),
        ("TOTAL,3,12.50\nb4,a4,1\n", "line 6 comes after the closing row in line 5"),
        ("TOTAL,three,12.50\n", "line 5, account: 'three' is not a count"),
        ("TOTAL,3,x\n", "line 5, amount: 'x' is not an amount of money"),
    ],
)
def test_closing_row_that_is_wrong_refuses_the_file(refusal, bills_profile, end, told):
    assert (
        refusal(bills_profile(more=TRAILER), ROWS + end) == f"File in.csv cannot be used: {told}."
    )


def test_closing_row_may_be_optional_and_is_not_wanted_of_a_part(read, bills_profile):
    assert read(bills_profile(more=TRAILER + "required = false"), ROWS).expected == {}
    assert len(read(bills_profile(more=TRAILER), ROWS, limit=1).records) == 1


CHECK = '[[checks]]\nname = "sum"\nplus = ["fine", "fee"]\nminus = ["paid"]\nequals = "amount"\n'
CHECKED = "id,account,fine,fee,paid,amount\n"


def test_row_arithmetic_rejects_the_row(read, bills_profile):
    rows = "b1,a1,115,10.10,60.10,65\nb2,a1,10,,,10\nb3,a1,10,1,,10\nb4,a1,x,1,,10\n"
    mapped = read(bills_profile(more=CHECK), CHECKED + rows)
    assert [record.key for record in mapped.records] == ["b1", "b2"]
    assert [(r.line, r.column, r.value, r.reason) for r in mapped.rejected] == [
        (4, "amount", "10.00", "sum: the row's own sum differs by -1.00"),
        (5, "fine", "x", "is not an amount of money"),
    ]


def test_row_arithmetic_may_only_count(read, bills_profile):
    rows = "b1,a1,1,,,1\nb2,a1,10,1,,10\nb3,a1,10,,,10.03\n"
    mapped = read(bills_profile(more=CHECK + 'on_difference = "count"\n'), CHECKED + rows)
    assert len(mapped.records) == 3
    assert mapped.totals["sum"] == ControlTotal(2, Money(-97))
