"""Hand the ledger over to finance: look ahead, write a file, write a batch again (16, 17)."""

from collections.abc import Callable
from functools import partial
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final, TypeVar

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout

from posapp.domain.ids import new_request_id
from posapp.domain.ledger_export import LedgerBatch, LedgerExport, LedgerPreview
from posapp.domain.rights import Right
from posapp.domain.topics import Saved, Topic
from posapp.errors import Refused
from posapp.i18n import _, plural
from posapp.ui.context import UiContext
from posapp.ui.file_choosing import choose_table_file
from posapp.ui.models.ledger_lists import account_columns, ledger_batch_columns, to_account_lines
from posapp.ui.models.records import RecordTableModel
from posapp.ui.pages.base import Page
from posapp.ui.shortcuts import Key
from posapp.ui.tasks import Progress
from posapp.ui.theme import GRID, dp
from posapp.ui.tokens import Tone
from posapp.ui.widgets.badges import PillStrip
from posapp.ui.widgets.banner import Notice
from posapp.ui.widgets.buttons import KeyButton
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.date_edit import DateEdit
from posapp.ui.widgets.labelled_field import LabelledField
from posapp.ui.widgets.looks import text_label
from posapp.ui.widgets.progress_strip import ProgressStrip
from posapp.ui.widgets.table import DataTable

if TYPE_CHECKING:
    from datetime import date

    from posapp.domain.rights import Actor
    from posapp.services.bundle import Services

_ROWS: Final = 4
_STOPPED: Final = "M-285"
T = TypeVar("T")
_FIELD: Final = 180


class LedgerExportPage(Page):
    """What no batch has taken yet, and the batches."""

    KIND: ClassVar[str] = "ledger_export"
    TOPICS: ClassVar[frozenset[Topic]] = frozenset({Topic.LEDGER})
    SHOWS_DRAWER: ClassVar[bool] = False

    def __init__(self, context: UiContext, number: int = 0) -> None:
        super().__init__(context, number)
        self._request = new_request_id()
        self._previews: tuple[LedgerPreview, ...] = ()
        self.until = DateEdit(context.formats, context.today)
        self.totals = PillStrip()
        self.sums = text_label("", "subtitle", wrap=True)
        self.accounts = DataTable("ledger_accounts", _("Ledger accounts"))
        self.batches = DataTable("ledger_batches", _("Batches"))
        self.export = KeyButton(
            _("Export\u2026"), self._on_export, key=Key.MAIN_ACTION, shortcuts=context.shortcuts,
            kind="primary", name="export_ledger",
        )  # fmt: skip
        self.export.offer(context.actor.may(Right.EXPORT_LEDGER))
        self.again = KeyButton(_("Write again\u2026"), self._on_again, name="write_again")
        self.again.bind_key(QKeySequence("Ctrl+R"))
        self.again.show_hint("Ctrl+R")
        self.again.rests_at = self.batches
        self.strip = ProgressStrip()
        self._progress: Progress | None = None
        self._lay_out()
        self.until.set_value(context.today())
        self.until.value_changed.connect(lambda _day: self.load())
        self.batches.current_changed.connect(lambda _one: self._rest())
        self.strip.stopped.connect(self._on_stop)
        self.batches.chosen.connect(lambda _one: self._on_again())
        self.show_title(_("Ledger export"))

    def load(self) -> None:
        """Look ahead at the export, and read the batches."""
        day = self.until.value()
        if day is None:
            return
        services, actor = self.context.services, self.context.actor
        self.read(partial(_look, services, actor, day), self._on_seen, "reports")

    def focus_first(self) -> None:
        """Start in the last day of the export."""
        self.until.setFocus()

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Keys of this page."""
        shown = (self.export, self.again)
        return tuple((one.text(), one.hint) for one in shown if not one.isHidden())

    @property
    def working(self) -> str:
        """The export that is being written: it goes on whatever page is shown."""
        return self.strip.words.text() if self._progress is not None else ""

    def write_to(self, path: Path) -> None:
        """Make the batches and write them; the same press twice makes them once (D-21)."""
        exports, actor = self.context.services.ledger_exports, self.context.actor
        request, until = self._request, self.until.value()

        def work(progress: Progress) -> Saved[tuple[LedgerExport, ...]]:
            # Before a batch is made: a file that cannot be written must not use one up.
            exports.check_file(path)
            saved = exports.export(request, actor, until, progress)
            exports.write(saved.value, path, progress)
            return saved

        self._start(work, partial(self._on_written, path))

    def write_again(self, batch: LedgerBatch, path: Path) -> None:
        """Write a batch with the same lines as the first time."""
        exports, actor = self.context.services.ledger_exports, self.context.actor

        def work(progress: Progress) -> None:
            exports.check_file(path)
            exports.write((exports.batch(batch.number, actor, progress),), path, progress)

        says = _("Batch {number} was written to {file}.").format(number=batch.number, file=path)
        self._start(work, lambda _none: self._say(says))

    def _start(self, work: Callable[[Progress], T], on_done: Callable[[T], object]) -> None:
        """Write on the lane of files, so that what people look up meanwhile does not wait."""
        runner = self.context.runner
        progress = self._progress = runner.progress(self, self.strip.show_moved)
        self._rest()
        self.strip.start(_("Writing the ledger\u2026"))

        def done(result: T) -> None:
            self._finish()
            on_done(result)

        runner.run(self, partial(work, progress), done, self._on_not_written, "imports", progress)

    def _finish(self) -> None:
        self._progress = None
        self.strip.finish()
        self._rest()

    def _rest(self) -> None:
        """Enable what can be done now; one file is written at a time."""
        idle = self._progress is None
        self.export.setEnabled(idle and bool(self._previews))
        self.again.setEnabled(idle and self.batches.current_record() is not None)

    def _on_stop(self) -> None:
        if self._progress is not None:
            self._progress.cancel()

    def _lay_out(self) -> None:
        formats, state = self.context.formats, self.context.state
        waiting = Card(_("Waits to be exported"), grow=True)
        line = QHBoxLayout()
        line.setSpacing(dp(2 * GRID))
        field = LabelledField("until", _("Until"), self.until, room=False)
        field.setFixedWidth(dp(_FIELD))
        line.addWidget(field)
        line.addWidget(self.sums, 1)
        line.addWidget(self.totals)
        columns = account_columns(formats)
        self.accounts.set_model(RecordTableModel(columns, (), self.accounts), state)
        self.accounts.set_empty_text(
            _("Nothing waits"), _("Everything up to that day was exported.")
        )
        waiting.add(line)
        waiting.add(self.accounts, 1)
        batches = Card(_("Batches"), _("Newest first"), grow=True)
        batches.aside.addWidget(self.again)
        listed = ledger_batch_columns(formats)
        self.batches.set_model(RecordTableModel(listed, (), self.batches), state)
        self.batches.set_empty_text(_("No batch yet"), _("The first export makes number 1."))
        batches.add(self.batches, 1)
        for table in (self.accounts, self.batches):
            table.keep_rows(_ROWS)
        self.body.addWidget(waiting, 1)
        self.body.addWidget(batches, 1)
        footer = QHBoxLayout()
        footer.addWidget(self.strip, 1)
        footer.addWidget(self.export)
        self.foot.addLayout(footer)
        self._rest()

    def _on_seen(self, seen: "tuple[tuple[LedgerPreview, ...], tuple[LedgerBatch, ...]]") -> None:
        self._previews, batches = seen
        self.accounts.show_records(
            to_account_lines(self._previews), lambda one: (one.currency, one.totals)
        )
        self.batches.show_records(batches, attrgetter("id"))
        self._rest()
        self.sums.setText("\n".join(map(self._sum, self._previews)))
        even = all(one.debits == one.credits for one in self._previews)
        state = (_("Debits equal credits"), Tone.GREEN) if even else (_("Not even"), Tone.RED)
        self.totals.show_states([state] if self._previews else [])

    def _sum(self, one: LedgerPreview) -> str:
        """The control totals of a currency."""
        formats = self.context.formats
        says = plural(
            "{currency}: {n} line, debits {debits}, credits {credits}",
            "{currency}: {n} lines, debits {debits}, credits {credits}",
            one.lines,
        )
        return says.format(
            currency=one.currency,
            n=formats.count(one.lines),
            debits=formats.money(one.debits, one.currency),
            credits=formats.money(one.credits, one.currency),
        )

    def _on_export(self) -> None:
        day = self.until.value()
        if day is not None and self._previews:
            self._choose(f"ledger-{day.isoformat()}", self.write_to)

    def _on_again(self) -> None:
        batch: LedgerBatch | None = self.batches.current_record()
        if batch is not None:
            self._choose(f"ledger-batch-{batch.number}", partial(self.write_again, batch))

    def _choose(self, name: str, then: Callable[[Path], object]) -> None:
        """Ask for the file."""
        choose_table_file(self, _("Export the ledger"), "ledger_file", name, then)

    def _on_written(self, path: Path, saved: Saved[tuple[LedgerExport, ...]]) -> None:
        self._request = new_request_id()
        numbers = ", ".join(str(one.batch.number) for one in saved.value)
        n = len(saved.value)
        says = plural(
            "Batch {numbers} was written to {file}.", "Batches {numbers} were written to {file}.", n
        )
        self._say(says.format(numbers=numbers, file=path))
        self.load()

    def _on_not_written(self, error: BaseException) -> None:
        """Show why, wherever the user is; a batch that was made stands in the list."""
        self._finish()
        self.work_ended.emit(Notice(self.context.texts.of(error), Tone.AMBER))
        if isinstance(error, Refused) and error.code == _STOPPED:
            # Its lines are in a batch: the next press is another request.
            self._request = new_request_id()
            self.show_notices((Notice(self.context.texts.of(error), Tone.BLUE),))
            self.load()
        else:
            self.on_failed(error)

    def _say(self, words: str) -> None:
        done = Notice(words, Tone.GREEN, stays=True)
        self.show_notices((done,))
        self.work_ended.emit(done)


def _look(
    services: "Services", actor: "Actor", day: "date"
) -> "tuple[tuple[LedgerPreview, ...], tuple[LedgerBatch, ...]]":
    """Look ahead and read the batches; runs off the GUI thread."""
    exports = services.ledger_exports
    return exports.preview(actor, day), exports.batches(actor)
