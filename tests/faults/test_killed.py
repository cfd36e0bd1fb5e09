"""R1, F1: the program is killed at any moment of a day's work; each payment is there once."""

import json
import os
import random
from dataclasses import dataclass, field
from typing import Any

import pytest

from posapp.domain.codes import DistributeAction
from posapp.domain.event_drafts import to_text
from posapp.domain.ids import AccountId
from posapp.domain.money import Money
from posapp.domain.payment_events import AddEvent, PaymentDraft, TenderDraft
from posapp.storage.db import Database
from tests.helpers import oracle
from tests.helpers.clock import FixedClock
from tests.helpers.kill9 import POINTS, Victim
from tests.helpers.office import DAY, Office, open_office

KILLS = {"sqlite": 50, "postgresql": 15}
CONFIRMED = frozenset({"M-06W", "M-31", "M-39", "M-40", "M-42", "M-69"})
pytestmark = pytest.mark.skipif(os.name != "posix", reason="SIGKILL and fork are POSIX")


@dataclass
class Day:
    """What the parent asked for and what it was told: it owns the request ids."""

    office: Office
    draw: random.Random
    asked: int = 0
    people: list[AccountId] = field(default_factory=list)
    events: dict[str, int] = field(default_factory=dict)
    amounts: dict[str, dict[int, int]] = field(default_factory=dict)
    frozen: set[str] = field(default_factory=set)
    deleted: set[str] = field(default_factory=set)
    open: dict[str, str] = field(default_factory=dict)

    def request(self) -> str:
        self.asked += 1
        return f"request-{self.asked}"

    def payment(self) -> AddEvent:
        """Cash with change, check, two tenders, two accounts, errors, and unfrozen ones."""
        draw = self.draw
        cents = draw.randint(1, 5000)
        payees = draw.sample(self.people, draw.choice([1, 1, 1, 2]))
        parts = [cents // len(payees), cents - cents // len(payees) * (len(payees) - 1)]
        payments = tuple(
            PaymentDraft(account, Money(part))
            for account, part in zip(payees, parts[-len(payees) :], strict=True)
        )
        to_pay = sum(payment.amount.minor for payment in payments)
        check = TenderDraft("CHEC", Money(to_pay), check_number=str(draw.randint(1, 9999)))
        cash = TenderDraft("CASH", Money(to_pay + draw.choice([0, 0, 37, 2000])))
        mixed = (TenderDraft("CARD", Money(1)), TenderDraft("CASH", Money(to_pay + 500)))
        actions = [DistributeAction.FREEZE] * 3 + list(DistributeAction)
        return AddEvent(
            self.request(),
            payees[0],
            draw.choice([(check,), (cash,), (cash,), mixed]),
            tuple(p for p in payments if p.amount.minor)
            or (PaymentDraft(payees[0], Money(to_pay)),),
            action=draw.choice(actions),
            confirmed=CONFIRMED,
        )

    def order(self) -> dict[str, Any]:
        """The next thing the cashier does."""
        waiting = sorted(self.open)
        if waiting and self.draw.random() < 0.5:
            request = self.draw.choice(waiting)
            does = {"none": ["delete", "distribute"], "distribute": ["freeze"]}[self.open[request]]
            do = self.draw.choice(does)
            return {
                "do": do,
                "event": self.events[request],
                "request": self.request(),
                "of": request,
            }
        command = self.payment()
        request = command.request_id
        self.amounts[request] = {p.account_id: p.amount.minor for p in command.payments}
        return {
            "do": "pay",
            "request": request,
            "draft": to_text(command),
            "action": command.action,
        }

    def told(self, order: dict[str, Any], answer: dict[str, Any]) -> None:
        """What was acknowledged."""
        if order["do"] == "pay":
            request, action = order["request"], DistributeAction(order["action"])
            known = self.events.setdefault(request, answer["event"])
            assert known == answer["event"]
            if action is DistributeAction.FREEZE:
                self.frozen.add(request)
            else:
                self.open[request] = action.value
            return
        request = order["of"]
        assert answer["event"] == self.events[request]
        if order["do"] == "distribute":
            self.open[request] = "distribute"
            return
        del self.open[request]
        {"freeze": self.frozen, "delete": self.deleted}[order["do"]].add(request)


def killed_day(db: Database, url: str, kills: int, seed: int) -> tuple[Day, Victim]:
    office = open_office(db, FixedClock())
    day = Day(office, random.Random(seed))
    for n in range(4):
        account = office.account(f"Person {n}")
        office.agreement(account, "WATER", (DAY, 1_000_000))
        day.people.append(account)
    victim = Victim("tests.helpers.service_workers:counter", url, str(office.cashier.user_id))
    points = [*POINTS, *(f"statement {n}" for n in (20, 30, 45))]
    left = list(points)
    while victim.kills < kills:
        order = day.order()
        answer = None
        while answer is None:
            # A third at named points, each at least once; a third at any moment of a payment.
            lot = 0 if left else day.draw.randrange(3)
            point = (left.pop() if left else day.draw.choice(points)) if lot == 0 else ""
            after = day.draw.random() * 0.03 if lot == 1 else None
            answer = victim.ask(json.dumps(order), point=point, after=after)
            if answer is None and order["do"] == "pay" and day.draw.random() < 0.4:
                # The next program offers what is in hand instead of being asked again.
                offered = victim.ask(json.dumps({"do": "finish"}))
                assert offered is not None
                done = json.loads(offered)["finished"]
                assert set(done) <= {order["request"]}
        day.told(order, json.loads(answer))
    return day, victim


def test_f1_a_killed_cashier_loses_and_doubles_nothing(engine_url: str, times: int) -> None:
    db = Database.open(engine_url)
    day, victim = killed_day(db, engine_url, KILLS[db.dialect] * times, seed=20261120)
    rest = victim.ask(json.dumps({"do": "finish"}))
    victim.stop()
    assert rest == '{"finished": {}}'
    assert day.frozen
    there = {request: event for request, event in day.events.items() if request not in day.deleted}
    assert oracle.events(db) == there
    oracle.assert_sound(db)
    paid = oracle.rows(
        db,
        "SELECT e.request_id, p.account_id, p.amount, p.status FROM payment p"
        " JOIN payment_event e ON e.id = p.event_id",
    )
    assert sorted((r, a, c) for r, a, c, _ in paid) == sorted(
        (request, account, cents)
        for request in there
        for account, cents in day.amounts[request].items()
    )
    assert {r for r, _, _, status in paid if status == "FROZEN"} == day.frozen
    held = sum(oracle.drawers(db).values())
    assert held == sum(cents for _, _, cents, _ in paid)
    frozen = oracle.frozen(db)
    assert oracle.owed(db) == {n: 1_000_000 - frozen.get(n, 0) for n in day.people}
    assert oracle.one(db, "SELECT count(*) FROM in_hand") == 0
    db.dispose()
