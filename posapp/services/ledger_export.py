"""The ledger for finance: numbered batches, each transaction once, repeatable (16, R1)."""

from datetime import date
from functools import partial
from pathlib import Path
from typing import Final

from posapp.domain.clock import Clock, business_date
from posapp.domain.ledger_export import (
    LedgerBatch,
    LedgerExport,
    LedgerPreview,
    control_totals,
)
from posapp.domain.requests import check_request_id
from posapp.domain.rights import Actor, Right
from posapp.domain.setup import SetUp
from posapp.domain.topics import Saved, Topic
from posapp.errors import Refused
from posapp.files.ledger_file import check_file, write_ledger
from posapp.services.done import Done, chain_of_office, record_done
from posapp.services.setup import SetUpCache
from posapp.storage import ledger_batches as store
from posapp.storage.base import Transaction
from posapp.storage.db import Database
from posapp.storage.numbers import next_number
from posapp.storage.requests import find_request

KIND: Final = "ledger.export"
NUMBER_KIND: Final = "LEDGER"
TOPICS: Final = frozenset({Topic.LEDGER})


class LedgerExports:
    """Use cases of handing the ledger over to finance."""

    def __init__(self, db: Database, clock: Clock, setup: SetUpCache) -> None:
        self._db = db
        self._clock = clock
        self._setup = setup

    def export(
        self, request_id: str, actor: Actor, until: date | None = None
    ) -> Saved[tuple[LedgerExport, ...]]:
        """Put what no batch has taken yet into new ones, one for each currency.

        Args:
            request_id: of this request; repeated, it gives the same batches (D-21).
            actor: who asks.
            until: last accounting date; default: the business date of the actor's office.

        Raises:
            Refused: ``M-51``, ``M-70`` nothing to export.
        """
        actor.require(Right.EXPORT_LEDGER)
        check_request_id(request_id)
        return self._db.write(partial(self._export, request_id, actor, until))

    def preview(self, actor: Actor, until: date | None = None) -> tuple[LedgerPreview, ...]:
        """What an export would hold now, by currency; nothing is written or numbered.

        Raises:
            Refused: ``M-51``.
        """
        actor.require(Right.EXPORT_LEDGER)
        with self._db.read() as s:
            office = self._setup.current(s).offices[actor.office]
            last = until or business_date(self._clock(), office.zone, office.day_start)
            return tuple(
                LedgerPreview(currency, last, store.totals_waiting(s, currency, last))
                for currency in store.currencies_waiting(s, last)
            )

    def batch(self, number: int, actor: Actor) -> LedgerExport:
        """A batch again, with the same lines as the first time.

        Raises:
            Refused: ``M-51``, ``M-55`` no such batch.
        """
        actor.require(Right.EXPORT_LEDGER)
        with self._db.read() as s:
            found = store.load_batch(s, number)
            if found is None:
                raise Refused("M-55", field="batch", value=number)
            return LedgerExport(found, store.lines_of(s, found.id))

    def batches(self, actor: Actor, most: int = 100) -> tuple[LedgerBatch, ...]:
        """The latest batches, newest first.

        Raises:
            Refused: ``M-51``.
        """
        actor.require(Right.EXPORT_LEDGER)
        with self._db.read() as s:
            return store.list_batches(s, most)

    def check_file(self, path: Path) -> None:
        """Stop a file that could not be written, before a batch is made for it.

        Raises:
            Refused: ``M-50``.
        """
        check_file(path)

    def write(self, exports: tuple[LedgerExport, ...], path: Path) -> None:
        """Write batches to a ``.csv`` or ``.xlsx`` file; an older one stays until all is written.

        Raises:
            Refused: ``M-50`` another kind of file.
            OSError: it cannot be written; the batches stay and can be written again.
        """
        write_ledger(exports, self._set_up().currencies, path)

    def _set_up(self) -> SetUp:
        with self._db.read() as s:
            return self._setup.current(s)

    def _export(
        self, request_id: str, actor: Actor, until: date | None, s: Transaction
    ) -> Saved[tuple[LedgerExport, ...]]:
        said = "" if until is None else until.isoformat()
        done = find_request(s, request_id, KIND, said)
        if done is not None:
            return Saved(self._made(s, request_id), frozenset(), replayed=True)
        setup, now = self._setup.current(s), self._clock()
        office = setup.offices[actor.office]
        last = until or business_date(now, office.zone, office.day_start)
        # The series is locked before anything is looked at, so two exports take turns (D-25).
        number = next_number(s, NUMBER_KIND, "")
        made: list[int] = []
        for currency in store.currencies_waiting(s, last):
            if made:
                number = next_number(s, NUMBER_KIND, "")
            lines = store.lines_waiting(s, currency, last)
            totals = control_totals(lines)
            made.append(
                store.insert_batch(
                    s,
                    number,
                    currency,
                    last,
                    lines,
                    totals,
                    request_id=request_id,
                    by=actor.user_id,
                    at=now,
                )
            )
        if not made:
            raise Refused("M-70", reason="everything up to that day was exported")
        exports = self._made(s, request_id)
        body = {
            "until": last,
            "batches": [
                {
                    "number": one.batch.number,
                    "currency": one.batch.currency,
                    "lines": one.batch.lines,
                    "debits": one.batch.debits,
                    "credits": one.batch.credits,
                }
                for one in exports
            ],
        }
        chain = chain_of_office(setup, actor.office, now)
        record_done(s, Done(request_id, KIND, said, made[0], chain, body, TOPICS), actor, now)
        return Saved(exports, TOPICS)

    def _made(self, s: Transaction, request_id: str) -> tuple[LedgerExport, ...]:
        batches = store.batches_of_request(s, request_id)
        return tuple(LedgerExport(one, store.lines_of(s, one.id)) for one in batches)
