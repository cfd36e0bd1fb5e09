"""What a button is about to do, said before it is pressed: one sentence a line, with its colour."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from posapp.i18n import _
from posapp.ui.formats import in_order
from posapp.ui.icons import pixmap
from posapp.ui.theme import dp, tokens_of
from posapp.ui.tokens import Tone
from posapp.ui.widgets.card import Card

_ICONS: Final = {Tone.RED: "error", Tone.AMBER: "warning", Tone.GREEN: "success"}

_LEAST_WIDTH: Final = 320


@dataclass(frozen=True, slots=True)
class Consequence:
    """One thing that will happen."""

    text: str
    tone: Tone = Tone.GREY


class _Sentence(QLabel):
    """A wrapped sentence that is as tall as its lines; a plain label guesses from no width."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)

    def sizeHint(self) -> QSize:
        """As tall as the text at the width it has."""
        return QSize(dp(_LEAST_WIDTH), self.heightForWidth(max(self.width(), dp(_LEAST_WIDTH))))

    def minimumSizeHint(self) -> QSize:
        """No line is squashed."""
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width may need another height."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()


class Consequences(Card):
    """A panel *What will happen*; its sentences follow what one chooses above it."""

    def __init__(self) -> None:
        super().__init__(_("What will happen"))
        self.setObjectName("consequences")
        self._shown: tuple[Consequence, ...] = ()
        self._lines: list[tuple[QWidget, QLabel, QLabel]] = []

    def sizeHint(self) -> QSize:
        """As tall as the sentences are at the width it has; a layout guesses from the least one."""
        size, width = super().sizeHint(), self.width()
        tall = self.heightForWidth(width) if width > size.width() else -1
        return QSize(size.width(), size.height() if tall < 0 else tall)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width may need another height."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

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
        text.setText(in_order(line.text))

    def _add(self) -> None:
        row, mark, text = QWidget(), QLabel(), _Sentence()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(dp(10))
        layout.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(text, 1, Qt.AlignmentFlag.AlignTop)
        self._lines.append((row, mark, text))
        self.add(row)
