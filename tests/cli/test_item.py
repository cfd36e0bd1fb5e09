"""``posapp item``: issue, look at, list and take back payable items (IT-1 to IT-6, case 10)."""

import json
from pathlib import Path

import pytest

from tests.helpers.command_line import CommandLine

SUMMONS = {
    "plate": "JPT2306", "state": "NY", "license_type": "PAS", "summons_number": "8713353457",
    "issue_date": "10/13/2020", "violation_time": "02:45P", "violation": "FIRE HYDRANT",
    "fine_amount": "115", "penalty_amount": "10", "interest_amount": "0.1",
    "reduction_amount": "0.1", "payment_amount": "60", "amount_due": "65", "county": "K",
}  # fmt: skip
BLANK = SUMMONS | {
    "summons_number": "8713353499", "fine_amount": "", "penalty_amount": "", "interest_amount": "",
    "reduction_amount": "", "payment_amount": "", "amount_due": "",
}  # fmt: skip


@pytest.fixture(params=["sqlite_office", "postgres_office"], scope="module")
def office(request: pytest.FixtureRequest) -> CommandLine:
    """Both databases, with two imported summonses: one without money."""
    made: CommandLine = request.getfixturevalue(request.param)
    folder: Path = request.getfixturevalue("tmp_path_factory").mktemp("items")
    file = folder / "summonses.json"
    file.write_text(json.dumps([SUMMONS, BLANK]), "utf-8")
    made.done("import", "items", str(file), "--profile", "parking-summonses", user="adm")
    return made


def test_case_10_fine_penalty_interest_less_reduction_and_payment_is_due(
    office: CommandLine,
) -> None:
    item = office.done("item", "show", "8713353457")
    assert (item["due"], item["charged"], item["state"]) == ("65.00", "125.10", "PAYABLE")
    assert item["amounts"] == {
        "fine": "115.00", "penalty": "10.00", "interest": "0.10", "fee": "0.00", "tax": "0.00",
        "reduction": "0.10", "payment": "60.00",
    }  # fmt: skip
    assert [(line["kind"], line["amount"]) for line in item["lines"]] == [
        ("FINE", "115.00"), ("PENALTY", "10.00"), ("INTEREST", "0.10"), ("REDUCTION", "0.10"),
        ("PAYMENT", "60.00"),
    ]  # fmt: skip
    assert (item["kind"], item["account_name"], item["issued_by"], item["log"]) == (
        "VIOLATION", "Plate JPT2306 NY", None, []
    )  # fmt: skip
    assert item["history"][0]["due"] == "65.00"
    assert item["attributes"]["county"] == "Brooklyn"


def test_it4_what_has_no_money_is_null_and_counted_apart(office: CommandLine) -> None:
    item = office.done("item", "show", "8713353499")
    assert (item["due"], item["charged"], item["state"]) == (None, None, "WRITTEN_OFF")
    assert item["amounts"]["fine"] is None
    assert item["lines"] == [{"line": 1, "kind": "FINE", "amount": None}]
    listed = office.done("item", "list", "--account", "JPT2306 NY")
    assert listed["totals"] == {
        "items": {"count": 2, "amount": None},
        "due": [{"currency": "USD", "count": 1, "amount": "65.00"}],
        "without_money": {"count": 1, "amount": None},
    }
    assert listed["more"] is False
    for more in (("--plate", "jpt2306:ny".replace(":", " ")), ("--number", "87133534")):
        assert office.done("item", "list", *more)["items"] == listed["items"]
    assert office.done("item", "list", "--person", "nobody at all")["items"] == []
    only = office.done("item", "list", "--account", "JPT2306 NY", "--state", "written_off")
    assert [(one["number"], one["due"]) for one in only["items"]] == [("8713353499", None)]
    paid = office.done("event", "add", "--payor", "JPT2306 NY", "--amount", "5",
                       "--tender", "CASH:5", "--match", "ITEM-ID:8713353499")  # fmt: skip
    assert paid["payments"][0]["error"]["code"] == "K-01"


def test_it1_issue_by_kind_violation_and_lines(office: CommandLine) -> None:
    account = office.account()
    item = office.done("item", "issue", "--account", account, "--kind", "locker",
                       "--fact", "hall=B", "--plate", "abc12", "--state", "nj")  # fmt: skip
    assert (item["kind"], item["number"], item["due"]) == ("LOCKER", "L-000001", "25.00")
    assert item["attributes"] == {"plate": "ABC12", "state": "NJ", "hall": "B"}
    assert (item["issued_by"], item["log"][0]["action"]) == ("Kim", "item.issue")
    fine = office.done("item", "issue", "--account", account, "--kind", "VIOLATION",
                       "--violation", "HYDRANT", "--location", "CENTER")  # fmt: skip
    assert (fine["due"], fine["description"]) == ("115.00", "Fire hydrant")
    own = office.done("item", "issue", "--account", account, "--kind", "PERMIT", "--amount", "90.5",
                      "--number", "Z-9", "--description", "Zone Z")  # fmt: skip
    assert (own["number"], own["due"], own["lines"][0]["kind"]) == ("Z-9", "90.50", "FEE")
    lines = office.done("item", "issue", "--account", account, "--kind", "PERMIT",
                        "--charge", "FEE:100", "--charge", "TAX:7.25")  # fmt: skip
    assert lines["due"] == "107.25"
    assert (own["part_payment"], own["releasable"], fine["releasable"]) == (True, True, False)
    listed = office.done("item", "list", "--account", account, "--kind", "permit", "--limit", "1")
    assert (len(listed["items"]), listed["more"]) == (1, True)
    assert listed["totals"]["due"][0] == {"currency": "USD", "count": 2, "amount": "197.75"}


def test_d21_a_request_is_carried_out_once(office: CommandLine) -> None:
    account, request = office.account(), "6f6b3ad2-2f83-4c0e-9d0f-3c5d5c1f6a01"
    asked = ("item", "issue", "--account", account, "--kind", "PERMIT", "--request-id", request)
    first, again = office.done(*asked), office.done(*asked)
    assert (again["id"], again["replayed"]) == (first["id"], True)
    assert office.done("account", "show", account)["current_balance"] == "180.00"


def test_it6_an_item_is_taken_back_by_a_supervisor(office: CommandLine) -> None:
    account = office.account()
    item = office.done("item", "issue", "--account", account, "--kind", "PERMIT")
    asked = ("item", "release", item["number"], "--comment", "Wrong zone")
    assert office.refused(*asked)["code"] == "M-51"
    assert office.refused(*asked, "--if-version", "9", user="sam")["code"] == "M-30"
    given = office.done(*asked, user="sam")
    assert (given["state"], given["due"]) == ("RELEASED", "0.00")
    assert given["log"][-1]["comment"] == "Wrong zone"
    assert office.refused(*asked, user="sam")["code"] == "M-306"


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (("--kind", "WATER"), "M-300"),
        (("--kind", "PERMIT", "--amount", "x"), "M-50"),
        (("--kind", "PERMIT", "--amount", "0"), "M-02"),
        (("--kind", "PERMIT", "--charge", "WAR:5"), "M-55"),
        (("--kind", "PERMIT", "--charge", "PAYMENT:5"), "M-303"),
        (("--kind", "PERMIT", "--violation", "METER"), "M-301"),
        (("--kind", "VIOLATION", "--violation", "METER"), "M-305"),
        (("--kind", "VIOLATION"), "M-302"),
        (("--kind", "PERMIT", "--date", "2027-01-01"), "M-304"),
        (("--kind", "PERMIT", "--date", "2026-01-01"), "M-51"),
    ],
)
def test_issue_refuses_by_code(
    sqlite_office: CommandLine, more: tuple[str, ...], code: str
) -> None:
    account = sqlite_office.account()
    assert sqlite_office.refused("item", "issue", "--account", account, *more)["code"] == code


@pytest.mark.parametrize(
    "more",
    [
        ("--amount", "5", "--charge", "FEE:5"),
        ("--charge", "FEE"),
        ("--fact", "hall"),
    ],
)
def test_issue_says_what_is_wrong_usage(sqlite_office: CommandLine, more: tuple[str, ...]) -> None:
    account = sqlite_office.account()
    asked = sqlite_office.run("item", "issue", "--account", account, "--kind", "PERMIT", *more)
    assert asked.code == 2


def test_what_is_no_item_or_kind_is_not_found(sqlite_office: CommandLine) -> None:
    assert sqlite_office.refused("item", "show", "nothing")["code"] == "M-55"
    assert sqlite_office.refused("item", "list", "--kind", "WATER")["code"] == "M-55"
