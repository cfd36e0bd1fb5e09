"""What both Quick Add pages share: head, grid, figures, create, receipts, the next batch.

*Create* keeps the rows as a batch and carries them out. Rows that are in are protected and lead to
their event; the others keep their text and say what is wrong (QA-8, QA-15, D-35).
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import ClassVar

from PySide6.QtCore import Qt, QTimer

from posapp.domain.ids import ControlId, new_request_id
from posapp.domain.quick_add import BatchId, BatchView, QuickHeader, QuickKind
from posapp.i18n import _, plural
from posapp.ui.context import UiContext
from posapp.ui.models.quick_lines import ShownLine
from posapp.ui.pages.base import Page
from posapp.ui.quick_gate import QuickGate
from posapp.ui.quick_giving_up import QuickGivingUp
from posapp.ui.quick_intake import QuickIntake
from posapp.ui.quick_keep import QuickKeep, Typed
from posapp.ui.quick_look_ups import QuickLookUps
from posapp.ui.quick_receipts import print_receipts
from posapp.ui.quick_run import QuickRun
from posapp.ui.quick_start import QuickStart, load_start, offer_of
from posapp.ui.quick_waiting import QuickWaiting
from posapp.ui.quick_words import ask_once, grid_keys, outcome_notice
from posapp.ui.widgets.quick_foot import QuickFoot
from posapp.ui.widgets.quick_head import QuickHead
from posapp.ui.widgets.quick_question import QuickQuestion
from posapp.ui.widgets.quick_rows import QuickRows


class QuickPage(Page):
    """Adds many payments at once; ``QUICK`` says whether rules or accounts are typed."""

    SHOWS_DRAWER: ClassVar[bool] = False
    QUICK: ClassVar[QuickKind]

    def __init__(self, context: UiContext, number: int, titles: tuple[str, str, str]) -> None:
        """Make the page of a batch, 0 for a new one, with heading, line under it, main button."""
        super().__init__(context, number)
        self._request_id = new_request_id()
        self._start: QuickStart | None = None
        self._waiting = False
        self._given_up = False
        title, subtitle, create = titles
        self.head = QuickHead(context, self.QUICK, title, subtitle)
        self.rows = QuickRows(context, self.QUICK)
        self.grid, self.table = self.rows.grid, self.rows.table
        self.buttons = QuickFoot(context, create)
        self.totals, self.strip = self.buttons.totals, self.buttons.strip
        self.question = QuickQuestion()
        self.question.listen(self)
        self.run = QuickRun(context, self, self.strip, self.question)
        self.drafts = QuickKeep(context, self._typed, self)
        self.look_ups = QuickLookUps(context, self.grid, self._control)
        self.intake = QuickIntake(self, self.QUICK, self.rows, self.look_ups)
        self.giving_up = QuickGivingUp(self, self.rows, self.run)
        self.gate = QuickGate(self, self.head, self.grid, self.run, self.question)
        self.waiting = QuickWaiting(self, self.QUICK, self.run)
        self._later = QTimer(self, singleShot=True, interval=0)
        self._lay_out()
        self._connect()
        self.show_title(title)
        self._rest()

    @property
    def working(self) -> str:
        """The batch that is being carried out: it goes on whatever page is shown."""
        return self.strip.words.text() if self.run.is_running else ""

    @property
    def unfinished(self) -> str:
        """Rows that are typed and not created, or not in yet."""
        open_rows = [one for one in self.grid.lines if not one.is_settled]
        if not open_rows or self.run.is_running or self._given_up:
            return ""
        words = plural("{n} row is not created.", "{n} rows are not created.", len(open_rows))
        return words.format(n=self.context.formats.count(len(open_rows)))

    def keep_work(self) -> Callable[[], object] | None:
        """Rows stay in hand; those of a batch are stored already (D-21)."""
        return _nothing

    def give_up(self) -> None:
        """Write what is typed, the open cell too."""
        self.table.commit_open_editor()
        self.drafts.write()
        self._given_up = True

    def load(self) -> None:
        """Read what rows start with, the batch to show, and what was left unfinished."""
        if self._start is not None:
            self.head.show_controls(self.context.drawer.state.controls, self.context.setup)
            self.waiting.look_again()
            return
        services, actor = self.context.services, self.context.actor
        batch = BatchId(self.number) if self.number else None
        self.read(partial(load_start, services, self.QUICK, batch, actor), self._on_start)

    def focus_first(self) -> None:
        """Start where the next row is typed."""
        self.table.setFocus()
        if not self.table.currentIndex().isValid():
            self.table.go_to_free_row()

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Keys of this page."""
        return (*grid_keys(), *self.rows.mend.keys(), *self.buttons.keys())

    def stop_work(self) -> bool:
        """The way back stops the run first; what is done stays done."""
        if self.run.is_running:
            self.strip.stop_button.click()
        return self.run.is_running

    def show_field_error(self, field: str, sentence: str) -> bool:
        """Faults of drawer, date and tape stand at their fields."""
        return self.head.show_error(field, sentence)

    def create_batch(self) -> None:
        """Write what is open, wait for its look-ups, then create all rows."""
        if self.run.is_running or self._waiting:
            return
        self.table.settle()
        header = self.head.tape(at_counter=self.run.batch is None)
        if header is None or not self.gate.opens(header, self.create_batch):
            return
        self._waiting = not self.grid.is_settled
        if self._waiting:
            self._rest()
            self.grid.settled.connect(self._on_settled, Qt.ConnectionType.SingleShotConnection)
            return
        self._send(header)

    def ask_clear(self) -> None:
        """Be ready for the next batch; rows that are not in are asked about (QA-8)."""
        says = self.unfinished
        if not says:
            self.clear_all()
            return
        ask_once(self, says, _("Clear the rows?"), _("Clear"), self.clear_all)

    def clear_all(self) -> None:
        """Throw the rows away and start with an empty grid."""
        self.drafts.forget()
        self._request_id = new_request_id()
        self.run.forget()
        self.head.clear()
        self.head.show_controls(self.context.drawer.state.controls, self.context.setup)
        self.show_notices(())
        self.drop_notice()
        self._fill()
        self._rest()
        self.table.go_to_free_row()
        self.table.setFocus()

    def _lay_out(self) -> None:
        self.body.addWidget(self.head)
        self.body.addWidget(self.question)
        self.body.addWidget(self.rows, 1)
        self.foot.addWidget(self.buttons)

    def _connect(self) -> None:
        buttons = self.buttons
        buttons.create_wanted.connect(self.create_batch)
        buttons.clear_wanted.connect(self.ask_clear)
        buttons.file_wanted.connect(self.intake.choose_file)
        buttons.print_wanted.connect(self._on_print)
        self.grid.row_edited.connect(self.look_ups.edited)
        self.rows.row_left.connect(self.look_ups.leave)
        self.rows.pasted.connect(self.intake.paste)
        self.grid.row_edited.connect(self._on_row_edited)
        for changed in (self.grid.edited, self.head.tape_changed):
            changed.connect(self._later.start)
        self._later.timeout.connect(self._on_edited)
        self.head.control_changed.connect(self._on_control)
        self.run.changed.connect(self._rest)
        self.run.kept.connect(self.drafts.forget)
        self.run.shown.connect(self._on_shown)
        self.run.settled.connect(self.grid.show_results)
        self.context.drawer.changed.connect(self.load)

    def _control(self) -> ControlId | None:
        return self.head.header().control_id

    def _typed(self) -> Typed | None:
        """What is in hand; nothing once it is a batch."""
        if self.run.batch is not None or self.grid.is_closed:
            return None
        return self.head.header(), self.grid.rows, self._request_id

    def _on_start(self, start: QuickStart) -> None:
        self._start = start
        self.head.show_controls(self.context.drawer.state.controls, self.context.setup)
        self.rows.offer_rules(start.rules)
        # Whoever types faster than the first read comes back loses nothing.
        self.table.commit_open_editor()
        early = self.grid.lines
        self._fill()
        if start.batch is not None:
            self._on_shown(start.batch)
            self.look_ups.ask_open()
            return
        if start.kept is not None:
            self._request_id = start.kept.request_id
            self.intake.take([ShownLine(row) for row in start.kept.rows])
            self.drafts.taken_up((self.head.header(), self.grid.rows, self._request_id))
        if early:
            self.intake.take(early)
        self.waiting.show(start)
        self.table.go_to_free_row()
        self.focus_first()

    def _fill(self) -> None:
        self.grid.start(offer_of(self._start, self.context.setup), self.head.currency)

    def _send(self, header: QuickHeader) -> None:
        self.drop_notice()
        if self.run.batch is None:
            self.grid.close()
            self.grid.rest(resting=True)
            self.run.create(header, self.grid.rows, self._request_id, self.grid.offer.limit)
        else:
            self.run.go_on(self.grid.lines, header)

    def _on_settled(self) -> None:
        self._waiting = False
        self._rest()
        self.create_batch()

    def _on_edited(self) -> None:
        self.totals.show_rows(self.grid.lines, self.head.header(), self.grid.currency)
        self.drafts.touch()
        self._given_up = False
        self._rest()

    def _on_row_edited(self, row: int) -> None:
        """What was asked about a row, or said of the whole, is over with another text."""
        result = self.grid.record(row).result
        self.question.withdraw(None if result is None else result.line)
        self.drop_notice()

    def _on_control(self) -> None:
        if self.run.batch is None:
            self.grid.currency = self.head.currency
            self._later.start()

    def _on_shown(self, view: BatchView) -> None:
        """Show how the rows came out and go to what needs attention."""
        self.run.batch = view
        self.grid.show_batch(view)
        self.head.show_batch(
            view.control_id,
            QuickHeader(view.kind, None, view.payment_date, view.tape_count, view.tape_total),
            finished=view.is_finished,
        )
        stopped = self.run.was_stopped
        ended = outcome_notice(view, self.context.formats, stopped=stopped)
        self.show_notices((ended,))
        self._rest()
        if view.is_finished:
            self.buttons.clear_button.setFocus()
        elif not (self.rows.go_to_wrong() or self.rows.go_to_next()):
            self.buttons.create_button.setFocus()
        if not self.isVisible():
            go = partial(self.context.open_page, self.KIND, self.number)
            self.work_ended.emit(replace(ended, action=_("Show"), on_action=go, stays=True))

    def _on_print(self) -> None:
        print_receipts(self, () if self.run.batch is None else self.run.batch.events)

    def _rest(self) -> None:
        """What can be done now."""
        idle = not self.run.is_running and not self._waiting
        self.grid.rest(resting=not idle)
        self.buttons.allow(self.grid.lines, idle=idle, closed=self.grid.is_closed)
        self.rows.allow(idle=idle)


def _nothing() -> None:
    """Everything is kept already."""
