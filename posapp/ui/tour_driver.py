"""Drives the real window by keys, one step after the other, and takes its picture on the way.

Steps are a generator that yields what to wait for; nothing sleeps, the window stays alive between
two steps. Used by the demo's day without a screen.
"""

import sys
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import ClassVar, Final

from PySide6.QtCore import (
    QEvent,
    QMessageLogContext,
    QObject,
    QSize,
    Qt,
    QTimer,
    QtMsgType,
    Signal,
    qInstallMessageHandler,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from shiboken6 import isValid

Ready = Callable[[], object]
Steps = Generator[tuple[str, Ready], None, None]

SIZE: Final = QSize(1366, 768)
_POLL_MS: Final = 5
# Pictures lose nothing by it: they grow by a twentieth, in half of the time.
_PACKED: Final = 60
_PATIENCE_MS: Final = 30_000
# Between two keys of a person; a scanner's gap is never set as long.
_A_KEY_MS: Final = 250
# Said once a window by the platform without a screen, in no category that a rule could switch off.
_NO_WINDOW_MANAGER: Final = "This plugin does not support propagateSizeHints()"


class TourFailedError(Exception):
    """A step did not come to its end; the message names it."""


class TourDriver(QObject):
    """Runs steps; ``finished`` carries what went wrong, empty when all went well."""

    finished = Signal(str)

    def __init__(self, steps: Steps, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._steps = steps
        self._waiting: tuple[str, Ready] = ("start", lambda: True)
        self._waited = 0
        self._timer = QTimer(self, interval=_POLL_MS)
        self._timer.timeout.connect(self._on_tick)

    def start(self) -> None:
        """Begin with the first step."""
        self._timer.start()

    def _on_tick(self) -> None:
        name, ready = self._waiting
        if not ready():
            self._waited += _POLL_MS
            if self._waited > _PATIENCE_MS:
                self._end(f"the tour waited in vain for: {name}")
            return
        self._waited = 0
        try:
            self._waiting = next(self._steps)
        except StopIteration:
            self._end("")
        except TourFailedError as error:
            self._end(str(error))

    def _end(self, problem: str) -> None:
        self._timer.stop()
        self.finished.emit(problem)


class Hands:
    """A cashier's hands: keys and words go where the focus is.

    The keys are sent at once, but each is dated a person's while after the one before it. By the
    machine's own clock they would be a scan, or a part of one where the machine held its breath
    in the middle: then Enter would ask for the last figures of a number.
    """

    _dates: ClassVar[Iterator[int]] = count(_A_KEY_MS, _A_KEY_MS)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
        """Press one key."""
        target = self._target()
        with _dated(target, next(self._dates)):
            QTest.keyClick(target, key, modifier or Qt.KeyboardModifier.NoModifier)

    def type(self, words: str) -> None:
        """Type into the field that has the focus; a cell's editor takes it with the first letter."""
        for letter in words:
            target = self._target()
            with _dated(target, next(self._dates)):
                QTest.keyClicks(target, letter)

    def _target(self) -> QWidget:
        window = front()
        focused: QWidget | None = window.focusWidget()
        return window if focused is None else focused


class _Dates(QObject):
    """Writes into the keys of a widget when they were pressed."""

    def __init__(self, at_ms: int) -> None:
        super().__init__()
        self._at = at_ms

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Date a key; it passes."""
        if isinstance(event, QKeyEvent):
            event.setTimestamp(self._at)
        return False


@contextmanager
def _dated(target: QWidget, at_ms: int) -> Iterator[None]:
    """Keys that a widget gets meanwhile were pressed at that time, in ms."""
    dates = _Dates(at_ms)
    target.installEventFilter(dates)
    yield
    if isValid(target):
        target.removeEventFilter(dates)


class Camera:
    """Takes numbered pictures of the window or dialog in front."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.taken: list[Path] = []

    def shoot(self, name: str, widget: QWidget | None = None) -> Path:
        """Save the picture of a widget, by default of the main window with what lies over it."""
        path = self._folder / f"{len(self.taken) + 1:02d}-{name}.png"
        picture = (widget or front()).grab()
        if not picture.save(str(path), "PNG", _PACKED):
            raise TourFailedError(f"the picture {path} cannot be written")
        self.taken.append(path)
        return path


@contextmanager
def quiet_platform() -> Iterator[None]:
    """Keep off the terminal what Qt says about a platform without window manager; the rest stays."""
    before = qInstallMessageHandler(_on_message)
    try:
        yield
    finally:
        qInstallMessageHandler(before)


def _on_message(_kind: QtMsgType, _where: QMessageLogContext, text: str) -> None:
    if text != _NO_WINDOW_MANAGER and sys.stderr is not None:
        sys.stderr.write(f"{text}\n")


def front() -> QWidget:
    """The window or dialog that has the user's attention: the newest visible dialog first.

    Raises:
        TourFailedError: when nothing is on the screen.
    """
    modal = QApplication.activeModalWidget()
    if modal is not None:
        return modal
    shown = [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()]
    dialogs = [widget for widget in shown if isinstance(widget, QDialog)]
    windows = [widget for widget in shown if widget.isWindow() and widget.objectName()]
    if dialogs or windows:
        return (dialogs or windows)[-1]
    raise TourFailedError("nothing is on the screen")
