"""A field whose text is looked up when it is left; Enter looks up and does nothing else."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class LookUpEdit(QLineEdit):
    """A number that names something, such as a payor.

    In a dialog, Enter would press the default button right after the look-up; here it stops at the
    look-up while the text is new, so that nobody pays for an account they have not seen. A scan
    is taken as typed.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("takes_scans", True)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Select everything, so that typing replaces the number."""
        super().focusInEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep Enter from the dialog while the text was changed."""
        is_new = self.isModified()
        super().keyPressEvent(event)
        if event.key() in _ENTER and is_new:
            self.setModified(False)
            event.accept()
