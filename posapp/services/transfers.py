"""Transfer an event or a payment to the account that should have had the money."""

from dataclasses import replace
from functools import partial
from typing import Any

from posapp.domain import transfers as rules
from posapp.domain.clock import Clock
from posapp.domain.codes import PaymentStatus
from posapp.domain.event_views import PaymentView
from posapp.domain.ids import EventId, PaymentId
from posapp.domain.payment_edits import check_draft
from posapp.domain.rights import Actor, Right
from posapp.domain.texts import clean_payment
from posapp.domain.topics import Saved
from posapp.domain.transfers import Transfer
from posapp.errors import Refused
from posapp.services.cancel_work import cancel_payments
from posapp.services.event_actions import distribute_payments, freeze_payments
from posapp.services.event_change import ChangeContext, EventChanger
from posapp.services.setup import SetUpCache
from posapp.storage.accounts import load_accounts
from posapp.storage.base import Transaction
from posapp.storage.canceling import event_of_payment
from posapp.storage.db import Database
from posapp.storage.event_views import load_event
from posapp.storage.event_writes import Stamp
from posapp.storage.payment_edits import insert_payment
from posapp.storage.tender_edits import set_payor


class Transfers:
    """Use cases that move money between accounts without touching a drawer."""

    def __init__(self, db: Database, clock: Clock, setup: SetUpCache) -> None:
        self._db = db
        self._changer = EventChanger(db, clock, setup)

    def event(
        self, event_id: EventId, transfer: Transfer, request_id: str, actor: Actor
    ) -> Saved[EventId]:
        """Move an event: its payor and its one payment (TR-7).

        Raises:
            Refused: ``M-01``, ``M-14``, ``M-16``, ``M-55``, ``M-65``, ``C-22``.
        """
        actor.require(Right.EVENT_TRANSFER)
        return self._changer.run(
            "event.transfer",
            event_id,
            request_id,
            actor,
            partial(_transfer, transfer, None),
            content=str(transfer),
            accounts=(transfer.account_id,),
        )

    def payment(
        self, payment_id: PaymentId, transfer: Transfer, request_id: str, actor: Actor
    ) -> Saved[EventId]:
        """Move one frozen payment; the tenders stay as they are (TR-7).

        Raises:
            Refused: as ``event``.
        """
        actor.require(Right.PAYMENT_TRANSFER)
        with self._db.read() as s:
            event_id = event_of_payment(s, payment_id)
        if event_id is None:
            raise Refused("M-55", field="payment", value=payment_id)
        return self._changer.run(
            "payment.transfer",
            EventId(event_id),
            request_id,
            actor,
            partial(_transfer, transfer, payment_id),
            content=f"{payment_id} {transfer}",
            accounts=(transfer.account_id,),
        )


def _transfer(
    transfer: Transfer, payment_id: PaymentId | None, s: Transaction, context: ChangeContext
) -> dict[str, Any]:
    event, setup = context.event, context.setup
    reason = setup.cancel_reason(transfer.reason)
    old = (
        rules.payment_of_event(event)
        if payment_id is None
        else rules.payment_to_transfer(event, payment_id)
    )
    draft = clean_payment(rules.new_payment(old, transfer))
    found = load_accounts(s, [draft.account_id], context.today, setup)
    if draft.account_id not in found:
        raise Refused("M-01", field="account", value=draft.account_id)
    check_draft(draft, found[draft.account_id], event.currency, setup)
    cancel_payments(s, [old], reason, context)
    stamp = Stamp(context.now, context.actor.user_id)
    new = insert_payment(s, event.id, draft, stamp)
    if payment_id is None:
        set_payor(s, event.id, old.account_id, draft.account_id)
    _settle(s, new, context, freeze=transfer.freeze)
    return {
        "from": {"payment": old.id, "account": old.account_id},
        "to": {"payment": new, "account": draft.account_id},
        "amount": old.amount.minor,
        "reason": reason.code,
    }


def _settle(s: Transaction, new: PaymentId, context: ChangeContext, *, freeze: bool) -> None:
    """Distribute the new payment, and freeze it if asked; a failure stays on it (TR-8)."""
    distribute_payments(frozenset(), new, s, _again(s, context))
    done = _again(s, context)
    if freeze and _payment(done, new).status is PaymentStatus.FREEZABLE:
        freeze_payments(new, s, done, books=context.today)


def _again(s: Transaction, context: ChangeContext) -> ChangeContext:
    """The context with the event as it is now."""
    event = load_event(s, context.event.id, context.setup)
    if event is None:
        raise AssertionError("the event is locked and cannot be gone")
    return replace(context, event=event)


def _payment(context: ChangeContext, payment_id: PaymentId) -> PaymentView:
    return next(payment for payment in context.event.payments if payment.id == payment_id)
