"""Cancel a payment; cancel a tender with its payments, charge and demerit; cancel an event."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from posapp.domain import canceling as rules
from posapp.domain.clock import Clock
from posapp.domain.codes import ControlStatus, PaymentStatus
from posapp.domain.event_views import PaymentView, TenderView
from posapp.domain.freezing import nets_of, post
from posapp.domain.ids import ControlId, EventId, PaymentId, TenderId
from posapp.domain.ledger import CashSplit, accounting_date
from posapp.domain.rights import Actor, Right
from posapp.domain.setup import CancelReason
from posapp.domain.tender_cancels import (
    CancelFacts,
    CancelTender,
    KeptChange,
    Reversal,
    TenderCancel,
)
from posapp.domain.tender_controls import Control
from posapp.domain.topics import Saved
from posapp.errors import Concern, Refused
from posapp.services.event_change import ChangeContext, EventChanger
from posapp.services.setup import SetUpCache
from posapp.storage import canceling as store
from posapp.storage import freezing as freezes
from posapp.storage.accounts import load_accounts
from posapp.storage.adjustments import record_charge
from posapp.storage.base import Transaction
from posapp.storage.credit_ratings import record_demerit, set_review_date
from posapp.storage.db import Database
from posapp.storage.event_changes import overpayment_agreement
from posapp.storage.event_writes import Stamp
from posapp.storage.reversals import (
    load_posted_segments,
    record_payments_canceled,
    record_reversals,
)
from posapp.storage.tender_controls import load_control


@dataclass(frozen=True, slots=True)
class Canceled:
    """What a cancellation left behind: the event, and what the user should know."""

    event_id: EventId
    notes: tuple[Concern, ...] = ()


class Canceling:
    """Use cases that take a payment or a tender back."""

    def __init__(self, db: Database, clock: Clock, setup: SetUpCache) -> None:
        self._db = db
        self._changer = EventChanger(db, clock, setup)

    def cancel_payment(
        self, payment_id: PaymentId, reason: str, request_id: str, actor: Actor
    ) -> Saved[Canceled]:
        """Cancel one frozen payment; the tenders stay valid (PY-3, NS-01).

        Raises:
            Refused: ``M-14`` without a reason, ``M-51`` without the right, ``M-55`` for an unknown
                payment or reason, ``M-70`` when the payment is not Frozen.
        """
        with self._db.read() as s:
            event_id = store.event_of_payment(s, payment_id)
        if event_id is None:
            raise Refused("M-55", field="payment", value=payment_id)
        saved = self._changer.run(
            "payment.cancel",
            EventId(event_id),
            request_id,
            actor,
            partial(_cancel_payment, payment_id, reason),
            content=f"{payment_id} {reason}",
        )
        return Saved(Canceled(saved.value), saved.topics, saved.replayed)

    def cancel_tender(self, order: CancelTender, request_id: str, actor: Actor) -> Saved[Canceled]:
        """Cancel a tender with every frozen payment of its event (CX-1..CX-10, D-10, D-11, D-14).

        Raises:
            Refused: ``M-14``, ``M-15``, ``M-51``, ``M-55``, ``M-70``, ``M-86``, ``M-87``.
            NeedsConfirmation: ``C-17``, ``M-33``.
        """
        with self._db.read() as s:
            event_id = store.event_of_tender(s, order.tender_id)
        if event_id is None:
            raise Refused("M-55", field="tender", value=order.tender_id)
        notes: list[Concern] = []
        saved = self._changer.run(
            "tender.cancel",
            EventId(event_id),
            request_id,
            actor,
            partial(_cancel_tender, order, notes),
            content=str(replace(order, confirmed=frozenset())),
        )
        return Saved(Canceled(saved.value, tuple(notes)), saved.topics, saved.replayed)


def cancel_payments(
    s: Transaction, payments: Sequence[PaymentView], reason: CancelReason, context: ChangeContext
) -> None:
    """Cancel frozen payments and reverse what they posted (PY-3)."""
    ids = [payment.id for payment in payments]
    posted = load_posted_segments(s, ids)
    record_payments_canceled(s, ids, reason, _stamp(context))
    _record_reversals(s, rules.plain_reversals(posted), context)


def _cancel_payment(
    payment_id: PaymentId, reason: str, s: Transaction, context: ChangeContext
) -> dict[str, Any]:
    event = context.event
    chosen = context.setup.cancel_reason(reason)
    _require(context, _controls(s, event.tenders, None))
    payment = next(payment for payment in event.payments if payment.id == payment_id)
    rules.check_payment_cancel(payment)
    cancel_payments(s, [payment], chosen, context)
    return {"payment": payment_id, "reason": chosen.code}


def _cancel_tender(
    order: CancelTender, notes: list[Concern], s: Transaction, context: ChangeContext
) -> dict[str, Any]:
    facts = _facts(s, order, context)
    _require(context, facts.controls)
    decision = rules.decide_cancel_tender(order, facts, context.setup)
    if decision.movements:
        context.actor.require(Right.REFUND)
    rows = _record(s, order.tender_id, decision, context)
    notes[:] = decision.warnings
    return {
        "tenders": [one.tender.id for one in decision.gone],
        "reason": decision.reason.code,
        "bank_account": order.bank_account,
        "rows": rows,
    }


def _facts(s: Transaction, order: CancelTender, context: ChangeContext) -> CancelFacts:
    event, setup = context.event, context.setup
    tender = next(tender for tender in event.tenders if tender.id == order.tender_id)
    frozen = [p.id for p in event.payments if p.status is PaymentStatus.FROZEN]
    payor = load_accounts(s, [tender.payor_account_id], context.today, setup)
    account = payor[tender.payor_account_id]
    return CancelFacts(
        event=event,
        posted=load_posted_segments(s, frozen),
        controls=_controls(s, event.tenders, order.drawer),
        payor_class=setup.customer_classes[account.customer_class],
        payor_agreements=store.load_payor_agreements(s, account.id),
        today=context.today,
    )


def _controls(
    s: Transaction, tenders: Iterable[TenderView], other: ControlId | None
) -> Mapping[ControlId, Control]:
    ids = {t.tender_control_id for t in tenders if t.tender_control_id is not None}
    ids |= {other} if other is not None else set()
    found = (load_control(s, control_id) for control_id in sorted(ids))
    return {control.id: control for control in found if control is not None}


def _require(context: ChangeContext, controls: Mapping[ControlId, Control]) -> None:
    """Cashiers cancel on the same day in their own open drawer, supervisors anything (D-44)."""
    if context.actor.may(Right.CANCEL_ANY):
        return
    context.actor.require(Right.CANCEL_OWN)
    for control in controls.values():
        own = control.user_id == context.actor.user_id
        same_day = control.business_date == context.today
        if not own or not same_day or control.status is not ControlStatus.OPEN:
            raise Refused("M-51", right=Right.CANCEL_ANY.value)


def _record(
    s: Transaction, tender_id: TenderId, decision: TenderCancel, context: ChangeContext
) -> dict[str, Any]:
    """Write the decision; returns what the audit mentions of rows outside of the event."""
    stamp, setup = _stamp(context), context.setup
    ids = [payment.id for payment in decision.payments]
    record_payments_canceled(s, ids, decision.reason, stamp)
    rows: dict[str, Any] = dict(store.record_tenders_canceled(s, decision, stamp))
    _record_reversals(s, decision.reversals, context)
    if decision.kept_change is not None:
        _record_kept_change(s, decision.kept_change, context)
    if decision.charge is not None:
        rows |= record_charge(
            s,
            decision.charge,
            tender_id,
            setup=setup,
            currency=context.event.currency,
            today=context.today,
            day=accounting_date(context.today, setup.periods),
            stamp=stamp,
        )
    if decision.demerit is not None:
        rating_id = record_demerit(
            s,
            decision.demerit,
            decision.payor,
            tender_id,
            reason=decision.reason,
            today=context.today,
            stamp=stamp,
        )
        rows["credit_rating"] = [{"id": rating_id, "account_id": decision.payor}]
    if decision.reason.nsf_charge:
        set_review_date(s, decision.payor, context.today)
    return rows


def _record_reversals(
    s: Transaction, reversals: Sequence[Reversal], context: ChangeContext
) -> None:
    day = accounting_date(context.today, context.setup.periods)
    record_reversals(s, reversals, currency=context.event.currency, day=day, stamp=_stamp(context))


def _record_kept_change(s: Transaction, kept: KeptChange, context: ChangeContext) -> None:
    """The payor owes the change that was not returned: a payment below zero (D-11, D-27)."""
    event, setup = context.event, context.setup
    if kept.agreement is None:
        sa_type = setup.installation.overpayment_sa_type
        agreement_id = overpayment_agreement(s, kept.account_id, event.payment_date, setup)
    else:
        sa_type, agreement_id = kept.agreement.sa_type, kept.agreement.agreement_id
    nets = nets_of(freezes.load_cash_codes(s, event.id), "")
    cash = CashSplit(nets, freezes.load_posted(s, event.id))
    (posting,) = post([(sa_type, -kept.amount)], cash, setup)
    store.record_kept_change(
        s,
        event.id,
        kept,
        agreement_id,
        posting,
        currency=event.currency,
        day=accounting_date(context.today, setup.periods),
        stamp=_stamp(context),
    )


def _stamp(context: ChangeContext) -> Stamp:
    return Stamp(context.now, context.actor.user_id)
