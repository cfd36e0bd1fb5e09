"""``posapp exception list`` (EX-1..EX-5, XC-01, XC-02), and what it says of each repair."""

from typing import Any

from posapp.domain.ids import short_id
from tests.helpers.command_line import CommandLine


def taken(office: CommandLine, *more: str, cents: int = 2500) -> Any:
    account = office.owing(cents)
    return office.done("event", "add", "--payor", account, "--tender", "CASH:25", *more)


def test_ex1_ex2_the_list_says_what_is_wrong_and_what_mends_it(office: CommandLine) -> None:
    assert office.done("exception", "list", user="sam") == {
        "exceptions": [],
        "counts": {"unbalanced": 0, "error": 0, "unfrozen": 0, "uncharged": 0},
        "more": False,
    }
    failed = taken(office, "--match", "ITEM-ID:A-99")
    waits = taken(office, "--action", "distribute")
    canceled = taken(office)
    payment = canceled["payments"][0]["id"]
    office.done("payment", "cancel", payment, "--reason", "DATA", user="sam")
    listed = office.done("exception", "list", user="aud")
    assert listed["counts"] == {"unbalanced": 1, "error": 1, "unfrozen": 1, "uncharged": 0}
    by_kind = {one["kind"]: one for one in listed["exceptions"]}
    error = by_kind["ERROR"]
    assert (error["event_id"], error["payment_id"], error["repair"]) == (
        failed["id"], failed["payments"][0]["id"], "MEND_PAYMENT",
    )  # fmt: skip
    assert "A-99" in error["error"]
    assert (by_kind["UNFROZEN"]["event_id"], by_kind["UNFROZEN"]["repair"]) == (
        waits["id"], "FREEZE",
    )  # fmt: skip
    off = by_kind["UNBALANCED"]
    assert (off["event_id"], off["payment_id"], off["status"]) == (canceled["id"], None, None)
    assert (off["amount"], off["tenders"], off["payments"]) == ("25.00", "25.00", "0.00")
    assert off["repair"] == "PAYMENT_CANCELED"
    assert off["repair_text"].startswith("A payment was canceled")


def test_ns04_a_missing_charge_is_listed_until_it_is_settled(office: CommandLine) -> None:
    payor, debtor = short_id(office.people.account("Agency")), office.owing(2000)
    event = office.done(
        "event", "add", "--payor", payor, "--tender", "CHEC:20:7", "--pay", f"{debtor}:20"
    )
    tender = event["tenders"][0]["id"]
    office.done("tender", "cancel", tender, "--reason", "NSF", user="sam")
    (found,) = office.done("exception", "list", "--kind", "uncharged")["exceptions"]
    assert (found["tender_id"], found["account_id"], found["repair"]) == (
        tender, payor, "SETTLE_CHARGE",
    )  # fmt: skip
    assert office.refused("exception", "settle", tender)["code"] == "M-51"
    done = office.done("exception", "settle", tender, "--comment", "Waived", user="sam")
    assert (done["tender_id"], done["event_id"]) == (tender, event["id"])
    assert office.done("exception", "list", "--kind", "uncharged")["exceptions"] == []


def test_xc01_xc02_it_is_narrowed_to_a_drawer_a_kind_and_days(office: CommandLine) -> None:
    taken(office, "--action", "none")

    def count(*more: str) -> int:
        return len(office.done("exception", "list", *more)["exceptions"])

    assert count("--control", office.control) == count()
    assert count("--control", "1999999999") == 0
    assert count("--kind", "unbalanced") < count()
    assert count("--date-from", "2026-11-20", "--date-to", "2026-11-20") == count()
    assert count("--date-to", "2026-11-19") == 0
    first = office.done("exception", "list", "--limit", "1")
    assert (len(first["exceptions"]), first["more"]) == (1, True)
    assert office.refused("exception", "list", "--control", "x")["code"] == "M-55"
    assert office.refused("exception", "list", "--date-from", "x")["code"] == "M-50"
