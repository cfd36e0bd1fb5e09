"""A drawer's day by command line: count, submit, book, balance, reopen (controls 5, 8, 20.3; cli)."""

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from posapp.cli.contract import APPROVER_PASSWORD_VARIABLE
from tests.helpers.command_line import PASSWORD, CommandLine

APPROVER = {APPROVER_PASSWORD_VARIABLE: PASSWORD}


@pytest.fixture(
    scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]
)
def counter(request: pytest.FixtureRequest) -> CommandLine:
    """The office on each engine."""
    found: CommandLine = request.getfixturevalue(f"{request.param}_office")
    return found


def drawer(counter: CommandLine, source: str = "CASH-A02") -> str:
    """A fresh drawer of lee with a float of 150.00."""
    return str(
        counter.done("control", "open", "--source", source, "--float", "150", user="lee")["id"]
    )


def line(document: Any, kind: str) -> Any:
    return next(one for one in document["lines"] if one["type"] == kind)


def test_cases_1_2_3_a_day_of_a_drawer(counter: CommandLine) -> None:
    control = drawer(counter)
    account = counter.owing(600000)
    pay = (
        "event",
        "add",
        "--payor",
        account,
        "--control",
        control,
        "--confirm",
        "M-40",
        "--tender",
    )
    counter.done(*pay, "CASH:1000", "--amount", "1000", user="lee")
    counter.done(*pay, "CHEC:200:17", "--amount", "200", user="lee")
    shown = counter.done("control", "start-balancing", control, user="lee")
    assert (shown["status"], shown["blind"]) == ("BALANCING", True)
    error = counter.refused(*pay, "CASH:1", "--amount", "1", user="lee")
    assert error["code"] == "M-05"
    count = ("control", "count", control, "--note", "100:11", "--coin", "0.25:202", "--item",
             "CHEC:199:17:Okafor")  # fmt: skip
    counted = counter.done(*count, user="lee")
    assert {one["type"]: one["ending"] for one in counted["lines"]} == {
        "CASH": "1150.50",
        "CHEC": "199.00",
    }
    first = counter.done("control", "submit", control, user="lee")
    assert (first["differs"], [one["code"] for one in first["messages"]]) == (True, ["C-05H"] * 2)
    assert {one["over_under"] for one in first["lines"]} == {None}
    error = counter.refused("control", "balance", control, user="sam")
    assert (error["code"], error["fields"]["types"]) == ("C-05", ["CASH", "CHEC"])
    assert error["fields"]["differences"][0]["difference"] == "0.50"
    counter.done(*count, user="lee")
    second = counter.done("control", "submit", control, user="lee")
    assert [one["fields"]["difference"] for one in second["messages"]] == ["0.50", "-1.00"]
    book = ("control", "book-over-under", control, "--reason", "count", "--comments", "no cause")
    request = ("--request-id", str(uuid4()))
    booked = counter.done(*book, *request, user="lee")
    assert booked["booked"] == [
        {"type": "CASH", "amount": "0.50"},
        {"type": "CHEC", "amount": "-1.00"},
    ]
    assert (booked["net"], line(booked, "CASH")["over_under"]) == ("-0.50", "0.00")
    assert counter.done(*book, *request, user="lee")["replayed"] is True
    assert [note["code"] for note in booked["notes"]] == ["M-229"]
    assert (
        counter.refused("receipt", booked["event_id"], "-o", "x.pdf", user="lee")["code"] == "M-70"
    )
    log = ("control", "over-under-log", "--control", control)
    (of_all,) = counter.done(*log, user="sam")["totals"]
    assert (of_all["currency"], of_all["count"]) == ("USD", 1)
    assert counter.done(*log, "--of-user", "sam", user="sam")["entries"] == []
    (cash, check) = counter.done("control", "over-under-log", "--control", control, user="sam")[
        "entries"
    ]
    assert (cash["amount"], check["running_total"], check["cashier"]) == ("0.50", "-0.50", "Lee")
    done = counter.run("control", "balance", control, "--approver", "sam", user="lee", env=APPROVER)
    assert done.code == 0, done.stdout
    assert (done.document["status"], done.document["balanced_by"]) == ("BALANCED", "Sam")
    attempts = counter.done("control", "attempts", control, user="lee")
    assert [one["differs"] for one in attempts["attempts"]] == [True, True]
    assert counter.refused(*pay, "CASH:1", "--amount", "1", user="lee")["code"] == "M-05"
    error = counter.refused("control", "reopen", control, user="sam")
    assert (error["code"], error["fields"]["field"]) == ("M-132", "reopen_reason")
    again = counter.done(
        "control", "reopen", control, "--to", "balancing", "--reason", "type", user="sam"
    )
    assert again["status"] == "BALANCING"
    rows = counter.done("control", "rows", control, "--type", "CASH", user="sam")
    assert [one["amount"] for one in rows["rows"]] == ["150.00", "1000.00", "0.50"]
    counter.done("control", "balance", control, user="sam")
    checked = counter.run("db", "check", user="sam")
    assert checked.code == 0, checked.stdout


def test_tc27_set_delete_search_no_sale(counter: CommandLine) -> None:
    control = drawer(counter, "CASH-B02")
    changed = counter.done(
        "control", "set", control, "--float", "100", "--comments", "till 2", user="lee"
    )
    assert (changed["starting_balance"], changed["comments"]) == ("100.00", "till 2")
    assert counter.refused("control", "no-sale", control, user="lee")["code"] == "M-132"
    found = counter.done("control", "search", "--of-user", "lee", "--status", "open", user="sam")
    assert control in [one["id"] for one in found["controls"]]
    assert counter.done("control", "search", "--id", control)["count"] == 1
    assert counter.refused("control", "delete", control)["code"] == "C-02"
    gone = counter.done("control", "delete", control, user="lee")
    assert gone == {"id": control, "deleted": True}
    kept = drawer(counter, "CASH-B02")
    logged = counter.done("control", "no-sale", kept, "--reason", "change", user="lee")
    assert (logged["count"], logged["opened_by"]) == (1, "Lee")
    assert counter.refused("control", "delete", kept, user="lee")["code"] == "M-228"
    assert counter.done("control", "stale", user="sam")["count"] == 0


def test_5_1_a_drawer_gets_another_source_before_its_first_tender(counter: CommandLine) -> None:
    control = drawer(counter, "CASH-B01")
    taken = ("control", "set", control, "--source", "CASH-A01")
    assert counter.refused(*taken, user="lee")["code"] == "C-07O"
    changed = counter.done("control", "set", control, "--source", "cash-a02", user="lee")
    assert changed["tender_source"] == "CASH-A02"
    counter.done("control", "delete", control, user="lee")


def test_4_2_the_rows_behind_a_figure_of_a_deposit_control(counter: CommandLine) -> None:
    control = drawer(counter, "CASH-B01")
    shown = counter.done("control", "show", control, user="sam")
    deposit = shown["deposit_control_id"]
    figures = counter.done("deposit-control", "show", deposit, user="sam")
    rows = ("deposit-control", "rows", deposit)
    for figure, name in (("starting", "starting_balance"), ("expected", "expected_ending_balance")):
        found = counter.done(*rows, figure, user="sam")
        assert found["total"] == figures[name]
    found = counter.done(*rows, "STARTING", "--type", "cash", user="sam")
    assert control in [one["id"] for one in found["rows"]]
    assert counter.refused(*rows, "expected", user="lee")["code"] == "M-51"
    counter.done("control", "delete", control, user="lee")


def test_cn05_a_float_counted_by_command_for_somebody_else(counter: CommandLine) -> None:
    open_ = ("control", "open", "--source", "CASH-B01")
    counted = ("--note", "50:2", "--coin", "0.25:4")
    made = counter.done(*open_, *counted, "--to-user", "lee", user="sam")
    assert (made["starting_balance"], made["user"]) == ("101.00", "Lee")
    counter.done("control", "delete", made["id"], user="lee")
    wrong = (*open_, *counted, "--float", "150")
    assert counter.refused(*wrong, user="lee")["fields"]["field"] == "starting_balance"
    assert counter.refused(*open_, "--to-user", "sam", user="lee")["code"] == "M-51"


def test_pain_15_d44_an_auditor_reads_by_command(counter: CommandLine, tmp_path: Path) -> None:
    control = drawer(counter, "CASH-B01")
    counter.done("control", "no-sale", control, "--reason", "change", user="lee")
    (opening,) = counter.done("control", "openings", control, user="aud")["openings"]
    assert (opening["reason"], opening["opened_by"]) == ("change", "Lee")
    counter.done("control", "set", control, "--float", "100", user="sam")
    listed = ("audit", "list", "--kind", "control", "--object", control)
    entries = counter.done(*listed, user="aud")["entries"]
    assert [one["action"] for one in entries] == ["control.set", "control.open"]
    shown = counter.done(
        "audit", "show", entries[0]["chain"], str(entries[0]["number"]), user="aud"
    )
    (change,) = (one for one in shown["changes"] if one["column"] == "starting_balance")
    assert (change["before"], change["after"]) == ("150.00", "100.00")
    by_lee = counter.done(
        "audit", "list", "--of-user", "lee", "--kind", "control.no_sale", user="sam"
    )
    assert {one["user"] for one in by_lee["entries"]} == {"Lee"}
    assert counter.refused("audit", "list", user="lee")["code"] == "M-51"
    assert counter.done("ledger", "list", user="aud")["batches"] == []
    assert counter.done("user", "list", user="aud")["users"]
    file = tmp_path / "x.pdf"
    paper = counter.done("paper", "x", control, "-o", str(file), user="aud")
    assert (paper["logged"], file.stat().st_size) == (False, paper["size"])
    assert counter.refused("paper", "x", control, "-o", str(file), user="aud")["code"] == "M-57"


def test_t1_t5_cancels_and_approvals_by_command(counter: CommandLine) -> None:
    report = counter.done("tender", "canceled", "--of-user", "lee", user="sam")
    assert (report["cashiers"], report["tenders"]) == ([], [])
    assert counter.refused("tender", "canceled", user="lee")["code"] == "M-51"
    own = counter.done("user", "approvals", user="lee")
    assert own == {"count": 0, "approvals": []}
    wrong = ("user", "approvals", "--from", "2026-11-20", "--to", "2026-11-19")
    assert counter.refused(*wrong, user="aud")["fields"]["field"] == "to"
