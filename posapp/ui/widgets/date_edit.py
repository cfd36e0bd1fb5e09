"""Date field: ISO, ``t`` for today, ``+1``, ``11-21``; a calendar is one key away."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from posapp.errors import Refused
from posapp.i18n import format_date
from posapp.ui.dates import read_date
from posapp.ui.formats import Formats
from posapp.ui.texts import Texts
from posapp.ui.widgets.looks import set_look

_LONGEST = 12


class DateEdit(QLineEdit):
    """A business date; Ctrl+Up and Ctrl+Down move it by a day.

    Plain arrows leave it alone: who wants the next field must not change the date by it.

    ``value_changed`` carries a ``date`` or ``None``, ``error_changed`` the sentence beside the
    field. Leaving the field writes the date out as ISO, which it always accepts.
    """

    value_changed = Signal(object)
    error_changed = Signal(str)

    def __init__(
        self, formats: Formats, today: Callable[[], date], parent: QWidget | None = None
    ) -> None:
        """Make the field.

        Args:
            formats: the screen's way to write dates, for its sentences.
            today: gives the business date that ``t`` stands for.
            parent: parent widget.
        """
        super().__init__(parent)
        self._texts = Texts(formats)
        self._today = today
        self._value: date | None = None
        self._error = ""
        self.setMaxLength(_LONGEST)
        self.setPlaceholderText("YYYY-MM-DD")
        self.textChanged.connect(self._check)
        self.editingFinished.connect(self._write_out)

    @property
    def error(self) -> str:
        """Why the text is refused; set when the field is left, not while one types."""
        return self._error

    def value(self) -> date | None:
        """The date, ``None`` while the field is empty or holds no date."""
        return self._value

    def set_value(self, day: date | None) -> None:
        """Show a date, or nothing."""
        self.setText(format_date(day))
        self._write_out()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Select everything, so that typing replaces the date."""
        super().focusInEvent(event)
        self.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move by a day with Ctrl+Up and Ctrl+Down."""
        step = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()))
        meant = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if step is None or not meant or self.isReadOnly():
            super().keyPressEvent(event)
            return
        base = self._value or self._today()
        self.set_value(read_date(f"{step:+d}", base))

    def _check(self, text: str) -> None:
        value, error = self._read(text)
        # A date is wrong only once it is finished; a former error goes as soon as it fits.
        self._show_error(error if self._error and error else "")
        if value != self._value:
            self._value = value
            self.value_changed.emit(value)

    def _write_out(self) -> None:
        value, error = self._read(self.text())
        self._show_error(error)
        if value is not None and self.text() != format_date(value):
            self.setText(format_date(value))

    def _read(self, text: str) -> tuple[date | None, str]:
        if not text.strip():
            return None, ""
        try:
            return read_date(text, self._today(), self.objectName() or "date"), ""
        except Refused as refused:
            return None, self._texts.at_field(refused)

    def _show_error(self, error: str) -> None:
        if error != self._error:
            self._error = error
            set_look(self, "wrong", "true" if error else "false")
            self.error_changed.emit(error)
