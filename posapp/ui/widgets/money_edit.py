"""Amount field: refuses what is no amount at once, in words; gives ``Money`` or nothing (A22)."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from posapp.domain.money import Currency, Money
from posapp.errors import Refused
from posapp.i18n import NumberSigns
from posapp.ui.amounts import is_unfinished, read_amount
from posapp.ui.formats import Formats
from posapp.ui.texts import Texts
from posapp.ui.widgets.looks import set_look

_LONGEST = 60
_ENTER: Final = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class MoneyEdit(QLineEdit):
    """Takes ``12``, ``12.5``, ``12,50`` (by locale), ``1 234.50`` and sums like ``40+22.35``.

    ``value_changed`` carries the amount in minor units as ``Money``, or ``None`` while there is
    none; ``error_changed`` the sentence to show beside the field, empty when all is well. What was
    typed stays. Leaving the field writes the amount out in full.

    Attributes:
        rest: gives what is still missing, which Enter fills into the empty field; the next Enter
            goes on as everywhere.
    """

    value_changed = Signal(object)
    error_changed = Signal(str)

    def __init__(
        self, formats: Formats, currency: Currency | None = None, parent: QWidget | None = None
    ) -> None:
        """Make the field.

        Args:
            formats: the screen's way to write numbers.
            currency: currency of the amount; the home currency by default.
            parent: parent widget.
        """
        super().__init__(parent)
        self._formats = formats
        self._texts = Texts(formats)
        self._currency = currency or formats.home
        self._value: Money | None = None
        self._error = ""
        self.rest: Callable[[], Money | None] | None = None
        # A quick hand on the number pad is as fast as a slow scanner.
        self.setProperty("takes_amounts", True)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setMaxLength(_LONGEST)
        self.setInputMethodHints(Qt.InputMethodHint.ImhFormattedNumbersOnly)
        self.textChanged.connect(self._on_text)
        self.editingFinished.connect(self._write_out)

    @property
    def currency(self) -> Currency:
        """Currency of the amount."""
        return self._currency

    @property
    def error(self) -> str:
        """Why the text is refused, empty when it is not."""
        return self._error

    def value(self) -> Money | None:
        """The amount, ``None`` while the field is empty, unfinished or wrong."""
        return self._value

    def set_value(self, amount: Money | None) -> None:
        """Show an amount, or nothing."""
        self.setText("" if amount is None else self._formats.number(amount, self._currency))

    def set_currency(self, currency: Currency) -> None:
        """Take amounts of another currency; the text is read again."""
        self._currency = currency
        self._on_text(self.text())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Select everything, so that typing replaces the proposed amount."""
        super().focusInEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave out Alt with a letter that no field, tab or menu has: it is no part of an amount."""
        if event.modifiers() == Qt.KeyboardModifier.AltModifier:
            event.ignore()
            return
        if event.key() in _ENTER and self._fills_in():
            return
        super().keyPressEvent(event)

    def _fills_in(self) -> bool:
        """Whether the field was empty and has got what is missing."""
        if self.rest is None or self.isReadOnly() or self.text().strip():
            return False
        missing = self.rest()
        if missing is None:
            return False
        self.set_value(missing)
        self.selectAll()
        return True

    def _signs(self) -> NumberSigns:
        return self._formats.signs

    def _on_text(self, text: str) -> None:
        value, error = None, ""
        if not is_unfinished(text):
            name = self.objectName() or "amount"
            try:
                value = read_amount(text, self._currency, self._signs(), name)
            except Refused as refused:
                error = self._texts.at_field(refused)
        if error != self._error:
            self._error = error
            set_look(self, "wrong", "true" if error else "false")
            self.error_changed.emit(error)
        if value != self._value:
            self._value = value
            self.value_changed.emit(value)

    def _write_out(self) -> None:
        if self._value is not None:
            shown = self._formats.number(self._value, self._currency)
            if shown != self.text():
                self.setText(shown)
