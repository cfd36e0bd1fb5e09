"""Pills: a state in one or two words on its colour, never the colour alone."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

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

    def __init__(self) -> None:
        super().__init__()
        self._layout = QHBoxLayout(self)
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

    def texts(self) -> tuple[str, ...]:
        """The words shown."""
        return tuple(pill.text() for pill in self._pills if pill.text())
