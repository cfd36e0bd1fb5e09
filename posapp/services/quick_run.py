"""Carrying a batch of Quick Add out: each group is one transaction with its outcome (QA-5, QA-15)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from typing import Any, Final

from posapp.domain.clock import Clock, business_date
from posapp.domain.ids import ControlId
from posapp.domain.money import total
from posapp.domain.payment_events import AddedEvent, AddEvent, NewEvent, NewPayment
from posapp.domain.quick_add import Outcome, QuickKind, QuickLine, RowResult
from posapp.domain.quick_groups import Entry, Group, grouped, order_of, twins
from posapp.domain.quick_rows import Refusal, blamed
from posapp.domain.rights import Actor
from posapp.domain.texts import clean_command
from posapp.errors import Concern, NeedsConfirmation, Refused
from posapp.services.payment_events import PaymentEvents
from posapp.services.quick_reading import Desk, read_rows
from posapp.services.setup import SetUpCache
from posapp.storage import quick_add as store
from posapp.storage.base import Transaction
from posapp.storage.db import Database
from posapp.storage.guards import InvariantError
from posapp.storage.mentions import Mentions

GoingOn = Callable[[int], bool]
"""Told before each group how many rows are settled; ``False`` stops there."""
CASH_ONLY: Final = "M-06W"
_STRICT: Final = "M-152"


@dataclass(frozen=True, slots=True)
class Errand:
    """One run over a batch: who, what was said yes to, and another drawer or day if one was chosen."""

    batch: store.Batch
    actor: Actor
    confirmed: frozenset[str] = frozenset()
    control_id: ControlId | None = None
    payment_date: date | None = None

    @property
    def agreed(self) -> frozenset[str]:
        """What was said yes to; by accounts nobody may say yes to cash-only (QA-14)."""
        if self.batch.kind is QuickKind.ACCOUNTS:
            return self.confirmed - {CASH_ONLY}
        return self.confirmed

    def order(self, group: Group) -> AddEvent:
        """The payment event of a group."""
        control = self.batch.control_id if self.control_id is None else self.control_id
        day = self.batch.given_date if self.payment_date is None else self.payment_date
        return clean_command(order_of(group, self.agreed, control, day))


@dataclass(slots=True)
class _Sorted:
    """Rows before any event: to be read, already carried out elsewhere, wrong, doubled in here."""

    fresh: dict[int, QuickLine] = field(default_factory=dict)
    taken: list[store.Taken] = field(default_factory=list)
    refused: list[tuple[int, Refusal]] = field(default_factory=list)
    doubled: list[RowResult] = field(default_factory=list)


class QuickRun:
    """Runs over batches."""

    def __init__(
        self, db: Database, clock: Clock, setup: SetUpCache, events: PaymentEvents
    ) -> None:
        self._db = db
        self._clock = clock
        self._setup = setup
        self._events = events

    def carry_out(
        self, errand: Errand, rows: Sequence[RowResult], going_on: GoingOn
    ) -> Mapping[int, tuple[Concern, ...]]:
        """Take what can be taken of rows that are not in; returns what must be confirmed, by line.

        Whatever ends it leaves every group whole: in with its outcome, or waiting.
        """
        batch = errand.batch
        with self._db.read() as s:
            sorted_ = _sorted(s, rows)
            reading = read_rows(self._desk(s, errand), batch.kind, sorted_.fresh)
        self._mark(errand, [*sorted_.refused, *reading.refused], sorted_.taken)
        asked: dict[int, tuple[Concern, ...]] = {}
        settled = len(sorted_.refused) + len(reading.refused) + len(sorted_.taken)
        for group in grouped(reading.entries, batch.kind):
            if not going_on(settled):
                return asked
            asked |= dict.fromkeys(group.lines, self._carry(errand, group))
            settled += len(group.lines)
        if sorted_.doubled:
            with self._db.read() as s:
                again = _sorted(s, sorted_.doubled)
            self._mark(errand, again.refused, again.taken)
        return {line: concerns for line, concerns in asked.items() if concerns}

    def _desk(self, s: Transaction, errand: Errand) -> Desk:
        setup = self._setup.current(s)
        office = setup.offices[errand.actor.office]
        today = business_date(self._clock(), office.zone, office.day_start)
        return Desk(s, setup, setup.currencies[errand.batch.currency], today)

    def _mark(
        self,
        errand: Errand,
        refused: Iterable[tuple[int, Refusal | None]],
        taken: Sequence[store.Taken] = (),
    ) -> None:
        """Write outcomes of rows that made no event."""
        refusals = tuple(refused)

        def work(s: Transaction) -> None:
            store.record_refusals(s, errand.batch.id, refusals)
            lines = [one.line for one in taken]
            if lines and store.lock_lines(s, errand.batch.id, lines):
                store.record_taken(s, errand.batch.id, taken)

        if refusals or taken:
            self._db.write(work)

    def _carry(self, errand: Errand, group: Group) -> tuple[Concern, ...]:
        """Take one group; returns what must be confirmed first."""
        found = twins(group, errand.batch.currency)
        open_ones = tuple(one for one in found if one.code not in errand.confirmed)
        try:
            self._db.write(partial(self._take, errand, group, open_ones))
        except NeedsConfirmation as asked:
            strict = next((one for one in asked.concerns if one.code == CASH_ONLY), None)
            if strict is None or errand.batch.kind is not QuickKind.ACCOUNTS:
                return _each_once((*open_ones, *asked.concerns))
            refusal = _not_here(strict.fields)
        except Refused as error:
            strict_here = error.code == _STRICT and errand.batch.kind is QuickKind.ACCOUNTS
            kind = errand.batch.kind
            refusal = _not_here(error.fields) if strict_here else blamed(error, kind)
        else:
            return ()
        self._mark(errand, [(line, refusal) for line in group.lines])
        return ()

    def _take(
        self, errand: Errand, group: Group, open_ones: tuple[Concern, ...], s: Transaction
    ) -> None:
        """The transaction of one group: its event, and its rows marked.

        Raises:
            NeedsConfirmation: also for rows that say the same, after all else was looked at.
        """
        batch = errand.batch
        if not store.lock_lines(s, batch.id, group.lines):
            # Somebody else carries the same batch out and was faster.
            return

        def beside(s: Transaction, added: AddedEvent, new: NewEvent) -> Mentions:
            _prove(group, new)
            return store.record_taken(s, batch.id, _outcomes(group, added, new))

        saved = self._events.add_within(errand.order(group), errand.actor, s, beside)
        if open_ones:
            raise NeedsConfirmation(open_ones)
        if saved.replayed:
            # The same event was added with this request id, though not by a batch.
            store.record_taken(s, batch.id, _replays(group, saved.value))


def _sorted(s: Transaction, rows: Sequence[RowResult]) -> _Sorted:
    """Rows apart by whether their request was carried out before (D-21)."""
    known = store.load_taken(s, [one.row.request_id for one in rows])
    first: dict[str, QuickLine] = {}
    found = _Sorted()
    for one in rows:
        request_id = one.row.request_id
        before, taken = known.get(request_id, (first.get(request_id), None))
        if before is None:
            first[request_id] = found.fresh[one.line] = one.row
        elif before != one.row:
            fields = {"field": "request_id", "kind": "quick-add"}
            found.refused.append((one.line, Refusal(Outcome.INVALID, "", "M-54", fields)))
        elif taken is None:
            found.doubled.append(one)
        else:
            found.taken.append(replace(taken, line=one.line))
    return found


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


def _prove(group: Group, new: NewEvent) -> None:
    """Amounts are exact: what was typed is what was taken and paid, without change (QA-7)."""
    typed = total(one.tender.amount for one in group.entries)
    taken = total(one.amount for one in new.tenders)
    paid = total(one.draft.amount for one in new.payments)
    if not typed == taken == paid:
        raise InvariantError(f"rows of {typed} make tenders of {taken} and payments of {paid}")


def _outcomes(group: Group, added: AddedEvent, new: NewEvent) -> list[store.Taken]:
    """What came of each row: done, or in Error with the first of its payments that is (QA-16)."""
    return [
        _outcome(entry, added, _made_by(place, entry, new))
        for place, entry in enumerate(group.entries)
    ]


def _made_by(place: int, entry: Entry, new: NewEvent) -> tuple[NewPayment, ...]:
    if entry.detail is None:
        return new.payments
    return tuple(one for one in new.payments if one.detail == place)


def _outcome(entry: Entry, added: AddedEvent, payments: Iterable[NewPayment]) -> store.Taken:
    failed = next((one for one in payments if one.error_code), None)
    return store.Taken(
        entry.line,
        entry.row.request_id,
        Outcome.DONE if failed is None else Outcome.ERROR,
        added.event_id,
        entry.payor,
        entry.tender.amount,
        "" if failed is None else failed.error_code or "",
        {} if failed is None else failed.error_fields,
    )


def _replays(group: Group, added: AddedEvent) -> list[store.Taken]:
    """Rows of an event that was there before."""
    outcome = Outcome.ERROR if added.failed else Outcome.DONE
    code = added.failed[0] if added.failed else ""
    return [
        store.Taken(
            entry.line,
            entry.row.request_id,
            outcome,
            added.event_id,
            entry.payor,
            entry.tender.amount,
            code,
            replayed=True,
        )
        for entry in group.entries
    ]
