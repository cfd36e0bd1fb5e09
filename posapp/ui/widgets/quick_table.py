"""The table of Quick Add: Enter goes the short way, a spreadsheet's rows are pasted as they are.

Enter leads from the value to the amount and from there to the next row; it stops at the check
number where the tender type wants one. Tab goes through every cell (ui.md, rules of use 1). Who
mends a row that was left before stays in its column, as the same thing is likely wrong below.
"""

from typing import Final

from PySide6.QtCore import QChildEvent, QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence, QPaintEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QWidget

from posapp.domain.quick_states import RowAct, may
from posapp.i18n import _
from posapp.ui.delegates.cells import CellDelegate
from posapp.ui.models.quick_add_grid import QuickAddGrid
from posapp.ui.models.quick_paste import is_table
from posapp.ui.state import WindowState
from posapp.ui.theme import GRID, dp
from posapp.ui.widgets.empty_sentence import paint_empty
from posapp.ui.widgets.grid import ENTER, GridTable

_CONTROL: Final = Qt.KeyboardModifier.ControlModifier
_FIRST: Final = frozenset({"value", "account"})
_TO_CHECK: Final = frozenset({"amount", "tender_type"})
_ENDS: Final = frozenset({"amount", "tender_type", "check_number"})


class QuickTable(GridTable):
    """Rows of Quick Add.

    ``row_left`` carries the number of a row that the cursor leaves, ``pasted`` a text of several
    cells from the clipboard, ``give_up_wanted`` a row that is kept and cannot be taken out.
    """

    row_left = Signal(int)
    pasted = Signal(str)
    give_up_wanted = Signal(int)

    def __init__(self, name: str, label: str) -> None:
        super().__init__(name, label)
        self._mending = False
        self._ways_to_fill = (
            _("Nothing is typed yet"),
            _("Type the first row, paste rows of a spreadsheet with Ctrl+V, or import a CSV file."),
        )

    def set_quick(
        self, model: QuickAddGrid, delegates: dict[str, CellDelegate], state: WindowState
    ) -> None:
        """Show a grid."""
        self.set_grid(model, delegates, state)
        self.selectionModel().currentChanged.connect(self._on_moved)

    def quick(self) -> QuickAddGrid | None:
        """The grid."""
        model = self.model()
        return model if isinstance(model, QuickAddGrid) else None

    def go_to(self, row: int, field: str) -> None:
        """Put the cursor into the cell of a field; into the first one where it has no cell."""
        model = self.quick()
        if model is None or not 0 <= row < model.rowCount():
            return
        column = model.column_of(field)
        if column < 0:
            column = model.column_of(model.first_field)
        self.setCurrentIndex(model.index(row, column))
        self.scrollTo(self.currentIndex())

    def go_to_free_row(self) -> None:
        """Put the cursor where the next row is typed."""
        model = self.quick()
        if model is not None and model.rowCount():
            self.go_to(model.rowCount() - 1, model.first_field)

    def show_only_attention(self, *, only: bool) -> None:
        """Hide the rows that nobody has to look at, or show all again."""
        model = self.quick()
        lines = () if model is None else model.records
        for row, line in enumerate(lines):
            self.setRowHidden(row, only and not line.needs_attention)
        self.keep_in_sight()

    def hide_settled(self) -> None:
        """Hide rows that came out since; one that is being mended stays in sight."""
        model = self.quick()
        for row, line in enumerate(() if model is None else model.records):
            if line.is_settled and not line.needs_attention:
                self.setRowHidden(row, True)
        self.keep_in_sight()

    def keep_in_sight(self) -> None:
        """The cursor is never in a hidden row, nor half under the titles once others are hidden."""
        model, index = self.quick(), self.currentIndex()
        if model is None or not index.isValid():
            return
        if self.isRowHidden(index.row()):
            seen = [row for row in range(model.rowCount()) if not self.isRowHidden(row)]
            row = next((one for one in seen if one > index.row()), seen[-1] if seen else -1)
            if row < 0:
                return
            self.setCurrentIndex(model.index(row, index.column()))
        # The places of rows are those from before they were hidden until the view is laid out.
        self.doItemsLayout()
        self.scrollTo(self.currentIndex())

    def settle(self) -> None:
        """Write the open cell and leave its row: what is typed is about to be sent."""
        self.commit_open_editor()
        if self.currentIndex().isValid():
            self.row_left.emit(self.currentIndex().row())

    def viewportEvent(self, event: QEvent) -> bool:
        """An editor that opens: what is pasted into it may be rows, what is scanned a stub."""
        if event.type() is QEvent.Type.ChildPolished and isinstance(event, QChildEvent):
            editor = event.child()
            editor.installEventFilter(self)
            editor.setProperty("takes_scans", self._field(self.currentIndex()) in _FIRST)
            self._mending = self._was_left(self.currentIndex())
        return super().viewportEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Rows that are pasted into a cell's editor go into the grid."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            text = _clipboard() if event.matches(QKeySequence.StandardKey.Paste) else ""
            if is_table(text) and isinstance(watched, QWidget):
                self.closeEditor(watched, QAbstractItemDelegate.EndEditHint.RevertModelCache)
                self.pasted.emit(text)
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+V pastes; Enter on a row that is in goes to its event."""
        model, index = self.quick(), self.currentIndex()
        if model is None or not index.isValid():
            super().keyPressEvent(event)
        elif event.matches(QKeySequence.StandardKey.Paste):
            self._paste(index)
        elif event.key() == Qt.Key.Key_Delete and event.modifiers() == _CONTROL:
            self._take_out(model, index)
        elif event.key() in ENTER and model.record(index.row()).event_id:
            self.chosen.emit(model.record(index.row()))
        elif event.key() in ENTER and self._lacks_check(model, index):
            model.say_missing(index.row())
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Below the first row, while nothing is typed: the ways to fill the grid."""
        super().paintEvent(event)
        model = self.quick()
        if model is not None and not model.is_closed and not model.records:
            below = self.rowHeight(0) + dp(GRID)
            paint_empty(self, *self._ways_to_fill, below=below)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Typing starts where the next row is, wherever the first mark would be."""
        typed = self._field(self.currentIndex())
        super().focusInEvent(event)
        if not typed:
            self.go_to_free_row()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Whoever goes elsewhere leaves the row; an editor that opens does not."""
        super().focusOutEvent(event)
        going = QGuiApplication.focusObject()
        inside = isinstance(going, QWidget) and self.isAncestorOf(going)
        if not inside and self.currentIndex().isValid():
            self.row_left.emit(self.currentIndex().row())

    def _paste(self, index: QModelIndex) -> None:
        text = _clipboard()
        model = self.quick()
        if is_table(text):
            self.pasted.emit(text)
        elif model is not None and text.strip():
            model.type_text(index, text.strip())

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Whether a row is mended is asked anew with each cell that is opened."""
        super().closeEditor(editor, hint)
        self._mending = False

    def _take_out(self, model: QuickAddGrid, index: QModelIndex) -> None:
        """Ctrl+Delete: a typed row goes and the cursor stays in its column, a kept one is given up."""
        row, column = index.row(), index.column()
        if model.is_closed or not may(model.state_at(row), RowAct.TAKE_OUT):
            self.give_up_wanted.emit(row)
        elif model.remove(row):
            self.setCurrentIndex(model.index(min(row, model.rowCount() - 1), column))

    def _was_left(self, index: QModelIndex) -> bool:
        model = self.quick()
        if model is None or not index.isValid():
            return False
        line = model.record(index.row())
        return line.left or line.result is not None

    def _mended(self, model: QuickAddGrid, index: QModelIndex) -> None:
        """After a cell was mended: what its row still lacks, else the same column further down."""
        row = index.row()
        hole = model.hole(row)
        if hole not in {"", self._field(index)}:
            self.go_to(row, hole)
            return
        for following in range(row + 1, model.rowCount()):
            line = model.record(following)
            if line.is_empty and not model.is_closed:
                self.go_to(following, model.first_field)
                return
            if not line.is_settled and (line.needs_attention or not model.is_closed):
                self.setCurrentIndex(model.index(following, index.column()))
                return

    def _go_on(self) -> None:
        """Enter: the next cell that the row wants, else the first one of the next row."""
        model, index = self.quick(), self.currentIndex()
        if model is None or not index.isValid():
            return
        if self._mending:
            self._mended(model, index)
            return
        field, row = self._field(index), index.row()
        if field in _FIRST and model.record(row).scanned:
            self._next_row(row)
        elif field in _TO_CHECK and model.wants_check(row):
            self.go_to(row, "check_number")
        elif self._lacks_check(model, index):
            model.say_missing(row)
        elif field in _ENDS or not self._next_in(index).isValid():
            self._next_row(row)
        else:
            self.setCurrentIndex(self._next_in(index))

    def _lacks_check(self, model: QuickAddGrid, index: QModelIndex) -> bool:
        """Whether Enter is pressed in a check number that is needed and empty: it says so."""
        if self.state() is self.State.EditingState:
            # Enter of an open editor comes by before its text is written.
            return False
        typed = bool(index.flags() & Qt.ItemFlag.ItemIsEditable)
        return typed and self._field(index) == "check_number" and model.wants_check(index.row())

    def _next_in(self, index: QModelIndex) -> QModelIndex:
        """The next cell of the row that takes something."""
        found = self._next_editable(index)
        return found if found.isValid() and found.row() == index.row() else QModelIndex()

    def _next_row(self, row: int) -> None:
        """The next row that takes something; the last one stays where there is none."""
        model = self.quick()
        if model is None:
            return
        for following in range(row + 1, model.rowCount()):
            if not model.record(following).is_settled:
                self.go_to(following, model.first_field)
                return
        self.row_left.emit(row)

    def _field(self, index: QModelIndex) -> str:
        model = self.quick()
        return "" if model is None or not index.isValid() else model.field_at(index.column())

    def _on_moved(self, current: QModelIndex, before: QModelIndex) -> None:
        """A scan is taken where it names what is paid; elsewhere it is a search."""
        self.setProperty("takes_scans", self._field(current) in _FIRST)
        if before.isValid() and before.row() != current.row():
            self.row_left.emit(before.row())


def _clipboard() -> str:
    return QGuiApplication.clipboard().text()
