"""``posapp rate``, and what commands say of alternate currency (AC-02..AC-06, AC-09, D-05)."""

import pytest

from tests.helpers.command_line import CommandLine
from tests.helpers.euros import allow_euros


@pytest.fixture(scope="module")
def euros(sqlite_office: CommandLine) -> str:
    """Euros are taken: rates by day, and a drawer of kim for them."""
    allow_euros(sqlite_office.people)
    for day, rate in (("2026-11-01", "1.08"), ("2026-11-18", "1.10"), ("2026-12-01", "1.30")):
        sqlite_office.done(
            *("setup", "set", "exchange_rate", "source=EUR", "target=USD"),
            *(f"day={day}", f"rate={rate}"),
            user="adm",
        )
    sqlite_office.done("deposit-control", "open", "--currency", "EUR", user="sam")
    return str(sqlite_office.done("control", "open", "--source", "EUR-A")["id"])


def test_ac04_rate_show_gives_the_last_earlier_day(office: CommandLine, euros: str) -> None:
    assert office.done("rate", "show", "eur", "usd") == {
        "source": "EUR", "target": "USD", "rate": "1.10", "day": "2026-11-18",
    }  # fmt: skip
    assert office.done("rate", "show", "EUR", "--date", "2026-11-17")["rate"] == "1.08"
    other = office.done("rate", "show", "USD", "EUR")
    assert other["rate"] == "1/1.10"


def test_ac04_a_missing_rate_names_currency_and_date(office: CommandLine, euros: str) -> None:
    error = office.refused("rate", "show", "EUR", "--date", "2026-10-31")
    assert error["code"] == "C-20"
    assert error["message"] == "No exchange rate from EUR to USD on or before 2026-10-31."
    assert office.refused("rate", "show", "XXX")["code"] == "M-55"
    assert office.refused("rate", "convert", "5", "XXX")["code"] == "M-55"


def test_ac03_rate_convert_says_what_an_amount_is_worth(office: CommandLine, euros: str) -> None:
    found = office.done("rate", "convert", "49.99", "EUR", "USD")
    assert (found["amount"], found["worth"], found["rate"]) == ("49.99", "54.99", "1.10")
    assert office.refused("rate", "convert", "0", "EUR")["code"] == "M-02"


def test_ac05_ac09_the_event_says_both_amounts_and_the_rate(
    office: CommandLine, euros: str
) -> None:
    account = office.owing(5500)
    event = office.done("event", "add", "--payor", account, "--tender", "CASH:50::EUR")
    (tender,) = event["tenders"]
    assert (tender["amount"], tender["control_amount"], tender["control_currency"]) == (
        "55.00", "50.00", "EUR",
    )  # fmt: skip
    assert (tender["rate"], tender["tender_control_id"]) == ("1.10", euros)
    assert event["info"].endswith("Alternate Currency Used")
    assert event["status"] == {"balanced": True, "unfrozen": False}


def test_d05_the_control_says_what_it_holds_and_what_that_is_worth(
    office: CommandLine, euros: str
) -> None:
    account = office.owing(1100)
    office.done("event", "add", "--payor", account, "--tender", "CASH:10::EUR")
    shown = office.done("control", "show", euros, user="sam")
    received = sum(float(line["received"]) for line in shown["lines"])
    assert shown["currency"] == "EUR"
    assert float(shown["home_values"]["USD"]) == pytest.approx(received * 1.1)
    assert office.done("control", "show", euros)["home_values"] is None
    assert office.done("control", "show", office.control, user="sam")["home_values"] == {}


def test_ac06_tender_add_takes_a_currency(office: CommandLine, euros: str) -> None:
    account = office.owing(6500)
    event = office.done(
        *("event", "add", "--payor", account, "--amount", "65", "--tender", "CASH:10"),
        *("--action", "none"),
    )
    after = office.done("tender", "add", event["id"], "CASH:50::EUR")
    assert [t["control_currency"] for t in after["tenders"]] == ["USD", "EUR"]
    assert after["status"]["balanced"] is True
