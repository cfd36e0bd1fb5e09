"""Payroll: deductions that wait, batches as files, and what payroll answered (ML-5)."""

from functools import partial
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout

from posapp.domain.ids import new_request_id
from posapp.domain.payroll import PayrollBatch, PayrollExport, PayrollPreview
from posapp.domain.rights import Right
from posapp.domain.topics import Saved, Topic
from posapp.i18n import _, plural
from posapp.ui.context import UiContext
from posapp.ui.dialogs.payroll_answer import PayrollAnswerDialog
from posapp.ui.file_choosing import choose_table_file
from posapp.ui.models.payroll_lists import deduction_columns, payroll_batch_columns
from posapp.ui.models.records import RecordTableModel
from posapp.ui.pages.base import Page
from posapp.ui.shortcuts import Key
from posapp.ui.theme import GRID, dp
from posapp.ui.tokens import Tone
from posapp.ui.widgets.banner import Notice
from posapp.ui.widgets.buttons import KeyButton
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.date_edit import DateEdit
from posapp.ui.widgets.labelled_field import LabelledField
from posapp.ui.widgets.looks import text_label
from posapp.ui.widgets.table import DataTable

if TYPE_CHECKING:
    from datetime import date

    from posapp.domain.rights import Actor
    from posapp.services.bundle import Services

_ROWS: Final = 4
_FIELD: Final = 180


class PayrollPage(Page):
    """What no batch has taken yet, and the batches."""

    KIND: ClassVar[str] = "payroll"
    TOPICS: ClassVar[frozenset[Topic]] = frozenset({Topic.MAILS, Topic.EVENTS})
    SHOWS_DRAWER: ClassVar[bool] = False

    def __init__(self, context: UiContext, number: int = 0) -> None:
        super().__init__(context, number)
        self._request = new_request_id()
        self._previews: tuple[PayrollPreview, ...] = ()
        self.until = DateEdit(context.formats, context.today)
        self.sums = text_label("", "subtitle", wrap=True)
        self.waiting = DataTable("payroll_waiting", _("Deductions"))
        self.batches = DataTable("payroll_batches", _("Batches"))
        self.export = KeyButton(
            _("Make a batch\u2026"), self._on_export, key=Key.MAIN_ACTION,
            shortcuts=context.shortcuts, kind="primary", name="export_payroll",
        )  # fmt: skip
        self.answer = KeyButton(_("Acknowledge\u2026"), self._on_answer, name="payroll_answer")
        self.again = KeyButton(_("Write again\u2026"), self._on_again, name="write_again")
        for button in (self.export, self.answer):
            button.offer(context.actor.may(Right.EXPORT_LEDGER))
        for button, key in ((self.answer, "F4"), (self.again, "Ctrl+R")):
            button.bind_key(QKeySequence(key))
            button.show_hint(key)
            button.rests_at = self.batches
        self._lay_out()
        self.until.set_value(context.today())
        self.until.value_changed.connect(lambda _day: self.load())
        self.batches.current_changed.connect(lambda _one: self._enable())
        self.batches.chosen.connect(lambda _one: self._on_answer())
        self.show_title(_("Payroll"))

    def load(self) -> None:
        """Look ahead at the batches, and read those that were made."""
        day = self.until.value()
        if day is None:
            return
        services, actor = self.context.services, self.context.actor
        self.read(partial(_look, services, actor, day), self._on_seen, "reports")

    def focus_first(self) -> None:
        """Start in the last day of the period."""
        self.until.setFocus()

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Keys of this page."""
        shown = (self.export, self.answer, self.again)
        return tuple((one.text(), one.hint) for one in shown if not one.isHidden())

    def write_to(self, path: Path) -> None:
        """Make the batches and write them; the same press twice makes them once (D-21)."""
        batches, actor = self.context.services.payroll_batches, self.context.actor
        request, until = self._request, self.until.value()

        def work() -> Saved[tuple[PayrollExport, ...]]:
            # Before a batch is made: a file that cannot be written must not use one up.
            batches.check_file(path)
            saved = batches.make(request, actor, until)
            batches.write(saved.value, path)
            return saved

        self.export.setEnabled(False)
        self.context.runner.run(self, work, partial(self._on_written, path), self._on_not_written)

    def write_again(self, batch: PayrollBatch, path: Path) -> None:
        """Write a batch with the same deductions as the first time."""
        batches, actor = self.context.services.payroll_batches, self.context.actor

        def work() -> None:
            batches.check_file(path)
            batches.write((batches.batch(batch.number, actor),), path)

        says = _("Batch {number} was written to {file}.").format(number=batch.number, file=path)
        done = partial(self._say, says)
        self.context.runner.run(self, work, lambda _none: done(), self.on_failed)

    def _lay_out(self) -> None:
        formats, state = self.context.formats, self.context.state
        waiting = Card(_("Waits for a batch"), grow=True)
        line = QHBoxLayout()
        line.setSpacing(dp(2 * GRID))
        field = LabelledField("until", _("Until"), self.until, room=False)
        field.setFixedWidth(dp(_FIELD))
        line.addWidget(field)
        line.addWidget(self.sums, 1)
        self.waiting.set_model(
            RecordTableModel(deduction_columns(formats), (), self.waiting), state
        )
        self.waiting.set_empty_text(
            _("Nothing waits"), _("Checkouts that payroll pays for come here.")
        )
        waiting.add(line)
        waiting.add(self.waiting, 1)
        batches = Card(_("Batches"), grow=True)
        batches.aside.addWidget(self.answer)
        batches.aside.addWidget(self.again)
        columns = payroll_batch_columns(formats, self.context.today)
        self.batches.set_model(RecordTableModel(columns, (), self.batches), state)
        self.batches.set_empty_text(_("No batch yet"), _("The first one is number 1."))
        batches.add(self.batches, 1)
        for table in (self.waiting, self.batches):
            table.keep_rows(_ROWS)
        self.body.addWidget(waiting, 1)
        self.body.addWidget(batches, 1)
        footer = QHBoxLayout()
        footer.addStretch(1)
        footer.addWidget(self.export)
        self.foot.addLayout(footer)
        self._enable()

    def _on_seen(self, seen: "tuple[tuple[PayrollPreview, ...], tuple[PayrollBatch, ...]]") -> None:
        self._previews, batches = seen
        lines = [line for one in self._previews for line in one.lines]
        self.waiting.show_records(lines, attrgetter("id"))
        self.batches.show_records(batches, attrgetter("id"))
        self.sums.setText("\n".join(map(self._sum, self._previews)))
        self._enable()

    def _sum(self, one: PayrollPreview) -> str:
        """Count and control total of a currency."""
        formats, n = self.context.formats, len(one.lines)
        says = plural(
            "{currency}: {n} deduction, control total {amount}",
            "{currency}: {n} deductions, control total {amount}",
            n,
        )
        amount = formats.money(one.amount, one.currency)
        return says.format(currency=one.currency, n=formats.count(n), amount=amount)

    def _batch(self) -> PayrollBatch | None:
        found: PayrollBatch | None = self.batches.current_record()
        return found

    def _enable(self) -> None:
        batch = self._batch()
        self.export.setEnabled(bool(self._previews))
        self.again.setEnabled(batch is not None)
        self.answer.setEnabled(batch is not None and batch.acknowledged_at is None)

    def _on_export(self) -> None:
        day = self.until.value()
        if day is not None and self._previews:
            self._choose(f"payroll-{day.isoformat()}", self.write_to)

    def _on_again(self) -> None:
        batch = self._batch()
        if batch is not None:
            self._choose(f"payroll-batch-{batch.number}", partial(self.write_again, batch))

    def _choose(self, file: str, then: object) -> None:
        choose_table_file(self, _("Hand over to payroll"), "payroll_file", file, then)  # type: ignore[arg-type]

    def _on_answer(self) -> None:
        batch = self._batch()
        if batch is None or self.answer.isHidden() or not self.answer.isEnabled():
            return
        dialog = PayrollAnswerDialog(self.context, batch, self.window())
        dialog.completed.connect(lambda _saved: self.load())
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_written(self, path: Path, saved: Saved[tuple[PayrollExport, ...]]) -> None:
        self._request = new_request_id()
        numbers = ", ".join(str(one.batch.number) for one in saved.value)
        says = plural(
            "Batch {numbers} was written to {file}.",
            "Batches {numbers} were written to {file}.",
            len(saved.value),
        )
        self._say(says.format(numbers=numbers, file=path))
        self.load()

    def _on_not_written(self, error: BaseException) -> None:
        self._enable()
        self.on_failed(error)

    def _say(self, words: str) -> None:
        self.show_notices((Notice(words, Tone.GREEN, stays=True),))


def _look(
    services: "Services", actor: "Actor", day: "date"
) -> "tuple[tuple[PayrollPreview, ...], tuple[PayrollBatch, ...]]":
    """Look ahead and read the batches; runs off the GUI thread."""
    batches = services.payroll_batches
    return batches.preview(actor, day), batches.batches(actor)
