"""The shipped profiles on public data, recorded: control totals again from the ledger."""

import pytest

from posapp.domain.imports import ControlTotal
from posapp.domain.money import Money
from tests.helpers.imports import DATA, Imports, counts

pytestmark = [
    pytest.mark.realdata,
    pytest.mark.skipif(not DATA.is_dir(), reason="the public data is not beside the checkout"),
]
OWED = (
    "SELECT count(*), sum(due) FROM (SELECT sum(f.current_amount) AS due"
    " FROM financial_transaction f JOIN payable_item i ON i.agreement_id = f.agreement_id"
    " GROUP BY i.id) x WHERE due <> 0"
)


def test_parking_summonses(imports: Imports) -> None:
    path = DATA / "parking" / "summonses.json"
    report = imports.run_file("items", path, "parking-summonses")
    assert report.read == 500
    assert counts(report) == (500, 0, 0, 0)
    assert report.totals["without_money"] == ControlTotal(3)
    assert report.totals["due"] == ControlTotal(19, Money(235105))
    assert imports.rows(OWED) == [(19, 235105)]
    assert imports.rows(
        "SELECT state, count(*) FROM payable_item GROUP BY state ORDER BY state"
    ) == [
        ("PAID", 478),
        ("PAYABLE", 19),
        ("WRITTEN_OFF", 3),
    ]
    conversions = "SELECT sum(amount) FROM gl_line WHERE distribution_code = '3900-CONVERSION'"
    assert imports.one(conversions) == 3199900 + 329653
    assert counts(imports.run_file("items", path, "parking-summonses")) == (0, 0, 500, 0)
    imports.assert_sound()


def test_water_bills(imports: Imports) -> None:
    path = DATA / "utility" / "water_bills.csv"
    report = imports.run_file("bills", path, "water-bills")
    assert counts(report) == (13511, 0, 0, 0)
    assert report.totals["bills"] == ControlTotal(13511, Money(2069662600))
    assert imports.one("SELECT sum(amount) FROM bill") == 2069662600
    assert imports.one("SELECT sum(current_amount) FROM financial_transaction") == 2069662600
    assert imports.one("SELECT count(*) FROM account") == 37
    assert counts(imports.run_file("bills", path, "water-bills")) == (0, 0, 13511, 0)
    imports.assert_sound()


def test_verifi_account(imports: Imports) -> None:
    path = DATA / "utility" / "verifi_account.json"
    report = imports.run_file("bills", path, "verifi")
    assert counts(report) == (441, 0, 0, 0)
    assert imports.one("SELECT count(*) FROM account") == 1
    assert imports.one("SELECT count(*) FROM agreement") == 9
    residues = "SELECT count(*), sum(amount) FROM bill_line WHERE residue"
    assert imports.rows(residues) == [(85, -19)]
    assert counts(imports.run_file("bills", path, "verifi")) == (0, 0, 441, 0)
    imports.assert_sound()


def test_reference_rates_of_the_central_bank(imports: Imports) -> None:
    path = DATA / "fx" / "eurofxref.csv"
    report = imports.run_file("rates", path, "ecb-rates")
    assert counts(report) == (15530, 0, 0, 0)
    assert counts(imports.run_file("rates", path, "ecb-rates")) == (0, 0, 15530, 0)
    assert imports.rows(
        "SELECT rate FROM exchange_rate WHERE target = 'USD' AND day = '2026-04-13'"
    ) == [("1.1684",)]
