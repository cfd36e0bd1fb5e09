"""Editable table: typing opens the cell, Enter and Tab go on, Delete empties, Ctrl+Delete drops a line.

Ctrl+Tab leaves the grid at once, an open cell is written first.
"""

from typing import Any, Final

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QWidget

from posapp.ui.delegates.cells import CellDelegate
from posapp.ui.models.grid import EditableGridModel
from posapp.ui.state import WindowState
from posapp.ui.widgets.scanner import is_character
from posapp.ui.widgets.table import DataTable

_Hint = QAbstractItemDelegate.EndEditHint
ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_TAB: Final[dict[int, int]] = {Qt.Key.Key_Tab: 1, Qt.Key.Key_Backtab: -1}
_BY_KEY: Final = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)
_DELETE: Final = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class GridTable(DataTable):
    """A grid of draft lines; needs an ``EditableGridModel``.

    ``goes_on``: Enter goes on from an empty cell as from a typed one, and leaves after the last; for
    counts, which are typed and skipped by the keypad alone. ``passes`` names columns that Tab and
    Enter leave out, since they are right most times; arrows and the mouse reach them.
    """

    def __init__(
        self, name: str, label: str, parent: QWidget | None = None, *, goes_on: bool = False
    ) -> None:
        super().__init__(name, label, parent)
        self.goes_on = goes_on
        self.passes: frozenset[str] = frozenset()
        trigger = QAbstractItemView.EditTrigger
        self.setEditTriggers(
            trigger.AnyKeyPressed
            | trigger.EditKeyPressed
            | trigger.DoubleClicked
            | trigger.SelectedClicked
        )
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        # Makes Qt ask keyPressEvent about Tab, which leaves the table after the last cell.
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

    def go_to(self, row: int, name: str) -> None:
        """Move to a cell, with its line in sight."""
        model = self.grid_model()
        if model is None:
            return
        for section, column in enumerate(model.columns):
            if column.name == name:
                index = model.index(row, section)
                self.setCurrentIndex(index)
                self.scrollTo(index)

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

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Who comes by key starts in a cell that takes something."""
        super().focusInEvent(event)
        index = self.currentIndex()
        if event.reason() not in _BY_KEY or not index.isValid() or self._takes(index):
            return
        following = self._next_editable(index)
        if following.isValid():
            self.setCurrentIndex(following)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the cell or goes on, Delete empties it, Ctrl+Delete takes the line out."""
        model, index = self.grid_model(), self.currentIndex()
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() in _TAB:
            self._tab(_TAB[event.key()], out=control)
            return
        if event.text() and event.modifiers() == Qt.KeyboardModifier.AltModifier:
            # A letter of a tab or field that is not there; no cell takes it.
            event.ignore()
            return
        if model is None or not index.isValid():
            super().keyPressEvent(event)
            return
        if event.key() == Qt.Key.Key_Delete and control:
            model.remove(index.row())
        elif event.key() in _DELETE and self.state() is not self.State.EditingState:
            model.empty(index)
        elif event.key() in ENTER and self.state() is not self.State.EditingState:
            if self._takes(index) and not self.goes_on:
                self.edit(index)
            else:
                self._go_on()
        else:
            self._to_editable(event, index)
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Never look for a line by what is typed: the first digit of an amount would be lost."""

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """After Enter go on to the next cell that takes something, as keypads expect; so with Tab."""
        goes_on = hint in {_Hint.SubmitModelCache, _Hint.EditNextItem, _Hint.EditPreviousItem}
        super().closeEditor(editor, _Hint.NoHint if goes_on else hint)
        if hint is _Hint.SubmitModelCache:
            self._go_on()
        elif goes_on:
            pressed = QGuiApplication.keyboardModifiers()
            out = bool(pressed & Qt.KeyboardModifier.ControlModifier)
            self._tab(1 if hint is _Hint.EditNextItem else -1, out=out)

    def _tab(self, step: int, *, out: bool) -> None:
        """Go to the next cell that takes something; after the last one, or ``out``, leave the table."""
        following = self._next_editable(self.currentIndex(), step)
        if following.isValid() and not out:
            self.setCurrentIndex(following)
            return
        reasons = Qt.FocusReason
        reason = reasons.TabFocusReason if step > 0 else reasons.BacktabFocusReason
        found: QWidget | None = self
        while found is not None:
            found = found.nextInFocusChain() if step > 0 else found.previousInFocusChain()
            if found is None or found is self:
                return
            if _takes_tab(found) and not self.isAncestorOf(found):
                found.setFocus(reason)
                return

    def _go_on(self) -> None:
        following = self._next_editable(self.currentIndex())
        if following.isValid():
            self.setCurrentIndex(following)
        elif self.goes_on:
            self._tab(1, out=True)

    def _takes(self, index: QModelIndex) -> bool:
        """Whether Tab and Enter stop at a cell."""
        model = self.grid_model()
        if model is None or model.columns[index.column()].name in self.passes:
            return False
        return bool(index.flags() & Qt.ItemFlag.ItemIsEditable)

    def _to_editable(self, event: QKeyEvent, index: QModelIndex) -> None:
        """What is typed beside the cell that takes it goes into that cell: no digit is lost."""
        editable = index.flags() & Qt.ItemFlag.ItemIsEditable
        # A digit names no choice: it begins the cell beside it.
        begins = event.text().isdigit() and not self._takes(index)
        if not is_character(event) or (editable and not begins):
            return
        following = self._next_editable(index.siblingAtColumn(0), 1)
        if following.isValid() and following.row() == index.row():
            self.setCurrentIndex(following)

    def _next_editable(self, index: QModelIndex, step: int = 1) -> QModelIndex:
        """The next editable cell in reading order or against it, an invalid index at the end."""
        model = self.grid_model()
        if model is None or not index.isValid():
            return QModelIndex()
        columns = model.columnCount()
        end = model.rowCount() * columns if step > 0 else -1
        for place in range(index.row() * columns + index.column() + step, end, step):
            found = model.index(place // columns, place % columns)
            if self._takes(found):
                return found
        return QModelIndex()


def _takes_tab(widget: QWidget) -> bool:
    policy = widget.focusPolicy()
    return bool(policy & Qt.FocusPolicy.TabFocus) and widget.isEnabled() and widget.isVisible()


def commit_editors(inside: QWidget) -> None:
    """Write what is being typed into the grids of a dialog, before it submits."""
    for grid in inside.findChildren(GridTable):
        grid.commit_open_editor()


def unsettled(inside: QWidget) -> EditableGridModel[Any] | None:
    """A grid of a dialog that still waits for a look-up."""
    for grid in inside.findChildren(GridTable):
        model = grid.grid_model()
        if model is not None and not model.is_settled:
            return model
    return None
