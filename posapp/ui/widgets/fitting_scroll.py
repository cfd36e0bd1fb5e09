"""A scroll area that is as tall as its content where the screen allows it, and scrolls else."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtWidgets import QScrollArea, QStyle, QVBoxLayout, QWidget

from posapp.ui.theme import dp

_LEAST: Final = 96
# What fits beside the margins of a dialog on a screen of 1366 x 768 at 200 %.
_MOST_WIDTH: Final = 620


class FittingScroll(QScrollArea):
    """Holds the fields of a dialog; ``grown`` tells that the content wants more room."""

    grown = Signal()

    def __init__(self, content: QWidget, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = content
        if content.property("role"):
            # It has a look of its own, which that of what is scrolled must not replace.
            inside = QWidget()
            layout = QVBoxLayout(inside)
            layout.setContentsMargins(0, 0, 0, 0)
            layout.addWidget(content)
        inside.setProperty("role", "scrolled")
        self.setWidget(inside)
        inside.installEventFilter(self)

    def sizeHint(self) -> QSize:
        """All of the content."""
        content = self.widget()
        return content.sizeHint() if content is not None else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        """The width of the content beside a scroll bar as far as screens reach, some height."""
        content = self.widget()
        if content is None:
            return super().minimumSizeHint()
        least = content.minimumSizeHint()
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent, None, self)
        width = min(least.width() + bar, dp(_MOST_WIDTH))
        return QSize(width, min(least.height(), dp(_LEAST)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ask for room again when the content changed."""
        if event.type() is QEvent.Type.LayoutRequest and watched is self.widget():
            self.updateGeometry()
            self.grown.emit()
        return super().eventFilter(watched, event)
