"""``turn-in`` and ``deposit-control``: the supervisor's day by commands (controls 10.2, 20.3)."""

from pathlib import Path
from typing import Any

import pytest

from tests.helpers.command_line import CommandLine


@pytest.fixture(scope="module")
def day(office: CommandLine) -> dict[str, Any]:
    """Cash and a check were taken, part of the cash was turned in and approved."""
    account = office.owing(200_000)
    pay = ("event", "add", "--payor", account, "--confirm", "M-40", "--confirm", "M-69")
    office.done(*pay, "--amount", "500.00", "--tender", "CASH:500.00")
    check = office.done(*pay, "--amount", "60.00", "--tender", "CHEC:60.00:1047")
    made = office.done("turn-in", "add", office.control, "CASH:400.00")
    return {"check": check["tenders"][0]["id"], "turn_in": made}


def test_turn_ins_are_added_corrected_and_approved(
    office: CommandLine, day: dict[str, Any]
) -> None:
    made = day["turn_in"]
    assert (made["status"], made["direction"], made["amount"]) == ("AWAITING", "OUT", "400.00")
    fewer = ("turn-in", "set", made["id"], "--amount", "CASH:380.00", "--note", "20:19")
    changed = office.done(*fewer, "--if-version", "1")
    assert (changed["version"], changed["counted"][0]["quantity"]) == (2, 19)
    stale = office.refused("turn-in", "approve", made["id"], "--if-version", "1", user="sam")
    assert stale["code"] == "M-30"
    assert office.refused("turn-in", "approve", made["id"])["code"] == "M-133"
    approved = office.done("turn-in", "approve", made["id"], user="sam")
    assert (approved["status"], approved["approved_by"]) == ("APPROVED", "Sam")
    assert office.refused("turn-in", "delete", made["id"])["code"] == "C-11"
    other = office.done("turn-in", "add", office.control, "CASH:1.00")
    assert office.done("turn-in", "delete", other["id"])["deleted"]
    listed = office.done("turn-in", "list", "--deposit-control", office.deposit)["turn_ins"]
    assert listed == office.done("turn-in", "list", "--control", office.control)["turn_ins"]
    assert [one["id"] for one in listed] == [made["id"]]


def test_a_deposit_control_goes_through_its_day(office: CommandLine, day: dict[str, Any]) -> None:
    deposit = office.deposit
    (free,) = office.done("deposit-control", "undeposited", deposit, user="sam")["tenders"]
    assert free["tender_id"] == day["check"]
    slip = ("deposit-control", "add-deposit", deposit, "440.00", "--reference", "S-17")
    row = office.done(*slip, "--check", free["tender_id"], "--bag", "B-1", user="sam")
    assert (row["cash"], row["bag_number"], len(row["tenders"])) == ("380.00", "B-1", 1)
    changed = office.done(
        "deposit-control", "set-deposit", row["id"], "--carried-by", "Lee", user="sam"
    )
    assert (changed["carried_by"], changed["amount"]) == ("Lee", "440.00")
    office.done("deposit-control", "delete-deposit", row["id"], user="sam")
    asked = office.run("deposit-control", "start-balancing", deposit, user="sam")
    assert (asked.code, asked.document["concerns"][0]["code"]) == (3, "M-232")
    confirmed = ("deposit-control", "start-balancing", deposit, "--confirm", "M-232")
    assert office.done(*confirmed, user="sam")["status"] == "BALANCING"
    ended = office.done("deposit-control", "set-ending", deposit, "300.00", user="sam")
    assert (ended["ending_balance"], ended["outstanding_over_under"]) == ("300.00", "-410.00")
    refused = office.refused("deposit-control", "balance", deposit, user="sam")
    assert refused["code"] == "C-10"
    assert office.done("deposit-control", "reopen", deposit, user="sam")["status"] == "OPEN"
    hidden = office.done("deposit-control", "show", deposit)
    assert (hidden["total_tenders"], hidden["lines"], hidden["deposits"]) == (None, None, [])


def test_the_day_is_rolled_up_and_proven_and_its_ledger_exported_once(
    office: CommandLine, day: dict[str, Any], tmp_path: Path
) -> None:
    assert day["check"]
    office.done("deposit-control", "set-ending", office.deposit, "710.00", user="sam")
    found = office.done("deposit-control", "day", "2026-11-20", user="sam")
    (strip,) = found["proof"]
    assert (strip["green"], strip["receipts"], strip["missing"]) == (True, "560.00", "0.00")
    assert found["currencies"][0]["total_tenders"] == "560.00"
    assert found["currencies"][0]["automatic_payments"] == "0.00"
    assert office.refused("deposit-control", "day", "2026-11-20")["code"] == "M-51"
    file = tmp_path / "ledger.csv"
    made = office.done("ledger", "export", "-o", str(file), user="sam")
    (batch,) = made["batches"]
    assert (batch["number"], batch["debits"]) == (1, batch["credits"])
    first = file.read_bytes()
    assert office.refused("ledger", "export", "-o", str(file), user="sam")["code"] == "M-70"
    office.done("ledger", "export", "--batch", "1", "-o", str(file), user="sam")
    assert file.read_bytes() == first
    assert office.done("ledger", "list", user="sam")["batches"] == [batch]
    wrong = office.refused("ledger", "export", "-o", str(tmp_path / "ledger.txt"), user="sam")
    assert wrong["code"] == "M-50"


def test_deposit_controls_are_found_handed_over_and_deleted(office: CommandLine) -> None:
    made = office.done("deposit-control", "open", user="sam")
    assert office.refused("deposit-control", "set", made["id"], "--owner", "kim", user="sam")[
        "code"
    ] == ("M-55")
    changed = ("deposit-control", "set", made["id"], "--comments", "noon", "--source-type", "ADHOC")
    assert office.done(*changed, user="sam")["source_type"] == "ADHOC"
    found = office.done("deposit-control", "search", "--status", "open", user="sam")
    assert [one["id"] for one in found["deposit_controls"]] == [made["id"], office.deposit]
    moved = ("deposit-control", "move-control", office.control, made["id"])
    assert office.refused(*moved, user="sam")["code"] in {"C-04", "M-228"}
    assert office.done("deposit-control", "delete", made["id"], user="sam")["deleted"]
