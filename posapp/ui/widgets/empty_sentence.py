"""What an empty table or picture says, painted into it (taste 5)."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QTableView, QWidget

from posapp.ui.theme import dp, tokens_of


def paint_empty(view: QTableView, title: str, what: str, *, below: int = 0) -> None:
    """Draw the sentence of an empty table into its viewport, ``below`` so many pixels."""
    tokens = tokens_of(view.palette())
    painter = QPainter(view.viewport())
    line = dp(24)
    area = view.viewport().rect().adjusted(dp(16), 0, -dp(16), 0)
    top = below + max(0, min(dp(64), (area.height() - below - 2 * line) // 2))
    centred = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
    flags = int(centred) | int(Qt.TextFlag.TextWordWrap)
    bold = QFont(view.font())
    bold.setWeight(QFont.Weight.DemiBold)
    painter.setFont(bold)
    painter.setPen(QColor(tokens.text))
    painter.drawText(QRect(area.x(), top, area.width(), line), flags, title)
    painter.setFont(view.font())
    painter.setPen(QColor(tokens.muted))
    painter.drawText(QRect(area.x(), top + line, area.width(), 3 * line), flags, what)
    painter.end()


def paint_words(painter: QPainter, widget: QWidget, title: str, what: str) -> None:
    """Draw what there is not, and what to do, into the middle of a widget."""
    tokens = tokens_of(widget.palette())
    line = dp(24)
    area = widget.rect().adjusted(dp(16), 0, -dp(16), 0)
    top = max(0, (area.height() - 2 * line) // 2)
    flags = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
    flags |= int(Qt.TextFlag.TextWordWrap)
    bold = QFont(widget.font())
    bold.setWeight(QFont.Weight.DemiBold)
    painter.setFont(bold)
    painter.setPen(QColor(tokens.text))
    painter.drawText(QRect(area.x(), top, area.width(), line), flags, title)
    painter.setFont(widget.font())
    painter.setPen(QColor(tokens.muted))
    painter.drawText(QRect(area.x(), top + line, area.width(), 2 * line), flags, what)
