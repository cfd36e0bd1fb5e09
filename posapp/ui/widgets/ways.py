"""Where somebody without a drawer goes from home: a button and a sentence each (taste 5)."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QGridLayout

from posapp.i18n import _
from posapp.records import dataclass
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


class Ways(Card):
    """Places to go, one below the other."""

    def __init__(self, ways: Sequence[Way]) -> None:
        super().__init__(_("What you can do here"))
        self.setObjectName("ways")
        self.buttons: dict[str, KeyButton] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(dp(16))
        grid.setVerticalSpacing(dp(10))
        grid.setColumnStretch(1, 1)
        for row, way in enumerate(ways):
            button = self.buttons[way.name] = KeyButton(way.words, way.go, name=way.name)
            grid.addWidget(button, row, 0)
            grid.addWidget(text_label(way.why, "subtitle", wrap=True), row, 1)
        self.add(grid)
