"""A progress bar with a way to stop, in a fixed place: shown when work takes a moment."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QSizePolicy, QWidget

from posapp.i18n import _
from posapp.ui.theme import dp
from posapp.ui.widgets.busy_bar import BUSY_AFTER_MS
from posapp.ui.widgets.buttons import KeyButton
from posapp.ui.widgets.looks import text_label

_WHOLE = 1000


class ProgressStrip(QWidget):
    """What is being done, how far it is, and *Stop*; keeps its room while hidden.

    ``stopped`` is emitted when the user asks to stop; the work ends at its next step.
    """

    stopped = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.words = text_label("", "subtitle")
        self.bar = QProgressBar()
        self.bar.setObjectName("progress")
        self.bar.setAccessibleName(_("Progress"))
        self.bar.setMinimumWidth(dp(220))
        self.stop_button = KeyButton(_("&Stop"), self._on_stop, name="stop")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(dp(12))
        layout.addWidget(self.words)
        layout.addWidget(self.bar, 1)
        layout.addWidget(self.stop_button)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setRetainSizeWhenHidden(True)
        self.setSizePolicy(policy)
        self._slow = QTimer(self, singleShot=True, interval=BUSY_AFTER_MS)
        self._slow.timeout.connect(self.show)
        self.hide()

    def start(self, words: str) -> None:
        """Work begins; the strip appears when it is not over at once."""
        self.words.setText(words)
        self.bar.setRange(0, 0)
        self.stop_button.setEnabled(True)
        self._slow.start()

    def show_moved(self, done: int, of: int | None) -> None:
        """Show how far the work is; ``of`` is ``None`` while nobody knows how much there is."""
        if not of:
            self.bar.setRange(0, 0)
            return
        self.bar.setRange(0, _WHOLE)
        self.bar.setValue(min(_WHOLE, done * _WHOLE // of))

    def finish(self) -> None:
        """The work is over."""
        self._slow.stop()
        self.hide()

    def _on_stop(self) -> None:
        self.stop_button.setEnabled(False)
        self.words.setText(_("Stopping…"))
        self.stopped.emit()
