"""Two parts beside each other where there is room, else one above the other."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QWidget

from posapp.ui.theme import GRID, dp


class SideBySide(QWidget):
    """The first part at the left, the second at the right or, in a narrow window, below."""

    def __init__(self, first: QWidget, second: QWidget) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._first, self._second = first, second
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(dp(2 * GRID))
        self._box.addWidget(first, 0, Qt.AlignmentFlag.AlignBottom)
        self._box.addStretch(1)
        self._box.addWidget(second, 0, Qt.AlignmentFlag.AlignBottom)

    def minimumSizeHint(self) -> QSize:
        """As narrow as the wider part."""
        widest = max(self._first.minimumSizeHint().width(), self._second.minimumSizeHint().width())
        return QSize(widest, self._box.minimumSize().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stack the parts when both do not fit into one line."""
        super().resizeEvent(event)
        hints = self._first.sizeHint().width() + self._second.sizeHint().width()
        fits = hints + 2 * self._box.spacing() <= self.width()
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        wanted = across if fits else down
        if self._box.direction() is not wanted:
            self._box.setDirection(wanted)
            self.updateGeometry()
