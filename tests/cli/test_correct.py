"""``posapp event correct``, ``event add-details`` and transfers by rules."""

from typing import Any
from uuid import uuid4

import pytest

from tests.helpers.command_line import PASSWORD, CommandLine


def taken(office: CommandLine, *more: str, cents: int = 2500, tender: str = "CASH:25") -> Any:
    account = office.owing(cents)
    return office.done("event", "add", "--payor", account, "--tender", tender, *more)


def by_rules(office: CommandLine, *details: str) -> Any:
    """An event whose payments come from details."""
    event = taken(office, "--action", "none")
    office.done("payment", "delete", event["payments"][0]["id"])
    office.done("event", "add-details", event["id"], *details)
    return office.done("event", "freeze", event["id"])


def test_a_dry_run_shows_everything_and_does_nothing(office: CommandLine) -> None:
    event = taken(office)
    args = ("event", "correct", event["id"], "--what", "tender-type", "--tender-type", "card")
    shown = office.done(*args, "--dry-run")
    assert shown["steps"] == ["Cancel", "AddTender", "PayAgain"]
    assert shown["needs_approval"] == []
    assert [entry["type"] for entry in shown["new"]] == ["PX", "PS"]
    assert {line["code"]: line["amount"] for line in shown["ledger"]} == {
        "1010-CASH": "-25.00", "1030-CARDS": "25.00",
    }  # fmt: skip
    assert [(one["type"], one["change"]) for one in shown["drawers"]] == [
        ("CARD", "25.00"), ("CASH", "-25.00"),
    ]  # fmt: skip
    assert [(one["before"], one["after"]) for one in shown["papers"]] == [("good", "changed")]
    assert office.done("event", "show", event["id"]) == event
    request = str(uuid4())
    seen = ("--if-version", str(shown["version"]))
    after = office.done(*args, *seen, "--request-id", request)
    assert [(one["type"], one["status"]) for one in after["tenders"]] == [
        ("CASH", "CANCELED"), ("CARD", "VALID"),
    ]  # fmt: skip
    assert office.done(*args, *seen, "--request-id", request) == after | {"replayed": True}
    assert office.run(*args, *seen).code != 0


def test_each_fault_on_the_command_line(office: CommandLine) -> None:
    right = office.owing(2500)
    moved = office.done(
        "event", "correct", taken(office)["id"], "--what", "account", "--to", right, user="sam"
    )
    assert moved["payments"][-1]["account_id"] == right
    less = office.done(
        "event", "correct", taken(office)["id"], "--what", "amount", "--amount", "20", user="sam"
    )
    assert (less["payments"][-1]["amount"], less["status"]["balanced"]) == ("20.00", True)
    gone = office.done("event", "correct", taken(office)["id"], "--what", "twice")
    assert {one["status"] for one in gone["tenders"]} == {"CANCELED"}
    check = taken(office, tender="CHEC:25:7")
    back = office.done("event", "correct", check["id"], "--what", "returned", "--reason", "stop")
    assert back["tenders"][0]["cancel_reason"] == "STOP"
    again = office.done(
        "event", "correct", taken(office)["id"], "--what", "date", "--date", "2026-11-19",
        user="sam",
    )  # fmt: skip
    assert again["taken_again"]["payment_date"] == "2026-11-19"
    draft = taken(office, "--action", "none")
    deleted = office.done("event", "correct", draft["id"], "--what", "twice", user="sam")
    assert deleted == {"id": draft["id"], "deleted": True}


def test_what_is_left_open_is_asked_for(office: CommandLine) -> None:
    event = taken(office)
    for what, field in (
        ("account", "account"),
        ("amount", "amount_tendered"),
        ("tender-type", "tender_type"),
        ("date", "payment_date"),
    ):
        error = office.refused("event", "correct", event["id"], "--what", what, user="sam")
        assert (error["code"], error["fields"]["field"]) == ("M-132", field)
    assert office.run("event", "correct", event["id"], "--what", "weather").code == 2


def test_m132_names_the_tenders_and_the_option_that_says_which(office: CommandLine) -> None:
    event = taken(office, "--tender", "CHEC:5:2291", cents=3000)
    told = office.told("event", "correct", event["id"], "--what", "amount", "--amount", "4")
    cash, check = (one["id"] for one in event["tenders"])
    assert told.code == 1
    assert f"which of 2 tenders it is: {cash} (Cash), {check} (Check 2291)." in told.stderr
    assert "Say it with --tender." in told.stderr


def test_d24_an_approver_lends_the_right(
    office: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    event, right = taken(office), office.owing(2500)
    args = ("event", "correct", event["id"], "--what", "account", "--to", right)
    needs = office.done(*args, "--dry-run")["needs_approval"]
    assert [one["right"] for one in needs] == ["event_transfer"]
    assert office.refused(*args)["code"] == "M-51"
    assert office.run(*args, "--approver", "sam").code == 2
    monkeypatch.setenv("POSAPP_APPROVER_PASSWORD", "not this one")
    assert office.refused(*args, "--approver", "sam")["code"] == "M-52"
    monkeypatch.setenv("POSAPP_APPROVER_PASSWORD", PASSWORD)
    assert office.refused(*args, "--approver", "kim")["code"] == "M-133"
    assert office.refused(*args, "--approver", "lee")["code"] == "M-135"
    done = office.done(*args, "--approver", "sam")
    assert done["payments"][-1]["account_id"] == right


def test_dr1_details_are_added_and_shown(office: CommandLine) -> None:
    account = office.owing(2500)
    event = by_rules(office, f"acct:{account}:25", "MEMO:paid: at the desk:0")
    assert [(one["rule"], one["value"], one["amount"]) for one in event["distribution_details"]] == [
        ("ACCT", account, "25.00"), ("MEMO", "paid: at the desk", "0.00"),
    ]  # fmt: skip
    assert event["payments"][0]["account_id"] == account
    for wrong in ("ACCT", f"ACCT:{account}", ":x:1"):
        assert office.run("event", "add-details", event["id"], wrong).code == 2
    for text, code in (("BILL:none:1", "M-38"), ("NONE:1:1", "M-55"), ("MEMO:x:1", "M-50")):
        assert office.refused("event", "add-details", event["id"], text)["code"] == code


def test_9_transfers_by_rules(office: CommandLine) -> None:
    wrong, right = office.owing(2500), office.owing(2500)
    event = by_rules(office, f"ACCT:{wrong}:25")
    args = ("payment", "transfer", event["payments"][0]["id"], "--reason", "wrac")
    assert office.refused(*args, "--detail", f"ACCT:{right}:24")["code"] == "M-17"
    assert office.refused(*args, "--to", right)["code"] == "M-16"
    assert office.run(*args).code == 2
    assert office.run(*args, "--to", right, "--detail", f"ACCT:{right}:25").code == 2
    after = office.done(*args, "--detail", f"ACCT:{right}:25")
    assert after["payments"][-1]["account_id"] == right
    assert len(after["distribution_details"]) == 2


def test_9_an_event_with_details_moves_whole(office: CommandLine) -> None:
    event = taken(office)
    payor = event["tenders"][0]["payor_account_id"]
    own = by_rules(office, f"ACCT:{payor}:25")
    right = office.owing(2500)
    args = ("event", "transfer", own["id"], "--reason", "WRAC", "--detail", f"ACCT:{right}:25")
    assert office.refused(*args, user="sam")["code"] == "M-16"
    args = ("event", "transfer", event["id"], "--reason", "WRAC", "--to", right)
    assert office.done(*args, user="sam")["payments"][-1]["account_id"] == right
