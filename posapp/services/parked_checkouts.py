"""Parked selections: what is ticked on a payments page is put aside and taken up again (CK-1)."""

import json
from dataclasses import replace
from functools import partial

from posapp.domain.clock import Clock
from posapp.domain.payments_page import ParkCheckout, ParkedCheckout, ParkedId, to_document
from posapp.domain.requests import fingerprint
from posapp.domain.rights import Actor, Right
from posapp.domain.texts import clean_text
from posapp.domain.topics import Saved
from posapp.errors import Refused
from posapp.services.credit_change import Changed, CreditChanger, CreditContext, Order
from posapp.services.setup import SetUpCache
from posapp.services.users import Users
from posapp.storage import parked_checkouts as store
from posapp.storage.base import Transaction
from posapp.storage.checkout_items import load_payor
from posapp.storage.db import Database
from posapp.storage.ids import take_id

_TYPE = 4


class ParkedCheckouts:
    """Use cases of parked selections; any workstation of the office finds them."""

    def __init__(self, db: Database, clock: Clock, setup: SetUpCache, users: Users) -> None:
        self._db = db
        self._changer = CreditChanger(db, clock, setup, users)

    def list(self, actor: Actor) -> tuple[ParkedCheckout, ...]:
        """Parked selections of the actor's office, the oldest first."""
        actor.require(Right.VIEW)
        with self._db.read() as s:
            return store.load_parked(s, office=actor.office)

    def park(self, command: ParkCheckout, actor: Actor) -> Saved[ParkedId]:
        """Put what is ticked aside; nothing is held, and nothing is promised.

        Raises:
            Refused: ``M-01`` no such account, ``M-50``, ``M-58`` a text, ``M-51``.
        """
        actor.require(Right.ADD_EVENT)
        command = replace(
            command,
            comment=clean_text(command.comment, "comment"),
            method=clean_text(command.method, "method", _TYPE),
        )
        order = Order("checkout.park", command.request_id, fingerprint(command))
        saved = self._changer.run(order, actor, partial(_park, command))
        return Saved(ParkedId(saved.value), saved.topics, saved.replayed)

    def drop(self, parked_id: ParkedId, request_id: str, actor: Actor) -> Saved[ParkedId]:
        """Take a parked selection away, because it was taken up or is not wanted.

        Raises:
            Refused: ``M-55`` when there is none, ``M-51``.
        """
        actor.require(Right.ADD_EVENT)
        order = Order("checkout.unpark", request_id, str(parked_id))
        saved = self._changer.run(order, actor, partial(_drop, parked_id))
        return Saved(ParkedId(saved.value), saved.topics, saved.replayed)


def _park(command: ParkCheckout, s: Transaction, context: CreditContext) -> Changed:
    load_payor(s, command.account_id)
    parked_id = take_id(s)
    content = to_document(command.selection, command.method)
    values = {
        "id": parked_id,
        "account_id": command.account_id,
        "office": context.actor.office,
        "content": json.dumps(content),
        "comment": command.comment,
        "parked_at": context.now,
        "parked_by": context.actor.user_id,
        "workstation": context.actor.workstation,
    }
    store.insert_parked(s, values)
    return Changed(parked_id, {"account": command.account_id}, {})


def _drop(parked_id: ParkedId, s: Transaction, _context: CreditContext) -> Changed:
    if not store.load_parked(s, parked_id=parked_id):
        raise Refused("M-55", field="parked_checkout", value=parked_id)
    store.delete_parked(s, parked_id)
    return Changed(parked_id, {}, {})
