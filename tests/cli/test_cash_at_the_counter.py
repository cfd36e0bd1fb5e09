"""``event add`` above a drawer's hard limit (D-19, D-24), and in steps of cash (D-20)."""

import pytest
from sqlalchemy import text

from tests.helpers.command_line import PASSWORD, CommandLine


def test_d19_ti10_an_approver_lets_a_payment_above_the_hard_limit_happen(
    office: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = office.owing(900000)
    with office.db.begin() as s:
        s.execute(text("UPDATE tender_source SET max_amount_balance = 20000"))
        s.execute(text("UPDATE drawer_option SET turn_in_hard_limit_percent = 100"))
        s.execute(text("UPDATE installation SET setup_version = setup_version + 1"))
    args = ("event", "add", "--payor", account, "--amount", "500", "--tender", "CASH:500")
    assert office.refused(*args)["code"] == "M-238"
    monkeypatch.setenv("POSAPP_APPROVER_PASSWORD", "not this one")
    assert office.refused(*args, "--approver", "sam")["code"] == "M-52"
    monkeypatch.setenv("POSAPP_APPROVER_PASSWORD", PASSWORD)
    assert office.refused(*args, "--approver", "kim")["code"] == "M-133"
    done = office.done(*args, "--approver", "sam")
    assert done["totals"]["payments"] == "500.00"


def test_d20_cash_in_steps_is_set_up_and_shown(office: CommandLine) -> None:
    with office.db.begin() as s:
        s.execute(text("UPDATE drawer_option SET turn_in_hard_limit_percent = NULL"))
    office.done("setup", "set", "currency", "code=USD", "cash_rounding=5", user="adm")
    account = office.owing(1002)
    done = office.done("event", "add", "--payor", account, "--tender", "CASH:20")
    assert (done["totals"]["cash_back"], done["totals"]["rounding"]) == ("10.00", "0.02")
    assert [(one["type"], one["rounding"]) for one in done["tenders"]] == [
        ("CASH", False), ("CASH", False), ("ROND", True),
    ]  # fmt: skip
    wrong = ("event", "add", "--payor", office.owing(1002), "--tender", "CASH:20.01")
    assert office.refused(*wrong)["code"] == "M-282"
    refused = office.refused("setup", "set", "currency", "code=USD", "cash_rounding=3", user="adm")
    assert refused["fields"]["field"] == "cash_rounding"
