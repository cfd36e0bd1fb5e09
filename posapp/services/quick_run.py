"""Carrying a batch of Quick Add out: each group is one transaction with its outcome (QA-5, QA-15)."""

import logging
from collections import deque
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from typing import Any, Final

from posapp.domain.clock import Clock, business_date
from posapp.domain.ids import ControlId
from posapp.domain.payment_events import AddedEvent, AddEvent, NewEvent
from posapp.domain.quick_add import Outcome, QuickKind, RowResult
from posapp.domain.quick_groups import Group, grouped, order_of, twins
from posapp.domain.quick_rows import Refusal, blamed
from posapp.domain.rights import Actor
from posapp.domain.texts import clean_command
from posapp.errors import Concern, NeedsConfirmation, Refused, StorageFailure
from posapp.services.payment_events import PaymentEvents
from posapp.services.quick_outcomes import (
    BROKEN,
    broken,
    check_payees,
    outcomes,
    prove,
    refusal_of,
    replays,
    still_right,
)
from posapp.services.quick_reading import Desk, read_rows
from posapp.services.quick_sorting import sorted_out
from posapp.services.setup import SetUpCache
from posapp.storage import quick_add as store
from posapp.storage.base import Transaction
from posapp.storage.db import Database
from posapp.storage.mentions import Mentions
from posapp.storage.quick_taken import Taken, load_taken, record_taken

GoingOn = Callable[[Sequence[int]], bool]
"""Told before each group which lines were settled since; ``False`` stops there."""
_LOG: Final = logging.getLogger(__name__)
CASH_ONLY: Final = "M-06W"
_STRICT: Final = "M-152"


@dataclass(frozen=True, slots=True)
class Errand:
    """One run over a batch: who, which rows as they were read, what was said yes to.

    ``confirmed`` was said for all rows, ``answers`` for those at some lines. Another drawer or day
    holds if one was chosen.
    """

    batch: store.Batch
    actor: Actor
    rows: Mapping[int, RowResult]
    confirmed: frozenset[str] = frozenset()
    answers: Mapping[int, frozenset[str]] = field(default_factory=dict)
    control_id: ControlId | None = None
    payment_date: date | None = None

    def agreed(self, group: Group) -> frozenset[str]:
        """What was said yes to of a group: for all rows, or for each of its own.

        By accounts nobody may say yes to cash-only (QA-14).
        """
        own = [self.answers.get(line, frozenset()) for line in group.lines]
        said = self.confirmed | own[0].intersection(*own)
        return said - {CASH_ONLY} if self.batch.kind is QuickKind.ACCOUNTS else said

    def order(self, group: Group) -> AddEvent:
        """The payment event of a group."""
        control = self.batch.control_id if self.control_id is None else self.control_id
        day = self.batch.given_date if self.payment_date is None else self.payment_date
        return clean_command(order_of(group, self.agreed(group), control, day))


class QuickRun:
    """Runs over batches."""

    def __init__(
        self, db: Database, clock: Clock, setup: SetUpCache, events: PaymentEvents
    ) -> None:
        self._db = db
        self._clock = clock
        self._setup = setup
        self._events = events

    def reopen(self, errand: Errand) -> None:
        """Let rows that were refused wait again, to be tried once more."""
        self._mark(errand, [(line, None) for line, one in errand.rows.items() if one.outcome])

    def carry_out(self, errand: Errand, going_on: GoingOn) -> Mapping[int, tuple[Concern, ...]]:
        """Take what can be taken of rows that are not in; returns what must be confirmed, by line.

        Whatever ends it leaves every group whole: in with its outcome, or waiting. A row that got
        other texts meanwhile waits with its group for the next run.
        """
        batch = errand.batch
        with self._db.read() as s:
            sorted_ = sorted_out(s, errand.rows.values())
            reading = read_rows(self._desk(s, errand), batch.kind, sorted_.fresh)
        self._mark(errand, [*sorted_.refused, *reading.refused], sorted_.taken)
        refused = (*sorted_.refused, *reading.refused)
        settled = [line for line, _ in refused] + [one.line for one in sorted_.taken]
        groups = grouped(reading.entries, batch.kind)
        asked = self._carry_all(errand, groups, settled, going_on)
        asked |= self._mark_doubled(errand, sorted_.doubled, asked)
        return {line: concerns for line, concerns in asked.items() if concerns}

    def _carry_all(
        self,
        errand: Errand,
        groups: Iterable[Group],
        settled: Sequence[int],
        going_on: GoingOn,
    ) -> dict[int, tuple[Concern, ...]]:
        """Take group after group; one that finds the database locked is tried again at the end.

        Raises:
            StorageFailure: it was locked twice in a row, or fails otherwise; the rest waits.
        """
        asked: dict[int, tuple[Concern, ...]] = {}
        queue, was_locked = deque(groups), False
        while queue and going_on(settled):
            group, settled = queue.popleft(), ()
            try:
                asked |= dict.fromkeys(group.lines, self._carry(errand, group))
            except StorageFailure as failure:
                if was_locked or failure.kind != "locked":
                    raise
                queue.append(group)
                was_locked = True
            else:
                settled = group.lines
                was_locked = False
        return asked

    def _desk(self, s: Transaction, errand: Errand) -> Desk:
        setup = self._setup.current(s)
        office = setup.offices[errand.actor.office]
        today = business_date(self._clock(), office.zone, office.day_start)
        return Desk(s, setup, setup.currencies[errand.batch.currency], today)

    def _mark_doubled(
        self, errand: Errand, doubled: Mapping[int, int], asked: Mapping[int, tuple[Concern, ...]]
    ) -> dict[int, tuple[Concern, ...]]:
        """Give rows of the same id and content what became of the first of them (D-21).

        In as a replay, refused for the same reason, or waiting with the same concerns.
        """
        if not doubled:
            return {}
        self._mark_taken(errand, [errand.rows[line] for line in doubled])
        decided = {line: errand.rows[line].row for line in doubled}

        def work(s: Transaction) -> None:
            open_ = store.lock_as_typed(s, errand.batch.id, decided)
            first = {one.line: one for one in store.load_lines(s, errand.batch.id)}
            refusals = ((line, refusal_of(first[doubled[line]])) for line in sorted(open_))
            told = [(line, refusal) for line, refusal in refusals if refusal is not None]
            store.record_refusals(s, errand.batch.id, told)

        self._db.write(work)
        return {line: asked.get(first, ()) for line, first in doubled.items()}

    def _mark_taken(self, errand: Errand, rows: Collection[RowResult]) -> Collection[int]:
        """Mark rows whose request was carried out elsewhere meanwhile; gives the lines left."""
        with self._db.read() as s:
            again = sorted_out(s, rows)
        self._mark(errand, again.refused, again.taken)
        return again.fresh

    def _mark(
        self,
        errand: Errand,
        refused: Iterable[tuple[int, Refusal | None]],
        taken: Sequence[Taken] = (),
    ) -> None:
        """Write outcomes of rows that made no event, where they still say what was decided on."""
        refusals = tuple(refused)
        lines = [line for line, _ in refusals] + [one.line for one in taken]
        decided = {line: errand.rows[line].row for line in lines}

        def work(s: Transaction) -> None:
            open_ = store.lock_as_typed(s, errand.batch.id, decided)
            store.record_refusals(s, errand.batch.id, still_right(refusals, open_))
            record_taken(s, errand.batch.id, [one for one in taken if one.line in open_])

        if lines:
            self._db.write(work)

    def _carry(self, errand: Errand, group: Group) -> tuple[Concern, ...]:
        """Take one group; returns what must be confirmed first.

        Whatever is wrong with it is said of its rows and stops no other group.
        """
        found = twins(group, errand.batch.currency)
        agreed = errand.agreed(group)
        open_ones = tuple(one for one in found if one.code not in agreed)
        try:
            elsewhere = self._db.write(partial(self._take, errand, group, open_ones))
        except NeedsConfirmation as asked:
            strict = next((one for one in asked.concerns if one.code == CASH_ONLY), None)
            if strict is None or errand.batch.kind is not QuickKind.ACCOUNTS:
                return _each_once((*open_ones, *asked.concerns))
            refusal = _not_here(strict.fields)
        except Refused as error:
            strict_here = error.code == _STRICT and errand.batch.kind is QuickKind.ACCOUNTS
            kind = errand.batch.kind
            refusal = _not_here(error.fields) if strict_here else blamed(error, kind)
        except BROKEN as error:
            _LOG.exception("Quick Add: batch %s, rows %s", errand.batch.id, group.lines)
            refusal = broken(error)
        else:
            return self._carry_rest(errand, group) if elsewhere else ()
        self._mark(errand, [(line, refusal) for line in group.lines])
        return ()

    def _carry_rest(self, errand: Errand, group: Group) -> tuple[Concern, ...]:
        """Take what is left of a group after another batch took rows of it (D-21)."""
        left = self._mark_taken(errand, [errand.rows[line] for line in group.lines])
        entries = tuple(one for one in group.entries if one.line in left)
        return self._carry(errand, replace(group, entries=entries)) if entries else ()

    def _take(
        self, errand: Errand, group: Group, open_ones: tuple[Concern, ...], s: Transaction
    ) -> bool:
        """The transaction of one group: its event, and its rows marked.

        Nothing is done, and the answer ``True``, when another batch took rows of it meanwhile.

        Raises:
            NeedsConfirmation: also for rows that say the same, after all else was looked at.
        """
        batch = errand.batch
        decided = {one.line: one.row for one in group.entries}
        if len(store.lock_as_typed(s, batch.id, decided)) < len(decided):
            # Somebody else carries the same batch out and was faster, or corrected a row of it.
            return False
        if load_taken(s, [one.row.request_id for one in group.entries]):
            return True

        def beside(s: Transaction, added: AddedEvent, new: NewEvent) -> Mentions:
            prove(group, new)
            check_payees(group, new)
            return record_taken(s, batch.id, outcomes(group, added, new))

        saved = self._events.add_within(errand.order(group), errand.actor, s, beside)
        if open_ones:
            raise NeedsConfirmation(open_ones)
        if saved.replayed:
            # The same event was added with this request id, though not by a batch.
            record_taken(s, batch.id, replays(group, saved.value))
        return False


def _each_once(concerns: Iterable[Concern]) -> tuple[Concern, ...]:
    found: list[Concern] = []
    for one in concerns:
        if one not in found:
            found.append(one)
    return tuple(found)


def _not_here(fields: Mapping[str, Any]) -> Refusal:
    """By accounts, cash-only with something else than cash goes elsewhere (QA-14, QA-16)."""
    said = {**fields, "field": "tender_type"}
    return Refusal(Outcome.NOT_HERE, "tender_type", "M-06", said)
