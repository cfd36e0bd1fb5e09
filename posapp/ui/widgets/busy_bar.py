"""A bar that says that something takes longer; its place is kept while nothing does (ui.md, rule 5).

Nothing here touches ``QtCore.Qt`` before it is shown: the sign-in has one (P7).
"""

from typing import Final

from PySide6 import QtCore
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QProgressBar

BUSY_AFTER_MS: Final = 300


class BusyBar(QProgressBar):
    """Shows itself and the busy cursor of its window once work has taken 300 ms."""

    def __init__(self) -> None:
        super().__init__()
        self.setRange(0, 0)
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.setSizePolicy(policy)
        self._slow = QTimer(self, singleShot=True, interval=BUSY_AFTER_MS)
        self._slow.timeout.connect(self._on_slow)
        self.hide()

    def begin(self) -> None:
        """Work begins."""
        self._slow.start()

    def end(self) -> None:
        """Work is over."""
        self._slow.stop()
        self.hide()
        self.window().unsetCursor()

    def _on_slow(self) -> None:
        self.show()
        self.window().setCursor(QtCore.Qt.CursorShape.BusyCursor)
