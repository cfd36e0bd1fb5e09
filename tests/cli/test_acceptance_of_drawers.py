"""Acceptance cases of controls 20.3 by commands (D-43): 1 to 9, 17, 18, 21 to 23.

An everyday run plays on PostgreSQL those whose SQL no other test sends there.
Cases 10 to 16 stand in ``test_acceptance``. A code is the M code where the books have two (D-42).
"""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from tests.helpers.autopay import NUMBER
from tests.helpers.command_line import CommandLine

pytestmark = pytest.mark.own_statements  # D-43
CONFIRMED = ("--confirm", "M-39", "--confirm", "M-40", "--confirm", "M-69")
ACCOUNT_NUMBER = "POSAPP_EXTERNAL_ACCOUNT"


@pytest.fixture(
    scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]
)
def office(request: pytest.FixtureRequest) -> CommandLine:
    """The office on each engine."""
    found: CommandLine = request.getfixturevalue(f"{request.param}_office")
    return found


@pytest.fixture(scope="module")
def payor(office: CommandLine) -> str:
    """Somebody who owes a lot."""
    return office.owing(10_000_000)


def deposit(office: CommandLine, *more: str) -> str:
    return str(office.done("deposit-control", "open", *more, user="sam")["id"])


def drawer(
    office: CommandLine, under: str, code: str, user: str = "kim", start: str = "150", *more: str
) -> str:
    """A drawer of a source of its own, with a limit of 2,000 in cash."""
    fields = (f"code={code}", f"description={code}", "source_type=CASHIERING", "currency=USD",
              "default_starting_balance=150", "max_amount_balance=2000", "office=MAIN",
              "distribution_code=1010-CASH")  # fmt: skip
    office.done("setup", "set", "tender_source", *fields, user="adm")
    opened = ("control", "open", "--source", code, "--deposit-control", under, "--float", start)
    return str(office.done(*opened, *more, user=user)["id"])


def pay(
    office: CommandLine, payor: str, control: str, tender: str, amount: str, user: str = "kim"
) -> Any:
    given = ("--tender", f"{tender}:{amount}" + (":17" if tender == "CHEC" else ""))
    return office.done(
        "event", "add", "--payor", payor, "--amount", amount, *given, "--control", control,
        *CONFIRMED, "--confirm", "M-31", user=user,
    )  # fmt: skip


def turn_in(office: CommandLine, control: str, given: str, user: str = "kim") -> str:
    return str(office.done("turn-in", "add", control, given, user=user)["id"])


def line(view: Any, kind: str) -> Any:
    return next(one for one in view["lines"] if one["type"] == kind)


def balanced(office: CommandLine, control: str, ending: str, user: str = "kim") -> None:
    office.done("control", "start-balancing", control, user=user)
    office.done("control", "count", control, "--ending", f"CASH:{ending}", user=user)
    office.done("control", "submit", control, user=user)
    office.done("control", "balance", control, user="sam")


@pytest.fixture(scope="module")
def counted(office: CommandLine, payor: str) -> dict[str, str]:
    """Case 1: a drawer that is over in cash and short of a check."""
    under = deposit(office)
    control = drawer(office, under, "CASE-1", start="150.50")
    pay(office, payor, control, "CASH", "5000.00")
    pay(office, payor, control, "CHEC", "1000.00")
    for given in ("CASH:4000.00", "CHEC:750.00"):
        office.done("turn-in", "approve", turn_in(office, control, given), user="sam")
    office.done("control", "start-balancing", control)
    endings = ("--ending", "CASH:1151.00", "--ending", "CHEC:249.00")
    for _ in range(2):
        office.done("control", "count", control, *endings)
        office.done("control", "submit", control)
    return {"control": control, "deposit": under}


def test_case_01_each_type_that_differs_is_refused(
    office: CommandLine, counted: dict[str, str]
) -> None:
    error = office.refused("control", "balance", counted["control"], user="sam")
    assert (error["code"], error["fields"]["types"]) == ("C-05", ["CASH", "CHEC"])
    assert [one["difference"] for one in error["fields"]["differences"]] == ["0.50", "-1.00"]
    shown = office.done("control", "show", counted["control"])
    assert line(shown, "CASH")["over_under"] == "0.50"
    assert line(shown, "CHEC")["over_under"] == "-1.00"


def test_case_02_and_03_one_event_books_both_and_a_balanced_drawer_takes_nothing(
    office: CommandLine, payor: str, counted: dict[str, str]
) -> None:
    control = counted["control"]
    why = ("--reason", "COUNT", "--comments", "counted twice")
    booked = office.done("control", "book-over-under", control, *why)
    event = office.done("event", "show", booked["event_id"])
    assert [(one["type"], one["amount"]) for one in event["tenders"]] == [
        ("CASH", "0.50"), ("CHEC", "-1.00"),
    ]  # fmt: skip
    assert [one["amount"] for one in event["payments"]] == ["-0.50"]
    assert office.done("control", "balance", control, user="sam")["status"] == "BALANCED"
    late = ("event", "add", "--payor", payor, "--amount", "1", "--tender", "CASH:1", *CONFIRMED)
    assert office.refused(*late, "--control", control)["code"] == "M-05"


def test_case_04_under_a_balanced_deposit_control_nothing_is_reopened(
    office: CommandLine, payor: str
) -> None:
    under = deposit(office)
    control = drawer(office, under, "CASE-4")
    balanced(office, control, "150")
    office.done("deposit-control", "balance", under, "--ending", "150", user="sam")
    again = ("control", "reopen", control, "--reason", "a check was found")
    assert office.refused(*again, user="sam")["code"] == "C-08"


def test_case_05_while_balancing_a_tender_leaves_and_none_comes(
    office: CommandLine, payor: str
) -> None:
    under = deposit(office)
    busy, other = (drawer(office, under, code) for code in ("CASE-5A", "CASE-5B"))
    mine = pay(office, payor, busy, "CASH", "10")["tenders"][0]["id"]
    theirs = pay(office, payor, other, "CASH", "20")["tenders"][0]["id"]
    office.done("control", "start-balancing", busy)
    assert office.refused("tender", "move", theirs, "--control", busy)["code"] == "M-05"
    moved = office.done("tender", "move", mine, "--control", other)
    assert moved["tenders"][0]["tender_control_id"] == other


def test_case_06_the_floats_are_what_is_left(office: CommandLine, payor: str) -> None:
    under = deposit(office)
    for code, user, taken in (("CASE-6A", "kim", "900"), ("CASE-6B", "lee", "600")):
        control = drawer(office, under, code, user)
        pay(office, payor, control, "CASH", taken, user)
        balanced(office, control, str(150 + int(taken)), user)
    slip = ("deposit-control", "add-deposit", under, "1500", "--reference", "S-6")
    office.done(*slip, user="sam")
    assert office.done("deposit-control", "show", under, user="sam")["expected_ending_balance"] == (
        "300.00"
    )
    short = office.refused("deposit-control", "balance", under, "--ending", "299", user="sam")
    assert (short["code"], short["fields"]["difference"]) == ("C-09", "-1.00")
    done = office.done("deposit-control", "balance", under, "--ending", "300", user="sam")
    assert done["status"] == "BALANCED"


@pytest.mark.parametrize(("kind", "currency"), [("LOCKBOX", "USD"), ("CASHIERING", "BBD")])
def test_case_07_another_type_or_currency_is_refused(
    office: CommandLine, kind: str, currency: str
) -> None:
    dollars(office)
    under = deposit(office)
    source = f"C7{kind[:4]}{currency[:2]}"
    fields = (f"code={source}", "description=x", f"source_type={kind}", f"currency={currency}",
              "default_starting_balance=0", "office=MAIN", "distribution_code=1010-CASH")  # fmt: skip
    office.done("setup", "set", "tender_source", *fields, user="adm")
    opening = ("control", "open", "--source", source, "--deposit-control", under)
    assert office.refused(*opening, user="sam")["code"] == "C-04"


def test_case_08_and_09_the_reminder_comes_above_the_maximum_and_goes_with_a_turn_in(
    office: CommandLine, payor: str
) -> None:
    control = drawer(office, deposit(office), "CASE-8")
    reminder = "Cash in the drawer is above the limit of 2000.00. Turn in funds."
    event = pay(office, payor, control, "CASH", "1850")
    assert reminder not in event["warnings"]
    event = pay(office, payor, control, "CASH", "0.01")
    assert reminder in event["warnings"]
    assert office.done("control", "show", control)["above_limit"] is True
    turn_in(office, control, "CASH:1500")
    assert office.done("control", "show", control)["above_limit"] is False
    assert reminder not in office.done("event", "show", event["id"])["warnings"]


@pytest.fixture(scope="module")
def bank(office: CommandLine) -> str:
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
    return "FNB"


def mandate(
    office: CommandLine, monkeypatch: pytest.MonkeyPatch, account: str, bank: str, *more: str
) -> None:
    monkeypatch.setenv(ACCOUNT_NUMBER, NUMBER)
    given = ("mandate", "add", account, "--source", bank, "--start", "2026-01-01", "--name", "N.")
    office.done(*given, *more, user="adm")
    monkeypatch.delenv(ACCOUNT_NUMBER)


@pytest.mark.parametrize(("end", "made"), [("2026-11-20", False), ("2026-11-21", True)])
def test_case_17_a_bill_that_is_due_after_the_mandate_makes_no_payment(
    office: CommandLine,
    bank: str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    end: str,
    made: bool,
) -> None:
    account = office.account(keys=(("ACCOUNT", f"C17-{end}"),))
    mandate(office, monkeypatch, account, bank, "--end", end)
    file = tmp_path / "bills.csv"
    file.write_text(
        "key,account_key,account_name,sa_type,bill_date,due_date,amount\n"
        f"b-{end},C17-{end},Okafor,WATER,2026-11-01,2026-11-21,40\n"
    )
    office.done("import", "bills", str(file), "--profile", "bills", user="adm")
    (bill,) = office.done("account", "bills", account)["bills"]
    at = office.people.clock.at
    office.people.clock.advance(days=3)
    office.done("job", "run", "--once", user="sam")
    office.people.clock.at = at
    paid = office.done("account", "payments", account)["payments"]
    assert bool(paid) is made
    assert bill["due_date"] == "2026-11-21"


def test_case_18_the_debit_moves_with_the_payment_date(
    office: CommandLine, bank: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = office.owing(5000)
    mandate(office, monkeypatch, account, bank)
    event = office.done("event", "add", "--payor", account, "--tender", "DDCH:50")
    assert event["tenders"][0]["auto_pay"]["status"] == "PENDING"
    moving = ("event", "set-date", event["id"], "2026-11-23")
    asked = office.run(*moving)
    assert (asked.code, asked.document["concerns"][0]["code"]) == (3, "M-04")
    after = office.done(*moving, "--confirm", "M-04")
    assert after["tenders"][0]["auto_pay"]["extract_date"] == "2026-11-23"


def test_case_21_the_own_drawer_comes_before_everybodys(
    office: CommandLine, payor: str, tmp_path: Path
) -> None:
    """Quick Add takes the own open drawer though a newer one is for all."""
    under = deposit(office)
    own = drawer(office, under, "CASE-21A", "lee")
    shared = drawer(office, under, "CASE-21B", "sam", "150", "--all-users")
    file = tmp_path / "rows.csv"
    file.write_text(f"account,amount,tender_type\n{payor},10.00,CASH\n")
    rows = ("quick-add", "accounts", str(file), *CONFIRMED)
    done = office.done(*rows, user="lee")
    event = office.done("event", "show", done["rows"][0]["event_id"], user="lee")
    assert event["tenders"][0]["tender_control_id"] == own != shared


def test_case_22_a_bill_is_matched_and_balanced(office: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "bills.csv"
    file.write_text(
        "key,account_key,account_name,account_customer_class,sa_type,bill_date,amount,number\n"
        "b22,C22,Okafor,OPEN,WATER,2026-11-01,80,B-22\n"
    )
    office.done("import", "bills", str(file), "--profile", "bills", user="adm")
    account = office.done("account", "show", "C22")["id"]
    event = office.done(
        "event", "add", "--payor", account, "--amount", "80", "--tender", "CASH:80",
        "--match", "BILL-ID:B-22", "--action", "distribute",
    )  # fmt: skip
    (match,) = office.done("account", "matches", account)["match_events"]
    assert match["status"] == "OPEN"
    office.done("event", "freeze", event["id"])
    (match,) = office.done("account", "matches", account)["match_events"]
    assert match["status"] == "BALANCED"


def dollars(office: CommandLine) -> None:
    """Barbados dollars are taken."""
    office.done("setup", "set", "currency", "code=BBD", "symbol=Bds$", user="adm")
    with office.db.begin() as s:
        s.execute(text("UPDATE installation SET alternate_currency = :yes"), {"yes": True})
        s.execute(text("UPDATE installation SET setup_version = setup_version + 1"))


def test_case_23_dollars_are_counted_in_the_drawer_of_dollars(office: CommandLine) -> None:
    dollars(office)
    rate = ("setup", "set", "exchange_rate", "source=USD", "target=BBD", "day=2026-11-01")
    office.done(*rate, "rate=2.00", user="adm")
    account = office.people.account(currency="BBD")
    office.people.agreement(account, "WATER", (office.people.clock().date(), 100_00))
    control = drawer(office, deposit(office), "CASE-23")
    event = office.done(
        "event", "add", "--payor", str(account), "--tender", "CASH:50::USD", "--control", control,
        *CONFIRMED,
    )  # fmt: skip
    (tender,) = event["tenders"]
    assert (tender["amount"], event["currency"]) == ("100.00", "BBD")
    assert (tender["control_amount"], tender["control_currency"], tender["rate"]) == (
        "50.00", "USD", "2.00",
    )  # fmt: skip
    assert tender["tender_control_id"] == control
    assert line(office.done("control", "show", control, user="sam"), "CASH")["received"] == "50.00"


def test_every_case_left_the_database_whole(office: CommandLine) -> None:
    checked = office.run("db", "check", user="sam")
    assert checked.code == 0, checked.stdout
