"""Amount editor in a cell: what is no amount stays in the cell with the reason why."""

from collections.abc import Callable

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from posapp.domain.money import Currency, Money
from posapp.ui.delegates.cells import CellDelegate, dress, refused_text, value_of
from posapp.ui.formats import Formats
from posapp.ui.models.grid import EditableGridModel
from posapp.ui.widgets.money_edit import MoneyEdit

Index = QModelIndex | QPersistentModelIndex


class MoneyDelegate(CellDelegate):
    """Edits ``Money``; an empty field writes ``None``."""

    def __init__(
        self,
        formats: Formats,
        currency: Callable[[int], Currency] | None = None,
        parent: QObject | None = None,
    ) -> None:
        """Make the delegate.

        Args:
            formats: the screen's way to write numbers.
            currency: currency of a line by its number; the home currency by default.
            parent: parent object.
        """
        super().__init__(parent)
        self._formats = formats
        self._currency = currency

    def createEditor(
        self,
        parent: QWidget,
        option: QStyleOptionViewItem,  # noqa: ARG002 - Qt passes it
        index: Index,
    ) -> QWidget:
        """An amount field over the cell."""
        currency = self._currency(index.row()) if self._currency else None
        editor = MoneyEdit(self._formats, currency, parent)
        dress(editor, index)
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Show the amount, or the refused text again."""
        if not isinstance(editor, MoneyEdit):
            return
        typed, value = refused_text(index), value_of(index)
        if typed:
            editor.setText(typed)
        else:
            editor.set_value(value if isinstance(value, Money) else None)
        editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Write the amount, or leave the text with the reason why it is none."""
        if not isinstance(editor, MoneyEdit):
            return
        if editor.error and isinstance(model, EditableGridModel):
            model.refuse(index, editor.text(), editor.error)
            return
        target = model.index(index.row(), index.column())
        model.setData(target, editor.value(), Qt.ItemDataRole.EditRole)
