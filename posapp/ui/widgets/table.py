"""Table view with our defaults: fast cells, remembered columns, a sentence when it is empty."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from posapp.ui.delegates.text import TextDelegate
from posapp.ui.models.paged import PagedTableModel
from posapp.ui.models.records import RecordTableModel
from posapp.ui.models.table import ColumnTableModel
from posapp.ui.state import WindowState
from posapp.ui.theme import ROW_PX, dp, tokens_of
from posapp.ui.widgets.empty_sentence import paint_empty
from posapp.ui.widgets.table_heights import TableHeights
from posapp.ui.widgets.table_widths import TableWidths

_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_LEAST_COLUMN: Final = 48
_LOOKS: Final = (QEvent.Type.FontChange, QEvent.Type.PaletteChange, QEvent.Type.StyleChange)


class DataTable(QTableView):
    """A list of records.

    ``chosen`` carries the record of a line on Enter or double click, ``current_changed`` that of
    the line the user is on (or ``None``), ``menu_wanted`` a record and the screen place for its
    context menu (right click, menu key, Shift+F10).
    """

    chosen = Signal(object)
    current_changed = Signal(object)
    menu_wanted = Signal(object, QPoint)

    def __init__(self, name: str, label: str, parent: QWidget | None = None) -> None:
        """Make a table.

        Args:
            name: object name; columns are remembered under it.
            label: accessible name.
            parent: parent widget.
        """
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(label)
        self._empty = ("", "")
        self._state: WindowState | None = None
        self._heights = TableHeights(self)
        self._widths = TableWidths(self)
        self._text_delegate = TextDelegate(self)
        self.setItemDelegate(self._text_delegate)
        self._set_defaults()
        self._set_headers()
        self.doubleClicked.connect(self._on_double_clicked)
        self.horizontalHeader().sectionResized.connect(self._remember)
        self.horizontalHeader().sectionMoved.connect(self._remember)

    def set_model(self, model: ColumnTableModel[Any], state: WindowState | None = None) -> None:
        """Show a model; widths come from its columns or from what the user left behind."""
        header = self.horizontalHeader()
        self._widths.start()
        # The widths set here are not the user's, and another model must not undo those.
        self._state = None
        self.setModel(model)
        for section, column in enumerate(model.columns):
            stretch = QHeaderView.ResizeMode.Stretch
            movable = QHeaderView.ResizeMode.Interactive
            header.setSectionResizeMode(section, stretch if column.stretch else movable)
            header.resizeSection(section, dp(column.width))
        sortable = any(
            column.sort if isinstance(model, PagedTableModel) else column.order
            for column in model.columns
        )
        header.setSectionsClickable(sortable)
        if state is not None:
            state.restore_header(self.objectName(), header)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(sortable)
        self._state = state
        self.selectionModel().currentRowChanged.connect(self._on_current)
        model.modelReset.connect(self._on_reset)
        self._mark_first()

    def show_records(self, records: Sequence[Any], identity: Callable[[Any], object]) -> None:
        """Replace the rows of a complete list; the user stays on the same record.

        Args:
            records: the rows, in their own order.
            identity: what makes two readings of a record the same one, such as its id. Where the
                record is gone, the user stays at its place.
        """
        model = self.record_model()
        if not isinstance(model, RecordTableModel):
            return
        row, marked = self.currentIndex().row(), self.current_record()
        model.set_records(records)
        if row < 0 or not records:
            self._mark_first()
            return
        shown = model.records
        same = (at for at, one in enumerate(shown) if identity(one) == identity(marked))
        self.select_line(next(same, min(row, len(shown) - 1)))

    def set_empty_text(self, title: str, what_to_do: str = "") -> None:
        """What an empty table says: what there is not, and what to do next."""
        self._empty = (title, what_to_do)
        self.viewport().update()

    def keep_rows(self, least: int) -> None:
        """Never be lower than the titles and some rows; the page scrolls instead."""
        self._heights.keep(least)

    def cap_rows(self, most: int, *, wanted: bool = False) -> None:
        """Be no taller than some rows, 0 for no limit; ``wanted`` rows come before others' rest."""
        self._heights.cap(most, wanted=wanted)

    def fit_rows(self, most: int, least: int = 0) -> None:
        """Be no taller than the rows, up to ``most`` of them; space below goes to others.

        Where the place is low, some rows give way until ``least`` are left; 0 for none.
        """
        model = self.record_model()
        if model is not None:
            self._heights.fit(min(most, model.rowCount()), least)

    def sizeHint(self) -> QSize:
        """As tall as ``fit_rows`` wants it."""
        size = super().sizeHint()
        return QSize(size.width(), self._heights.wanted or size.height())

    def record_model(self) -> ColumnTableModel[Any] | None:
        """The model, when it is one of ours."""
        model = self.model()
        return model if isinstance(model, ColumnTableModel) else None

    def current_record(self) -> Any:
        """Record of the line the user is on, ``None`` when there is none."""
        return self._record(self.currentIndex())

    def select_line(self, row: int) -> None:
        """Move to a line and show it."""
        model = self.record_model()
        if model is not None and 0 <= row < model.rowCount():
            self.setCurrentIndex(model.index(row, max(0, self.currentIndex().column())))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Mark the first line when there is no mark yet, so that Enter and arrows have a start."""
        super().focusInEvent(event)
        if self.record_model() is not None and not self.selectionModel().hasSelection():
            self.select_line(max(0, self.currentIndex().row()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter chooses a line; Shift+F10 and the menu key open its menu."""
        key = event.key()
        shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if key in _ENTER and self.state() is not QAbstractItemView.State.EditingState:
            record = self.current_record()
            if record is not None:
                self.chosen.emit(record)
                return
        if key == Qt.Key.Key_Menu or (key == Qt.Key.Key_F10 and shift):
            self._open_menu(self.currentIndex(), None)
            return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Right click on a line."""
        if event.reason() is QContextMenuEvent.Reason.Mouse:
            index = self.indexAt(event.pos())
            if index.isValid():
                self.setCurrentIndex(index)
            self._open_menu(index, event.globalPos())
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows that fit whole, or the sentence of an empty table."""
        super().paintEvent(event)
        self._cover_cut_row()
        model = self.record_model()
        if self._empty[0] and (model is None or model.rowCount() == 0) and not _is_loading(self):
            paint_empty(self, *self._empty)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A strip above the page takes height: the line the user is on stays in sight."""
        line = self.visualRect(self.currentIndex())
        seen = line.isValid() and line.top() >= 0 and line.bottom() < event.oldSize().height()
        super().resizeEvent(event)
        if seen:
            self.scrollTo(self.currentIndex())

    def changeEvent(self, event: QEvent) -> None:
        """Measure anew when font or style change; colours make nothing taller."""
        kind = event.type()
        if kind in _LOOKS:
            for delegate in self.findChildren(TextDelegate):
                delegate.forget_look()
        if kind in _LOOKS and kind is not QEvent.Type.PaletteChange:
            self.verticalHeader().setDefaultSectionSize(dp(ROW_PX))
            # Events come before the table is made.
            heights = getattr(self, "_heights", None)
            if heights is not None:
                heights.measure()
                self._widths.measure()
        super().changeEvent(event)

    def _set_defaults(self) -> None:
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)

    def _set_headers(self) -> None:
        rows = self.verticalHeader()
        rows.hide()
        rows.setMinimumSectionSize(1)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(dp(ROW_PX))
        titles = self.horizontalHeader()
        titles.setHighlightSections(False)
        titles.setMinimumSectionSize(dp(_LEAST_COLUMN))
        titles.setSectionsMovable(True)
        titles.setStretchLastSection(False)
        titles.setTextElideMode(Qt.TextElideMode.ElideRight)

    def _record(self, index: QModelIndex) -> Any:
        model = self.record_model()
        return model.record(index.row()) if model is not None and index.isValid() else None

    def _on_double_clicked(self, index: QModelIndex) -> None:
        record = self._record(index)
        if record is not None and not index.flags() & Qt.ItemFlag.ItemIsEditable:
            self.chosen.emit(record)

    def _on_current(self, current: QModelIndex, _before: QModelIndex) -> None:
        self.current_changed.emit(self._record(current))

    def _mark_first(self) -> None:
        """Rows that come to a list that has the focus already need a mark too."""
        if self.hasFocus() and self.current_record() is None:
            self.select_line(0)

    def _on_reset(self) -> None:
        self.current_changed.emit(None)

    def _open_menu(self, index: QModelIndex, place: QPoint | None) -> None:
        record = self._record(index)
        if record is not None:
            below = self.visualRect(index).bottomLeft()
            self.menu_wanted.emit(record, place or self.viewport().mapToGlobal(below))

    def _remember(self) -> None:
        if self._state is not None:
            self._state.save_header(self.objectName(), self.horizontalHeader())

    def _cover_cut_row(self) -> None:
        """Leave out the row that the lower edge would cut in two; scrolling brings it whole."""
        view = self.viewport()
        row = self.rowAt(view.height() - 1)
        top = self.rowViewportPosition(row) if row >= 0 else 0
        if top > 0 and top + self.rowHeight(row) > view.height():
            painter = QPainter(view)
            ground = QColor(tokens_of(self.palette()).surface)
            painter.fillRect(QRect(0, top, view.width(), view.height() - top), ground)
            painter.end()


def _is_loading(view: QTableView) -> bool:
    """Whether rows are under way, so that an empty list does not say yet that it is empty."""
    model = view.model()
    return isinstance(model, PagedTableModel) and model.loading
