"""The standard set-up (D-36, D-39, D-41): complete, checked, in any currency."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from posapp.domain.codes import MatchKind, SegmentType
from posapp.domain.money import Money
from posapp.errors import Refused
from posapp.paths import resource
from posapp.storage import migrate
from posapp.storage.db import Database
from posapp.storage.seed import SeedError, load, seed_standard

HOME: dict[str, Any] = {"organisation": "Town", "currency": "USD", "zone": "America/New_York"}


def rows(name: str, key: str = "code") -> dict[str, dict[str, Any]]:
    return {row[key]: row for row in load(resource("seed"), **HOME)[name]}


def test_d41_tender_types() -> None:
    types = rows("tender_type")
    assert set(types) == {
        "CASH",
        "CHEC",
        "OVUN",
        "DDCH",
        "CRED",
        "MORD",
        "CCHK",
        "TRAV",
        "CARD",
        "PAYR",
        "FLEX",
        "STUD",
        "ROND",
    }
    assert {code for code, row in types.items() if row["like_cash"]} == {"CASH", "CCHK", "TRAV"}
    assert {code for code, row in types.items() if row["allow_cash_back"]} == {"CASH", "TRAV"}
    assert {code for code, row in types.items() if row["generate_auto_pay"]} == {"DDCH", "CRED"}
    for code in ("PAYR", "FLEX", "STUD"):
        row = types[code]
        assert (row["like_cash"], row["physical"], row["add_credit"]) == (False, False, True)
        assert row["distribution_code"] is not None
    # TT-02: these belong to automatic payments alone.
    for row in types.values():
        assert bool(row["external_type"]) == row["generate_auto_pay"]
    assert types["DDCH"]["require_external_source_id"]
    assert types["CRED"]["require_expiration_date"]
    # OU-06, D-20: made by the program, never chosen by a user.
    assert {code for code, row in types.items() if row["system_only"]} == {"OVUN", "ROND"}


def test_payments_1_5_cancel_reasons() -> None:
    reasons = rows("cancel_reason")
    # Beside them the one that a refunded checkout gives (CK-6).
    assert set(reasons) == {"NSF", "STOP", "DATA", "WRAC", "DUPL", "TRAN", "REOB", "RFND"}
    nsf = reasons["NSF"]
    assert (nsf["nsf_charge"], nsf["affect_cash_only_by"]) == (True, 100)
    assert (nsf["affect_credit_rating_by"], nsf["months_affecting"]) == (-50, 12)
    assert [code for code, row in reasons.items() if row["system_default"]] == ["REOB"]


def test_sources_and_their_limits() -> None:
    sources = rows("tender_source")
    assert set(sources) == {"CASH-A01", "CASH-A02", "CASH-B01", "CASH-B02", "ACH"}
    assert sources["CASH-A01"]["default_starting_balance"] == Money(15000)
    # TS-07: the limit is above the float.
    assert sources["CASH-A01"]["max_amount_balance"] > Money(15000)
    assert sources["ACH"]["max_amount_balance"] is None


def test_match_types_and_rules() -> None:
    assert {row["kind"] for row in rows("match_type").values()} == set(MatchKind)
    rules = rows("distribution_rule")
    assert set(rules) == {"ACCT", "BILL", "SA", "ITEM", "TMPL", "MEMO"}
    assert rules["MEMO"]["create_payment"] == ""


def test_agreement_types_and_item_kinds() -> None:
    types = rows("sa_type")
    kinds = {code for code, row in types.items() if row["item_kind"]}
    assert kinds == {"PERMIT", "TEMP-PERMIT", "VIOLATION", "LOCKER", "ACCESS-CARD"}
    assert all(types[code]["one_time"] for code in kinds | {"OVERPAY"})
    assert types["CHARITY"]["segment_type"] is SegmentType.CHARITY
    assert types["OVERPAY"]["distribution_code"] == "2150-OVERPAY"
    assert {"WATER", "ELECTRIC", "GAS", "SEWER", "FUEL", "GARBAGE", "OVUN"} <= set(types)


def test_d26_open_item_accounts_must_match() -> None:
    classes = rows("customer_class")
    assert classes["OPEN"]["open_item"]
    assert classes["OPEN"]["match_required"]
    assert classes["NONCIS"]["non_cis"]
    assert not classes["RES"]["match_required"]


def test_d36_periods_of_this_year_and_the_next_are_open(db: Database) -> None:
    with db.read() as s:
        found = s.execute(
            text("SELECT code, start_date, end_date FROM accounting_period WHERE open ORDER BY 1")
        ).all()
    assert len(found) == 24
    assert [str(part) for part in found[0]] == ["2026-01", "2026-01-01", "2026-01-31"]
    assert [str(part) for part in found[-1]] == ["2027-12", "2027-12-01", "2027-12-31"]


def test_a_leap_year_ends_february_on_the_29th(tmp_path: Path) -> None:
    path = str(tmp_path / "leap.db")
    migrate.init(path, lambda s: seed_standard(s, today=date(2028, 2, 29)))
    db = Database.open(path)
    with db.read() as s:
        query = text("SELECT end_date FROM accounting_period WHERE code = '2028-02'")
        assert s.execute(query).scalar() == "2028-02-29"
    db.dispose()


@pytest.mark.parametrize(
    ("currency", "start"), [("JPY", 150), ("KWD", 150_000), ("EUR", 15_000), ("BBD", 15_000)]
)
def test_d17_amounts_follow_the_decimals_of_the_currency(
    tmp_path: Path, currency: str, start: int
) -> None:
    path = str(tmp_path / "office.db")
    migrate.init(
        path,
        lambda s: seed_standard(
            s,
            today=date(2026, 11, 20),
            organisation="Rathaus",
            currency=currency,
            zone="Asia/Tokyo",
        ),
    )
    db = Database.open(path)
    with db.read() as s:
        query = "SELECT default_starting_balance, currency, office FROM tender_source WHERE code = 'CASH-A01'"
        assert s.execute(text(query)).one() == (start, currency, "MAIN")
        office = s.execute(text("SELECT zone, currency FROM office")).one()
        named = s.execute(text("SELECT organisation, currency FROM installation")).one()
    db.dispose()
    assert office == ("Asia/Tokyo", currency)
    assert named == ("Rathaus", currency)


def test_an_unknown_currency_or_zone_is_refused(tmp_path: Path) -> None:
    for wrong, code in (({"currency": "XXX"}, "M-55"), ({"zone": "Moon/Sea"}, "M-50")):
        with pytest.raises(Refused) as caught:
            migrate.init(
                str(tmp_path / "x.db"),
                lambda s, w=wrong: seed_standard(s, today=date(2026, 1, 1), **w),
            )
        assert caught.value.code == code
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        ("tenders", "like_cash = false", "likes_cash = false", "unknown likes_cash"),
        ("tenders", 'description = "Cash"\n', "", "description: missing"),
        ("tenders", "physical = true", 'physical = "yes"', "'yes' does not fit"),
        ("sources", '"150.00"', '"150.001"', "does not fit USD"),
        ("sources", '"150.00"', "150.0", "150.0 does not fit"),
        ("sources", "[[bank]]", "[[bench]]", "no table bench"),
        ("agreements", '"NORMAL"', '"ODD"', "'ODD' does not fit"),
        ("agreements", "payment_priority = 10", "payment_priority = true", "True does not fit"),
    ],
)
def test_a_wrong_seed_file_is_named(
    tmp_path: Path, name: str, old: str, new: str, says: str
) -> None:
    for file in resource("seed").glob("*.toml"):
        content = file.read_text("utf-8")
        if file.stem == name:
            assert old in content
            content = content.replace(old, new, 1)
        (tmp_path / file.name).write_text(content, "utf-8")
    with pytest.raises(SeedError, match=says) as caught:
        load(tmp_path, **HOME)
    assert f"{name}.toml" in str(caught.value)
