"""What the shades of a chart mean: a small square with a word for each series."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from posapp.ui.theme import dp, tokens_of

_SQUARE: Final = 10
_GAP: Final = 6
_APART: Final = 14


class Legend(QWidget):
    """Names of series in the order of their shades."""

    def __init__(self) -> None:
        super().__init__()
        self._words: tuple[str, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def show_words(self, words: Sequence[str]) -> None:
        """Replace the names."""
        if tuple(words) == self._words:
            return
        self._words = tuple(words)
        self.setAccessibleName(", ".join(words))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Room for all of them in a line."""
        metrics = self.fontMetrics()
        each = dp(_SQUARE) + dp(_GAP) + dp(_APART)
        width = sum(metrics.horizontalAdvance(word) + each for word in self._words)
        return QSize(width, metrics.height())

    def minimumSizeHint(self) -> QSize:
        """Long names give way to what stands beside them."""
        return QSize(0, self.fontMetrics().height())

    def _widths(self) -> list[int]:
        """Room for each word; the longest give way first where there is too little."""
        metrics = self.fontMetrics()
        each = dp(_SQUARE) + dp(_GAP) + dp(_APART)
        wanted = [metrics.horizontalAdvance(word) for word in self._words]
        room = max(0, self.width() - each * len(wanted) + dp(_APART))
        most = max(wanted, default=0)
        while most > 0 and sum(min(most, width) for width in wanted) > room:
            most -= 1
        return [min(most, width) for width in wanted]

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Squares and words."""
        tokens = tokens_of(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        x, square = 0, dp(_SQUARE)
        widths = self._widths()
        for at, (word, width) in enumerate(zip(self._words, widths, strict=True)):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.chart[min(at, len(tokens.chart) - 1)]))
            top = (self.height() - square) / 2
            painter.drawRoundedRect(QRectF(x, top, square, square), dp(2), dp(2))
            x += square + dp(_GAP)
            painter.setPen(QColor(tokens.muted))
            middle = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
            shown = painter.fontMetrics().elidedText(word, Qt.TextElideMode.ElideRight, width + 1)
            painter.drawText(QRectF(x, 0, width + 1, self.height()), middle, shown)
            x += width + dp(_APART)
        painter.end()
