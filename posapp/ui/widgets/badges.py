"""Pills: a state in one or two words on its colour, never the colour alone."""

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLabel, QSizePolicy, QWidget

from posapp.ui.theme import GRID
from posapp.ui.tokens import Tone
from posapp.ui.widgets.looks import set_look


class Pill(QLabel):
    """One state."""

    def __init__(self, text: str = "", tone: Tone = Tone.GREY) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setProperty("role", "pill")
        self.show_state(text, tone)

    def show_state(self, text: str, tone: Tone) -> None:
        """Show another state; an empty text hides the pill."""
        self.setText(text)
        self.setAccessibleName(text)
        set_look(self, "tone", tone.value)
        self.setVisible(bool(text))


class PillStrip(QWidget):
    """Several states side by side, such as the badges of an account."""

    def __init__(self, *, stacks: bool = False) -> None:
        """Make it empty; one that ``stacks`` puts its pills below each other in a narrow place."""
        super().__init__()
        self._stacks = stacks
        self._layout = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(GRID)
        self._pills: list[Pill] = []

    def show_states(self, states: Iterable[tuple[str, Tone]]) -> None:
        """Replace the pills; pills are reused, so nothing flickers."""
        wanted = [state for state in states if state[0]]
        while len(self._pills) < len(wanted):
            pill = Pill()
            self._pills.append(pill)
            self._layout.addWidget(pill)
        for pill in self._pills[len(wanted) :]:
            pill.show_state("", Tone.GREY)
        for pill, (text, tone) in zip(self._pills, wanted, strict=False):
            pill.show_state(text, tone)

    def sizeHint(self) -> QSize:
        """All pills side by side, however they stand now."""
        size = super().sizeHint()
        return QSize(self._across(), size.height()) if self._stacks else size

    def minimumSizeHint(self) -> QSize:
        """As narrow as the widest pill, where they may stand below each other."""
        size = super().minimumSizeHint()
        if not self._stacks:
            return size
        return QSize(max((pill.sizeHint().width() for pill in self._shown()), default=0),
                     size.height())  # fmt: skip

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stack the pills when they do not fit into one line."""
        super().resizeEvent(event)
        if not self._stacks:
            return
        down = self._across() > self.width()
        direction = QBoxLayout.Direction.TopToBottom if down else QBoxLayout.Direction.LeftToRight
        if self._layout.direction() is not direction:
            self._layout.setDirection(direction)
            self.updateGeometry()

    def _shown(self) -> list[Pill]:
        return [pill for pill in self._pills if pill.text()]

    def _across(self) -> int:
        widths = [pill.sizeHint().width() for pill in self._shown()]
        return sum(widths) + GRID * max(len(widths) - 1, 0)

    def texts(self) -> tuple[str, ...]:
        """The words shown."""
        return tuple(pill.text() for pill in self._pills if pill.text())
