"""What every dialog that writes shares: busy state, field errors, submit once (ui.md, rule 5).

A subclass fills ``body``, which scrolls where the screen is low, and ``below``, which keeps its place
beside the buttons, and says in ``build_work`` what to do. The request id is made when the
dialog opens and kept through every retry (D-21), so a second press or a lost reply is harmless.
"""

from collections.abc import Callable
from typing import Any, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget
from shiboken6 import isValid

from posapp.domain.ids import new_request_id
from posapp.errors import NeedsConfirmation, Refused
from posapp.i18n import _
from posapp.ui.dialogs.fitted import FittedDialog
from posapp.ui.dialogs.giving_up import GivingUp
from posapp.ui.dialogs.head import DialogHead
from posapp.ui.dialogs.task_frame import lay_out
from posapp.ui.failures import Failures
from posapp.ui.line_words import Lost
from posapp.ui.scan_notices import put_scan, scanned_notice
from posapp.ui.shortcuts import Key, Shortcuts
from posapp.ui.tasks import Lane, Runner
from posapp.ui.widgets.banner import Notice
from posapp.ui.widgets.busy_bar import BusyBar
from posapp.ui.widgets.buttons import KeyButton
from posapp.ui.widgets.form import Form
from posapp.ui.widgets.grid import commit_editors, unsettled
from posapp.ui.widgets.looks import text_label
from posapp.ui.widgets.scanner import ScannerFilter

Work = Callable[[], Any]


class TaskDialog(FittedDialog):
    """Collects one command and submits it once.

    ``completed`` carries what the service returned, after which the dialog closes itself;
    ``refused`` tells that a rule refused it or asks something before the user sees it;
    ``kept`` that what it holds was kept for later, so that closing it forgets nothing;
    ``TAKES_MONEY`` says that it is a payment, for what is told when its answer is lost.
    """

    TAKES_MONEY: ClassVar[bool] = False
    completed = Signal(object)
    refused = Signal()

    def __init__(
        self,
        runner: Runner,
        failures: Failures,
        shortcuts: Shortcuts,
        parent: QWidget | None = None,
        *,
        title: str,
        action: str,
        name: str,
        subtitle: str = "",
        lane: Lane = "db",
        columns: int = 1,
        lines: int = 1,
        beside: bool = False,
    ) -> None:
        """Make the frame of the dialog.

        Args:
            runner: runs the work.
            failures: shows its errors.
            shortcuts: the keys in force.
            parent: window it belongs to.
            title: heading.
            action: words of the button that submits.
            name: object name.
            subtitle: line under the heading.
            lane: where the work runs.
            columns: fields side by side in the form.
            lines: lines of an error that find room under a field of the form.
            beside: the strip has its room beside the heading, so that nothing moves when it comes.
        """
        super().__init__(parent)
        self.setObjectName(name)
        self.setWindowTitle(title)
        self.request_id = new_request_id()
        self._runner = runner
        self._failures = failures
        self._lane: Lane = lane
        self._busy = self._waiting = self.is_over = self.kept = False
        self._scanner = ScannerFilter(shortcuts.settings.scanner_gap_ms, self)
        self._scanner.scanned.connect(self._on_scan)
        self._focused: QWidget | None = None
        self._confirmed: frozenset[str] = frozenset()
        self._handed: Work | None = None
        self.reload: Callable[[], object] | None = None
        self._giving_up = GivingUp(self, self.give_up)
        self.form = Form(columns, lines=lines)
        self.head = DialogHead(title, subtitle, beside=beside)
        self.banner, self.subtitle = self.head.banner, self.head.subtitle
        self.status = text_label("", "error", wrap=True)
        self.submit_button = KeyButton(
            action, self.submit, key=Key.MAIN_ACTION, shortcuts=shortcuts, kind="primary",
            name="submit",
        )  # fmt: skip
        self.cancel_button = KeyButton(_("Cancel"), self.reject, name="cancel")
        self._progress = BusyBar()
        self.footer = QHBoxLayout()
        self.finished.connect(self._on_finished)
        lay_out(self, self._progress)

    @property
    def is_busy(self) -> bool:
        """Whether a write is under way."""
        return self._busy

    @property
    def holds_work(self) -> bool:
        """Whether something was typed that closing would lose; a subclass knows."""
        return False

    @property
    def unfinished(self) -> str:
        """What is unfinished, in a sentence."""
        return _("Something is typed and not saved.")

    def keep_work(self) -> Work | None:
        """How to keep what was typed for later (D-21); ``None`` when it cannot be kept."""
        return None

    def build_work(self, confirmed: frozenset[str]) -> Work | None:
        """What to do, as a function without widgets in it; ``None`` when fields are wrong.

        Args:
            confirmed: codes of the concerns that the user has confirmed.
        """
        raise NotImplementedError

    def lost(self) -> Lost | None:
        """How to find out what became of the command when its answer is lost (D-21), if at all."""
        return Lost(self.request_id, self._send_same, takes_money=self.TAKES_MONEY)

    def submit(self) -> None:
        """Send the command unless one is under way; nothing counts as confirmed yet."""
        self._confirmed = frozenset()
        self._send()

    def show_field_error(self, field: str, sentence: str) -> bool:
        """Show a sentence at a field; False when the dialog has no such field."""
        if not self.form.show_error(field, sentence):
            return False
        self.form.focus_first_error()
        self.show_focus()
        return True

    def show_notice(self, notice: Notice) -> None:
        """Show a strip above the fields."""
        self.banner.show_notice(notice)

    def reject(self) -> None:
        """Close without writing; not while the write runs, and asked once what was typed."""
        if self._busy:
            return
        if self.holds_work:
            self._giving_up.ask(self.unfinished)
        else:
            super().reject()

    def give_up(self) -> None:
        """Close without a question."""
        if not self._busy:
            super().reject()

    def focus_first(self) -> None:
        """Put the focus where work starts: the first field, unless a subclass knows better."""
        self.form.focus_first()

    def showEvent(self, event: QShowEvent) -> None:
        """Start in the first field, and know a scan from typing."""
        super().showEvent(event)
        self.is_over = False
        if not event.spontaneous():
            self._scanner.watch(self)
            self.focus_first()

    def closeEvent(self, event: QCloseEvent) -> None:
        """The window's close button obeys the same rule."""
        if self._busy:
            event.ignore()
        else:
            super().closeEvent(event)

    def _on_finished(self, _result: int) -> None:
        # What its fields hold is nobody's work any more.
        self.is_over = True

    def on_completed(self, result: Any) -> None:
        """Called with the result before the dialog closes; nothing by default."""

    def _send(self) -> None:
        """Write open cell editors, wait for their look-ups, then hand the work to the runner."""
        if self._busy or self._waiting:
            return
        commit_editors(self)
        if self._wait_for_grids():
            return
        self.banner.clear()
        self.form.clear_errors()
        work = self.build_work(self._confirmed)
        if work is None or self.form.errors():
            self.form.focus_first_error()
            self.show_focus()
            return
        self._hand_over(work)

    def _hand_over(self, work: Work) -> None:
        self._handed = work
        self._set_busy(True)
        self._runner.run(self, work, self._on_done, self._on_error, self._lane)

    def _send_same(self) -> None:
        """Send what was sent before, whatever was typed since: its first answer comes again."""
        if self._handed is not None and not self._busy:
            self.banner.clear()
            self._hand_over(self._handed)

    def _wait_for_grids(self) -> bool:
        """Submit later when a look-up of a grid is still out."""
        model = unsettled(self)
        if model is None:
            return False
        self._waiting = True
        self.submit_button.setEnabled(False)
        model.settled.connect(self._on_settled, Qt.ConnectionType.SingleShotConnection)
        return True

    def _on_settled(self) -> None:
        self._waiting = False
        self.submit_button.setEnabled(True)
        self._send()

    def _on_done(self, result: Any) -> None:
        self._set_busy(False)
        self.on_completed(result)
        self.accept()
        self.completed.emit(result)
        self._failures.tell_replayed(result, self.lost())

    def _on_error(self, error: BaseException) -> None:
        self._set_busy(False)
        if isinstance(error, (Refused, NeedsConfirmation)):
            self.refused.emit()
        reload = None if self.reload is None else self._on_reload
        self._failures.present(
            error, self, confirm=self._on_confirmed, retry=self._send, reload=reload,
            lost=self.lost(),
        )  # fmt: skip

    def _on_reload(self) -> None:
        """What it is about has changed: close, and show how it is now (M-30, PY-6)."""
        self.give_up()
        if self.reload is not None:
            self.reload()

    def _on_scan(self, text: str) -> None:
        """A scan is no amount and its Enter no answer; only a field of plain text takes it."""
        if not put_scan(self.focusWidget(), text):
            self.show_notice(scanned_notice(text))

    def _on_confirmed(self, codes: frozenset[str]) -> None:
        self._confirmed |= codes
        self._send()

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        if busy:
            self._focused = self.focusWidget()
        self.submit_button.setEnabled(not busy)
        self.cancel_button.setEnabled(not busy)
        self.inside.setEnabled(not busy)
        if busy:
            self._progress.begin()
        else:
            self._progress.end()
            if self._focused is not None and isValid(self._focused):
                self._focused.setFocus()
