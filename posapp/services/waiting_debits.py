"""Cancelling automatic payments before they are sent, one or many (AP-16, AP-17)."""

from collections.abc import Sequence
from functools import partial
from typing import Any, Final
from uuid import NAMESPACE_OID, uuid5

from posapp.domain import canceling as rules
from posapp.domain.clock import Clock
from posapp.domain.ids import AccountId, EventId, TenderId
from posapp.domain.messages import sentence
from posapp.domain.requests import check_request_id
from posapp.domain.rights import Actor, Right
from posapp.domain.tender_cancels import CancelTender
from posapp.domain.topics import Saved
from posapp.domain.waiting_debits import (
    CanceledDebits,
    NotCanceled,
    WaitingDebit,
    check_waiting,
)
from posapp.errors import Refused
from posapp.services.cancel_work import load_facts, record_cancel
from posapp.services.event_change import TOPICS, ChangeContext, EventChanger
from posapp.services.payment_edits import drop_payment
from posapp.services.setup import SetUpCache
from posapp.storage import autopay_overview as store
from posapp.storage.base import Transaction
from posapp.storage.canceling import event_of_tender
from posapp.storage.db import Database

KIND: Final = "autopay.cancel"
MOST: Final = 1000
# What a person would be asked is answered by what this does: the event has no other money.
_ANSWERED: Final = frozenset({"C-17", "M-33"})


class WaitingDebits:
    """Use cases of debits that wait."""

    def __init__(self, db: Database, clock: Clock, setup: SetUpCache) -> None:
        self._db = db
        self._changer = EventChanger(db, clock, setup)

    def listing(
        self, actor: Actor, account_id: AccountId | None = None, route: str = ""
    ) -> tuple[WaitingDebit, ...]:
        """Debits that were not sent yet, the next first; of one account or of all.

        Raises:
            Refused: ``M-51``: those of all are for those who run the jobs.
        """
        actor.require(Right.JOBS if account_id is None else Right.VIEW)
        with self._db.read() as s:
            return store.list_waiting_debits(s, account_id, route, MOST)

    def cancel(
        self, tender_id: TenderId, reason: str, request_id: str, actor: Actor
    ) -> Saved[EventId]:
        """Cancel one: its unfrozen payments go, its tender stays as canceled with the reason.

        Raises:
            Refused: ``M-14`` without a reason, ``M-51``, ``M-55``, ``M-195``.
        """
        actor.require(Right.CANCEL_ANY)
        with self._db.read() as s:
            event_id = event_of_tender(s, tender_id)
        if event_id is None:
            raise Refused("M-55", field="tender", value=tender_id)
        change = partial(_cancel, tender_id, reason)
        content = f"{tender_id} {reason}"
        return self._changer.run(
            KIND, EventId(event_id), request_id, actor, change, content=content
        )

    def cancel_all(
        self, tender_ids: Sequence[TenderId], reason: str, request_id: str, actor: Actor
    ) -> Saved[CanceledDebits]:
        """Cancel several, each as a transaction of its own; one that is refused stops no other.

        Raises:
            Refused: ``M-51``; ``M-14`` without a reason.
        """
        actor.require(Right.CANCEL_ANY)
        check_request_id(request_id)
        if not reason:
            raise Refused("M-14", field="reason")
        done, failed = list[TenderId](), list[NotCanceled]()
        for tender_id in tender_ids:
            own = str(uuid5(NAMESPACE_OID, f"debit {request_id} {tender_id}"))
            try:
                self.cancel(tender_id, reason, own, actor)
            except Refused as error:
                words = sentence(error.code, error.fields)
                failed.append(NotCanceled(tender_id, error.code, words))
            else:
                done.append(tender_id)
        return Saved(CanceledDebits(tuple(done), tuple(failed)), TOPICS if done else frozenset())


def _cancel(
    tender_id: TenderId, reason: str, s: Transaction, context: ChangeContext
) -> dict[str, Any]:
    tender = check_waiting(context.event, tender_id)
    context.setup.cancel_reason(reason)
    dropped = [one.id for one in context.event.payments if one.status.is_unfrozen]
    told: list[dict[str, Any]] = []
    for payment_id in dropped:
        told += drop_payment(payment_id, s, context)["told"]
        context = context.again(s)
    order = CancelTender(tender.id, reason, confirmed=_ANSWERED)
    facts = load_facts(s, context, order.drawers)
    decision = rules.decide_cancel_tenders(order.of(context.event), facts, context.setup)
    rows = record_cancel(s, decision, context)
    return {
        "tenders": [one.tender.id for one in decision.gone],
        "payments": dropped,
        "reason": decision.reason.code,
        "told": told,
        "rows": rows,
    }
