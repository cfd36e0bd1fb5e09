"""``posapp account show``, ``control`` and ``deposit-control``."""

from datetime import date
from pathlib import Path
from uuid import uuid4

from posapp.domain.ids import short_id
from tests.helpers.command_line import CommandLine


def test_ft3_the_card_shows_balances_debt_age_items_and_badges(office: CommandLine) -> None:
    people = office.people
    number = people.account(
        name="Łuczak, Zażółć", customer_class="OPEN", keys=(("ACCOUNT", "A-210"),), points=100
    )
    water = people.agreement(number, "WATER", (date(2026, 10, 1), 3000), (date(2026, 11, 20), 1250))
    people.item(number, "P-9", 5000)
    card = office.done("account", "show", "a210")
    assert (card["id"], card["name"]) == (short_id(number), "Łuczak, Zażółć")
    assert card["keys"] == [{"kind": "ACCOUNT", "value": "A-210"}]
    assert card["badges"] == ["Cash-Only", "Open Item"]
    assert (card["current_balance"], card["payoff_balance"]) == ("92.50", "92.50")
    assert (card["past_due"], card["default_amount"]) == ("30.00", "92.50")
    (agreement,) = (a for a in card["agreements"] if a["id"] == short_id(water))
    assert (agreement["sa_type"], agreement["debt_age"]) == ("WATER", 50)
    assert (agreement["current_balance"], agreement["payoff_balance"]) == ("42.50", "42.50")
    assert agreement["debt"] == [
        {"arrears_date": "2026-10-01", "amount": "30.00"},
        {"arrears_date": "2026-11-20", "amount": "12.50"},
    ]
    assert [(i["number"], i["state"], i["due"]) for i in card["items"]] == [
        ("P-9", "PAYABLE", "50.00")
    ]
    assert card["credits"] == []
    assert card["recent_payments"] == []


def test_recent_payments_name_the_event(office: CommandLine) -> None:
    account = office.owing(800)
    event = office.done("event", "add", "--payor", account, "--tender", "CHEC:8:2207")
    (recent,) = office.done("account", "show", account)["recent_payments"]
    assert recent["event_id"] == event["id"]
    assert (recent["tender"], recent["amount"], recent["status"]) == (
        "Check 2207",
        "8.00",
        "FROZEN",
    )


def test_a_control_shows_a_line_for_each_type(office: CommandLine) -> None:
    account = office.owing(9900)
    office.done("control", "open", "--float", "80.5", user="lee")
    args = ("event", "add", "--payor", account, "--tender")
    office.done(*args, "TRAV:100", "--amount", "25", user="lee")
    event = office.done(*args, "CHEC:74:1", user="lee")
    control = event["tenders"][0]["tender_control_id"]
    shown = office.done("control", "show", control, user="sam")
    assert (shown["status"], shown["user"], shown["blind"]) == ("OPEN", "Lee", False)
    assert shown["deposit_control_id"] == office.deposit
    assert [{k: line[k] for k in ("type", "starting", "received", "turn_ins", "expected")}
            for line in shown["lines"]] == [
        {"type": "CASH", "starting": "80.50", "received": "-75.00", "turn_ins": "0.00",
         "expected": "5.50"},
        {"type": "CHEC", "starting": "0.00", "received": "74.00", "turn_ins": "0.00",
         "expected": "74.00"},
        {"type": "TRAV", "starting": "0.00", "received": "100.00", "turn_ins": "0.00",
         "expected": "100.00"},
    ]  # fmt: skip
    assert {line["ending"] for line in shown["lines"]} == {None}
    assert {line["over_under"] for line in shown["lines"]} == {None}


def test_d16_a_blind_cashier_sees_no_money(office: CommandLine) -> None:
    shown = office.done("control", "show", office.control)
    assert shown["blind"] is True
    for line in shown["lines"]:
        assert (line["received"], line["expected"], line["over_under"]) == (None, None, None)
    deposit = office.done("deposit-control", "show", office.deposit)
    assert (deposit["starting_balance"], deposit["total_tenders"]) == (None, None)


def test_opening_is_refused_with_the_reason(office: CommandLine) -> None:
    opened = ("control", "open")
    error = office.refused(*opened)
    assert error["code"] == "C-07O"
    assert error["fields"]["control"] == office.control
    for source, more, code, field in (
        ("NONE", (), "M-55", "tender_source"),
        ("CASH-B01", ("--float", "-1"), "M-50", "starting_balance"),
        ("CASH-B01", ("--float", "x"), "M-50", "starting_balance"),
        ("CASH-B01", ("--deposit-control", "1999999999"), "M-55", "deposit_control"),
        ("ACH", (), "C-03", "deposit_control"),
    ):
        error = office.refused(*opened, "--source", source, *more)
        assert (error["code"], error["fields"]["field"]) == (code, field), source
    assert office.refused("control", "show", "1999999999")["code"] == "M-55"
    error = office.refused("deposit-control", "open", "--currency", "XXX", user="sam")
    assert (error["code"], error["fields"]["value"]) == ("M-55", "XXX")


def test_d21_opening_twice_is_one_opening(office: CommandLine) -> None:
    request = str(uuid4())
    args = ("control", "open", "--source", "CASH-B01", "--all-users", "--request-id", request)
    first = office.done(*args, user="sam")
    assert office.done(*args, user="sam") == first | {"replayed": True}
    assert (first["all_users"], first["user"]) == (True, None)
    args = ("deposit-control", "open", "--request-id", str(uuid4()))
    first = office.done(*args, user="sam")
    assert office.done(*args, user="sam")["replayed"] is True
    shown = office.done("deposit-control", "show", office.deposit, user="sam")
    assert office.control in [control["id"] for control in shown["controls"]]
    assert (shown["status"], shown["owner"]) == ("OPEN", "Sam")


def test_find_lists_hits_by_name_and_by_number(office: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "in.csv"
    file.write_text("key,name,address,plate\nF-1,Željko Marić,12 Quay,ZG 111\n", "utf-8")
    office.done("import", "accounts", str(file), "--profile", "accounts", user="adm")
    account = office.done("account", "show", "F-1")["id"]
    by_name = office.done("account", "find", "zeljko", "mar")
    assert by_name["count"] == 1
    (hit,) = by_name["hits"]
    assert (hit["account_id"], hit["name"], hit["address"]) == (account, "Željko Marić", "12 Quay")
    (hit,) = office.done("account", "find", "zg111")["hits"]
    assert (hit["account_id"], hit["kind"], hit["matched"]) == (account, "key", "PLATE ZG 111")
    assert hit["item_id"] is None
    file.write_text("key,name,address\nF-1,Ivana Marić,12 Quay\n", "utf-8")
    office.done("import", "accounts", str(file), "--profile", "accounts", user="adm")
    assert office.done("account", "find", "zeljko")["count"] == 0
    assert office.done("account", "find", "ivana")["count"] == 1
    assert office.done("account", "find", "nobody of this name") == {"count": 0, "hits": []}
    assert office.run("account", "find", "x", "--limit", "0").code == 2


def test_find_leads_to_an_item(office: CommandLine) -> None:
    number = office.people.account()
    office.people.item(number, "V-2041", 1500)
    (hit,) = office.done("account", "find", "V-2041")["hits"]
    assert hit["account_id"] == short_id(number)
    assert hit["matched"] == "V-2041"
    (item,) = office.done("account", "show", hit["account_id"])["items"]
    assert item["id"] == hit["item_id"]
