"""A figure that opens the rows behind it: a caption, an amount, pressed like a button."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton

from posapp.ui.theme import dp, tokens_of
from posapp.ui.tokens import Tone

_CAPTION_PX: Final = 12
_AMOUNT_PX: Final = 18
_PAD: Final = 8
_FLUSH: Final = 3
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class FigureButton(QAbstractButton):
    """*Receipts* **$18,402.11**; Enter, Space or a click opens its rows."""

    def __init__(
        self, caption: str, slot: Callable[[], object], name: str, *, flush: bool = False
    ) -> None:
        """Make it empty.

        Args:
            caption: the field's words.
            slot: opens the rows.
            name: object name.
            flush: begin where the lines above it begin.
        """
        super().__init__()
        self._side = _FLUSH if flush else _PAD
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._caption, self._amount = caption, ""
        self._tone: Tone | None = None
        self._over = False
        self.clicked.connect(lambda _checked=False: slot())
        self.show_value("")

    def show_value(self, amount: str, tone: Tone | None = None) -> None:
        """Show an amount, an em dash while there is none."""
        self._amount, self._tone = amount or "\u2014", tone
        self.setAccessibleName(f"{self._caption} {self._amount}")
        self.updateGeometry()
        self.update()

    def amount(self) -> str:
        """The amount as shown."""
        return self._amount

    def sizeHint(self) -> QSize:
        """Room for both lines."""
        small, large = (QFontMetrics(font) for font in self._fonts())
        width = max(small.horizontalAdvance(self._caption), large.horizontalAdvance(self._amount))
        return QSize(width + 2 * dp(self._side) + 2, small.height() + large.height() + dp(_PAD))

    def minimumSizeHint(self) -> QSize:
        """An amount is never cut."""
        return self.sizeHint()

    def enterEvent(self, event: QEnterEvent) -> None:
        """The ground says that it can be pressed."""
        self._over = True
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Back to the quiet ground."""
        self._over = False
        self.update()
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses it, as Space does."""
        if event.key() in _ENTER and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground and ring, caption, amount."""
        tokens = tokens_of(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(QColor(tokens.accent) if self.hasFocus() else Qt.PenStyle.NoPen)
        lit = self._over or self.isDown()
        painter.setBrush(QColor(tokens.hover) if lit else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(ground, dp(6), dp(6))
        caption, amount = self._fonts()
        inner = self.rect().adjusted(dp(self._side), dp(_PAD) // 2, -dp(self._side), -dp(_PAD) // 2)
        first = QFontMetrics(caption).height()
        painter.setFont(caption)
        painter.setPen(QColor(tokens.muted))
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRect(inner.x(), inner.y(), inner.width(), first), left, self._caption)
        painter.setFont(amount)
        painter.setPen(QColor(tokens.tone(self._tone).text if self._tone else tokens.text))
        rest = inner.adjusted(0, first, 0, 0)
        painter.drawText(rest, left, self._amount)
        painter.end()

    def _fonts(self) -> tuple[QFont, QFont]:
        caption, amount = QFont(self.font()), QFont(self.font())
        caption.setPixelSize(dp(_CAPTION_PX))
        amount.setPixelSize(dp(_AMOUNT_PX))
        amount.setWeight(QFont.Weight.DemiBold)
        return caption, amount
