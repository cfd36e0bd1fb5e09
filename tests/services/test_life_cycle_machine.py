"""Random legal and illegal actions on events of several accounts; section 25 holds after each step.

``HYPOTHESIS_PROFILE=long`` runs at least 10,000 steps on each engine in place of a few hundred; with
``-s`` it says how many.
"""

import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import mkdtemp
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

from posapp.domain.codes import DistributeAction, PaymentStatus, TenderStatus
from posapp.domain.event_views import EventView, PaymentView, TenderView
from posapp.domain.ids import AccountId, AgreementId, ControlId, EventId
from posapp.domain.money import Money
from posapp.domain.payment_edits import PaymentChange
from posapp.domain.payment_events import AddEvent, PaymentDraft, TenderDraft
from posapp.domain.rights import Actor
from posapp.domain.tender_cancels import CancelEvent, CancelTender
from posapp.domain.tender_controls import OpenControl
from posapp.domain.tender_edits import TenderChange
from posapp.domain.transfers import Transfer
from posapp.errors import Refused
from posapp.storage.db import Database
from tests.helpers import life_cycle as table
from tests.helpers import oracle
from tests.helpers.bills import bill
from tests.helpers.clock import FixedClock
from tests.helpers.databases import copy_of
from tests.helpers.office import DAY, open_office
from tests.helpers.postgres_server import PostgresServer

LONG = os.environ.get("HYPOTHESIS_PROFILE") == "long"
LONG_STEPS = 10_000
YES = frozenset({"M-06W", "M-31", "M-35", "M-39", "M-40", "M-41", "M-42", "M-69", "M-89", "C-17"})
PICK = st.integers(0, 10**6)
WHO = st.sampled_from(["cashier", "supervisor"])
CENTS = st.sampled_from([1, 2, 999, 2000, 5000, 12_003, 12_004, 999_999])
THINGS = {"CASH", "CHEC", "TRAV", "MORD"}
KIND = st.sampled_from(["CASH", "CHEC", "TRAV", "CARD", "MORD"])
REASON = st.sampled_from(["NSF", "STOP", "DATA", "WRAC"])
NAMED = {"non_cis_name": "A. Person", "reference": "R-7"}


class LifeCycle(RuleBasedStateMachine):
    """Two cashiers with a drawer each and one for all; payees of every class."""

    new_database: Callable[[], Any]
    steps = 0

    def __init__(self) -> None:
        super().__init__()
        self.opened = self.new_database()
        self.db: Database = self.opened.__enter__()
        self.requests = 0
        self.events: list[EventId] = []
        self.cash: Counter[tuple[int, str]] = Counter()
        self.start: dict[int, int] = {}
        self.payees: list[PaymentDraft] = []
        self.posted: frozenset[Any] = frozenset()
        self.settled: frozenset[Any] = frozenset()

    def teardown(self) -> None:
        try:
            oracle.assert_sound(self.db, balanced=False)
        finally:
            self.opened.__exit__(None, None, None)

    # --- the office ----------------------------------------------------------------------------

    @initialize()
    def morning(self) -> None:
        office = self.office = open_office(self.db, FixedClock())
        self.services = office.services
        shared = self.drawer("CASH-B02", all_users=True)
        own = self.drawer("CASH-B01")
        self.drawers = {"cashier": [office.control, shared], "supervisor": [own, shared]}
        mine = office.cashier.user_id
        self.owners = {office.control: mine, own: -1, shared: -1}
        home = self.account("RES", ("WATER", 10_003), ("GAS", 2000))
        self.account("COM", ("WATER", 10_003), ("GAS", 2000), points=100)
        self.account("RES")
        unmatched = self.account("OPEN", ("WATER", 0), ("GAS", 0))
        debts = office.services.accounts.card(unmatched, office.cashier).debts
        water, gas = (debt.agreement_id for debt in debts)
        bill(office, unmatched, "B-1", DAY, (water, 10_003), (gas, 2000))
        self.start[unmatched] = 12_003
        self.payees.append(PaymentDraft(unmatched, Money(1), "BILL-ID", "B-1"))
        self.payees.append(PaymentDraft(home, Money(1), "BILL-ID", "B-1"))
        items = self.account("RES")
        office.item(items, "V1", 5000)
        self.start[items] = 5000
        self.payees.append(PaymentDraft(items, Money(1), "ITEM-ID", "V1"))
        lobby = self.account("NONCIS", ("MISC", 0))
        self.payees[-1] = PaymentDraft(lobby, Money(1), **NAMED)

    def drawer(self, source: str, *, all_users: bool = False) -> ControlId:
        command = OpenControl(self.request(), source, None, None, all_users=all_users)
        return self.services.tender_controls.open(command, self.office.supervisor).value

    def account(self, kind: str, *debts: tuple[str, int], points: int = 0) -> AccountId:
        account = self.office.account(customer_class=kind, points=points)
        for sa_type, cents in debts:
            self.office.agreement(account, sa_type, *([(DAY, cents)] if cents else []))
        self.start[account] = sum(cents for _, cents in debts)
        self.payees.append(PaymentDraft(account, Money(1)))
        return account

    # --- what is chosen ------------------------------------------------------------------------

    def request(self) -> str:
        self.requests += 1
        return f"request-{self.requests}"

    def actor(self, who: str) -> Actor:
        return self.office.actors[who]

    def event(self, pick: int) -> EventView:
        return self.show(self.events[pick % len(self.events)])

    def show(self, event_id: EventId) -> EventView:
        return self.services.payment_events.show(event_id, self.office.supervisor)

    def payment(self, pick: int) -> tuple[EventView, PaymentView]:
        event = self.event(pick)
        if not event.payments:
            self.add_payment(pick, "cashier", 1, pick)
            event = self.show(event.id)
        return event, event.payments[pick % 7 % len(event.payments)]

    def tender(self, pick: int) -> tuple[EventView, TenderView]:
        event = self.event(pick)
        return event, event.tenders[pick % 7 % len(event.tenders)]

    def payee(self, pick: int, cents: int) -> PaymentDraft:
        draft = self.payees[pick % len(self.payees)]
        return PaymentDraft(
            draft.account_id, Money(cents), draft.match_type, draft.match_value,
            draft.non_cis_name, draft.reference,
        )  # fmt: skip

    def may_cancel(self, event: EventView, who: str) -> bool:
        """Supervisors anything, cashiers what lies in their own drawer since today (D-44)."""
        own = {self.owners[t.tender_control_id] > 0 for t in event.tenders if t.tender_control_id}
        return who == "supervisor" or (own == {True} and self.office.clock.at.day == DAY.day)

    def may_touch(self, tender: TenderView, who: str) -> str | None:
        drawer = tender.tender_control_id
        return None if who == "supervisor" or drawer in self.drawers[who] else "C-02"

    def why_not_out(
        self, out: Mapping[tuple[int, str], int], who: str, code: str = "M-241"
    ) -> str | None:
        """Nothing leaves a drawer that is not in it (D-14, pain 5); blind ones say less (D-16)."""
        for drawer, kind in sorted(key for key, amount in out.items() if amount > 0):
            view = self.services.tender_controls.show(ControlId(drawer), self.office.supervisor)
            start = view.control.starting_balance.minor if kind == "CASH" else 0
            held = start + self.cash[drawer, kind]
            if kind in THINGS and held < out[drawer, kind]:
                return code + ("" if who == "supervisor" else "H")
        return None

    @staticmethod
    def out_of(
        event: EventView, gone: Mapping[Any, int | None], change: int | None, *, returned: bool
    ) -> Counter[tuple[int, str]]:
        """What a cancellation takes out of drawers, less the change that comes back (D-14)."""
        out: Counter[tuple[int, str]] = Counter()
        for tender in table.valid_tenders(event):
            back = tender.cash_back and returned
            drawer = (change or tender.tender_control_id) if back else gone.get(tender.id)
            if drawer:
                out[drawer, tender.tender_type] += tender.control_amount.minor
        return out

    # --- carrying it out -----------------------------------------------------------------------

    def act(self, code: str | None, act: Callable[[str], Any]) -> bool:
        """Carry a legal action out, twice with one request id; an illegal one changes nothing."""
        request = self.request()
        if code is None:
            first, again = act(request), act(request)
            assert (first.replayed, again.replayed) == (False, True)
            return True
        before = oracle.counts(self.db)
        with pytest.raises(Refused) as refused:
            act(request)
        assert refused.value.code == code
        assert oracle.counts(self.db) == before
        return False

    def count(self, tender: TenderView, sign: int, drawer: int | None = None) -> None:
        key = drawer or tender.tender_control_id or 0, tender.tender_type
        self.cash[key] += sign * tender.control_amount.minor

    @rule(pick=PICK, who=WHO, cents=CENTS, kind=KIND, over=st.sampled_from([0, 0, 1, -1, 700]),
          n=st.integers(1, 3), action=st.sampled_from(list(DistributeAction)))  # fmt: skip
    def take(
        self, pick: int, who: str, cents: int, kind: str, over: int, n: int,
        action: DistributeAction,
    ) -> None:  # fmt: skip
        payments = tuple(self.payee(pick + i, cents) for i in range(n))
        tendered = cents * n + over
        tenders = [TenderDraft(kind, Money(tendered), "17")]
        if tendered > 10_000:
            tenders = [
                TenderDraft(kind, Money(tendered - 9000), "17"),
                TenderDraft("MORD", Money(9000)),
            ]
        drawer = self.drawers[who][pick % 2]
        refused = None
        if tendered == 0:
            refused = "M-02"
        elif over > 0 and kind not in table.GIVES_CHANGE:
            refused = "M-07"
        elif over < 0 and action is not DistributeAction.NONE:
            refused = "M-08"
        add = self.services.payment_events.add
        done = self.act(
            refused,
            lambda r: add(
                AddEvent(
                    r, payments[0].account_id, tuple(tenders), payments, action,
                    control_id=ControlId(drawer), confirmed=YES,
                ),
                self.actor(who),
            ),
        )  # fmt: skip
        if done:
            self.events.append(
                EventId(int(oracle.one(self.db, "SELECT max(id) FROM payment_event")))
            )
            for tender in self.show(self.events[-1]).tenders:
                self.count(tender, +1)

    # --- payments ------------------------------------------------------------------------------

    @precondition(lambda self: self.events)
    @rule(pick=PICK, who=WHO, cents=st.sampled_from([0, 1, 999, 12_004]), whom=PICK)
    def add_payment(self, pick: int, who: str, cents: int, whom: int) -> None:
        event, add = self.event(pick), self.services.payment_edits.add
        draft = self.payee(whom, cents)
        self.act(None if cents else "M-02", lambda r: add(event.id, draft, r, self.actor(who)))

    @precondition(lambda self: self.events)
    @rule(pick=PICK, who=WHO, cents=CENTS)
    def change_payment(self, pick: int, who: str, cents: int) -> None:
        _, payment = self.payment(pick)
        adjust, change = self.services.payment_edits.adjust, PaymentChange(amount=Money(cents))
        self.act(
            table.why_not_edit(payment),
            lambda r: adjust(payment.id, change, r, self.actor(who)),
        )

    @precondition(lambda self: self.events)
    @rule(pick=PICK, who=WHO)
    def delete_payment(self, pick: int, who: str) -> None:
        _, payment = self.payment(pick)
        delete = self.services.payment_edits.delete
        self.act(table.why_not_edit(payment), lambda r: delete(payment.id, r, self.actor(who)))

    @precondition(lambda self: self.events)
    @rule(pick=PICK, who=WHO, part=st.sampled_from(["whole", "half", "more"]), last=st.booleans())
    def split(self, pick: int, who: str, part: str, last: bool) -> None:
        """By hand to the first or last agreement of the payee, in full, in part, in excess."""
        _, payment = self.payment(pick)
        card = self.services.accounts.card(payment.account_id, self.office.supervisor)
        cents = {"whole": 1, "half": 0.5, "more": 2}[part] * payment.amount.minor
        split = self.services.payment_edits.split
        code = table.why_not_edit(payment)
        if not card.debts:
            agreement, code = AgreementId(1), code or "M-55"
        else:
            debt = card.debts[-1 if last else 0]
            agreement = debt.agreement_id
            if debt.is_strict and cents > max(debt.current_balance.minor, 0):
                code = code or "M-27"
        lines = [(agreement, None, Money(int(cents)))]
        if self.act(code, lambda r: split(payment.id, lines, r, self.actor(who))):
            after = self.find(payment)
            assert after.manual
            full = PaymentStatus.FREEZABLE if part == "whole" else PaymentStatus.INCOMPLETE
            assert after.status is full

    def find(self, payment: PaymentView) -> PaymentView:
        found = (p for e in self.events for p in self.show(e).payments if p.id == payment.id)
        return next(found)

    @precondition(lambda self: self.events)
    @rule(pick=PICK, who=WHO, all_of_them=st.booleans())
    def distribute(self, pick: int, who: str, all_of_them: bool) -> None:
        event, payment = self.payment(pick)
        if all_of_them:
            code = None if table.open_payments(event) else "M-70"
            distribute = self.services.event_actions.distribute
            self.act(code, lambda r: distribute(event.id, r, self.actor(who), YES))
            wanted = {one.id for one in table.open_payments(event)}
        else:
            one = self.services.payment_edits.distribute
            code = table.why_not_edit(payment)
            self.act(code, lambda r: one(payment.id, r, self.actor(who), YES))
            wanted = {payment.id} if code is None else set()
        for after in self.show(event.id).payments:
            if after.id in wanted:
                failed = after.status is PaymentStatus.ERROR and after.error_code in table.STORED
                assert failed or after.status is PaymentStatus.FREEZABLE
            else:
                assert after in event.payments

    @precondition(lambda self: self.events)
    @rule(pick=PICK, who=WHO, all_of_them=st.booleans())
    def freeze(self, pick: int, who: str, all_of_them: bool) -> None:
        event, payment = self.payment(pick)
        if all_of_them:
            code = table.why_not_freeze(event)
            freeze = self.services.event_actions.freeze
            done = self.act(code, lambda r: freeze(event.id, r, self.actor(who), YES))
        else:
            one = self.services.payment_edits.freeze
            code = table.why_not_freeze(event, payment)
            done = self.act(code, lambda r: one(payment.id, r, self.actor(who), YES))
        for before, after in zip(event.payments, self.show(event.id).payments, strict=True):
            chosen = done and (all_of_them or before.id == payment.id)
            if before.status is PaymentStatus.FREEZABLE and chosen:
                frozen = after.status is PaymentStatus.FROZEN
                assert frozen or (after.status, after.error_code) == (PaymentStatus.ERROR, "M-27")
            else:
                assert after.status is before.status

    @precondition(lambda self: self.events)
    @rule(pick=PICK, who=WHO, reason=REASON)
    def cancel_payment(self, pick: int, who: str, reason: str) -> None:
        event, payment = self.payment(pick)
        code = table.why_not_cancel_payment(payment, may=self.may_cancel(event, who))
        cancel = self.services.canceling.cancel_payment
        self.act(code, lambda r: cancel(payment.id, reason, r, self.actor(who)))
        assert self.show(event.id).tenders == event.tenders

    @precondition(lambda self: self.events)
    @rule(pick=PICK, who=WHO, reason=REASON, whom=PICK, freeze=st.booleans())
    def transfer_payment(self, pick: int, who: str, reason: str, whom: int, freeze: bool) -> None:
        event, payment = self.payment(pick)
        new = self.payee(whom, 1)
        match = (new.match_type, new.match_value)
        same = (new.account_id, *match) == (
            payment.account_id, payment.match_type or "", payment.match_value or ""
        )  # fmt: skip
        order = Transfer(new.account_id, reason, match, freeze, new.non_cis_name, new.reference)
        code = table.why_not_transfer(payment, same=same)
        transfer = self.services.transfers.payment
        self.act(code, lambda r: transfer(payment.id, order, r, self.actor(who)))
        assert self.show(event.id).tenders == event.tenders

    # --- tenders -------------------------------------------------------------------------------

    @precondition(lambda self: self.events)
    @rule(pick=PICK, who=WHO, kind=KIND, cents=CENTS)
    def add_tender(self, pick: int, who: str, kind: str, cents: int) -> None:
        event = self.event(pick)
        drawer = self.drawers[who][pick % 2]
        draft = TenderDraft(kind, Money(cents), "17")
        add = self.services.tender_edits.add
        done = self.act(
            None,
            lambda r: add(
                event.id, draft, r, self.actor(who), control_id=ControlId(drawer), confirmed=YES
            ),
        )
        if done:
            (new,) = set(self.show(event.id).tenders) - set(event.tenders)
            self.count(new, +1)

    @precondition(lambda self: self.events)
    @rule(pick=PICK, who=WHO, cents=st.sampled_from([0, 1, 5000, 20_000]))
    def change_tender(self, pick: int, who: str, cents: int) -> None:
        event, tender = self.tender(pick)
        code = table.why_not_touch(tender) or self.may_touch(tender, who)
        if code is None and cents == 0:
            code = "M-02"
        if code is None and cents != tender.amount.minor and table.has_frozen(event):
            code = "M-88"
        key = tender.tender_control_id or 0, tender.tender_type
        code = code or self.why_not_out({key: tender.control_amount.minor - cents}, who)
        adjust, change = self.services.tender_edits.adjust, TenderChange(amount=Money(cents))
        if self.act(code, lambda r: adjust(tender.id, change, r, self.actor(who))):
            self.count(tender, -1)
            self.cash[tender.tender_control_id or 0, tender.tender_type] += cents

    @precondition(lambda self: self.events)
    @rule(pick=PICK, who=WHO)
    def move_tender(self, pick: int, who: str) -> None:
        event, tender = self.tender(pick)
        target = ControlId(self.drawers[who][pick % 2])
        code = table.why_not_touch(tender) or self.may_touch(tender, who)
        if code is None and target == tender.tender_control_id:
            code = "M-70"
        key = tender.tender_control_id or 0, tender.tender_type
        code = code or self.why_not_out({key: tender.control_amount.minor}, who)
        move = self.services.tender_edits.move
        if self.act(code, lambda r: move(tender.id, target, r, self.actor(who))):
            self.count(tender, -1)
            self.count(tender, +1, target)
            assert self.show(event.id).totals == event.totals

    @precondition(lambda self: self.events)
    @rule(pick=PICK, who=WHO)
    def delete_tender(self, pick: int, who: str) -> None:
        event, tender = self.tender(pick)
        code = table.why_not_touch(tender) or self.may_touch(tender, who)
        code = code or table.why_not_delete_tender(tender, event)
        key = tender.tender_control_id or 0, tender.tender_type
        code = code or self.why_not_out({key: tender.control_amount.minor}, who)
        delete = self.services.tender_edits.delete
        if self.act(code, lambda r: delete(tender.id, r, self.actor(who))):
            self.count(tender, -1)
            assert self.show(event.id).payments == event.payments

    @precondition(lambda self: self.events)
    @rule(pick=PICK, who=WHO, reason=REASON, back=st.sampled_from([None, "own", "other"]),
          returned=st.booleans())  # fmt: skip
    def cancel_tender(
        self, pick: int, who: str, reason: str, back: str | None, returned: bool
    ) -> None:
        """Bounced, or taken back: out of its own drawer, out of another, or not at all (D-14)."""
        event, tender = self.tender(pick)
        drawer = tender.tender_control_id
        if back == "other":
            drawer = next(one for one in sorted(self.owners) if one != drawer)
        order = CancelTender(
            tender.id, reason, change_returned=returned, drawer=drawer if back else None,
            change_drawer=None, confirmed=YES,
        )  # fmt: skip
        # Money out of another drawer is never a cashier's to give (D-14, D-44).
        may = self.may_cancel(event, who) and (back != "other" or who != "cashier")
        out = self.out_of(event, {tender.id: order.drawer}, order.drawer, returned=returned)
        code = table.why_not_cancel_tender(tender, event, may=may)
        code = code or self.why_not_out(out, who, "M-240")
        cancel = self.services.canceling.cancel_tender
        if self.act(code, lambda r: cancel(order, r, self.actor(who))):
            self.after_cancel(event, {tender.id: order.drawer}, order.drawer, returned=returned)

    @precondition(lambda self: self.events)
    @rule(pick=PICK, who=WHO, reason=REASON, back=st.booleans(), returned=st.booleans())
    def cancel_event(self, pick: int, who: str, reason: str, back: bool, returned: bool) -> None:
        event = self.event(pick)
        drawers = {t.id: t.tender_control_id for t in table.handed_over(event) if back}
        order = CancelEvent(
            event.id, reason, change_returned=returned, confirmed=YES,
            drawers_of=tuple((t, d) for t, d in drawers.items() if d),
        )  # fmt: skip
        code = None if self.may_cancel(event, who) else "M-51"
        if code is None and not table.handed_over(event):
            code = "M-70"
        if code is None and table.open_payments(event):
            code = "M-15"
        gone = {t.id: drawers.get(t.id) for t in table.handed_over(event)}
        out = self.out_of(event, gone, None, returned=returned)
        code = code or self.why_not_out(out, who, "M-240")
        cancel = self.services.canceling.cancel_event
        if self.act(code, lambda r: cancel(order, r, self.actor(who))):
            self.after_cancel(event, gone, None, returned=returned)
            assert not table.handed_over(self.show(event.id))

    def after_cancel(
        self, before: EventView, gone: dict[Any, Any], change_drawer: int | None, *, returned: bool
    ) -> None:
        """Nothing stays frozen, other tenders stay, drawers give out what goes back (25.8)."""
        after = self.show(before.id)
        kept = [p for p in after.payments if p.status is PaymentStatus.FROZEN]
        assert all(p.amount.minor < 0 for p in kept)
        for old, new in zip(before.tenders, after.tenders, strict=True):
            falls = old.id in gone or (old.cash_back and returned)
            if old.status is TenderStatus.CANCELED or not falls:
                assert new == old
                continue
            assert new.status is TenderStatus.CANCELED
            if old.cash_back:
                self.count(old, -1, change_drawer)
            elif gone[old.id] is not None:
                self.count(old, -1, gone[old.id])

    # --- the event -----------------------------------------------------------------------------

    @precondition(lambda self: self.events)
    @rule(pick=PICK, who=WHO, reason=REASON, whom=PICK)
    def transfer_event(self, pick: int, who: str, reason: str, whom: int) -> None:
        event, new = self.event(pick), self.payee(whom, 1)
        match = (new.match_type, new.match_value)
        code = "M-51" if who == "cashier" else table.why_not_transfer_event(event)
        if code is None:
            (old,) = table.live_payments(event)
            same = (old.account_id, old.match_type or "", old.match_value or "")
            code = table.why_not_transfer(old, same=(new.account_id, *match) == same)
        order = Transfer(
            new.account_id, reason, match, True, new.non_cis_name, new.reference
        )  # fmt: skip
        transfer = self.services.transfers.event
        if self.act(code, lambda r: transfer(event.id, order, r, self.actor(who))):
            after = self.show(event.id)
            assert {t.payor_account_id for t in table.valid_tenders(after)} == {new.account_id}
            assert after.totals == event.totals

    @precondition(lambda self: self.events)
    @rule(pick=PICK, who=WHO, days=st.integers(-3, 2))
    def set_date(self, pick: int, who: str, days: int) -> None:
        event = self.event(pick)
        day = DAY + timedelta(days=days)
        code = None
        if table.is_settled(event):
            code = "M-68"
        elif days > self.office.clock.at.day - DAY.day:
            code = "M-59"
        elif days < 0 and who == "cashier":
            code = "M-60"
        set_date = self.services.event_actions.set_date
        self.act(code, lambda r: set_date(event.id, day, r, self.actor(who)))

    @precondition(lambda self: self.events)
    @rule(pick=PICK, who=WHO)
    def recalculate(self, pick: int, who: str) -> None:
        event = self.event(pick)
        code = table.why_not_recalculate(event)
        home = next((t.tender_control_id for t in self.with_change_first(event)), None)
        if code is None and home not in self.drawers[who]:
            code = "C-02"
        act = self.services.event_actions.recalculate_cash_back
        if self.act(code, lambda r: act(event.id, r, self.actor(who))):
            after = self.show(event.id)
            short = after.totals.amount_tendered < after.totals.payments
            assert after.totals.is_balanced != short
            assert after.totals.cash_back.minor == 0 or not short
            assert after.payments == event.payments
            for tender in set(event.tenders) - set(after.tenders):
                self.count(tender, -1)
            for tender in set(after.tenders) - set(event.tenders):
                assert tender.cash_back
                self.count(tender, +1)

    def with_change_first(self, event: EventView) -> list[TenderView]:
        """Where change lies or will lie: with the change given, else with the first tender."""
        return sorted(table.valid_tenders(event), key=lambda tender: not tender.cash_back)

    @precondition(lambda self: self.events)
    @rule(pick=PICK, who=WHO)
    def delete_event(self, pick: int, who: str) -> None:
        event = self.event(pick)
        code = table.why_not_delete_event(event, may=who == "supervisor")
        out: Counter[tuple[int, str]] = Counter()
        for tender in event.tenders:
            key = tender.tender_control_id or 0, tender.tender_type
            out[key] += tender.control_amount.minor
        code = code or self.why_not_out(out, who)
        delete = self.services.event_actions.delete
        if self.act(code, lambda r: delete(event.id, r, self.actor(who), YES)):
            self.events.remove(event.id)
            for tender in event.tenders:
                self.count(tender, -1)

    @precondition(lambda self: self.office.clock.at.day == DAY.day)
    @rule(whole=st.sampled_from([False, False, False, True]))
    def night(self, whole: bool) -> None:
        """The next business day begins while the drawers stay open, seldom."""
        self.office.clock.advance(**({"days": 1} if whole else {"minutes": 11}))

    # --- what must be true after each step -----------------------------------------------------

    @invariant()
    def section_25_holds(self) -> None:
        type(self).steps += 1
        assert table.broken(self.db) == []

    @invariant()
    def what_was_frozen_stays(self) -> None:
        posted, settled = table.posted(self.db), table.settled(self.db)
        assert posted >= self.posted
        assert settled >= self.settled
        self.posted, self.settled = posted, settled

    @invariant()
    def accounts_owe_what_was_charged_less_what_was_paid(self) -> None:
        if not self.start:
            return
        paid, charged = oracle.frozen(self.db), table.charged(self.db)
        owed = {a: c + charged.get(a, 0) - paid.get(a, 0) for a, c in self.start.items()}
        assert {a: c for a, c in owed.items() if c} == {
            a: c for a, c in oracle.owed(self.db).items() if c
        }

    @invariant()
    def drawers_hold_what_went_in_and_out(self) -> None:
        if not self.events:
            return
        for drawer in self.owners:
            view = self.services.tender_controls.show(ControlId(drawer), self.office.supervisor)
            for line in view.lines:
                assert line.expected is not None
                held = line.expected.minor - line.starting.minor
                assert (drawer, line.tender_type, held) == (
                    drawer, line.tender_type, self.cash[drawer, line.tender_type]
                )  # fmt: skip


def play(new_database: Callable[[], Any], examples: int, steps: int) -> None:
    machine = type("Machine", (LifeCycle,), {"new_database": staticmethod(new_database)})
    run_state_machine_as_test(
        machine,
        settings=settings(
            derandomize=not LONG,
            deadline=None,
            database=None,
            max_examples=320 if LONG else examples,
            stateful_step_count=50 if LONG else steps,
            # To make what was found shorter takes many minutes; a night has them.
            phases=list(Phase) if LONG else [Phase.explicit, Phase.reuse, Phase.generate],
            suppress_health_check=list(HealthCheck),
            print_blob=True,
        ),
    )
    print(f"{machine.steps} steps")
    assert machine.steps >= (LONG_STEPS if LONG else steps)


def test_section_25_random_actions_on_sqlite(sqlite_template: Path, tmp_path: Path) -> None:
    @contextmanager
    def fresh() -> Iterator[Database]:
        folder = Path(mkdtemp(dir=tmp_path))
        db = Database.open(copy_of(sqlite_template, folder))
        try:
            yield db
        finally:
            db.dispose()
            shutil.rmtree(folder)

    play(fresh, 3, 30)


@pytest.mark.postgres
def test_section_25_random_actions_on_postgres(
    postgres_server: PostgresServer, postgres_template: str
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

    play(fresh, 1, 20)
