"""Last resort: anything that is not a ``PosError`` ends in a log entry and a copyable report.

A slot that raises reaches ``sys.excepthook`` in PySide6, so slots are covered; threads are covered
through ``threading.excepthook``. The program goes on: the transaction of the failed step was
rolled back, and the window still lives. Numbers are masked in the report as in the log (R13).
"""

import logging
import platform
import sys
import threading
import traceback
from types import TracebackType

from PySide6.QtCore import QObject, QSize, Qt, Signal, qVersion
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
from posapp.ui.screen_room import fit_to_screen

_LOG = logging.getLogger("posapp.crash")


def report(error: BaseException) -> str:
    """The text a user can send: versions and traceback, numbers masked."""
    lines = [
        f"posapp {posapp.__version__}",
        f"Python {platform.python_version()}, Qt {qVersion()}, {platform.platform()}",
        "",
        *traceback.format_exception(error),
    ]
    return masked("\n".join(line.rstrip("\n") for line in lines))


class CrashReporter(QObject):
    """Catches what nobody else caught."""

    _caught = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._dialog: CrashDialog | None = None
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
        text = report(error)
        _LOG.error("unexpected error", exc_info=error)
        # The window it was shown on may have taken the dialog with it.
        if self._dialog is not None and isValid(self._dialog):
            self._dialog.add(text)
            return
        self._dialog = CrashDialog(text, QApplication.activeWindow())
        self._dialog.finished.connect(self._on_closed)
        self._dialog.open()

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
    """Says that a step failed, what that means, and shows the report."""

    def __init__(self, text: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setObjectName("crash_dialog")
        self.setWindowTitle(_("Unexpected error"))
        self.setMinimumSize(480, 280)
        title = QLabel(_("Something went wrong in the program itself"))
        title.setProperty("role", "title")
        says = QLabel(
            _(
                "The last step may not have been carried out: look before you do it again. You can "
                "go on working. If this comes back, send the report to whoever looks after the "
                "program; it holds no account or card numbers."
            )
        )
        says.setProperty("role", "subtitle")
        says.setWordWrap(True)
        self._report = QPlainTextEdit(text)
        self._report.setReadOnly(True)
        self._report.setObjectName("report")
        self._report.setAccessibleName(_("Report"))
        self._report.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        copy = QPushButton(_("Copy report"))
        copy.setObjectName("copy_report")
        copy.clicked.connect(self._on_copy)
        close = QPushButton(_("Go on"))
        close.setProperty("kind", "primary")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        buttons = QHBoxLayout()
        buttons.addWidget(copy)
        buttons.addStretch()
        buttons.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(12)
        for part in (title, says, self._report):
            layout.addWidget(part)
        layout.addLayout(buttons)
        close.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """Fit the screen."""
        if not event.spontaneous():
            fit_to_screen(self, QSize(720, 460))
        super().showEvent(event)

    def add(self, text: str) -> None:
        """Append the report of a further error."""
        self._report.appendPlainText("\n" + text)

    def text(self) -> str:
        """The report as shown."""
        return self._report.toPlainText()

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text())
