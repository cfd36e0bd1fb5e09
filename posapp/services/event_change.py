"""One change of an existing event: request, locks, the change itself, audit, proof."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from posapp.domain.bound_events import check_unbound
from posapp.domain.clock import Clock, business_date
from posapp.domain.event_views import EventView, PaymentView
from posapp.domain.ids import AccountId, ControlId, EventId, PaymentId
from posapp.domain.requests import check_request_id
from posapp.domain.rights import Actor
from posapp.domain.setup import SetUp
from posapp.domain.topics import Saved, Topic
from posapp.errors import Conflict, Refused
from posapp.services.done import Done, record_done
from posapp.services.event_chain import chain_of_event
from posapp.services.setup import SetUpCache
from posapp.storage.base import Transaction
from posapp.storage.bound_events import load_bond
from posapp.storage.db import Database
from posapp.storage.event_changes import touch
from posapp.storage.event_views import load_event
from posapp.storage.exceptions import mark_balance
from posapp.storage.guards import verify
from posapp.storage.locks import lock_counter
from posapp.storage.match_loading import bills_of_event
from posapp.storage.matching import follow_event
from posapp.storage.mentions import Mentions, load_known, load_mentions
from posapp.storage.over_unders import is_booking
from posapp.storage.requests import find_request, second_look

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
        """Business date of the event's office (D-18)."""
        office = self.setup.offices[self.event.office]
        return business_date(self.now, office.zone, office.day_start)

    def again(self, s: Transaction) -> "ChangeContext":
        """The same with the event as it is now, after a part of the change."""
        event = load_event(s, self.event.id, self.setup)
        if event is None:
            raise AssertionError("the event is locked and cannot be gone")
        return replace(self, event=event)

    def payment(self, payment_id: PaymentId) -> PaymentView:
        """A payment of the event."""
        return next(payment for payment in self.event.payments if payment.id == payment_id)


Change = Callable[[Transaction, ChangeContext], dict[str, Any]]
"""Carries the change out and returns what the audit keeps of it."""

Drawers = Callable[[Transaction, ChangeContext], Iterable[ControlId]]
"""Finds further drawers to lock; asked before the locks are had."""


@dataclass(frozen=True, slots=True)
class EventOrder:
    """A change that is asked for: its kind, the event, the request, what else makes it this one.

    ``seen`` is the version of the event that the user looked at; ``None`` where nobody looked.
    """

    kind: str
    event_id: EventId
    request_id: str
    content: str = ""
    seen: int | None = None

    @property
    def print_(self) -> str:
        """What makes the request this one (D-21)."""
        return f"{self.event_id} {self.content}".strip()


def _no_more(_s: Transaction, _context: ChangeContext) -> tuple[ControlId, ...]:
    return ()


class EventChanger:
    """Runs a change of an event as one transaction with a request id (D-21, D-25, PY-6).

    Events that book the difference of a drawer stay as they are: ``M-227``.
    """

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
        more: Drawers = _no_more,
        accounts: Collection[AccountId] = (),
        keep: bool = True,
        seen: int | None = None,
        bounced: bool = False,
    ) -> Saved[EventId]:
        """Carry a change out once.

        The event of a checkout or of an added credit changes only with it (CK-6, AC2-8).

        Args:
            kind: name of the action, also its audit action.
            event_id: the event.
            request_id: of this request (D-21).
            actor: who asks; rights are checked by the caller.
            change: the change itself.
            content: what beside the event id makes the request this one and no other.
            more: drawers that the change may write to beside those of the event's tenders.
            accounts: accounts that the change touches beside payors and payees.
            keep: commit it; otherwise it is only rehearsed: done in full and rolled back.
            seen: version of the event that the user looked at; ``None`` where nobody looked.
            bounced: it says that the money was not good, which nothing can stop.

        Raises:
            Refused: ``M-320``, ``M-249``, ``M-250`` the event pays a checkout or an added credit.
            Conflict: ``M-30`` when somebody changed the event since it was seen (PY-6).
        """
        check_request_id(request_id)
        order = EventOrder(kind, event_id, request_id, content, seen)

        def work(s: Transaction) -> Saved[EventId]:
            if find_request(s, request_id, kind, order.print_) is not None:
                return Saved(event_id, frozenset(), replayed=True)
            with second_look(s, request_id, kind, order.print_):
                check_unbound(load_bond(s, event_id), event_id, bounced=bounced)
                return self._change(s, order, actor, change, more, accounts)

        return self._db.write(work, keep=keep)

    def within(
        self,
        s: Transaction,
        order: EventOrder,
        actor: Actor,
        change: Change,
        more: Drawers = _no_more,
    ) -> Saved[EventId]:
        """Carry a change out in a transaction of the caller, who looked its own request up.

        Events of checkouts and of added credits change in this way only (CK-3, CK-6, AC2-8).

        Raises:
            Refused: what the change refuses.
        """
        return self._change(s, order, actor, change, more, ())

    def _change(
        self,
        s: Transaction,
        order: EventOrder,
        actor: Actor,
        change: Change,
        more: Drawers,
        accounts: Collection[AccountId],
    ) -> Saved[EventId]:
        event_id = order.event_id
        context = self._context(s, event_id, actor, more, accounts, order.seen)
        known = load_known(s, event_id)
        before = set(bills_of_event(s, event_id))
        audited = change(s, context)
        mark_balance(s, event_id)
        paid = before | set(bills_of_event(s, event_id))
        matched = follow_event(s, event_id, paid, context.now)
        rows = load_mentions(s, event_id, known) | matched
        # An event's rows may come into another chain: its version keeps them in order there.
        body = audited | {"version": context.event.version + 1, "rows": _joined(rows, audited)}
        chain = chain_of_event(context.event, context.setup)
        kind, request_id = order.kind, order.request_id
        done = Done(request_id, kind, order.print_, event_id, chain, body, TOPICS)
        record_done(s, done, actor, context.now)
        verify(s, event_ids=(event_id,))
        return Saved(event_id, TOPICS)

    def _context(
        self,
        s: Transaction,
        event_id: EventId,
        actor: Actor,
        more: Drawers,
        accounts: Collection[AccountId],
        seen: int | None,
    ) -> ChangeContext:
        setup = self._setup.current(s)
        event = load_event(s, event_id, setup)
        if event is None:
            raise Refused("M-55", field="event", value=event_id)
        if seen not in {None, event.version}:
            raise Conflict(event=event_id)
        if is_booking(s, event_id):
            # A wrong one is set right by booking the opposite (OU-07).
            raise Refused("M-227", field="event", value=event_id)
        own = {t.tender_control_id for t in event.tenders if t.tender_control_id is not None}
        people = {p.account_id for p in event.payments}
        people |= {tender.payor_account_id for tender in event.tenders}
        people.update(accounts)
        context = ChangeContext(event, actor, setup, self._clock())
        lock_counter(s, own | set(more(s, context)), people, event.id)
        touch(s, event)
        return replace(context, now=self._clock())


def _joined(mentions: Mentions, audited: Mapping[str, Any]) -> Mentions:
    """What the audit mentions: the event's rows, and those outside of it that a change names."""
    outside: Mapping[str, list[dict[str, Any]]] = audited.get("rows", {})
    return {
        table: mentions.get(table, []) + list(outside.get(table, ()))
        for table in (*mentions, *(table for table in outside if table not in mentions))
    }
