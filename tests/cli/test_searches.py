"""``payment search``, ``tender search``, ``event log``, and the tender of an event in full."""

from typing import Any

import pytest

from tests.helpers.command_line import CommandLine


@pytest.fixture(scope="module")
def taken(office: CommandLine) -> Any:
    """30.00 of debt paid with a check of 20.00 and 15.00 in cash: 5.00 of change."""
    account = office.owing(3000, name="Zubrowska, Halina")
    return office.done(
        *("event", "add", "--payor", account, "--amount", "30"),
        *("--tender", "CHEC:20:904711", "--tender", "CASH:15"),
    )


def test_sr2_sr4_payments_are_found_counted_and_summed(office: CommandLine, taken: Any) -> None:
    payment = taken["payments"][0]
    found = office.done("payment", "search", "--payee", payment["account_id"])
    assert found == {
        "payments": [
            {
                "id": payment["id"],
                "event_id": taken["id"],
                "payment_date": "2026-11-20",
                "account_id": payment["account_id"],
                "account_name": "Zubrowska, Halina",
                "amount": "30.00",
                "currency": "USD",
                "status": "FROZEN",
                "error": None,
                "match_type": None,
                "match_value": None,
                "document_number": taken["document_number"],
                "created_by": "Kim",
                "created_at": taken["created_at"],
            }
        ],
        "totals": {"count": 1, "sums": {"USD": "30.00"}},
        "more": False,
    }
    for args in (
        ("--payee-name", "zubrow", "--payment-from", "30", "--payment-to", "30.00"),
        ("--document", taken["document_number"], "--payment-status", "frozen"),
    ):
        assert office.done("payment", "search", *args, user="sam") == found, args
    none = office.done("payment", "search", "--payee-name", "zubrow", "--match", "ITEM-ID:1")
    assert (none["payments"], none["totals"]["count"]) == ([], 0)
    assert office.refused("payment", "search")["code"] == "M-70"
    assert office.run("payment", "search", "--tender-type", "CASH").code == 2


def test_sr2_sr4_tenders_are_found_counted_and_summed(office: CommandLine, taken: Any) -> None:
    check, cash, change = taken["tenders"]
    payor = check["payor_account_id"]
    found = office.done("tender", "search", "--payor", payor)
    assert found["totals"] == {"count": 3, "sums": {"USD": "30.00"}}
    assert [(one["id"], one["amount"], one["flagged"]) for one in found["tenders"]] == [
        (change["id"], "-5.00", True),
        (cash["id"], "15.00", False),
        (check["id"], "20.00", False),
    ]
    only = office.done("tender", "search", "--check-number", "904711", "--tender-type", "chec")
    assert only["tenders"] == found["tenders"][2:]
    assert only["tenders"][0] == {
        "id": check["id"],
        "event_id": taken["id"],
        "payment_date": "2026-11-20",
        "payor_account_id": payor,
        "payor_name": "Zubrowska, Halina",
        "type": "CHEC",
        "description": check["description"],
        "amount": "20.00",
        "currency": "USD",
        "status": "VALID",
        "flagged": False,
        "tender_control_id": office.control,
        "check_number": "904711",
        "external_reference": None,
        "created_by": "Kim",
        "created_at": check["created_at"],
    }
    part = office.done("tender", "search", "--payor", payor, "--limit", "1")
    assert (len(part["tenders"]), part["more"], part["totals"]["count"]) == (1, True, 3)


def test_d16_no_sum_of_a_drawer_for_who_counts_blind(office: CommandLine, taken: Any) -> None:
    of_drawer = ("--control", office.control)
    for noun, count in (("tender", 3), ("event", 1)):
        mine = office.done(noun, "search", *of_drawer)
        assert mine["totals"] == {"count": count, "sums": None}
        known = office.done(noun, "search", *of_drawer, user="sam")
        assert known["totals"] == {"count": count, "sums": {"USD": taken["totals"]["tenders"]}}


def test_a_tender_of_an_event_says_everything(office: CommandLine, taken: Any) -> None:
    office.done("tender", "set", taken["tenders"][0]["id"], "--micr", "T021000021T 4455667788U")
    event = office.done("event", "show", taken["id"])
    check = event["tenders"][0]
    asked = (
        *("micr_last4", "tender_source", "tender_source_type", "tender_control_status"),
        *("created_by", "created_at", "distribution_code"),
    )
    assert {name: check[name] for name in asked} == {
        "micr_last4": check["micr_last4"],
        "tender_source": "CASH-A01",
        "tender_source_type": "CASHIERING",
        "tender_control_status": "OPEN",
        "created_by": "Kim",
        "created_at": event["created_at"],
        "distribution_code": check["distribution_code"],
    }
    assert len(check["micr_last4"]) == 4
    assert check["distribution_code"]


def test_d40_the_log_tells_every_action(office: CommandLine) -> None:
    account = office.owing(2500)
    event = office.done(
        *("event", "add", "--payor", account, "--tender", "CASH:25", "--action", "none")
    )
    office.done("event", "distribute", event["id"])
    office.done("event", "freeze", event["id"])
    office.done("payment", "cancel", event["payments"][0]["id"], "--reason", "WRAC", user="sam")
    log = office.done("event", "log", event["id"], user="aud")
    assert log["id"] == event["id"]
    assert [(one["action"], one["user"], one["reason"]) for one in log["entries"]] == [
        ("event", "Kim", None),
        ("event.distribute", "Kim", None),
        ("event.freeze", "Kim", None),
        ("payment.cancel", "Sam", "WRAC"),
    ]
    payment = event["payments"][0]["id"]
    row = {"table": "payment", "id": payment}
    added = log["entries"][0]["changes"]
    assert row | {"column": "amount", "before": None, "after": "25.00"} in added
    assert row | {"column": "account_id", "before": None, "after": account} in added
    canceled = row | {"column": "status", "before": "FROZEN", "after": "CANCELED"}
    assert log["entries"][3]["changes"] == [canceled]
    told = office.told("event", "log", event["id"]).stdout
    assert "payment.cancel" in told
    assert "FROZEN" in told
    assert office.refused("event", "log", "001999999999")["code"] == "M-55"


def test_pe13_the_log_of_a_deleted_event(office: CommandLine) -> None:
    account = office.owing(900)
    event = office.done(
        *("event", "add", "--payor", account, "--tender", "CASH:9", "--action", "none")
    )
    office.done("event", "delete", event["id"], "--confirm", "M-41", user="sam")
    last = office.done("event", "log", event["id"])["entries"][-1]
    assert (last["action"], last["user"]) == ("event.delete", "Sam")
    gone = {(one["column"], one["before"], one["after"]) for one in last["changes"]}
    assert ("amount", "9.00", None) in gone
