"""A field whose text is looked up when it is left; Enter looks up and does nothing else."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView

from posapp.ui.dressing import dress
from posapp.ui.theme import dp

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_OF_LIST = (*_ENTER, Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
_VALUE = Qt.ItemDataRole.UserRole
_LIST_WIDTH = 460


class LookUpEdit(QLineEdit):
    """A number that names something, such as a payor; what fits may be offered in a list.

    In a dialog, Enter would press the default button right after the look-up; here it stops at the
    look-up while the text is new, so that nobody pays for an account they have not seen. A scan
    is taken as typed. ``chosen`` carries the value that was taken from the list.
    """

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("takes_scans", True)
        self._completer: QCompleter | None = None
        self._list: QListView | None = None
        self._model = QStandardItemModel(self)

    @property
    def offered(self) -> tuple[str, ...]:
        """The words of the list, while it is open."""
        if not self._is_open():
            return ()
        return tuple(self._model.item(row).text() for row in range(self._model.rowCount()))

    def offer(self, offers: Sequence[tuple[str, str]]) -> None:
        """Open a list of values and their words; one may go on typing. Nothing closes it."""
        self._model.clear()
        for at, (value, words) in enumerate(offers):
            line = QStandardItem(words)
            line.setData(value, _VALUE)
            self._model.setItem(at, line)
        if not offers:
            if self._list is not None:
                self._list.hide()
            return
        completer, shown = self._list_of()
        completer.setCompletionPrefix("")
        width = max(self.width(), dp(_LIST_WIDTH))
        shown.setMinimumWidth(width)
        completer.complete(QRect(0, 0, width, self.height()))
        shown.setCurrentIndex(completer.completionModel().index(0, 0))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Select everything, so that typing replaces the number."""
        super().focusInEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep Enter from the dialog while the text was changed; in the list it takes a line."""
        if self._is_open() and event.key() in _OF_LIST:
            event.ignore()
            return
        is_new = self.isModified()
        super().keyPressEvent(event)
        if event.key() in _ENTER and is_new:
            self.setModified(False)
            event.accept()

    def _is_open(self) -> bool:
        return self._list is not None and self._list.isVisible()

    def _list_of(self) -> tuple[QCompleter, QListView]:
        """The list, made when something is first offered."""
        if self._completer is None or self._list is None:
            self._list = QListView()
            self._list.setObjectName("look_up_offers")
            completer = self._completer = QCompleter(self._model, self)
            completer.setCompletionRole(_VALUE)
            completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
            completer.setPopup(self._list)
            dress(self._list)
            completer.setWidget(self)
            completer.activated.connect(self._on_chosen)
        return self._completer, self._list

    def _on_chosen(self, value: str) -> None:
        self.setText(value)
        self.chosen.emit(value)
