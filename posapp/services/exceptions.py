"""Exceptions: what is not balanced, frozen or charged, and what mends it (EX-1..EX-3, XC-01..XC-04)."""

from datetime import date
from functools import partial
from typing import Any

from posapp.domain.clock import Clock, business_date
from posapp.domain.event_log import told_change
from posapp.domain.exceptions import (
    ExceptionCounts,
    ExceptionFilter,
    ExceptionItem,
    ExceptionKind,
)
from posapp.domain.ids import ControlId, EventId, TenderId
from posapp.domain.listing import Page, PageRequest
from posapp.domain.rights import Actor, Right
from posapp.domain.texts import clean_text
from posapp.domain.topics import Saved
from posapp.errors import Refused
from posapp.services.event_change import ChangeContext, EventChanger
from posapp.services.setup import SetUpCache
from posapp.storage import exceptions as store
from posapp.storage.base import Transaction
from posapp.storage.db import Database
from posapp.storage.event_writes import Stamp
from posapp.storage.missing_charges import event_of_missing_charge, settle_missing_charge


class Exceptions:
    """The list of exceptions; an entry is gone as soon as it is mended (XC-03)."""

    def __init__(self, db: Database, clock: Clock, setup: SetUpCache) -> None:
        self._db = db
        self._clock = clock
        self._setup = setup
        self._changer = EventChanger(db, clock, setup)

    def list_exceptions(self, request: PageRequest, actor: Actor) -> Page[ExceptionItem]:
        """One page, newest first; filters are ``ExceptionFilter`` names with their values.

        Raises:
            Refused: ``M-55`` for an unknown sort order, ``M-51``.
            ValueError: for a filter that the list does not know.
        """
        actor.require(Right.VIEW)
        filters = {
            ExceptionFilter(name): value
            for name, value in request.filters.items()
            if value is not None and value != ""
        }
        if ExceptionFilter.KIND in filters:
            filters[ExceptionFilter.KIND] = ExceptionKind(filters[ExceptionFilter.KIND])
        with self._db.read() as s:
            return store.list_exceptions(s, request, filters, self._today(s, actor))

    def count_exceptions(
        self, actor: Actor, control_id: ControlId | None = None
    ) -> ExceptionCounts:
        """How many there are, of one drawer or of all: what its closing will ask about (EX-3)."""
        actor.require(Right.VIEW)
        filters = {} if control_id is None else {ExceptionFilter.CONTROL: control_id}
        with self._db.read() as s:
            return store.count_exceptions(s, filters, self._today(s, actor))

    def settle_charge(
        self, tender_id: TenderId, request_id: str, actor: Actor, comment: str = ""
    ) -> Saved[EventId]:
        """Say that a charge which could not be levied was seen to: it is no exception now (NS-04).

        ``comment`` says how; it stays in the audit.

        Raises:
            Refused: ``M-50`` a comment that is too long, ``M-51`` without the right, ``M-55`` for a
                tender without such a charge, ``M-58`` a card number, ``M-70`` when it is done.
        """
        actor.require(Right.CANCEL_ANY)
        comment = clean_text(comment, "comment")
        with self._db.read() as s:
            event_id = event_of_missing_charge(s, tender_id)
        if event_id is None:
            raise Refused("M-55", field="tender", value=tender_id)
        return self._changer.run(
            "charge.settle",
            event_id,
            request_id,
            actor,
            partial(_settle_charge, tender_id, comment),
            content=f"{tender_id} {comment}",
            bounced=True,
        )

    def _today(self, s: Transaction, actor: Actor) -> date:
        office = self._setup.current(s).offices[actor.office]
        return business_date(self._clock(), office.zone, office.day_start)


def _settle_charge(
    tender_id: TenderId, comment: str, s: Transaction, context: ChangeContext
) -> dict[str, Any]:
    rows = settle_missing_charge(s, tender_id, Stamp(context.now, context.actor.user_id))
    if rows is None:
        raise Refused("M-70", reason="the charge was seen to before")
    told = told_change("tender", tender_id, {}, {"charge_settled": comment or True})
    return {"tender": tender_id, "comment": comment, "told": told, "rows": rows}
