"""Knows a bar code scanner by its speed; a scan works wherever the focus is (ui.md, rule 3).

A scanner is a keyboard that types faster than anybody and ends with Enter. What it typed into the
field that had the focus is taken back, and the Enter goes nowhere else.
"""

import re
import time
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from shiboken6 import isValid

from posapp.ui.native_windows import native

_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_SHORTEST: Final = 6
_LONGEST: Final = 200
# A scanner on a busy computer may stop for so many gaps; nobody types and scans as soon after it.
_HICCUP: Final = 4
_NUMBER: Final = r"\d[\d ]{0,8}(?:[.,]\d{1,3})?"
_AMOUNT: Final = re.compile(
    rf"[-\u2212]?(?:\d{{1,7}}|\d[\d ]{{0,8}}[.,]\d{{1,3}}|{_NUMBER}(?:\+{_NUMBER})+)"
)


class ScanDetector:
    """Recognises bursts of characters from the times between them; pure."""

    def __init__(self, gap_ms: int, shortest: int = _SHORTEST) -> None:
        """Make a detector.

        Args:
            gap_ms: characters at most this far apart belong to one burst.
            shortest: fewer characters are no scan.
        """
        self._gap = gap_ms
        self._shortest = shortest
        self._head = self._burst = ""
        self._last = float("-inf")

    @property
    def burst(self) -> str:
        """The characters of the burst so far."""
        return self._burst

    @property
    def head(self) -> str:
        """What came so shortly before the burst that it belongs to it, if the burst is a scan."""
        return self._head

    def character(self, char: str, at_ms: float) -> None:
        """Note a typed character.

        Of a longer burst only the beginning is kept, never its end: that might be a scan by itself.
        """
        pause = at_ms - self._last
        if pause <= self._gap:
            self._burst = f"{self._burst}{char}"[: _LONGEST + 1]
        else:
            self._head = self._burst if pause <= _HICCUP * self._gap else ""
            self._burst = char
        self._last = at_ms

    def enter(self, at_ms: float) -> str:
        """Note Enter; returns the scanned text, empty when a person typed.

        What came just before a scan is its beginning, after which the scanner stopped for a moment:
        the end alone might be the number of somebody else.
        """
        head, burst, fast = self._head, self._burst, at_ms - self._last <= 2 * self._gap
        self.reset()
        return f"{head}{burst}" if fast and len(burst) >= self._shortest else ""

    def reset(self) -> None:
        """Forget the burst: a key came that scanners do not send."""
        self._head = self._burst = ""


def is_typed_amount(text: str) -> bool:
    """Whether a burst is rather an amount that quick hands typed than a printed number.

    A scan of a number has no decimal mark and more figures than an amount at a counter.
    """
    return _AMOUNT.fullmatch(text) is not None


def time_of(event: QKeyEvent) -> float:
    """When a key was pressed, in ms; by the event, because a busy program reads keys late."""
    return float(event.timestamp()) or time.monotonic() * 1000


def is_character(event: QKeyEvent) -> bool:
    """Whether a key typed a visible character."""
    text = event.text()
    held = event.modifiers() & (
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    )
    return bool(text) and text.isprintable() and not held


_Before = tuple[QLineEdit, str, int]
"""A field, and its text and cursor before a burst."""


class ScannerFilter(QObject):
    """Listens to the keys of watched windows; ``scanned`` carries the text of a scan.

    It watches the native window, which sees every key first, and not the application, whose filter
    would be asked about every event there is.
    """

    scanned = Signal(str)

    def __init__(self, gap_ms: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._detector = ScanDetector(gap_ms)
        self._before: _Before | None = None
        self._before_head: _Before | None = None

    def watch(self, window: QWidget) -> None:
        """Listen to a top-level window; call it once the window is shown."""
        handle = native(window.windowHandle)
        if handle is not None:
            handle.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take keys of a scan away from the focus; everything else passes."""
        if event.type() is not QEvent.Type.KeyPress or not isinstance(watched, QWindow):
            return False
        if not isinstance(event, QKeyEvent):
            return False
        focus = QApplication.focusWidget()
        if focus is not None and focus.property("takes_scans"):
            return False
        if event.key() in _ENTER:
            return self._on_enter(time_of(event))
        if is_character(event):
            self._on_character(event.text(), time_of(event))
        elif event.key() not in {Qt.Key.Key_Shift, Qt.Key.Key_CapsLock}:
            self._detector.reset()
        return False

    def _on_character(self, char: str, at_ms: float) -> None:
        self._detector.character(char, at_ms)
        if len(self._detector.burst) == 1:
            focus = QApplication.focusWidget()
            line = focus if isinstance(focus, QLineEdit) else None
            self._before_head = self._before
            self._before = (line, line.text(), line.cursorPosition()) if line else None

    def _on_enter(self, at_ms: float) -> bool:
        if self._detector.head:
            self._before = self._before_head
        text, focus = self._detector.enter(at_ms), QApplication.focusWidget()
        amount = focus is not None and bool(focus.property("takes_amounts"))
        if not text or (amount and is_typed_amount(text)):
            return False
        self._take_back()
        self.scanned.emit(text)
        return True

    def _take_back(self) -> None:
        focus = QApplication.focusWidget()
        if self._before is not None and isValid(self._before[0]):
            line, text, cursor = self._before
            line.setText(text)
            line.setCursorPosition(cursor)
        elif focus is not None and focus.property("role") == "cell":
            # The burst opened a cell editor; Escape leaves the cell as it was.
            escape = QKeyEvent(
                QEvent.Type.KeyPress, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier
            )
            QGuiApplication.sendEvent(focus, escape)
        self._before = None
