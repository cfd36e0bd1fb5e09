"""A mixed day at the counter, drawn from a seed: what is asked for, and what must be there in the end.

The parent of every fault test owns the orders and their request ids. ``Planner`` draws the next one
(a payment, Quick Add, a checkout, a void, a turn-in, a drawer balanced and opened anew) and takes
down what was acknowledged; ``Told`` is what the oracle holds against the database afterwards.
"""

import random
from collections import Counter, deque
from dataclasses import dataclass, field
from typing import Any

from posapp.domain.codes import DistributeAction, Role
from posapp.domain.event_drafts import to_text
from posapp.domain.ids import AccountId, new_request_id
from posapp.domain.money import Money
from posapp.domain.payment_events import AddEvent, PaymentDraft, TenderDraft
from posapp.domain.rights import Actor
from posapp.domain.tender_controls import OpenControl
from posapp.storage.db import Database
from posapp.storage.users import insert_user
from tests.helpers.checkouts import issue
from tests.helpers.clock import FixedClock
from tests.helpers.day_worker import SURE, Answer, Order, Till
from tests.helpers.office import DAY, Office, open_office
from tests.helpers.rows import put

DEBT = 10_000_000_00
FINE = 6500


@dataclass
class Told:
    """What was acknowledged: every event by its request, and the money of every account."""

    events: dict[str, int] = field(default_factory=dict)
    money: Counter[int] = field(default_factory=Counter)
    answers: int = 0
    refused: Counter[str] = field(default_factory=Counter)

    def add(self, other: "Told") -> None:
        """Take down what another till was told."""
        self.events |= other.events
        self.money.update(other.money)
        self.answers += other.answers
        self.refused.update(other.refused)


@dataclass(frozen=True)
class Ground:
    """An office with tills, accounts that all of them serve, and items of each till's own."""

    office: Office
    tills: tuple[Till, ...]
    people: tuple[int, ...]
    items: tuple[tuple[tuple[int, int], ...], ...]

    def planner(self, number: int, seed: int | str) -> "Planner":
        """Who works at one till."""
        items = deque(self.items[number])
        return Planner(self.tills[number], self.people, items, random.Random(f"{seed} {number}"))

    def planners(self, seed: int | str) -> list["Planner"]:
        """Who works at each till."""
        return [self.planner(number, seed) for number in range(len(self.tills))]


def prepare(db: Database, tills: int = 1, *, items: int = 20, people: int = 4) -> Ground:
    """Open the day: ``tills`` drawers of as many cashiers, shared accounts, items to pay."""
    office = open_office(db, FixedClock())
    found = []
    for number in range(people):
        account = office.account(f"Person {number}")
        office.agreement(account, "WATER", (DAY, DEBT))
        found.append(int(account))
    opened = tuple(_till(office, number) for number in range(tills))
    owed = tuple(_items(office, number, items) for number in range(tills))
    return Ground(office, opened, tuple(found), owed)


def _till(office: Office, number: int) -> Till:
    source = f"TILL-{number}"
    with office.db.begin() as s:
        put(
            s, "tender_source", code=source, source_type="CASHIERING", currency="USD", active=True,
            default_starting_balance=Money(15_000),
        )  # fmt: skip
        user = insert_user(
            s, login=source.lower(), name=f"At {source}", password_hash="", office="MAIN",
            roles=[Role.CASHIER], at=office.clock(),
        )  # fmt: skip
        s.exec_driver_sql("UPDATE installation SET setup_version = setup_version + 1")
    actor = Actor(user, source, source, frozenset({Role.CASHIER}), "MAIN", f"WS-{source}")
    command = OpenControl(new_request_id(), source, None, None)
    control = office.services.tender_controls.open(command, actor).value
    return Till(int(user), int(office.supervisor.user_id), source, int(control))


def _items(office: Office, till: int, count: int) -> tuple[tuple[int, int], ...]:
    account = office.account(f"Parker {till}")
    return tuple(
        (int(account), int(issue(office, account, f"T{till}-{number}", FINE)))
        for number in range(count)
    )


class Planner:
    """Draws the orders of one till and takes down what became of them."""

    def __init__(
        self,
        till: Till,
        people: tuple[int, ...],
        items: deque[tuple[int, int]],
        draw: random.Random,
    ) -> None:
        self.till = till
        self.draw = draw
        self.told = Told()
        self._people = people
        self._items = items
        self._control = till.control
        self._asked = 0
        self._next: deque[Order] = deque()
        self._waiting: dict[str, DistributeAction] = {}
        self._plain: list[str] = []
        self._amounts: dict[str, Counter[int]] = {}

    def next(self) -> Order:
        """The next order; what must follow the last one comes first."""
        if not self._next:
            self._next.extend(self._drawn())
        return self._next.popleft()

    def _drawn(self) -> list[Order]:
        lot = self.draw.random()
        for chance, possible, make in (
            (0.25, self._waiting, self._settling),
            (0.33, True, self._quick),
            (0.41, self._items, self._checkout),
            (0.46, self._plain, self._void),
            (0.50, True, self._turn_in),
            (0.53, True, self._balance),
        ):
            if possible and lot < chance:
                return make()
        return [self._pay()]

    def take_down(self, order: Order, answer: Answer) -> None:
        """What was answered to an order."""
        self.told.answers += 1
        if "refused" in answer:
            self.told.refused[f"{order['do']} {answer['refused']}"] += 1
            return
        for _line, why in answer.get("left", ()):
            self.told.refused[f"quick row {why}"] += 1
        self.told.events |= answer.get("events", {})
        getattr(self, f"_after_{order['do']}", lambda _order, _answer: None)(order, answer)

    def _order(self, do: str, **more: Any) -> Order:
        self._asked += 1
        return {"do": do, "request": f"{self.till.source}-{self._asked}"} | more

    # --- what is asked -------------------------------------------------------------------------

    def _pay(self) -> Order:
        """Cash with change, check, two tenders; one account or two; frozen at once or later."""
        draw = self.draw
        payees = draw.sample(self._people, draw.choice([1, 1, 1, 2]))
        amounts = [draw.randint(1, 5000) for _ in payees]
        to_pay = sum(amounts)
        check = (TenderDraft("CHEC", Money(to_pay), check_number=str(draw.randint(1, 9999))),)
        cash = (TenderDraft("CASH", Money(to_pay + draw.choice([0, 0, 37, 2000]))),)
        mixed = (TenderDraft("CARD", Money(1)), TenderDraft("CASH", Money(to_pay + 500)))
        tenders = draw.choice([check, cash, cash, mixed])
        action = draw.choice([DistributeAction.FREEZE] * 3 + list(DistributeAction))
        order = self._order("pay", action=action.value, tenders=len(tenders))
        command = AddEvent(
            order["request"],
            AccountId(payees[0]),
            tenders,
            tuple(
                PaymentDraft(AccountId(account), Money(cents))
                for account, cents in zip(payees, amounts, strict=True)
            ),
            action=action,
            confirmed=SURE,
        )
        self._amounts[order["request"]] = Counter(dict(zip(payees, amounts, strict=True)))
        return order | {"draft": to_text(command)}

    def _settling(self) -> list[Order]:
        request = self.draw.choice(sorted(self._waiting))
        does = {DistributeAction.NONE: ["delete", "distribute"]}
        do = self.draw.choice(does.get(self._waiting[request], ["freeze"]))
        return [self._order(do, event=self.told.events[request], of=request)]

    def _quick(self) -> list[Order]:
        rows = [
            [self.draw.choice(self._people), self.draw.randint(1, 9999)]
            for _ in range(self.draw.randint(2, 6))
        ]
        return [self._order("quick", rows=rows, control=self._control)]

    def _checkout(self) -> list[Order]:
        account, item = self._items.popleft()
        return [self._order("submit", account=account, item=item, control=self._control)]

    def _void(self) -> list[Order]:
        request = self._plain.pop(self.draw.randrange(len(self._plain)))
        event = self.told.events[request]
        return [self._order("cancel", event=event, of=request, control=self._control)]

    def _turn_in(self) -> list[Order]:
        return [self._order("turn_in", control=self._control, cents=self.draw.randint(1, 99))]

    def _balance(self) -> list[Order]:
        """Settle what waits, then count, balance and open the drawer anew."""
        found = []
        for request in sorted(self._waiting):
            event = self.told.events[request]
            if self._waiting[request] is DistributeAction.NONE:
                found.append(self._order("distribute", event=event, of=request))
            found.append(self._order("freeze", event=event, of=request))
        steps = ("start_balancing", "count", "submit_count", "balance")
        found += [self._order(do, control=self._control) for do in steps]
        return [*found, self._order("open", source=self.till.source)]

    # --- what was told -------------------------------------------------------------------------

    def _after_pay(self, order: Order, _answer: Answer) -> None:
        request, action = order["request"], DistributeAction(order["action"])
        self.told.money.update(self._amounts[request])
        if action is not DistributeAction.FREEZE:
            self._waiting[request] = action
        elif order["tenders"] == 1:
            self._plain.append(request)

    def _after_distribute(self, order: Order, _answer: Answer) -> None:
        self._waiting[order["of"]] = DistributeAction.DISTRIBUTE

    def _after_freeze(self, order: Order, _answer: Answer) -> None:
        del self._waiting[order["of"]]

    def _after_delete(self, order: Order, _answer: Answer) -> None:
        del self._waiting[order["of"]], self.told.events[order["of"]]
        self.told.money.subtract(self._amounts[order["of"]])

    def _after_cancel(self, order: Order, _answer: Answer) -> None:
        self.told.money.subtract(self._amounts[order["of"]])

    def _after_quick(self, order: Order, answer: Answer) -> None:
        left = {line for line, _why in answer.get("left", ())}
        for line, (account, cents) in enumerate(order["rows"], start=1):
            if line not in left:
                self.told.money[account] += cents

    def _after_submit(self, order: Order, answer: Answer) -> None:
        self.told.money[order["account"]] += FINE
        self._next.append(self._order("process", checkout=answer["checkout"]))

    def _after_turn_in(self, _order: Order, answer: Answer) -> None:
        self._next.append(self._order("approve", turn_in=answer["turn_in"]))

    def _after_open(self, _order: Order, answer: Answer) -> None:
        self._control = answer["control"]
        self._plain.clear()
