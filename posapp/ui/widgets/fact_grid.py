"""Facts about one record in columns: caption at the left, value beside it, long ones cut."""

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from posapp.ui.theme import GRID, dp
from posapp.ui.widgets.elided import ElidedLabel
from posapp.ui.widgets.looks import text_label


class FactGrid(QWidget):
    """Captions and values, filled downwards, column after column."""

    def __init__(self, columns: int) -> None:
        """Make an empty grid of some columns."""
        super().__init__()
        self._columns = columns
        self._cells: list[tuple[QLabel, ElidedLabel]] = []
        self._facts: tuple[tuple[str, str], ...] = ()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(dp(2 * GRID))
        self._grid.setVerticalSpacing(dp(GRID))
        for column in range(columns):
            self._grid.setColumnStretch(2 * column + 1, 1)

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """What is shown, as (caption, value)."""
        return self._facts

    def show_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """Replace all facts."""
        self._facts = tuple(facts)
        while len(self._cells) < len(facts):
            self._cells.append((text_label("", "subtitle"), ElidedLabel()))
        rows = -(-len(facts) // self._columns) or 1
        for at, (caption, value) in enumerate(self._cells):
            self._grid.removeWidget(caption)
            self._grid.removeWidget(value)
            if at < len(facts):
                column, row = 2 * (at // rows), at % rows
                self._grid.addWidget(caption, row, column)
                self._grid.addWidget(value, row, column + 1)
                caption.setText(facts[at][0])
                value.show_text(facts[at][1])
            caption.setVisible(at < len(facts))
            value.setVisible(at < len(facts))
