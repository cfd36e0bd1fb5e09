"""Carries the rows of Quick Add out: kept first, then group by group, questions once (QA-5, D-21).

What came of rows is shown as groups finish. What is done stays done when it is stopped, fails or the program ends; going on does only the rest.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from posapp.domain.ids import new_request_id
from posapp.domain.money import Money
from posapp.domain.quick_add import (
    BatchId,
    BatchView,
    Outcome,
    QuickHeader,
    QuickLine,
    RowResult,
)
from posapp.domain.rights import Actor
from posapp.domain.topics import Saved, Topic
from posapp.i18n import plural
from posapp.ui.context import UiContext
from posapp.ui.models.quick_lines import ShownLine
from posapp.ui.pages.base import Page
from posapp.ui.quick_feed import QuickFeed
from posapp.ui.quick_questions import questions_of
from posapp.ui.tasks import Progress
from posapp.ui.verbs import verb_of
from posapp.ui.widgets.progress_strip import ProgressStrip
from posapp.ui.widgets.quick_question import QuickQuestion

if TYPE_CHECKING:
    from posapp.services.bundle import Services
    from posapp.services.quick_add import QuickAdd

CHANGES: Final = frozenset({Topic.EVENTS, Topic.LEDGER, Topic.CONTROLS})

Correction = tuple[int, QuickLine, str]
Tape = tuple[int | None, Money | None, str]
Answers = Mapping[int, frozenset[str]]
"""Codes of concerns that were said yes to, by line."""


@dataclass(frozen=True, slots=True)
class Corrections:
    """What is stored before a run: texts by line, and the tape, each with its request id."""

    rows: Sequence[Correction] = ()
    tape: Tape | None = None


class QuickRun(QObject):
    """Work on one batch; ``changed`` says when it begins and ends, ``shown`` carries its view.

    ``settled`` carries rows that got their outcome while it goes on.
    """

    changed = Signal()
    kept = Signal()
    shown = Signal(object)
    settled = Signal(object)

    def __init__(
        self, context: UiContext, page: Page, strip: ProgressStrip, question: QuickQuestion
    ) -> None:
        """Make it without a batch.

        Args:
            context: the surroundings.
            page: where errors are shown.
            strip: shows how far it is and stops it.
            question: asks what must be confirmed.
        """
        super().__init__(page)
        self._context, self._page, self._strip = context, page, strip
        self._question = question
        self.batch: BatchView | None = None
        self._progress: Progress | None = None
        self._running = self._stopped = False
        strip.stopped.connect(self.stop)

    @property
    def is_running(self) -> bool:
        """Whether rows are being carried out."""
        return self._running

    @property
    def was_stopped(self) -> bool:
        """Whether somebody stopped the last run."""
        return self._stopped

    @property
    def _quick(self) -> "QuickAdd":
        return self._context.services.quick_add

    def create(
        self, header: QuickHeader, rows: Sequence[QuickLine], request_id: str, most: int | None
    ) -> None:
        """Keep rows as a batch, then carry them out; nothing is kept when the tape differs."""
        start = partial(self._quick.start, header, rows, request_id, self._actor, most=most)
        self._begin(len(rows))
        self._context.runner.run(self._page, start, self._on_kept, self._on_refused, "imports")

    def go_on(self, shown: Sequence[ShownLine], header: QuickHeader) -> None:
        """Carry out what is shown and not settled, with what was corrected meanwhile.

        That are texts of rows, and the tape. A row that was emptied is not shown any more, so it is
        not taken, whatever it said before.
        """
        batch = self.batch
        if batch is None:
            return
        wanted = {one.result.line for one in shown if one.result is not None}
        lines = [one.line for one in batch.rows if not one.is_settled and one.line in wanted]
        corrections = Corrections(corrections_of(shown), _tape_of(batch, header))
        self._carry_out(batch.id, corrections, lines=lines, control_id=header.control_id)

    def stop(self) -> None:
        """Ask to stop before the next group, or before the first one."""
        self._stopped = True
        if self._progress is not None:
            self._progress.cancel()

    def take_view(self, view: BatchView) -> None:
        """The batch as it is after rows were given up; corrected texts and questions of others stay."""
        before = () if self.batch is None else self.batch.rows
        asked = {one.line: one.concerns for one in before}
        rows = tuple(
            one if one.outcome else replace(one, concerns=asked.get(one.line, ()))
            for one in view.rows
        )
        self.batch = view = replace(view, rows=rows)
        for one in rows:
            if one.outcome is Outcome.GIVEN_UP:
                self._question.withdraw(one.line)
        self.settled.emit(rows)
        if view.is_finished:
            self.shown.emit(view)
        self.changed.emit()
        self._context.signals.data_changed.emit(CHANGES)

    def forget(self) -> None:
        """Be ready for the next batch."""
        self.batch, self._stopped = None, False
        self._question.clear()

    @property
    def _actor(self) -> Actor:
        return self._context.actor

    def _begin(self, rows: int) -> None:
        self._running, self._stopped = True, False
        self._question.clear()
        words = plural("Creating {n} row", "Creating {n} rows", rows)
        self._strip.start(words.format(n=self._context.formats.count(rows)))
        self.changed.emit()

    def _end(self) -> None:
        self._running, self._progress = False, None
        self._strip.finish()
        self.changed.emit()

    def _on_kept(self, saved: Saved[BatchId]) -> None:
        self.kept.emit()
        self._carry_out(saved.value, Corrections())

    def _on_refused(self, error: BaseException) -> None:
        self._end()
        self._context.failures.present(error, self._page)

    def _carry_out(self, batch_id: BatchId, corrections: "Corrections", **how: Any) -> None:
        runner = self._context.runner
        if not self._running:
            self._begin(len(how.get("lines") or ()))
        self._progress = runner.progress(self._page, self._strip.show_moved)
        if self._stopped:
            self._progress.cancel()
        feed = QuickFeed(partial(self._read_rows, batch_id), self._tell)
        quick, given = self._quick, {"progress": self._progress, "settled": feed, **how}
        run = partial(quick.run, batch_id, self._actor, **given)
        work = partial(_corrected, self._context.services, batch_id, corrections, self._actor, run)
        failed = partial(self._on_failed, batch_id)
        done = partial(self._on_done, how.get("answers", {}))
        runner.run(self._page, work, done, failed, "imports", self._progress)

    def _read_rows(self, batch_id: BatchId, lines: Sequence[int]) -> Sequence[RowResult]:
        """On the worker: rows as they are now."""
        return self._quick.rows(batch_id, lines, self._actor)

    def _tell(self, rows: Sequence[RowResult]) -> None:
        """On the worker: hand rows to the window, which may be gone."""
        if isValid(self):
            self.settled.emit(rows)

    def _on_done(self, said: Answers, view: BatchView) -> None:
        self._show(view)
        self._ask(view, said)

    def _on_failed(self, batch_id: BatchId, error: BaseException) -> None:
        """Show what is in, then say what stopped it."""
        self._end()
        show = partial(self._quick.show, batch_id, self._actor)
        self._context.runner.run(self._page, show, self._show, self._page.on_failed)
        again = partial(self._carry_out, batch_id, Corrections())
        self._context.failures.present(error, self._page, retry=again)

    def _show(self, view: BatchView) -> None:
        self.batch = view
        if self._running:
            self._end()
        self.shown.emit(view)
        self._context.signals.data_changed.emit(CHANGES)

    def _ask(self, view: BatchView, said: Answers) -> None:
        """One question for the whole batch: every concern with the rows that it is about.

        A yes holds for the rows that it was asked of, since another one may raise the same concern
        later; it is added to what they were asked in this run before.
        """
        asked = [one for one in view.rows if one.concerns]
        if not asked:
            return
        codes = {one.line: frozenset(found.code for found in one.concerns) for one in asked}
        answers = {line: said.get(line, frozenset()) | new for line, new in codes.items()}
        words = plural("{n} row needs your answer", "{n} rows need your answer", len(asked))
        lines = list(answers)
        again = partial(self._carry_out, view.id, Corrections(), answers=answers, lines=lines)
        self._question.ask(
            words.format(n=self._context.formats.count(len(asked))),
            questions_of(asked, self._context.texts, self._context.formats),
            verb_of(frozenset().union(*codes.values())),
            again,
            frozenset(codes),
        )


def corrections_of(lines: Sequence[ShownLine]) -> tuple[Correction, ...]:
    """Rows of a batch whose texts were changed since it was kept, with a request id each."""
    return tuple(
        (one.result.line, one.row, new_request_id())
        for one in lines
        if one.edited and one.result is not None
    )


def _tape_of(batch: BatchView, header: QuickHeader) -> Tape | None:
    """The tape when it is another one than the batch has."""
    tape = header.tape_count, header.tape_total
    return None if tape == (batch.tape_count, batch.tape_total) else (*tape, new_request_id())


def _corrected(
    services: "Services",
    batch_id: BatchId,
    corrections: Corrections,
    actor: Actor,
    run: Callable[[], BatchView],
) -> BatchView:
    """Store what was corrected, then carry out; runs off the GUI thread."""
    for line, row, request_id in corrections.rows:
        services.quick_add.correct(batch_id, line, row, actor, request_id)
    if corrections.tape is not None:
        count, total, request_id = corrections.tape
        services.quick_settling.correct_tape(batch_id, count, total, actor, request_id)
    return run()
