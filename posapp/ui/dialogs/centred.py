"""A dialog that opens in the middle of its window and whole on the screen (taste 7, use 7)."""

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from posapp.ui.dressing import dress_over
from posapp.ui.screen_room import centre, fit_to_screen, keep_on_screen


class CentredDialog(QDialog):
    """Placed when it is shown, and once more when its frame is known; then the user's place is kept.

    The system's own place for it does not count the frame, and a window without one is off by it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        dress_over(self)
        self._placed = False

    def wanted_size(self) -> QSize | None:
        """The size to open with, in logical pixels; ``None`` for what the content needs."""
        return None

    def showEvent(self, event: QShowEvent) -> None:
        """Fit the screen, in the middle of the window."""
        if event.spontaneous():
            super().showEvent(event)
            return
        self._placed = False
        fit_to_screen(self, self.wanted_size())
        super().showEvent(event)
        centre(self)

    def done(self, result: int) -> None:
        """Close, and hand the keyboard to the window that is left.

        Where a question closes its dialog with itself, the window manager gives the keyboard to that
        dialog just as it goes, and then nobody has it.
        """
        active = QGuiApplication.applicationState() is Qt.ApplicationState.ApplicationActive
        super().done(result)
        left = _window_left(self)
        if active and left is not None:
            left.activateWindow()

    def changeEvent(self, event: QEvent) -> None:
        """The system has drawn its frame by the time it makes the dialog active."""
        if event.type() is QEvent.Type.ActivationChange and self.isActiveWindow():
            if self._placed:
                keep_on_screen(self)
            else:
                # Fields know how tall they are by now; later the user's place is kept.
                QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
                self.grow()
                centre(self)
                self._placed = True
        super().changeEvent(event)

    def grow(self) -> None:
        """Be as tall as the content wants; what was asked for while the system mapped it is lost."""

    def place_again(self) -> None:
        """Its size changed: still whole on the screen, and in the middle unless it was moved."""
        (keep_on_screen if self._placed else centre)(self)


def _window_left(dialog: QDialog) -> QWidget | None:
    """The window that work goes on in: another dialog that asks, else the nearest one shown."""
    asking = QApplication.activeModalWidget()
    if asking is not None:
        return asking
    found = dialog.parentWidget()
    while found is not None and not found.window().isVisible():
        found = found.window().parentWidget()
    return None if found is None else found.window()
