"""Last resort: anything that is not a ``PosError`` ends in a log entry and a copyable report.

A slot that raises reaches ``sys.excepthook`` in PySide6, so slots are covered; threads are covered
through ``threading.excepthook``. The program goes on: the transaction of the failed step was
rolled back, and the window still lives. Numbers are masked in the report as in the log (R13).
"""

import hashlib
import logging
import platform
import sys
import threading
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Final

from PySide6.QtCore import QObject, QSize, Qt, QTimer, Signal, qVersion
from PySide6.QtGui import QFontDatabase, QGuiApplication, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

import posapp
from posapp.i18n import _
from posapp.log import masked
from posapp.ui.dressing import dress_over
from posapp.ui.screen_room import fit_to_screen

_LOG = logging.getLogger("posapp.crash")


_MOST_LOGGED: Final = 3
"""The same error again, such as at each paint, is counted and not written any more."""


def reference(error: BaseException) -> str:
    """Eight signs that are the same wherever the same error happens, to be said on the telephone."""
    steps = traceback.extract_tb(error.__traceback__)
    where = [f"{Path(one.filename).name}:{one.lineno}" for one in steps]
    found = hashlib.sha256("|".join([type(error).__name__, *where]).encode()).hexdigest().upper()
    return f"{found[:4]}-{found[4:8]}"


def report(error: BaseException) -> str:
    """The text a user can send: reference, versions and traceback, numbers masked."""
    lines = [
        f"posapp {posapp.__version__}",
        f"Python {platform.python_version()}, Qt {qVersion()}, {platform.platform()}",
        f"Reference {reference(error)}",
        "",
        *traceback.format_exception(error),
    ]
    return masked("\n".join(line.rstrip("\n") for line in lines))


class CrashReporter(QObject):
    """Catches what nobody else caught.

    ``restart_wanted`` tells that the user wants the program to begin anew.

    Attributes:
        save_bundle: asks for a file and writes the report into a ZIP; set by the program.
        keep_work: keeps what is typed; set by the session.
    """

    restart_wanted = Signal()
    _caught = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.save_bundle: Callable[[CrashDialog, str], object] | None = None
        self.keep_work: Callable[[], bool] | None = None
        self._dialog: CrashDialog | None = None
        self._seen: Counter[str] = Counter()
        # Errors of threads are shown on the GUI thread.
        self._caught.connect(self.show_error, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Become the handler of everything uncaught."""
        sys.excepthook = self._on_uncaught
        threading.excepthook = self._on_thread

    def release(self) -> None:
        """Give the handlers back."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__

    def show_error(self, error: BaseException) -> None:
        """Log an error and show its report; while one is shown, further ones are added to it."""
        sign = reference(error)
        self._seen[sign] += 1
        if self._seen[sign] <= _MOST_LOGGED:
            _LOG.error("unexpected error %s", sign, exc_info=error)
        # The window it was shown on may have taken the dialog with it.
        if self._dialog is not None and isValid(self._dialog):
            self._dialog.add(report(error), sign)
            return
        if QApplication.instance() is None:
            return
        dialog = CrashDialog(report(error), QApplication.activeWindow(), sign)
        self._dialog = dialog
        dialog.restart.clicked.connect(self._on_restart)
        dialog.bundle.setVisible(self.save_bundle is not None)
        dialog.bundle.clicked.connect(self._on_bundle)
        dialog.finished.connect(self._on_closed)
        # An error in a paint must not open a window in the middle of that paint.
        QTimer.singleShot(0, dialog, self._open)

    def _open(self) -> None:
        dialog = self._dialog
        if dialog is None or not isValid(dialog):
            return
        dialog.say_kept(kept=self.keep_work is not None and self.keep_work())
        dialog.open()

    def _on_restart(self) -> None:
        self.restart_wanted.emit()

    def _on_bundle(self) -> None:
        if self.save_bundle is not None and self._dialog is not None:
            self.save_bundle(self._dialog, self._dialog.text())

    def _on_closed(self) -> None:
        if self._dialog is not None and isValid(self._dialog):
            self._dialog.deleteLater()
        self._dialog = None

    def _on_uncaught(
        self,
        kind: type[BaseException],
        error: BaseException,
        trace: TracebackType | None,
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        self.show_error(error.with_traceback(trace))

    def _on_thread(self, caught: threading.ExceptHookArgs) -> None:
        if caught.exc_value is not None:
            self._caught.emit(caught.exc_value)


class CrashDialog(QDialog):
    """Says that a step failed, what that means, what is kept, and what one can do now."""

    def __init__(self, text: str, parent: QWidget | None, sign: str = "") -> None:
        """Make the dialog.

        Args:
            text: the report.
            parent: window that it belongs to.
            sign: reference of the error.
        """
        super().__init__(parent)
        dress_over(self)
        self.setObjectName("crash_dialog")
        self.setWindowTitle(_("Unexpected error"))
        self.setMinimumSize(480, 280)
        self._counts = Counter([sign])
        title = QLabel(_("Something went wrong in the program itself"))
        title.setProperty("role", "title")
        self._says = QLabel(_words(kept=False))
        self._says.setProperty("role", "subtitle")
        self._says.setWordWrap(True)
        self._sign = QLabel()
        self._sign.setObjectName("reference")
        self._sign.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._report = QPlainTextEdit(text)
        self._report.setReadOnly(True)
        self._report.setObjectName("report")
        self._report.setAccessibleName(_("Report"))
        self._report.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        copy = _button(_("Copy"), "copy_report")
        copy.clicked.connect(self._on_copy)
        self.bundle = _button(_("Support bundle\u2026"), "save_bundle")
        self.restart = _button(_("Restart"), "restart")
        go_on = _button(_("Go on"), "go_on", kind="primary")
        go_on.setDefault(True)
        go_on.clicked.connect(self.accept)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 20)
        layout.setSpacing(12)
        for part in (title, self._says, self._sign, self._report):
            layout.addWidget(part)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for one in (copy, self.bundle):
            buttons.addWidget(one)
        buttons.addStretch()
        for one in (self.restart, go_on):
            buttons.addWidget(one)
        layout.addLayout(buttons)
        self._show_sign(sign)
        go_on.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """Fit the screen."""
        if not event.spontaneous():
            fit_to_screen(self, QSize(760, 480))
        super().showEvent(event)

    def add(self, text: str, sign: str = "") -> None:
        """Append the report of a further error; one that is there already is counted."""
        self._counts[sign] += 1
        if self._counts[sign] <= _MOST_LOGGED:
            self._report.appendPlainText("\n" + text)
        self._show_sign(sign)

    def say_kept(self, *, kept: bool) -> None:
        """Say whether something that was typed is kept for the next start."""
        self._says.setText(_words(kept=kept))

    def say(self, words: str) -> None:
        """Say what came of a button, in the place of the reference, while the dialog is there."""
        if isValid(self):
            self._sign.setText(words)

    def text(self) -> str:
        """The report as shown."""
        return self._report.toPlainText()

    def _show_sign(self, sign: str) -> None:
        times = self._counts[sign]
        says = _("Reference {sign}").format(sign=sign)
        if times > 1:
            says = _("Reference {sign}, {n} times").format(sign=sign, n=times)
        self._sign.setText(says)
        self._sign.setVisible(bool(sign))

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text())


def _button(words: str, name: str, *, kind: str = "") -> QPushButton:
    made = QPushButton(words)
    made.setObjectName(name)
    if kind:
        made.setProperty("kind", kind)
    return made


def _words(*, kept: bool) -> str:
    says = _(
        "The last step may not have been carried out: look before you do it again. You can go on "
        "working, or restart the program. If this comes back, send the support bundle to whoever "
        "looks after the program; it holds no account or card numbers."
    )
    keeps = _("The payment that is typed is kept and offered again after a restart.")
    return f"{says} {keeps}" if kept else says
