"""Scheduled automatic payments: entered for budgets and pay plans, made by the job (AP-06, AP-09)."""

from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any, Final

from posapp.domain.adding import decide_add
from posapp.domain.autopay_codes import DebitStatus
from posapp.domain.autopay_requests import AutoPayDraft
from posapp.domain.bill_debits import PlannedDebit
from posapp.domain.clock import Clock, business_date
from posapp.domain.codes import AgreementStatus, DistributeAction, MatchKind
from posapp.domain.ids import AccountId, EventId, short_id
from posapp.domain.mandate import Mandate, in_force
from posapp.domain.payment_events import KIND, AddEvent, PaymentDraft, TenderDraft
from posapp.domain.requests import check_request_id, fingerprint
from posapp.domain.rights import Actor, Right
from posapp.domain.scheduled_payments import (
    AHEAD,
    ScheduledPayment,
    ScheduleDraft,
    ScheduleId,
    checked_draft,
    dates_of,
    days_of,
)
from posapp.domain.setup import SetUp
from posapp.domain.topics import Saved, Topic
from posapp.errors import NeedsConfirmation, Refused
from posapp.services.bill_debits import AGREED, Failure, JobReport, by_job, failure_of
from posapp.services.done import Done, chain_of_office, record_done
from posapp.services.payment_events import record_new_event
from posapp.services.sealing import Sealing
from posapp.services.setup import SetUpCache
from posapp.storage import scheduled_payments as store
from posapp.storage.base import Transaction
from posapp.storage.db import Database
from posapp.storage.event_writes import Stamp
from posapp.storage.ids import take_ids
from posapp.storage.locks import lock_counter
from posapp.storage.mandates import load_mandates
from posapp.storage.payment_facts import load_add_facts
from posapp.storage.requests import find_request

ADD: Final = "autopay.schedule"
STOP: Final = "autopay.schedule.stop"
TOPICS = frozenset({Topic.ACCOUNTS})


class ScheduledPayments:
    """Use cases of scheduled payments."""

    def __init__(self, db: Database, clock: Clock, setup: SetUpCache, sealing: Sealing) -> None:
        self._db = db
        self._clock = clock
        self._setup = setup
        self._sealing = sealing

    def listing(
        self, account_id: AccountId | None, actor: Actor, most: int = 500
    ) -> tuple[ScheduledPayment, ...]:
        """Scheduled payments by date; of one account or of all."""
        actor.require(Right.VIEW)
        with self._db.read() as s:
            return store.list_scheduled(s, account_id, most)

    def add(self, draft: ScheduleDraft, request_id: str, actor: Actor) -> Saved[int]:
        """Enter the payments of a budget or pay plan; gives how many there are (AP-06).

        Raises:
            Refused: ``M-02``, ``M-50`` also a day that is past or an agreement that is canceled,
                ``M-51``, ``M-55`` no such agreement, ``M-57`` a date that the agreement has a
                payment on already.
        """
        actor.require(Right.MANDATES)
        check_request_id(request_id)
        print_ = fingerprint(draft)

        def work(s: Transaction) -> Saved[int]:
            if find_request(s, request_id, ADD, print_) is not None:
                return Saved(draft.times, frozenset(), replayed=True)
            account = store.account_of_agreement(s, draft.agreement_id)
            if account is None:
                raise Refused("M-55", field="agreement", value=draft.agreement_id)
            account_id, currency, status = account
            lock_counter(s, (), (account_id,))
            if status is AgreementStatus.CANCELED:
                number = short_id(draft.agreement_id)
                raise Refused("M-50", field="agreement", value=number, reason="is canceled")
            clean = checked_draft(draft, currency, self._today(s, actor))
            days = days_of(clean)
            for taken in store.taken_days(s, clean, days):
                raise Refused("M-57", field="scheduled_date", value=taken)
            rows = [
                (ScheduleId(one), day)
                for one, day in zip(take_ids(s, len(days)), days, strict=True)
            ]
            now = self._clock()
            store.insert_scheduled(s, clean, rows, Stamp(now, actor.user_id))
            body = {
                "agreement": clean.agreement_id,
                "kind": clean.kind.value,
                "amount": clean.amount,
                "dates": [day.isoformat() for day in days],
                "ids": [one for one, _day in rows],
            }
            self._done(s, (ADD, request_id, print_), rows[0][0], body, actor)
            return Saved(len(days), TOPICS)

        return self._db.write(work)

    def stop(
        self, schedule_id: ScheduleId, request_id: str, actor: Actor
    ) -> Saved[ScheduledPayment]:
        """Take a payment that was not made yet off the schedule.

        Raises:
            Refused: ``M-51``, ``M-55``, ``M-70`` it was made or stopped already.
        """
        actor.require(Right.MANDATES)
        check_request_id(request_id)

        def work(s: Transaction) -> Saved[ScheduledPayment]:
            before = self._locked(s, schedule_id)
            if find_request(s, request_id, STOP, str(schedule_id)) is not None:
                return Saved(before, frozenset(), replayed=True)
            if before.status is not DebitStatus.WAITING:
                raise Refused("M-70", reason="it was made or stopped already")
            store.record_made(s, schedule_id, DebitStatus.STOPPED)
            body = {"scheduled_payment": schedule_id, "status": DebitStatus.STOPPED.value}
            self._done(s, (STOP, request_id, str(schedule_id)), schedule_id, body, actor)
            return Saved(replace(before, status=DebitStatus.STOPPED), TOPICS)

        return self._db.write(work)

    def make_due(self, actor: Actor) -> JobReport:
        """Make the payments whose request is to be sent by today; each is its own transaction.

        Raises:
            Refused: ``M-51``.
        """
        actor.require(Right.JOBS)
        with self._db.read() as s:
            today = self._today(s, actor)
            waiting = store.waiting_scheduled(s, today + AHEAD)
        made, failed = list[EventId](), list[Failure]()
        for one in waiting:
            try:
                event_id = self._db.write(partial(self._make, one.id, today, actor))
            except (Refused, NeedsConfirmation) as error:
                failed.append(failure_of("scheduled", one.id, error))
            else:
                made += [] if event_id is None else [event_id]
        return JobReport(tuple(made), (), tuple(failed))

    def _make(
        self, schedule_id: ScheduleId, today: date, actor: Actor, s: Transaction
    ) -> EventId | None:
        """The event of one; ``None`` when its day has not come, or it was made or stopped.

        Raises:
            Refused: ``M-70`` its day has come and nobody may be debited: it waits for a mandate of
                that day, or for somebody to stop it.
        """
        one = self._locked(s, schedule_id)
        if one.status is not DebitStatus.WAITING:
            return None
        setup = self._setup.current(s)
        mandate = in_force(load_mandates(s, one.account_id), one.scheduled_date)
        if mandate is None:
            if one.scheduled_date <= today:
                said = f"no mandate of {one.account_name} is in force on {one.scheduled_date}"
                raise Refused("M-70", reason=said)
            return None
        planned = PlannedDebit(dates_of(one, mandate, setup))
        if planned.dates.extract > today:
            return None
        event_id = self._event(one, mandate, planned, setup, actor, s)
        store.record_made(s, schedule_id, DebitStatus.CREATED, event_id)
        return event_id

    def _event(
        self,
        one: ScheduledPayment,
        mandate: Mandate,
        planned: PlannedDebit,
        setup: SetUp,
        actor: Actor,
        s: Transaction,
    ) -> EventId:
        """Its payment event, distributed; the maximum withdrawal is not for plans (AP-09)."""
        command = _command(one, setup.autopay.sources[mandate.source].tender_type, planned, setup)
        print_ = fingerprint(command)
        done = find_request(s, command.request_id, KIND, print_)
        if done is not None:
            return EventId(done)
        now = self._clock()
        facts = load_add_facts(s, command, setup, actor=actor, now=now, drawers=False)
        new = decide_add(command, by_job(facts, mandate, planned))
        added = record_new_event(s, command, new, actor, setup, now, print_, self._sealing)
        return added.event_id

    def _locked(self, s: Transaction, schedule_id: ScheduleId) -> ScheduledPayment:
        """One as it is now; the job and people change it under the account's lock (D-25)."""
        found = store.load_scheduled(s, schedule_id)
        if found is None:
            raise Refused("M-55", field="scheduled_payment", value=schedule_id)
        lock_counter(s, (), (found.account_id,))
        again = store.load_scheduled(s, schedule_id)
        if again is None:
            raise AssertionError("a scheduled payment is never removed")
        return again

    def _done(
        self,
        s: Transaction,
        request: tuple[str, str, str],
        result: int,
        body: dict[str, Any],
        actor: Actor,
    ) -> None:
        kind, request_id, print_ = request
        now = self._clock()
        chain = chain_of_office(self._setup.current(s), actor.office, now)
        record_done(s, Done(request_id, kind, print_, result, chain, body, TOPICS), actor, now)

    def _today(self, s: Transaction, actor: Actor) -> date:
        office = self._setup.current(s).offices[actor.office]
        return business_date(self._clock(), office.zone, office.day_start)


def _command(
    one: ScheduledPayment, tender_type: str, planned: PlannedDebit, setup: SetUp
) -> AddEvent:
    """The event: the money stays on the agreement of the plan, by a match (DS-9)."""
    kinds = (code for code, row in setup.match_types.items() if row.kind is MatchKind.AGREEMENT)
    match_type = next(kinds, "")
    payment = PaymentDraft(
        one.account_id, one.amount, match_type, short_id(one.agreement_id) if match_type else ""
    )
    return AddEvent(
        request_id=one.request_id,
        payor=one.account_id,
        tenders=(TenderDraft(tender_type, one.amount, auto_pay=AutoPayDraft()),),
        payments=(payment,),
        action=DistributeAction.DISTRIBUTE,
        payment_date=planned.dates.payment,
        confirmed=AGREED,
    )
