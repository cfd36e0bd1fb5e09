"""Rows of Quick Add that come again: in one batch, in a file of another day, elsewhere (D-21)."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from posapp.domain.ids import new_request_id, short_id
from posapp.domain.messages import sentence
from posapp.domain.money import Money
from posapp.domain.quick_add import BatchId, BatchView, Outcome, QuickHeader, QuickKind, QuickLine
from posapp.services import payment_events
from posapp.storage.db import Database
from tests.helpers.children import start
from tests.helpers.clock import FixedClock
from tests.helpers.events import is_clean
from tests.helpers.office import DAY, Office, open_office
from tests.helpers.quick_add import ALL, of_account, rule, take, told

RULES, ACCOUNTS = QuickKind.RULES, QuickKind.ACCOUNTS


@pytest.fixture
def desk(sqlite_db: Database, clock: FixedClock) -> Office:
    """An office on one engine, where SQL does not matter."""
    return open_office(sqlite_db, clock)


def owing(office: Office, **more: Any) -> str:
    account = office.account(**more)
    office.agreement(account, "WATER", (DAY, 10_000))
    return short_id(account)


def kept(office: Office, *rows: QuickLine, kind: QuickKind = RULES) -> BatchId:
    quick = office.services.quick_add
    return quick.start(QuickHeader(kind), rows, new_request_id(), office.cashier).value


def outcomes(view: BatchView) -> list[str]:
    return [one[1] for one in told(view)]


def test_d21_a_row_again_whose_first_was_refused_is_refused_as_it_was(office: Office) -> None:
    """A refused try does not use the id up; what says the same gets the same outcome."""
    quick, payor = office.services.quick_add, owing(office)
    wrong, held = rule(payor, "1.005"), rule(payor, "2")
    view = take(office, RULES, [held, wrong, wrong, held, wrong, rule(owing(office), "5")])
    assert told(view) == [
        (1, "invalid", "", "M-146"), (2, "invalid", "amount", "M-50"),
        (3, "invalid", "amount", "M-50"), (4, "invalid", "", "M-146"),
        (5, "invalid", "amount", "M-50"), (6, "done", "", ""),
    ]  # fmt: skip
    again = quick.run(view.id, office.cashier, lines=[2])
    assert told(again)[1:3] == [(2, "invalid", "amount", "M-50"), (3, "invalid", "amount", "M-50")]
    quick.correct(view.id, 2, replace(wrong, amount="1.05"), office.cashier, new_request_id())
    # The first has the id now, so the others, which say something else, may not have it.
    last = quick.run(view.id, office.cashier, lines=[1, 2, 3, 4, 5])
    assert told(last)[:5] == [
        (1, "done", "", ""), (2, "done", "", ""), (3, "invalid", "", "M-213"),
        (4, "done", "", ""), (5, "invalid", "", "M-213"),
    ]  # fmt: skip
    assert (last.rows[3].replayed, last.rows[3].event_id) == (True, last.rows[0].event_id)
    assert last.taken == Money(500 + 200 + 105)
    assert sentence("M-213", last.rows[2].fields).startswith("Row 2 has the same request id")
    assert is_clean(office)


def test_d21_one_row_is_run_beside_its_refused_sibling(office: Office) -> None:
    """Both have one id: whichever is taken first has it, the other one is told so."""
    quick, payor = office.services.quick_add, owing(office)
    wrong = rule(payor, "ten")
    right = replace(wrong, amount="10")
    view = take(office, RULES, [wrong, right])
    assert told(view) == [(1, "invalid", "amount", "M-50"), (2, "invalid", "", "M-213")]
    one = quick.run(view.id, office.cashier, lines=[1])
    assert told(one) == told(view)
    two = quick.run(view.id, office.cashier, lines=[2])
    assert told(two) == [(1, "invalid", "amount", "M-50"), (2, "done", "", "")]
    quick.correct(view.id, 1, replace(wrong, amount="3"), office.cashier, new_request_id())
    last = quick.run(view.id, office.cashier, lines=[1])
    assert told(last) == [(1, "invalid", "", "M-54"), (2, "done", "", "")]
    assert last.taken == Money(1000)
    assert is_clean(office)


def test_d21_a_row_again_waits_with_the_concerns_of_the_first(desk: Office) -> None:
    row = rule(owing(desk, points=100), "5", tender_type="CHEC", check_number="9")
    view = take(desk, RULES, [row, row])
    assert [[one.code for one in each.concerns] for each in view.rows] == [["M-06W"], ["M-06W"]]
    said = desk.services.quick_add.run(view.id, desk.cashier, confirmed=ALL)
    assert (outcomes(said), said.taken) == (["done", "done"], Money(500))
    assert [one.replayed for one in said.rows] == [False, True]


def test_d35_a_row_whose_event_in_error_was_deleted_is_not_in_any_more(office: Office) -> None:
    """PE-13: its own batch still says what happened; given again, it is told, and taken anew."""
    row = of_account(owing(office), "9", match_type="SA-ID", match_value="1999999999")
    first = take(office, ACCOUNTS, [row])
    assert told(first) == [(1, "error", "", "M-22")]
    (event_id,) = first.events
    yes = frozenset({"M-41"})
    office.services.event_actions.delete(event_id, new_request_id(), office.supervisor, yes)
    quick = office.services.quick_add
    assert quick.run(first.id, office.cashier, lines=[1]).rows[0].status is None
    again = take(office, ACCOUNTS, [row, row, of_account(owing(office), "4")], confirmed=ALL)
    assert told(again) == [
        (1, "invalid", "", "M-214"), (2, "invalid", "", "M-214"), (3, "done", "", ""),
    ]  # fmt: skip
    assert "deleted" in sentence("M-214", again.rows[0].fields)
    anew = take(office, ACCOUNTS, [replace(row, request_id=new_request_id())])
    assert told(anew) == [(1, "error", "", "M-22")]
    assert is_clean(office)


def file_of(folder: Path, name: str, *rows: str) -> Path:
    path = folder / name
    path.write_text("rule,value,amount\n" + "".join(f"{row}\n" for row in rows), "utf-8")
    return path


def test_d21_a_file_is_one_file_on_every_day_and_like_rows_of_another_are_new(
    office: Office, clock: FixedClock, tmp_path: Path
) -> None:
    """What was given on Friday and is given again on Monday doubles nothing."""
    quick, payor, other = office.services.quick_add, owing(office), owing(office)
    friday = file_of(tmp_path, "friday.csv", f"ACCT,{payor},10", f"ACCT,{other},5")

    def given(path: Path) -> BatchView:
        rows = quick.read_file(path, RULES, office.cashier).rows
        return take(office, RULES, rows, confirmed=ALL)

    assert given(friday).taken == Money(1500)
    clock.advance(days=3)
    assert given(friday).taken == Money(0)
    copied = file_of(tmp_path, "copy.csv", f"ACCT,{payor},10", f"ACCT,{other},5")
    assert given(copied).taken == Money(0), "its name does not make another file of it"
    monday = file_of(tmp_path, "monday.csv", f"ACCT,{payor},10", f"ACCT,{other},6")
    assert given(monday).taken == Money(1600), "a new file holds new payments"
    mended = file_of(tmp_path, "mended.csv", f"ACCT,{payor},10", f"ACCT,{other},7")
    assert given(mended).taken == Money(700), "on one day a row is one payment"
    assert is_clean(office)


def test_d21_who_takes_no_money_reads_a_file_without_trace(
    desk: Office, clock: FixedClock, tmp_path: Path
) -> None:
    quick, path = desk.services.quick_add, file_of(tmp_path, "a.csv", f"ACCT,{owing(desk)},10")
    looked = quick.read_file(path, RULES, desk.actors["auditor"]).rows
    clock.advance(days=1)
    given = quick.read_file(path, RULES, desk.cashier).rows
    assert given != looked
    clock.advance(days=1)
    assert quick.read_file(path, RULES, desk.cashier).rows == given


@pytest.mark.parametrize("alike", [True, False], ids=["same groups", "other groups"])
def test_d25_a_row_that_another_program_takes_while_this_one_decides(
    postgres_db: Database, clock: FixedClock, monkeypatch: pytest.MonkeyPatch, alike: bool
) -> None:
    """The key of the rows refuses the second; it looks again, replays, and takes the rest."""
    office = open_office(postgres_db, clock)
    payor = owing(office)
    first, second, third = (rule(payor, amount) for amount in ("10", "20", "30"))
    theirs = [first, second] if alike else [third, second]
    batch = kept(office, rule(owing(office), "5"), first, second)
    decide, beside = payment_events.decide_new_event, list[BatchView]()

    def meanwhile(s: Any, command: Any, *rest: Any, **more: Any) -> Any:
        if command.payor == int(payor) and not beside:
            monkeypatch.setattr(payment_events, "decide_new_event", decide)
            beside.append(take(office, RULES, theirs, confirmed=ALL))
        return decide(s, command, *rest, **more)

    monkeypatch.setattr(payment_events, "decide_new_event", meanwhile)
    view = office.services.quick_add.run(batch, office.cashier, confirmed=ALL)
    assert outcomes(view) == ["done"] * 3
    assert outcomes(beside[0]) == ["done"] * 2
    assert [one.replayed for one in view.rows] == [False, alike, True]
    assert view.taken + beside[0].taken == Money(500 + 3000 if alike else 500 + 6000)
    assert is_clean(office)


PARENT = """
import os, signal, sys, traceback
from posapp.domain.codes import Role
from posapp.domain.quick_add import BatchId
from posapp.domain.rights import Actor
from posapp.services.bundle import build
from posapp.storage.db import Database
from tests.helpers.clock import FixedClock
from tests.helpers.quick_add import ALL

url, user, *batches = sys.argv[1:]
actor = Actor(int(user), "cashier", "Cashier", frozenset({Role.CASHIER}), "MAIN", "WS2")

def take(batch):
    quick = build(Database.open(url), FixedClock()).quick_add
    os.read(gate, 1)
    quick.run(BatchId(int(batch)), actor, confirmed=ALL)

gate, opened = os.pipe()
children = []
for batch in batches:
    child = os.fork()
    if child == 0:
        signal.alarm(100)
        try:
            os.close(opened)
            take(batch)
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(0)
    children.append(child)
# Who waits at the gate goes on when nobody can open it any more.
os.close(opened)
for child in children:
    os.waitpid(child, 0)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="the programs are forked")
def test_d25_overlapping_batches_of_two_programs_take_each_row_once(postgres_url: str) -> None:
    """Half of the rows lie in both, grouped otherwise; both see every row in, each is taken once."""
    db = Database.open(postgres_url)
    office = open_office(db, FixedClock())
    payors = [owing(office) for _ in range(12)]
    shared = [rule(payor, "4") for payor in payors]
    mine = [
        row for pair in zip(shared, (rule(p, "5") for p in payors), strict=True) for row in pair
    ]
    theirs = [rule(payors[0], "6"), *reversed(shared)]
    batches = [kept(office, *mine), kept(office, *theirs)]
    with start(PARENT, postgres_url, str(office.cashier.user_id), *map(str, batches)) as parent:
        try:
            _, said = parent.communicate(timeout=120)
        finally:
            parent.kill()
    assert (parent.returncode, said) == (0, "")
    views = [office.services.quick_add.show(batch, office.cashier) for batch in batches]
    assert {one.outcome for view in views for one in view.rows} == {Outcome.DONE}
    assert sum(view.taken.minor for view in views) == 12 * 400 + 12 * 500 + 600
    by_id = {one.row.request_id: one.event_id for one in views[0].rows}
    assert all(by_id.get(one.row.request_id, one.event_id) == one.event_id for one in views[1].rows)
    assert is_clean(office)
    db.dispose()
