"""What is done when the program itself fails: keep what is typed, save a bundle, begin anew (F25)."""

import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QProcess
from PySide6.QtWidgets import QFileDialog

from posapp.app import RESTART
from posapp.app.last_end import LastEnd, Running
from posapp.i18n import _
from posapp.late import part
from posapp.paths import log_dir
from posapp.settings import WorkstationSettings
from posapp.support import environment_secrets, versions
from posapp.ui.crash import CrashDialog, CrashReporter
from posapp.ui.dressing import dress_completions
from posapp.ui.formats import Formats
from posapp.ui.signals import AppSignals
from posapp.ui.tasks import Runner
from posapp.ui.tokens import Tone
from posapp.ui.widgets.banner import Notice

if TYPE_CHECKING:
    from posapp.ui.session import Session


class Failing(Protocol):
    """What the rescue needs of the program."""

    settings: WorkstationSettings
    crashes: CrashReporter
    runner: Runner
    signals: AppSignals
    session: "Session | None"


class Rescue(QObject):
    """Answers the buttons of the crash dialog, and knows how the program ended last time."""

    def __init__(self, program: Failing, leave: Callable[[int], object]) -> None:
        """Connect it.

        Args:
            program: what may fail.
            leave: ends the program with an exit code.
        """
        super().__init__()
        self._program = program
        self._leave = leave
        self._running = Running(log_dir())
        self._last: LastEnd | None = None
        program.crashes.save_bundle = self._on_bundle
        program.crashes.restart_wanted.connect(self._on_restart)
        program.signals.restart_wanted.connect(self._on_restart)

    def begin(self) -> None:
        """The program runs; a folder of the log that cannot be written is no reason to stop."""
        with suppress(OSError):
            self._last = self._running.begin()

    def end(self) -> None:
        """The program closes as it should."""
        self._running.end()

    def watch(self, session: "Session", formats: Formats) -> None:
        """Keep the work of a session when something fails; tell its user how the last one ended."""
        self._program.crashes.keep_work = session.window.leaving.keep_complete
        last, self._last = self._last, None
        if last is not None:
            session.tell(ended_notice(formats.stamp(last.started)))

    def forget(self) -> None:
        """The session is over."""
        self._program.crashes.keep_work = None

    def _on_restart(self) -> None:
        session = self._program.session
        if session is not None:
            session.window.leaving.settle()
        self._leave(RESTART)

    def _on_bundle(self, dialog: CrashDialog, report: str) -> None:
        chooser = QFileDialog(dialog, _("Save support bundle"), "", "ZIP (*.zip)")
        chooser.setObjectName("crash_bundle_file")
        chooser.setOption(QFileDialog.Option.DontUseNativeDialog)
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.setDefaultSuffix("zip")
        chooser.selectFile("posapp-crash.zip")
        chooser.fileSelected.connect(partial(self._write, dialog, report))
        dress_completions(chooser)
        chooser.open()

    def _write(self, dialog: CrashDialog, report: str, file: str) -> None:
        work = partial(
            part("posapp.services.support_files").write_crash_bundle,
            Path(file),
            report,
            versions=versions(),
            settings=asdict(self._program.settings),
            log_folder=log_dir(),
            secrets=environment_secrets(),
        )
        says = _("The bundle was written to {file}.").format(file=file)
        self._program.runner.run(
            dialog,
            work,
            lambda _nothing: dialog.say(says),
            lambda error: dialog.say(str(error)),
            "io",
        )


def ended_notice(started: str) -> Notice:
    """The strip after a hard crash."""
    says = _(
        "The program that was opened {started} ended without closing. Nothing that was recorded "
        "is lost; what was typed in full is kept and offered here. Its record is in the support "
        "bundle."
    )
    return Notice(says.format(started=started), Tone.AMBER, stays=True)


def open_again() -> None:
    """Start the same program anew, once this one has closed everything."""
    QProcess.startDetached(sys.executable, ["-m", "posapp", *sys.argv[1:]])
