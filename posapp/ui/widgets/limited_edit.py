"""A text field that says when its text is too long; it never cuts what was typed or scanned."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from posapp.i18n import plural
from posapp.ui.widgets.looks import set_look


class LimitedEdit(QLineEdit):
    """Plain text up to a width in characters (payments 0.3).

    ``error_changed`` carries the sentence to show beside the field, empty when the text fits.
    """

    error_changed = Signal(str)

    def __init__(self, width: int, parent: QWidget | None = None) -> None:
        """Make the field.

        Args:
            width: most characters that its column holds.
            parent: parent widget.
        """
        super().__init__(parent)
        self._width = width
        self._error = ""
        self.textChanged.connect(self._check)

    @property
    def error(self) -> str:
        """Why the text is refused, empty when it fits."""
        return self._error

    def value(self) -> str:
        """The text without spaces around it."""
        return self.text().strip()

    def why_wrong(self) -> str:
        """Why the text does not do, empty when it does; a subclass knows more."""
        if len(self.value()) <= self._width:
            return ""
        says = plural("At most {n} character.", "At most {n} characters.", self._width)
        return says.format(n=self._width)

    def _check(self, _text: str) -> None:
        error = self.why_wrong()
        if error != self._error:
            self._error = error
            set_look(self, "wrong", "true" if error else "false")
            self.error_changed.emit(error)
