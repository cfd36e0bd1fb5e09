"""Editable grids: draft records are the truth, a pure check finds the errors of their cells.

Editing a cell replaces its record; nothing is written until the dialog submits. A look-up that
comes back late is matched by row and version (ui.md, rules of use 8): it is dropped when the row
is gone or was edited meanwhile, and ``is_settled`` tells whether one is still out.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QModelIndex, QObject, Qt, Signal

from posapp.ui.models.columns import EditColumn
from posapp.ui.models.table import ColumnTableModel, Index

R = TypeVar("R")
Errors = Mapping[tuple[int, str], str]


@dataclass(frozen=True, slots=True)
class RowToken:
    """Names a row in one version; a look-up carries it and gives it back."""

    key: int
    version: int
    ticket: int


@dataclass(frozen=True, slots=True)
class DraftLine(Generic[R]):
    """One line: record, identity, version, and what was typed into cells but refused."""

    record: R
    key: int
    version: int = 0
    touched: bool = False
    refused: Mapping[str, tuple[str, str]] = field(default_factory=dict)


def no_errors(_records: tuple[Any, ...]) -> Errors:
    """The check of a grid that has none."""
    return {}


class EditableGridModel(ColumnTableModel[R]):
    """Lines of a draft with one empty line at the end to type into.

    ``edited`` is emitted after each change of records or errors, ``settled`` when the last look-up
    has come back, ``row_edited`` with the number of a line that the user changed.
    """

    edited = Signal()
    settled = Signal()
    row_edited = Signal(int)

    def __init__(
        self,
        columns: Sequence[EditColumn[R]],
        *,
        blank: Callable[[], R] | None = None,
        check: Callable[[tuple[R, ...]], Errors] = no_errors,
        parent: QObject | None = None,
    ) -> None:
        """Make an empty grid.

        Args:
            columns: the columns; those with ``write`` can be edited.
            blank: makes the record of a new line; without it lines cannot be added by typing.
            check: finds errors by (line, column name); pure, called after each change.
            parent: parent object.
        """
        super().__init__(columns, parent)
        self._edit_columns = tuple(columns)
        self._blank = blank
        self._check = check
        self._errors: Errors = {}
        self._last_key = 0
        self._last_ticket = 0
        self._out: set[int] = set()
        self._lines: list[DraftLine[R]] = []
        self._show(self._with_blank([]))

    @property
    def records(self) -> tuple[R, ...]:
        """The lines that count: all but the untouched empty one at the end."""
        return tuple(line.record for line in self._lines if line.touched)

    @property
    def errors(self) -> dict[tuple[int, str], str]:
        """Every error by (line, column name): refused texts and what the check finds."""
        found = dict(self._errors)
        for row, line in enumerate(self._lines):
            found |= {(row, name): says for name, (_text, says) in line.refused.items()}
        return found

    @property
    def is_settled(self) -> bool:
        """Whether no look-up is out."""
        return not self._out

    def set_records(self, records: Sequence[R]) -> None:
        """Replace all lines; look-ups that are out will be dropped."""
        lines = [self._line(record, touched=True) for record in records]
        self.beginResetModel()
        self._show(self._with_blank(lines))
        self._recheck()
        self.endResetModel()
        self._changed()

    def append(self, record: R) -> int:
        """Add a line before the empty one; returns its number."""
        at = len(self.records)
        self.beginInsertRows(QModelIndex(), at, at)
        self._show([*self._lines[:at], self._line(record, touched=True), *self._lines[at:]])
        self.endInsertRows()
        self._recheck_all()
        return at

    def remove(self, row: int) -> bool:
        """Take a line out; False for the empty one at the end."""
        if not 0 <= row < len(self._lines) or not self._lines[row].touched:
            return False
        self.beginRemoveRows(QModelIndex(), row, row)
        self._show([*self._lines[:row], *self._lines[row + 1 :]])
        self.endRemoveRows()
        self._recheck_all()
        return True

    def replace_record(self, row: int, record: R) -> None:
        """Change a line from the program's side; its version stays, so look-ups still fit."""
        self._put(row, replace(self._lines[row], record=record, touched=True))

    def refuse(self, index: Index, text: str, sentence: str) -> None:
        """Keep what was typed into a cell and show why it is refused."""
        row, name = index.row(), self._columns[index.column()].name
        line = self._lines[row]
        refused = {**line.refused, name: (text, sentence)}
        self._put(row, replace(line, refused=refused, touched=True, version=line.version + 1))
        self.row_edited.emit(row)

    def refused_text(self, index: Index) -> str:
        """What was typed into a cell and refused; empty when nothing was."""
        name = self._columns[index.column()].name
        return self._lines[index.row()].refused.get(name, ("", ""))[0]

    def look_up(self, row: int) -> RowToken:
        """Note that a look-up for a line goes out; ``answer`` ends it."""
        self._last_ticket += 1
        self._out.add(self._last_ticket)
        line = self._lines[row]
        return RowToken(line.key, line.version, self._last_ticket)

    def answer(self, token: RowToken, change: Callable[[R], R] | None) -> bool:
        """End a look-up and change its line; False when the line is gone or was edited since."""
        self._out.discard(token.ticket)
        row = self._row_of(token)
        if row is not None and change is not None:
            self.replace_record(row, change(self._lines[row].record))
        if self.is_settled:
            self.settled.emit()
        return row is not None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Cells whose column can be written are editable."""
        flags = super().flags(index)
        if index.isValid() and self._may_edit(index.row(), index.column()):
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Write an editor's value into the record of its line."""
        if not index.isValid() or role != Qt.ItemDataRole.EditRole:
            return False
        row, column = index.row(), self._edit_columns[index.column()]
        if column.write is None or not self._may_edit(row, index.column()):
            return False
        line = self._lines[row]
        record = column.write(line.record, value)
        refused = {name: why for name, why in line.refused.items() if name != column.name}
        if record == line.record and refused == dict(line.refused):
            return True
        self._put(
            row,
            replace(line, record=record, refused=refused, touched=True, version=line.version + 1),
        )
        self.row_edited.emit(row)
        return True

    def empty(self, index: Index) -> bool:  # noqa: ARG002 - a grid that knows what empty means
        """Delete was pressed in a cell; False where a grid does not say what empties it."""
        return False

    def cell(self, row: int, column: int) -> str:
        """Text of a cell; a refused text is shown as it was typed."""
        refused = self._lines[row].refused.get(self._columns[column].name)
        return refused[0] if refused else super().cell(row, column)

    def cell_error(self, row: int, column: int) -> str:
        """Why a cell is wrong."""
        name = self._columns[column].name
        refused = self._lines[row].refused.get(name)
        return refused[1] if refused else self._errors.get((row, name), "")

    def _rarely(self, row: int, column: int, role: int) -> Any:
        if role == Qt.ItemDataRole.EditRole:
            edit = self._edit_columns[column].edit
            return edit(self._rows[row]) if edit else None
        return super()._rarely(row, column, role)

    def _may_edit(self, row: int, column: int) -> bool:
        wanted = self._edit_columns[column]
        if wanted.write is None:
            return False
        return wanted.editable is None or wanted.editable(self._rows[row])

    def _line(self, record: R, *, touched: bool) -> DraftLine[R]:
        self._last_key += 1
        return DraftLine(record, self._last_key, touched=touched)

    def _with_blank(self, lines: list[DraftLine[R]]) -> list[DraftLine[R]]:
        if self._blank is None or (lines and not lines[-1].touched):
            return lines
        return [*lines, self._line(self._blank(), touched=False)]

    def _show(self, lines: list[DraftLine[R]]) -> None:
        self._lines = lines
        self._rows = [line.record for line in lines]
        self._forget_texts()

    def _put(self, row: int, line: DraftLine[R]) -> None:
        self._show([*self._lines[:row], line, *self._lines[row + 1 :]])
        if self._blank is not None and row == len(self._lines) - 1:
            self.beginInsertRows(QModelIndex(), row + 1, row + 1)
            self._show(self._with_blank(self._lines))
            self.endInsertRows()
        self._recheck_all()

    def _row_of(self, token: RowToken) -> int | None:
        for row, line in enumerate(self._lines):
            if line.key == token.key:
                return row if line.version == token.version else None
        return None

    def _recheck(self) -> None:
        self._errors = dict(self._check(self.records))

    def _recheck_all(self) -> None:
        """Check again and redraw: an edit in one line may cure another."""
        self._recheck()
        if self._lines:
            last = self.index(len(self._lines) - 1, len(self._columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
        self._changed()

    def _changed(self) -> None:
        self.edited.emit()
