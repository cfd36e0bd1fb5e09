"""Automatic payments of bills: made, frozen and taken back (AP-03..AP-06, AP-15, AP-18, D-06)."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any, Final

from posapp.domain.adding import decide_add
from posapp.domain.autopay_codes import AutoPayCreation, DebitStatus
from posapp.domain.autopay_requests import AutoPayDraft
from posapp.domain.bill_debits import BillDebit, CompletedBill, PlannedDebit, is_still_wanted
from posapp.domain.clock import Clock, business_date
from posapp.domain.codes import DistributeAction, MatchKind
from posapp.domain.ids import BillId, EventId, new_request_id
from posapp.domain.mandate import Mandate
from posapp.domain.messages import sentence
from posapp.domain.payment_events import KIND, AddEvent, AddFacts, PaymentDraft, TenderDraft
from posapp.domain.requests import fingerprint
from posapp.domain.rights import Actor, Right
from posapp.domain.setup import SetUp
from posapp.domain.topics import Saved
from posapp.errors import Conflict, NeedsConfirmation, Refused
from posapp.services.bill_completion import complete_bills
from posapp.services.bill_events import settle, take_back
from posapp.services.done import Done, chain_of_office, record_done
from posapp.services.event_change import TOPICS, EventChanger
from posapp.services.payment_events import record_new_event
from posapp.services.sealing import Sealing
from posapp.services.setup import SetUpCache
from posapp.storage import bill_debits as store
from posapp.storage.base import Transaction
from posapp.storage.db import Database
from posapp.storage.locks import lock_counter
from posapp.storage.mandates import load_mandate
from posapp.storage.payment_facts import load_add_facts
from posapp.storage.requests import find_request, result_of_request

# Nobody is there to ask: what a person at a counter must confirm is agreed to by the mandate.
AGREED: Final = frozenset({"M-04", "M-06W", "M-31", "M-39", "M-40", "M-69", "M-105"})
_REOPEN: Final = "autopay.reopen"
_TAKE_BACK: Final = "autopay.take-back"


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
        """Reopen a bill: what was not sent is taken back behind the scenes, as one change (AP-15).

        Raises:
            Refused: ``M-51`` also without the right to take its payment back, ``M-55`` a bill
                without automatic payment, ``M-70`` one that is reopened, was sent, or lies in an
                event with other money.
            Conflict: ``M-30`` when the job or somebody else was faster.
        """
        actor.require(Right.JOBS)
        debit = self._debit(bill_id, actor)
        with self._db.read() as s:
            event_id = result_of_request(s, request_id, _TAKE_BACK)
            alone = result_of_request(s, request_id, _REOPEN) is not None
        event_id = event_id or (None if alone else debit.event_id)
        if event_id is None:
            return self._restamp(_REOPEN, debit, request_id, actor, partial(_reopened, debit))
        saved = self._changer.run(
            _TAKE_BACK,
            EventId(event_id),
            request_id,
            actor,
            partial(take_back, debit),
            content=str(bill_id),
            accounts=(debit.account_id,),
        )
        return Saved(self._debit(bill_id, actor), saved.topics, saved.replayed)

    def complete(self, bill_id: BillId, request_id: str, actor: Actor) -> Saved[BillDebit]:
        """Complete a reopened bill again: a new stamp, and later a new payment (AP-15).

        Raises:
            Refused: ``M-55`` no mandate in force pays it, ``M-70`` it is stamped already.
        """
        actor.require(Right.JOBS)
        with self._db.read() as s:
            found = store.completed_bills(s, bill_id=bill_id)
        known = found[0] if found else self._debit(bill_id, actor, "mandate")
        return self._restamp("autopay.complete", known, request_id, actor, _completed)

    def _today(self, s: Transaction, actor: Actor) -> date:
        office = self._setup.current(s).offices[actor.office]
        return business_date(self._clock(), office.zone, office.day_start)

    def _debit(self, bill_id: BillId, actor: Actor, field: str = "bill") -> BillDebit:
        found = self.of_bill(bill_id, actor)
        if found is None:
            raise Refused("M-55", field=field, value=bill_id)
        return found

    def _restamp(
        self,
        kind: str,
        bill: BillDebit | CompletedBill,
        request_id: str,
        actor: Actor,
        change: Callable[[Transaction, BillId, SetUp], BillDebit],
    ) -> Saved[BillDebit]:
        def work(s: Transaction) -> Saved[BillDebit]:
            print_ = str(bill.bill_id)
            # The job makes the payment under the same lock, from what it reads there (D-25).
            lock_counter(s, (), (bill.account_id,))
            if find_request(s, request_id, kind, print_) is not None:
                found = store.load_debit(s, bill.bill_id)
                if found is None:
                    raise AssertionError("a stamp is never removed")
                return Saved(found, frozenset(), replayed=True)
            setup, now = self._setup.current(s), self._clock()
            debit = change(s, bill.bill_id, setup)
            store.record_debit(s, debit)
            body = {"bill": bill.bill_id, "status": debit.status.value, "amount": debit.amount}
            chain = chain_of_office(setup, actor.office, now)
            done = Done(request_id, kind, print_, bill.bill_id, chain, body, TOPICS)
            record_done(s, done, actor, now)
            return Saved(debit, TOPICS)

        return self._db.write(work)

    def _create(self, debit: BillDebit, actor: Actor) -> EventId | None:
        return self._db.write(partial(self._created, debit, actor))

    def _created(self, debit: BillDebit, actor: Actor, s: Transaction) -> EventId | None:
        """The event of one stamp; ``None`` when the mandate ended or the stamp changed meanwhile."""
        lock_counter(s, (), (debit.account_id,))
        if store.load_debit(s, debit.bill_id) != debit:
            # Reopened, completed again or made by another run: that one's word counts (D-25).
            return None
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
        facts = load_add_facts(s, command, setup, actor=actor, now=now, drawers=False)
        facts = by_job(facts, mandate, debit)
        if setup.customer_classes[facts.payor.customer_class].open_item:
            # The bill's charges are matched (AP-18).
            command = _matched(command, debit, setup)
            facts = load_add_facts(s, command, setup, actor=actor, now=now, drawers=False)
            facts = by_job(facts, mandate, debit)
        new = decide_add(command, facts)
        added = record_new_event(s, command, new, actor, setup, now, print_, self._sealing)
        made = replace(debit, status=DebitStatus.CREATED, event_id=added.event_id)
        store.record_debit(s, made)
        return added.event_id

    def _freeze(self, event_id: EventId, actor: Actor) -> EventId | None:
        """Distribute what is not, and freeze; ``None`` when somebody did already."""
        saved = self._changer.run("event.freeze", event_id, new_request_id(), actor, settle)
        return None if saved.replayed else saved.value


def by_job(facts: AddFacts, mandate: Mandate, debit: BillDebit | PlannedDebit) -> AddFacts:
    """The facts with the mandate that the bill was stamped by, whatever is in force now (AP-05)."""
    mandates = {facts.payor.id: mandate}
    return replace(facts, mandates=mandates, debit=debit, may_back_date=True)


def _reopened(debit: BillDebit, s: Transaction, bill_id: BillId, _setup: SetUp) -> BillDebit:
    """The stamp without an event, reopened; somebody else's change since it was read is a conflict."""
    if store.load_debit(s, bill_id) != debit:
        raise Conflict(bill=bill_id)
    if debit.status is DebitStatus.REOPENED:
        raise Refused("M-70", reason="the bill is reopened already")
    return replace(debit, status=DebitStatus.REOPENED)


def _completed(s: Transaction, bill_id: BillId, setup: SetUp) -> BillDebit:
    """A new stamp for a bill that nothing pays now."""
    old = store.load_debit(s, bill_id)
    if old is not None and old.status in {DebitStatus.WAITING, DebitStatus.CREATED}:
        raise Refused("M-70", reason="the bill is completed already")
    made = complete_bills(s, store.completed_bills(s, bill_id=bill_id), setup)
    if not made:
        raise Refused("M-55", field="mandate", value=bill_id)
    return made[0]


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
            failed.append(failure_of(what, number, error))
        else:
            done += [] if made is None else [made]
    return tuple(done), tuple(failed)


def failure_of(what: str, number: int, error: Refused | NeedsConfirmation) -> Failure:
    """What could not be done, in the words of its refusal."""
    if isinstance(error, Refused):
        return Failure(what, number, error.code, sentence(error.code, error.fields))
    concern = error.concerns[0]
    return Failure(what, number, concern.code, sentence(concern.code, concern.fields))
