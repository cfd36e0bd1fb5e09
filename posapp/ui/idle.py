"""Notices that nobody touches the program: the idle lock (reliability B.3, threat T6).

Watches the native windows, which see each key and each move of the mouse once, and not the
application, whose filter would be asked about every event there is.
"""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtWidgets import QApplication

from posapp.ui.native_windows import native

_TOUCHES: Final = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseMove,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
    }
)
LONGEST_SESSION: Final = timedelta(hours=12)
_LOOK_EVERY_MS: Final = 2_000


def seconds_awake() -> float:
    """Seconds of a clock that nobody sets; on Linux it also runs while the machine sleeps."""
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()


class IdleWatch(QObject):
    """Emits ``expired`` when nothing was touched for a while, or after a whole long shift."""

    expired = Signal()

    def __init__(
        self,
        minutes: int,
        *,
        seconds: Callable[[], float] = seconds_awake,
        parent: QObject | None = None,
    ) -> None:
        """Make a watch that is at rest.

        Args:
            minutes: how long nothing may be touched.
            seconds: the clock.
            parent: parent object.
        """
        super().__init__(parent)
        self._limit = minutes * 60
        self._seconds = seconds
        self._touched = self._began = seconds()
        self._timer = QTimer(self, interval=_LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.focusWindowChanged.connect(self._on_focus)

    @property
    def minutes(self) -> float:
        """How long nothing may be touched."""
        return self._limit / 60

    def start(self) -> None:
        """Watch from now on; a new session begins."""
        self._touched = self._began = self._seconds()
        for widget in QApplication.topLevelWidgets():
            self._watch(widget.windowHandle)
        self._timer.start()

    def stop(self) -> None:
        """Rest: the program is locked, or nobody is signed in."""
        self._timer.stop()

    def touch(self) -> None:
        """Somebody is there."""
        self._touched = self._seconds()

    def look(self) -> None:
        """Find out whether it is time."""
        now = self._seconds()
        idle = now - self._touched >= self._limit
        if idle or now - self._began >= LONGEST_SESSION.total_seconds():
            self.stop()
            self.expired.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002
        """Note every touch; nothing is kept from anybody."""
        if event.type() in _TOUCHES:
            self._touched = self._seconds()
        return False

    def _on_focus(self) -> None:
        """Another window has the focus; the signal's own one is asked for anew, and safely."""
        self._watch(QGuiApplication.focusWindow)

    def _watch(self, ask: Callable[[], QWindow | None]) -> None:
        window = native(ask)
        if window is not None:
            # Installing it again only moves it to the front.
            window.installEventFilter(self)
