"""Quick Add: look rows up, keep a batch, carry it out group by group, find it again."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from posapp.domain.clock import Clock, business_date
from posapp.domain.distribution_rule import DistributionRule
from posapp.domain.ids import ControlId
from posapp.domain.listing import Page, PageRequest
from posapp.domain.ports import Progress
from posapp.domain.quick_add import (
    BatchCriterion,
    BatchId,
    BatchItem,
    BatchView,
    QuickFile,
    QuickHeader,
    QuickKind,
    QuickLine,
    RowFound,
    RowResult,
)
from posapp.domain.quick_once import taken_once
from posapp.domain.quick_rows import KeptLine, kept, kept_row
from posapp.domain.requests import check_request_id
from posapp.domain.rights import Actor, Right
from posapp.domain.topics import Saved
from posapp.errors import Concern, Refused
from posapp.files.quick_file import read_quick_file
from posapp.services.payment_events import PaymentEvents
from posapp.services.quick_files import day_of_file
from posapp.services.quick_keeping import (
    batch_for,
    check_kept_tape,
    correct_line,
    drawer_of,
    keep_batch,
    require_rights,
)
from posapp.services.quick_look_up import checked, found
from posapp.services.quick_outcomes import to_do
from posapp.services.quick_reading import Desk
from posapp.services.quick_run import Errand, QuickRun
from posapp.services.setup import SetUpCache
from posapp.storage import quick_add as store
from posapp.storage.base import Transaction
from posapp.storage.db import Database
from posapp.storage.quick_views import load_rows, load_view, search_batches


class QuickAdd:
    """Use cases of Quick Add."""

    def __init__(
        self, db: Database, clock: Clock, setup: SetUpCache, events: PaymentEvents
    ) -> None:
        self._db = db
        self._clock = clock
        self._setup = setup
        self._run = QuickRun(db, clock, setup, events)

    def offered_rules(self, actor: Actor, *, single: bool = False) -> tuple[DistributionRule, ...]:
        """Rules to choose from, the default one first (payments 10.2).

        In *Multiple* those that find a payor and take money; with ``single`` every active one.
        """
        actor.require(Right.VIEW)
        with self._db.read() as s:
            setup = self._setup.current(s)
        default = setup.options.default_distribution_rule
        rules = (one for one in setup.distribution_rules.values() if one.active)
        fit = (one for one in rules if single or (one.determine_account and one.makers))
        return tuple(sorted(fit, key=lambda one: (one.code != default, one.code)))

    def limit(self, actor: Actor) -> int:
        """How many rows the accounts page has (payments 11); files are not limited by it."""
        actor.require(Right.VIEW)
        with self._db.read() as s:
            return self._setup.current(s).installation.quick_add_limit

    def currency(self, control_id: ControlId | None, actor: Actor) -> str:
        """Currency of the rows of a batch: of its drawer, else of the default one (D-02)."""
        actor.require(Right.VIEW)
        with self._db.read() as s:
            return self._desk(s, control_id, actor).currency.code

    def read_file(
        self, path: Path, kind: QuickKind, actor: Actor, *, once: bool = True
    ) -> QuickFile:
        """The rows of a CSV file, nothing looked up yet.

        ``once`` gives each row an id made of its texts and the day on which the file was first read,
        so that it is the same payment in whatever file it comes that day, and in this file for ever
        (D-21). Whoever takes no money is shown the ids and leaves no trace.

        Raises:
            Refused: ``M-82``.
        """
        actor.require(Right.VIEW)
        read = read_quick_file(path, kind)
        if not once:
            return read
        with self._db.read() as s:
            setup = self._setup.current(s)
        office, usual = setup.offices[actor.office], setup.installation.quick_add_tender_type
        now = self._clock()
        today = business_date(now, office.zone, office.day_start)
        day = day_of_file(self._db, kind, read.sha256, today, actor, now)
        return replace(read, rows=taken_once(read.rows, kind, day, usual))

    def look_up(
        self, kind: QuickKind, row: QuickLine, control_id: ControlId | None, actor: Actor
    ) -> RowFound:
        """What a row names, as it is left; its amount and tender may still be missing.

        Raises:
            Refused: ``fields["field"]`` names the ``QuickLine`` field that is wrong.
        """
        actor.require(Right.VIEW)
        with self._db.read() as s:
            return found(self._desk(s, control_id, actor), kind, kept_row(row)[0])

    def check(
        self, kind: QuickKind, row: QuickLine, control_id: ControlId | None, actor: Actor
    ) -> RowFound:
        """The same with amount, tender type and check number; nothing is written.

        Raises:
            Refused: ``fields["field"]`` names the ``QuickLine`` field that is wrong.
        """
        actor.require(Right.VIEW)
        safe, refusal = kept_row(row)
        if refusal is not None:
            raise Refused(refusal.code, **refusal.fields)
        with self._db.read() as s:
            return checked(self._desk(s, control_id, actor), kind, safe)

    def start(
        self,
        header: QuickHeader,
        rows: Sequence[QuickLine],
        request_id: str,
        actor: Actor,
        *,
        most: int | None = None,
    ) -> Saved[BatchId]:
        """Keep a batch and its rows before any event, in one transaction (D-21).

        Empty rows are skipped (QA-19); the others keep their order and place. ``most`` limits their
        number. Drawer, date and tape are outside the fingerprint of the request: what is left of a
        batch may go into another drawer.

        Raises:
            Refused: ``M-140``, ``M-141`` when the tape does not agree, ``M-142`` too many rows,
                ``M-70`` none, ``M-05`` and the like for the drawer, ``M-54`` an id used before.
        """
        require_rights(actor)
        check_request_id(request_id)
        lines = kept(rows, request_id)
        if not lines:
            raise Refused("M-70", reason="there is no row")
        if most is not None and len(lines) > most:
            raise Refused("M-142", field="rows", n=len(lines), most=most)
        return self._db.write(
            lambda s: keep_batch(
                s, header, lines, request_id, actor, self._setup.current(s), self._clock()
            )
        )

    def run(
        self,
        batch_id: BatchId,
        actor: Actor,
        *,
        confirmed: frozenset[str] = frozenset(),
        answers: Mapping[int, frozenset[str]] | None = None,
        lines: Collection[int] | None = None,
        control_id: ControlId | None = None,
        payment_date: date | None = None,
        progress: Progress | None = None,
        stop: Callable[[], bool] | None = None,
        settled: Callable[[Sequence[int]], object] | None = None,
    ) -> BatchView:
        """Carry out what waits: each group in its own transaction, its outcome in the same one.

        A second run does only what the first one left; rows that are in are never touched.

        Args:
            batch_id: the batch.
            actor: who takes the money.
            confirmed: codes of concerns that were said yes to for all rows.
            answers: the same by line; a group needs the yes of each of its rows.
            lines: rows to try, also such that were refused; ``None``: all that wait.
            control_id: another drawer than the batch's, for what is left.
            payment_date: another day than the batch's, likewise.
            progress: told (rows settled, of); gives ``False`` to stop between two groups.
            stop: asked before each group; ``True`` stops as well.
            settled: told between two groups which lines have their outcome since (see ``rows``).

        Returns:
            The batch; rows with ``concerns`` wait for an answer to them.

        Raises:
            Refused: ``M-55`` no such batch, ``M-51``, ``M-180`` somebody else's, ``M-140``, ``M-141``
                after corrections the tape does not agree any more.
        """
        require_rights(actor)
        with self._db.read() as s:
            batch = batch_for(s, batch_id, actor)
            check_kept_tape(s, batch, self._setup.current(s))
            rows = to_do(store.load_lines(s, batch_id, lines), named=lines is not None)
        stopped, count = False, 0

        def going_on(lines: Sequence[int]) -> bool:
            nonlocal stopped, count
            count += len(lines)
            if settled is not None:
                settled(lines)
            told = progress is None or progress(count, len(rows))
            stopped = not told or (stop is not None and stop())
            return not stopped

        by_line = {one.line: one for one in rows}
        errand = Errand(batch, actor, by_line, confirmed, answers or {}, control_id, payment_date)
        self._run.reopen(errand)
        concerns = self._run.carry_out(errand, going_on)
        if progress is not None and not stopped:
            progress(len(rows), len(rows))
        return _with_concerns(self.show(batch_id, actor), concerns)

    def correct(
        self, batch_id: BatchId, line: int, row: QuickLine, actor: Actor, request_id: str
    ) -> Saved[BatchId]:
        """Give a row that is not in other texts; it and those that it held back wait again.

        Raises:
            Refused: ``M-55`` no such row, ``M-143`` it is in or was given up, ``M-180`` somebody
                else's.
        """
        require_rights(actor)
        check_request_id(request_id)
        corrected = KeptLine(line, *kept_row(row))
        return self._db.write(
            lambda s: correct_line(s, batch_id, corrected, request_id, actor, self._clock())
        )

    def show(self, batch_id: BatchId, actor: Actor) -> BatchView:
        """A batch with the outcomes of its rows.

        Raises:
            Refused: ``M-55``.
        """
        actor.require(Right.VIEW)
        with self._db.read() as s:
            view = load_view(s, batch_id)
        if view is None:
            raise Refused("M-55", field="batch", value=batch_id)
        return view

    def rows(
        self, batch_id: BatchId, lines: Collection[int], actor: Actor
    ) -> tuple[RowResult, ...]:
        """Some rows of a batch as ``show`` gives them; for who watches a run."""
        actor.require(Right.VIEW)
        with self._db.read() as s:
            return load_rows(s, batch_id, lines)

    def search(self, criteria: PageRequest, actor: Actor) -> Page[BatchItem]:
        """Batches, newest first, page by page; filters are named by ``BatchCriterion``."""
        actor.require(Right.VIEW)
        wanted = {
            BatchCriterion(name): value
            for name, value in criteria.filters.items()
            if value not in {None, ""}
        }
        with self._db.read() as s:
            return search_batches(s, criteria, wanted)

    def _desk(self, s: Transaction, control_id: ControlId | None, actor: Actor) -> Desk:
        setup = self._setup.current(s)
        control = drawer_of(s, control_id, actor, setup)
        office = setup.offices[actor.office]
        currency = office.currency if control is None else control.currency
        today = business_date(self._clock(), office.zone, office.day_start)
        return Desk(s, setup, setup.currencies[currency], today)


def _with_concerns(view: BatchView, concerns: Mapping[int, tuple[Concern, ...]]) -> BatchView:
    """The view with what must be confirmed at the rows that wait for it."""
    rows = tuple(
        replace(one, concerns=concerns.get(one.line, ()) if one.outcome is None else ())
        for one in view.rows
    )
    return replace(view, rows=rows)
