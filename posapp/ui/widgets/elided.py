"""A label that shortens what does not fit and shows the whole text as its tool tip."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy


class ElidedLabel(QLabel):
    """One line of plain text, cut with an ellipsis where the room ends (taste 7)."""

    def __init__(self, role: str = "") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._whole = ""

    def show_text(self, text: str) -> None:
        """Show a text."""
        self._whole = text
        self.setAccessibleName(text)
        self.updateGeometry()
        self._cut()

    @property
    def whole(self) -> str:
        """The text without the ellipsis."""
        return self._whole

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut anew."""
        super().resizeEvent(event)
        self._cut()

    def changeEvent(self, event: QEvent) -> None:
        """Cut anew where the letters changed."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self.updateGeometry()
            self._cut()

    def sizeHint(self) -> QSize:
        """Room for the whole text, given up when there is none."""
        metrics = self.fontMetrics()
        # The advance is rounded down at times, and a text that lacks half a pixel would be cut.
        return QSize(metrics.horizontalAdvance(self._whole) + 1, metrics.height())

    def minimumSizeHint(self) -> QSize:
        """A label may get as narrow as need be."""
        return QSize(0, self.fontMetrics().height())

    def _cut(self) -> None:
        shown = self.fontMetrics().elidedText(
            self._whole, Qt.TextElideMode.ElideRight, max(0, self.width())
        )
        self.setText(shown)
        cut = shown != self._whole
        # Plain text only: a name may hold what a tool tip would read as markup.
        escaped = self._whole.replace("&", "&amp;").replace("<", "&lt;")
        self.setToolTip(f"<p>{escaped}</p>" if cut else "")
