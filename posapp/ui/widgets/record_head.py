"""The card on top of the page of one record: what it is, its state, its amounts."""

from collections.abc import Collection, Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout

from posapp.ui.formats import isolated
from posapp.ui.theme import dp
from posapp.ui.tokens import Tone
from posapp.ui.widgets.badges import PillStrip
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.elided import ElidedLabel
from posapp.ui.widgets.figure import Figure
from posapp.ui.widgets.head_line import head_line


class RecordHead(Card):
    """Name, line under it, states, figures; the first figure is the one that matters (taste 2)."""

    def __init__(
        self, name: str, figures: Iterable[tuple[str, str]], heroes: Collection[str] = ()
    ) -> None:
        """Make it empty.

        Args:
            name: object name.
            figures: (name, caption) of each figure in order.
            heroes: figures beside the first that are as large, such as the change to give.
        """
        super().__init__()
        self.setObjectName(name)
        self.name = ElidedLabel("title")
        self.name.setObjectName("record_name")
        self.about = ElidedLabel("subtitle")
        self.about.setObjectName("record_about")
        self.badges = PillStrip()
        self.figures: dict[str, Figure] = {}
        self.add(head_line(self.name, self.about, self.badges))
        line = QHBoxLayout()
        line.setSpacing(dp(28))
        for figure, caption in figures:
            size = "hero" if not self.figures or figure in heroes else "large"
            made = self.figures[figure] = Figure(caption, name=figure, size=size)
            line.addWidget(made, 0, Qt.AlignmentFlag.AlignBottom)
        line.addStretch()
        if self.figures:
            self.add(line)

    def show_record(self, name: str, about: str, states: Iterable[tuple[str, Tone]]) -> None:
        """Show what it is, whose, and its states."""
        # A label turns to the right edge when its first strong letter asks for it.
        self.name.show_text(isolated(name))
        self.about.show_text(about)
        self.badges.show_states(states)

    def show_figure(self, name: str, text: str, *, wanted: bool = True, caption: str = "") -> None:
        """Show a figure, under another caption where one is given, or hide it if it says nothing."""
        self.figures[name].show_value(text)
        if caption:
            self.figures[name].show_caption(caption)
        self.figures[name].setVisible(wanted)
