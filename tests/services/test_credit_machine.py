"""Random credits and checkouts; after each step *open credits* is the sum of the open credits (CK-10).

No credit is below zero, what is held is held once, and at the end ``db check`` finds nothing.
``HYPOTHESIS_PROFILE=long`` runs hundreds of steps in place of some dozens.
"""

import os
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import text

from posapp.domain.checkout_orders import ItemChoice
from posapp.domain.credits import AddAdjustment, AdjustmentId, CheckoutId
from posapp.domain.event_views import EventView
from posapp.domain.ids import ItemId, new_request_id
from posapp.domain.issuing import ReleaseItem
from posapp.domain.money import Money
from posapp.domain.tender_cancels import CancelTender
from posapp.errors import NeedsConfirmation, Refused
from posapp.storage.db import Database
from tests.helpers import checkouts as do
from tests.helpers.clock import FixedClock
from tests.helpers.databases import copy_of
from tests.helpers.drawer_day import turn_in
from tests.helpers.events import is_clean, show
from tests.helpers.office import open_office

LONG = os.environ.get("HYPOTHESIS_PROFILE") == "long"
PICK = st.integers(0, 2)
CENTS = st.sampled_from([1, 2500, 4500, 9999])
CENTS_OF_ITEM = 9999
METHOD = st.sampled_from(["CASH", "PAYR", "CARD"])


class Credits(RuleBasedStateMachine):
    """One person with items, credits, charges and checkouts in a growing tangle."""

    new_database: Callable[[], Database]
    done: ClassVar[Counter[str]] = Counter()

    @initialize()
    def begin(self) -> None:
        """An office, a person, two items."""
        self.db = self.new_database()
        self.office = open_office(self.db, FixedClock())
        self.account = do.person(self.office)
        with self.db.begin() as s:
            s.execute(text("UPDATE item_kind SET releasable = 1"))
            s.execute(text("UPDATE installation SET setup_version = setup_version + 1"))
        self.items: list[ItemId] = []
        self.adjustments: list[AdjustmentId] = []
        self.checkouts: list[CheckoutId] = []
        self.item(CENTS_OF_ITEM)
        self.item(CENTS_OF_ITEM)

    def attempt(self, name: str, act: Callable[[], Any]) -> Any:
        """What the action gives, ``None`` when a rule refuses it."""
        try:
            found = act()
        except (Refused, NeedsConfirmation):
            return None
        self.done[name] += 1
        return found

    def of(self, rows: list[Any], pick: int) -> Any:
        """One of the newest rows, ``None`` without any."""
        return rows[-1 - pick % len(rows)] if rows else None

    @rule(cents=CENTS)
    def item(self, cents: int) -> None:
        """Issue a violation, which may be paid in parts."""
        number = f"V-{len(self.items)}"
        self.items.append(do.issue(self.office, self.account, number, cents, "VIOLATION"))

    @rule(pick=PICK, cents=CENTS, method=METHOD)
    def add(self, pick: int, cents: int, method: str) -> None:
        """Add a credit."""
        yes = {"confirmed": do.CONFIRMED | {"M-326"}}
        made = self.attempt(
            "add",
            lambda: do.add_credit(
                self.office, self.account, self.of(self.items, pick), cents, method, **yes
            ),
        )
        self.adjustments += [made.id] if made else []

    @rule(cents=CENTS, credit=st.booleans())
    def adjust(self, cents: int, *, credit: bool) -> None:
        """Write a charge or a credit by hand."""
        code, signed = ("GOODWILL", -cents) if credit else ("FEE", cents)
        order = AddAdjustment(new_request_id(), self.account, code, Money(signed), "Because")
        adjustments = self.office.services.adjustments
        made = self.attempt("adjust", lambda: adjustments.add(order, self.office.supervisor).value)
        self.adjustments += [made] if made else []

    @rule(pick=PICK)
    def settle(self, pick: int) -> None:
        """Process an adjustment alone."""
        one, who = self.of(self.adjustments, pick), self.office.supervisor
        act = self.office.services.adjustments.process
        if one:
            self.attempt("settle", lambda: act(one, new_request_id(), who))

    @rule(pick=PICK)
    def reverse(self, pick: int) -> None:
        """Reverse a credit or an adjustment."""
        one, who = self.of(self.adjustments, pick), self.office.supervisor
        if not one:
            return
        services, drawer = self.office.services, self.office.control
        paired = services.adjustments.show(one, who).method is not None
        if paired:
            act = lambda: services.credits.reverse(one, new_request_id(), who, control_id=drawer)  # noqa: E731
        else:
            act = lambda: services.adjustments.reverse(one, "Mistake", new_request_id(), who)  # noqa: E731
        self.attempt("reverse", act)

    @rule(pick=PICK, cents=CENTS, with_charge=st.booleans())
    def submit(self, pick: int, cents: int, *, with_charge: bool) -> None:
        """Submit a checkout of a part of an item, or of an item with a charge."""
        item, charge = self.of(self.items, pick), self.of(self.adjustments, pick)
        more = {"adjustments": (charge,)} if with_charge and charge else {}
        choice = ItemChoice(item, None if more else Money(cents))
        made = self.attempt("submit", lambda: do.submit(self.office, self.account, choice, **more))
        self.checkouts += [made] if made else []

    @rule(pick=PICK)
    def process(self, pick: int) -> None:
        """Process a checkout."""
        one = self.of(self.checkouts, pick)
        if one:
            self.attempt("process", lambda: do.process(self.office, one))

    @rule(pick=PICK, release=st.booleans())
    def cancel(self, pick: int, *, release: bool) -> None:
        """Cancel a checkout."""
        one = self.of(self.checkouts, pick)
        if one:
            self.attempt("cancel", lambda: do.cancel(self.office, one, release=release))

    @rule(pick=PICK)
    def refund(self, pick: int) -> None:
        """Refund a checkout."""
        one = self.of(self.checkouts, pick)
        if one:
            self.attempt("refund", lambda: do.refund(self.office, one))

    def event_of(self, pick: int, *, credit: bool) -> EventView | None:
        """The event of a checkout, or of an added credit."""
        one = self.of(self.adjustments if credit else self.checkouts, pick)
        if one is None:
            return None
        services, who = self.office.services, self.office.cashier
        if credit:
            found = services.adjustments.show(one, who)
            key = found.linked_id and services.adjustments.show(found.linked_id, who).event_id
        else:
            key = services.checkouts.show(one, who).event_id
        return None if key is None else show(self.office, key)

    @rule(pick=PICK, credit=st.booleans(), reason=st.sampled_from(["DATA", "NSF"]))
    def cancel_event(self, pick: int, *, credit: bool, reason: str) -> None:
        """Cancel the tender of an event: an ordinary cancel is refused, a bounce is not."""
        event = self.event_of(pick, credit=credit)
        if event is None:
            return
        order = CancelTender(event.tenders[0].id, reason, confirmed=frozenset({"C-17", "M-33"}))
        act, who = self.office.services.canceling.cancel_tender, self.office.supervisor
        done = self.attempt(reason, lambda: act(order, new_request_id(), who))
        assert done is None or reason == "NSF"

    @rule(pick=PICK)
    def cancel_payment(self, pick: int) -> None:
        """Cancel a payment of a checkout's event alone: always refused."""
        event = self.event_of(pick, credit=False)
        if event is None:
            return
        act, who = self.office.services.canceling.cancel_payment, self.office.supervisor
        key = event.payments[0].id
        assert self.attempt("payment", lambda: act(key, "NSF", new_request_id(), who)) is None

    @rule(cents=CENTS)
    def turn_in(self, cents: int) -> None:
        """Hand cash of the drawer over, so that money may be missing for a refund (D-14)."""
        self.attempt("turn in", lambda: turn_in(self.office, "CASH", cents))

    @rule(pick=PICK)
    def release(self, pick: int) -> None:
        """Give an item back, also one that was paid in part (IT-4)."""
        one, who = self.of(self.items, pick), self.office.supervisor
        order = ReleaseItem(new_request_id(), one, "Given back")
        self.attempt("release", lambda: self.office.services.items.release(order, who))

    @invariant()
    def clears(self) -> None:
        """CK-10: the clearing account is the sum of the open credits, none below zero."""
        if not hasattr(self, "account"):
            return
        every = self.office.services.adjustments.of_account(self.account, self.office.cashier)
        credits_ = [one for one in every if one.is_credit and one.reverses_id is None]
        assert do.clearing(self.office) == sum((-one.amount - one.used).minor for one in credits_)
        assert all(one.used + one.reserved <= -one.amount for one in credits_)

    def teardown(self) -> None:
        """The books are right whatever was done."""
        if hasattr(self, "office"):
            assert is_clean(self.office)
            self.db.dispose()


def test_ck10_open_credits_clear_whatever_is_done(sqlite_template: Path, tmp_path: Path) -> None:
    """CK-10, AJ-2, AJ-5, IT-4: in any order of any actions."""
    made = iter(range(10_000))

    def fresh() -> Database:
        folder = tmp_path / str(next(made))
        folder.mkdir()
        return Database.open(copy_of(sqlite_template, folder))

    Credits.done.clear()
    Credits.new_database = staticmethod(fresh)
    run_state_machine_as_test(
        Credits,
        settings=settings(
            max_examples=60 if LONG else 20,
            stateful_step_count=60 if LONG else 30,
            # To make what was found shorter takes many minutes; a night has them.
            phases=list(Phase) if LONG else [Phase.explicit, Phase.reuse, Phase.generate],
            deadline=None,
            derandomize=not LONG,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert {"add", "adjust", "submit", "process", "cancel", "NSF"} <= set(Credits.done), (
        Credits.done
    )
