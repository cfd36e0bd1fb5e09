"""Second tables, charge lines of bills and of items, rates in both shapes."""

import json
from decimal import Decimal

import pytest

from posapp.domain.codes import ChargeKind
from posapp.domain.imports import ImportLine
from posapp.domain.money import Money

ROWS = "id,account,amount\nb1,005,1\nb2,9,2\n"
JOIN = """
[joins.who]
file = "who.csv"
key = "nr"
key_steps = ["no_leading_zeros"]
match = { column = "account", steps = ["no_leading_zeros"] }
"""


def rejects(mapped):
    return [(r.line, r.column, r.value, r.reason) for r in mapped.rejected]


@pytest.fixture
def joined(bills_profile):
    def written(more=""):
        profile = bills_profile(more=JOIN + more)
        return profile.replace('column = "name"', 'column = "who.name"')

    return written


def test_a_second_file_is_found_beside_the_first(read, joined, tmp_path):
    (tmp_path / "who.csv").write_text("name,nr\nAnn,05\nBea,5\n,\n")
    mapped = read(joined(), ROWS)
    assert [r.account.name for r in mapped.records] == ["Ann", "Account 9"]


def test_pick_among_many_rows(read, joined, tmp_path):
    (tmp_path / "who.csv").write_text("name,nr\nAnn,05\nBea,5\n")
    assert read(joined('pick = "last"'), ROWS).records[0].account.name == "Bea"
    mapped = read(joined('pick = "only"'), ROWS)
    assert rejects(mapped) == [(2, "account", "5", "fits 2 rows of 'who'")]


def test_a_row_without_partner_may_be_rejected(read, joined, tmp_path):
    (tmp_path / "who.csv").write_text("name,nr\nAnn,5\n")
    mapped = read(joined("required = true"), ROWS)
    assert rejects(mapped) == [(3, "account", "9", "has no row in 'who'")]


def test_a_second_file_that_is_missing(read, refusal, joined):
    assert refusal(joined(), ROWS) == "File who.csv does not exist."
    mapped = read(joined('missing_file = "blank"'), ROWS)
    assert [r.account.name for r in mapped.records] == ["Account 005", "Account 9"]
    assert mapped.notes == ("who.csv is not beside the file; what it would add is left blank",)


def test_columns_missing_in_the_second_file(refusal, joined, tmp_path):
    (tmp_path / "who.csv").write_text("title,nr\n")
    profile = joined().replace("optional = true", "optional = false")
    assert refusal(profile, ROWS) == (
        "Profile town: account.name: there is no column 'who.name'; there are title, nr."
    )
    (tmp_path / "who.csv").write_text("name,no\n")
    assert "joins.who.key: there is no column 'nr'; there are name, no." in refusal(joined(), ROWS)


METERS = """
[joins.meter]
rows = "meters"
key = "guid"
match = "m"
[lines]
list = "charges"
amount = "a"
label = "g"
[lines.names]
list = "meter.kinds"
key = "g"
value = "n"
"""


@pytest.fixture
def metered(bills_profile):
    profile = bills_profile('rows = "bills"', more=METERS)
    return profile.replace('service = ""', "").replace('column = "name"', 'column = "meter.name"')


def document(*bills):
    kinds = [{"g": "g1", "n": "Demand"}, {"g": "g2", "n": "Consumption"}]
    return json.dumps({"meters": [{"guid": "m1", "name": "North", "kinds": kinds}], "bills": bills})


def bill(nr, amount, charges, meter="m1"):
    return {"id": nr, "account": "a", "amount": amount, "m": meter, "charges": charges}


def test_lines_take_their_labels_from_a_second_list(read, metered):
    charges = [{"g": "g1", "a": 10.25}, {"g": "g2", "a": "5"}, {"g": "g9", "a": 1}]
    (record,) = read(metered, document(bill("b1", 16.25, charges)), "in.json").records
    assert record.account.name == "North"
    assert record.lines == (
        ImportLine("Demand", Money(1025)),
        ImportLine("Consumption", Money(500)),
        ImportLine("g9", Money(100)),
    )
    assert record.residue == Money(0)
    assert record.shown_lines == record.lines


def test_the_residue_is_shown_and_never_spread(read, metered):
    text = document(
        bill("b1", 15.24, [{"g": "g1", "a": 10.25}, {"g": "g2", "a": 5}]),
        bill("b2", 7, []),
        bill("b3", 7, None, meter="gone"),
    )
    first, second, third = read(metered, text, "in.json").records
    assert [line.amount.minor for line in first.lines] == [1025, 500]
    assert first.residue == Money(-1)
    assert first.shown_lines[-1] == ImportLine("Difference to the lines", Money(-1), residue=True)
    assert second.lines == third.lines == ()
    assert (second.residue, second.shown_lines) == (Money(0), ())


@pytest.mark.parametrize(
    ("charges", "column", "reason"),
    [
        ("x", "charges", "is not a list of charge lines"),
        ([5], "charges", "is not a list of objects"),
        ([{"g": "g1"}], "charges.a", "is blank, which is not zero"),
        ([{"g": "g1", "a": 0.001}], "charges.a", "has more than 2 decimals"),
        ([{"g": [1], "a": 1}], "charges.g", "is not a single value"),
        ([{"g": "4111111111111111", "a": 1}], "charges.g", "looks like a card number"),
    ],
)
def test_broken_lines_reject_the_bill(read, metered, charges, column, reason):
    mapped = read(metered, document(bill("b1", 1, charges), bill("b2", 1, [])), "in.json")
    assert [(r[0], r[1], r[3]) for r in rejects(mapped)] == [(1, column, reason)]
    assert len(mapped.records) == 1


def test_a_list_of_the_document_needs_a_document(refusal, metered):
    told = refusal(metered, "id,account,amount,m,charges\n")
    assert told == "File in.csv is no JSON document, join 'meter' needs one."


ITEMS = """
name = "fines"
kind = "items"
[account]
key = "plate"
name = "plate"
[item]
number = "nr"
sa_type = { constant = "VIOLATION" }
description = "what"
issue_date = "day"
due = "due"
without_money = "written_off"
[[charges]]
kind = "FINE"
column = "fine"
[[charges]]
kind = "PAYMENT"
column = "paid"
[totals.without_money]
field = "charges"
where = "blank"
[totals.open]
field = "charges"
"""
ITEM_HEAD = "nr,plate,what,day,fine,paid,due\n"


def test_it2_charge_lines_leave_zero_out_and_keep_blank_apart(read):
    rows = (
        "1,P1,x,2024-01-01,35,0,35\n2,P1,x,2024-01-01,,,\n"
        "3,P1,x,2024-01-01,35,,35\n4,P1,x,2024-01-01,-5,0,0\n5,P1,x,2024-01-01,,,7\n"
    )
    mapped = read(ITEMS, ITEM_HEAD + rows)
    charged, without = mapped.records
    assert [(line.kind, line.amount.minor) for line in charged.charges] == [(ChargeKind.FINE, 3500)]
    assert (without.charges, without.due) == (None, None)
    assert rejects(mapped) == [
        (4, "paid", "", "is blank, which is not zero"),
        (5, "fine", "-5.00", "is negative"),
        (6, "fine", "", "is blank, which is not zero"),
    ]
    assert (mapped.totals["without_money"].count, mapped.totals["without_money"].amount) == (
        1,
        None,
    )
    assert mapped.totals["open"].amount == Money(3500)


def test_it4_rows_without_money_may_be_rejected(read):
    profile = ITEMS.replace('"written_off"', '"reject"')
    mapped = read(profile, ITEM_HEAD + "2,P1,x,2024-01-01,,,\n")
    assert rejects(mapped) == [(2, "fine, paid", "", "no amount is given")]


def test_items_need_charge_lines(refusal):
    profile = ITEMS[: ITEMS.index("[[charges]]")]
    assert refusal(profile, ITEM_HEAD) == "Profile fines: charges: an item needs charge lines."


RATES = """
name = "fx"
kind = "rates"
blanks = ["N/A"]
[reader]
tail = "blank"
[rate]
source = { constant = "EUR" }
day = "Date"
currency_columns = true
"""


def test_ac04_rates_in_columns_are_kept_exactly(read):
    text = "Date,USD,JPY,note,CYP,\n2026-04-13,1.1684,186.750,x,N/A,\n2026-04-10,1,,x,N/A,\n"
    mapped = read(RATES, text)
    assert [(r.target, r.day.isoformat(), str(r.rate)) for r in mapped.records] == [
        ("USD", "2026-04-13", "1.1684"),
        ("JPY", "2026-04-13", "186.750"),
        ("USD", "2026-04-10", "1"),
    ]
    assert (mapped.read, mapped.currency) == (3, "")


@pytest.mark.parametrize("cell", ["0", "0.000", "-1", "1e3", ".5", "5.", "NaN", "1.2.3", "1" * 19])
def test_ac04_what_is_no_rate(read, cell):
    mapped = read(RATES, f"Date,USD\n2026-04-13,{cell}\n2026-04-10,1.5\n")
    assert [(r.line, r.column, r.value) for r in mapped.rejected] == [(2, "USD", cell)]
    assert [record.rate for record in mapped.records] == [Decimal("1.5")]


def test_rates_without_currency_columns_are_refused(refusal):
    assert refusal(RATES, "Date,usd\n") == (
        "Profile fx: rate: no column is headed by a currency code."
    )
