"""Carries out the orders of a mixed day at the counter, as the programs of its people would.

An order is plain data, so that it can be given to another process: what to do, for what, and the
request id that its parent owns. The answer is plain data too; ``events`` holds the request and the
event of all money that the order took. See ``tests.helpers.day_orders`` for who draws them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from posapp.domain.checkout_orders import Selection, SubmitCheckout
from posapp.domain.codes import Role
from posapp.domain.control_counts import CountControl
from posapp.domain.credits import CheckoutId
from posapp.domain.event_drafts import from_text
from posapp.domain.ids import AccountId, ControlId, EventId, UserId, short_id
from posapp.domain.money import Money
from posapp.domain.quick_add import Outcome, QuickHeader, QuickKind, QuickLine, RowResult
from posapp.domain.rights import Actor
from posapp.domain.tender_cancels import CancelTender
from posapp.domain.tender_controls import OpenControl
from posapp.domain.turn_in import AddTurnIn, TurnInContent, TurnInId
from posapp.errors import Refused
from posapp.services.bundle import Services, build
from posapp.storage.base import table_of
from posapp.storage.db import Database
from posapp.storage.tables.payment_events import PaymentEventRow
from tests.helpers.checkouts import ItemChoice, ItemId
from tests.helpers.clock import FixedClock

Order = dict[str, Any]
Answer = dict[str, Any]
SURE = frozenset({"M-06W", "M-31", "M-33", "M-39", "M-40", "M-42", "M-69", "M-148", "C-07", "C-17"})
"""Concerns that everybody in these days says yes to; M-148 because chance draws a row twice (D-22)."""
_event = table_of(PaymentEventRow)


@dataclass(frozen=True)
class Till:
    """A cashier, the supervisor who helps, and the tender source of the drawer."""

    user: int
    supervisor: int
    source: str
    control: int

    def actors(self) -> tuple[Actor, Actor]:
        """The cashier and the supervisor as they are signed in at this till's workstation."""
        place = ("MAIN", f"WS-{self.source}")
        name = f"at {self.source}"
        return (
            Actor(UserId(self.user), name, name, frozenset({Role.CASHIER}), *place),
            Actor(UserId(self.supervisor), "boss", "Boss", frozenset({Role.SUPERVISOR}), *place),
        )


class Desk:
    """One till with a program of its own at a database."""

    def __init__(self, db: Database, services: Services, till: Till) -> None:
        self.db = db
        self.services = services
        self.cashier, self.supervisor = till.actors()

    def obey(self, order: Order) -> Answer:
        """Carry one order out; a refusal is an answer too."""
        act: Callable[[Order], Answer] = getattr(self, f"_{order['do']}")
        try:
            return act(order)
        except Refused as refused:
            return {"refused": refused.code, "says": str(refused)}

    def _pay(self, order: Order) -> Answer:
        saved = self.services.in_hand.submit(from_text(order["draft"]), self.cashier)
        return self._made([saved.value.event_id])

    def _finish(self, _order: Order) -> Answer:
        """What a restarted program offers: the payments that are still in hand (D-21)."""
        kept = self.services.in_hand.kept(self.cashier)
        done = [self.services.in_hand.submit(each.command, self.cashier) for each in kept]
        return self._made([saved.value.event_id for saved in done])

    def _distribute(self, order: Order) -> Answer:
        act = self.services.event_actions.distribute
        return {"of": act(EventId(order["event"]), order["request"], self.cashier).value}

    def _freeze(self, order: Order) -> Answer:
        act = self.services.event_actions.freeze
        return {"of": act(EventId(order["event"]), order["request"], self.cashier).value}

    def _delete(self, order: Order) -> Answer:
        act = self.services.event_actions.delete
        event = EventId(order["event"])
        return {"of": act(event, order["request"], self.supervisor, frozenset({"M-41"})).value}

    def _cancel(self, order: Order) -> Answer:
        """Void: the money goes back out of the drawer that took it."""
        shown = self.services.payment_events.show(EventId(order["event"]), self.cashier)
        command = CancelTender(
            shown.tenders[0].id,
            "DATA",
            drawer=ControlId(order["control"]),
            change_returned=True,
            confirmed=SURE,
        )
        self.services.canceling.cancel_tender(command, order["request"], self.cashier)
        return {}

    def _quick(self, order: Order) -> Answer:
        rows = tuple(
            QuickLine(
                "", "ACCT", short_id(AccountId(account)), amount=f"{cents // 100}.{cents % 100:02}"
            )
            for account, cents in order["rows"]
        )
        header = QuickHeader(QuickKind.RULES, ControlId(order["control"]))
        start, run = self.services.quick_add.start, self.services.quick_add.run
        batch = start(header, rows, order["request"], self.cashier).value
        view = run(batch, self.cashier, confirmed=SURE)
        left = [(one.line, _left(one)) for one in view.rows if one.outcome is not Outcome.DONE]
        made = sorted({one.event_id for one in view.rows if one.event_id is not None})
        return self._made(made) | {"left": left}

    def _submit(self, order: Order) -> Answer:
        command = SubmitCheckout(
            order["request"],
            AccountId(order["account"]),
            Selection((ItemChoice(ItemId(order["item"])),)),
            "CASH",
            control_id=ControlId(order["control"]),
            confirmed=SURE,
        )
        done = self.services.checkouts.submit(command, self.cashier).value
        assert done.event_id is not None
        return self._made([done.event_id]) | {"checkout": done.checkout_id}

    def _process(self, order: Order) -> Answer:
        act = self.services.checkouts.process
        return {
            "state": act(
                CheckoutId(order["checkout"]), order["request"], self.supervisor
            ).value.state
        }

    def _turn_in(self, order: Order) -> Answer:
        content = TurnInContent("CASH", Money(order["cents"]))
        command = AddTurnIn(order["request"], ControlId(order["control"]), content)
        return {"turn_in": self.services.turn_ins.add(command, self.cashier).value}

    def _approve(self, order: Order) -> Answer:
        act = self.services.turn_ins.approve
        act(TurnInId(order["turn_in"]), order["request"], self.supervisor)
        return {}

    def _start_balancing(self, order: Order) -> Answer:
        act = self.services.control_life.start_balancing
        return {"of": act(ControlId(order["control"]), order["request"], self.cashier).value}

    def _count(self, order: Order) -> Answer:
        """Count what should be there: the drawer takes nothing since it is being balanced."""
        control = ControlId(order["control"])
        shown = self.services.tender_controls.show(control, self.supervisor)
        endings = tuple((line.tender_type, line.expected or Money(0)) for line in shown.lines)
        command = CountControl(order["request"], control, endings=endings)
        self.services.control_counts.count(command, self.cashier)
        return {}

    def _submit_count(self, order: Order) -> Answer:
        act = self.services.control_counts.submit
        act(ControlId(order["control"]), order["request"], self.cashier)
        return {}

    def _balance(self, order: Order) -> Answer:
        act = self.services.control_life.balance
        control = ControlId(order["control"])
        return {"of": act(control, order["request"], self.supervisor, confirmed=SURE).value}

    def _open(self, order: Order) -> Answer:
        command = OpenControl(order["request"], order["source"], None, None)
        return {"control": self.services.tender_controls.open(command, self.cashier).value}

    def _made(self, events: list[EventId]) -> Answer:
        """The request under which each event is stored."""
        query = select(_event.c.request_id, _event.c.id).where(_event.c.id.in_(events))
        with self.db.read() as s:
            return {"events": {str(r): int(e) for r, e in s.execute(query)}}


def _left(row: RowResult) -> str:
    """Why a row is not in: its outcome, or what it waits to be told."""
    if row.outcome is not None:
        return f"{row.outcome} {row.code}"
    return f"waits for a yes to {', '.join(one.code for one in row.concerns)}"


def desk(url: str, till: Till) -> Desk:
    """Open a program of its own; what is loaded once is loaded before the first order."""
    db = Database.open(url)
    services = build(db, FixedClock())
    services.setup()
    return Desk(db, services, till)
