"""Whole number in a cell: how many notes or coins."""

import re
from functools import partial
from typing import Final

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QLineEdit, QStyleOptionViewItem, QWidget

from posapp.i18n import _
from posapp.ui.delegates.cells import CellDelegate
from posapp.ui.models.grid import EditableGridModel
from posapp.ui.widgets.looks import set_look

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
            editor.textChanged.connect(partial(_mark, editor))
        return editor

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Write the number, or leave the text with the reason why it is none."""
        if not isinstance(editor, QLineEdit):
            return
        text = editor.text().strip()
        if not _is_count(text) and isinstance(model, EditableGridModel):
            model.refuse(index, text, _wanted())
            return
        target = model.index(index.row(), index.column())
        model.setData(target, int(text or 0), Qt.ItemDataRole.EditRole)


def _is_count(text: str) -> bool:
    return not text or _COUNT.fullmatch(text) is not None


def _mark(editor: QLineEdit, text: str) -> None:
    """What is no number turns red as it is typed, and says why."""
    wrong = not _is_count(text.strip())
    set_look(editor, "wrong", "true" if wrong else "false")
    editor.setToolTip(_wanted() if wrong else "")


def _wanted() -> str:
    return _("How many? A whole number up to 999999.")
