"""Where somebody without a drawer goes from home: a button and a sentence each (taste 5)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from posapp.i18n import _
from posapp.ui.theme import dp
from posapp.ui.widgets.buttons import KeyButton
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.looks import text_label


@dataclass(frozen=True, slots=True)
class Way:
    """A place to go.

    Attributes:
        name: object name of its button.
        words: words of the button.
        why: what one finds there.
        go: opens it.
    """

    name: str
    words: str
    why: str
    go: Callable[[], object]


_EACH: Final = 160
"""Room for one of many, in pixels at 100 %; the title of a line takes no more."""
_LEAST: Final = 3
_MOST: Final = 7


class Ways(Card):
    """Places to go, one below the other; many of them in lines with a title each."""

    def __init__(
        self, ways: Sequence[Way], lines: Sequence[tuple[str, Sequence[Way]]] = ()
    ) -> None:
        super().__init__(_("What you can do here"))
        self.setObjectName("ways")
        self.buttons: dict[str, KeyButton] = {}
        if ways:
            self._add_ways(ways)
        if lines:
            self._add_lines(lines)

    def _add_ways(self, ways: Sequence[Way]) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(dp(16))
        grid.setVerticalSpacing(dp(10))
        grid.setColumnStretch(1, 1)
        for row, way in enumerate(ways):
            button = self.buttons[way.name] = KeyButton(way.words, way.go, name=way.name)
            grid.addWidget(button, row, 0)
            grid.addWidget(text_label(way.why, "subtitle", wrap=True), row, 1)
        self.add(grid)

    def _add_lines(self, lines: Sequence[tuple[str, Sequence[Way]]]) -> None:
        made = _Lines(lines)
        self.buttons |= {one.objectName(): one for one in made.buttons}
        self.add(made)


class _Lines(QWidget):
    """Buttons in lines with a title each, as many beside each other as there is room for."""

    def __init__(self, lines: Sequence[tuple[str, Sequence[Way]]]) -> None:
        super().__init__()
        self._lines = [
            (
                text_label(title, "subtitle"),
                [_button(way) for way in ways],
            )
            for title, ways in lines
        ]
        self.buttons = [one for _title, buttons in self._lines for one in buttons]
        self._beside = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(dp(8))
        self._grid.setColumnStretch(_MOST + 1, 1)
        self._lay_out(_MOST)

    def minimumSizeHint(self) -> QSize:
        """A few beside each other; the height of the lines as they are."""
        return QSize(_LEAST * dp(_EACH), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lines that became too long, or need not be broken any more, are laid out anew."""
        super().resizeEvent(event)
        self._lay_out(max(_LEAST, min(_MOST, self.width() // dp(_EACH) - 1)))

    def _lay_out(self, beside: int) -> None:
        if beside == self._beside:
            return
        self._beside = beside
        row = 0
        for title, buttons in self._lines:
            self._grid.addWidget(title, row, 0)
            for at, button in enumerate(buttons):
                self._grid.addWidget(button, row + at // beside, 1 + at % beside)
            row += -(-len(buttons) // beside)


def _button(way: Way) -> KeyButton:
    """A button of a line: what one finds there is told when one asks for it."""
    button = KeyButton(way.words, way.go, name=way.name)
    button.setToolTip(way.why)
    button.setAccessibleDescription(way.why)
    return button
