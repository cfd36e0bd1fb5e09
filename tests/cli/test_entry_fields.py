"""Fields of one of several tenders and payments on the command line (TN-7, NC-2, NCI-03, M-31)."""

from typing import Any

import pytest

from posapp.domain.ids import AccountId
from tests.helpers.command_line import CommandLine


@pytest.fixture(scope="module")
def office(sqlite_office: CommandLine) -> CommandLine:
    """The office; nothing here is about SQL."""
    return sqlite_office


@pytest.fixture(scope="module")
def lobby(office: CommandLine) -> str:
    """An account without customer."""
    account = office.account(customer_class="NONCIS")
    office.people.agreement(AccountId(int(account)), "MISC")
    return account


def concerns(office: CommandLine, *args: str) -> list[str]:
    return [one["code"] for one in office.run(*args).document["concerns"]]


def test_nci03_one_event_pays_a_customer_and_an_account_without(
    office: CommandLine, lobby: str
) -> None:
    customer = office.owing(1000)
    event = office.done(
        "event", "add", "--payor", customer, "--tender", "CASH:20", "--action", "none",
        "--pay", f"{customer}:10", "--pay", f"{lobby}:10",
        "--pay-field", "2.name=Ruiz, Ana: second desk", "--pay-field", "2.reference=P-77=A",
        "--pay-field", "1.comment=As agreed",
    )  # fmt: skip
    told = [(p["non_cis_name"], p["reference"]) for p in event["payments"]]
    assert told == [(None, None), ("Ruiz, Ana: second desk", "P-77=A")]


def test_tn7_a_tender_is_taken_with_all_that_is_known_of_it(office: CommandLine) -> None:
    account = office.owing(5000)
    event = office.done(
        "event", "add", "--payor", account, "--tender", "CASH:20", "--tender", "CHEC:30:77",
        "--tender-field", "2.micr=123456789", "--tender-field", "2.customer-id=C9",
        "--tender-field", "2.external-reference=X1", "--tender-field", "2.name=Jo",
    )  # fmt: skip
    check: Any = next(one for one in event["tenders"] if one["type"] == "CHEC")
    said = [check[name] for name in ("micr_last4", "customer_id", "external_reference", "name")]
    assert said == ["6789", "C9", "X1", "Jo"]


def test_m31_the_same_check_is_asked_about_when_it_is_taken(office: CommandLine) -> None:
    def take(micr: str) -> tuple[str, ...]:
        account = office.owing(3000)
        return ("event", "add", "--payor", account, "--tender", "CHEC:30:4711",
                "--tender-field", f"1.micr={micr}")  # fmt: skip

    office.done(*take("555501234"))
    assert concerns(office, *take("555501234")) == ["M-31"]
    office.done(*take("555509999"))
    event = office.done(
        "event", "add", "--payor", office.owing(5000), "--tender", "CASH:20", "--action", "none"
    )
    more = ("tender", "add", event["id"], "CHEC:30:4711", "--customer-id", "C1", "--name", "Jo")
    assert concerns(office, *more, "--micr", "555501234") == ["M-31"]
    after = office.done(*more, "--micr", "555501234", "--confirm", "M-31")
    assert [(t["micr_last4"], t["customer_id"], t["name"]) for t in after["tenders"]] == [
        (None, None, None), ("1234", "C1", "Jo"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "wrong",
    ["micr=1", "2.micr=1", "0.micr=1", "1.colour=red", "1.micr", "x.micr=1"],
)
def test_a_field_of_nothing_is_wrong_usage(office: CommandLine, wrong: str) -> None:
    account = office.owing(100)
    outcome = office.run(
        "event", "add", "--payor", account, "--tender", "CASH:1", "--tender-field", wrong
    )
    assert outcome.code == 2


def test_a_field_is_given_once(office: CommandLine) -> None:
    twice = ("--pay-field", "1.name=A", "--pay-field", "1.name=B")
    account = office.owing(100)
    outcome = office.run("event", "add", "--payor", account, "--tender", "CASH:1", *twice)
    assert outcome.code == 2
