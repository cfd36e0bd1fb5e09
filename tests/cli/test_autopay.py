"""Automatic payments on the command line: mandates, direct debits, the job (AP-01 to AP-17)."""

from datetime import date

import pytest

from tests.helpers.autopay import NUMBER, OTHER, everything_stored
from tests.helpers.clock import FixedClock
from tests.helpers.command_line import CommandLine

VARIABLE = "POSAPP_EXTERNAL_ACCOUNT"


@pytest.fixture
def account(office: CommandLine, monkeypatch: pytest.MonkeyPatch) -> str:
    """A customer who owes 50.00 and has a mandate at a bank."""
    fields = (
        "code=FNB",
        "description=First National",
        "source_name=First National Bank",
        "tender_type=DDCH",
        "external_source_id=021000021",
        "route_type=DEBIT",
        "work_calendar=FED",
        "account_rule=DIGITS",
    )
    office.done("setup", "set", "autopay_source", *fields, user="adm")
    account = office.owing(5000)
    monkeypatch.setenv(VARIABLE, NUMBER)
    made = office.done(
        "mandate", "add", account, "--source", "fnb", "--start", "2026-01-01", "--name", "N. Okafor",
        "--maximum", "60", user="adm",
    )  # fmt: skip
    assert made["external_account"] == "••••3210"
    monkeypatch.delenv(VARIABLE)
    return account


def test_ap01_mandates_are_listed_changed_and_never_meet(
    office: CommandLine, account: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (one,) = office.done("mandate", "list", account)["mandates"]
    assert (one["maximum_withdrawal"], one["end_date"]) == ("60.00", None)
    monkeypatch.setenv(VARIABLE, OTHER)
    again = ("mandate", "add", account, "--source", "FNB", "--start", "2027-01-01")
    assert office.refused(*again, user="adm")["code"] == "M-107"
    ended = office.done("mandate", "set", one["id"], "--end", "2026-12-31", user="adm")
    assert (ended["end_date"], ended["external_account"]) == ("2026-12-31", "••••4455")
    assert office.done(*again, user="adm")["start_date"] == "2027-01-01"
    assert office.refused(*again, user="kim")["code"] == "M-51"


def test_ap07_a_direct_debit_on_the_command_line(office: CommandLine, account: str) -> None:
    event = office.done("event", "add", "--payor", account, "--tender", "DDCH:50.00")
    (tender,) = event["tenders"]
    assert tender["tender_control_id"] is None
    request = tender["auto_pay"]
    assert (request["external_account"], request["status"]) == ("••••3210", "PENDING")
    assert request["extract_date"] == event["payment_date"]
    moved = office.run("event", "set-date", event["id"], "2099-01-01")
    assert moved.document["error"]["code"] == "M-03"
    day = str(date.fromisoformat(event["payment_date"]).replace(day=28))
    asked = office.run("event", "set-date", event["id"], day)
    assert (asked.code, asked.document["concerns"][0]["code"]) == (3, "M-04")
    after = office.done("event", "set-date", event["id"], day, "--confirm", "M-04")
    assert after["tenders"][0]["auto_pay"]["extract_date"] == day


def test_ap07_the_block_and_ap12_another_payor(
    office: CommandLine, account: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, OTHER)
    event = office.done(
        "event", "add", "--payor", account, "--tender", "DDCH:50.00", "--autopay-source", "FNB",
        "--entity-name", "Mary",
    )  # fmt: skip
    (tender,) = event["tenders"]
    assert (tender["auto_pay"]["external_account"], tender["auto_pay"]["mandate_id"]) == (
        "••••4455",
        None,
    )
    monkeypatch.delenv(VARIABLE)
    changed = office.done("tender", "set", tender["id"], "--entity-name", "Ann")
    assert changed["tenders"][0]["auto_pay"]["entity_name"] == "Ann"
    other = office.owing(100)
    refused = office.refused("tender", "set", tender["id"], "--payor", other, "--confirm", "M-109")
    assert refused["code"] == "M-101"
    assert OTHER not in everything_stored(office.people)
    more = office.done("tender", "add", event["id"], "DDCH:5.00", "--autopay-source", "FNB")
    assert more["tenders"][1]["auto_pay"]["external_account"] == "••••3210"


def test_the_options_are_for_automatic_payments(office: CommandLine, account: str) -> None:
    outcome = office.run(
        "event", "add", "--payor", account, "--tender", "CASH:50", "--autopay-source", "FNB"
    )
    assert outcome.code == 2


def test_the_job_is_for_supervisors_and_says_what_it_did(office: CommandLine) -> None:
    done = office.done("job", "run", "--once", user="sam")
    assert (done["created"], done["frozen"]) == ([], [])
    # Other tests may have left an event here that nobody balanced.
    assert {one["code"] for one in done["failed"]} <= {"M-70"}
    assert office.refused("job", "run", "--once")["code"] == "M-51"
    assert done["stale"] == []


def test_ap15_reopening_needs_a_bill_that_is_debited(office: CommandLine) -> None:
    for verb in ("bill", "reopen"):
        assert office.refused("autopay", verb, "1000000377", user="sam")["code"] == "M-55"
    assert office.refused("autopay", "complete", "1000000377", user="sam")["code"] == "M-55"


def test_ap13_ap14_the_job_sends_what_is_due_and_balances_it_later(
    office: CommandLine, account: str
) -> None:
    event = office.done("event", "add", "--payor", account, "--tender", "DDCH:50.00")
    assert office.refused("job", "run", "--once", "--send")["code"] == "M-51"
    assert office.refused("autopay", "batches")["code"] == "M-51"
    before = office.done("autopay", "batches", user="sam")
    (waiting,) = before["waiting"]
    assert (waiting["route"], waiting["due"] > 0) == ("DEBIT", True)
    done = office.done("job", "run", "--once", "--send", user="sam")
    (sent,) = done["sent"]
    assert (sent["count"], sent["amount"]) == (waiting["due"], waiting["amount"])
    shown = office.done("event", "show", event["id"])
    assert shown["tenders"][0]["auto_pay"]["status"] == "EXTRACTED"
    assert shown["tenders"][0]["tender_control_id"] == sent["control_id"]
    after = office.done("autopay", "batches", user="sam")
    (batch,) = after["batches"]
    assert (batch["status"], batch["control_id"]) == ("OPEN", sent["control_id"])
    refused = office.refused("autopay", "balance", batch["control_id"], user="sam")
    assert refused["code"] == "M-70"
    assert office.refused("autopay", "send", "debit", user="sam")["code"] == "M-70"


def test_ap06_plans_on_the_command_line(office: CommandLine, account: str) -> None:
    (agreement,) = office.done("account", "show", account)["agreements"]
    args = ("schedule", "add", agreement["id"], "pay-plan", "2026-12-23", "20.00", "--times", "2")
    assert office.refused(*args)["code"] == "M-51"
    made = office.done(*args, user="adm")["scheduled"]
    assert [(one["scheduled_date"], one["amount"], one["status"]) for one in made] == [
        ("2026-12-23", "20.00", "WAITING"), ("2027-01-23", "20.00", "WAITING"),
    ]  # fmt: skip
    stopped = office.done("schedule", "stop", made[1]["id"], user="adm")
    assert stopped["status"] == "STOPPED"
    assert office.done("schedule", "list", account)["scheduled"][1] == stopped
    wrong = ("schedule", "add", agreement["id"], "rent", "2026-12-23", "20.00")
    assert office.refused(*wrong, user="adm")["code"] == "M-50"


def test_ap17_debits_that_wait_on_the_command_line(office: CommandLine, account: str) -> None:
    event = office.done(
        "event", "add", "--payor", account, "--tender", "DDCH:50", "--date", "2026-11-30"
    )
    (one,) = office.done("autopay", "waiting", "--account", account)["debits"]
    shown = office.done("event", "show", one["event_id"])
    assert (shown["rests_until"] is not None, shown["warnings"]) == (True, [])
    (found,) = office.done("event", "search", "--payor", account)["events"]
    assert found["state"] == "WAITING"
    tender = event["tenders"][0]["id"]
    assert (one["tender_id"], one["amount"], one["event_id"]) == (tender, "50.00", event["id"])
    assert office.refused("autopay", "cancel", tender, "--reason", "DATA")["code"] == "M-51"
    done = office.done("autopay", "cancel", tender, "1000000001", "--reason", "data", user="sam")
    assert (done["canceled"], [one["code"] for one in done["failed"]]) == ([tender], ["M-55"])
    assert office.done("autopay", "waiting", "--account", account)["debits"] == []


def test_tc08_the_job_reminds_of_drawers_of_an_earlier_day(
    office: CommandLine, clock: FixedClock
) -> None:
    """Of all of the office, whoever runs it: also of a setup user, who balances none."""
    clock.advance(days=3)
    for user in ("sam", "adm"):
        (drawer,) = office.done("job", "run", "--once", user=user)["stale"]
        assert (drawer["user"], drawer["business_date"]) == ("Kim", "2026-11-20")
    clock.advance(days=-3)
