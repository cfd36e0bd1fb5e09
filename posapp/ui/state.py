"""What windows remember per user: geometry, splitters, columns, last choices (QSettings).

Nothing opens off-screen: a remembered place that no screen shows any more is moved back (ui.md,
rules of use 7).
"""

from pathlib import Path

from PySide6.QtCore import QByteArray, QRect, QSettings, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHeaderView, QSplitter, QStyle, QWidget

# At least this much of a window must be on a screen, else it is moved there.
_VISIBLE_PX = 64


class WindowState:
    """Remembers the look of windows for one user."""

    def __init__(self, file: Path, user: str) -> None:
        """Open the memory.

        Args:
            file: an INI file in the user's config folder.
            user: name of the signed-in user; each has an own memory.
        """
        self._settings = QSettings(str(file), QSettings.Format.IniFormat)
        self._settings.beginGroup(f"user-{user.encode('utf-8').hex()}")

    def save_window(self, window: QWidget) -> None:
        """Remember size and place of a window by its object name."""
        self._settings.setValue(f"window/{window.objectName()}", window.saveGeometry())

    def restore_window(self, window: QWidget) -> bool:
        """Put a window back to its place; False when nothing is remembered."""
        found = self._bytes(f"window/{window.objectName()}")
        if found is None or not window.restoreGeometry(found):
            return False
        keep_on_screen(window)
        return True

    def save_header(self, name: str, header: QHeaderView) -> None:
        """Remember widths, order and sorting of a table's columns."""
        self._settings.setValue(f"header/{name}", header.saveState())
        self._settings.setValue(f"columns/{name}", header.count())

    def restore_header(self, name: str, header: QHeaderView) -> bool:
        """Put columns back; False when nothing fits (a release may add a column)."""
        found = self._bytes(f"header/{name}")
        count = self._settings.value(f"columns/{name}", 0)
        if found is None or str(count) != str(header.count()):
            return False
        return header.restoreState(found)

    def save_splitter(self, splitter: QSplitter) -> None:
        """Remember a splitter by its object name."""
        self._settings.setValue(f"splitter/{splitter.objectName()}", splitter.saveState())

    def restore_splitter(self, splitter: QSplitter) -> bool:
        """Put a splitter back."""
        found = self._bytes(f"splitter/{splitter.objectName()}")
        return found is not None and splitter.restoreState(found)

    def remember(self, name: str, choice: str) -> None:
        """Remember a last choice, such as the tender control of the day."""
        self._settings.setValue(f"choice/{name}", choice)

    def recall(self, name: str) -> str:
        """A remembered choice, empty when there is none."""
        found = self._settings.value(f"choice/{name}", "")
        return found if isinstance(found, str) else ""

    def flush(self) -> None:
        """Write to the file now."""
        self._settings.sync()

    def _bytes(self, name: str) -> QByteArray | None:
        found = self._settings.value(name)
        return found if isinstance(found, QByteArray) else None


def keep_on_screen(window: QWidget) -> None:
    """Move and shrink a window so that its title bar can be reached."""
    screens = [screen.availableGeometry() for screen in QGuiApplication.screens()]
    place = window.geometry()
    seen = [screen.intersected(place) for screen in screens]
    if any(s.width() >= _VISIBLE_PX and s.height() >= _VISIBLE_PX for s in seen):
        home = max(zip(seen, screens, strict=True), key=lambda pair: _area(pair[0]))[1]
    else:
        home = QGuiApplication.primaryScreen().availableGeometry()
    window.setGeometry(fitted(place, home))


def keep_frame_on_screen(window: QWidget) -> None:
    """Maximise a window that has no room together with its title bar, before it is shown.

    On a screen of just its size the title bar would push the last line over the edge.
    """
    room, least = window.screen().availableSize(), window.minimumSize()
    bar = window.style().pixelMetric(QStyle.PixelMetric.PM_TitleBarHeight)
    fits = window.width() <= room.width() and window.height() + bar <= room.height()
    if not fits and least.width() <= room.width() and least.height() <= room.height():
        window.setWindowState(window.windowState() | Qt.WindowState.WindowMaximized)


def fitted(place: QRect, screen: QRect) -> QRect:
    """The rectangle moved, and shrunk if need be, to lie inside ``screen``."""
    width, height = min(place.width(), screen.width()), min(place.height(), screen.height())
    left = min(max(place.left(), screen.left()), screen.left() + screen.width() - width)
    top = min(max(place.top(), screen.top()), screen.top() + screen.height() - height)
    return QRect(left, top, width, height)


def _area(rect: QRect) -> int:
    return max(0, rect.width()) * max(0, rect.height())
