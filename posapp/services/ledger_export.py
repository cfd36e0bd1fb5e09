"""The ledger for finance: numbered batches, each transaction once, repeatable (16, R1)."""

from collections.abc import Callable
from datetime import date
from functools import partial
from itertools import count
from pathlib import Path
from typing import Final

from posapp.domain.clock import Clock, business_date
from posapp.domain.ledger_export import (
    LedgerBatch,
    LedgerExport,
    LedgerPreview,
    control_totals,
)
from posapp.domain.ports import Progress
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
_TOLD_EVERY: Final = 200  # lines between two words about how far it is
TOPICS: Final = frozenset({Topic.LEDGER})


class LedgerExports:
    """Use cases of handing the ledger over to finance."""

    def __init__(self, db: Database, clock: Clock, setup: SetUpCache) -> None:
        self._db = db
        self._clock = clock
        self._setup = setup

    def export(
        self,
        request_id: str,
        actor: Actor,
        until: date | None = None,
        progress: Progress | None = None,
    ) -> Saved[tuple[LedgerExport, ...]]:
        """Put what no batch has taken yet into new ones, one for each currency.

        The batches are made in one short transaction; their lines are read after it, so that no
        payment waits for them.

        Args:
            request_id: of this request; repeated, it gives the same batches (D-21).
            actor: who asks.
            until: last accounting date; default: the business date of the actor's office.
            progress: told how many of their lines were read and written, which is half the work
                each; stops it where it says so.

        Raises:
            Refused: ``M-51``, ``M-70`` nothing to export, ``M-285`` stopped; the batches stand.
        """
        actor.require(Right.EXPORT_LEDGER)
        check_request_id(request_id)
        made = self._db.write(partial(self._export, request_id, actor, until))
        return Saved(self._with_lines(made.value, progress), made.topics, replayed=made.replayed)

    def preview(self, actor: Actor, until: date | None = None) -> tuple[LedgerPreview, ...]:
        """What an export would hold now, by currency; nothing is written or numbered.

        Raises:
            Refused: ``M-51``.
        """
        actor.require(Right.SEE_LEDGER)
        with self._db.read() as s:
            office = self._setup.current(s).offices[actor.office]
            last = until or business_date(self._clock(), office.zone, office.day_start)
            return tuple(
                LedgerPreview(currency, last, store.totals_waiting(s, currency, last))
                for currency in store.currencies_waiting(s, last)
            )

    def batch(self, number: int, actor: Actor, progress: Progress | None = None) -> LedgerExport:
        """A batch again, with the same lines as the first time.

        Raises:
            Refused: ``M-51``, ``M-55`` no such batch, ``M-285`` stopped by ``progress``.
        """
        actor.require(Right.SEE_LEDGER)
        with self._db.read() as s:
            found = store.load_batch(s, number)
            if found is None:
                raise Refused("M-55", field="batch", value=number)
        (export,) = self._with_lines((found,), progress)
        return export

    def batches(self, actor: Actor, most: int = 100) -> tuple[LedgerBatch, ...]:
        """The latest batches, newest first.

        Raises:
            Refused: ``M-51``.
        """
        actor.require(Right.SEE_LEDGER)
        with self._db.read() as s:
            return store.list_batches(s, most)

    def check_file(self, path: Path) -> None:
        """Stop a file that could not be written, before a batch is made for it.

        Raises:
            Refused: ``M-50``.
        """
        check_file(path)

    def write(
        self, exports: tuple[LedgerExport, ...], path: Path, progress: Progress | None = None
    ) -> None:
        """Write batches to a ``.csv`` or ``.xlsx`` file; an older one stays until all is written.

        Raises:
            Refused: ``M-50`` another kind of file, ``M-285`` stopped by ``progress``.
            OSError: it cannot be written; the batches stay and can be written again.
        """
        n = sum(one.batch.lines for one in exports)
        step = _steps(progress, n, 2 * n)
        write_ledger(exports, self._set_up().currencies, path, step)

    def _with_lines(
        self, batches: tuple[LedgerBatch, ...], progress: Progress | None
    ) -> tuple[LedgerExport, ...]:
        """Batches with their lines; read without a lock, because a batch never changes."""
        step = _steps(progress, 0, 2 * sum(one.lines for one in batches))
        found = []
        with self._db.read() as s:
            for one in batches:
                lines = []
                for line in store.lines_of(s, one.id):
                    step()
                    lines.append(line)
                found.append(LedgerExport(one, tuple(lines)))
        return tuple(found)

    def _set_up(self) -> SetUp:
        with self._db.read() as s:
            return self._setup.current(s)

    def _export(
        self, request_id: str, actor: Actor, until: date | None, s: Transaction
    ) -> Saved[tuple[LedgerBatch, ...]]:
        said = "" if until is None else until.isoformat()
        done = find_request(s, request_id, KIND, said)
        if done is not None:
            return Saved(store.batches_of_request(s, request_id), frozenset(), replayed=True)
        setup, now = self._setup.current(s), self._clock()
        office = setup.offices[actor.office]
        last = until or business_date(now, office.zone, office.day_start)
        # The series is locked before anything is looked at, so two exports take turns (D-25).
        number = next_number(s, NUMBER_KIND, "")
        made: list[int] = []
        for currency in store.currencies_waiting(s, last):
            if made:
                number = next_number(s, NUMBER_KIND, "")
            waiting = store.amounts_waiting(s, currency, last)
            totals = control_totals([amount for _ft, amount in waiting])
            made.append(
                store.insert_batch(
                    s,
                    number,
                    currency,
                    last,
                    waiting,
                    totals,
                    request_id=request_id,
                    by=actor.user_id,
                    at=now,
                )
            )
        if not made:
            raise Refused("M-70", reason="everything up to that day was exported")
        batches = store.batches_of_request(s, request_id)
        body = {
            "until": last,
            "batches": [
                {
                    "number": one.number,
                    "currency": one.currency,
                    "lines": one.lines,
                    "debits": one.debits,
                    "credits": one.credits,
                }
                for one in batches
            ],
        }
        # Others may have written to the office's chain since a long export began (F12).
        written = self._clock()
        chain = chain_of_office(setup, actor.office, written)
        record_done(s, Done(request_id, KIND, said, made[0], chain, body, TOPICS), actor, written)
        return Saved(batches, TOPICS)


def _steps(progress: Progress | None, before: int, of: int) -> Callable[[], None]:
    """Counts lines; each call is one more.

    The function raises ``Refused`` ``M-285`` once ``progress`` says that the user wants to stop.
    """
    done = count(before)

    def step() -> None:
        at = next(done)
        if progress is not None and at % _TOLD_EVERY == 0 and not progress(at, of):
            raise Refused("M-285")

    return step
