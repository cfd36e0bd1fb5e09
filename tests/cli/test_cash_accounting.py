"""GL-6 from the command line: set up, bills with tax, part payments, the ledger's lines."""

from pathlib import Path
from typing import Any

from tests.helpers.command_line import CommandLine
from tests.helpers.taxes import DUE, HEAD, HELD


def set_up(office: CommandLine) -> None:
    for code in (HELD, DUE):
        args = (f"code={code}", f"description={code}", f"account_number={code}")
        office.done("setup", "set", "distribution_code", *args, user="adm")
    args = ("setup", "set", "sa_type", "code=WATER", "segment_type=CASH_ACCOUNTING")
    assert office.refused(*args, user="adm")["fields"]["field"] == "holding_code"
    office.done(*args, f"holding_code={HELD}", f"payable_code={DUE}", user="adm")


def lines(office: CommandLine, event: Any) -> dict[str, str]:
    found = office.done("payment", "transactions", event["payments"][0]["id"])
    (posted,) = found["transactions"]
    return {line["code"]: line["amount"] for line in posted["lines"]}


def test_gl6_part_payments_of_a_bill_with_tax(office: CommandLine, tmp_path: Path) -> None:
    set_up(office)
    file = tmp_path / "bills.csv"
    file.write_text(HEAD + "T1,T-1,Tara Tax,WATER,,2026-10-01,110.00,10.00,T-001\n", "utf-8")
    args = ("import", "bills", str(file), "--profile", "bills")
    assert office.done(*args, user="adm")["added"] == 1
    assert office.done("bill", "show", "T-001")["tax"] == "10.00"
    first = office.done("event", "add", "--payor", "T-1", "--amount", "50", "--tender", "CASH:50")
    assert lines(office, first) == {
        "1010-CASH": "50.00", "1200-AR-WATER": "-50.00", HELD: "4.54", DUE: "-4.54",
    }  # fmt: skip
    rest = office.done(
        "event", "add", "--payor", "T-1", "--amount", "60", "--tender", "CASH:60",
        "--confirm", "M-40",
    )  # fmt: skip
    assert lines(office, rest)[DUE] == "-5.46"
    office.done("payment", "cancel", rest["payments"][0]["id"], "--reason", "WRAC", user="sam")
    office.done("db", "check", user="adm")
    args = ("setup", "set", "sa_type", "code=WATER", f"payable_code={HELD}")
    assert office.refused(*args, user="adm")["code"] == "M-50"
