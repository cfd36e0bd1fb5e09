"""Commands that no other test of both databases runs: bills that are debited, rates, settling."""

from pathlib import Path

import pytest

from tests.helpers.autopay import NUMBER
from tests.helpers.command_line import PASSWORD, CommandLine

BANK = (
    *("code=FNB", "description=First National", "source_name=First National Bank"),
    *("tender_type=DDCH", "external_source_id=021000021", "route_type=DEBIT"),
    *("work_calendar=FED", "account_rule=DIGITS"),
)
BILLS = "key,account_key,account_name,sa_type,bill_date,due_date,amount,number\n"


@pytest.fixture(
    scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]
)
def office(request: pytest.FixtureRequest) -> CommandLine:
    """The office on each engine."""
    made: CommandLine = request.getfixturevalue(f"{request.param}_office")
    return made


def imported(office: CommandLine, folder: Path, kind: str, content: str) -> None:
    """Import a small file of our own layout; one row of it must be new."""
    file = folder / f"{kind}.csv"
    file.write_text(content, "utf-8")
    done = office.done("import", kind, str(file), "--profile", kind, user="adm")
    assert (done["added"], done["rejected"]) == (1, [])


def test_ap15_the_debit_of_a_bill_is_taken_back_and_made_again(
    office: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.done("setup", "set", "autopay_source", *BANK, user="adm")
    imported(office, tmp_path, "accounts", "key,name\nD-1,Dora Debit\n")
    account = office.done("account", "show", "D-1")["id"]
    monkeypatch.setenv("POSAPP_EXTERNAL_ACCOUNT", NUMBER)
    started = ("--source", "FNB", "--start", "2026-01-01", "--name", "D. Debit")
    office.done("mandate", "add", account, *started, user="adm")
    monkeypatch.delenv("POSAPP_EXTERNAL_ACCOUNT")
    row = "d1,D-1,Dora Debit,WATER,2026-11-01,2026-12-20,12.00,D-001\n"
    imported(office, tmp_path, "bills", BILLS + row)
    bill = office.done("bill", "show", "D-001")["id"]
    waits = office.done("autopay", "bill", bill)
    reopened = office.done("autopay", "reopen", bill, user="sam")
    again = office.done("autopay", "complete", bill, user="sam")
    assert (waits["status"], waits["payment_date"]) == ("WAITING", "2026-12-21")
    assert reopened == waits | {"status": "REOPENED"}
    assert again["status"] == "WAITING"
    assert office.done("autopay", "bill", bill) == waits


def test_ac04_rates_of_a_file(office: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "rates.csv"
    file.write_text("source,target,day,rate\nEUR,USD,2026-11-19,1.10\n", "utf-8")
    done = office.done("import", "rates", str(file), "--profile", "rates", user="adm")
    assert done["totals"]["rates"]["count"] == 1
    assert office.done("rate", "show", "EUR")["rate"] == "1.10"
    assert office.done("rate", "convert", "50", "EUR")["worth"] == "55.00"


def test_a_new_password_of_ones_own(office: CommandLine) -> None:
    new = {"POSAPP_NEW_PASSWORD": "an entirely new sentence"}
    changed = office.run("user", "password", user="lee", env=new)
    assert changed.code == 0, changed.stdout + changed.stderr
    assert office.run("control", "stale", user="lee", password=PASSWORD).code == 1
    kept = office.run("control", "stale", user="lee", password=new["POSAPP_NEW_PASSWORD"])
    assert kept.code == 0


def test_d29_money_without_paper_is_settled(office: CommandLine) -> None:
    deposit = office.deposit
    refused = office.refused("deposit-control", "settle", deposit, "CASH:1.00", user="sam")
    assert refused["code"] == "M-50"
    card = ("--tender", "CARD:20", "--amount", "20")
    office.done("event", "add", "--payor", office.owing(2000), *card)
    made = office.done("deposit-control", "settle", deposit, "CARD:20.00", user="sam")
    assert (made["kind"], made["type"], made["amount"]) == ("SETTLEMENT", "CARD", "20.00")
