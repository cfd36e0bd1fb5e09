"""Short complete lists: all rows are there, sorting happens here."""

from collections.abc import Sequence
from typing import TypeVar

from PySide6.QtCore import QObject, Qt

from posapp.ui.models.columns import Column
from posapp.ui.models.table import ColumnTableModel

R = TypeVar("R")


class RecordTableModel(ColumnTableModel[R]):
    """A complete list of records, such as the tenders of an event."""

    def __init__(
        self,
        columns: Sequence[Column[R]],
        records: Sequence[R] = (),
        parent: QObject | None = None,
    ) -> None:
        super().__init__(columns, parent)
        self._rows = records
        self._given = records
        self._sorting: tuple[int, Qt.SortOrder] | None = None

    def set_records(self, records: Sequence[R]) -> None:
        """Replace all rows; the order that the user chose is kept, equal rows change nothing."""
        if tuple(records) == tuple(self._given):
            return
        self._given = records
        self.beginResetModel()
        self._rows = records
        self._arrange()
        self._forget_texts()
        self.endResetModel()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column that has an order; others are left alone."""
        if not 0 <= column < len(self._columns) or self._columns[column].order is None:
            return
        self._sorting = (column, order)
        self.layoutAboutToBeChanged.emit()
        before = list(self._rows)
        self._arrange()
        self._forget_texts()
        place = {id(record): row for row, record in enumerate(self._rows)}
        old = self.persistentIndexList()
        new = [self.index(place[id(before[index.row()])], index.column()) for index in old]
        self.changePersistentIndexList(old, new)
        self.layoutChanged.emit()

    def _arrange(self) -> None:
        if self._sorting is None:
            return
        column, direction = self._sorting
        order = self._columns[column].order
        if order is not None:
            down = direction is Qt.SortOrder.DescendingOrder
            self._rows = sorted(self._rows, key=order, reverse=down)
