"""Errors on their way to the user: beside a field, as a strip, as a question, as a dialog.

The only caller of message boxes (architecture 4.10). Everything is opened, nothing blocks (X10).
"""

from collections.abc import Callable
from functools import partial
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from posapp.domain.topics import Saved
from posapp.errors import (
    Conflict,
    DeviceFailure,
    NeedsConfirmation,
    PosError,
    Refused,
    StorageFailure,
)
from posapp.i18n import _
from posapp.ui.crash import CrashReporter
from posapp.ui.dialogs.confirm import ConfirmDialog
from posapp.ui.dressing import dress_over
from posapp.ui.line_words import Lost
from posapp.ui.storage_advice import in_words
from posapp.ui.texts import Texts
from posapp.ui.tokens import Tone
from posapp.ui.verbs import DESTROYING, verb_of
from posapp.ui.widgets.banner import Notice

Confirmed = Callable[[frozenset[str]], None]
Act = Callable[[], object]


class FailureHost(Protocol):
    """A page or dialog that errors are shown on."""

    def show_field_error(self, field: str, sentence: str) -> bool:
        """Show a sentence at a field; False when there is no such field."""

    def show_notice(self, notice: Notice) -> None:
        """Show a strip."""

    def window(self) -> QWidget:
        """The window that questions belong to."""


class LineState(Protocol):
    """Knows whether the database is away, and settles what waits for it."""

    def concerns(self, failure: StorageFailure) -> bool:
        """Whether a failure means that it is away."""

    def wait(
        self,
        failure: StorageFailure,
        host: FailureHost,
        *,
        retry: Act | None,
        heal: Act | None,
        lost: Lost | None,
    ) -> None:
        """Say at the host that it waits, and settle it once the database answers."""

    def tell(self, notice: Notice) -> None:
        """Say something in the window."""


class Failures:
    """Shows errors of the program to people.

    Attributes:
        line: once there is a window: watches the database; what is its matter opens no box.
    """

    def __init__(self, texts: Texts, crashes: CrashReporter) -> None:
        self._texts = texts
        self._crashes = crashes
        self.line: LineState | None = None
        # A box without a parent lives only as long as somebody holds it.
        self._boxes: set[QMessageBox] = set()

    def present(
        self,
        error: BaseException,
        host: FailureHost,
        *,
        confirm: Confirmed | None = None,
        retry: Act | None = None,
        reload: Act | None = None,
        declined: Confirmed | None = None,
        heal: Act | None = None,
        lost: Lost | None = None,
    ) -> None:
        """Show an error where it belongs.

        Args:
            error: what was raised.
            host: page or dialog where it happened.
            confirm: called with the confirmed codes when the user says yes to every concern.
            retry: does the same again, for storage and device failures.
            reload: reads the data again, for a conflict with another user.
            declined: called with the codes when the user says no.
            heal: called when a database that was away answers again.
            lost: the command whose answer was lost, looked up then.
        """
        line = self.line
        if line is not None and isinstance(error, StorageFailure) and line.concerns(error):
            line.wait(error, host, retry=retry, heal=heal, lost=lost)
        elif isinstance(error, NeedsConfirmation) and confirm is not None:
            self._ask(error, host, confirm, declined)
        elif isinstance(error, Conflict):
            self._strip(error, host, Tone.AMBER, _("Reload"), reload)
        elif isinstance(error, Refused):
            field = error.fields.get("field")
            sentence = self._texts.at_field(error)
            if not (isinstance(field, str) and host.show_field_error(field, sentence)):
                self._strip(error, host, Tone.RED, "", None)
        elif isinstance(error, DeviceFailure):
            self._strip(error, host, Tone.AMBER, _("Try again"), retry)
        elif isinstance(error, StorageFailure):
            self.ask_retry(error, host.window(), retry)
        elif isinstance(error, PosError):
            self._strip(error, host, Tone.RED, "", None)
        else:
            self._crashes.show_error(error)

    def tell_replayed(self, result: object, lost: Lost | None) -> None:
        """Say that a command had been recorded before; this answer is its first one again."""
        if lost is None or self.line is None:
            return
        if isinstance(result, Saved) and result.replayed:
            self.line.tell(lost.recorded_notice)

    def unhandled(self, error: BaseException, window: QWidget | None) -> None:
        """Show an error that no page or dialog took: the default of the task runner."""
        line = self.line
        if isinstance(error, StorageFailure) and line is not None and line.concerns(error):
            return
        if isinstance(error, StorageFailure):
            self.ask_retry(error, window, None)
        elif isinstance(error, PosError):
            self.tell(self._texts.of(error), window)
        else:
            self._crashes.show_error(error)

    def tell(self, sentence: str, window: QWidget | None, title: str = "") -> None:
        """Say something that cannot be a strip, because no page is there to carry one."""
        box = _box(QMessageBox.Icon.Information, title or _("Please note"), sentence, window)
        box.addButton(QMessageBox.StandardButton.Ok)
        self._open(box)

    def ask_retry(self, error: StorageFailure, window: QWidget | None, retry: Act | None) -> None:
        """Say that the database could not do it; what was typed stays."""
        title = _("The database could not do this")
        box = _box(QMessageBox.Icon.Warning, title, in_words(error), window)
        box.setInformativeText(_("What you typed is kept."))
        close = box.addButton(_("Close"), QMessageBox.ButtonRole.RejectRole)
        if retry is not None:
            again = box.addButton(_("Try again"), QMessageBox.ButtonRole.AcceptRole)
            again.clicked.connect(partial(_call, retry))
            box.setDefaultButton(again)
        box.setEscapeButton(close)
        self._open(box)

    def _open(self, box: QMessageBox) -> None:
        self._boxes.add(box)
        box.finished.connect(partial(self._forget, box))
        box.open()

    def _forget(self, box: QMessageBox, _result: int = 0) -> None:
        self._boxes.discard(box)

    def _ask(
        self,
        error: NeedsConfirmation,
        host: FailureHost,
        confirm: Confirmed,
        declined: Confirmed | None,
    ) -> None:
        sentences = [self._texts.concern(concern) for concern in error.concerns]
        codes = frozenset(concern.code for concern in error.concerns)
        dialog = ConfirmDialog(
            sentences,
            host.window(),
            yes=verb_of(codes),
            yes_key="F9",
            danger=bool(codes & DESTROYING),
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(partial(confirm, codes))
        if declined is not None:
            dialog.rejected.connect(partial(declined, codes))
        dialog.open()

    def _strip(
        self, error: PosError, host: FailureHost, tone: Tone, action: str, act: Act | None
    ) -> None:
        host.show_notice(
            Notice(self._texts.of(error), tone, action if act is not None else "", act)
        )


def _box(icon: QMessageBox.Icon, title: str, sentence: str, window: QWidget | None) -> QMessageBox:
    box = QMessageBox(window)
    dress_over(box)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setIcon(icon)
    box.setWindowTitle(title)
    box.setText(sentence)
    return box


def _call(act: Act, _checked: bool = False) -> None:
    act()
