"""A grid that Enter leads out of: on the empty row it goes on to what comes next (keypad, use 1)."""

from collections.abc import Callable

from PySide6.QtCore import QChildEvent, QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from posapp.ui.delegates.choice import ChoiceDelegate
from posapp.ui.models.table import Index
from posapp.ui.widgets.grid import ENTER, GridTable


class PassTable(GridTable):
    """``passed`` tells that Enter was pressed in a cell of the empty row: nothing more is typed."""

    passed = Signal()

    def __init__(
        self,
        name: str,
        label: str,
        at: str,
        way: Callable[[int, str], str],
        parent: QWidget | None = None,
    ) -> None:
        """Make it.

        Args:
            name: object name.
            label: accessible name.
            at: the cell of the empty row in which Enter leads on; in others it opens the cell.
            way: the cell that Enter goes on to from a row's cell; empty for the next row.
            parent: parent widget.
        """
        super().__init__(name, label, parent)
        self._at = at
        self._way = way

    @property
    def is_on_blank(self) -> bool:
        """Whether the cursor is where a new row would begin."""
        model, index = self.grid_model(), self.currentIndex()
        if model is None or not index.isValid() or index.row() < len(model.records):
            return False
        return model.columns[index.column()].name == self._at

    def go_to(self, row: int, name: str) -> None:
        """Put the cursor into a cell without opening it."""
        model = self.grid_model()
        if model is None or not 0 <= row < model.rowCount():
            return
        sections = [at for at, column in enumerate(model.columns) if column.name == name]
        if sections:
            self.setCurrentIndex(model.index(row, sections[0]))
            self.scrollTo(self.currentIndex())

    def go_to_blank(self) -> None:
        """Put the cursor where a new row begins."""
        model = self.grid_model()
        if model is not None:
            self.go_to(len(model.records), self._at)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """By its key the grid is entered where typing starts, not in the first cell of a row."""
        super().focusInEvent(event)
        model, index = self.grid_model(), self.currentIndex()
        by_key = event.reason() is Qt.FocusReason.ShortcutFocusReason
        if model is not None and index.isValid() and index.column() == 0 and by_key:
            self.go_to(index.row(), self._at)

    def sizeHint(self) -> QSize:
        """As low as it may be: what is left over of the place is shared."""
        return QSize(super().sizeHint().width(), self.minimumHeight())

    def viewportEvent(self, event: QEvent) -> bool:
        """An editor that opens where something is named takes what is scanned."""
        if event.type() is QEvent.Type.ChildPolished and isinstance(event, QChildEvent):
            event.child().setProperty("takes_scans", self._is_named(self.currentIndex()))
        return super().viewportEvent(event)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """A scan is taken where it names something; elsewhere it is a search."""
        super().currentChanged(current, previous)
        self.setProperty("takes_scans", self._is_named(current))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter on the empty row leads on; on a cell that says something it goes to the next."""
        editing = self.state() is self.State.EditingState
        plain = event.modifiers() in {
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        }
        if event.key() in ENTER and plain and not editing and self.is_on_blank:
            self.passed.emit()
            return
        if event.key() in ENTER and plain and not editing and self._is_filled():
            self._go_on()
            return
        super().keyPressEvent(event)

    def _is_named(self, index: Index) -> bool:
        model = self.grid_model()
        return (
            model is not None
            and index.isValid()
            and (model.columns[index.column()].name == self._at)
        )

    def _is_filled(self) -> bool:
        """Whether the cell needs no typing; what is chosen from a list opens its list."""
        model, index = self.grid_model(), self.currentIndex()
        if model is None or not index.isValid() or index.row() >= len(model.records):
            return False
        if isinstance(self.itemDelegateForIndex(index), ChoiceDelegate):
            return False
        row, column = index.row(), index.column()
        return bool(model.cell(row, column)) and not model.cell_error(row, column)

    def _go_on(self) -> None:
        """Enter: the cell that the row wants next, else where the next row begins."""
        model, index = self.grid_model(), self.currentIndex()
        if model is None or not index.isValid():
            return
        following = self._way(index.row(), model.columns[index.column()].name)
        self.go_to(index.row() if following else index.row() + 1, following or self._at)
