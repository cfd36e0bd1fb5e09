"""Profiles: what is wrong in one is refused with M-81, naming profile, key and reason."""

from pathlib import Path

import pytest

from posapp.domain.messages import sentence
from posapp.errors import Refused
from posapp.files import read_profile, shipped_profiles
from posapp.paths import resource
from tests.helpers.every import every


def refused(path: Path | str) -> str:
    with pytest.raises(Refused) as caught:
        read_profile(path)
    assert caught.value.code == "M-81"
    return sentence(caught.value.code, caught.value.fields)


@pytest.fixture
def refused_text(tmp_path):
    def run(text):
        path = tmp_path / "town.toml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return refused(path)

    return run


@every("name", shipped_profiles())
def test_shipped_profiles_read_under_their_own_name(name):
    profile = read_profile(name)
    assert profile.name == name
    assert profile.description


def test_shipped_profiles_are_those_of_the_folder():
    assert shipped_profiles() == (
        "accounts", "bills", "ecb-rates", "items", "parking-summonses", "rates", "verifi",
        "water-bills",
    )  # fmt: skip


def test_a_path_reads_a_sites_own_profile(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(resource("profiles", "rates.toml").read_text("utf-8"), "utf-8")
    assert read_profile(str(path)).kind == "rates"
    assert read_profile(path) == read_profile("rates")


def test_an_unknown_name_is_refused_with_the_shipped_ones():
    assert refused("parking") == (
        "Profile parking: there is no such profile or file; shipped are accounts, bills, "
        "ecb-rates, items, parking-summonses, rates, verifi, water-bills."
    )
    assert "there is no such profile or file" in refused("a\0b")
    assert "there is no such profile or file" in refused("x" * 5000)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (('kind = "bills"', 'kind = "bill"'), "town: kind: input should be 'accounts', 'bills'"),
        (('amount = "amount"', 'amuont = "amount"'), "town: bill.amount: is missing."),
        (('amount = "amount"', 'amount = "amount"\nx = 1'), "town: bill.x: is not known here."),
        (('key = "id"', "key = 5"), "town: bill.key: "),
        (('key = "id"', "key = {}"), "town: bill.key: give exactly one of column, columns"),
        (('key = "id"', 'key = {column="a", constant="b"}'), "bill.key: give exactly one of"),
        (('key = "id"', 'key = {column="a", steps=["shout"]}'), "town: bill.key.steps.0: "),
        (('key = "id"', 'key = {column="a", table="t"}'), "bill.key: there is no [tables.t]."),
        (("2024-06-30", '"soon"'), "town: bill.bill_date.stand_in: "),
        (
            ("stand_in = 2024-06-30", 'column = "d", formats = ["%m/%Y"]'),
            "bill.bill_date: formats: '%m/%Y' does not hold year, month and day.",
        ),
        (
            ("stand_in = 2024-06-30", "days_after_bill_date = 1"),
            "bill.bill_date: days_after_bill_date is for bill.due_date.",
        ),
        (("[account]", "[accounts]"), "town: accounts: is not known here."),
        (('field = "amount"', 'field = "due"'), "totals.bills: field is one of records, amount"),
        (('field = "amount"', 'field="amount"\ncolumn="x"'), "give exactly one of column, field"),
        (('name = "town"', 'name = "My Town"'), "town: name: string should match pattern"),
        (('name = "town"', 'name = "town"\nrepeats = "maybe"'), "town: repeats: "),
        (('name = "town"', 'name = "t"\nnumbers_like_cards=["key"]'), "there is no field 'key'"),
        (("[reader]", '[reader]\nencoding = "utf8-ish"'), "town: reader.encoding: "),
        (("[reader]", "[reader]\nheader_line = 0"), "town: reader.header_line: "),
        (("[reader]", '[money]\ngroup_mark = "."\n[reader]'), "town: money: decimal_mark and"),
        (("[reader]", "[item]\n[reader]"), "town: item."),
        (("[reader]", '[joins.x]\nkey="a"\nmatch="b"\n[reader]'), "joins.x: give exactly one of"),
        (("[reader]", '[[charges]]\nkind="FINE"\ncolumn="f"\n[reader]'), "charges belong to items"),
        (("[reader]", '[[charges]]\nkind="FIN"\ncolumn="f"\n[reader]'), "charges.0.kind: "),
        (("[reader]", '[trailer]\ncolumn="a"\nequals="b"\ncounts={x="a"}\n[reader]'), "[totals.x]"),
        (("[reader]", "[reader"), "Profile town: is not TOML: "),
        (('name = "town"', "name = " + "[" * 5000), "Profile town: is "),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(refused_text, bills_profile, change, told):
    text = bills_profile()
    assert change[0] in text
    assert told in refused_text(text.replace(change[0], change[1], 1))


def test_sections_of_another_kind_are_refused(refused_text, bills_profile):
    text = bills_profile().replace('kind = "bills"', 'kind = "accounts"')
    assert "section [bill] has no place in a profile of kind accounts" in refused_text(text)
    text = bills_profile().replace("[account]", "[rate]")
    assert "rate" in refused_text(text)


def test_bytes_that_are_no_text_are_refused(refused_text):
    assert refused_text(b'name = "\xff"') == "Profile town: is not UTF-8 text."
    assert refused_text(b"#" * 1_100_000) == "Profile town: is larger than 1 MB."


def test_a_template_with_a_lone_brace_is_refused(refusal, bills_profile):
    text = bills_profile().replace('key = "id"', 'key = { template = "{id" }')
    assert refusal(text, "id,account,amount\n") == (
        "Profile town: bill.key: template '{id' has a lone brace."
    )


@pytest.mark.parametrize(
    ("change", "field", "missing"),
    [
        (('key = "id"', 'key = "nr"'), "bill.key", "nr"),
        (('key = "id"', 'key = { template = "{id}-{nr}" }'), "bill.key", "nr"),
        (('key = "id"', 'key = { columns = ["id", "nr"] }'), "bill.key", "nr"),
        (('amount = "amount"', 'amount = "sum"'), "bill.amount", "sum"),
        (('field = "amount"', 'column = "sum"'), "totals.bills", "sum"),
        (("stand_in = 2024-06-30", 'column = "day"'), "bill.bill_date", "day"),
        (("[reader]", '[account.keys]\nPLATE = "plate"\n[reader]'), "account.keys.PLATE", "plate"),
        (
            ("[reader]", '[[checks]]\nname="c"\nplus=["x"]\nequals="amount"\n[reader]'),
            "checks.c",
            "x",
        ),
        (
            ("[reader]", '[trailer]\ncolumn="kind"\nequals="T"\n[reader]'),
            "trailer.column",
            "kind",
        ),
        (("[reader]", '[lines]\nlist="l"\namount="a"\nlabel="b"\n[reader]'), "lines.list", "l"),
    ],
)
def test_a_column_that_is_missing_is_refused_before_any_row(
    refusal, bills_profile, change, field, missing
):
    text = bills_profile()
    assert change[0] in text
    told = refusal(text.replace(change[0], change[1], 1), "id,account,amount\n,,broken\n")
    assert told == (
        f"Profile town: {field}: there is no column '{missing}'; there are id, account, amount."
    )


def test_the_currency_of_the_profile_must_be_the_readings(refusal, bills_profile):
    text = bills_profile(top='currency = "EUR"\n')
    assert refusal(text, "id,account,amount\n") == (
        "Profile town: currency: its amounts are in EUR, not in USD."
    )
