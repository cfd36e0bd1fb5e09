"""Editors in cells: plain text; the base of the money and choice editors."""

from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtWidgets import QLineEdit, QStyleOptionViewItem, QWidget

from posapp.ui.delegates.text import TextDelegate
from posapp.ui.models.grid import EditableGridModel

Index = QModelIndex | QPersistentModelIndex


class CellDelegate(TextDelegate):
    """Edits the text of a cell in a line edit."""

    def __init__(self, parent: QObject | None = None, max_length: int = 254) -> None:
        """Make the delegate.

        Args:
            parent: parent object.
            max_length: longest text that the field takes.
        """
        super().__init__(parent)
        self._max_length = max_length

    def createEditor(
        self,
        parent: QWidget,
        option: QStyleOptionViewItem,  # noqa: ARG002 - Qt passes it
        index: Index,
    ) -> QWidget:
        """A line edit over the cell, named as its column."""
        editor = QLineEdit(parent)
        editor.setMaxLength(self._max_length)
        dress(editor, index)
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Show the record's value, or what was typed before and refused."""
        if isinstance(editor, QLineEdit):
            value = refused_text(index) or value_of(index)
            editor.setText("" if value is None else str(value))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Write the text into the record."""
        if isinstance(editor, QLineEdit):
            model.setData(_model_index(index), editor.text().strip(), Qt.ItemDataRole.EditRole)


def dress(editor: QWidget, index: Index) -> None:
    """Give a cell editor its look and its names for screen readers and tests."""
    model = index.model()
    editor.setProperty("role", "cell")
    editor.setAutoFillBackground(True)
    if isinstance(model, EditableGridModel):
        column = model.columns[index.column()]
        editor.setObjectName(column.name)
        editor.setAccessibleName(f"{column.title} {index.row() + 1}")


def value_of(index: Index) -> Any:
    """The value an editor starts with."""
    return index.data(Qt.ItemDataRole.EditRole)


def refused_text(index: Index) -> str:
    """What was typed into the cell before and refused."""
    model = index.model()
    return model.refused_text(index) if isinstance(model, EditableGridModel) else ""


def _model_index(index: Index) -> QModelIndex:
    return index.model().index(index.row(), index.column())
