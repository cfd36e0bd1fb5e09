"""File > Import: choose, look at what would happen, then import in one transaction (T12, T13).

A file is looked at as soon as it and its profile are chosen; nothing is written before *Import*.
Reading runs on the ``reports`` lane, recording on ``db``; both show how far they are and stop on
request.
"""

from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar

from PySide6.QtWidgets import QHBoxLayout, QWidget
from shiboken6 import isValid

from posapp.domain.ids import new_request_id
from posapp.domain.imports import ImportOutlook, ImportReport
from posapp.domain.topics import Saved
from posapp.errors import Refused
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.models.import_lists import credit_words
from posapp.ui.pages.base import Page
from posapp.ui.shortcuts import Key
from posapp.ui.tasks import Progress
from posapp.ui.theme import GRID, dp
from posapp.ui.tokens import Tone
from posapp.ui.widgets.banner import Notice
from posapp.ui.widgets.buttons import KeyButton
from posapp.ui.widgets.import_choice import Chosen, ImportChoice
from posapp.ui.widgets.import_outlook import ImportFigures, ImportTables
from posapp.ui.widgets.progress_strip import ProgressStrip

_STOPPED = "M-84"


class ImportPage(Page):
    """Imports accounts, bills, payable items or rates."""

    KIND: ClassVar[str] = "import"
    SHOWS_DRAWER: ClassVar[bool] = False

    def __init__(self, context: UiContext, number: int = 0) -> None:
        super().__init__(context, number)
        self._chosen: Chosen | None = None
        self._request_id = new_request_id()
        self._run = 0
        self._progress: Progress | None = None
        self._is_writing = False
        self._may_import = False
        self._has_outlook = False
        self._currency = ""
        self._focused: QWidget | None = None
        self.choice = ImportChoice(context)
        self.figures = ImportFigures(context)
        self.tables = ImportTables(context, self.figures)
        self.strip = ProgressStrip()
        self.dry_run = KeyButton(_("Dry run"), self._on_dry_run, name="dry_run")
        self.import_button = KeyButton(
            _("Import"), self._on_import, key=Key.MAIN_ACTION, shortcuts=context.shortcuts,
            kind="primary", name="import",
        )  # fmt: skip
        self._lay_out()
        self._rest()
        self.show_title(_("Import"))
        self.choice.kind_changed.connect(self._read_profiles)
        self.choice.changed.connect(self._on_chosen)
        self.strip.stopped.connect(self._on_stop)

    @property
    def working(self) -> str:
        """The import that is being written: it goes on whatever page is shown."""
        return self.strip.words.text() if self._is_writing else ""

    def load(self) -> None:
        """Read the profiles of the kind that is chosen."""
        self._read_profiles(self.choice.kind.value())

    def focus_first(self) -> None:
        """Start with what to import."""
        self.choice.kind.setFocus()

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Keys of this page."""
        return ((_("Import"), self.import_button.hint),)

    def show_field_error(self, field: str, sentence: str) -> bool:
        """Faults of file, profile and stand-in date stand at their fields."""
        return self.choice.show_error(field, sentence)

    def _lay_out(self) -> None:
        footer = QHBoxLayout()
        footer.setSpacing(dp(GRID))
        footer.addWidget(self.strip, 1)
        footer.addWidget(self.dry_run)
        footer.addWidget(self.import_button)
        self.body.addWidget(self.choice)
        self.body.addWidget(self.tables, 1)
        self.foot.addLayout(footer)

    def _read_profiles(self, kind: str) -> None:
        services, actor = self.context.services, self.context.actor
        self.read(
            lambda: services.importing.profiles(kind, actor),
            self.choice.show_profiles,
        )

    def _on_chosen(self, chosen: Chosen | None) -> None:
        """Another file or profile: what stood here is about the old one."""
        self._chosen = chosen
        self._request_id = new_request_id()
        self._on_stop()
        self._progress = None
        self.strip.finish()
        self._run += 1
        self.show_notices(())
        self._may_import = self._has_outlook = False
        self._rest()
        self.figures.clear()
        self.tables.clear()
        self.tables.say_missing()
        if chosen is not None:
            self._look(chosen)

    def _look(self, chosen: Chosen) -> None:
        self.figures.say(_("Reading the file…"), chosen.file.name)
        self.tables.say_reading()
        preview, actor = self.context.services.importing.preview, self.context.actor
        work = partial(
            preview, chosen.kind, chosen.file, chosen.profile, actor, stand_in_date=chosen.stand_in
        )
        self._start(work, self._on_outlook, _("Reading {file}").format(
            file=chosen.file.name
        ))  # fmt: skip

    def _on_outlook(self, outlook: ImportOutlook) -> None:
        report, mapped = outlook.report, outlook.preview.mapped
        self._has_outlook = True
        self._currency = mapped.currency
        self.choice.show_stand_in(outlook.preview.stand_in)
        self.tables.show_outlook(outlook)
        self.figures.show_report(
            report, _("What the import would do"), _("Nothing is written yet.")
        )
        notices = [Notice(says, Tone.RED) for says in outlook.wrong_totals]
        if mapped.expected and report.rejected:
            notices.append(Notice(_(
                "The control totals speak for the whole file, so a file with rejected rows is not "
                "recorded. Correct the rows first."
            ), Tone.RED))  # fmt: skip
        elif report.rejected:
            notices.append(Notice(_(
                "The rejected rows will be left out; all others can be imported."
            ), Tone.AMBER))  # fmt: skip
        elif not report.added and not report.changed:
            notices.append(Notice(_("Everything in this file is here already."), Tone.BLUE))
        notices += [Notice(_(note), Tone.BLUE) for note in mapped.notes]
        self.show_notices(tuple(notices))
        self.tables.tabs.setCurrentIndex(1 if report.rejected else 0)
        wrong = any(notice.tone is Tone.RED for notice in notices)
        self._may_import = not wrong and bool(report.added or report.changed)
        self._rest()

    def _on_dry_run(self) -> None:
        self._send(dry_run=True, on_done=self._on_tried)

    def _on_import(self) -> None:
        self._send(dry_run=False, on_done=self._on_imported)

    def _send(self, *, dry_run: bool, on_done: Callable[[Any], None]) -> None:
        chosen = self._chosen
        if chosen is None:
            return
        words = _("Trying {file}") if dry_run else _("Importing {file}")
        work = partial(
            self.context.services.importing.run,
            chosen.kind,
            chosen.file,
            chosen.profile,
            self.context.actor,
            request_id=self._request_id,
            dry_run=dry_run,
            stand_in_date=chosen.stand_in,
        )
        self._is_writing = not dry_run
        self._start(work, on_done, words.format(file=chosen.file.name))

    def _on_tried(self, saved: Saved[ImportReport]) -> None:
        report = saved.value
        self.figures.show_report(report, _("Dry run"), _("Nothing was written."))
        self.tables.show_rejects(report.rejected)
        self._rest()

    def _on_imported(self, saved: Saved[ImportReport]) -> None:
        report = saved.value
        self._may_import = False
        self._request_id = new_request_id()
        at = self.context.formats.stamp(self.context.clock())
        self.figures.show_report(report, _("Imported"), at)
        self.tables.show_rejects(report.rejected)
        formats = self.context.formats
        says = _("{added} added, {changed} changed, {unchanged} unchanged, {rejected} rejected.")
        words = says.format(
            added=formats.count(report.added),
            changed=formats.count(report.changed),
            unchanged=formats.count(report.unchanged),
            rejected=formats.count(len(report.rejected)),
        )
        paid = credit_words(report, formats, self._currency)
        done = Notice(f"{words} {paid}".strip(), Tone.GREEN, word=_("Imported"))
        self.show_notices((done,))
        self._rest()
        self.work_ended.emit(done)

    def _start(self, work: Callable[..., Any], on_done: Callable[[Any], None], words: str) -> None:
        """Run a reading or a writing; only the newest one's answer is shown."""
        self._run += 1
        self._focused = self.window().focusWidget()
        runner = self.context.runner
        self._progress = runner.progress(self, self.strip.show_moved)
        self._progress.only_looks = not self._is_writing
        if not self._is_writing:
            # Nobody waits for a look of a page that is gone; what is being written goes on.
            self.destroyed.connect(self._progress.cancel)
        self.dry_run.setEnabled(False)
        self.import_button.setEnabled(False)
        self.choice.setEnabled(not self._is_writing)
        self.strip.start(words)
        runner.run(
            self,
            partial(work, progress=self._progress),
            partial(self._on_done, self._run, on_done),
            partial(self._on_run_failed, self._run),
            "imports",
            self._progress,
        )

    def _on_done(self, run: int, on_done: Callable[[Any], None], result: Any) -> None:
        if run == self._run:
            self._finish()
            on_done(result)

    def _on_run_failed(self, run: int, error: BaseException) -> None:
        if run != self._run:
            return
        was_writing = self._is_writing
        self._finish()
        self._rest()
        if was_writing:
            says = Notice(self.context.texts.of(error), Tone.AMBER, word=_("Not imported"))
            self.work_ended.emit(says)
        if not self._has_outlook:
            # What was chosen does not fit: the reason stands at its field.
            self.figures.say(
                _("This file cannot be read so"), _("Choose another file or another profile.")
            )
            self.tables.say_unreadable()
        if isinstance(error, Refused) and error.code == _STOPPED:
            self.show_notices((Notice(self.context.texts.of(error), Tone.BLUE),))
            return
        self.context.failures.present(error, self, retry=self._look_again)

    def _look_again(self) -> None:
        if self._chosen is not None:
            self._look(self._chosen)

    def _on_stop(self) -> None:
        if self._progress is not None:
            self._progress.cancel()

    def _finish(self) -> None:
        self._progress = None
        self._is_writing = False
        self.strip.finish()
        self.choice.setEnabled(True)
        # What is disabled loses the focus; it comes back to this page.
        if self._focused is not None and isValid(self._focused) and self.isVisible():
            self._focused.setFocus()

    def _rest(self) -> None:
        """Enable what can be done now."""
        self.import_button.setEnabled(self._may_import)
        self.dry_run.setEnabled(self._has_outlook)
