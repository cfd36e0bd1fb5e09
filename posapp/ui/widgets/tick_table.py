"""A table of lines to tick: Space or a click on the box, Ctrl+A ticks all or none (CK-1)."""

from typing import Any

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from posapp.ui.delegates.cells import CellDelegate
from posapp.ui.delegates.tick import TickDelegate
from posapp.ui.models.tick_grid import TICK, TickGrid
from posapp.ui.state import WindowState
from posapp.ui.widgets.grid import GridTable


class TickTable(GridTable):
    """Needs a ``TickGrid``; digits go into the amount of the line where it may be changed."""

    def __init__(self, name: str, label: str, parent: QWidget | None = None) -> None:
        super().__init__(name, label, parent)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.clicked.connect(self._on_clicked)

    def set_ticks(
        self,
        model: TickGrid[Any],
        delegates: dict[str, CellDelegate] | None = None,
        state: WindowState | None = None,
    ) -> None:
        """Show a list; ``delegates`` by column name edit its cells."""
        self.set_grid(model, {TICK: TickDelegate(self)} | (delegates or {}), state)

    def tick_model(self) -> TickGrid[Any] | None:
        """The model."""
        model = self.model()
        return model if isinstance(model, TickGrid) else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space ticks the line; Ctrl+A ticks all of them, or none."""
        model, row = self.tick_model(), self.currentIndex().row()
        control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        editing = self.state() is self.State.EditingState
        if model is None or editing:
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Space:
            model.toggle(row)
        elif event.key() == Qt.Key.Key_A and control:
            model.tick_all()
        else:
            super().keyPressEvent(event)

    def _on_clicked(self, index: QModelIndex) -> None:
        model = self.tick_model()
        if model is not None and model.columns[index.column()].name == TICK:
            model.toggle(index.row())
