"""The box in front of a line, ticked or not; a line that cannot be chosen has none."""

from typing import Any

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from posapp.ui.delegates.cells import CellDelegate, Index
from posapp.ui.icons import pixmap
from posapp.ui.models.table import ColumnTableModel
from posapp.ui.theme import dp, tokens_of

_SIZE = 18


class TickDelegate(CellDelegate):
    """Paints the box of a ``TickGrid``."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground and mark of the line, then the box."""
        model = index.model()
        record: Any = model.record(index.row()) if isinstance(model, ColumnTableModel) else None
        if record is None:
            super().paint(painter, option, index)
            return
        look, rect = self.look(option), option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, look.selection)
            if option.state & QStyle.StateFlag.State_Active:
                painter.fillRect(QRect(rect.x(), rect.y(), look.bar, rect.height()), look.accent)
        if record.may_tick:
            _paint_box(painter, option, ticked=record.ticked)


def _paint_box(painter: QPainter, option: QStyleOptionViewItem, *, ticked: bool) -> None:
    tokens, size = tokens_of(option.palette), dp(_SIZE)
    box = QRectF(0, 0, size, size)
    box.moveCenter(QRectF(option.rect).center())
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(tokens.accent if ticked else tokens.muted), 1.4))
    painter.setBrush(QColor(tokens.accent) if ticked else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box, dp(4), dp(4))
    if ticked:
        mark = box.toRect().adjusted(dp(2), dp(2), -dp(2), -dp(2))
        painter.drawPixmap(mark, pixmap("check", tokens.on_accent, mark.width(), 2.0))
    painter.restore()
