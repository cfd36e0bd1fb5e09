"""Buttons that show their key: *Take payment  F5*."""

from collections.abc import Callable
from math import ceil

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QShortcut,
)
from PySide6.QtWidgets import QPushButton, QStyleOptionButton, QWidget

from posapp.ui.shortcuts import Key, Shortcuts
from posapp.ui.theme import dp, tokens_of

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_GAP = 9
_THIN = "\u200a"
_MEASURED = 32
_HINT_ALPHA = 0.72


class KeyButton(QPushButton):
    """A push button with a key hint beside its words; press the key or the button.

    The key is shown and, when ``shortcuts`` is given, bound in the button's window. A disabled or
    hidden button does not take its key.

    Attributes:
        rests_at: where the focus goes when the button is disabled under it; without one Qt takes
            the next widget, whatever that is.
    """

    def __init__(
        self,
        text: str,
        slot: Callable[[], object] | None = None,
        *,
        key: Key | None = None,
        shortcuts: Shortcuts | None = None,
        bind: bool = True,
        kind: str = "",
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """Make the button.

        Args:
            text: words, without the key.
            slot: called without arguments when the button is pressed.
            key: the action whose key it takes.
            shortcuts: the keys in force; without them nothing is shown or bound.
            bind: False shows the key only; where a window has two buttons for one action, the
                window binds the key once, as Qt gives an ambiguous key to nobody.
            kind: ``primary`` for the one thing to do next, ``danger``, ``quiet`` or empty.
            name: object name.
            parent: parent widget.
        """
        super().__init__(text, parent)
        self.rests_at: QWidget | None = None
        self._hint = ""
        self._measured: tuple[str, QFont, int, str] | None = None
        self.setProperty("kind", kind)
        self.setObjectName(name)
        self.setAccessibleName(text.replace("&", ""))
        self.setAutoDefault(False)
        if slot is not None:
            self.clicked.connect(_Slot(slot))
        if key is not None and shortcuts is not None:
            self._hint = shortcuts.shown(key)
            if bind:
                self.bind_key(shortcuts.sequence(key))
            self.setAccessibleDescription(self._hint)

    @property
    def hint(self) -> str:
        """The key as shown."""
        return self._hint

    def setEnabled(self, may: bool) -> None:
        """Enable or disable it; a focus that it loses goes where its work is."""
        if not may and self.rests_at is not None and self.window().focusWidget() is self:
            self.rests_at.setFocus()
        super().setEnabled(may)

    def offer(self, may: bool) -> None:
        """Hide it from those who never may press it; a button that never wakes up is none (D-44)."""
        if not may:
            self.hide()

    def bind_key(self, key: QKeySequence) -> None:
        """Press the button with a key of its window while it is visible and enabled.

        A button's own shortcut presses only after an animation of 100 ms; this one at once.
        """
        shortcut = QShortcut(key, self)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(self.click)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the focus; a key that is held presses it once."""
        if event.key() not in _ENTER:
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            self.click()

    def show_hint(self, hint: str) -> None:
        """Show a key that somebody else binds, such as Enter in a dialog."""
        self._hint = hint
        self.setAccessibleDescription(hint)
        self.updateGeometry()
        self.update()

    def show_text(self, text: str) -> None:
        """Change the words, for screen readers too."""
        self.setText(text)
        self.setAccessibleName(text.replace("&", ""))

    def sizeHint(self) -> QSize:
        """Room for the words and the key."""
        size = super().sizeHint()
        return QSize(size.width() + self._hint_room(), size.height())

    def minimumSizeHint(self) -> QSize:
        """Words and key are never cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the button, then the key in a quieter tone."""
        super().paintEvent(event)
        if not self._hint:
            return
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(self._hint_colour())
        metrics = self._bold_metrics()
        words = metrics.horizontalAdvance(self.text().replace("&", ""))
        hint = metrics.horizontalAdvance(self._hint)
        left = (self.width() - words - dp(_GAP) - hint) // 2 + words + dp(_GAP)
        box = QRect(left, 0, hint + 2, self.height())
        painter.drawText(
            box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self._hint
        )

    def initStyleOption(self, option: QStyleOptionButton) -> None:
        """Shift the words to the left by half the room of the key."""
        super().initStyleOption(option)
        if self._hint:
            option.text += self._room()[1]

    def _hint_room(self) -> int:
        return self._room()[0] if self._hint else 0

    def _room(self) -> tuple[int, str]:
        """Pixels of the gap and the key, and as much in thin spaces.

        Measured once for a font and a key: styles ask for this many times while a page is laid out.
        """
        font = self.font()
        if self._measured is None or self._measured[:2] != (self._hint, font):
            metrics = QFontMetrics(font)
            room = dp(_GAP) + metrics.horizontalAdvance(self._hint)
            thin = metrics.horizontalAdvance(_THIN * _MEASURED) / _MEASURED
            self._measured = (self._hint, QFont(font), room, _THIN * ceil(room / max(thin, 0.1)))
        return self._measured[2:]

    def _bold_metrics(self) -> QFontMetrics:
        return QFontMetrics(self.font())

    def _hint_colour(self) -> QColor:
        tokens = tokens_of(self.palette())
        if not self.isEnabled():
            return QColor(tokens.disabled)
        colour = QColor(tokens.on_accent if self.property("kind") == "primary" else tokens.muted)
        if self.property("kind") == "primary":
            colour.setAlphaF(_HINT_ALPHA)
        return colour


class _Slot:
    """Calls a function without the ``checked`` that ``clicked`` passes (X15)."""

    def __init__(self, slot: Callable[[], object]) -> None:
        self._slot = slot

    def __call__(self, _checked: bool = False) -> None:
        self._slot()
