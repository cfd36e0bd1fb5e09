"""``event add`` above a drawer's hard limit (D-19, D-24), in steps of cash (D-20), and the drawer
that cash opens (D-37).
"""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from posapp.cli import call
from posapp.devices.cash_drawer import PULSE
from posapp.settings import WorkstationSettings
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


def test_d37_cash_and_no_sale_open_the_drawer_of_the_station(
    office: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def station(drawer: str) -> None:
        settings = replace(WorkstationSettings(), cash_drawer=drawer)
        monkeypatch.setattr(call.Call, "settings", property(lambda _self: settings))

    station(f"folder:{tmp_path}")
    for tender in ("CASH:5", "CHEC:5:17", "CASH:5"):
        office.done("event", "add", "--payor", office.owing(500), "--tender", tender)
    drawer = office.done("event", "add", "--payor", office.owing(500), "--tender", "CHEC:5:18")
    control = drawer["tenders"][0]["tender_control_id"]
    office.done("control", "no-sale", control, "--reason", "change for the meter")
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [PULSE] * 3
    station(f"device:{tmp_path / 'none'}")
    told = office.told("event", "add", "--payor", office.owing(500), "--tender", "CASH:5")
    assert (told.code, "The cash drawer did not open." in told.stderr) == (0, True)
