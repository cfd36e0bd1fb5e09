"""Payment events: add one, look at one, and what may be done to it afterwards."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial

from posapp.domain.clock import Clock
from posapp.domain.codes import DistributeAction, PaymentStatus
from posapp.domain.event_views import EventView
from posapp.domain.ids import EventId, PaymentId, TenderId
from posapp.domain.money import Money
from posapp.domain.office_days import office_day
from posapp.domain.payment_events import KIND, AddedEvent, AddEvent, NewEvent
from posapp.domain.requests import check_request_id, fingerprint
from posapp.domain.rights import Actor, Right
from posapp.domain.setup import SetUp
from posapp.domain.texts import clean_command
from posapp.domain.topics import Saved, Topic
from posapp.errors import NeedsConfirmation, Refused
from posapp.services.autopay_requests import record_requests
from posapp.services.done import Done, chain_of, record_done, record_late
from posapp.services.new_events import decide_new_event
from posapp.services.numbering import take_numbers
from posapp.services.sealing import Sealing
from posapp.services.setup import SetUpCache
from posapp.storage.ahead import ahead_of_setup
from posapp.storage.audit import first_body
from posapp.storage.base import Transaction
from posapp.storage.bound_events import load_bond
from posapp.storage.canceling import event_of_payment, event_of_tender
from posapp.storage.db import Database
from posapp.storage.event_views import (
    event_exists,
    find_event_of_request,
    load_event,
    receipt_number,
)
from posapp.storage.event_writes import Numbers, Stamp, insert_event
from posapp.storage.guards import verify
from posapp.storage.matching import follow_bills
from posapp.storage.mentions import Mentions
from posapp.storage.requests import find_request, result_of_request
from posapp.storage.tender_controls import record_choice

Beside = Callable[[Transaction, AddedEvent, NewEvent], Mentions]
"""Writes what belongs to a new event in its transaction; gives what the audit mentions of it."""
TOPICS = frozenset({Topic.EVENTS, Topic.LEDGER, Topic.CONTROLS, Topic.ITEMS})


class PaymentEvents:
    """Use cases of payment events."""

    def __init__(self, db: Database, clock: Clock, setup: SetUpCache, sealing: Sealing) -> None:
        self._db = db
        self._clock = clock
        self._setup = setup
        self._sealing = sealing

    def show(self, event_id: EventId, actor: Actor) -> EventView:
        """An event with everything its page shows.

        Raises:
            Refused: ``M-55`` when there is none.
        """
        actor.require(Right.VIEW)
        with self._db.read() as s:
            event = load_event(s, event_id, self._setup.current(s))
            if event is None:
                raise Refused("M-55", field="event", value=event_id)
            return replace(event, bond=load_bond(s, event_id))

    def of_request(self, request_id: str, actor: Actor) -> EventView | None:
        """The event that a request made, ``None`` when it made none (D-21)."""
        actor.require(Right.VIEW)
        check_request_id(request_id)
        with self._db.read() as s:
            event_id = find_event_of_request(s, request_id)
            return None if event_id is None else load_event(s, event_id, self._setup.current(s))

    def of_payment(
        self, payment_id: PaymentId, actor: Actor, request_id: str = "", kind: str = ""
    ) -> EventView:
        """The event of a payment; of one deleted since this request, as well (D-21).

        Raises:
            Refused: ``M-55`` when there is none.
        """
        return self._of("payment", payment_id, event_of_payment, actor, request_id, kind)

    def of_tender(
        self, tender_id: TenderId, actor: Actor, request_id: str = "", kind: str = ""
    ) -> EventView:
        """The event of a tender; of one deleted since this request, as well (D-21).

        Raises:
            Refused: ``M-55`` when there is none.
        """
        return self._of("tender", tender_id, event_of_tender, actor, request_id, kind)

    def _of(
        self,
        field: str,
        part_id: PaymentId | TenderId,
        find: Callable[..., int | None],
        actor: Actor,
        request_id: str,
        kind: str,
    ) -> EventView:
        actor.require(Right.VIEW)
        with self._db.read() as s:
            event_id = find(s, part_id)
            if event_id is None and request_id:
                event_id = result_of_request(s, request_id, kind)
            event = None
            if event_id is not None:
                event = load_event(s, EventId(event_id), self._setup.current(s))
        if event is None:
            raise Refused("M-55", field=field, value=part_id)
        return event

    def add(self, command: AddEvent, actor: Actor) -> Saved[AddedEvent]:
        """Add an event, distribute and freeze as asked: one transaction (AD-7, D-21).

        Raises:
            Refused: a rule forbids it; nothing is written.
            NeedsConfirmation: the user must confirm; nothing is written.
        """
        actor.require(Right.ADD_EVENT)
        if command.action is not DistributeAction.NONE:
            actor.require(Right.DISTRIBUTE)
        if command.action is DistributeAction.FREEZE:
            actor.require(Right.FREEZE)
        return self._db.write(partial(self.add_within, clean_command(command), actor))

    def add_within(
        self,
        command: AddEvent,
        actor: Actor,
        s: Transaction,
        beside: Beside | None = None,
        *,
        exact: bool | None = None,
    ) -> Saved[AddedEvent]:
        """The same in a write transaction of the caller, who has checked texts and rights.

        ``beside`` writes what belongs to a new event; it is not called for a replay. With it
        amounts are exact (QA-7), unless ``exact`` says otherwise.
        """
        print_ = command.stated or fingerprint(command)
        self._look_ahead(command, actor, s)
        setup = self._setup.current(s)
        done = find_request(s, command.request_id, KIND, print_)
        if done is not None:
            return _replayed(s, EventId(done))
        now = self._clock()
        try:
            exact = (beside is not None) if exact is None else exact
            new = decide_new_event(
                s, command, setup, actor=actor, now=now, exact=exact, later=beside is None
            )
        except (Refused, NeedsConfirmation):
            # The same request may have been carried out while this one waited for the locks: then
            # what it looks at is its own first run (a double click, F11).
            done = find_request(s, command.request_id, KIND, print_)
            if done is None:
                raise
            return _replayed(s, EventId(done))
        # Stamped when the locks are had, so that two counters' rows lie in the order of their turns.
        now = self._clock()
        added = record_new_event(s, command, new, actor, setup, now, print_, self._sealing, beside)
        return Saved(added, TOPICS)

    def _look_ahead(self, command: AddEvent, actor: Actor, s: Transaction) -> None:
        """Read in one journey what the first steps will ask of a server (P10)."""
        kept = self._setup.kept
        if s.dialect.name == "sqlite":
            # Nothing travels there.
            return
        if kept is not None and actor.office in kept.offices:
            ahead_of_setup(s, command, actor, office_day(None, actor, kept, self._clock()))


def replayed_event(s: Transaction, request_id: str, print_: str) -> Saved[AddedEvent] | None:
    """What a request that was carried out answered; ``None`` when it was not (D-21).

    Raises:
        Refused: ``M-54`` another command or other content, ``M-70`` the event was deleted since.
    """
    done = find_request(s, request_id, KIND, print_)
    return None if done is None else _replayed(s, EventId(done))


def _replayed(s: Transaction, event_id: EventId) -> Saved[AddedEvent]:
    """What the first run of the same request answered, as the audit has it (D-21).

    Raises:
        Refused: ``M-70`` when the event was deleted since.
    """
    said = first_body(s, KIND, event_id)
    if said is None or not event_exists(s, event_id):
        raise Refused("M-70", reason="the event of this request was deleted meanwhile")
    added = AddedEvent(
        event_id,
        said["receipt"],
        Money(said["change"]),
        tuple(said["failed"]),
        tuple(said["warnings"]),
    )
    return Saved(added, frozenset(), replayed=True)


def record_new_event(
    s: Transaction,
    command: AddEvent,
    new: NewEvent,
    actor: Actor,
    setup: SetUp,
    now: datetime,
    print_: str,
    sealing: Sealing,
    beside: Beside | None = None,
) -> AddedEvent:
    """Write a decided event with numbers, audit and change log, and prove it before COMMIT."""
    frozen = any(payment.status is PaymentStatus.FROZEN for payment in new.payments)
    numbers = Numbers()
    if frozen:
        office = setup.offices[new.office]
        control_id = None if new.control is None else new.control.id
        day = new.payment_date
        numbers = take_numbers(s, control_id, office, day, setup, later=beside is None)
    stamp = Stamp(now, actor.user_id)
    event_id, rows = insert_event(s, command, new, setup, stamp, numbers)
    ids = [TenderId(row["id"]) for row in rows["tender"]]
    rows |= record_requests(s, new.tenders, ids, sealing, stamp)
    shares = (share for payment in new.payments for share in payment.shares)
    if bills := {share.bill_id for share in shares if share.bill_id is not None}:
        rows |= follow_bills(s, bills, now)
    drawers = [tender.control for tender in new.tenders if tender.control is not None]
    for control in {control.currency: control for control in drawers}.values():
        record_choice(s, actor.user_id, control)
    cash = setup.installation.starting_balance_tender_type
    added = AddedEvent(
        event_id,
        receipt_text(numbers),
        new.change,
        tuple(p.error_code for p in new.payments if p.error_code),
        new.warnings,
        opens_drawer=any(one.tender_type == cash for one in new.tenders),
    )
    if beside is not None:
        rows |= beside(s, added, new)
    done = Done(
        command.request_id,
        KIND,
        print_,
        event_id,
        chain_of(None if new.control is None else new.control.id, new.office, setup, now),
        _audit_body(command, new, numbers, added) | {"rows": rows},
        TOPICS,
        numbers.late,
    )
    record_done(s, done, actor, now)
    verify(s, event_ids=(event_id,))
    record_late(s, done, actor, now)
    return added


def receipt_text(numbers: Numbers) -> str | None:
    """Receipt number in words, or ``None`` before the first freeze."""
    return receipt_number(numbers.receipt_control_id, numbers.receipt_seq)


def _audit_body(
    command: AddEvent, new: NewEvent, numbers: Numbers, added: AddedEvent
) -> dict[str, object]:
    """What the audit chain keeps of a new event beside its rows (D-40), answer included (D-21)."""
    return {
        "request_id": command.request_id,
        "payment_date": new.payment_date.isoformat(),
        "receipt": added.receipt_number,
        "document": numbers.document_said,
        "payor": command.payor,
        "confirmed": list(new.confirmed),
        "change": added.change,
        "failed": list(added.failed),
        "warnings": list(added.warnings),
    }
