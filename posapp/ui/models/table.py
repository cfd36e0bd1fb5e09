"""What all our table models share: columns as values, cached texts, the whole record by role."""

from collections.abc import Sequence
from typing import Any, Final, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from posapp.ui.models.columns import ERROR_ROLE, ROW_ROLE, TONE_ROLE, Column
from posapp.ui.tokens import Tone

R = TypeVar("R")
Index = QModelIndex | QPersistentModelIndex

NOWHERE: Final = QModelIndex()
_CACHED: Final = 4096
_DISPLAY: Final = int(Qt.ItemDataRole.DisplayRole)
_ALIGN: Final = int(Qt.ItemDataRole.TextAlignmentRole)
_TIP: Final = int(Qt.ItemDataRole.ToolTipRole)


class ColumnTableModel(QAbstractTableModel, Generic[R]):
    """A table of records; subclasses decide how rows come and go."""

    def __init__(self, columns: Sequence[Column[R]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns: tuple[Column[R], ...] = tuple(columns)
        self._rows: Sequence[R] = []
        self._texts: dict[int, tuple[str, ...]] = {}

    @property
    def columns(self) -> tuple[Column[R], ...]:
        """The columns in order."""
        return self._columns

    @property
    def records(self) -> tuple[R, ...]:
        """The rows that are there."""
        return tuple(self._rows)

    def record(self, row: int) -> R:
        """The record of a row.

        Raises:
            IndexError: when there is no such row.
        """
        return self._rows[row]

    def cell(self, row: int, column: int) -> str:
        """Text of a cell; texts are made once per row, painting asks for them again and again."""
        texts = self._texts.get(row)
        if texts is None:
            if len(self._texts) >= _CACHED:
                self._texts.clear()
            record = self._rows[row]
            texts = self._texts[row] = tuple(col.text(record) for col in self._columns)
        return texts[column]

    def tone(self, row: int, column: int) -> Tone | None:
        """State colour of a cell."""
        tone = self._columns[column].tone
        return tone(self._rows[row]) if tone else None

    def is_quiet(self, row: int, column: int) -> bool:
        """Whether a cell is drawn in the quiet text colour."""
        spec = self._columns[column]
        return spec.muted or (spec.quiet is not None and spec.quiet(self._rows[row]))

    def cell_error(self, row: int, column: int) -> str:  # noqa: ARG002 - grids have errors
        """Why a cell is wrong; lists have no errors."""
        return ""

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """Number of rows."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """Number of columns."""
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        """Text, alignment, the record, the tone, the error."""
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        if role == _DISPLAY:
            return self.cell(row, column)
        if role == _ALIGN:
            return self._columns[column].align.value
        if role == ROW_ROLE:
            return self._rows[row]
        return self._rarely(row, column, role)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        """Titles, aligned as their columns."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        if role == _DISPLAY:
            return self._columns[section].title
        if role == _ALIGN:
            return self._columns[section].align.value
        return None

    def _rarely(self, row: int, column: int, role: int) -> Any:
        if role == TONE_ROLE:
            return self.tone(row, column)
        if role == ERROR_ROLE:
            return self.cell_error(row, column)
        if role == _TIP:
            tip = self._columns[column].tip
            return self.cell_error(row, column) or (tip(self._rows[row]) if tip else None)
        return None

    def _forget_texts(self, row: int | None = None) -> None:
        if row is None:
            self._texts.clear()
        else:
            self._texts.pop(row, None)
