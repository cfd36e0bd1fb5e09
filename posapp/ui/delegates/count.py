"""Whole number in a cell: how many notes or coins."""

import re
from typing import Final

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QLineEdit, QStyleOptionViewItem, QWidget

from posapp.i18n import _
from posapp.ui.delegates.cells import CellDelegate
from posapp.ui.models.grid import EditableGridModel

Index = QModelIndex | QPersistentModelIndex

_COUNT: Final = re.compile(r"[0-9]{1,6}", re.ASCII)
_LONGEST: Final = 12


class CountDelegate(CellDelegate):
    """Edits a count; an empty cell writes 0, anything but digits stays with the reason why."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """A right-aligned line edit over the cell."""
        editor = super().createEditor(parent, option, index)
        if isinstance(editor, QLineEdit):
            editor.setAlignment(Qt.AlignmentFlag.AlignRight)
            editor.setMaxLength(_LONGEST)
            editor.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        return editor

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Write the number, or leave the text with the reason why it is none."""
        if not isinstance(editor, QLineEdit):
            return
        text = editor.text().strip()
        if text and not _COUNT.fullmatch(text) and isinstance(model, EditableGridModel):
            model.refuse(index, text, _("How many? A whole number up to 999999."))
            return
        target = model.index(index.row(), index.column())
        model.setData(target, int(text or 0), Qt.ItemDataRole.EditRole)
