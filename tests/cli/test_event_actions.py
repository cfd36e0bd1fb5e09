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


@pytest.mark.parametrize("verb", ["show", "distribute", "freeze", "recalculate-cash-back"])
def test_m55_events_that_do_not_exist(office: CommandLine, verb: str) -> None:
    for number in ("001999999999", "12", "abc"):
        error = office.refused("event", verb, number)
        assert (error["code"], error["fields"]["value"]) == ("M-55", number)
