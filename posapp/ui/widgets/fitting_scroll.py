"""A scroll area that is as tall as its content where the screen allows it, and scrolls else."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtWidgets import QScrollArea, QWidget

from posapp.ui.theme import dp

_LEAST = 160


class FittingScroll(QScrollArea):
    """Holds the fields of a dialog; ``grown`` tells that the content wants more room."""

    grown = Signal()

    def __init__(self, content: QWidget, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        content.setProperty("role", "scrolled")
        self.setWidget(content)
        content.installEventFilter(self)

    def sizeHint(self) -> QSize:
        """All of the content."""
        content = self.widget()
        return content.sizeHint() if content is not None else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        """The whole width, but only some of the height."""
        content = self.widget()
        if content is None:
            return super().minimumSizeHint()
        least = content.minimumSizeHint()
        return QSize(least.width(), min(least.height(), dp(_LEAST)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ask for room again when the content changed."""
        if event.type() is QEvent.Type.LayoutRequest and watched is self.widget():
            self.updateGeometry()
            self.grown.emit()
        return super().eventFilter(watched, event)
