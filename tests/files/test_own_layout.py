"""The generic profiles: a file whose columns are called as our fields are."""

import csv
import io
import json
from datetime import date
from decimal import Decimal

import pytest

from posapp.domain.codes import ChargeKind
from posapp.domain.imports import ControlTotal
from posapp.domain.money import Currency, Money
from posapp.files import read_mapped, read_profile

USD = Currency("USD")


@pytest.fixture
def mapped(tmp_path):
    def run(name, rows, suffix="csv"):
        path = tmp_path / f"in.{suffix}"
        if suffix == "json":
            path.write_text(json.dumps(rows))
        else:
            stream = io.StringIO()
            csv.writer(stream).writerows(rows)
            path.write_text(stream.getvalue(), "utf-8")
        return read_mapped(path, read_profile(name), currency=USD)

    return run


def test_accounts_with_all_columns_and_with_the_fewest(mapped):
    header = ["key", "name", "address", "customer_class", "division", "currency", "email", "phone"]
    row = ["A1", "Ζωή Ñandú", "1 Main St", "RES", "EAST", "usd", "z@example.org", "555 0100"]
    (account,) = mapped("accounts", [[*header, "plate", "meter"], [*row, "abc123", "M7"]]).records
    assert account.name == "Ζωή Ñandú"
    assert (account.customer_class, account.division, account.currency) == ("RES", "EAST", "USD")
    assert account.keys == (("PLATE", "ABC123"), ("METER", "M7"))
    few = mapped("accounts", [["key", "name"], ["A1", "Ann"], ["A1", "Bea"], ["", "Cy"]])
    assert [record.key for record in few.records] == ["A1"]
    assert [reject.reason for reject in few.rejected] == [
        "repeats the key of line 2", "is blank",
    ]  # fmt: skip
    assert few.totals == {"accounts": ControlTotal(1, None)}


def test_bills_from_csv_and_with_lines_from_json(mapped):
    header = ["key", "account_key", "sa_type", "bill_date", "amount"]
    (bill,) = mapped("bills", [header, ["b1", "A1", "water", "2024-02-29", "10"]]).records
    assert (bill.sa_type, bill.account.name, bill.amount) == ("WATER", "Account A1", Money(1000))
    assert bill.due_date == date(2024, 3, 30)
    rows = [dict(zip(header, ["b1", "A1", "GAS", "2024-02-29", 10.5], strict=True))]
    rows[0]["lines"] = [{"description": "Use", "amount": 10.25}]
    found = mapped("bills", rows, "json")
    assert found.records[0].residue == Money(25)
    assert found.totals["residues"] == ControlTotal(1, Money(25))


def test_items_with_some_charges(mapped):
    header = ["number", "account_key", "sa_type", "issue_date", "fine", "fee", "payment", "due"]
    rows = [
        ["V1", "A1", "violation", "2024-02-01", "35", "", "5.5", "29.50"],
        ["V2", "A1", "violation", "2024-02-01", "35", "", "5.5", "29.51"],
        ["V3", "A1", "violation", "2024-02-01", "", "", "", ""],
        ["V4", "A1", "permit", "2024-02-01", "", "180", "", ""],
    ]
    found = mapped("items", [header, *rows])
    assert [record.number for record in found.records] == ["V1", "V3", "V4"]
    assert [(c.kind, c.amount.minor) for c in found.records[0].charges] == [
        (ChargeKind.FINE, 3500), (ChargeKind.PAYMENT, 550),
    ]  # fmt: skip
    assert found.records[1].charges is None
    assert found.records[2].due is None
    assert found.rejected[0].reason == "charges against due: the row's own sum differs by 0.01"
    assert found.totals["items"] == ControlTotal(2, Money(20950))
    assert found.totals["without_money"].count == 1


def test_rates(mapped):
    rows = [["source", "target", "day", "rate"], ["eur", "usd", "2024-02-01", "1.0840"]]
    bad = [["EUR", "US", "2024-02-02", "1"], ["EUR", "USD", "2024-02-01", "1.1"]]
    found = mapped("rates", rows + bad)
    assert [(r.source, r.target, r.rate) for r in found.records] == [
        ("EUR", "USD", Decimal("1.0840"))
    ]
    assert [(r.line, r.reason) for r in found.rejected] == [
        (3, "is not a currency code"),
        (4, "repeats the key of line 2"),
    ]
