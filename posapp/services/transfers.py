"""Transfer an event or a payment to the account that should have had the money."""

from functools import partial

from posapp.domain.clock import Clock
from posapp.domain.ids import EventId, PaymentId
from posapp.domain.rights import Actor, Right
from posapp.domain.topics import Saved
from posapp.domain.transfers import Transfer, TransferByRules
from posapp.errors import Refused
from posapp.services.event_change import EventChanger
from posapp.services.setup import SetUpCache
from posapp.services.transfer_work import accounts_named, transfer_by_rules, transfer_to
from posapp.storage.canceling import event_of_payment
from posapp.storage.db import Database


class Transfers:
    """Use cases that move money between accounts without touching a drawer.

    ``seen`` is the version of the event that the user looked at; where it is given and somebody
    changed the event since, the action is refused with ``M-30`` (PY-6).
    """

    def __init__(self, db: Database, clock: Clock, setup: SetUpCache) -> None:
        self._db = db
        self._setup = setup
        self._changer = EventChanger(db, clock, setup)

    def event(
        self,
        event_id: EventId,
        transfer: Transfer,
        request_id: str,
        actor: Actor,
        *,
        seen: int | None = None,
    ) -> Saved[EventId]:
        """Move an event: its payor and its one payment (TR-7).

        Raises:
            Refused: ``M-01``, ``M-14``, ``M-16``, ``M-43``, ``M-55``, ``M-65``, ``C-22``.
        """
        actor.require(Right.EVENT_TRANSFER)
        return self._changer.run(
            "event.transfer",
            event_id,
            request_id,
            actor,
            partial(transfer_to, transfer, None),
            content=str(transfer),
            accounts=(transfer.account_id,),
            seen=seen,
        )

    def payment(
        self,
        payment_id: PaymentId,
        transfer: Transfer,
        request_id: str,
        actor: Actor,
        *,
        seen: int | None = None,
    ) -> Saved[EventId]:
        """Move one frozen payment; the tenders stay as they are (TR-7).

        Raises:
            Refused: as ``event``.
        """
        actor.require(Right.PAYMENT_TRANSFER)
        return self._changer.run(
            "payment.transfer",
            self._event_of(payment_id),
            request_id,
            actor,
            partial(transfer_to, transfer, payment_id),
            content=f"{payment_id} {transfer}",
            accounts=(transfer.account_id,),
            seen=seen,
        )

    def event_by_rules(
        self,
        event_id: EventId,
        transfer: TransferByRules,
        request_id: str,
        actor: Actor,
        *,
        seen: int | None = None,
    ) -> Saved[EventId]:
        """Move an event with distribution details to what other rule values name (9).

        Raises:
            Refused: as ``event``, and ``M-02``, ``M-17``, ``M-38``, ``M-50``.
        """
        actor.require(Right.EVENT_TRANSFER)
        return self._by_rules("event.transfer", event_id, None, transfer, request_id, actor, seen)

    def payment_by_rules(
        self,
        payment_id: PaymentId,
        transfer: TransferByRules,
        request_id: str,
        actor: Actor,
        *,
        seen: int | None = None,
    ) -> Saved[EventId]:
        """Move one frozen payment of an event with distribution details; tenders stay (9).

        Raises:
            Refused: as ``event_by_rules``.
        """
        actor.require(Right.PAYMENT_TRANSFER)
        event_id = self._event_of(payment_id)
        kind = "payment.transfer"
        return self._by_rules(kind, event_id, payment_id, transfer, request_id, actor, seen)

    def _by_rules(
        self,
        kind: str,
        event_id: EventId,
        payment_id: PaymentId | None,
        transfer: TransferByRules,
        request_id: str,
        actor: Actor,
        seen: int | None,
    ) -> Saved[EventId]:
        with self._db.read() as s:
            named = accounts_named(s, event_id, transfer, self._setup.current(s))
        return self._changer.run(
            kind,
            event_id,
            request_id,
            actor,
            partial(transfer_by_rules, transfer, payment_id),
            content=f"{payment_id or ''} {transfer}",
            accounts=named,
            seen=seen,
        )

    def _event_of(self, payment_id: PaymentId) -> EventId:
        with self._db.read() as s:
            event_id = event_of_payment(s, payment_id)
        if event_id is None:
            raise Refused("M-55", field="payment", value=payment_id)
        return EventId(event_id)
