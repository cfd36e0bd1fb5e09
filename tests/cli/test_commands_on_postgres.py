"""Every other command once on PostgreSQL: set-up, imports, mandates, jobs, lists, Quick Add, days.

The other modules do the same on SQLite; an everyday run does here what sends SQL of its own.
"""

from pathlib import Path
from typing import Any

import pytest

from posapp.domain.ids import short_id
from posapp.domain.money import Money
from posapp.domain.scan_line import compose, in_groups
from tests.helpers.autopay import NUMBER
from tests.helpers.command_line import CommandLine

pytestmark = [pytest.mark.postgres, pytest.mark.shown_on_sqlite]

BANK = (
    *("code=FNB", "description=First National", "source_name=First National Bank"),
    *("tender_type=DDCH", "external_source_id=021000021", "route_type=DEBIT"),
    *("work_calendar=FED", "account_rule=DIGITS"),
)
BILLS = "key,account_key,account_name,sa_type,bill_date,due_date,amount\n"


@pytest.fixture(scope="module")
def office(postgres_office: CommandLine) -> CommandLine:
    """The office on the server."""
    return postgres_office


@pytest.fixture(scope="module")
def payer(office: CommandLine) -> str:
    """A customer who owes 50.00 and has a mandate."""
    office.done("setup", "set", "autopay_source", *BANK, user="adm")
    account = office.owing(5000)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("POSAPP_EXTERNAL_ACCOUNT", NUMBER)
        started = ("--start", "2026-01-01", "--name", "N. Okafor")
        made = office.done("mandate", "add", account, "--source", "FNB", *started, user="adm")
    assert made["external_account"] == "••••3210"
    return account


def written(folder: Path, name: str, *lines: str) -> str:
    """A small file."""
    path = folder / name
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return str(path)


def paid(office: CommandLine, *more: str, tender: str = "CASH:25") -> Any:
    """An event of somebody who owes 25.00."""
    return office.done("event", "add", "--payor", office.owing(2500), "--tender", tender, *more)


def test_set_up_rows_and_periods(office: CommandLine) -> None:
    lost = ("code=lost", "description=Check lost", "affect_cash_only_by=0")
    none = ("affect_credit_rating_by=0", "months_affecting=0")
    made = office.done("setup", "set", "cancel_reason", *lost, *none, user="adm")["row"]
    shown = office.done("setup", "show", "cancel_reason", "code=LOST", user="adm")
    assert (shown["row"], shown["uses"]) == (made, [])
    assert made in office.done("setup", "list", "cancel_reason", user="adm")["rows"]
    gone = ("setup", "delete", "cancel_reason", "code=LOST", "--confirm", "M-96")
    assert office.done(*gone, user="adm") == {"table": "cancel_reason", "deleted": "LOST"}
    assert office.done("setup", "algorithms", user="adm")["failed"] == []
    for verb in ("close", "open"):
        period = office.done("period", verb, "2027-03", user="adm")
        assert period["open"] is (verb == "open")
    assert not office.done("period", "close", "2027-04", user="adm")["open"]
    assert office.done("period", "open", "2027-04", user="adm")["open"]


def test_files_are_imported_and_what_they_bring_is_found(
    office: CommandLine, tmp_path: Path
) -> None:
    accounts = written(tmp_path, "accounts.csv", "key,name", "PG-1,Petra Gans")
    done = office.done("import", "accounts", accounts, "--profile", "accounts", user="adm")
    assert (done["read"], done["added"]) == (1, 1)
    bill = "b1,PG-1,Petra Gans,WATER,2026-10-01,2026-10-20,10.50"
    bills = written(tmp_path, "bills.csv", BILLS.strip(), bill)
    done = office.done("import", "bills", bills, "--profile", "bills", user="adm")
    assert done["totals"]["bills"] == {"count": 1, "amount": "10.50"}
    (hit,) = office.done("account", "find", "petra gans")["hits"]
    assert office.done("account", "show", hit["account_id"])["current_balance"] == "10.50"


def test_items_are_imported_by_a_profile_of_ones_own(office: CommandLine, tmp_path: Path) -> None:
    file = written(tmp_path, "items.csv", "key,name", "x,y")
    refused = office.refused("import", "items", file, "--profile", "accounts", user="adm")
    assert refused["code"] == "M-81"


def test_ap01_mandates_and_ap06_plans(office: CommandLine, payer: str) -> None:
    (mandate,) = office.done("mandate", "list", payer)["mandates"]
    changed = office.done("mandate", "set", mandate["id"], "--maximum", "60", user="adm")
    assert changed["maximum_withdrawal"] == "60.00"
    (agreement,) = office.done("account", "show", payer)["agreements"]
    plan = ("schedule", "add", agreement["id"], "pay-plan", "2026-12-23", "20.00")
    (made,) = office.done(*plan, user="adm")["scheduled"]
    assert office.done("schedule", "list", payer)["scheduled"] == [made]
    assert office.done("schedule", "stop", made["id"], user="adm")["status"] == "STOPPED"


def test_ap13_ap14_ap17_debits_are_canceled_sent_and_balanced(
    office: CommandLine, payer: str
) -> None:
    later = ("event", "add", "--payor", payer, "--tender", "DDCH:20", "--amount", "20")
    later = (*later, "--date", "2026-11-30")
    tender = office.done(*later)["tenders"][0]["id"]
    (waiting,) = office.done("autopay", "waiting", "--account", payer)["debits"]
    assert (waiting["tender_id"], waiting["amount"]) == (tender, "20.00")
    done = office.done("autopay", "cancel", tender, "--reason", "DATA", user="sam")
    assert (done["canceled"], done["failed"]) == ([tender], [])
    event = office.done("event", "add", "--payor", payer, "--tender", "DDCH:30", "--amount", "30")
    sent = office.done("autopay", "send", "debit", user="sam")["sent"]
    assert [(one["count"], one["amount"]) for one in sent] == [(1, "30.00")]
    run = office.done("job", "run", "--once", user="sam")
    assert run["frozen"] == [event["id"]]
    (batch,) = office.done("autopay", "batches", user="sam")["batches"]
    office.done("autopay", "balance", batch["control_id"], user="sam")
    (batch,) = office.done("autopay", "batches", user="sam")["batches"]
    assert batch["status"] == "BALANCED"


def test_ns04_ex1_exceptions_are_listed_and_settled(office: CommandLine) -> None:
    payor, debtor = short_id(office.people.account("Agency")), office.owing(2000)
    tendered = ("--tender", "CHEC:20:7", "--pay", f"{debtor}:20")
    tender = office.done("event", "add", "--payor", payor, *tendered)["tenders"][0]["id"]
    office.done("tender", "cancel", tender, "--reason", "NSF", user="sam")
    (found,) = office.done("exception", "list", "--kind", "uncharged")["exceptions"]
    assert (found["tender_id"], found["repair"]) == (tender, "SETTLE_CHARGE")
    done = office.done("exception", "settle", tender, "--comment", "Waived", user="sam")
    assert done["tender_id"] == tender
    assert office.done("exception", "list", "--kind", "uncharged")["exceptions"] == []


def test_lists_and_single_payments(office: CommandLine) -> None:
    event = paid(office)
    payment = event["payments"][0]["id"]
    shown = office.done("payment", "show", payment)
    assert (shown["event_id"], shown["amount"], shown["status"]) == (event["id"], "25.00", "FROZEN")
    newest = office.done("tender", "list", "--limit", "1")["tenders"][0]
    assert newest["event_id"] == event["id"]
    log = office.done("event", "log", event["id"])["entries"]
    assert [one["action"] for one in log] == ["event"]


@pytest.mark.parametrize(
    ("more", "tender", "expected"),
    [
        (("tender-type", "--tender-type", "CARD"), "CASH:25", ["CANCELED", "VALID"]),
        (("returned", "--reason", "STOP"), "CHEC:25:7", ["CANCELED"]),
        (("date", "--date", "2026-11-19"), "CASH:25", ["CANCELED"]),
    ],
    ids=["tender-type", "returned", "date"],
)
def test_an_event_is_corrected(
    office: CommandLine, more: tuple[str, ...], tender: str, expected: list[str]
) -> None:
    event = paid(office, tender=tender)
    after = office.done("event", "correct", event["id"], "--what", *more, user="sam")
    assert [one["status"] for one in after["tenders"]] == expected
    if more[0] == "date":
        assert after["taken_again"]["payment_date"] == "2026-11-19"


def test_quick_add_by_rules_and_by_accounts(office: CommandLine, tmp_path: Path) -> None:
    payor = office.owing(9000)
    rows = ("rule,value,amount", f"ACCT,{payor},10", "BILL,B-NONE,7")
    rules = written(tmp_path, "rules.csv", *rows)
    taken = office.done("quick-add", "rules", rules)
    assert [row["outcome"] for row in taken["rows"]] == ["done", "invalid"]
    batch = taken["batch_id"]
    taped = office.done("quick-add", "tape", batch, "--tape-count", "2", "--tape-total", "17")
    assert (taped["tape_count"], taped["tape_total"]) == (2, "17.00")
    given = office.done("quick-add", "give-up", batch, "2", "--reason", "no such bill")
    assert given["counts"]["given_up"] == 1
    assert office.done("quick-add", "show", batch)["counts"] == given["counts"]
    (found,) = office.done("quick-add", "search", "--outcome", "given_up")["batches"]
    assert found["batch_id"] == batch
    accounts = written(tmp_path, "accounts.csv", "account,amount", f"{office.owing(900)},9")
    done = office.done("quick-add", "accounts", accounts)
    assert (done["counts"]["done"], done["taken"]) == (1, "9.00")


def test_a_stub_is_read(office: CommandLine) -> None:
    account = office.owing(8420)
    layout = office.people.services.setup().entry.layouts["STUB"]
    line = in_groups(layout, compose(layout, account, Money(8420)))
    found = office.done("scan", "read", line)
    assert (found["account_id"], found["amount"]) == (account, "84.20")


def test_users_papers_and_the_ledger(office: CommandLine, tmp_path: Path) -> None:
    new = {"POSAPP_NEW_PASSWORD": "another secret of ours"}
    added = office.run("user", "add", "ina", "--role", "cashier", user="adm", env=new)
    assert added.document["roles"] == ["cashier"]
    changed = office.done("user", "set", "ina", "--role", "auditor", "--inactive", user="adm")
    assert (changed["roles"], changed["active"]) == (["auditor"], False)
    paper = office.done("receipt", paid(office)["id"], "-o", str(tmp_path / "one.pdf"))
    assert (paper["copy"], Path(paper["file"]).exists()) == (0, True)
    file = tmp_path / "ledger.csv"
    (batch,) = office.done("ledger", "export", "-o", str(file), user="sam")["batches"]
    assert batch["debits"] == batch["credits"]
    assert office.done("ledger", "list", user="sam")["batches"] == [batch]


def test_turn_ins_and_deposits_of_a_day(office: CommandLine) -> None:
    """B.4: of a drawer in which sam, who receives the money, took none."""
    opened = ("control", "open", "--source", "CASH-B02", "--float", "0")
    drawer = office.done(*opened, user="lee")["id"]
    pay = ("event", "add", "--payor", office.owing(2500), "--tender", "CASH:25")
    office.done(*pay, "--control", drawer, user="lee")
    made = office.done("turn-in", "add", drawer, "CASH:12.00", user="lee")
    fewer = office.done("turn-in", "set", made["id"], "--amount", "CASH:10.00", user="lee")
    assert (fewer["amount"], fewer["status"]) == ("10.00", "AWAITING")
    assert office.done("turn-in", "approve", made["id"], user="sam")["status"] == "APPROVED"
    other = office.done("turn-in", "add", drawer, "CASH:1.00", user="lee")
    assert office.done("turn-in", "delete", other["id"], user="lee")["deleted"]
    slip = ("deposit-control", "add-deposit", office.deposit, "10.00", "--reference", "S-1")
    row = office.done(*slip, user="sam")
    bag = office.done("deposit-control", "set-deposit", row["id"], "--bag", "B-1", user="sam")
    assert (bag["bag_number"], bag["cash"]) == ("B-1", "10.00")
    office.done("deposit-control", "delete-deposit", row["id"], user="sam")


def test_a_deposit_control_from_open_to_deleted(office: CommandLine) -> None:
    other = office.done("deposit-control", "open", user="sam")["id"]
    made = office.done("deposit-control", "open", user="sam")["id"]
    step = ("deposit-control", "set", made, "--comments", "noon")
    assert office.done(*step, user="sam")["comments"] == "noon"
    opened = ("control", "open", "--source", "CASH-A02", "--float", "0", "--deposit-control", other)
    drawer = office.done(*opened, user="lee")["id"]
    moved = office.done("deposit-control", "move-control", drawer, made, user="sam")
    assert drawer in str(moved)
    assert office.done("deposit-control", "delete", other, user="sam")["deleted"]
    office.done("control", "start-balancing", drawer, user="lee")
    office.done("control", "count", drawer, "--ending", "CASH:0", user="lee")
    office.done("control", "submit", drawer, user="lee")
    assert office.done("control", "balance", drawer, user="sam")["status"] == "BALANCED"
    start = office.done("deposit-control", "start-balancing", made, user="sam")
    assert start["status"] == "BALANCING"
    ended = office.done("deposit-control", "set-ending", made, "0", user="sam")
    assert ended["ending_balance"] == "0.00"
    assert office.done("deposit-control", "balance", made, user="sam")["status"] == "BALANCED"
    back = ("deposit-control", "reopen", made, "--reason", "again", "--to", "OPEN")
    assert office.done(*back, user="sam")["status"] == "OPEN"


def test_the_books_are_right_after_all_that(office: CommandLine) -> None:
    assert office.run("db", "check", user="").document["findings"] == []
