"""Every action on events, payments and tenders once, through the command line, on PostgreSQL.

The other modules do the same on SQLite; an everyday run does here what sends SQL of its own.
"""

from typing import Any

import pytest

from tests.helpers.command_line import CommandLine

pytestmark = [pytest.mark.postgres, pytest.mark.shown_on_sqlite]


@pytest.fixture(scope="module")
def office(postgres_office: CommandLine) -> CommandLine:
    """The office on the server; the other modules work in the one on SQLite."""
    return postgres_office


def taken(office: CommandLine, *more: str, tender: str = "CHEC:25:1047") -> Any:
    """An event of 25.00 of somebody who owes as much, not distributed unless it is said."""
    return office.done("event", "add", "--payor", office.owing(2500), "--tender", tender, *more)


def agreement_of(office: CommandLine, event: Any) -> str:
    """The agreement of the payor."""
    card = office.done("account", "show", event["payments"][0]["account_id"])
    found: str = card["agreements"][0]["id"]
    return found


def statuses(event: Any) -> tuple[list[str], list[str]]:
    """Statuses of tenders and of payments."""
    return [t["status"] for t in event["tenders"]], [p["status"] for p in event["payments"]]


def test_an_event_is_dated_distributed_frozen_moved_and_canceled(office: CommandLine) -> None:
    event = taken(office, "--action", "none", tender="CASH:30")["id"]
    dated = office.done("event", "set-date", event, "2026-11-19", user="sam")
    assert dated["payment_date"] == "2026-11-19"
    assert statuses(office.done("event", "distribute", event))[1] == ["FREEZABLE"]
    frozen = office.done("event", "freeze", event)
    assert statuses(frozen)[1] == ["FROZEN"]
    assert frozen["receipt_number"]
    target = office.owing(2500)
    moved = office.done("event", "transfer", event, "--to", target, "--reason", "WRAC", user="sam")
    assert statuses(moved)[1] == ["CANCELED", "FROZEN"]
    assert moved["payments"][1]["account_id"] == target
    gone = office.done("event", "cancel", event, "--reason", "DATA", "--change", "returned")
    assert set(statuses(gone)[0]) == set(statuses(gone)[1]) == {"CANCELED"}
    actions = [one["action"] for one in office.done("event", "log", event)["entries"]]
    assert actions == [
        *("event", "event.set-date", "event.distribute", "event.freeze"),
        *("event.transfer", "event.cancel"),
    ]


def test_cash_back_is_worked_out_and_an_event_deleted(office: CommandLine) -> None:
    event = taken(office, "--action", "none", tender="CASH:25")
    office.done("payment", "set", event["payments"][0]["id"], "--amount", "20")
    balanced = office.done("event", "recalculate-cash-back", event["id"])
    assert balanced["totals"]["cash_back"] == "5.00"
    assert balanced["status"]["balanced"] is True
    office.done("event", "delete", event["id"], "--confirm", "M-41", user="sam")
    assert office.refused("event", "show", event["id"])["code"] == "M-55"


def test_a_payment_is_split_added_deleted_frozen_transferred_and_canceled(
    office: CommandLine,
) -> None:
    event = taken(office, "--action", "none")
    payment, agreement = event["payments"][0]["id"], agreement_of(office, event)
    split = office.done("payment", "split", payment, f"{agreement}:25")
    assert statuses(split)[1] == ["FREEZABLE"]
    added = office.done("payment", "add", event["id"], f"{office.owing(500)}:5")["payments"][1]
    left = office.done("payment", "delete", added["id"])
    assert [one["id"] for one in left["payments"]] == [payment]
    again = office.done("payment", "distribute", payment, "--confirm", "M-35")
    assert [one["amount"] for one in again["payments"][0]["segments"]] == ["25.00"]
    assert statuses(office.done("payment", "freeze", payment))[1] == ["FROZEN"]
    target = office.owing(2500)
    moved = office.done("payment", "transfer", payment, "--to", target, "--reason", "WRAC")
    assert statuses(moved)[1] == ["CANCELED", "FROZEN"]
    last = moved["payments"][1]["id"]
    gone = office.done("payment", "cancel", last, "--reason", "WRAC", user="sam")
    assert statuses(gone) == (["VALID"], ["CANCELED", "CANCELED"])
    posted = office.done("payment", "transactions", last)["transactions"]
    assert [one["type"] for one in posted] == ["PS", "PX"]


def test_a_tender_is_added_changed_moved_deleted_and_canceled(office: CommandLine) -> None:
    control = office.done("control", "open", user="sam")["id"]
    event = taken(office, "--action", "none", tender="CHEC:20:1047")
    first = event["tenders"][0]["id"]
    second = office.done("tender", "add", event["id"], "CASH:5")["tenders"][1]["id"]
    assert len(office.done("tender", "delete", second)["tenders"]) == 1
    changed = office.done("tender", "set", first, "--amount", "25", "--check-number", "1048")
    assert (changed["tenders"][0]["amount"], changed["status"]["balanced"]) == ("25.00", True)
    moved = office.done("tender", "move", first, "--control", control, user="sam")
    assert moved["tenders"][0]["tender_control_id"] == control
    office.done("event", "distribute", event["id"])
    office.done("event", "freeze", event["id"])
    bounced = office.done("tender", "cancel", first, "--reason", "NSF", user="sam")
    assert statuses(bounced) == (["CANCELED"], ["CANCELED"])
    found = office.done("tender", "search", "--check-number", "1048", user="sam")
    assert found["totals"] == {"count": 1, "sums": {"USD": "25.00"}}


@pytest.mark.parametrize("what", ["account", "amount", "twice"])
def test_an_event_is_corrected(office: CommandLine, what: str) -> None:
    event = taken(office, tender="CASH:25")
    more = {
        "account": ("--to", office.owing(2500)),
        "amount": ("--amount", "20"),
        "twice": (),
    }[what]
    after = office.done("event", "correct", event["id"], "--what", what, *more, user="sam")
    assert after["status"] == {"balanced": True, "unfrozen": False}
    assert statuses(after)[1][0] == "CANCELED"


def test_sr4_searches_and_details_read_the_same(office: CommandLine) -> None:
    event = taken(office, tender="CASH:25")
    payee = event["payments"][0]["account_id"]
    for noun in ("event", "payment"):
        found = office.done(noun, "search", "--payee", payee)
        assert found["totals"] == {"count": 1, "sums": {"USD": "25.00"}}, noun
    by_rule = taken(office, "--action", "none", tender="CASH:25")
    office.done("payment", "delete", by_rule["payments"][0]["id"])
    account = by_rule["tenders"][0]["payor_account_id"]
    added = office.done("event", "add-details", by_rule["id"], f"ACCT:{account}:25")
    assert [one["value"] for one in added["distribution_details"]] == [account]
    assert office.run("db", "check", user="").document["findings"] == []
