"""The match value of a payment: typed, scanned, or chosen among what is unpaid (IT-3, D-26)."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView

from posapp.domain.payment_views import MatchChoice
from posapp.i18n import _
from posapp.ui.dressing import dress
from posapp.ui.formats import Formats, joined
from posapp.ui.icons import icon
from posapp.ui.theme import dp, tokens_of
from posapp.ui.widgets.limited_edit import LimitedEdit

_WIDTH = 30
_LIST_WIDTH = 420
_VALUE = Qt.ItemDataRole.UserRole


class MatchValueEdit(LimitedEdit):
    """Takes any number; Down or the arrow lists what is unpaid.

    ``chosen`` carries the ``MatchChoice`` that was taken from the list.
    """

    chosen = Signal(object)

    def __init__(self, formats: Formats) -> None:
        super().__init__(_WIDTH)
        self._formats = formats
        self._offers: tuple[MatchChoice, ...] = ()
        self.lists_itself = True
        self._model = QStandardItemModel(self)
        self._completer = QCompleter(self._model, self)
        self._completer.setCompletionRole(_VALUE)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._list = QListView()
        self._completer.setPopup(self._list)
        dress(self._list)
        self._completer.setWidget(self)
        self._completer.activated.connect(self._on_chosen)
        arrow = icon("chevron-down", tokens_of(self.palette()).muted, dp(14))
        self._arrow = self.addAction(arrow, QLineEdit.ActionPosition.TrailingPosition)
        self._arrow.setToolTip(_("What is unpaid"))
        self._arrow.triggered.connect(self.show_list)
        self._arrow.setVisible(False)

    @property
    def offers(self) -> tuple[MatchChoice, ...]:
        """What the list offers."""
        return self._offers

    def set_offers(self, offers: Sequence[MatchChoice], currency: str) -> None:
        """Offer other values; amounts are written in ``currency``."""
        self._offers = tuple(offers)
        self._model.clear()
        for at, offer in enumerate(self._offers):
            unpaid = self._formats.money(offer.due, currency)
            day = self._formats.date(offer.due_date)
            words = joined(offer.value, offer.words)
            line = QStandardItem("  \u00b7  ".join(part for part in (words, day, unpaid) if part))
            line.setData(offer.value, _VALUE)
            self._model.setItem(at, line)
        self._arrow.setVisible(bool(self._offers) and self.lists_itself)

    def knows(self, value: str) -> bool:
        """Whether a value is one of those offered, or there is nothing to compare it with."""
        return not self._offers or any(value == offer.value for offer in self._offers)

    def show_list(self) -> None:
        """Open the list; one may go on typing."""
        if not self._offers:
            return
        self.setFocus()
        self._completer.setCompletionPrefix("")
        self._list.setMinimumWidth(dp(_LIST_WIDTH))
        self._completer.complete(QRect(0, 0, max(self.width(), dp(_LIST_WIDTH)), self.height()))
        self._list.setCurrentIndex(self._completer.completionModel().index(0, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down opens the list; Enter in the list takes a line and sends nothing."""
        if event.key() == Qt.Key.Key_Down and self._offers and self.lists_itself:
            self.show_list()
        elif self._list.isVisible() and event.key() in _LIST_KEYS:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _on_chosen(self, value: str) -> None:
        for offer in self._offers:
            if offer.value == value:
                self.setText(offer.value)
                self.chosen.emit(offer)
                return


_LIST_KEYS = (
    Qt.Key.Key_Return,
    Qt.Key.Key_Enter,
    Qt.Key.Key_Escape,
    Qt.Key.Key_Tab,
    Qt.Key.Key_Backtab,
)
