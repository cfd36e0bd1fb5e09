"""What a button is about to do, said before it is pressed: one sentence a line, with its colour."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from posapp.i18n import _
from posapp.ui.icons import pixmap
from posapp.ui.theme import dp, tokens_of
from posapp.ui.tokens import Tone
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.looks import text_label

_ICONS: Final = {Tone.RED: "error", Tone.AMBER: "warning", Tone.GREEN: "success"}


@dataclass(frozen=True, slots=True)
class Consequence:
    """One thing that will happen."""

    text: str
    tone: Tone = Tone.GREY


class Consequences(Card):
    """A panel *What will happen*; its sentences follow what one chooses above it."""

    def __init__(self) -> None:
        super().__init__(_("What will happen"))
        self.setObjectName("consequences")
        self._shown: tuple[Consequence, ...] = ()
        self._lines: list[tuple[QWidget, QLabel, QLabel]] = []

    def show_lines(self, lines: Sequence[Consequence]) -> None:
        """Replace the sentences; those that stay the same are not touched."""
        if tuple(lines) == self._shown:
            return
        self._shown = tuple(lines)
        while len(self._lines) < len(lines):
            self._add()
        for at, (row, mark, text) in enumerate(self._lines):
            row.setVisible(at < len(lines))
            if at < len(lines):
                self._show(mark, text, lines[at])
        self.setAccessibleDescription(" ".join(self.texts()))

    def texts(self) -> tuple[str, ...]:
        """The sentences shown, from the top."""
        return tuple(line.text for line in self._shown)

    def _show(self, mark: QLabel, text: QLabel, line: Consequence) -> None:
        colour = tokens_of(self.palette()).tone(line.tone).mark
        mark.setPixmap(pixmap(_ICONS.get(line.tone, "info"), colour, dp(16), 2.0))
        text.setText(line.text)

    def _add(self) -> None:
        row, mark, text = QWidget(), QLabel(), text_label("", wrap=True)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(dp(10))
        layout.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(text, 1, Qt.AlignmentFlag.AlignTop)
        self._lines.append((row, mark, text))
        self.add(row)
