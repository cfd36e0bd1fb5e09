"""A row of figures in a fixed place: counts, totals, what is left."""

from collections.abc import Iterable

from PySide6.QtWidgets import QHBoxLayout, QWidget

from posapp.ui.theme import dp
from posapp.ui.tokens import Tone
from posapp.ui.widgets.figure import Figure

_GAP = 24


class TotalsBar(QWidget):
    """Figures side by side; each has its place from the start, so nothing jumps."""

    def __init__(self, figures: Iterable[tuple[str, str]], *, size: str = "large") -> None:
        """Make the bar.

        Args:
            figures: (name, caption) of each figure in order.
            size: ``large`` or ``hero``.
        """
        super().__init__()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(dp(_GAP))
        self._figures: dict[str, Figure] = {}
        for name, caption in figures:
            figure = self._figures[name] = Figure(caption, name=name, size=size)
            layout.addWidget(figure)
        layout.addStretch()

    def show_value(self, name: str, text: str, tone: Tone | None = None) -> None:
        """Show a figure."""
        self._figures[name].show_value(text, tone)

    def figure(self, name: str) -> Figure:
        """A figure, such as one to hide where it may not be seen."""
        return self._figures[name]

    def text(self, name: str) -> str:
        """A figure as shown."""
        return self._figures[name].text()
