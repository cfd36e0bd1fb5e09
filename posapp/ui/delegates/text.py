"""The fast cell painter: words and pills drawn directly, no style round trip (P8).

A page of a table is some two hundred cells; the style's way of drawing one costs several calls into
the model. This painter asks our models for the text of a cell and draws it itself.
"""

from typing import Any, Final

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QHelpEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
)

from posapp.ui.models.columns import Align, Column
from posapp.ui.models.table import ColumnTableModel
from posapp.ui.theme import dp, tokens_of
from posapp.ui.tokens import Tokens, Tone

Index = QModelIndex | QPersistentModelIndex

_REMEMBERED: Final = 8192
_BAR: Final = 3


class _Look:
    """Pens and measures for one font and theme; made anew when either changes."""

    def __init__(self, font: QFont, tokens: Tokens) -> None:
        self.font = font
        self.tokens = tokens
        self.metrics = QFontMetrics(font)
        self.pill_font = QFont(font)
        self.pill_font.setPixelSize(max(9, round(font.pixelSize() * 12 / 13)))
        self.pill_font.setWeight(QFont.Weight.DemiBold)
        self.pill_metrics = QFontMetrics(self.pill_font)
        self.text = QPen(QColor(tokens.text))
        self.muted = QPen(QColor(tokens.muted))
        self.selection = QColor(tokens.selection)
        self.accent = QColor(tokens.accent)
        self.red = QColor(tokens.red.fill)
        self.red_text = QPen(QColor(tokens.red.text))
        self.red_mark = QColor(tokens.red.mark)
        self.pad = dp(8)
        self.pill_pad = dp(11)
        self.pill_height = dp(22)
        self.bar = dp(_BAR)
        self.widths: dict[str, int] = {}

    def width(self, text: str) -> int:
        """Width of a text, remembered; lists repeat the same words and amounts."""
        found = self.widths.get(text)
        if found is None:
            if len(self.widths) >= _REMEMBERED:
                self.widths.clear()
            found = self.widths[text] = self.metrics.horizontalAdvance(text)
        return found

    def pill_room(self, text: str) -> int:
        """Width of a pill with the room around it."""
        return self.pill_metrics.horizontalAdvance(text) + 2 * self.pill_pad + 2 * self.pad

    def paint_pill(self, painter: QPainter, rect: QRect, text: str, tone: Tone) -> None:
        """A state: words on their colour; they are cut where there is no room."""
        colours = self.tokens.tone(tone)
        room = rect.width() - 2 * self.pad
        wanted = self.pill_metrics.horizontalAdvance(text) + 2 * self.pill_pad
        width = min(room, wanted)
        top = rect.y() + (rect.height() - self.pill_height) / 2
        pill = QRectF(rect.x() + self.pad, top, width, self.pill_height)
        if wanted > room:
            cut = int(width - 2 * self.pill_pad)
            text = self.pill_metrics.elidedText(text, Qt.TextElideMode.ElideRight, cut)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.fill))
        painter.drawRoundedRect(pill, self.pill_height / 2, self.pill_height / 2)
        painter.setPen(QColor(colours.text))
        painter.setFont(self.pill_font)
        painter.drawText(pill, int(Qt.AlignmentFlag.AlignCenter), text)
        painter.restore()


class TextDelegate(QStyledItemDelegate):
    """Paints cells of our table models; other models fall back to Qt's painter."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look: _Look | None = None

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw ground, then a pill or words, then the marks of error and focus."""
        model = index.model()
        if not isinstance(model, ColumnTableModel):
            super().paint(painter, option, index)
            return
        look = self.look(option)
        rect = option.rect
        row, column = index.row(), index.column()
        state = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, look.selection)
            if column == 0 and state & QStyle.StateFlag.State_Active:
                painter.fillRect(QRect(rect.x(), rect.y(), look.bar, rect.height()), look.accent)
        error = model.cell_error(row, column)
        if error:
            _paint_error(painter, rect, look)
        spec = model.columns[column]
        text = model.cell(row, column)
        if error and not text:
            # An empty cell has room for the reason; elsewhere the tool tip gives it.
            _paint_words(painter, rect, error, int(Align.LEFT.value), look, look.red_text)
        elif spec.tone is not None and text:
            self._paint_pill(painter, rect, model, row, column)
        elif text:
            pen = look.muted if model.is_quiet(row, column) else look.text
            _paint_words(painter, rect, text, int(spec.align.value), look, pen, _cut(spec))
        focused = state & QStyle.StateFlag.State_HasFocus
        if focused and index.flags() & Qt.ItemFlag.ItemIsEditable:
            _paint_frame(painter, rect, look)

    def look(self, option: QStyleOptionViewItem) -> _Look:
        """Pens and measures in force."""
        return self._look or self._fresh_look(option)

    def forget_look(self) -> None:
        """Make pens and measures anew at the next paint: font or theme changed."""
        self._look = None

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        """Show the error, the column's tip, or the whole text of a cell that is cut off."""
        model = index.model()
        if event.type() is not QEvent.Type.ToolTip or not isinstance(model, ColumnTableModel):
            return super().helpEvent(event, view, option, index)
        tip = model.data(index, Qt.ItemDataRole.ToolTipRole) or ""
        if not tip and self._is_cut(view, model, index):
            tip = model.cell(index.row(), index.column())
        # Plain text: names may hold what a tool tip would read as markup.
        shown = "".join(_ESCAPES.get(char, char) for char in tip)
        QToolTip.showText(event.globalPos(), f"<p>{shown}</p>" if shown else "", view)
        return True

    def _is_cut(
        self, view: QAbstractItemView, model: ColumnTableModel[object], index: Index
    ) -> bool:
        text = model.cell(index.row(), index.column())
        room = view.visualRect(_plain(index.model(), index)).width() - 2 * dp(8)
        if model.columns[index.column()].tone is not None:
            room -= 2 * dp(11)
        return view.fontMetrics().horizontalAdvance(text) > room

    def _fresh_look(self, option: QStyleOptionViewItem) -> _Look:
        self._look = _Look(option.font, tokens_of(option.palette))
        return self._look

    def _paint_pill(
        self,
        painter: QPainter,
        rect: QRect,
        model: ColumnTableModel[object],
        row: int,
        column: int,
    ) -> None:
        look = self._look
        tone = model.tone(row, column)
        if look is None:
            return
        text = model.cell(row, column)
        if tone is None:
            _paint_words(
                painter, rect, text, int(model.columns[column].align.value), look, look.text
            )
            return
        look.paint_pill(painter, rect, text, tone)


_ESCAPES: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def _plain(model: QAbstractItemModel, index: Index) -> QModelIndex:
    return model.index(index.row(), index.column())


def _cut(column: Column[Any]) -> Qt.TextElideMode:
    """Where a cell that is too long is cut."""
    return Qt.TextElideMode.ElideMiddle if column.ends else Qt.TextElideMode.ElideRight


def _paint_words(
    painter: QPainter,
    rect: QRect,
    text: str,
    align: int,
    look: _Look,
    pen: QPen,
    cut: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
) -> None:
    room = rect.width() - 2 * look.pad
    if look.width(text) > room:
        text = look.metrics.elidedText(text, cut, room)
    painter.setPen(pen)
    flags = align | int(Qt.TextFlag.TextSingleLine)
    painter.drawText(rect.x() + look.pad, rect.y(), room, rect.height(), flags, text)


def _paint_error(painter: QPainter, rect: QRect, look: _Look) -> None:
    """A red ground and underline; never alone, the words are in the cell or its tool tip."""
    painter.fillRect(rect, look.red)
    line = QRect(rect.x() + 1, rect.bottom() - look.bar + 1, rect.width() - 2, look.bar - 1)
    painter.fillRect(line, look.red_mark)


def _paint_frame(painter: QPainter, rect: QRect, look: _Look) -> None:
    painter.save()
    painter.setPen(QPen(look.accent, 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(rect.adjusted(1, 1, -1, -1))
    painter.restore()
