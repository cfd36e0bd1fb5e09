"""Batches of automatic payments: what waits, sending it all, and the job that follows (AP-13, AP-14).

The follow-up job balances the tender control and the deposit control of a batch once every payment
of it is in the ledger: nobody counts money that an institution moves, so what was sent is counted.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, Final, TypeVar

from posapp.domain.autopay_batches import AutoPayBatch, AutoPayOverview
from posapp.domain.clock import Clock, business_date
from posapp.domain.codes import ControlStatus
from posapp.domain.ids import ControlId, new_request_id
from posapp.domain.messages import sentence
from posapp.domain.requests import check_request_id
from posapp.domain.rights import Actor, Right
from posapp.domain.topics import Saved
from posapp.errors import Refused
from posapp.services.autopay_sending import AutoPaySending, SentBatch
from posapp.services.deposit_change import known_deposit, mention_deposit
from posapp.services.done import Done, record_done
from posapp.services.event_change import TOPICS
from posapp.services.setup import SetUpCache
from posapp.services.waiting_debits import WaitingDebits
from posapp.storage import autopay_overview as store
from posapp.storage.audit import control_chain
from posapp.storage.base import Transaction
from posapp.storage.control_changes import mention_control
from posapp.storage.db import Database
from posapp.storage.locks import lock_counter
from posapp.storage.requests import find_request

KIND: Final = "autopay.balance"
MOST: Final = 500
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class BatchFailure:
    """A route or batch that could not be done, and the sentence that says why."""

    what: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class BatchReport:
    """What the jobs did: batches sent, controls balanced, what failed."""

    sent: tuple[SentBatch, ...] = ()
    balanced: tuple[ControlId, ...] = ()
    failed: tuple[BatchFailure, ...] = ()


class AutoPayBatches:
    """Use cases of batches after and around their sending; ``waiting`` are debits before it."""

    def __init__(
        self, db: Database, clock: Clock, setup: SetUpCache, sending: AutoPaySending
    ) -> None:
        self._db = db
        self._clock = clock
        self._setup = setup
        self._sending = sending
        self.waiting = WaitingDebits(db, clock, setup)

    def overview(self, actor: Actor) -> AutoPayOverview:
        """What waits to be sent on each route, and the batches that were sent.

        Raises:
            Refused: ``M-51``: the amounts of controls are for those who run the jobs.
        """
        actor.require(Right.JOBS)
        with self._db.read() as s:
            setup = self._setup.current(s)
            waiting = store.list_waiting(s, self._today(s, actor), setup)
            return AutoPayOverview(waiting, store.list_batches(s, MOST))

    def send_all(self, actor: Actor) -> BatchReport:
        """Send what is due today on every route; a route that fails stops no other (AP-14).

        Raises:
            Refused: ``M-51``.
        """
        actor.require(Right.JOBS)
        with self._db.read() as s:
            today, setup = self._today(s, actor), self._setup.current(s)
            due = [one.route for one in store.list_waiting(s, today, setup) if one.due]

        def send(route: str) -> tuple[SentBatch, ...]:
            return self._sending.send(route, today, new_request_id(), actor).value

        done, failed = _each(due, send, str)
        return BatchReport(tuple(batch for some in done for batch in some), (), failed)

    def balance_all(self, actor: Actor) -> BatchReport:
        """Balance every batch whose payments are all in the ledger (AP-13).

        Raises:
            Refused: ``M-51``.
        """
        actor.require(Right.JOBS)
        with self._db.read() as s:
            ready = [one for one in store.list_batches(s, MOST, waiting=True) if one.may_balance]

        def balance(batch: AutoPayBatch) -> ControlId:
            return self.balance(batch.control_id, new_request_id(), actor).value

        done, failed = _each(ready, balance, lambda one: f"{one.batch_code} {one.run}")
        return BatchReport((), done, failed)

    def balance(self, control_id: ControlId, request_id: str, actor: Actor) -> Saved[ControlId]:
        """Balance the tender control of one batch and its deposit control (AP-13).

        Raises:
            Refused: ``M-51``, ``M-55`` no batch, ``M-70`` balanced already, or payments wait.
        """
        actor.require(Right.JOBS)
        check_request_id(request_id)
        return self._db.write(partial(self._balance, control_id, request_id, actor))

    def _balance(
        self, control_id: ControlId, request_id: str, actor: Actor, s: Transaction
    ) -> Saved[ControlId]:
        lock_counter(s, (control_id,), ())
        if find_request(s, request_id, KIND, str(control_id)) is not None:
            return Saved(control_id, frozenset(), replayed=True)
        found = store.list_batches(s, 1, control_id=control_id)
        if not found:
            raise Refused("M-55", field="tender_control", value=control_id)
        batch = found[0]
        if batch.status is ControlStatus.BALANCED:
            raise Refused("M-70", reason="the batch is balanced already")
        if not batch.may_balance:
            raise Refused(
                "M-70", reason=f"{batch.unfrozen} payment(s) of the batch are not in the ledger yet"
            )
        now = self._clock()
        store.record_balanced(s, batch, now, actor.user_id)
        body: dict[str, Any] = {
            "batch": batch.batch_code,
            "run": batch.run,
            "deposit_control": batch.deposit_control_id,
            "amount": batch.amount,
            "tenders": batch.count,
            "rows": mention_control(s, control_id)
            | {"deposit_control": [mention_deposit(known_deposit(s, batch.deposit_control_id))]},
        }
        chain = control_chain(control_id)
        done = Done(request_id, KIND, str(control_id), control_id, chain, body, TOPICS)
        record_done(s, done, actor, now)
        return Saved(control_id, TOPICS)

    def _today(self, s: Transaction, actor: Actor) -> date:
        office = self._setup.current(s).offices[actor.office]
        return business_date(self._clock(), office.zone, office.day_start)


def _each(
    items: list[Any], act: Callable[[Any], T], name: Callable[[Any], str]
) -> tuple[tuple[T, ...], tuple[BatchFailure, ...]]:
    """Do one after the other; what is refused is reported and stops nothing else."""
    done, failed = list[T](), list[BatchFailure]()
    for item in items:
        try:
            done.append(act(item))
        except Refused as error:
            words = sentence(error.code, error.fields)
            failed.append(BatchFailure(name(item), error.code, words))
    return tuple(done), tuple(failed)
