"""Runs of Quick Add that meet something: corrections, other runs, failures (D-21, D-25, D-35)."""

import json
from dataclasses import dataclass, replace
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from posapp.domain.ids import new_request_id, short_id
from posapp.domain.messages import sentence
from posapp.domain.money import ZERO, Money
from posapp.domain.payment_events import AddEvent, NewEvent
from posapp.domain.quick_add import BatchId, QuickHeader, QuickKind, QuickLine
from posapp.domain.rule_algorithms import CheckValue, CreatePayment, RuleFacts, Share
from posapp.errors import Refused, StorageFailure
from posapp.services import payment_events
from posapp.services.bundle import build
from posapp.services.rule_algorithms import load_algorithms
from posapp.services.setup import SetUpCache
from posapp.storage import db
from posapp.storage.base import Transaction
from posapp.storage.db import Database
from posapp.storage.guards import InvariantError
from tests.helpers.clock import FixedClock
from tests.helpers.events import is_clean
from tests.helpers.office import DAY, Office, open_office
from tests.helpers.quick_add import ALL, of_account, rule, take, told

RULES, ACCOUNTS = QuickKind.RULES, QuickKind.ACCOUNTS


@dataclass(frozen=True)
class Plugin:
    """Stands for an entry point."""

    name: str
    made: Any

    def load(self) -> Any:
        return self.made


@pytest.fixture
def desk(sqlite_db: Database, clock: FixedClock) -> Office:
    """An office on one engine, where SQL does not matter."""
    return open_office(sqlite_db, clock)


def with_rule(office: Office, algorithm: Any, **row: Any) -> None:
    """A rule STUB of items that uses an algorithm from beside the program, named ``extra``."""
    plugin = Plugin("extra", algorithm)
    cache = SetUpCache(lambda: load_algorithms([plugin]))
    office.services = build(office.db, office.clock, cache)
    values = {
        "code": "STUB", "description": "Stub", "label": "Stub", "value_type": "ITEM",
        "determine_account": "ITEM", "create_payment": "ITEM", "check_value": "", "active": True,
    }  # fmt: skip
    office.services.setup_edits.save(
        "distribution_rule", values | row, new_request_id(), office.actors["setup"]
    )


def owing(office: Office, cents: int = 10_000) -> str:
    account = office.account()
    office.agreement(account, "WATER", (DAY, cents))
    return short_id(account)


def kept(office: Office, *rows: QuickLine, kind: QuickKind = RULES) -> BatchId:
    quick = office.services.quick_add
    return quick.start(QuickHeader(kind), rows, new_request_id(), office.cashier).value


def test_d25_a_row_corrected_while_a_run_goes_on_waits_with_its_new_text(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither the old text's money nor its refusal is put on the new one."""
    quick, mended = office.services.quick_add, owing(office)
    rows = [rule(owing(office), "5"), rule(owing(office), "950"), rule(mended, "6", "BILL")]
    batch = kept(office, *rows)

    def correct(line: int, **changes: str) -> None:
        texts = replace(rows[line - 1], **changes)
        quick.correct(batch, line, texts, office.cashier, new_request_id())

    def correct_once(settled: int, _of: int | None) -> bool:
        if settled == 2:
            correct(2, amount="9.50")
        return True

    view = quick.run(batch, office.cashier, confirmed=ALL, progress=correct_once)
    assert [one[1:] for one in told(view)] == [
        ("done", "", ""), ("", "", ""), ("invalid", "value", "M-38"),
    ]  # fmt: skip
    again = quick.run(batch, office.cashier, confirmed=ALL)
    assert (again.rows[1].row.amount, again.rows[1].amount) == ("9.50", Money(950))

    correct(3, amount="7")
    mark = quick._run._mark

    def mended_between(*decided: Any) -> None:
        correct(3, rule="ACCT")
        mark(*decided)

    with monkeypatch.context() as between:
        between.setattr(quick._run, "_mark", mended_between)
        view = quick.run(batch, office.cashier)
    assert told(view)[2] == (3, "", "", "")
    assert quick.run(batch, office.cashier).rows[2].amount == Money(600)
    assert is_clean(office)


def test_d22_a_yes_to_one_row_is_none_to_what_another_one_raises_later(desk: Office) -> None:
    """Once the first check is in, the second one is its look-alike (M-40), which nobody was asked."""
    quick, payor = desk.services.quick_add, owing(desk, 5000)
    check = {"tender_type": "CHEC", "check_number": "7"}
    rows = [of_account(payor, "80.00", **check) for _ in range(2)]
    batch = kept(desk, *rows, kind=ACCOUNTS)
    asked = quick.run(batch, desk.cashier)
    answers = {one.line: frozenset(c.code for c in one.concerns) for one in asked.rows}
    assert all(answers.values())
    assert answers[1] == answers[2]
    assert "M-40" not in answers[1]
    view = quick.run(batch, desk.cashier, answers=answers)
    assert [one[1] for one in told(view)] == ["done", ""]
    assert [one.code for one in view.rows[1].concerns] == ["M-40"]
    last = quick.run(batch, desk.cashier, answers={2: answers[2] | {"M-40"}})
    assert [one[1] for one in told(last)] == ["done", "done"]


def test_qa4_a_group_is_agreed_to_when_each_of_its_rows_is(desk: Office) -> None:
    quick, payor = desk.services.quick_add, owing(desk)
    batch = kept(desk, rule(payor, "10"), rule(payor, "10"))
    half = quick.run(batch, desk.cashier, answers={1: frozenset({"M-148"})})
    assert [one[1] for one in told(half)] == ["", ""]
    said = dict.fromkeys((1, 2), frozenset({"M-148"}))
    whole = quick.run(batch, desk.cashier, answers=said)
    assert [one[1] for one in told(whole)] == ["done", "done"]


def test_d35_rows_that_together_pay_another_account_than_their_payor_are_invalid(
    desk: Office,
) -> None:
    """Each alone stays within what is due of the item; the second one leaves a rest for the fund."""
    payor, fund = desk.account(), desk.account("Fund")
    desk.item(payor, "4646117890", 2500)
    desk.agreement(fund, "ELECTRIC", (DAY, 9000))

    def due_then_fund(facts: RuleFacts) -> list[Share]:
        pay = min(facts.due, facts.left)
        made = [Share(pay, "", *facts.match)] if pay > ZERO else []
        return [*made, Share(facts.left - pay, short_id(fund))] if facts.left > pay else made

    with_rule(desk, CreatePayment("Due, then the fund", due_then_fund), create_payment="extra")
    rows = [rule("4646117890", "20", "STUB") for _ in range(2)]
    batch = kept(desk, *rows, rule(owing(desk), "5"))
    view = desk.services.quick_add.run(batch, desk.cashier, confirmed=ALL)
    assert told(view) == [
        (1, "invalid", "value", "M-145"), (2, "invalid", "value", "M-145"), (3, "done", "", ""),
    ]  # fmt: skip
    assert view.rows[0].fields["rule"] == "Stub"
    assert is_clean(desk)


def test_d44_a_batch_is_changed_and_carried_out_by_its_owner_or_a_supervisor(
    office: Office,
) -> None:
    """D-40: the audit says who gave a row which texts instead of which."""
    quick, other = office.services.quick_add, office.colleague()
    row = rule(owing(office), "11")
    batch = kept(office, row)
    right = replace(row, amount="12.00", name="Ida")
    for forbidden in (
        lambda: quick.run(batch, other),
        lambda: quick.correct(batch, 1, right, other, new_request_id()),
    ):
        with pytest.raises(Refused) as caught:
            forbidden()
        assert caught.value.code == "M-180"
        assert "Batch" in sentence("M-180", caught.value.fields)
    assert quick.show(batch, other).rows[0].row.amount == "11"
    quick.correct(batch, 1, right, office.supervisor, new_request_id())
    with office.db.read() as s:
        query = text("SELECT user_id, body FROM audit WHERE action = 'quick-add.correct'")
        by, body = s.execute(query).one()
    said = json.loads(body)
    assert by == office.supervisor.user_id
    assert said["before"] == {"amount": "11", "name": ""}
    assert said["after"] == {"amount": "12.00", "name": "Ida"}
    assert quick.run(batch, office.cashier).taken == Money(1200)


def test_the_tape_must_agree_after_a_correction_too(desk: Office) -> None:
    quick, rows = desk.services.quick_add, [rule(owing(desk), "10"), rule("nope", "20")]
    header = QuickHeader(RULES, tape_count=2, tape_total=Money(3000))
    batch = quick.start(header, rows, new_request_id(), desk.cashier).value
    quick.run(batch, desk.cashier)

    def correct(amount: str) -> None:
        right = replace(rows[1], value=owing(desk), amount=amount)
        quick.correct(batch, 2, right, desk.cashier, new_request_id())

    correct("200")
    with pytest.raises(Refused) as caught:
        quick.run(batch, desk.cashier)
    assert (caught.value.code, caught.value.fields["difference"]) == ("M-141", Money(18_000))
    correct("20")
    assert quick.run(batch, desk.cashier).taken == Money(3000)


def test_d21_a_row_that_another_batch_takes_meanwhile_is_a_replay_and_the_rest_goes_in(
    office: Office,
) -> None:
    """Grouped otherwise there, so no event of this batch has its request id."""
    quick, payor = office.services.quick_add, owing(office)
    first, second, third = (rule(payor, amount) for amount in ("10", "20", "30"))
    batch = kept(office, rule(owing(office), "5"), first, second)

    def other_batch(settled: int, _of: int | None) -> bool:
        if settled == 1:
            assert take(office, RULES, [third, second], confirmed=ALL).taken == Money(5000)
        return True

    view = quick.run(batch, office.cashier, confirmed=ALL, progress=other_batch)
    assert [one[1] for one in told(view)] == ["done"] * 3
    assert [one.replayed for one in view.rows] == [False, False, True]
    assert view.taken == Money(1500)
    assert is_clean(office)


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (InvariantError("0 is not 1"), "add up"),
        (OverflowError("int too large"), "number"),
        (UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogates"), "text"),
        (IntegrityError("INSERT", {}, ValueError("CHECK constraint failed")), "database"),
    ],
    ids=["invariant", "number", "text", "database"],
)
def test_d35_a_group_that_fails_unforeseen_is_marked_and_its_neighbours_are_taken(
    desk: Office, monkeypatch: pytest.MonkeyPatch, error: Exception, says: str
) -> None:
    bad, good = owing(desk), owing(desk)
    decide = payment_events.decide_new_event

    def fail(s: Transaction, command: AddEvent, *rest: Any, **more: Any) -> NewEvent:
        if command.payor == int(bad):
            raise error
        return decide(s, command, *rest, **more)

    monkeypatch.setattr(payment_events, "decide_new_event", fail)
    view = take(desk, RULES, [rule(bad, "4"), rule(good, "5"), rule(bad, "6")])
    assert told(view) == [(1, "invalid", "", "M-181"), (2, "done", "", ""),
                          (3, "invalid", "", "M-181")]  # fmt: skip
    assert says in sentence("M-181", view.rows[0].fields)
    monkeypatch.undo()
    again = desk.services.quick_add.run(view.id, desk.cashier, lines=[1, 3])
    assert again.taken == Money(1500)
    assert is_clean(desk)


def test_d25_a_group_that_finds_the_database_locked_is_tried_again_or_waits(
    desk: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One lock puts its group behind the others; two in a row end the run, told as what it is."""
    busy, last = owing(desk), owing(desk)
    decide, seen = payment_events.decide_new_event, list[str]()
    locked = {busy: 1, last: 0}

    def fail(s: Transaction, command: AddEvent, *rest: Any, **more: Any) -> NewEvent:
        payor = short_id(command.payor)
        seen.append(payor)
        if len(seen) <= locked[busy] or locked[last]:
            raise StorageFailure("locked", "busy")
        return decide(s, command, *rest, **more)

    monkeypatch.setattr(payment_events, "decide_new_event", fail)
    monkeypatch.setattr(db, "MAX_TRIES", 1)
    view = take(desk, RULES, [rule(busy, "4"), rule(last, "5")])
    assert (seen, view.taken) == ([busy, last, busy], Money(900))
    locked[last] = 1
    batch = kept(desk, rule(busy, "1"), rule(last, "2"), rule(owing(desk), "3"))
    with pytest.raises(StorageFailure):
        desk.services.quick_add.run(batch, desk.cashier)
    assert [one[1] for one in told(desk.services.quick_add.show(batch, desk.cashier))] == [""] * 3


def test_d35_a_reason_with_signs_that_no_text_may_hold_is_kept_readable(desk: Office) -> None:
    def bad(_value: str) -> str:
        raise ValueError("\ud800 wrong")

    desk.item(desk.account(), "4646117890", 2500)
    with_rule(desk, CheckValue("Bad", bad), check_value="extra")
    view = take(desk, RULES, [rule("4646117890", "25", "STUB"), rule(owing(desk), "5")])
    assert [one[1:3] for one in told(view)] == [("invalid", "value"), ("done", "")]
    assert "wrong" in str(view.rows[0].fields["reason"])
