"""Ctrl+L and Ctrl+Shift+L in every dialog: no menu's key reaches what lies over its window (B.3)."""

from typing import Final

from PySide6.QtCore import QEvent, QKeyCombination, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow
from PySide6.QtWidgets import QWidget

from posapp.ui.native_windows import native

_CTRL: Final = Qt.KeyboardModifier.ControlModifier
_LOCK: Final = QKeyCombination(_CTRL, Qt.Key.Key_L)
_SWITCH: Final = QKeyCombination(_CTRL | Qt.KeyboardModifier.ShiftModifier, Qt.Key.Key_L)


class LockKey(QObject):
    """Watches the native windows of dialogs as they get the focus.

    ``pressed`` asks for the lock, ``switch_pressed`` for the lock with another user to sign in.

    The main window is not watched: its menu has the key, and a filter there would be asked about
    every paint.
    """

    pressed = Signal()
    switch_pressed = Signal()

    def __init__(self, main: QWidget, parent: QObject) -> None:
        """Begin to watch.

        Args:
            main: the main window.
            parent: parent object.
        """
        super().__init__(parent)
        self._main = main
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.focusWindowChanged.connect(self._on_focus_window)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the key, whatever has the focus; everything else passes."""
        if event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        signal = {_LOCK: self.pressed, _SWITCH: self.switch_pressed}.get(event.keyCombination())
        if signal is None or not isinstance(watched, QWindow):
            return False
        # Not in the middle of the key: the lock puts windows over the one that is being asked.
        QTimer.singleShot(0, signal.emit)
        return True

    def _on_focus_window(self, _window: object) -> None:
        window = native(QGuiApplication.focusWindow)
        if window is not None and window is not native(self._main.windowHandle):
            window.removeEventFilter(self)
            window.installEventFilter(self)
