"""Looking things up: histories, ratings, bills, match events, agreements, persons, transactions."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from posapp.domain.codes import Role
from posapp.domain.ids import AccountId, UserId, parse_id, short_id
from posapp.domain.rights import Actor
from tests.helpers.bills import bill
from tests.helpers.command_line import CommandLine

READER = Actor(UserId(1), "kim", "Kim", frozenset({Role.CASHIER}), "MAIN")
"""Who the builder of bills looks at accounts as."""


@pytest.fixture(params=["sqlite_office", "postgres_office"], scope="module")
def office(request: pytest.FixtureRequest) -> CommandLine:
    """Both databases."""
    made: CommandLine = request.getfixturevalue(request.param)
    return made


def number(text: str) -> Any:
    found = parse_id(text)
    assert found is not None
    return found


def open_item(office: CommandLine, name: str) -> tuple[str, str]:
    """An open-item account with a bill of 100.00, and the bill's number."""
    office.people.actors.setdefault("cashier", READER)
    account = office.people.account(customer_class="OPEN")
    water = office.people.agreement(account, "WATER")
    named = f"{name}-{account}"
    bill(office.people, AccountId(account), named, date(2026, 11, 1), (water, 10_000))
    return short_id(account), named


def pay(office: CommandLine, account: str, amount: str, bill_number: str) -> Any:
    return office.done(
        "event", "add", "--payor", account, "--amount", amount, "--tender", f"CHEC:{amount}:7",
        "--match", f"BILL-ID:{bill_number}",
    )  # fmt: skip


def test_16_3_history_payments_and_bills_of_an_account(office: CommandLine) -> None:
    account, named = open_item(office, "H")
    event = pay(office, account, "40", named)
    shown = office.done("account", "history", account)
    assert shown["more"] is False
    assert [(one["type"], one["current_amount"], one["current_balance"], one["bill"])
            for one in shown["entries"]] == [
        ("PS", "-40.00", "60.00", None),
        ("BS", "100.00", "100.00", named),
    ]  # fmt: skip
    assert shown["entries"][0]["payment_id"] == event["payments"][0]["id"]
    assert shown["entries"][1]["payment_id"] is None
    short = office.done("account", "history", account, "--limit", "1")
    assert (len(short["entries"]), short["more"]) == (1, True)
    (paid,) = office.done("account", "payments", account)["payments"]
    assert (paid["event_id"], paid["amount"], paid["status"]) == (event["id"], "40.00", "FROZEN")
    (one,) = office.done("account", "bills", account)["bills"]
    assert (one["number"], one["amount"], one["unpaid"]) == (named, "100.00", "60.00")
    assert office.refused("account", "history", "nobody")["code"] == "M-01"
    assert office.run("account", "history", account, "--limit", "0").code == 2


def test_mt13_match_events_are_listed_shown_and_disputed(office: CommandLine) -> None:
    account, named = open_item(office, "M")
    card = office.done("account", "show", account)
    assert (card["open_match_events"], card["credit_rating"]) == (0, 700)
    pay(office, account, "40", named)
    card = office.done("account", "show", account)
    assert card["open_match_events"] == 1
    assert "Open Match Events" in card["badges"]
    (match,) = office.done("account", "matches", account, "--open")["match_events"]
    assert (match["status"], match["bill"], match["charges"], match["payments"], match["open"]) == (
        "OPEN",
        named,
        "100.00",
        "40.00",
        "60.00",
    )
    shown = office.done("match-event", "show", match["id"])
    assert [(line["type"], line["amount"]) for line in shown["lines"]] == [
        ("BS", "100.00"),
        ("PS", "-40.00"),
    ]
    why = ("--comment", "Wrong meter", "--request-id", str(uuid4()))
    args = ("match-event", "dispute", match["id"], *why)
    said = office.done(*args)
    assert (said["disputed"], said["comment"]) == (True, "Wrong meter")
    assert office.done(*args)["replayed"] is True
    assert office.refused("match-event", "dispute", match["id"])["code"] == "M-70"
    assert office.done("match-event", "dispute", match["id"], "--clear")["disputed"] is False
    assert office.refused("match-event", "dispute", match["id"], user="aud")["code"] == "M-51"
    pay(office, account, "60", named)
    assert office.done("account", "matches", account, "--open")["match_events"] == []
    (closed,) = office.done("account", "matches", account)["match_events"]
    assert closed["status"] == "BALANCED"
    assert office.refused("match-event", "show", "1999999999")["code"] == "M-55"


def test_oi7_mt08_match_events_are_made_changed_and_ended_by_hand(office: CommandLine) -> None:
    account, named = open_item(office, "H7")
    (agreement,) = office.done("account", "show", account)["agreements"]
    for amount in ("60", "40"):
        office.done(
            "event", "add", "--payor", account, "--amount", amount, "--tender", f"CHEC:{amount}:9",
            "--match", f"SA-ID:{agreement['id']}",
        )  # fmt: skip
    items = office.done("match-event", "items", account)["items"]
    assert [(one["type"], one["amount"], one["bill"]) for one in items] == [
        ("BS", "100.00", named),
        ("PS", "-60.00", None),
        ("PS", "-40.00", None),
    ]
    charge, paid, rest = (one["id"] for one in items)
    assert office.refused("match-event", "add", account, charge)["code"] == "M-188"
    again = ("--comment", "By phone", "--request-id", str(uuid4()))
    made = office.done("match-event", "add", account, charge, paid, *again)
    assert (made["status"], made["bill"], made["open"], made["comment"]) == (
        "OPEN", named, "40.00", "By phone",
    )  # fmt: skip
    assert office.done("match-event", "add", account, charge, paid, *again)["replayed"] is True
    match = made["id"]
    whole = office.done("match-event", "set", match, "--add", rest)
    assert (whole["status"], len(whole["lines"])) == ("BALANCED", 3)
    old = ("--if-version", str(made["version"]))
    assert office.refused("match-event", "cancel", match, *old, user="sam")["code"] == "M-30"
    for command in ("set", "cancel"):
        what = ("--remove", rest) if command == "set" else ()
        assert office.refused("match-event", command, match, *what)["code"] == "M-51"
    undone = office.done("match-event", "set", match, "--remove", rest, user="sam")
    assert undone["status"] == "OPEN"
    assert office.done("match-event", "delete", match)["deleted"] == match
    assert len(office.done("match-event", "items", account)["items"]) == 3
    last = office.done("match-event", "add", account, charge, paid, rest)["id"]
    gone = office.done("match-event", "cancel", last, "--comment", "Wrong bill", user="sam")
    assert (gone["status"], gone["comment"]) == ("CANCELED", "Wrong bill")
    assert office.refused("match-event", "add", account, "1999999999")["code"] == "M-187"


def test_cr08_a_rating_is_shown_added_and_ended(office: CommandLine) -> None:
    account = office.owing(5000)
    shown = office.done("account", "rating", account)
    assert (shown["credit_rating"], shown["credit_rating_threshold"], shown["rows"]) == (
        700,
        600,
        [],
    )
    args = (
        "account", "rating-add", account, "--rating", "150", "--points", "100",
        "--comment", "Pays late", "--request-id", str(uuid4()),
    )  # fmt: skip
    assert office.refused(*args)["code"] == "M-51"
    made = office.done(*args, user="sam")
    assert (made["credit_rating"], made["low"], made["cash_only_score"], made["cash_only"]) == (
        550,
        True,
        100,
        True,
    )
    assert office.done(*args, user="sam")["replayed"] is True
    (row,) = made["rows"]
    assert (row["id"], row["affect_credit_rating_by"], row["end_date"]) == (
        made["row_id"],
        -150,
        None,
    )
    ended = office.done("account", "rating-end", made["row_id"], "2026-11-20", user="sam")
    assert ended["end_date"] == "2026-11-20"
    (row,) = office.done("account", "rating", account)["rows"]
    assert (row["end_date"], row["in_force"]) == ("2026-11-20", True)
    refused = office.refused("account", "rating-add", account, "--rating", "5", user="sam")
    assert (refused["code"], refused["fields"]["field"]) == ("M-50", "comment")
    wrong = ("account", "rating-add", account, "--rating", "-5", "--comment", "x")
    assert office.refused(*wrong, user="sam")["code"] == "M-50"


def test_oi5_a_bill_is_shown_by_number_and_by_id(office: CommandLine) -> None:
    account, named = open_item(office, "B")
    event = pay(office, account, "40", named)
    shown = office.done("bill", "show", named)
    assert (shown["account_id"], shown["amount"], shown["unpaid"]) == (account, "100.00", "60.00")
    assert [line["amount"] for line in shown["charges"]] == ["100.00"]
    (paid,) = shown["payments"]
    assert (paid["event_id"], paid["amount"], paid["status"]) == (event["id"], "40.00", "FROZEN")
    assert [match["status"] for match in shown["match_events"]] == ["OPEN"]
    assert office.done("bill", "show", shown["id"]) == shown
    assert office.refused("bill", "show", "no such bill")["code"] == "M-55"
    other = office.people.account(customer_class="OPEN")
    water = office.people.agreement(other, "WATER")
    bill(office.people, AccountId(other), named, date(2026, 11, 1), (water, 100))
    assert office.refused("bill", "show", named)["code"] == "M-56"
    assert office.done("bill", "show", shown["id"]) == shown


def test_0_1_account_details_person_and_agreement(office: CommandLine) -> None:
    account = office.owing(5000, keys=(("PLATE", f"D{uuid4().hex[:8]}"),))
    details = office.done("account", "details", account)
    (agreement,) = details["agreements"]
    assert (agreement["sa_type"], agreement["current_balance"]) == ("WATER", "50.00")
    person = office.done("person", "show", details["person"]["id"])
    assert (person["name"], [one["id"] for one in person["accounts"]]) == (
        "Okafor, Ngozi",
        [account],
    )
    shown = office.done("agreement", "show", agreement["id"])
    assert (shown["account_id"], shown["current_balance"], shown["debt_age"]) == (
        account,
        "50.00",
        0,
    )
    assert [cell["amount"] for cell in shown["debt"]] == ["50.00"]
    (entry,) = office.done("agreement", "history", agreement["id"])["entries"]
    assert entry["current_balance"] == "50.00"
    for noun in ("person", "agreement", "transaction"):
        assert office.refused(noun, "show", "001999999999")["code"] == "M-55"
    assert office.refused("agreement", "history", "1999999999")["code"] == "M-55"


def test_16_3_transactions_with_their_ledger_lines(office: CommandLine) -> None:
    account = office.owing(2500)
    event = office.done("event", "add", "--payor", account, "--tender", "CASH:25")
    payment = event["payments"][0]["id"]
    (posted,) = office.done("payment", "transactions", payment)["transactions"]
    assert (posted["type"], posted["current_amount"], posted["reverses_id"]) == (
        "PS",
        "-25.00",
        None,
    )
    assert [(line["code"], line["amount"]) for line in posted["lines"]] == [
        ("1010-CASH", "25.00"),
        ("1200-AR-WATER", "-25.00"),
    ]
    office.done("payment", "cancel", payment, "--reason", "WRAC", user="sam")
    original, reversal = office.done("payment", "transactions", payment)["transactions"]
    assert (original["id"], reversal["reverses_id"]) == (posted["id"], posted["id"])
    shown = office.done("transaction", "show", posted["id"])
    assert (shown["payment_id"], shown["event_id"], shown["reversed_by"]) == (
        payment,
        event["id"],
        reversal["id"],
    )
    assert shown["lines"] == posted["lines"]
    assert office.refused("payment", "transactions", "001999999999")["code"] == "M-55"


def test_a_person_reads_tables(office: CommandLine) -> None:
    account = office.owing(2500)
    told = office.told("account", "history", account)
    assert told.code == 0
    assert "current balance" in told.stdout
    assert number(account)
