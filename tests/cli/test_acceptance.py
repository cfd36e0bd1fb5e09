"""Acceptance cases 10 to 16 of controls 20.3 by commands.

An everyday run plays on PostgreSQL those whose SQL no other test sends there (D-43).
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import text

from tests.helpers.clock import FixedClock
from tests.helpers.command_line import CommandLine

pytestmark = pytest.mark.own_statements  # D-43


@pytest.fixture(
    scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]
)
def office(request: pytest.FixtureRequest) -> CommandLine:
    """The office on each engine."""
    found: CommandLine = request.getfixturevalue(f"{request.param}_office")
    return found


@pytest.fixture
def later(clock: FixedClock) -> Iterator[FixedClock]:
    """The clock, set back after the test."""
    at: datetime = clock.at
    yield clock
    clock.at = at


def received(office: CommandLine) -> dict[str, float]:
    view = office.done("control", "show", office.control, user="sam")
    return {line["type"]: float(line["received"]) for line in view["lines"]}


def tenders(event: Any) -> list[tuple[str, str]]:
    return [(tender["type"], tender["amount"]) for tender in event["tenders"]]


def travellers_check(office: CommandLine) -> Any:
    """Case 10: TRAV 100 for a debt of 25, not frozen yet."""
    return office.done(
        *("event", "add", "--payor", office.owing(2500), "--amount", "25"),
        *("--tender", "TRAV:100", "--action", "distribute", "--confirm", "M-42"),
    )


def test_case_10_change_is_a_tender_of_cash(office: CommandLine) -> None:
    before = received(office)
    event = travellers_check(office)
    assert tenders(event) == [("TRAV", "100.00"), ("CASH", "-75.00")]
    after = received(office)
    assert after["TRAV"] - before.get("TRAV", 0) == 100
    assert after["CASH"] - before.get("CASH", 0) == -75


@pytest.mark.parametrize(
    ("amount", "left"),
    [("60", [("TRAV", "100.00"), ("CASH", "-40.00")]), ("100", [("TRAV", "100.00")])],
    ids=["case-11", "case-12"],
)
def test_cases_11_and_12_cash_back_follows_the_payment(
    office: CommandLine, amount: str, left: list[tuple[str, str]]
) -> None:
    event = travellers_check(office)
    event = office.done("payment", "set", event["payments"][0]["id"], "--amount", amount)
    assert event["status"]["balanced"] is False
    event = office.done("event", "recalculate-cash-back", event["id"])
    assert tenders(event) == left
    assert event["status"]["balanced"] is True


def pays(office: CommandLine, account: str, tender: str, **more: Any) -> Any:
    """Codes of what the office asks when the account pays 1.00 so."""
    args = ("event", "add", "--payor", account, "--amount", "1", "--tender", tender)
    outcome = office.run(*args, "--confirm", "M-39", "--confirm", "M-40", **more)
    if outcome.code == 0:
        return []
    assert outcome.code == 3, outcome.stdout
    return [concern["code"] for concern in outcome.document["concerns"]]


def test_case_13_a_bounced_check_makes_cash_only_for_twelve_months(
    office: CommandLine, later: FixedClock
) -> None:
    account = office.owing(10000)
    event = office.done("event", "add", "--payor", account, "--amount", "20",
                        "--tender", "CHEC:20:1")  # fmt: skip
    assert pays(office, account, "CHEC:1:2") == []
    office.done("tender", "cancel", event["tenders"][0]["id"], "--reason", "NSF")
    assert "Cash-Only" in office.done("account", "show", account)["badges"]
    assert pays(office, account, "CHEC:1:3") == ["M-06W"]
    assert pays(office, account, "CASH:1") == []
    # D-03: the cashier confirms, and the confirmation is kept.
    confirmed = ("--tender", "CHEC:1:3", "--confirm", "M-06W", "--confirm", "M-40")
    event = office.done("event", "add", "--payor", account, "--amount", "1", *confirmed)
    with office.db.read() as s:
        query = text("SELECT body FROM audit WHERE object_id = :id AND action = 'event'")
        body = s.execute(query, {"id": int(event["id"])}).scalar_one()
    assert '"M-06W"' in body
    later.advance(days=364)
    assert pays(office, account, "CHEC:1:4") == ["M-06W"]
    later.advance(days=2)
    assert pays(office, account, "CHEC:1:5") == []
    assert "Cash-Only" not in office.done("account", "show", account)["badges"]


def test_case_14_points_must_exceed_the_threshold(office: CommandLine) -> None:
    at, above = office.account(points=99), office.account(points=100)
    assert pays(office, at, "CHEC:1:1") == []
    assert pays(office, above, "CHEC:1:1") == ["M-06W"]


def test_case_15_the_division_has_a_threshold_of_its_own(office: CommandLine) -> None:
    account = office.account(points=100)
    with office.db.begin() as s:
        s.execute(text("UPDATE division SET cash_only_threshold = 300"))
        s.execute(text("UPDATE installation SET setup_version = setup_version + 1"))
    assert pays(office, account, "CHEC:1:1") == []
    with office.db.begin() as s:
        s.execute(text("UPDATE division SET cash_only_threshold = NULL"))
        s.execute(text("UPDATE installation SET setup_version = setup_version + 1"))
    assert pays(office, account, "CHEC:1:1") == ["M-06W"]


def test_case_16_charge_and_demerit_fall_on_the_payor_only(office: CommandLine) -> None:
    payor, other = office.owing(1000, name="Agency"), office.owing(2000, name="Client")
    event = office.done(
        *("event", "add", "--payor", payor, "--tender", "CHEC:30:1"),
        *("--pay", f"{payor}:10", "--pay", f"{other}:20"),
    )
    args = ("tender", "cancel", event["tenders"][0]["id"], "--reason", "NSF")
    outcome = office.run(*args)
    assert outcome.code == 3
    assert [c["code"] for c in outcome.document["concerns"]] == ["C-17"]
    after = office.done(*args, "--confirm", "C-17")
    assert [p["status"] for p in after["payments"]] == ["CANCELED", "CANCELED"]
    cards = [office.done("account", "show", account) for account in (payor, other)]
    assert [card["current_balance"] for card in cards] == ["35.00", "20.00"]
    assert ["Cash-Only" in card["badges"] for card in cards] == [True, False]
    assert office.run("db", "check", user="").document["findings"] == []
