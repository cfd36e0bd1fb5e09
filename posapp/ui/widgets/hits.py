"""The list under the search line: two lines a hit, at most fifty, drawn directly."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from posapp.ui.dressing import dress_over
from posapp.ui.theme import dp, tokens_of
from posapp.ui.tokens import Tone
from posapp.ui.widgets.looks import text_label

Index = QModelIndex | QPersistentModelIndex

MAX_HITS: Final = 50
_SHOWN: Final = 8
_LINE: Final = 50
_NOWHERE: Final = QModelIndex()


@dataclass(frozen=True, slots=True)
class Hit:
    """How one hit looks.

    Attributes:
        title: name, drawn bold.
        detail: account number, address and the like.
        right: amount or id at the right edge.
        states: badges after the name.
    """

    title: str
    detail: str = ""
    right: str = ""
    states: tuple[tuple[str, Tone], ...] = ()


class HitsModel(QAbstractListModel):
    """Hits with the objects behind them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hits: list[tuple[Any, Hit]] = []

    def show_hits(self, hits: Sequence[tuple[Any, Hit]]) -> None:
        """Replace the hits; no more than fifty are ever drawn."""
        self.beginResetModel()
        self._hits = list(hits[:MAX_HITS])
        self.endResetModel()

    def found(self, row: int) -> Any:
        """The object behind a hit."""
        return self._hits[row][0]

    def hit(self, row: int) -> Hit:
        """How a hit looks."""
        return self._hits[row][1]

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Number of hits."""
        return 0 if parent.isValid() else len(self._hits)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words for screen readers."""
        if not index.isValid() or role != Qt.ItemDataRole.DisplayRole:
            return None
        hit = self.hit(index.row())
        states = (text for text, _tone in hit.states)
        return ", ".join(part for part in (hit.title, *states, hit.detail, hit.right) if part)


class HitDelegate(QStyledItemDelegate):
    """Paints a hit: name and badges, details under it, amount at the right."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """All hits are equally high."""
        return QSize(dp(200), dp(_LINE))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one hit."""
        model = index.model()
        if not isinstance(model, HitsModel):
            return
        hit, tokens = model.hit(index.row()), tokens_of(option.palette)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.selection))
            painter.drawRoundedRect(QRectF(option.rect), dp(7), dp(7))
        area = option.rect.adjusted(dp(10), dp(6), -dp(10), -dp(6))
        bold = QFont(option.font)
        bold.setWeight(QFont.Weight.DemiBold)
        right = _draw_right(painter, area, hit.right, bold, tokens.text)
        upper = QRect(area.x(), area.y(), area.width() - right, area.height() // 2)
        lower = QRect(area.x(), upper.bottom() + 1, upper.width(), area.height() // 2)
        left = _draw_words(painter, upper, hit.title, bold, tokens.text)
        for text, tone in hit.states:
            left += dp(8)
            spot = upper.adjusted(left, 0, 0, 0)
            left += _draw_words(painter, spot, text, bold, tokens.tone(tone).text)
        _draw_words(painter, lower, hit.detail, option.font, tokens.muted)
        painter.restore()


class HitsPopup(QFrame):
    """Hits over the content of the window; the focus stays in the search line."""

    chosen = Signal(object)

    def __init__(self, anchor: QWidget) -> None:
        """Make a hidden list that opens under ``anchor``."""
        super().__init__(anchor.window())
        self.setProperty("role", "popup")
        self.setObjectName("search_hits")
        self._anchor = anchor
        self.model = HitsModel(self)
        self._list = QListView()
        self._list.setProperty("role", "menu")
        self._list.setModel(self.model)
        self._list.setItemDelegate(HitDelegate(self._list))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setUniformItemSizes(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.clicked.connect(self._on_clicked)
        self._note = text_label("", "hint", wrap=True)
        self._note.setContentsMargins(dp(16), dp(10), dp(16), dp(10))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        layout.addWidget(self._list)
        layout.addWidget(self._note)
        dress_over(self)
        self.hide()

    def open_with(self, hits: Sequence[tuple[Any, Hit]], note: str) -> None:
        """Show hits, the first one marked, with a note under them."""
        self.model.show_hits(hits)
        self._list.setVisible(bool(hits))
        self._note.setText(note)
        self._note.setVisible(bool(note))
        if hits:
            self._list.setCurrentIndex(self.model.index(0))
        self._place()
        self.show()
        self.raise_()

    def move_by(self, lines: int) -> None:
        """Mark another hit."""
        count = self.model.rowCount()
        if count:
            row = max(0, min(count - 1, self._list.currentIndex().row() + lines))
            self._list.setCurrentIndex(self.model.index(row))

    def current(self) -> Any:
        """The marked object, ``None`` when there are no hits."""
        index = self._list.currentIndex()
        return self.model.found(index.row()) if index.isValid() else None

    def current_words(self) -> str:
        """The marked hit in words."""
        return str(self._list.currentIndex().data() or "")

    def _place(self) -> None:
        window = self._anchor.window()
        place = self._anchor.mapTo(window, QPoint(0, self._anchor.height() + dp(4)))
        rows = min(_SHOWN, self.model.rowCount())
        height = rows * dp(_LINE) + (dp(14) if rows else 0)
        if not self._note.isHidden():
            height += self._note.heightForWidth(self._anchor.width() - 2)
        self._list.setFixedHeight(rows * dp(_LINE) + dp(12))
        room = window.height() - place.y() - dp(8)
        self.setGeometry(place.x(), place.y(), self._anchor.width(), min(height + 2, room))

    def _on_clicked(self, index: QModelIndex) -> None:
        self.chosen.emit(self.model.found(index.row()))


def _draw_words(painter: QPainter, area: QRect, text: str, font: QFont, colour: str) -> int:
    """Draw words, cut to the area; returns how wide they are."""
    metrics = QFontMetrics(font)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0, area.width()))
    painter.setFont(font)
    painter.setPen(QColor(colour))
    middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
    painter.drawText(area, int(middle), shown)
    return metrics.horizontalAdvance(shown)


def _draw_right(painter: QPainter, area: QRect, text: str, font: QFont, colour: str) -> int:
    """Draw the amount at the right edge; returns the room it takes."""
    if not text:
        return 0
    painter.setFont(font)
    painter.setPen(QColor(colour))
    middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
    painter.drawText(area, int(middle), text)
    return QFontMetrics(font).horizontalAdvance(text) + dp(16)
