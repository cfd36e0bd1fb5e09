"""Automatic payments of bills: made, frozen and taken back (AP-03..AP-06, AP-15, AP-18, D-06)."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any, Final

from posapp.domain.adding import decide_add
from posapp.domain.autopay_codes import AutoPayCreation, DebitStatus
from posapp.domain.autopay_requests import AutoPayDraft
from posapp.domain.bill_debits import BillDebit, is_still_wanted
from posapp.domain.clock import Clock, business_date
from posapp.domain.codes import DistributeAction, MatchKind, PaymentStatus
from posapp.domain.ids import BillId, EventId, new_request_id
from posapp.domain.messages import sentence
from posapp.domain.payment_events import AddEvent, PaymentDraft, TenderDraft
from posapp.domain.requests import fingerprint
from posapp.domain.rights import Actor, Right
from posapp.domain.setup import SetUp
from posapp.domain.tender_cancels import CancelEvent
from posapp.domain.topics import Saved
from posapp.errors import NeedsConfirmation, Refused
from posapp.services.bill_completion import complete_bills
from posapp.services.canceling import Canceling
from posapp.services.done import Done, chain_of_office, record_done
from posapp.services.event_actions import distribute_payments, freeze_payments
from posapp.services.event_change import TOPICS, ChangeContext, EventChanger
from posapp.services.payment_events import KIND, record_new_event
from posapp.services.sealing import Sealing
from posapp.services.setup import SetUpCache
from posapp.storage import bill_debits as store
from posapp.storage.base import Transaction
from posapp.storage.clearing_requests import load_requests
from posapp.storage.db import Database
from posapp.storage.event_views import load_event
from posapp.storage.mandates import load_mandate
from posapp.storage.payment_facts import load_add_facts
from posapp.storage.requests import find_request

# Nobody is there to ask: what a person at a counter must confirm is agreed to by the mandate.
AGREED: Final = frozenset({"M-04", "M-06W", "M-31", "M-39", "M-40", "M-69", "M-105"})


@dataclass(frozen=True, slots=True)
class Failure:
    """What the job could not do, and the sentence that says why."""

    what: str
    number: int
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class JobReport:
    """What a run of the job did: events made, events frozen, what failed."""

    created: tuple[EventId, ...] = ()
    frozen: tuple[EventId, ...] = ()
    failed: tuple[Failure, ...] = ()


class BillDebits:
    """Use cases of bills that are paid automatically."""

    def __init__(self, db: Database, clock: Clock, setup: SetUpCache, sealing: Sealing) -> None:
        self._db = db
        self._clock = clock
        self._setup = setup
        self._sealing = sealing
        self._changer = EventChanger(db, clock, setup)
        self._canceling = Canceling(db, clock, setup)

    def of_bill(self, bill_id: BillId, actor: Actor) -> BillDebit | None:
        """The stamp of a bill; ``None`` when nothing pays it automatically."""
        actor.require(Right.VIEW)
        with self._db.read() as s:
            return store.load_debit(s, bill_id)

    def run(self, actor: Actor) -> JobReport:
        """Make the automatic payments that are due, then freeze those in the ledger by today.

        Each is a transaction of its own; one that fails is reported and tried again next time.

        Raises:
            Refused: ``M-51``.
        """
        actor.require(Right.JOBS)
        with self._db.read() as s:
            setup, today = self._setup.current(s), self._today(s, actor)
            at_once = setup.installation.autopay_creation is AutoPayCreation.AT_BILL_COMPLETION
            debits = store.waiting_debits(s, None if at_once else today)
        made, failed = _each("bill", debits, lambda debit: self._create(debit, actor))
        with self._db.read() as s:
            # What is made at completion hits the ledger at once (AP-04).
            due = tuple(dict.fromkeys(one.event_id for one in store.due_events(s, today)))
        now = tuple(dict.fromkeys((*made, *due))) if at_once else due
        frozen, unfrozen = _each("event", now, lambda event: self._freeze(event, actor))
        return JobReport(made, frozen, (*failed, *unfrozen))

    def reopen(self, bill_id: BillId, request_id: str, actor: Actor) -> Saved[BillDebit]:
        """Reopen a bill: what was not sent is taken back behind the scenes (AP-15).

        Raises:
            Refused: ``M-55`` a bill without automatic payment, ``M-70`` reopened already,
                ``M-106`` sent already.
        """
        actor.require(Right.JOBS)
        debit = self._debit(bill_id, actor)
        if debit.event_id is not None:
            self._take_back(debit.event_id, request_id, actor)
        change = replace(debit, status=DebitStatus.REOPENED, event_id=None)
        return self._restamp("autopay.reopen", bill_id, request_id, actor, lambda _s, _t: change)

    def complete(self, bill_id: BillId, request_id: str, actor: Actor) -> Saved[BillDebit]:
        """Complete a reopened bill again: a new stamp, and later a new payment (AP-15).

        Raises:
            Refused: ``M-55`` no mandate in force pays it, ``M-70`` it is stamped already.
        """
        actor.require(Right.JOBS)

        def stamp(s: Transaction, setup: SetUp) -> BillDebit:
            old = store.load_debit(s, bill_id)
            if old is not None and old.status in {DebitStatus.WAITING, DebitStatus.CREATED}:
                raise Refused("M-70", reason="the bill is completed already")
            made = complete_bills(s, store.completed_bills(s, bill_id=bill_id), setup)
            if not made:
                raise Refused("M-55", field="mandate", value=bill_id)
            return made[0]

        return self._restamp("autopay.complete", bill_id, request_id, actor, stamp)

    def _today(self, s: Transaction, actor: Actor) -> date:
        office = self._setup.current(s).offices[actor.office]
        return business_date(self._clock(), office.zone, office.day_start)

    def _debit(self, bill_id: BillId, actor: Actor) -> BillDebit:
        found = self.of_bill(bill_id, actor)
        if found is None:
            raise Refused("M-55", field="bill", value=bill_id)
        return found

    def _take_back(self, event_id: EventId, request_id: str, actor: Actor) -> None:
        """Freeze what is left, then cancel the event with the reason of reopened bills (1.5)."""
        with self._db.read() as s:
            setup = self._setup.current(s)
            event = load_event(s, event_id, setup)
            sent = any(one.status.was_sent for one in load_requests(s, event_id))
        if sent:
            raise Refused("M-70", reason="its automatic payment was sent; cancel the tender")
        if event is not None and event.unfrozen:
            self._freeze(event_id, actor, f"{request_id}-freeze"[:64])
        reasons = [r for r in setup.cancel_reasons.values() if r.system_default == "REOPENED_BILL"]
        reason = reasons[0].code if reasons else ""
        order = CancelEvent(event_id, reason, confirmed=frozenset({"C-17", "M-33"}))
        self._canceling.cancel_event(order, f"{request_id}-cancel"[:64], actor)

    def _restamp(
        self,
        kind: str,
        bill_id: BillId,
        request_id: str,
        actor: Actor,
        change: Callable[[Transaction, SetUp], BillDebit],
    ) -> Saved[BillDebit]:
        def work(s: Transaction) -> Saved[BillDebit]:
            print_ = str(bill_id)
            if find_request(s, request_id, kind, print_) is not None:
                found = store.load_debit(s, bill_id)
                if found is None:
                    raise AssertionError("a stamp is never removed")
                return Saved(found, frozenset(), replayed=True)
            setup, now = self._setup.current(s), self._clock()
            debit = change(s, setup)
            store.record_debit(s, debit)
            body = {"bill": bill_id, "status": debit.status.value, "amount": debit.amount}
            chain = chain_of_office(setup, actor.office, now)
            done = Done(request_id, kind, print_, bill_id, chain, body, TOPICS)
            record_done(s, done, actor, now)
            return Saved(debit, TOPICS)

        return self._db.write(work)

    def _create(self, debit: BillDebit, actor: Actor) -> EventId | None:
        return self._db.write(partial(self._created, debit, actor))

    def _created(self, debit: BillDebit, actor: Actor, s: Transaction) -> EventId | None:
        """The event of one stamp; ``None`` when the mandate ended meanwhile."""
        setup, now = self._setup.current(s), self._clock()
        mandate = load_mandate(s, debit.mandate_id)
        if mandate is None or not is_still_wanted(debit, mandate):
            store.record_debit(s, replace(debit, status=DebitStatus.STOPPED))
            return None
        source = setup.autopay.sources[mandate.source]
        command = _command(debit, source.tender_type)
        print_ = fingerprint(command)
        done = find_request(s, command.request_id, KIND, print_)
        if done is not None:
            return EventId(done)
        facts = load_add_facts(s, command, setup, actor=actor, now=now)
        facts = replace(facts, mandate=mandate, debit=debit, may_back_date=True)
        if setup.customer_classes[facts.payor.customer_class].open_item:
            # The bill's charges are matched (AP-18).
            command = _matched(command, debit, setup)
            facts = load_add_facts(s, command, setup, actor=actor, now=now)
            facts = replace(facts, mandate=mandate, debit=debit, may_back_date=True)
        new = decide_add(command, facts)
        added = record_new_event(s, command, new, actor, setup, now, print_, self._sealing)
        made = replace(debit, status=DebitStatus.CREATED, event_id=added.event_id)
        store.record_debit(s, made)
        return added.event_id

    def _freeze(self, event_id: EventId, actor: Actor, request_id: str = "") -> EventId | None:
        """Distribute what is not, and freeze; ``None`` when somebody did already."""
        saved = self._changer.run(
            "event.freeze", event_id, request_id or new_request_id(), actor, _settle
        )
        return None if saved.replayed else saved.value


def _settle(s: Transaction, context: ChangeContext) -> dict[str, Any]:
    event = context.event
    if not event.totals.is_balanced:
        raise Refused("M-70", reason="the payment event is unbalanced")
    audit: dict[str, Any] = {}
    if any(p.status in {PaymentStatus.INCOMPLETE, PaymentStatus.ERROR} for p in event.payments):
        audit |= distribute_payments(frozenset({"M-35"}), None, s, context)
        context = context.again(s)
    return audit | freeze_payments(None, s, context)


def _command(debit: BillDebit, tender_type: str) -> AddEvent:
    return AddEvent(
        request_id=debit.request_id,
        payor=debit.account_id,
        tenders=(TenderDraft(tender_type, debit.amount, auto_pay=AutoPayDraft()),),
        payments=(PaymentDraft(debit.account_id, debit.amount),),
        action=DistributeAction.DISTRIBUTE,
        payment_date=debit.payment_date,
        confirmed=AGREED,
    )


def _matched(command: AddEvent, debit: BillDebit, setup: SetUp) -> AddEvent:
    kinds = [one.code for one in setup.match_types.values() if one.kind is MatchKind.BILL]
    match_type = kinds[0] if kinds and debit.number else ""
    value = debit.number if match_type else ""
    payments = tuple(
        replace(one, match_type=match_type, match_value=value) for one in command.payments
    )
    return replace(command, payments=payments)


def _each(
    what: str, items: tuple[Any, ...], act: Callable[[Any], EventId | None]
) -> tuple[tuple[EventId, ...], tuple[Failure, ...]]:
    """Do one after the other; what is refused is reported and stops nothing else."""
    done: list[EventId] = []
    failed: list[Failure] = []
    for item in items:
        try:
            made = act(item)
        except (Refused, NeedsConfirmation) as error:
            number = item.bill_id if isinstance(item, BillDebit) else item
            failed.append(_failure(what, number, error))
        else:
            done += [] if made is None else [made]
    return tuple(done), tuple(failed)


def _failure(what: str, number: int, error: Refused | NeedsConfirmation) -> Failure:
    if isinstance(error, Refused):
        return Failure(what, number, error.code, sentence(error.code, error.fields))
    concern = error.concerns[0]
    return Failure(what, number, concern.code, sentence(concern.code, concern.fields))
