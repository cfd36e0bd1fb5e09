"""A cell with a bar: how much of a limit is reached, painted beside its words elsewhere in the line."""

from collections.abc import Callable
from typing import Any, Final

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from posapp.ui.delegates.text import TextDelegate
from posapp.ui.models.columns import ROW_ROLE
from posapp.ui.theme import dp
from posapp.ui.tokens import Tone

Index = QModelIndex | QPersistentModelIndex

_HEIGHT: Final = 12


class BarDelegate(TextDelegate):
    """Paints the share of a record as a bar in its track."""

    def __init__(
        self,
        share_of: Callable[[Any], float | None],
        tone_of: Callable[[Any], Tone | None],
        parent: QObject | None = None,
    ) -> None:
        """Make it.

        Args:
            share_of: 0.0 to 1.0 and above for a record; ``None`` for none, then its words show.
            tone_of: state of the bar; ``None`` for the colour of charts.
            parent: parent object.
        """
        super().__init__(parent)
        self._share_of, self._tone_of = share_of, tone_of

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The ground of the line, then track and bar instead of words."""
        record = index.data(ROW_ROLE)
        share = None if record is None else self._share_of(record)
        if share is None:
            super().paint(painter, option, index)
            return
        look = self.look(option)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, look.selection)
        tokens, tone = look.tokens, self._tone_of(record)
        height = dp(_HEIGHT)
        rect = option.rect
        top = rect.y() + (rect.height() - height) / 2
        track = QRectF(rect.x() + look.pad, top, rect.width() - 2 * look.pad, height)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.track))
        painter.drawRoundedRect(track, height / 2, height / 2)
        if share > 0:
            bar = QRectF(track)
            bar.setWidth(max(float(height), track.width() * min(1.0, share)))
            painter.setBrush(QColor(tokens.tone(tone).mark if tone else tokens.chart[0]))
            painter.drawRoundedRect(bar, height / 2, height / 2)
        painter.restore()
