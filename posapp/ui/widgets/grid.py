"""Editable table: typing opens the cell, Enter goes on to the next one, Ctrl+Delete drops a line."""

from typing import Any, Final

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QWidget

from posapp.ui.delegates.cells import CellDelegate
from posapp.ui.models.grid import EditableGridModel
from posapp.ui.state import WindowState
from posapp.ui.widgets.table import DataTable

_Hint = QAbstractItemDelegate.EndEditHint
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class GridTable(DataTable):
    """A grid of draft lines; needs an ``EditableGridModel``."""

    def __init__(self, name: str, label: str, parent: QWidget | None = None) -> None:
        super().__init__(name, label, parent)
        trigger = QAbstractItemView.EditTrigger
        self.setEditTriggers(
            trigger.AnyKeyPressed
            | trigger.EditKeyPressed
            | trigger.DoubleClicked
            | trigger.SelectedClicked
        )
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setTabKeyNavigation(True)
        self.setItemDelegate(CellDelegate(self))

    def set_grid(
        self,
        model: EditableGridModel[Any],
        delegates: dict[str, CellDelegate] | None = None,
        state: WindowState | None = None,
    ) -> None:
        """Show a grid; ``delegates`` by column name replace the plain text editor."""
        self.set_model(model, state)
        self.setSortingEnabled(False)
        for section, column in enumerate(model.columns):
            delegate = (delegates or {}).get(column.name)
            if delegate is not None:
                delegate.setParent(self)
                self.setItemDelegateForColumn(section, delegate)
        model.dataChanged.connect(self.viewport().update)

    def grid_model(self) -> EditableGridModel[Any] | None:
        """The model."""
        model = self.model()
        return model if isinstance(model, EditableGridModel) else None

    def commit_open_editor(self) -> None:
        """Write what is being typed into its line; a dialog calls it before it submits."""
        index = self.currentIndex()
        editor = self.indexWidget(index) if index.isValid() else None
        if editor is not None:
            self.commitData(editor)
            self.closeEditor(editor, _Hint.NoHint)

    def edit_cell(self, row: int, name: str) -> None:
        """Move to a cell and open its editor."""
        model = self.grid_model()
        if model is None:
            return
        for section, column in enumerate(model.columns):
            if column.name == name:
                index = model.index(row, section)
                self.setCurrentIndex(index)
                self.edit(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the cell or goes on; Ctrl+Delete takes the line out."""
        model, index = self.grid_model(), self.currentIndex()
        if model is None or not index.isValid():
            super().keyPressEvent(event)
            return
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Delete and control:
            model.remove(index.row())
        elif event.key() in _ENTER and self.state() is not self.State.EditingState:
            if index.flags() & Qt.ItemFlag.ItemIsEditable:
                self.edit(index)
            else:
                self._go_on()
        else:
            super().keyPressEvent(event)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """After Enter go on to the next cell that takes something, as keypads expect."""
        submitted = hint is _Hint.SubmitModelCache
        super().closeEditor(editor, _Hint.NoHint if submitted else hint)
        if submitted:
            self._go_on()

    def _go_on(self) -> None:
        following = self._next_editable(self.currentIndex())
        if following.isValid():
            self.setCurrentIndex(following)

    def _next_editable(self, index: QModelIndex) -> QModelIndex:
        """The next editable cell in reading order, an invalid index at the end."""
        model = self.grid_model()
        if model is None or not index.isValid():
            return QModelIndex()
        columns = model.columnCount()
        last = model.rowCount() * columns
        for place in range(index.row() * columns + index.column() + 1, last):
            found = model.index(place // columns, place % columns)
            if found.flags() & Qt.ItemFlag.ItemIsEditable:
                return found
        return QModelIndex()
