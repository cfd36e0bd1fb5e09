"""F18: random days at the counter against a small model; section 25 holds after every step."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from posapp.domain.codes import DistributeAction
from posapp.domain.ids import AccountId, ControlId, EventId
from posapp.domain.money import Money
from posapp.domain.payment_events import AddEvent, PaymentDraft, TenderDraft
from posapp.domain.rights import Actor
from posapp.domain.tender_controls import OpenControl
from posapp.errors import NeedsConfirmation, Refused
from posapp.storage.check import broken
from posapp.storage.db import Database
from posapp.storage.invariants import INVARIANTS
from tests.helpers import oracle
from tests.helpers.bills import bill as make_bill
from tests.helpers.clock import FixedClock
from tests.helpers.counter_model import LIKE_CASH, Model, ModelEvent, ModelPayment, Payee, change_of
from tests.helpers.databases import copy_of
from tests.helpers.office import DAY, Office, open_office
from tests.helpers.postgres_server import PostgresServer

CONFIRMED = frozenset({"M-06W", "M-31", "M-39", "M-40", "M-42", "M-69"})
ITEMS = {"V1": 5000, "V2": 6500, "V3": 1}
WHO = st.sampled_from(["cashier", "supervisor"])
AMOUNT = st.sampled_from([1, 2, 33, 999, 1000, 5000, 6500, 20_000, 999_999])
KIND = st.sampled_from(["CASH", "CASH", "CHEC", "CCHK", "TRAV", "CARD", "MORD", "PAYR", "STUD"])
LONG = "POSAPP_FAULT_TIMES" in os.environ
UNBALANCED = frozenset({"M-89"})
PICK = st.integers(0, 10**6)
SQL_STATUSES = """SELECT event_id, account_id, amount, status, error_code FROM payment
    ORDER BY event_id, id"""
SQL_DUE = """SELECT i.number, sum(f.current_amount) FROM payable_item i
    JOIN financial_transaction f ON f.agreement_id = i.agreement_id GROUP BY i.number"""


class Counter(RuleBasedStateMachine):
    """Two cashiers, four drawers (one shared), accounts of every class."""

    new_database: Callable[[], Any]

    def __init__(self) -> None:
        super().__init__()
        self.opened = self.new_database()
        self.db: Database = self.opened.__enter__()
        self.model = Model()
        self.requests = 0
        self.past: list[tuple[AddEvent, str, int]] = []

    def teardown(self) -> None:
        oracle.assert_sound(self.db, balanced=False)
        self.opened.__exit__(None, None, None)

    # --- the office ----------------------------------------------------------------------------

    @initialize()
    def morning(self) -> None:
        self.office: Office = open_office(self.db, FixedClock())
        self.services = self.office.services
        shared = self.drawer("CASH-B02", "supervisor", all_users=True)
        self.drawers: dict[str, list[int]] = {
            "cashier": [self.office.control, self.drawer("CASH-A02", "cashier"), shared],
            "supervisor": [self.drawer("CASH-B01", "supervisor"), shared],
        }
        for name, kind, points in (
            ("home", "RES", 0),
            ("shop", "COM", 0),
            ("cash only", "RES", 100),
            ("open", "OPEN", 0),
            ("lobby", "NONCIS", 0),
            ("items", "RES", 0),
        ):
            self.account(name, kind, points)

    def drawer(self, source: str, who: str, *, all_users: bool = False) -> int:
        command = OpenControl(self.request(), source, None, None, all_users=all_users)
        return self.services.tender_controls.open(command, self.actor(who)).value

    def account(self, name: str, kind: str, points: int) -> None:
        office = self.office
        account = office.account(name, customer_class=kind, points=points)
        model = self.model
        if kind == "NONCIS":
            agreements: tuple[int, ...] = (office.agreement(account, "MISC"),)
        elif name == "items":
            agreements = ()
        elif kind == "OPEN":
            agreements = (office.agreement(account, "WATER"), office.agreement(account, "GAS"))
            model.start[account] = 12_003
        else:
            agreements = (
                office.agreement(account, "WATER", (DAY, 10_000), (DAY, 3)),
                office.agreement(account, "GAS", (DAY, 2000)),
            )
            model.start[account] = 12_003
        bill = self.bill(account, agreements) if kind == "OPEN" else ""
        payee = Payee(account, kind, agreements, bill, cash_only=points > 99)
        model.payees[name] = payee
        if name == "items":
            for number, cents in ITEMS.items():
                office.item(account, number, cents)
                model.items[number] = (payee, cents)
            model.start[account] = sum(ITEMS.values())

    def bill(self, account: AccountId, agreements: tuple[int, ...]) -> str:
        water, gas = agreements
        make_bill(self.office, account, "B-1", DAY, (water, 10_003), (gas, 2000))
        return "B-1"

    def request(self) -> str:
        self.requests += 1
        return f"request-{self.requests}"

    def actor(self, who: str) -> Actor:
        return self.office.actors[who]

    # --- taking money --------------------------------------------------------------------------

    @rule(data=st.data())
    def take(self, data: st.DataObject) -> None:
        draw = data.draw
        who, action = draw(WHO), draw(st.sampled_from(list(DistributeAction)))
        drawer = self.drawers[who][draw(PICK) % len(self.drawers[who])]
        payments = [self.payment(draw) for _ in range(draw(st.integers(1, 3)))]
        to_pay = sum(payment.cents for payment in payments)
        self.submit(who, drawer, self.tenders(draw, to_pay), payments, action)

    @rule(who=WHO, number=st.sampled_from(sorted(ITEMS)), parts=st.sampled_from([(0, 0), (0, -1)]))
    def rivals(self, who: str, number: str, parts: tuple[int, int]) -> None:
        """Two payments wait for one item; the first to be frozen gets it (D-25)."""
        payee, due = self.model.items[number]
        for part in parts:
            cents = max(1, due + part)
            home = ModelPayment(self.model.payees["home"], 7, ("", ""))
            payments = [home, ModelPayment(payee, cents, ("ITEM-ID", number))]
            drawer = self.drawers[who][0]
            self.submit(who, drawer, [("CASH", cents + 7)], payments, DistributeAction.DISTRIBUTE)
        first, last = list(self.model.events.items())[-2:]
        self.settle(who, *first)
        self.settle(who, *last)
        if "ERROR" in last[1].statuses:
            # The item is paid now: what was meant for it becomes a credit, under the same number.
            self.services.event_actions.distribute(
                EventId(last[0]), self.request(), self.actor(who)
            )
            self.model.distribute(last[1])
            self.settle(who, *last)

    def settle(self, who: str, event_id: int, event: ModelEvent) -> None:
        self.services.event_actions.freeze(
            EventId(event_id), self.request(), self.actor(who), UNBALANCED
        )
        self.model.freeze(event)

    @rule(who=WHO, over=st.sampled_from([-1, 0, 1]), cash=st.sampled_from([1, 500]), strict=KIND)
    def edge_of_change(self, who: str, over: int, cash: int, strict: str) -> None:
        """Change up to the last cent that may be given, and one cent more (CHG-01)."""
        home = ModelPayment(self.model.payees["shop"], 1000, ("", ""))
        tenders = [("CASH", cash), (strict, 1000 + over)]
        self.submit(who, self.drawers[who][0], tenders, [home], DistributeAction.FREEZE)

    def submit(
        self,
        who: str,
        drawer: int,
        tenders: list[tuple[str, int]],
        payments: list[ModelPayment],
        action: DistributeAction,
    ) -> None:
        to_pay = sum(payment.cents for payment in payments)
        command = AddEvent(
            self.request(),
            AccountId(payments[0].payee.id),
            tuple(TenderDraft(k, Money(c), "17" if "CH" in k else "") for k, c in tenders),
            tuple(draft_of(payment) for payment in payments),
            action=action,
            control_id=ControlId(drawer),
            confirmed=CONFIRMED,
        )
        change = change_of(tenders, to_pay)
        tendered = sum(cents for _, cents in tenders)
        if change is None:
            self.refused("M-07", command, who)
        elif tendered < to_pay and action is not DistributeAction.NONE:
            self.refused("M-08", command, who)
        else:
            self.asked(command, who)
            saved = self.services.in_hand.submit(command, self.actor(who)).value
            assert saved.change == Money(change)
            handed = [(drawer, kind, cents) for kind, cents in tenders]
            handed += [(drawer, "CASH", -change)] if change else []
            event = ModelEvent(who, drawer, handed, payments)
            self.model.add(saved.event_id, event, action.value)
            self.past.append((command, who, saved.event_id))

    def payment(self, draw: Callable[[Any], Any]) -> ModelPayment:
        name = draw(st.sampled_from(sorted(self.model.payees)))
        payee = self.model.payees[name]
        own = [("SA-ID", str(n)) for n in payee.agreements]
        foreign = str(self.model.payees["home"].agreements[0])
        matches = [("", ""), ("", ""), *own, ("SA-ID", foreign), ("BILL-ID", "B-1"), ("SA-ID", "²")]
        if name == "items":
            matches = [("ITEM-ID", number) for number in (*ITEMS, "V9")]
        return ModelPayment(payee, draw(AMOUNT), draw(st.sampled_from(matches)))

    def tenders(self, draw: Callable[[Any], Any], to_pay: int) -> list[tuple[str, int]]:
        exact = draw(st.sampled_from(["exact", "exact", "over", "short", "any"]))
        if exact == "any":
            return [(draw(KIND), draw(AMOUNT)) for _ in range(draw(st.integers(1, 3)))]
        more = {"exact": 0, "over": draw(AMOUNT), "short": -1}[exact]
        first = draw(st.integers(0, 3))
        parts = [(draw(KIND), first)] if first and to_pay > first + 1 else []
        rest = to_pay + more - sum(cents for _, cents in parts)
        return [*parts, (draw(KIND), rest)] if rest > 0 else [*parts, ("CASH", 1 + to_pay)]

    def asked(self, command: AddEvent, who: str) -> None:
        """The cash-only question comes when it must, and an unanswered one writes nothing."""
        payor = next(p for p in self.model.payees.values() if p.id == command.payor)
        strict = any(draft.tender_type not in LIKE_CASH for draft in command.tenders)
        if payor.cash_only and strict:
            with pytest.raises(NeedsConfirmation) as caught:
                self.services.in_hand.submit(
                    replace(command, confirmed=CONFIRMED - {"M-06W"}), self.actor(who)
                )
            assert [concern.code for concern in caught.value.concerns] == ["M-06W"]

    def refused(self, code: str, command: AddEvent, who: str) -> None:
        with pytest.raises(Refused, match=code):
            self.services.in_hand.submit(command, self.actor(who))

    # --- what comes after ----------------------------------------------------------------------

    def chosen(self, pick: int) -> tuple[EventId, ModelEvent]:
        events = sorted(self.model.events)
        event_id = events[pick % len(events)]
        return EventId(event_id), self.model.events[event_id]

    def act(self, code: str | None, act: Callable[[str], object]) -> bool:
        """Carry an action out, twice with one request id; or see it refused."""
        request = self.request()
        if code is not None:
            with pytest.raises(Refused, match=code):
                act(request)
            return False
        act(request)
        assert act(request).replayed  # type: ignore[attr-defined]
        return True

    @precondition(lambda self: self.model.events)
    @rule(pick=PICK, who=WHO)
    def distribute(self, pick: int, who: str) -> None:
        event_id, event = self.chosen(pick)
        unfrozen = [status for status in event.statuses if status != "FROZEN"]
        done = self.act(
            None if unfrozen else "M-70",
            lambda r: self.services.event_actions.distribute(event_id, r, self.actor(who)),
        )
        if done:
            self.model.distribute(event)

    @precondition(lambda self: self.model.events)
    @rule(pick=PICK, who=WHO)
    def freeze(self, pick: int, who: str) -> None:
        event_id, event = self.chosen(pick)
        code = None
        if "FREEZABLE" not in event.statuses:
            code = "M-12" if set(event.statuses) == {"FROZEN"} else "M-70"
        done = self.act(
            code,
            lambda r: self.services.event_actions.freeze(event_id, r, self.actor(who), UNBALANCED),
        )
        if done:
            self.model.freeze(event)

    @precondition(lambda self: self.model.events)
    @rule(pick=PICK)
    def recalculate(self, pick: int) -> None:
        event_id, event = self.chosen(pick)
        # The dialog never leaves an event with too much money, so there is nothing to give back.
        code = "M-71" if event.missing and not event.settled else "M-70"
        self.act(
            code,
            lambda r: self.services.event_actions.recalculate_cash_back(
                event_id, r, self.actor(event.owner)
            ),
        )

    @precondition(lambda self: self.model.events)
    @rule(pick=PICK, who=WHO, days=st.integers(-40, 1))
    def set_date(self, pick: int, who: str, days: int) -> None:
        event_id, event = self.chosen(pick)
        day: date = DAY + timedelta(days=days)
        code = None
        if event.settled:
            code = "M-68"
        elif days > 0:
            code = "M-59"
        elif days < 0 and who == "cashier":
            code = "M-60"
        self.act(
            code, lambda r: self.services.event_actions.set_date(event_id, day, r, self.actor(who))
        )

    @precondition(lambda self: self.model.events)
    @rule(pick=PICK, who=WHO)
    def delete(self, pick: int, who: str) -> None:
        event_id, event = self.chosen(pick)
        code = "M-51" if who == "cashier" else "M-11" if event.numbered else None
        delete = self.services.event_actions.delete
        if code is None:
            with pytest.raises(NeedsConfirmation):
                delete(event_id, self.request(), self.actor(who), frozenset())
        done = self.act(code, lambda r: delete(event_id, r, self.actor(who), frozenset({"M-41"})))
        if done:
            del self.model.events[event_id]

    @precondition(lambda self: self.past)
    @rule(pick=PICK, cent=st.sampled_from([0, 0, 1]))
    def replay(self, pick: int, cent: int) -> None:
        command, who, event_id = self.past[pick % len(self.past)]
        if cent:
            first = command.payments[0]
            changed = (replace(first, amount=first.amount + Money(1)), *command.payments[1:])
            self.refused("M-54", replace(command, payments=changed), who)
        elif event_id in self.model.events:
            again = self.services.payment_events.add(command, self.actor(who))
            assert again.replayed
            assert again.value.event_id == event_id
        else:
            self.refused("M-70", command, who)

    @rule(who=st.sampled_from(["setup", "auditor", "cashier", "supervisor"]), pick=PICK)
    def meddle(self, who: str, pick: int) -> None:
        """What nobody may do: other people's drawers, no rights, nothing at all, the future."""
        home = AccountId(self.model.payees["home"].id)
        good = AddEvent(
            self.request(), home, (TenderDraft("CASH", Money(5)),),
            (PaymentDraft(home, Money(5)),), confirmed=CONFIRMED,
            control_id=ControlId(self.drawers[who][0] if who in self.drawers else 1),
        )  # fmt: skip
        if who in {"setup", "auditor"}:
            self.refused("M-51", good, who)
            return
        other = self.drawers["supervisor" if who == "cashier" else "cashier"][0]
        wrong = [
            ("C-02", replace(good, control_id=ControlId(other))),
            ("M-55", replace(good, control_id=ControlId(1))),
            ("M-01", replace(good, payor=AccountId(1))),
            ("M-02", replace(good, payments=(PaymentDraft(home, Money(0)),))),
            ("M-02", replace(good, tenders=(TenderDraft("CASH", Money(-5)),))),
            ("M-61", replace(good, tenders=())),
            ("M-101", replace(good, tenders=(TenderDraft("DDCH", Money(5)),))),  # of no source
            ("M-63", replace(good, tenders=(TenderDraft("CHEC", Money(5)),))),
            ("M-59", replace(good, payment_date=DAY + timedelta(days=1))),
            ("M-10", replace(good, payments=(PaymentDraft(home, Money(5), "SA-ID"),))),
        ]
        code, command = wrong[pick % len(wrong)]
        self.refused(code, command, who)

    # --- what must be true after each step -----------------------------------------------------

    @invariant()
    def the_database_holds_what_the_model_holds(self) -> None:
        model = self.model
        if not model.payees:
            return
        found: dict[int, list[tuple[Any, ...]]] = {}
        for event_id, *row in oracle.rows(self.db, SQL_STATUSES):
            found.setdefault(event_id, []).append(tuple(row))
        assert found == model.statuses()
        assert oracle.drawers(self.db) == model.drawers()
        balances = model.owed() | oracle.owed(self.db)
        assert balances == oracle.owed(self.db) | {
            account: 0 for account in balances if account not in oracle.owed(self.db)
        }
        assert {a: c for a, c in model.owed().items() if c} == {
            a: c for a, c in oracle.owed(self.db).items() if c
        }
        due = dict(oracle.rows(self.db, SQL_DUE))
        assert {number: int(cents) for number, cents in due.items()} == {
            number: cents for number, (_, cents) in model.items.items()
        }
        assert {n: len(seqs) for n, seqs in oracle.receipts(self.db).items()} == model.receipts
        assert sum(len(n) for n in oracle.documents(self.db).values()) == model.documents

    @invariant()
    def section_25_holds(self) -> None:
        with self.db.read() as s:
            assert [*broken(s, INVARIANTS)] == []
            drafts = s.exec_driver_sql("SELECT count(*) FROM in_hand").scalar()
        assert drafts == 0


def draft_of(payment: ModelPayment) -> PaymentDraft:
    named = {"non_cis_name": "A. Person", "reference": "R-7"} if payment.payee.non_cis else {}
    return PaymentDraft(AccountId(payment.payee.id), Money(payment.cents), *payment.match, **named)


def play(new_database: Callable[[], Any], examples: int, steps: int) -> None:
    machine = type("Machine", (Counter,), {"new_database": staticmethod(new_database)})
    run_state_machine_as_test(
        machine,
        settings=settings(
            derandomize=not LONG,
            deadline=None,
            database=None,
            max_examples=examples,
            stateful_step_count=steps,
            # To make what was found shorter takes many minutes; a night has them.
            phases=list(Phase) if LONG else [Phase.explicit, Phase.reuse, Phase.generate],
            suppress_health_check=list(HealthCheck),
            print_blob=True,
        ),
    )


def test_f18_random_days_on_sqlite(sqlite_template: Path, tmp_path: Path, times: int) -> None:
    @contextmanager
    def fresh() -> Iterator[Database]:
        folder = tmp_path / "day"
        folder.mkdir()
        db = Database.open(copy_of(sqlite_template, folder))
        try:
            yield db
        finally:
            db.dispose()
            shutil.rmtree(folder)

    play(fresh, (8 if LONG else 4) * times, 40)


@pytest.mark.postgres
def test_f18_random_days_on_postgres(
    postgres_server: PostgresServer, postgres_template: str, times: int
) -> None:
    @contextmanager
    def fresh() -> Iterator[Database]:
        url = postgres_server.create(postgres_template)
        db = Database.open(url)
        try:
            yield db
        finally:
            db.dispose()
            postgres_server.drop(url)

    play(fresh, (2 if LONG else 1) * times, 20)
