"""Bad input through the command line: exit code 1, a code, and a sentence naming the value."""

from typing import Any

import pytest
from sqlalchemy import text

from tests.helpers.command_line import CommandLine, run


def add(office: CommandLine, *more: str, amount: str = "25", tender: str = "CASH:25") -> Any:
    account = office.owing(2500)
    args = ("event", "add", "--payor", account, "--amount", amount, "--tender", tender)
    return office.refused(*args, *more)


@pytest.mark.parametrize(
    ("amount", "code", "message"),
    [
        ("0", "M-02", "Amount: the amount must be greater than zero; it is USD 0.00."),
        ("-5", "M-02", "Amount: the amount must be greater than zero; it is USD -5.00."),
        ("1.005", "M-50", "Amount: '1.005' has more than 2 decimals."),
        ("ten", "M-50", "Amount: 'ten' is not an amount of money."),
        (
            "1,50",
            "M-50",
            (
                "Amount: '1,50' is not an amount of money; use a point for decimals and nothing "
                "between thousands."
            ),
        ),
        ("1e15", "M-50", "Amount: '1e15' is not an amount of money."),
        ("999999999999999", "M-50", "Amount: '999999999999999' is too large."),
        ("1000000000000000", "M-50", "Amount: '1000000000000000' is too large."),
    ],
)
def test_amounts(office: CommandLine, amount: str, code: str, message: str) -> None:
    error = add(office, amount=amount)
    assert (error["code"], error["message"]) == (code, message)
    assert error["fields"]["field"] == "amount"


def test_ten_to_the_fifteenth(office: CommandLine) -> None:
    error = add(office, amount="1000000000000000")
    assert error["code"] == "M-50"
    assert error["fields"]["value"] == "1000000000000000"


@pytest.mark.parametrize(
    ("tender", "code", "field", "value"),
    [
        ("CASH:0", "M-02", "amount_tendered", "0.00"),
        ("CASH:-25", "M-02", "amount_tendered", "-25.00"),
        ("CASH:1.005", "M-50", "amount_tendered", "1.005"),
        ("CASH:", "M-50", "amount_tendered", ""),
        ("CASH:abc", "M-50", "amount_tendered", "abc"),
        ("GOLD:25", "M-55", "tender_type", "GOLD"),
        ("CASH:25::XXX", "M-55", "currency", "XXX"),
        ("CASH:25::EUR", "M-74", "currency", "EUR"),
    ],
)
def test_tenders(office: CommandLine, tender: str, code: str, field: str, value: str) -> None:
    error = add(office, tender=tender)
    assert error["code"] == code
    assert (error["fields"]["field"], error["fields"]["value"]) == (field, value)


@pytest.mark.parametrize(
    ("option", "code", "field"),
    [
        ("--amount", "M-50", "amount"),
        ("--payee", "M-01", "payee"),
        ("--control", "M-55", "tender_control"),
        ("--date", "M-50", "payment_date"),
    ],
)
def test_an_empty_variable_of_a_script_is_no_default(
    office: CommandLine, option: str, code: str, field: str
) -> None:
    account = office.owing(2500)
    args = ("event", "add", "--payor", account, "--tender", "CASH:25", option)
    error = office.refused(*args, "")
    assert (error["code"], error["fields"]["field"], error["fields"]["value"]) == (code, field, "")


def test_m63_a_check_needs_its_number(office: CommandLine) -> None:
    error = add(office, tender="CHEC:25")
    assert (error["code"], error["message"]) == ("M-63", "Check number is required for Check.")


def test_m07_m08_too_much_and_too_little(office: CommandLine) -> None:
    assert add(office, tender="CHEC:30:1")["code"] == "M-07"
    error = add(office, tender="CASH:20")
    assert error["code"] == "M-08"
    assert error["fields"]["missing"] == "5.00"
    assert error["message"] == (
        "Amount tendered USD 20.00 is less than the payment USD 25.00; USD 5.00 is missing."
    )


def test_m01_unknown_accounts(office: CommandLine) -> None:
    args = ("event", "add", "--amount", "1", "--tender", "CASH:1")
    error = office.refused(*args, "--payor", "9999999999")
    assert error == {
        "code": "M-01",
        "message": "Account 9999999999 does not exist.",
        "fields": {"field": "payor", "value": "9999999999"},
    }
    account = office.owing(100)
    error = office.refused(*args, "--payor", account, "--payee", "nobody")
    assert (error["code"], error["fields"]["field"]) == ("M-01", "payee")
    error = office.refused(
        "event", "add", "--payor", account, "--tender", "CASH:1", "--pay", "nobody:1"
    )
    assert (error["code"], error["fields"]["value"]) == ("M-01", "nobody")


def test_m56_a_key_of_two_accounts_is_not_guessed(office: CommandLine) -> None:
    for kind in ("PLATE", "METER"):
        office.account(keys=((kind, "SAME 1"),))
    error = office.refused("account", "show", "same-1")
    assert (error["code"], error["fields"]["value"]) == ("M-56", "same-1")


@pytest.mark.parametrize(
    ("day", "code"),
    [
        ("2026-11-21", "M-59"),
        ("2026-11-19", "M-60"),
        ("20.11.2026", "M-50"),
        ("2026-13-01", "M-50"),
        ("2026-W47-5", "M-50"),
    ],
)
def test_payment_dates(office: CommandLine, day: str, code: str) -> None:
    error = add(office, "--date", day)
    assert (error["code"], error["fields"]["field"]) == (code, "payment_date")
    assert error["fields"]["value"] == day


def test_m03_a_date_in_a_closed_period(office: CommandLine) -> None:
    _periods(office, open_="0")
    try:
        error = add(office)
    finally:
        _periods(office, open_="1")
    assert error["code"] == "M-03"
    assert error["message"] == "Payment date 2026-11-20 is not in an open accounting period."


def _periods(office: CommandLine, *, open_: str) -> None:
    with office.db.begin() as s:
        s.execute(text(f"UPDATE accounting_period SET open = {open_} WHERE code = '2026-11'"))
        s.execute(text("UPDATE installation SET setup_version = setup_version + 1"))


def test_m05_a_drawer_that_is_not_open(office: CommandLine) -> None:
    control = office.done("control", "open", user="lee")["id"]
    with office.db.begin() as s:
        s.execute(
            text("UPDATE tender_control SET status = 'BALANCING' WHERE id = :id"),
            {"id": int(control)},
        )
    account = office.owing(100)
    args = ("event", "add", "--payor", account, "--tender", "CASH:1", "--control", control)
    error = office.refused(*args, user="lee")
    assert error["code"] == "M-05"
    assert error["fields"] == {"field": "tender_control", "value": control, "status": "BALANCING"}


def test_c02_the_drawer_of_another_user(office: CommandLine) -> None:
    account = office.owing(100)
    error = office.refused(
        *("event", "add", "--payor", account, "--tender", "CASH:1", "--control", office.control),
        user="sam",
    )
    says = "This drawer belongs to Kim. Use your own, or open one: Drawer > Open drawer."
    assert (error["code"], error["message"]) == ("C-02", says)


def test_m05n_no_drawer_at_all_and_m55_an_unknown_one(office: CommandLine) -> None:
    account = office.owing(100)
    args = ("event", "add", "--payor", account, "--tender", "CASH:1")
    assert office.refused(*args, user="sam")["code"] == "M-05N"
    for control in ("1999999999", "drawer"):
        error = office.refused(*args, "--control", control)
        assert (error["code"], error["fields"]["value"]) == ("M-55", control)


def test_c20_c21_a_foreign_tender_needs_a_drawer_and_a_rate(office: CommandLine) -> None:
    with office.db.begin() as s:
        s.execute(
            text(
                "UPDATE installation SET alternate_currency = 1, setup_version = setup_version + 1"
            )
        )
        s.execute(text("UPDATE tender_source SET currency = 'EUR' WHERE code = 'CASH-B02'"))
    assert add(office, tender="CASH:30::EUR")["code"] == "C-21"
    office.done("deposit-control", "open", "--currency", "EUR", user="sam")
    office.done("control", "open", "--source", "CASH-B02")
    error = add(office, tender="CASH:30::EUR")
    assert error["code"] == "C-20"
    assert error["message"] == "No exchange rate from EUR to USD on or before 2026-11-20."


def test_m10_m55_matches(office: CommandLine) -> None:
    error = add(office, "--match", "BILL-ID:")
    assert (error["code"], error["fields"]["field"]) == ("M-10", "match_value")
    error = add(office, "--match", "PIN:12")
    assert (error["code"], error["fields"]["value"]) == ("M-55", "PIN")


def test_m51_the_right_is_missing(office: CommandLine) -> None:
    account = office.owing(100)
    args = ("event", "add", "--payor", account, "--tender", "CASH:1")
    error = office.refused(*args, user="aud")
    assert (error["code"], error["fields"]["right"]) == ("M-51", "add_event")
    assert office.refused("deposit-control", "open")["fields"]["right"] == "deposit_control"
    assert office.refused("user", "add", "x", "--role", "admin")["fields"]["right"] == "users"


def test_m52_wrong_name_and_wrong_password_answer_alike(office: CommandLine) -> None:
    shown = ("event", "show", "001000000001", "--db", office.path, "--json")
    wrong = run(*shown, "--user", "kim", password="wrong password")
    nobody = run(*shown, "--user", "nobody", password="wrong password")
    assert wrong.code == nobody.code == 1
    assert wrong.document == nobody.document
    assert wrong.document["error"]["code"] == "M-52"


def test_m52_the_password_of_the_demo_opens_no_other_database(office: CommandLine) -> None:
    outcome = run(
        *("account", "show", "1", "--db", office.path, "--json", "--user", "lee"), password="demo"
    )
    assert (outcome.code, outcome.document["error"]["code"]) == (1, "M-52")


def test_nothing_was_written_by_all_this(office: CommandLine) -> None:
    with office.db.read() as s:
        count = s.execute(text("SELECT count(*) FROM payment_event")).scalar_one()
    assert count == 0


def test_without_json_a_person_reads_sentences(office: CommandLine) -> None:
    account = office.owing(1000)
    args = ("event", "add", "--payor", account, "--amount")
    refused = office.told(*args, "0", "--tender", "CASH:1")
    assert (refused.code, refused.stdout) == (1, "")
    assert refused.stderr == "M-02: Amount: the amount must be greater than zero; it is USD 0.00.\n"
    asked = office.told(*args, "12", "--tender", "CHEC:12:1")
    assert (asked.code, asked.stdout) == (3, "")
    assert asked.stderr == (
        "M-39: The payment exceeds what is owed. Keep USD 2.00 as credit?\n"
        "To go on, repeat with --confirm M-39.\n"
    )


@pytest.mark.parametrize(
    "args",
    [
        ("account", "show", "Okafor\udcff"),
        ("account", "find", "Okafor", "\udcff"),
        ("event", "show", "1000000001", "--user", "\ud800"),
    ],
)
def test_r10_bytes_that_are_no_text_are_wrong_usage(
    office: CommandLine, args: tuple[str, ...]
) -> None:
    outcome = office.run(*args, user="")
    assert (outcome.code, outcome.stdout) == (2, "")
    assert "is no text in the encoding of this system" in " ".join(outcome.stderr.split())
