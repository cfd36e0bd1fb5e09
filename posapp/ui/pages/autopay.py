"""Automatic payments: what waits to be sent, the batches, and the day's job (AP-06, AP-13, AP-14)."""

from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final

from PySide6.QtWidgets import QHBoxLayout

from posapp.domain.autopay_batches import AutoPayBatch, AutoPayOverview
from posapp.domain.ids import short_id
from posapp.domain.topics import Saved, Topic
from posapp.i18n import _, plural
from posapp.ui.context import UiContext
from posapp.ui.leading import Way, lead
from posapp.ui.models.autopay_lists import batch_columns, waiting_columns
from posapp.ui.models.records import RecordTableModel
from posapp.ui.pages.base import Page
from posapp.ui.shortcuts import Key
from posapp.ui.theme import GRID, dp
from posapp.ui.tokens import Tone
from posapp.ui.widgets.banner import Notice
from posapp.ui.widgets.buttons import KeyButton
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.table import DataTable

if TYPE_CHECKING:
    from posapp.services.autopay_jobs import DayReport

_ROWS: Final = 3
_MOST_TOLD: Final = 3


class AutoPayPage(Page):
    """What waits on each route, and the batches that were sent."""

    KIND: ClassVar[str] = "autopay"
    TOPICS: ClassVar[frozenset[Topic]] = frozenset({Topic.EVENTS, Topic.CONTROLS})
    SHOWS_DRAWER: ClassVar[bool] = False

    def __init__(self, context: UiContext, number: int = 0) -> None:
        super().__init__(context, number)
        self.waiting = DataTable("autopay_waiting", _("Waits to be sent"))
        self.batches = DataTable("autopay_batches", _("Batches"))
        self.run_job = KeyButton(
            _("Run the day's job"), self._on_run, key=Key.MAIN_ACTION, shortcuts=context.shortcuts,
            kind="primary", name="run_job",
        )  # fmt: skip
        self._lay_out()
        waits = (Way(_("Open the debits that wait"), "waiting_debits", 0),)
        lead(context, self.waiting, lambda _one: waits, lambda one: one.route)
        lead(context, self.batches, _ways, lambda one: short_id(one.control_id))
        self.show_title(_("Automatic payments"))

    def load(self) -> None:
        """Read both lists."""
        overview = self.context.services.autopay_batches.overview
        self.read(partial(overview, self.context.actor), self._on_overview)

    def focus_first(self) -> None:
        """Start in the batches."""
        self.batches.setFocus()

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Keys of this page."""
        return (
            (_("Make, freeze, send and balance what is due"), self.run_job.hint),
            (_("Open the debits that wait, or the tender control of a batch"), "Enter"),
        )

    def _lay_out(self) -> None:
        formats, state = self.context.formats, self.context.state
        waiting = Card(_("Waits to be sent"))
        self.waiting.set_model(RecordTableModel(waiting_columns(formats), (), self.waiting), state)
        self.waiting.set_empty_text(_("Nothing waits"), _("Every automatic payment was sent."))
        self.waiting.keep_rows(_ROWS)
        waiting.add(self.waiting)
        batches = Card(_("Batches"), grow=True)
        self.batches.set_model(RecordTableModel(batch_columns(formats), (), self.batches), state)
        self.batches.set_empty_text(_("No batches yet"), _("The job makes one of what is due."))
        self.batches.keep_rows(_ROWS)
        batches.add(self.batches, 1)
        self.body.addWidget(waiting)
        self.body.addWidget(batches, 1)
        footer = QHBoxLayout()
        footer.setSpacing(dp(GRID))
        footer.addStretch(1)
        footer.addWidget(self.run_job)
        self.foot.addLayout(footer)

    def _on_overview(self, seen: AutoPayOverview) -> None:
        self.run_job.setEnabled(True)
        self.waiting.show_records(seen.waiting, lambda one: one.route)
        self.waiting.fit_rows(_ROWS, 1)
        self.batches.show_records(seen.batches, lambda one: one.control_id)
        if self.batches.current_record() is None and seen.batches:
            self.batches.select_line(0)

    def _on_run(self) -> None:
        self.run_job.setEnabled(False)
        jobs, actor = self.context.services.autopay_jobs, self.context.actor
        work = partial(jobs.run_saved, actor)
        self.context.runner.run(self, work, self._on_report, self._on_run_failed)

    def _on_run_failed(self, error: BaseException) -> None:
        self.run_job.setEnabled(True)
        self.on_failed(error)

    def _on_report(self, saved: "Saved[DayReport]") -> None:
        self.show_notices(self._notices(saved.value))
        self.load()

    def _notices(self, report: "DayReport") -> tuple[Notice, ...]:
        """What the job did, and the first things that it could not do."""
        count = self.context.formats.count
        made, frozen = len(report.created), len(report.frozen)
        sent, balanced = len(report.sent), len(report.balanced)
        words = _("{made} made, {frozen} frozen, {sent} sent as batches, {balanced} balanced.")
        says = words.format(
            made=count(made), frozen=count(frozen), sent=count(sent), balanced=count(balanced)
        )
        if not (made or frozen or sent or balanced):
            says = _("Nothing was due.")
        failures = [one.message for one in report.failed]
        failures += [one.message for one in report.failed_batches]
        if not failures:
            return (Notice(says, Tone.GREEN, stays=True),)
        more = len(failures)
        told = plural("{n} could not be done:", "{n} could not be done:", more)
        first = " ".join(failures[:_MOST_TOLD])
        return (Notice(f"{says} {told.format(n=count(more))} {first}", Tone.AMBER, stays=True),)


def _ways(one: AutoPayBatch) -> tuple[Way, ...]:
    return (Way(_("Open tender control"), "control", one.control_id),)
