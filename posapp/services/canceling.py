"""Cancel a payment; cancel a tender with its payments, charge and demerit; cancel an event."""

from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from posapp.domain import canceling as rules
from posapp.domain.bound_events import check_unbound
from posapp.domain.clock import Clock
from posapp.domain.event_log import told_change
from posapp.domain.ids import EventId, PaymentId
from posapp.domain.rights import Actor, Right
from posapp.domain.setup import SetUp
from posapp.domain.tender_cancels import CancelEvent, CancelTender, TenderCancel
from posapp.domain.topics import Saved
from posapp.errors import Concern, Refused
from posapp.services.cancel_work import (
    at_stake,
    cancel_payments,
    controls_of,
    load_facts,
    record_cancel,
    require_cancel,
)
from posapp.services.event_change import ChangeContext, Drawers, EventChanger
from posapp.services.held import check_cancel
from posapp.services.setup import SetUpCache
from posapp.storage import canceling as store
from posapp.storage.base import Transaction
from posapp.storage.bound_events import load_bond
from posapp.storage.db import Database
from posapp.storage.event_views import load_event

_ASKED = frozenset({"C-17", "M-33"})


@dataclass(frozen=True, slots=True)
class Canceled:
    """What a cancellation left behind: the event, and what the user should know."""

    event_id: EventId
    notes: tuple[Concern, ...] = ()


class Canceling:
    """Use cases that take a payment, a tender or a whole event back.

    ``seen`` is the version of the event that the user looked at; where it is given and somebody
    changed the event since, the action is refused with ``M-30`` (PY-6).
    """

    def __init__(self, db: Database, clock: Clock, setup: SetUpCache) -> None:
        self._db = db
        self._clock = clock
        self._setup = setup
        self._changer = EventChanger(db, clock, setup)

    def cancel_payment(
        self,
        payment_id: PaymentId,
        reason: str,
        request_id: str,
        actor: Actor,
        *,
        seen: int | None = None,
    ) -> Saved[Canceled]:
        """Cancel one frozen payment; the tenders stay valid (PY-3, NS-01).

        Raises:
            Refused: ``M-14`` without a reason, ``M-43`` above the limit, ``M-51`` without the right,
                ``M-55`` for an unknown payment or reason, ``M-70`` when the payment is not Frozen.
        """
        actor.require(Right.CANCEL_OWN)
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
            seen=seen,
        )
        return Saved(Canceled(saved.value), saved.topics, saved.replayed)

    def cancel_tender(
        self, order: CancelTender, request_id: str, actor: Actor, *, seen: int | None = None
    ) -> Saved[Canceled]:
        """Cancel a tender with every frozen payment of its event (CX-1..CX-10, D-10, D-11, D-14).

        Raises:
            Refused: ``M-14``, ``M-15``, ``M-43``, ``M-51``, ``M-55``, ``M-70``, ``M-86``, ``M-87``,
                ``M-240`` the drawer does not hold the money.
            NeedsConfirmation: ``C-17``, ``M-33``.
        """
        return self._cancel("tender.cancel", order, request_id, actor, seen)

    def cancel_event(
        self, order: CancelEvent, request_id: str, actor: Actor, *, seen: int | None = None
    ) -> Saved[Canceled]:
        """Cancel every tender of an event, with its payments, as one transaction (D-32).

        Raises:
            Refused: as ``cancel_tender``; ``M-70`` when every tender is canceled already.
            NeedsConfirmation: ``M-33``.
        """
        return self._cancel("event.cancel", order, request_id, actor, seen)

    def outlook(self, order: CancelTender | CancelEvent, actor: Actor) -> TenderCancel:
        """What a cancellation would do now; nothing is locked or written, nothing is asked.

        Where it is not said whether the change came back, it is taken as returned.

        Raises:
            Refused: as the cancellation itself.
        """
        actor.require(Right.CANCEL_OWN)
        event_id = self._event_of(order)
        with self._db.read() as s:
            setup = self._setup.current(s)
            event = load_event(s, event_id, setup)
            if event is None:
                raise Refused("M-55", field="event", value=event_id)
            check_unbound(load_bond(s, event_id), event_id, bounced=_is_bounce(order, setup))
            context = ChangeContext(event, actor, setup, self._clock())
            return _decide(replace(order, confirmed=_ASKED), s, context)

    def _cancel(
        self,
        kind: str,
        order: CancelTender | CancelEvent,
        request_id: str,
        actor: Actor,
        seen: int | None,
    ) -> Saved[Canceled]:
        actor.require(Right.CANCEL_OWN)
        notes: list[Concern] = []
        with self._db.read() as s:
            bounced = _is_bounce(order, self._setup.current(s))
        saved = self._changer.run(
            kind,
            self._event_of(order),
            request_id,
            actor,
            partial(cancel_tenders, order, notes),
            content=str(replace(order, confirmed=frozenset())),
            more=drawers_of(order),
            seen=seen,
            bounced=bounced,
        )
        return Saved(Canceled(saved.value, tuple(notes)), saved.topics, saved.replayed)

    def _event_of(self, order: CancelTender | CancelEvent) -> EventId:
        if isinstance(order, CancelEvent):
            return order.event_id
        with self._db.read() as s:
            event_id = store.event_of_tender(s, order.tender_id)
        if event_id is None:
            raise Refused("M-55", field="tender", value=order.tender_id)
        return EventId(event_id)


def _is_bounce(order: CancelTender | CancelEvent, setup: SetUp) -> bool:
    """Whether it says that the money was not good; then nothing of it is handed out (D-14)."""
    reason = setup.cancel_reasons.get(order.reason)
    handed = order.drawers_of if isinstance(order, CancelEvent) else order.drawer
    return reason is not None and reason.bounces and not handed


def drawers_of(order: CancelTender | CancelEvent) -> Drawers:
    """Drawers that an order moves money through, for the locks."""
    return lambda _s, _context: order.drawers


def _cancel_payment(
    payment_id: PaymentId, reason: str, s: Transaction, context: ChangeContext
) -> dict[str, Any]:
    event = context.event
    chosen = context.setup.cancel_reason(reason)
    payment = next(payment for payment in event.payments if payment.id == payment_id)
    require_cancel(context, controls_of(s, event.tenders), payment.amount)
    rules.check_payment_cancel(payment)
    cancel_payments(s, [payment], chosen, context)
    return {"payment": payment_id, "reason": chosen.code}


def _decide(
    order: CancelTender | CancelEvent, s: Transaction, context: ChangeContext
) -> TenderCancel:
    facts = load_facts(s, context, order.drawers)
    wanted = order.of(context.event)
    chosen = {tender_id for tender_id, _drawer in wanted.tenders}
    require_cancel(context, facts.controls, at_stake(context.event, chosen))
    decision = rules.decide_cancel_tenders(wanted, facts, context.setup)
    if decision.movements:
        context.actor.require(Right.REFUND)
    check_cancel(decision, s, context)
    return decision


def cancel_tenders(
    order: CancelTender | CancelEvent,
    notes: list[Concern],
    s: Transaction,
    context: ChangeContext,
) -> dict[str, Any]:
    """Cancel tenders with their payments; ``notes`` takes what the user should know."""
    decision = _decide(order, s, context)
    rows = record_cancel(s, decision, context)
    notes[:] = decision.warnings
    return {
        "tenders": [one.tender.id for one in decision.gone],
        "reason": decision.reason.code,
        "bank_account": order.bank_account,
        "told": _charged(decision),
        "rows": rows,
    }


def _charged(decision: TenderCancel) -> list[dict[str, Any]]:
    """The bank account that each tender was charged to, for the log (CX-1, NS-06)."""
    bank = decision.bank_account
    if bank is None:
        return []
    said = {"charged_account": f"{bank.bank} {bank.key}"}
    return [
        entry for one in decision.gone for entry in told_change("tender", one.tender.id, {}, said)
    ]
