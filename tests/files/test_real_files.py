"""The shipped profiles on public data: every control total, and the dirt that is known of it."""

import json
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from posapp.domain.codes import ChargeKind
from posapp.domain.imports import ControlTotal
from posapp.domain.money import ZERO, Currency, Money, total
from posapp.files import read_mapped, read_profile

USD = Currency("USD")
DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
SUMMONSES = DATA / "parking" / "summonses.json"
WATER = DATA / "utility" / "water_bills.csv"
VERIFI = DATA / "utility" / "verifi_account.json"
ECB = DATA / "fx" / "eurofxref.csv"
pytestmark = [
    pytest.mark.realdata,
    pytest.mark.skipif(not DATA.is_dir(), reason="the public data is not beside the checkout"),
]


def mapped(profile, path, **options):
    return read_mapped(path, read_profile(profile), currency=USD, **options)


@pytest.fixture(scope="module")
def summonses():
    return mapped("parking-summonses", SUMMONSES)


@pytest.fixture(scope="module")
def water():
    return mapped("water-bills", WATER)


@pytest.fixture(scope="module")
def verifi():
    return mapped("verifi", VERIFI)


def test_summonses_control_totals(summonses):
    assert (summonses.read, len(summonses.records), summonses.rejected) == (500, 500, ())
    assert summonses.totals == {
        "due": ControlTotal(19, Money(235105)),
        "payments": ControlTotal(451, Money(3199900)),
        "reductions": ControlTotal(88, Money(329653)),
        "without_money": ControlTotal(3, None),
    }
    assert summonses.wrong_totals() == ()


def test_summonses_rows_without_money_have_null_money(summonses):
    without = [item for item in summonses.records if item.charges is None]
    assert [item.number for item in without] == ["8568458129", "8568466291", "8713616961"]
    assert {item.due for item in without} == {None}
    assert without[0].description == "Summons 8568458129"


def test_it2_summonses_lines_give_the_amount_due(summonses):
    for item in summonses.records:
        lines = item.charges or ()
        raised = total(line.amount for line in lines if not line.kind.lowers_due)
        lowered = total(line.amount for line in lines if line.kind.lowers_due)
        assert raised - lowered == (item.due or ZERO)
        assert all(line.amount.minor > 0 for line in lines)
    kinds = Counter(line.kind for item in summonses.records for line in item.charges or ())
    assert kinds[ChargeKind.FINE] == 497
    assert kinds[ChargeKind.PAYMENT] == 451


def test_summonses_accounts_are_plate_and_state(summonses):
    first = summonses.records[0]
    assert first.account.key == "NY-JPT2306"
    assert first.account.name == "Plate JPT2306 NY"
    assert first.account.keys == (("PLATE", "JPT2306"), ("PLATE-STATE", "JPT2306 NY"))
    assert (first.number, first.sa_type) == ("8713353457", "VIOLATION")
    assert first.issue_date == date(2020, 10, 13)
    assert first.attributes["time"] == "02:45P"
    assert len({item.account.key for item in summonses.records}) == 493


def test_summonses_ten_spellings_are_five_boroughs(summonses):
    source = json.loads(SUMMONSES.read_text("utf-8"))
    assert len({row["county"] for row in source if "county" in row}) == 10
    counties = Counter(item.attributes.get("county") for item in summonses.records)
    assert counties == {
        "Manhattan": 213, "Queens": 157, "Brooklyn": 60, "Bronx": 50, "Staten Island": 17, None: 3,
    }  # fmt: skip


def test_summonses_with_wrong_arithmetic_are_rejected(tmp_path):
    rows = json.loads(SUMMONSES.read_text("utf-8"))
    rows[0]["amount_due"] = "0.01"
    del rows[1]["interest_amount"]
    rows[2]["fine_amount"] = "sixty"
    (tmp_path / "s.json").write_text(json.dumps(rows))
    found = mapped("parking-summonses", tmp_path / "s.json")
    assert [(r.line, r.column, r.value) for r in found.rejected] == [
        (1, "amount_due", "0.01"),
        (2, "interest_amount", ""),
        (3, "fine_amount", "sixty"),
    ]
    assert len(found.records) == 497


def test_summonses_exported_as_csv_map_the_same(summonses, tmp_path):
    rows = json.loads(SUMMONSES.read_text("utf-8"))
    names = [name for name in rows[0] if name != "summons_image"]
    names += ["violation_status", "judgment_entry_date"]
    head = ",".join(name.replace("_", " ").title() for name in names)
    lines = [",".join(f'"{row.get(name, "")}"' for name in names) for row in rows]
    path = tmp_path / "s.csv"
    path.write_bytes("\r\n".join(["\ufeff" + head, *lines, ",,,"]).encode())
    found = mapped("parking-summonses", path)
    assert (found.totals, len(found.records)) == (summonses.totals, 500)
    assert found.records[7].charges == summonses.records[7].charges


def test_water_control_totals(water):
    assert (water.read, len(water.records), water.rejected) == (13511, 13511, ())
    assert water.totals == {"bills": ControlTotal(13511, Money(2069662600))}
    assert water.notes == ()


def test_t13_water_equal_rows_are_different_bills_and_keys_are_stable(water):
    keys = [bill.key for bill in water.records]
    assert len(set(keys)) == 13511
    assert len({key.rpartition("#")[0] for key in keys}) < 13511
    assert keys[0] == "210|325|92|12116.54|1380|12116.54|0#1"
    assert [bill.key for bill in mapped("water-bills", WATER).records] == keys


def test_water_names_and_addresses_are_joined(water):
    accounts = {bill.account.key: bill.account for bill in water.records}
    assert len(accounts) == 37
    assert accounts["91"].name == "BAISLEY PARK"
    assert accounts["91"].address == "164-01 FOCH BOULEVARD, JAMAICA, NY, 11434"
    nameless = {key for key, one in accounts.items() if one.name.startswith("Development TDS")}
    assert nameless == {"210", "296", "302", "309", "322", "398", "524", "525", "531"}
    assert (accounts["210"].name, accounts["210"].address) == ("Development TDS 210", "")


def test_water_bill_and_its_stand_in_date(water):
    first = water.records[0]
    assert (first.line, first.amount, first.service) == (2, Money(1211654), "325")
    assert (first.sa_type, first.description) == ("WATER", "Water, 92 days, consumption 1380")
    assert (first.bill_date, first.due_date) == (date(2024, 12, 31), date(2025, 1, 30))
    again = mapped("water-bills", WATER, stand_in_date=date(2019, 6, 30), limit=1).records[0]
    assert (again.bill_date, again.key) == (date(2019, 6, 30), first.key)


def test_water_without_the_address_file_and_with_dirt(tmp_path):
    lines = WATER.read_text("utf-8").splitlines()[:4]
    dirt = [
        "#N/A,325,1,5,1,5,0,,10,,,,,,,,,,,,,",
        "210,325,1,,1,5,0,,10,,,,,,,,,,,,,",
        "210,325,1,5.005,1,5,0,,10,,,,,,,,,,,,,",
        "210,325,1,0.1,1,0.1,0,,0.2,,,,,,,,,,,,x,Yes,more",
        "210,325",
        ",,,,,,,,,,,,,,,,,,,,,",
        "",
    ]
    (tmp_path / "w.csv").write_bytes(b"\xef\xbb\xbf" + "\r\n".join(lines + dirt).encode())
    found = mapped("water-bills", tmp_path / "w.csv")
    assert [(r.line, r.column, r.value) for r in found.rejected] == [
        (5, "TDS #", "#N/A"),
        (6, "Current Charges", ""),
        (7, "Current Charges", "5.005"),
        (9, "", "210,325"),
    ]
    assert found.totals["bills"] == ControlTotal(4, Money(1211654 + 433737 + 333644 + 10))
    assert found.notes == ("addresses.csv is not beside the file; what it would add is left blank",)


def test_verifi_control_totals(verifi):
    assert (verifi.read, len(verifi.records), verifi.rejected) == (441, 441, ())
    assert verifi.totals["bills"] == ControlTotal(441, Money(4463135816))
    assert verifi.totals["lines"].count == 208
    assert verifi.totals["residues"] == ControlTotal(85, Money(-19))


def test_verifi_residues_are_shown_by_the_cent_and_never_spread(verifi):
    source = {
        row["guid"]: row
        for row in json.loads(VERIFI.read_text("utf-8"), parse_float=Decimal)["meterData"]
    }
    for bill in verifi.records:
        charges = source[bill.key]["charges"]
        amounts = [int(Decimal(one["chargeAmount"]) * 100) for one in charges]
        assert [line.amount.minor for line in bill.lines] == amounts
        assert total(line.amount for line in bill.shown_lines) == (bill.amount if charges else ZERO)
        assert abs(bill.residue.minor) <= 2
    residues = [line for bill in verifi.records for line in bill.shown_lines if line.residue]
    assert len(residues) == 85


def test_verifi_one_account_and_an_agreement_for_each_meter(verifi):
    (account,) = {id(bill.account): bill.account for bill in verifi.records}.values()
    assert account.name == "Cocoa Co. Example"
    assert account.address == "100 Woodruff Ave., Columbus, OH, 43228"
    assert len(account.keys) == 9
    services = {(bill.sa_type, bill.service) for bill in verifi.records}
    assert len(services) == 9
    assert Counter(sa_type for sa_type, _ in services) == {"ELECTRIC": 5, "GAS": 4}


def test_verifi_bills_are_dated_and_labelled(verifi):
    first = verifi.records[0]
    assert (first.bill_date, first.due_date) == (date(2021, 12, 28), date(2022, 1, 27))
    assert [line.description for line in first.lines] == [
        "Real Demand", "Ratchet Demand", "PowerFactor", "Consumption",
    ]  # fmt: skip
    assert first.description == "Peanuts (Average): Electricity"


def test_ecb_rates():
    found = mapped("ecb-rates", ECB)
    assert found.rejected == ()
    assert found.totals == {"rates": ControlTotal(len(found.records), None)}
    assert len({rate.day for rate in found.records}) == 520
    newest = {rate.target: rate for rate in found.records if rate.day == date(2026, 4, 13)}
    assert (newest["USD"].source, str(newest["USD"].rate)) == ("EUR", "1.1684")
    assert str(newest["IDR"].rate) == "20082.05"
    assert "CYP" not in newest
    assert found.records[0].day > found.records[-1].day
    cells = ECB.read_text("utf-8").split()[1:]
    assert len(found.records) == sum(len(row.split(",")) - 2 - row.count("N/A") for row in cells)
