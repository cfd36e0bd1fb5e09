"""Payroll batches: made for a period, written to files, acknowledged, and how old they are (ML-5)."""

from datetime import date
from functools import partial
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Final

from posapp.domain.clock import Clock, business_date
from posapp.domain.payroll import (
    PayrollBatch,
    PayrollExport,
    PayrollPreview,
    control_total,
)
from posapp.domain.requests import check_request_id, fingerprint
from posapp.domain.rights import Actor, Right
from posapp.domain.setup import SetUp
from posapp.domain.texts import clean_text
from posapp.domain.topics import Saved, Topic
from posapp.errors import Refused
from posapp.files.ledger_file import check_file
from posapp.files.payroll_file import write_payroll
from posapp.services.done import Done, chain_of_office, record_done
from posapp.services.setup import SetUpCache
from posapp.storage import payroll as store
from posapp.storage.base import Transaction
from posapp.storage.db import Database
from posapp.storage.numbers import next_number
from posapp.storage.requests import find_request

KIND: Final = "payroll.batch"
ACKNOWLEDGE: Final = "payroll.acknowledge"
NUMBER_KIND: Final = "PAYROLL"
TOPICS: Final = frozenset({Topic.MAILS})


class PayrollBatches:
    """Use cases of handing deductions over to payroll."""

    def __init__(self, db: Database, clock: Clock, setup: SetUpCache) -> None:
        self._db = db
        self._clock = clock
        self._setup = setup

    def make(
        self, request_id: str, actor: Actor, until: date | None = None
    ) -> Saved[tuple[PayrollExport, ...]]:
        """Put deductions that no batch has taken into new ones, one for each currency.

        Args:
            request_id: of this request; repeated, it gives the same batches (D-21).
            actor: who asks.
            until: last business date; default: that of the actor's office.

        Raises:
            Refused: ``M-51``, ``M-370`` there is none.
        """
        actor.require(Right.EXPORT_LEDGER)
        check_request_id(request_id)
        return self._db.write(partial(self._make, request_id, actor, until))

    def preview(self, actor: Actor, until: date | None = None) -> tuple[PayrollPreview, ...]:
        """What batches would hold now, by currency; nothing is written or numbered.

        Raises:
            Refused: ``M-51``.
        """
        actor.require(Right.SEE_LEDGER)
        with self._db.read() as s:
            last = until or self._today(self._setup.current(s), actor)
            waiting = sorted(store.deductions_waiting(s, last), key=attrgetter("currency"))
        return tuple(
            PayrollPreview(currency, last, tuple(lines))
            for currency, lines in groupby(waiting, attrgetter("currency"))
        )

    def batch(self, number: int, actor: Actor) -> PayrollExport:
        """A batch again, with the same deductions as the first time.

        Raises:
            Refused: ``M-51``, ``M-55`` no such batch.
        """
        actor.require(Right.SEE_LEDGER)
        with self._db.read() as s:
            return self._export(s, number)

    def batches(
        self, actor: Actor, most: int = 100, *, waiting: bool = False
    ) -> tuple[PayrollBatch, ...]:
        """The latest batches, newest first; only unacknowledged ones if ``waiting``.

        Raises:
            Refused: ``M-51``.
        """
        actor.require(Right.SEE_LEDGER)
        with self._db.read() as s:
            return store.list_batches(s, most, waiting=waiting)

    def acknowledge(self, number: int, name: str, request_id: str, actor: Actor) -> Saved[int]:
        """Note that payroll has a batch, and who there said so; once.

        Raises:
            Refused: ``M-51``, ``M-50`` no name, ``M-55`` no such batch, ``M-371`` it was
                acknowledged before.
        """
        actor.require(Right.EXPORT_LEDGER)
        check_request_id(request_id)
        who = clean_text(name, "name")
        if not who:
            raise Refused("M-50", field="name", value="", reason="is missing")
        print_ = fingerprint((number, who))

        def work(s: Transaction) -> Saved[int]:
            if find_request(s, request_id, ACKNOWLEDGE, print_) is not None:
                return Saved(number, frozenset(), replayed=True)
            store.lock_batch(s, self._export(s, number).batch.id)
            batch, now = self._export(s, number).batch, self._clock()
            if batch.acknowledged_at is not None:
                day = batch.acknowledged_at.date()
                raise Refused("M-371", number=number, name=batch.acknowledged_name, day=day)
            store.acknowledge_batch(s, batch.id, who, actor.user_id, now)
            chain = chain_of_office(self._setup.current(s), actor.office, now)
            rows = store.mention_batches(s, [batch.id])
            body = {"batch": number, "name": who, "rows": rows}
            done = Done(request_id, ACKNOWLEDGE, print_, batch.id, chain, body, TOPICS)
            record_done(s, done, actor, now)
            return Saved(number, TOPICS)

        return self._db.write(work)

    def check_file(self, path: Path) -> None:
        """Stop a file that could not be written, before a batch is made for it.

        Raises:
            Refused: ``M-50``.
        """
        check_file(path)

    def write(self, exports: tuple[PayrollExport, ...], path: Path) -> None:
        """Write batches to a ``.csv`` or ``.xlsx`` file; an older one stays until all is written.

        Raises:
            Refused: ``M-50`` another kind of file.
            OSError: it cannot be written; the batches stay and can be written again.
        """
        with self._db.read() as s:
            currencies = self._setup.current(s).currencies
        write_payroll(exports, currencies, path)

    def _make(
        self, request_id: str, actor: Actor, until: date | None, s: Transaction
    ) -> Saved[tuple[PayrollExport, ...]]:
        said = "" if until is None else until.isoformat()
        done = find_request(s, request_id, KIND, said)
        if done is not None:
            return Saved(self._made(s, request_id), frozenset(), replayed=True)
        setup, now = self._setup.current(s), self._clock()
        last = until or self._today(setup, actor)
        # The series is locked before anything is looked at, so two batches take turns (D-25).
        number = next_number(s, NUMBER_KIND, "")
        waiting = sorted(store.deductions_waiting(s, last), key=attrgetter("currency"))
        if not waiting:
            raise Refused("M-370", day=last)
        first = 0
        for _currency, some in groupby(waiting, attrgetter("currency")):
            lines = tuple(some)
            if first:
                number = next_number(s, NUMBER_KIND, "")
            made = store.insert_batch(
                s, number, lines, control_total(lines), last,
                request_id=request_id, by=actor.user_id, at=now,
            )  # fmt: skip
            first = first or made
        exports = self._made(s, request_id)
        body = {
            "until": last,
            "batches": [
                {"number": one.batch.number, "currency": one.batch.currency,
                 "lines": one.batch.lines, "amount": one.batch.amount}
                for one in exports
            ],
            "rows": store.mention_batches(s, [one.batch.id for one in exports]),
        }  # fmt: skip
        chain = chain_of_office(setup, actor.office, now)
        record_done(s, Done(request_id, KIND, said, first, chain, body, TOPICS), actor, now)
        return Saved(exports, TOPICS)

    def _made(self, s: Transaction, request_id: str) -> tuple[PayrollExport, ...]:
        batches = store.batches_of_request(s, request_id)
        return tuple(PayrollExport(one, store.deductions_of(s, one.id)) for one in batches)

    def _export(self, s: Transaction, number: int) -> PayrollExport:
        found = store.load_batch(s, number)
        if found is None:
            raise Refused("M-55", field="batch", value=number)
        return PayrollExport(found, store.deductions_of(s, found.id))

    def _today(self, setup: SetUp, actor: Actor) -> date:
        office = setup.offices[actor.office]
        return business_date(self._clock(), office.zone, office.day_start)
