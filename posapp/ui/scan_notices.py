"""A scan while a dialog is open: a field of plain text takes it, else its user is told."""

from PySide6.QtWidgets import QLineEdit, QWidget

from posapp.i18n import _
from posapp.ui.tokens import Tone
from posapp.ui.widgets.banner import Notice
from posapp.ui.widgets.limited_edit import LimitedEdit


def put_scan(focus: QWidget | None, text: str) -> bool:
    """Put a scan into the field with the focus; whether it takes one."""
    if isinstance(focus, LimitedEdit) or type(focus) is QLineEdit:
        focus.setText(text)
        return True
    return False


def scanned_notice(text: str) -> Notice:
    """Says that a scan went nowhere."""
    says = _("{text} was scanned. Finish this first, then scan it again.").format(text=text)
    return Notice(says, Tone.AMBER)
