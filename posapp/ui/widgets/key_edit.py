"""A key, set by pressing it."""

from typing import Final

from PySide6.QtCore import QEvent, QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget

_MODIFIERS: Final = frozenset(
    {
        Qt.Key.Key_Shift,
        Qt.Key.Key_Control,
        Qt.Key.Key_Alt,
        Qt.Key.Key_AltGr,
        Qt.Key.Key_Meta,
        Qt.Key.Key_CapsLock,
        Qt.Key.Key_NumLock,
        Qt.Key.Key_unknown,
    }
)
# These work the dialog itself; a key that types must stay for typing.
_PASSED: Final = frozenset(
    {Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Return, Qt.Key.Key_Enter}
)
_HELD: Final = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class KeyEdit(QLineEdit):
    """Shows a key such as ``F5`` or ``Ctrl+P``; the next key pressed replaces it.

    Tab and Enter work the dialog as everywhere. Characters without Ctrl or Alt are refused, for
    nobody could type them any more.
    """

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        """Make the field.

        Args:
            key: the key in force, in portable words.
            parent: parent widget.
        """
        super().__init__(key, parent)

    def event(self, event: QEvent) -> bool:
        """Take keys that are shortcuts of the dialog before they act."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride:
            if _sequence(event):
                event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep the key that was pressed."""
        if Qt.Key(event.key()) in _PASSED:
            super().keyPressEvent(event)
            return
        text = _sequence(event)
        if text:
            self.setText(text)
            self.selectAll()
        event.accept()


def _sequence(event: QKeyEvent) -> str:
    """The key in portable words, empty when it is none that an action can have."""
    key = Qt.Key(event.key())
    if key in _MODIFIERS | _PASSED:
        return ""
    if event.text().isprintable() and event.text() and not event.modifiers() & _HELD:
        return ""
    combined = QKeyCombination(event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier, key)
    return QKeySequence(combined).toString(QKeySequence.SequenceFormat.PortableText)
