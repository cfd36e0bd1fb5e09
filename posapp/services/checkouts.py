"""Checkouts: the payments page, submit, process manually, cancel, refund (CK-1..CK-9, IT-4)."""

from dataclasses import replace
from functools import partial
from typing import Final

from posapp.domain.approvals import Secret
from posapp.domain.checkout_orders import (
    EndCheckout,
    RefundCheckout,
    SubmitCheckout,
    SubmittedCheckout,
)
from posapp.domain.checkout_rules import check_cancel, check_expected, check_state
from posapp.domain.checkouts import Checkout
from posapp.domain.clock import Clock, business_date
from posapp.domain.credit_codes import CheckoutState
from posapp.domain.credit_rules import check_method
from posapp.domain.credits import CheckoutId
from posapp.domain.employee_numbers import check_employee_number
from posapp.domain.ids import ItemId
from posapp.domain.money import ZERO
from posapp.domain.requests import fingerprint
from posapp.domain.rights import Actor, Right
from posapp.domain.texts import clean_text
from posapp.domain.topics import Saved
from posapp.errors import Refused
from posapp.services import checkout_work as work
from posapp.services.checkout_refunding import refund_checkout
from posapp.services.checkout_submitting import pay_plan, plan_of, record_submitted
from posapp.services.checkout_views import CheckoutViews, event_of
from posapp.services.credit_change import Changed, CreditChanger, CreditContext, Order
from posapp.services.credit_money import lock_event, lock_for_money
from posapp.services.event_change import EventChanger
from posapp.services.event_checkouts import loaded_checkout
from posapp.services.payment_events import PaymentEvents
from posapp.services.setup import SetUpCache
from posapp.services.users import Users
from posapp.storage import checkouts as store
from posapp.storage.base import Transaction
from posapp.storage.checkout_items import load_holder_of, load_payor
from posapp.storage.db import Database
from posapp.storage.ids import take_id

_MAY_PROCESS: Final = frozenset({Right.PROCESS_CHECKOUT})
_MAY_REFUND: Final = frozenset({Right.REFUND, Right.CANCEL_ANY})
_CHECK: Final = 10
_TYPE: Final = 4


class Checkouts(CheckoutViews):
    """Use cases of checkouts."""

    def __init__(
        self,
        db: Database,
        clock: Clock,
        setup: SetUpCache,
        users: Users,
        events: PaymentEvents,
    ) -> None:
        self._db = db
        self._setup = setup
        self._events = events
        self._changer = CreditChanger(db, clock, setup, users)
        self._event_changer = EventChanger(db, clock, setup)

    def submit(
        self, command: SubmitCheckout, actor: Actor, *, secret: Secret | None = None
    ) -> Saved[SubmittedCheckout]:
        """Create the checkout: number, snapshot, event, locks; all in one transaction (CK-2, CK-3).

        Items are locked, credits reserved, the money is in the drawer, its payments wait to be
        frozen. A method that is always successful is processed at once (CK-4). ``secret`` is of the
        supervisor who approves what the actor may not, such as cash above the hard limit (D-24).

        Raises:
            Refused: as ``plan``; ``M-339`` another sum was confirmed, ``M-340``, ``M-328``, ``M-329``
                the method, ``M-322`` somebody else has the credit (CK-8), ``M-05``.. the drawer,
                ``M-238`` above its hard limit (D-19), ``M-87``.
            NeedsConfirmation: as for any payment event.
        """
        actor.require(Right.ADD_EVENT)
        actor.require(Right.DISTRIBUTE)
        command = replace(
            command,
            method=clean_text(command.method, "method", _TYPE).upper(),
            comment=clean_text(command.comment, "comment"),
            employee_number=check_employee_number(command.employee_number),
            check_number=clean_text(command.check_number, "check_number", _CHECK),
        )
        order = Order("checkout.submit", command.request_id, fingerprint(command))
        saved = self._changer.run_lacking(order, actor, partial(self._submit, command), secret)
        return Saved(self._submitted(CheckoutId(saved.value)), saved.topics, saved.replayed)

    def process(
        self,
        checkout_id: CheckoutId,
        request_id: str,
        actor: Actor,
        *,
        secret: Secret | None = None,
    ) -> Saved[Checkout]:
        """*Process manually*: payments freeze, credits are used, items are paid (CK-3), once (CK-9).

        Needs ``process_checkout``, or the ``secret`` of somebody who has it (D-24).

        Raises:
            Refused: ``M-336`` somebody processed it (who, when), ``M-337`` canceled or refunded,
                ``M-341`` something was paid otherwise meanwhile, ``M-55``, ``M-51``.
        """
        actor.require(Right.VIEW)
        order = Order("checkout.process", request_id, str(checkout_id))
        approval = self._changer.approval(order, secret, _MAY_PROCESS, actor)
        saved = self._changer.run(order, actor, partial(self._process, checkout_id), approval)
        return Saved(self.show(checkout_id, actor), saved.topics, saved.replayed)

    def cancel(
        self, command: EndCheckout, actor: Actor, *, secret: Secret | None = None
    ) -> Saved[Checkout]:
        """Cancel a submitted checkout: keep its items payable, or release them (CK-5).

        Its event is deleted and the money goes back; credits are free again. Cashiers cancel their
        own of the same day, up to their limit (D-44, PY-5), supervisors any.

        Args:
            command: which, why, and whether items are given back.
            actor: who cancels it.
            secret: of the supervisor who approves what the actor may not (D-24).

        Raises:
            Refused: ``M-336``, ``M-337`` it is not submitted any more (who, when), ``M-253`` its
                drawer is balanced, ``M-241``, ``M-246`` its money is not in it any more, ``M-43`` above the
                limit, ``M-55``, ``M-51``, ``M-87``.
        """
        actor.require(Right.CANCEL_OWN)
        return self._end("checkout.cancel", command, Right.CANCEL_ANY, actor, secret)

    def break_lock(
        self, item_id: ItemId, request_id: str, actor: Actor, *, comment: str = ""
    ) -> Saved[Checkout]:
        """Break the lock of an item: the checkout that holds it is canceled, items are kept (IT-4).

        Raises:
            Refused: ``M-70`` nothing holds it, as ``cancel``; ``M-51`` without the right.
        """
        actor.require(Right.BREAK_LOCK)
        with self._db.read() as s:
            held = load_holder_of(s, item_id)
        if held is None:
            raise Refused("M-70", reason="no checkout holds this item")
        command = EndCheckout(request_id, held, comment=comment)
        return self._end("checkout.break_lock", command, Right.BREAK_LOCK, actor)

    def refund(
        self, command: RefundCheckout, actor: Actor, *, secret: Secret | None = None
    ) -> Saved[Checkout]:
        """Refund a processed checkout as a whole, once (CK-6).

        Its payments are cancelled and the money leaves a drawer; items are payable again, used
        credits wait again. Who submitted or processed it needs another to approve it (D-24).

        Args:
            command: which, why, and how the money goes back.
            actor: who refunds; needs ``refund``.
            secret: of the supervisor who approves, for somebody without the right (D-24).

        Raises:
            Refused: ``M-337`` refunded before (who, when), ``M-335`` not processed, ``M-338`` no
                comment, ``M-343`` after a part refund, ``M-346`` the method, ``M-05`` no drawer,
                ``M-251`` nobody else approves, ``M-87``, ``M-55``, ``M-51``.
        """
        command = replace(
            command,
            comment=clean_text(command.comment, "comment"),
            method=clean_text(command.method, "method", _TYPE).upper(),
        )
        actor.require(Right.VIEW)
        order = Order("checkout.refund", command.request_id, fingerprint(command))
        approval = self._changer.approval(order, secret, _MAY_REFUND, actor)
        change = partial(self._refund, command)
        saved = self._changer.run(order, actor, change, approval)
        shown = self.show(command.checkout_id, actor)
        return Saved(shown, saved.topics, saved.replayed)

    def _end(
        self,
        kind: str,
        command: EndCheckout,
        right: Right,
        actor: Actor,
        secret: Secret | None = None,
    ) -> Saved[Checkout]:
        command = replace(command, comment=clean_text(command.comment, "comment"))
        order = Order(kind, command.request_id, fingerprint(command))
        approval = self._changer.approval(order, secret, frozenset({right}), actor)
        change = partial(self._cancel, command, right)
        saved = self._changer.run(order, actor, change, approval)
        return Saved(self.show(command.checkout_id, actor), saved.topics, saved.replayed)

    def _submitted(self, checkout_id: CheckoutId) -> SubmittedCheckout:
        with self._db.read() as s:
            checkout = loaded_checkout(s, checkout_id)
            event = event_of(s, checkout, self._setup.current(s))
        change = ZERO if event is None else event.totals.cash_back
        return SubmittedCheckout(
            checkout.id, checkout.number, checkout.event_id, checkout.state, checkout.to_pay, change
        )

    def _submit(self, command: SubmitCheckout, s: Transaction, context: CreditContext) -> Changed:
        setup = context.setup
        payor = load_payor(s, command.account_id)
        number = command.employee_number or payor.employee_number
        control_id, context = lock_for_money(
            s, command.account_id, command.control_id, payor.currency, context
        )
        plan = plan_of(s, command.account_id, command.selection, payor.currency, setup)
        check_expected(plan, command.expected)
        successful = False
        if plan.to_pay:
            _kind, method = check_method(command.method, payor.person_type, number, setup)
            successful = method.always_successful
        added = pay_plan(s, self._events, command, plan, context, control_id)
        checkout_id = CheckoutId(take_id(s))
        event_id = None if added is None else added.event_id
        rows = record_submitted(s, command, plan, context, checkout_id, event_id, number)
        checkout = loaded_checkout(s, checkout_id)
        if successful:
            done = work.record_processed(s, checkout, self._event_changer, context)
            rows = store.joined(rows, done)
        body = {"account": command.account_id, "number": checkout.number, "event": event_id}
        return Changed(checkout_id, body, rows)

    def _process(self, checkout_id: CheckoutId, s: Transaction, context: CreditContext) -> Changed:
        context.actor.require(Right.PROCESS_CHECKOUT)
        checkout, context = _locked(s, checkout_id, context)
        check_state(checkout, CheckoutState.SUBMITTED, "process")
        rows = work.record_processed(
            s, checkout, self._event_changer, context, approved_by=context.approver
        )
        return Changed(checkout.id, {"number": checkout.number}, rows)

    def _cancel(
        self, command: EndCheckout, right: Right, s: Transaction, context: CreditContext
    ) -> Changed:
        checkout, context = _locked(s, command.checkout_id, context)
        if right is Right.BREAK_LOCK:
            context.actor.require(right)
        office = context.setup.offices[checkout.office]
        taken = business_date(checkout.submitted_at, office.zone, office.day_start)
        check_cancel(checkout, context.actor, same_day=taken == context.today)
        rows = work.record_canceled(
            s,
            checkout,
            self._event_changer,
            context,
            release=command.release,
            comment=command.comment,
        )
        return Changed(checkout.id, {"number": checkout.number, "why": command.comment}, rows)

    def _refund(self, command: RefundCheckout, s: Transaction, context: CreditContext) -> Changed:
        context.actor.require(Right.REFUND)
        checkout, context = _locked(s, command.checkout_id, context, command)
        rows = refund_checkout(s, checkout, command, self._event_changer, context)
        return Changed(checkout.id, {"number": checkout.number, "why": command.comment}, rows)


def _locked(
    s: Transaction,
    checkout_id: CheckoutId,
    context: CreditContext,
    refund: RefundCheckout | None = None,
) -> tuple[Checkout, CreditContext]:
    """A checkout as it is once its drawers, account and event are locked (D-25)."""
    before = loaded_checkout(s, checkout_id)
    control_id = None if refund is None else refund.control_id
    context = lock_event(s, before.event_id, before.account_id, control_id, context)
    return loaded_checkout(s, checkout_id), context
