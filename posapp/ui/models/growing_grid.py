"""Editable grids that never run out of lines, made for many: a changed line draws itself only.

There is one empty line below the others; it copies what a new line starts with from the one above.
A grid that is closed takes no further lines.
"""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from PySide6.QtCore import QModelIndex, QObject

from posapp.ui.models.columns import EditColumn
from posapp.ui.models.grid import DraftLine, EditableGridModel, RowToken

R = TypeVar("R")


class GrowingGrid(EditableGridModel[R]):
    """Lines of drafts; subclasses say what a new one starts with."""

    def __init__(self, columns: Sequence[EditColumn[R]], parent: QObject | None = None) -> None:
        """Make it with one empty line.

        Args:
            columns: the columns.
            parent: parent object.
        """
        self._closed = False
        self._limit: int | None = None
        self._rows: list[R] = []
        super().__init__(columns, blank=lambda: self.blank_below(None), parent=parent)

    @abstractmethod
    def blank_below(self, above: R | None) -> R:
        """A new line below another one, ``None`` for the first."""

    @property
    def is_closed(self) -> bool:
        """Whether no further lines come before it is opened again."""
        return self._closed

    def open(self, limit: int | None) -> None:
        """Be empty and take lines, at most ``limit``; ``None`` for any number."""
        self._closed, self._limit = False, limit
        self.set_records(())

    def close(self) -> None:
        """Take no further lines; empty ones go."""
        self._closed = True
        self.show_lines([line for line in self._lines if line.touched and self.counts(line.record)])

    def counts(self, record: R) -> bool:  # noqa: ARG002 - a grid that knows empty lines
        """Whether there is something in a line."""
        return True

    def remove(self, row: int) -> bool:
        """Take a line out; none of a closed grid."""
        return not self._closed and super().remove(row)

    def place_of(self, token: RowToken) -> int:
        """Where a line is now; -1 when it is gone or was changed since."""
        row = self._row_of(token)
        return -1 if row is None else row

    def show_lines(self, lines: list[DraftLine[R]]) -> None:
        """Show other lines in place of all that are there."""
        self.beginResetModel()
        self._show(self._with_blank(lines))
        self.endResetModel()
        self._changed()

    def _with_blank(self, lines: list[DraftLine[R]]) -> list[DraftLine[R]]:
        """One empty line below the others, while more may come."""
        full = self._limit is not None and len(lines) >= self._limit
        if self._closed or full or (lines and not lines[-1].touched):
            return lines
        above = lines[-1].record if lines else None
        return [*lines, self._line(self.blank_below(above), touched=False)]

    def _put(self, row: int, line: DraftLine[R]) -> None:
        """Change one line and draw it; the one below follows while nobody has touched it."""
        self._set(row, line)
        last = len(self._lines) - 1
        if row == last - 1 and not self._lines[last].touched:
            self._set(last, replace(self._lines[last], record=self.blank_below(line.record)))
        elif row == last and line.touched:
            grown = self._with_blank(self._lines)
            if grown is not self._lines:
                self.beginInsertRows(QModelIndex(), row + 1, row + 1)
                self._lines.append(grown[-1])
                self._rows.append(grown[-1].record)
                self.endInsertRows()
        self._changed()

    def _set(self, row: int, line: DraftLine[R]) -> None:
        self._lines[row], self._rows[row] = line, line.record
        self._forget_texts(row)
        end = len(self._columns) - 1
        self.dataChanged.emit(self.index(row, 0), self.index(row, end))

    def _recheck(self) -> None:
        """Nothing to check beyond the lines themselves."""
