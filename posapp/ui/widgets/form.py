"""Labelled fields with room for an error line, so that nothing jumps when one appears.

A field's accessible name is its label, its ``objectName`` its name in snake_case (ui.md, rules of
use 9). Errors stand beside the field and the typed text stays (rules of taste 5).
"""

from typing import Protocol, cast, runtime_checkable

from PySide6.QtCore import Qt, SignalInstance
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from posapp.ui.announce import announce
from posapp.ui.theme import GRID, dp
from posapp.ui.widgets.looks import set_look, text_label


@runtime_checkable
class ErrorSource(Protocol):
    """A field that finds its own errors while one types."""

    error_changed: SignalInstance


class LabelledField(QWidget):
    """Label above, field, one line for a hint or an error below."""

    def __init__(
        self,
        name: str,
        label: str,
        field: QWidget,
        hint: str = "",
        *,
        room: bool = True,
        lines: int = 1,
    ) -> None:
        """Make the parts.

        Args:
            name: the field's name in snake_case.
            label: the field's words; the letter after ``&`` leads to the field with Alt.
            field: the input.
            hint: shown under the field while there is no error.
            room: keep room below free even without a hint.
            lines: how many lines of an error that room holds.
        """
        super().__init__()
        self.field = field
        self._hint = hint
        field.setObjectName(name)
        field.setAccessibleName(label.replace("&", ""))
        field.setAccessibleDescription(hint)
        self._label = text_label(label, "caption")
        self._label.setBuddy(field)
        self._line = text_label(hint, "hint")
        self._line.setWordWrap(True)
        self._line.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        if room or hint:
            # By the font in force: screens differ in how tall a line of one size is.
            self._line.ensurePolished()
            line = max(dp(15), self._line.fontMetrics().lineSpacing())
            self._line.setMinimumHeight(dp(1) + lines * line)
        else:
            self._line.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(dp(3))
        layout.addWidget(self._label)
        layout.addWidget(field)
        layout.addWidget(self._line)
        self._error = ""
        if isinstance(field, ErrorSource):
            field.error_changed.connect(self.show_error)

    @property
    def error(self) -> str:
        """The error shown, empty for none."""
        return self._error

    @property
    def label(self) -> str:
        """The field's words."""
        return self._label.text().replace("&", "")

    def show_hint(self, hint: str) -> None:
        """Say something else under the field; an error that stands there stays."""
        self._hint = hint
        if not self._error:
            self._line.setText(hint)
            self.field.setAccessibleDescription(hint)

    def show_error(self, sentence: str) -> None:
        """Show an error under the field, or the hint again for an empty sentence."""
        if sentence == self._error:
            return
        self._error = sentence
        self._line.setText(sentence or self._hint)
        self._line.setVisible(bool(sentence or self._hint) or self._line.minimumHeight() > 0)
        set_look(self._line, "role", "error" if sentence else "hint")
        set_look(self.field, "wrong", "true" if sentence else "false")
        self.field.setAccessibleDescription(sentence or self._hint)
        announce(self.field, sentence, urgent=True)


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
        """Show an error at a field; False when it is not on this form."""
        row = self._rows.get(name)
        if row is None:
            return False
        row.show_error(sentence)
        return True

    def clear_errors(self) -> None:
        """Take back errors that came from outside; fields keep what they found themselves."""
        for row in self._rows.values():
            row.show_error(str(getattr(row.field, "error", "")))

    def errors(self) -> dict[str, str]:
        """The errors shown, by field name."""
        return {name: row.error for name, row in self._rows.items() if row.error}

    def focus_first(self) -> None:
        """Move the focus to the first field that takes input."""
        for row in self._rows.values():
            if row.field.isEnabled() and not row.field.property("readOnly"):
                row.field.setFocus()
                return

    def focus_first_error(self) -> None:
        """Move the focus to the first field that is wrong."""
        for row in self._rows.values():
            if row.error:
                row.field.setFocus()
                return
