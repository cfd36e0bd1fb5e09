"""Two parts beside each other where there is room, else one above the other."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QWidget

from posapp.ui.theme import GRID, dp


class SideBySide(QWidget):
    """The first part at the left, the second at the right or, in a narrow window, below."""

    def __init__(self, first: QWidget, second: QWidget, *, apart: bool = True) -> None:
        """Make it.

        Args:
            first: the part at the left, or above.
            second: the part at the right, or below.
            apart: the second part stands at the right edge, else next to the first.
        """
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._first, self._second = first, second
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(dp(2 * GRID if apart else GRID))
        left = Qt.AlignmentFlag.AlignLeft
        place = Qt.AlignmentFlag.AlignBottom if apart else Qt.AlignmentFlag.AlignVCenter | left
        for part in (first, second):
            self._box.addWidget(part, 0, place)
        self._box.insertStretch(1 if apart else 2, 1)

    def sizeHint(self) -> QSize:
        """Both beside each other, however they stand now: else they would never come back."""
        return QSize(self._across(), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """As narrow as the wider part."""
        widest = max(self._first.minimumSizeHint().width(), self._second.minimumSizeHint().width())
        return QSize(widest, self._box.minimumSize().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stack the parts when both do not fit into one line."""
        super().resizeEvent(event)
        fits = self._across() <= self.width()
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        wanted = across if fits else down
        if self._box.direction() is not wanted:
            self._box.setDirection(wanted)
            self.updateGeometry()

    def _across(self) -> int:
        hints = self._first.sizeHint().width() + self._second.sizeHint().width()
        return hints + 2 * self._box.spacing()
