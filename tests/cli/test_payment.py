"""``posapp payment``: add, set, show, split, distribute, freeze, cancel, transfer, delete."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from posapp.domain.codes import Role
from posapp.domain.ids import UserId, parse_id, short_id
from posapp.domain.rights import Actor
from tests.helpers.bills import bill
from tests.helpers.command_line import CommandLine


def number(text: str) -> Any:
    found = parse_id(text)
    assert found is not None
    return found


def taken(office: CommandLine, *more: str, cents: int = 2500, tender: str = "CASH:25") -> Any:
    account = office.owing(cents)
    return office.done("event", "add", "--payor", account, "--tender", tender, *more)


def test_pe8_a_payment_is_added_and_the_event_balances_again(office: CommandLine) -> None:
    event = taken(office, "--action", "none", tender="CHEC:25:7")
    event = office.done("payment", "set", event["payments"][0]["id"], "--amount", "10")
    assert event["status"]["balanced"] is False
    other = office.owing(1500, keys=(("PLATE", "KLM4471 NY"),))
    request = str(uuid4())
    args = ("payment", "add", event["id"], "klm-4471 ny:15", "--request-id", request)
    after = office.done(*args)
    assert [(p["account_id"], p["amount"]) for p in after["payments"]] == [
        (event["payments"][0]["account_id"], "10.00"),
        (other, "15.00"),
    ]
    assert after["status"]["balanced"] is True
    again = office.done(*args)
    assert again == after | {"replayed": True}
    changed = ("payment", "add", event["id"], f"{other}:16", "--request-id", request)
    assert office.refused(*changed)["code"] == "M-54"


def test_pe8_a_payment_with_a_match_and_a_remitter(office: CommandLine) -> None:
    event = taken(office, "--action", "none")
    account = office.people.account()
    office.people.item(account, "V-20", 2000)
    after = office.done("payment", "add", event["id"], "V-20:20:item-id:V-20")
    assert (after["payments"][1]["match_type"], after["payments"][1]["match_value"]) == (
        "ITEM-ID",
        "V-20",
    )
    error = office.refused("payment", "add", event["id"], "V-20:20", "--name", "J. Doe")
    assert (error["code"], error["fields"]["field"]) == ("M-77", "non_cis_name")
    for wrong in ("V-20", "V-20:20:ITEM-ID"):
        assert office.run("payment", "add", event["id"], wrong).code == 2
    assert office.refused("payment", "add", event["id"], "V-20:x")["code"] in {"M-50", "M-93"}
    assert office.refused("payment", "add", event["id"], "nobody:1")["code"] == "M-01"
    assert office.refused("payment", "add", "001999999999", "V-20:1")["code"] == "M-55"


def test_pe12_a_new_amount_drops_the_segments_and_a_name_does_not(office: CommandLine) -> None:
    event = taken(office, "--action", "distribute")
    payment = event["payments"][0]["id"]
    args = ("payment", "set", payment, "--amount", "20", "--request-id", str(uuid4()))
    after = office.done(*args)
    assert (after["payments"][0]["amount"], after["payments"][0]["status"]) == (
        "20.00",
        "INCOMPLETE",
    )
    assert after["payments"][0]["segments"] == []
    # D-21: whatever happened in between, the request is the same one.
    other = office.owing(2500)
    office.done("payment", "set", payment, "--account", other, "--match", "ITEM-ID:9")
    again = office.done(*args)
    assert again["replayed"] is True
    assert again["payments"][0]["account_id"] == other
    assert again["payments"][0]["match_value"] == "9"
    after = office.done("payment", "set", payment, "--match", "none")
    assert after["payments"][0]["match_type"] is None
    assert office.run("payment", "set", payment, "--match", "").code == 2
    assert office.refused("payment", "set", payment, "--comments", "x")["code"] == "M-77"
    office.done("payment", "delete", payment)
    assert office.done(*args)["replayed"] is True


def test_d34_a_remitter_can_be_corrected(office: CommandLine) -> None:
    account = office.account(name="Miscellaneous receipts", customer_class="NONCIS")
    agreement = office.people.agreement(number(account), "MISC")
    event = office.done(
        *("event", "add", "--payor", account, "--amount", "7", "--tender", "CASH:7"),
        *("--name", "J. Doe", "--reference", "copies", "--match", f"SA-ID:{agreement}"),
        *("--action", "distribute", "--confirm", "M-39"),
    )
    payment = event["payments"][0]
    after = office.done("payment", "set", payment["id"], "--name", "Jane Doe")
    assert after["payments"][0] == payment | {"non_cis_name": "Jane Doe"}


def test_payment_show(office: CommandLine) -> None:
    event = taken(office)
    payment = event["payments"][0]
    assert (
        office.done("payment", "show", payment["id"], user="aud")
        == {
            "event_id": event["id"],
            "currency": "USD",
            "payment_date": "2026-11-20",
        }
        | payment
    )
    for wrong in ("001999999999", "12", "abc"):
        error = office.refused("payment", "show", wrong)
        assert (error["code"], error["fields"]["value"]) == ("M-55", wrong)


def test_py8_py11_a_split_by_hand_and_the_question_before_it_goes(office: CommandLine) -> None:
    account = office.worked_example("RES")
    event = office.done(
        *("event", "add", "--payor", account, "--amount", "30", "--tender", "CASH:30"),
        *("--action", "none"),
    )
    payment = event["payments"][0]["id"]
    card = office.done("account", "show", account)
    water, electric = (
        next(a["id"] for a in card["agreements"] if a["sa_type"] == kind)
        for kind in ("WATER", "ELECTRIC")
    )
    args = ("payment", "split", payment, f"{water}:10", f"{electric}:20.00")
    request = ("--request-id", str(uuid4()))
    after = office.done(*args, *request)
    segments = {s["sa_type"]: s["amount"] for s in after["payments"][0]["segments"]}
    assert segments == {"WATER": "10.00", "ELECTRIC": "20.00"}
    assert after["payments"][0]["status"] == "FREEZABLE"
    assert office.done(*args, *request)["replayed"] is True
    for verb, target in (("event", event["id"]), ("payment", payment)):
        outcome = office.run(verb, "distribute", target)
        assert outcome.code == 3
        assert [c["code"] for c in outcome.document["concerns"]] == ["M-35"]
    after = office.done("event", "distribute", event["id"], "--confirm", "M-35")
    assert len(after["payments"][0]["segments"]) == 2
    office.done(*args)
    after = office.done("payment", "distribute", payment, "--confirm", "M-35")
    assert after["payments"][0]["status"] == "FREEZABLE"
    assert office.run("payment", "split", payment, water).code == 2
    assert office.refused("payment", "split", payment, "12:1")["code"] == "M-55"
    twice = office.refused("payment", "split", payment, f"{water}:1", f"{water}:2")
    assert twice["code"] == "M-57"


def test_py12_a_split_by_hand_names_bills(office: CommandLine) -> None:
    people = office.people
    people.actors.setdefault(
        "cashier", Actor(UserId(1), "kim", "Kim", frozenset({Role.CASHIER}), "MAIN")
    )
    account, stranger = (people.account(customer_class="OPEN") for _ in range(2))
    water, foreign = people.agreement(account, "WATER"), people.agreement(stranger, "WATER")
    # A number with a colon, which another account has on a bill as well.
    both, other = f"W:{account}", f"X-{account}"
    for owner, agreement, number in (
        (stranger, foreign, both), (account, water, both), (account, water, other),
        (stranger, foreign, f"F-{stranger}"),
    ):  # fmt: skip
        bill(people, owner, number, date(2026, 11, 1), (agreement, 4000))
    event = office.done(
        *("event", "add", "--payor", short_id(account), "--amount", "55", "--tender", "CASH:55"),
        *("--action", "none"),
    )
    payment, one = event["payments"][0]["id"], short_id(water)
    error = office.refused("payment", "split", payment, f"{one}:40.01:{both}")
    assert (error["code"], error["fields"]["unpaid"]) == ("M-120", "40.00")
    elsewhere = office.refused("payment", "split", payment, f"{one}:1:F-{stranger}")
    assert (elsewhere["code"], elsewhere["fields"]["field"]) == ("M-55", "bill")
    assert office.refused("payment", "split", payment, f"{one}:1:none")["code"] == "M-55"
    assert office.run("payment", "split", payment, f"{one}:1:").code == 2
    args = ("payment", "split", payment, f"{one}:40:{both}", f"{one}:10:{other}", f"{one}:5")
    request = ("--request-id", str(uuid4()))
    after = office.done(*args, *request)["payments"][0]
    assert after["status"] == "FREEZABLE"
    paid = [(segment["bill"], segment["amount"]) for segment in after["segments"]]
    assert paid == [(both, "40.00"), (other, "10.00"), (None, "5.00")]
    assert after["segments"][2]["bill_id"] is None
    assert office.done("bill", "show", after["segments"][1]["bill_id"])["number"] == other
    assert office.done(*args, *request)["replayed"] is True
    office.done("payment", "freeze", payment)
    found = office.done("account", "matches", short_id(account))["match_events"]
    assert {one["bill"]: one["status"] for one in found} == {both: "BALANCED", other: "OPEN"}
    office.done("payment", "cancel", payment, "--reason", "DATA", user="sam")
    assert office.done("bill", "show", after["segments"][0]["bill_id"])["unpaid"] == "40.00"
    assert office.run("db", "check", user="").document["findings"] == []


def test_py2_one_payment_is_frozen_by_itself(office: CommandLine) -> None:
    first, second = office.owing(1000), office.owing(2000)
    event = office.done(
        *("event", "add", "--payor", first, "--tender", "CASH:30", "--action", "distribute"),
        *("--pay", f"{first}:10", "--pay", f"{second}:20"),
    )
    payment = event["payments"][1]["id"]
    args = ("payment", "freeze", payment, "--request-id", str(uuid4()))
    after = office.done(*args)
    assert [p["status"] for p in after["payments"]] == ["FREEZABLE", "FROZEN"]
    assert after["receipt_number"]
    assert office.done(*args) == after | {"replayed": True}
    assert office.refused("payment", "set", payment, "--amount", "1")["code"] == "M-12"
    assert office.refused("payment", "delete", payment)["code"] == "M-12"


def test_pe8_delete_and_delete_again(office: CommandLine) -> None:
    event = taken(office, "--action", "none")
    args = ("payment", "delete", event["payments"][0]["id"], "--request-id", str(uuid4()))
    after = office.done(*args)
    assert (after["payments"], after["status"]["balanced"]) == ([], False)
    assert office.done(*args) == after | {"replayed": True}
    assert office.refused(*args[:3])["code"] == "M-55"


def test_py3_cancel_leaves_the_tender(office: CommandLine) -> None:
    event = taken(office)
    payment = event["payments"][0]
    args = ("payment", "cancel", payment["id"])
    assert office.refused(*args)["code"] == "M-14"
    assert office.refused(*args, "--reason", "nope")["code"] == "M-55"
    request = ("--reason", "wrac", "--request-id", str(uuid4()))
    after = office.done(*args, *request)
    assert (after["payments"][0]["status"], after["payments"][0]["cancel_reason"]) == (
        "CANCELED",
        "WRAC",
    )
    assert [t["status"] for t in after["tenders"]] == ["VALID"]
    assert after["status"]["balanced"] is False
    assert office.done("account", "show", payment["account_id"])["current_balance"] == "25.00"
    assert office.done(*args, *request) == after | {"replayed": True}
    assert office.refused(*args, "--reason", "WRAC")["code"] == "M-70"


def test_d44_a_cashier_cancels_in_the_own_drawer_only(office: CommandLine) -> None:
    event = taken(office)
    error = office.refused(
        "payment", "cancel", event["payments"][0]["id"], "--reason", "WRAC", user="lee"
    )
    assert error["code"] == "M-51"


@pytest.mark.parametrize("freeze", [True, False])
def test_tr7_a_payment_moves_to_the_account_that_should_have_had_it(
    office: CommandLine, freeze: bool
) -> None:
    event = taken(office)
    old = event["payments"][0]
    right = office.owing(2500)
    args = ("payment", "transfer", old["id"], "--to", right)
    assert office.refused(*args)["code"] == "M-14"
    named = (*args, "--reason", "WRAC", "--request-id", str(uuid4()))
    named += () if freeze else ("--no-freeze",)
    after = office.done(*named)
    moved = [(p["account_id"], p["amount"], p["status"]) for p in after["payments"]]
    assert moved == [
        (old["account_id"], "25.00", "CANCELED"),
        (right, "25.00", "FROZEN" if freeze else "FREEZABLE"),
    ]
    # The tender was right: its payor stays.
    assert after["tenders"] == event["tenders"]
    assert after["status"]["balanced"] is True
    assert office.done(*named) == after | {"replayed": True}
    balance = office.done("account", "show", right)["current_balance"]
    assert balance == ("0.00" if freeze else "25.00")
    assert office.refused(*args, "--reason", "WRAC")["code"] == "M-16"


def test_nc7_a_transfer_to_an_account_without_customer(office: CommandLine) -> None:
    event = taken(office)
    account = office.account(name="Miscellaneous receipts", customer_class="NONCIS")
    agreement = office.people.agreement(number(account), "MISC")
    payment = event["payments"][0]["id"]
    args = ("payment", "transfer", payment, "--to", account, "--reason", "WRAC")
    error = office.refused(*args)
    assert (error["code"], error["fields"]["field"]) == ("C-22", "non_cis_name")
    after = office.done(
        *(*args, "--match", f"SA-ID:{agreement}", "--name", "J. Doe"),
        *("--reference", "copies", "--comments", "by phone"),
    )
    new = after["payments"][1]
    assert (new["status"], new["non_cis_name"], new["reference"], new["comments"]) == (
        "FROZEN",
        "J. Doe",
        "copies",
        "by phone",
    )
