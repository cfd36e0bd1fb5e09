"""Combo box in a cell; letters jump to an entry, no mouse needed."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from posapp.ui.delegates.cells import CellDelegate, dress, value_of
from posapp.ui.widgets.choice_box import Choice, ChoiceBox

Index = QModelIndex | QPersistentModelIndex


class ChoiceDelegate(CellDelegate):
    """Edits a code or an id by its words."""

    def __init__(
        self,
        choices: Callable[[int], Sequence[Choice]],
        parent: QObject | None = None,
        reads: Callable[[str], Any] | None = None,
    ) -> None:
        """Make the delegate.

        Args:
            choices: what a line offers, by its number.
            parent: parent object.
            reads: what letters stand for (see ``ChoiceBox``).
        """
        super().__init__(parent)
        self._choices, self._reads = choices, reads

    def createEditor(
        self,
        parent: QWidget,
        option: QStyleOptionViewItem,  # noqa: ARG002 - Qt passes it
        index: Index,
    ) -> QWidget:
        """A combo box over the cell; choosing from its list writes at once."""
        editor = ChoiceBox(self._choices(index.row()), parent, self._reads)
        dress(editor, index)
        editor.activated.connect(self._on_activated)
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Show the record's value."""
        if isinstance(editor, ChoiceBox):
            editor.select(value_of(index))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Write the chosen value."""
        if isinstance(editor, ChoiceBox):
            target = model.index(index.row(), index.column())
            model.setData(target, editor.value(), Qt.ItemDataRole.EditRole)

    def _on_activated(self) -> None:
        editor = self.sender()
        if isinstance(editor, ChoiceBox):
            self.commitData.emit(editor)
