"""Labelled fields in a grid, each with room for an error line, so that nothing jumps."""

from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from posapp.ui.theme import GRID, dp
from posapp.ui.widgets.labelled_field import LabelledField


class Form(QWidget):
    """Fields in a grid; the order of adding is the tab order."""

    def __init__(self, columns: int = 1, *, gap: int = 3, lines: int = 1) -> None:
        """Make an empty form.

        Args:
            columns: how many fields stand side by side.
            gap: room between the lines; fields without room for an error need more of it.
            lines: lines of an error that find room under a field.
        """
        super().__init__()
        self._columns = columns
        self._lines = lines
        self._next = 0
        self._rows: dict[str, LabelledField] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(dp(2 * GRID))
        self._grid.setVerticalSpacing(dp(gap))
        for column in range(columns):
            self._grid.setColumnStretch(column, 1)

    def add(
        self,
        name: str,
        label: str,
        field: QWidget,
        hint: str = "",
        *,
        span: int = 1,
        room: bool = True,
    ) -> LabelledField:
        """Append a field; ``span`` columns wide, on a new line when it does not fit."""
        span = min(span, self._columns)
        if self._next % self._columns + span > self._columns:
            self._next += self._columns - self._next % self._columns
        row = LabelledField(name, label, field, hint, room=room, lines=self._lines)
        top = Qt.AlignmentFlag.AlignTop
        self._grid.addWidget(
            row, self._next // self._columns, self._next % self._columns, 1, span, top
        )
        self._next += span
        self._rows[name] = row
        return row

    def add_over(self, name: str, label: str, field: QWidget, *, at: int) -> LabelledField:
        """Append a field over column ``at`` of the line before, which gives the room up for it."""
        row = LabelledField(name, label, field, lines=self._lines)
        line = (self._next - 1) // self._columns
        self._grid.addWidget(row, line, at, Qt.AlignmentFlag.AlignTop)
        self._rows[name] = row
        return row

    def set_span(self, name: str, span: int) -> None:
        """Let a field reach over more or fewer columns than before."""
        row = self._rows[name]
        line, column, _rows, _columns = self._place_of(row)
        self._grid.removeWidget(row)
        self._grid.addWidget(row, line, column, 1, span, Qt.AlignmentFlag.AlignTop)

    def _place_of(self, row: LabelledField) -> tuple[int, int, int, int]:
        # Stubs type the answer as an object.
        return cast(
            "tuple[int, int, int, int]", self._grid.getItemPosition(self._grid.indexOf(row))
        )

    def row(self, name: str) -> LabelledField:
        """The labelled field of a name.

        Raises:
            KeyError: when the form has no such field.
        """
        return self._rows[name]

    def has(self, name: str) -> bool:
        """Whether the form has a field of this name."""
        return name in self._rows

    def show_error(self, name: str, sentence: str) -> bool:
        """Show an error at a field; False when it is not on this form, or hidden there."""
        row = self._rows.get(name)
        if row is None or not row.isVisibleTo(self):
            return False
        row.show_error(sentence)
        return True

    def clear_errors(self) -> None:
        """Take back errors that came from outside; fields keep what they found themselves."""
        for row in self._rows.values():
            row.show_error(str(getattr(row.field, "error", "")))

    def errors(self) -> dict[str, str]:
        """The errors shown, by field name; a field that is not asked for is not wrong."""
        rows = self._rows.items()
        return {name: row.error for name, row in rows if row.error and row.isVisibleTo(self)}

    def focus_first(self) -> None:
        """Move the focus to the first field that takes input."""
        for row in self._rows.values():
            if row.field.isEnabled() and not row.field.property("readOnly"):
                row.field.setFocus()
                return

    def focus_first_error(self) -> None:
        """Move the focus to the first field that is wrong."""
        for row in self._rows.values():
            if row.error and row.isVisibleTo(self):
                row.field.setFocus()
                return
