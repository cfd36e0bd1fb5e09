"""One change of an existing event: request, locks, the change itself, audit, proof."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from posapp.domain.clock import Clock, business_date
from posapp.domain.event_views import EventView
from posapp.domain.ids import AccountId, ControlId, EventId
from posapp.domain.requests import check_request_id
from posapp.domain.rights import Actor
from posapp.domain.setup import SetUp
from posapp.domain.topics import Saved, Topic
from posapp.errors import NeedsConfirmation, Refused, StorageFailure
from posapp.services.done import Done, record_done
from posapp.services.setup import SetUpCache
from posapp.storage.audit import control_chain
from posapp.storage.base import Transaction
from posapp.storage.db import Database
from posapp.storage.event_changes import lock_event, touch
from posapp.storage.event_views import load_event
from posapp.storage.guards import verify
from posapp.storage.mentions import Mentions, load_mentions
from posapp.storage.requests import find_request

TOPICS = frozenset({Topic.EVENTS, Topic.LEDGER, Topic.CONTROLS, Topic.ITEMS})


@dataclass(frozen=True, slots=True)
class ChangeContext:
    """What a change works with: the locked event, who asks, the set-up and the time."""

    event: EventView
    actor: Actor
    setup: SetUp
    now: datetime

    @property
    def today(self) -> date:
        """Business date of the actor's office (D-18)."""
        office = self.setup.offices[self.actor.office]
        return business_date(self.now, office.zone, office.day_start)


Change = Callable[[Transaction, ChangeContext], dict[str, Any]]
"""Carries the change out and returns what the audit keeps of it."""


class EventChanger:
    """Runs a change of an event as one transaction with a request id (D-21, D-25, PY-6)."""

    def __init__(self, db: Database, clock: Clock, setup: SetUpCache) -> None:
        self._db = db
        self._clock = clock
        self._setup = setup

    def run(
        self,
        kind: str,
        event_id: EventId,
        request_id: str,
        actor: Actor,
        change: Change,
        *,
        content: str = "",
        controls: Collection[ControlId] = (),
        accounts: Collection[AccountId] = (),
    ) -> Saved[EventId]:
        """Carry a change out once.

        Args:
            kind: name of the action, also its audit action.
            event_id: the event.
            request_id: of this request (D-21).
            actor: who asks; rights are checked by the caller.
            change: the change itself.
            content: what beside the event id makes the request this one and no other.
            controls: tender controls that the change touches besides the event's.
            accounts: accounts that the change touches besides the event's.
        """
        check_request_id(request_id)
        print_ = f"{event_id} {content}".strip()

        def work(s: Transaction) -> Saved[EventId]:
            if find_request(s, request_id, kind, print_) is not None:
                return Saved(event_id, frozenset(), replayed=True)
            try:
                context = self._context(s, event_id, actor, controls, accounts)
                audited = change(s, context)
            except (Refused, NeedsConfirmation) as refusal:
                if find_request(s, request_id, kind, print_) is None:
                    raise
                # The first click of two was done between the look-up and the reading: look again.
                raise StorageFailure("locked", "The same request was carried out.") from refusal
            known: dict[str, list[int]] = {
                "payment_event": [event_id],
                "tender": [int(tender.id) for tender in context.event.tenders],
                "payment": [int(payment.id) for payment in context.event.payments],
            }
            body = audited | {"rows": _joined(load_mentions(s, event_id, known), audited)}
            done = Done(
                request_id,
                kind,
                print_,
                event_id,
                control_chain(home_control(context.event)),
                body,
                TOPICS,
            )
            record_done(s, done, actor, context.now)
            verify(s, event_ids=(event_id,))
            return Saved(event_id, TOPICS)

        return self._db.write(work)

    def _context(
        self,
        s: Transaction,
        event_id: EventId,
        actor: Actor,
        controls: Collection[ControlId],
        accounts: Collection[AccountId],
    ) -> ChangeContext:
        setup = self._setup.current(s)
        event = load_event(s, event_id, setup)
        if event is None:
            raise Refused("M-55", field="event", value=event_id)
        lock_event(s, event, controls, accounts)
        touch(s, event)
        return ChangeContext(event, actor, setup, self._clock())


def _joined(mentions: Mentions, audited: Mapping[str, Any]) -> Mentions:
    """What the audit mentions: the event's rows, and those outside of it that a change names."""
    outside: Mapping[str, list[dict[str, Any]]] = audited.get("rows", {})
    return {
        table: mentions.get(table, []) + list(outside.get(table, ()))
        for table in (*mentions, *(table for table in outside if table not in mentions))
    }


def home_control(event: EventView) -> ControlId:
    """The control whose chain and receipt numbers an event uses: its first tender's."""
    controls = (t.tender_control_id for t in event.tenders if t.tender_control_id is not None)
    return next(controls)
