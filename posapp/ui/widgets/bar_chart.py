"""Bars painted by the program: amounts by hour or by person, readable by keys and screen readers.

Colours come from the tokens of the theme, three shades that stand apart in both. Left and Right
go from bar to bar; the line above says in words what the marked one shows (ui.md, use 11).
"""

from collections.abc import Sequence
from math import ceil
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from posapp.ui.models.bars import Bar
from posapp.ui.theme import dp, tokens_of
from posapp.ui.tokens import Tokens
from posapp.ui.widgets.empty_sentence import paint_words

_LABEL: Final = 22
_LEAST: Final = 110
_WIDEST: Final = 56
_GAP: Final = 2
_APART: Final = 8
_SHARE: Final = 0.72


class BarChart(QWidget):
    """Stacked bars, upwards above zero and downwards below it.

    ``marked`` carries the words of the bar that the user is on, empty for none.
    """

    marked = Signal(str)

    def __init__(self, name: str, label: str) -> None:
        """Make it empty; ``label`` is its accessible name."""
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumHeight(dp(_LEAST))
        self._bars: tuple[Bar, ...] = ()
        self._in_order = False
        self._at = -1
        self._empty = ("", "")

    @property
    def bars(self) -> tuple[Bar, ...]:
        """What is shown."""
        return self._bars

    def set_empty_text(self, title: str, what: str) -> None:
        """What it says while there is nothing to show."""
        self._empty = (title, what)
        self._describe()

    def show_bars(self, bars: Sequence[Bar], *, in_order: bool = False) -> None:
        """Replace the bars; the mark stays at its place.

        Args:
            bars: what is shown.
            in_order: each label tells its neighbours' too, as hours do: where there is no room for
                all, every second or third is shown whole. Others are cut off.
        """
        if (tuple(bars), in_order) == (self._bars, self._in_order):
            return
        self._bars, self._in_order = tuple(bars), in_order
        self._describe()
        self._mark(min(self._at, len(self._bars) - 1))
        self.update()

    def sizeHint(self) -> QSize:
        """Takes what height is left."""
        return QSize(dp(300), dp(180))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Mark the last bar: that is now."""
        super().focusInEvent(event)
        if self._at < 0:
            self._mark(len(self._bars) - 1)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Nobody is on a bar any more."""
        super().focusOutEvent(event)
        self._mark(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left, Right, Home and End go from bar to bar."""
        last = len(self._bars) - 1
        steps = {
            Qt.Key.Key_Left: self._at - 1,
            Qt.Key.Key_Right: self._at + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        wanted = steps.get(Qt.Key(event.key()))
        if wanted is None:
            super().keyPressEvent(event)
        else:
            self._mark(max(min(0, last), min(last, wanted)))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click marks a bar."""
        super().mousePressEvent(event)
        self.setFocus()
        self._mark(self._bar_at(event.position().toPoint()))

    def event(self, event: QEvent) -> bool:
        """A tool tip says what the bar under the pointer shows."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            at = self._bar_at(event.pos())
            QToolTip.showText(event.globalPos(), self._bars[at].words if at >= 0 else "", self)
            return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The bars with their labels, or the sentence of an empty chart."""
        tokens = tokens_of(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self._bars:
            paint_words(painter, self, *self._empty)
        else:
            self._paint_bars(painter, tokens)
        painter.end()

    def labelled(self) -> tuple[int, ...]:
        """Places of the bars whose label is painted at this width."""
        step = self._step
        near = range(self._at - step + 1, self._at + step) if self._is_on else range(0)
        return tuple(
            at
            for at in range(len(self._bars))
            if (at == self._at and self._is_on) or (at % step == 0 and at not in near)
        )

    @property
    def _is_on(self) -> bool:
        return self._at >= 0 and self.hasFocus()

    @property
    def _step(self) -> int:
        """From one label to the next."""
        if not self._in_order or not self._bars:
            return 1
        widest = max(self._metrics.horizontalAdvance(bar.label) for bar in self._bars)
        return max(1, ceil((widest + dp(_APART)) * len(self._bars) / max(1, self.width())))

    @property
    def _metrics(self) -> QFontMetrics:
        """Of the wider of both faces, that of the marked bar."""
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        return QFontMetrics(font)

    def _paint_bars(self, painter: QPainter, tokens: Tokens) -> None:
        up = max(sum(v for v in bar.values if v > 0) for bar in self._bars)
        down = -min(sum(v for v in bar.values if v < 0) for bar in self._bars)
        room = self.height() - dp(_LABEL) - 2
        scale = room / ((up + down) or 1)
        zero = 1 + up * scale
        painter.setPen(QColor(tokens.line))
        painter.drawLine(0, round(zero), self.width(), round(zero))
        for at, bar in enumerate(self._bars):
            self._paint_bar(painter, tokens, bar, self._slot(at), zero, scale)
        step = self._step
        for at in self.labelled():
            self._paint_label(painter, tokens, at, step)

    def _paint_bar(
        self, painter: QPainter, tokens: Tokens, bar: Bar, box: QRectF, zero: float, scale: float
    ) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        above = below = zero
        for series, value in enumerate(bar.values):
            height = abs(value) * scale
            if not height:
                continue
            if value > 0:
                above -= height
                part = QRectF(box.x(), above, box.width(), max(1.0, height - dp(_GAP)))
            else:
                part = QRectF(box.x(), below + dp(_GAP), box.width(), max(1.0, height - dp(_GAP)))
                below += height
            painter.setBrush(QColor(tokens.chart[min(series, len(tokens.chart) - 1)]))
            painter.drawRoundedRect(part, dp(2), dp(2))

    def _paint_label(self, painter: QPainter, tokens: Tokens, at: int, step: int) -> None:
        """The label of a bar, in the room of all that it stands for."""
        whole = self.width() / len(self._bars)
        wide = step * whole
        middle = (at + 0.5) * whole
        left = min(max(0.0, middle - wide / 2), self.width() - wide)
        room = QRectF(left, self.height() - dp(_LABEL), wide, dp(_LABEL))
        is_on = at == self._at and self._is_on
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold if is_on else QFont.Weight.Normal)
        painter.setFont(font)
        painter.setPen(QColor(tokens.accent if is_on else tokens.muted))
        shown = painter.fontMetrics().elidedText(
            self._bars[at].label, Qt.TextElideMode.ElideRight, int(wide) - dp(_APART) // 2
        )
        painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter), shown)
        if is_on:
            mark = QRectF(middle - dp(8), self.height() - dp(2), dp(16), dp(2))
            painter.fillRect(mark, QColor(tokens.accent))

    def _slot(self, at: int) -> QRectF:
        """Where a bar stands, over the whole height."""
        whole = self.width() / len(self._bars)
        width = min(dp(_WIDEST), whole * _SHARE)
        return QRectF(at * whole + (whole - width) / 2, 0, width, self.height())

    def _bar_at(self, place: QPoint) -> int:
        if not self._bars or not self.rect().contains(place):
            return -1
        return min(int(place.x() * len(self._bars) / self.width()), len(self._bars) - 1)

    def _describe(self) -> None:
        words = ". ".join(one.words for one in self._bars)
        self.setAccessibleDescription(words or self._empty[0])

    def _mark(self, at: int) -> None:
        self._at = at
        self.marked.emit(self._bars[at].words if at >= 0 else "")
        self.update()
