"""Words with a state beside them in one cell: a name and *Cash-Only*."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QRect
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from posapp.ui.delegates.cells import CellDelegate, Index
from posapp.ui.models.table import ColumnTableModel
from posapp.ui.tokens import Tone

Badge = Callable[[Any], tuple[str, Tone] | None]


class BadgedDelegate(CellDelegate):
    """Paints the words of a cell, and a pill at its right where the record has one."""

    def __init__(self, badge: Badge, parent: QObject | None = None) -> None:
        """Make the delegate.

        Args:
            badge: words and colour of a record's pill, ``None`` for none.
            parent: parent object.
        """
        super().__init__(parent)
        self._badge = badge

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The words give way to the pill, never the pill to the words."""
        model = index.model()
        record = model.record(index.row()) if isinstance(model, ColumnTableModel) else None
        badge = None if record is None else self._badge(record)
        if badge is None:
            super().paint(painter, option, index)
            return
        look = self.look(option)
        whole = QRect(option.rect)
        room = min(whole.width(), look.pill_room(badge[0]))
        aside = QRect(whole.right() - room + 1, whole.y(), room, whole.height())
        words = QStyleOptionViewItem(option)
        words.rect = whole.adjusted(0, 0, -room, 0)
        super().paint(painter, words, index)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(aside, look.selection)
        look.paint_pill(painter, aside, *badge)
