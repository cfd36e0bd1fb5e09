"""``posapp event distribute / freeze / recalculate-cash-back / set-date / delete``."""

from typing import Any
from uuid import uuid4

import pytest

from posapp.domain.ids import parse_id
from tests.helpers.command_line import CommandLine


def taken(office: CommandLine, *more: str, tender: str = "CASH:25", cents: int = 2500) -> Any:
    account = office.owing(cents)
    return office.done("event", "add", "--payor", account, "--tender", tender, *more)


def test_py1_py2_distribute_then_freeze(office: CommandLine) -> None:
    event = taken(office, "--action", "none")
    assert [p["status"] for p in event["payments"]] == ["INCOMPLETE"]
    assert event["payments"][0]["segments"] == []
    event = office.done("event", "distribute", event["id"])
    assert [p["status"] for p in event["payments"]] == ["FREEZABLE"]
    assert event["document_number"] is None
    assert event["receipt_number"] is None
    request = str(uuid4())
    frozen = office.done("event", "freeze", event["id"], "--request-id", request)
    assert [p["status"] for p in frozen["payments"]] == ["FROZEN"]
    assert frozen["document_number"]
    assert frozen["receipt_number"]
    again = office.done("event", "freeze", event["id"], "--request-id", request)
    assert again == frozen | {"replayed": True}
    assert office.refused("event", "freeze", event["id"])["code"] == "M-12"
    assert office.refused("event", "distribute", event["id"])["code"] == "M-70"


def test_d26_a_wrong_match_is_mended_by_distributing_again(office: CommandLine) -> None:
    account = office.owing(700)
    event = office.done(
        *("event", "add", "--payor", account, "--tender", "CASH:7", "--match", "ITEM-ID:A-77")
    )
    assert event["payments"][0]["status"] == "ERROR"
    number = parse_id(account)
    assert number is not None
    office.people.item(number, "A-77", 700)  # type: ignore[arg-type]
    event = office.done("event", "distribute", event["id"])
    assert [(p["status"], p["error"]) for p in event["payments"]] == [("FREEZABLE", None)]


def test_d32_cash_back_is_worked_out_again(office: CommandLine) -> None:
    event = taken(office, "--action", "none", "--amount", "25", tender="CASH:20")
    assert event["status"] == {"balanced": False, "unfrozen": True}
    assert event["warnings"] == ["Unfrozen Payments", "The Payment Event is Unbalanced"]
    error = office.refused("event", "recalculate-cash-back", event["id"])
    assert (error["code"], error["fields"]["missing"]) == ("M-71", "5.00")


def test_pe3_the_payment_date_changes_while_nothing_is_frozen(office: CommandLine) -> None:
    event = taken(office, "--action", "distribute")
    args = ("event", "set-date", event["id"])
    error = office.refused(*args, "2026-11-19")
    assert (error["code"], error["fields"]["opened"]) == ("M-60", "2026-11-20")
    changed = office.done(*args, "2026-11-19", user="sam")
    assert changed["payment_date"] == "2026-11-19"
    assert changed["info"].startswith("2026-11-19, 25.00, ")
    assert office.refused(*args, "yesterday")["code"] == "M-50"
    office.done("event", "freeze", event["id"])
    assert office.refused(*args, "2026-11-20")["code"] == "M-68"


def test_pe13_delete_asks_once(office: CommandLine) -> None:
    event = taken(office, "--action", "none")
    args = ("event", "delete", event["id"])
    assert office.refused(*args)["code"] == "M-51"
    outcome = office.run(*args, user="sam")
    assert outcome.code == 3
    assert [c["code"] for c in outcome.document["concerns"]] == ["M-41"]
    request = str(uuid4())
    done = (*args, "--confirm", "M-41", "--request-id", request)
    assert office.done(*done, user="sam") == {"id": event["id"], "deleted": True}
    assert office.done(*done, user="sam")["replayed"] is True
    error = office.refused("event", "show", event["id"])
    assert error["code"] == "M-55"
    assert error["fields"] == {"field": "event", "value": event["id"]}


def test_d23_a_numbered_event_is_never_deleted(office: CommandLine) -> None:
    event = taken(office)
    error = office.refused("event", "delete", event["id"], "--confirm", "M-41", user="sam")
    assert error["code"] == "M-11"
    assert event["document_number"] in error["message"]


def test_pe14_an_unbalanced_event_is_frozen_only_when_asked_for(office: CommandLine) -> None:
    event = taken(office, "--action", "none", tender="CASH:20")
    event = office.done("event", "distribute", event["id"])
    for args in (
        ("event", "freeze", event["id"]),
        ("payment", "freeze", event["payments"][0]["id"]),
    ):
        outcome = office.run(*args)
        assert outcome.code == 3
        assert [c["code"] for c in outcome.document["concerns"]] == ["M-89"]
    frozen = office.done(*args, "--confirm", "M-89")
    assert frozen["payments"][0]["status"] == "FROZEN"


def test_tr7_an_event_moves_with_its_payor(office: CommandLine) -> None:
    event = taken(office)
    right = office.owing(2500, keys=(("METER", "0077-1"),))
    args = ("event", "transfer", event["id"], "--to", "00771")
    assert office.refused(*args, "--reason", "WRAC")["code"] == "M-51"
    assert office.refused(*args, user="sam")["code"] == "M-14"
    done = (*args, "--reason", "wrac", "--request-id", str(uuid4()))
    after = office.done(*done, user="sam")
    assert {t["payor_account_id"] for t in after["tenders"]} == {right}
    assert [(p["account_id"], p["status"]) for p in after["payments"]] == [
        (event["payments"][0]["account_id"], "CANCELED"),
        (right, "FROZEN"),
    ]
    assert office.done(*done, user="sam") == after | {"replayed": True}
    error = office.refused(*args, "--reason", "WRAC", user="sam")
    assert error["code"] == "M-16"


def test_d32_an_event_is_canceled_with_all_its_tenders(office: CommandLine) -> None:
    account = office.owing(3000)
    event = office.done(
        *("event", "add", "--payor", account, "--amount", "30"),
        *("--tender", "TRAV:20", "--tender", "CASH:15"),
    )
    args = ("event", "cancel", event["id"])
    assert office.refused(*args)["code"] == "M-14"
    outcome = office.run(*args, "--reason", "DATA")
    assert [c["code"] for c in outcome.document["concerns"]] == ["M-33"]
    cash = event["tenders"][1]["id"]
    done = (*args, "--reason", "data", "--change", "returned", "--request-id", str(uuid4()))
    done += ("--drawer", f"{cash}:{office.control}")
    after = office.done(*done)
    assert {t["status"] for t in after["tenders"]} == {"CANCELED"}
    assert {p["status"] for p in after["payments"]} == {"CANCELED"}
    assert after["totals"]["tenders"] == after["totals"]["payments"] == "0.00"
    again = office.done(*done)
    assert again["replayed"] is True
    assert again["tenders"] == after["tenders"]
    assert office.done("account", "show", account)["current_balance"] == "30.00"
    assert office.refused(*args, "--reason", "DATA")["code"] == "M-70"
    for wrong in (cash, f"{cash}:"):
        assert office.run(*args, "--reason", "DATA", "--drawer", wrong).code in {1, 2}


def test_sr1_events_are_found_by_what_is_known_of_them(office: CommandLine) -> None:
    account = office.owing(2500, name="Zubrowska, Halina")
    event = office.done("event", "add", "--payor", account, "--tender", "CHEC:25:904711")
    found = office.done("event", "search", "--payor", account, user="aud")
    assert found == {
        "events": [
            {
                "id": event["id"],
                "payment_date": "2026-11-20",
                "payor_account_id": account,
                "payor_name": "Zubrowska, Halina",
                "tender": found["events"][0]["tender"],
                "amount": "25.00",
                "currency": "USD",
                "state": "FROZEN",
                "document_number": event["document_number"],
                "receipt_number": event["receipt_number"],
                "created_by": "Kim",
                "created_at": event["created_at"],
            }
        ],
        "totals": {"count": 1, "sums": {"USD": "25.00"}},
        "more": False,
    }
    for args in (
        ("--check-number", "904711"),
        ("--payor-name", "zubrow", "--tender-type", "chec", "--payment-status", "frozen"),
        ("--payee", account, "--payment-from", "25", "--payment-to", "25.00"),
        ("--document", event["document_number"]),
        ("--payor", account, "--taken-by", "kim", "--date-from", "2026-11-20"),
        ("--payee-name", "zubrow", "--control", office.control, "--tender-status", "valid"),
    ):
        answer = office.done("event", "search", *args)
        assert answer | {"totals": found["totals"]} == found, args
        assert answer["totals"]["count"] == 1
    for args in (
        ("--payor", account, "--date-to", "2026-11-19"),
        ("--payor", account, "--tender-from", "25.01"),
        ("--payor", account, "--match", "ITEM-ID:1"),
        ("--payor", account, "--taken-by", "lee"),
    ):
        nothing = office.done("event", "search", *args, user="sam")
        assert nothing == {"events": [], "totals": {"count": 0, "sums": {}}, "more": False}, args


def test_sr1_more_than_asked_for_is_said(office: CommandLine) -> None:
    for _ in range(3):
        taken(office)
    found = office.done("event", "search", "--limit", "2")
    assert (len(found["events"]), found["more"]) == (2, True)
    every = office.done("event", "search")
    assert every["more"] is False
    assert every["events"][:2] == found["events"]
    assert office.refused("event", "search", "--taken-by", "nobody")["code"] == "M-55"
    assert office.refused("event", "search", "--date-from", "today")["code"] == "M-50"
    assert office.run("event", "search", "--match", "1").code == 2


@pytest.mark.parametrize("verb", ["show", "distribute", "freeze", "recalculate-cash-back"])
def test_m55_events_that_do_not_exist(office: CommandLine, verb: str) -> None:
    for number in ("001999999999", "12", "abc"):
        error = office.refused("event", verb, number)
        assert (error["code"], error["fields"]["value"]) == ("M-55", number)
