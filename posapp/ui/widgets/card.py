"""Panels: a rounded card with a title, and figures with a caption above the amount."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from posapp.ui.theme import GRID, dp
from posapp.ui.tokens import Tone
from posapp.ui.widgets.looks import set_look, text_label

_MARGIN = 2 * GRID


class Card(QFrame):
    """A rounded panel; add widgets to ``body``, small things beside the title to ``aside``."""

    def __init__(self, title: str = "", caption: str = "", *, grow: bool = False) -> None:
        """Make a panel.

        Args:
            title: heading, also the accessible name.
            caption: quiet words at the right of the heading.
            grow: take height that is left over, as lists do; else stay as tall as the content.
        """
        super().__init__()
        self.setProperty("role", "card")
        if not grow:
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        margin = dp(_MARGIN)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(margin, dp(14), margin, margin)
        outer.setSpacing(dp(10))
        self.heading = text_label(title, "heading")
        self.caption = text_label(caption, "subtitle")
        self.aside = QHBoxLayout()
        self.aside.setSpacing(dp(GRID))
        top = QHBoxLayout()
        top.setSpacing(dp(GRID))
        top.addWidget(self.heading)
        top.addStretch()
        top.addWidget(self.caption)
        top.addLayout(self.aside)
        if title or caption:
            outer.addLayout(top)
        self.body = QVBoxLayout()
        self.body.setSpacing(dp(GRID))
        outer.addLayout(self.body, 1)
        self.setAccessibleName(title)

    def add(self, part: QWidget | QLayout, stretch: int = 0) -> None:
        """Append a widget or a layout to the body."""
        if isinstance(part, QWidget):
            self.body.addWidget(part, stretch)
        else:
            self.body.addLayout(part, stretch)


class Figure(QWidget):
    """A caption with an amount under it: *Current balance* **$184.20**."""

    def __init__(self, caption: str, *, name: str = "", size: str = "large") -> None:
        """Make the figure.

        Args:
            caption: the field's words.
            name: object name, the field's name in snake_case.
            size: ``hero`` for the amount that matters on the page, else ``large``.
        """
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self._caption = text_label(caption, "caption")
        self._value = text_label("", f"amount-{size}")
        self._value.setObjectName(name)
        self._value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout.addWidget(self._caption)
        layout.addWidget(self._value)
        self._value.setAccessibleName(caption)

    def show_value(self, text: str, tone: Tone | None = None) -> None:
        """Show an amount, an em dash when there is none; red and the like only beside words."""
        self._value.setText(text or "\u2014")
        set_look(self._value, "tone", tone.value if tone else "")

    def align_right(self) -> None:
        """Put caption and amount to the right edge, where amounts are read in columns."""
        for label in (self._caption, self._value):
            label.setAlignment(Qt.AlignmentFlag.AlignRight)

    def text(self) -> str:
        """The amount as shown."""
        return self._value.text()

    @property
    def value_label(self) -> QLabel:
        """The label with the amount."""
        return self._value


class FactLines(QWidget):
    """Lines of caption and amount, as in *My drawer*: captions left, amounts right-aligned."""

    def __init__(self) -> None:
        super().__init__()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(dp(9))
        self._lines: dict[str, tuple[QLabel, QLabel]] = {}
        self._rows: dict[str, QWidget] = {}

    def show_line(self, name: str, caption: str, value: str, *, strong: bool = False) -> None:
        """Add or change the line ``name``; a strong one is the result of the others."""
        found = self._lines.get(name)
        if found is None:
            found = self._lines[name] = self._add(name, strong=strong)
        found[0].setText(caption)
        found[1].setText(value or "\u2014")
        found[1].setAccessibleName(caption)

    def keep(self, names: tuple[str, ...]) -> None:
        """Remove every line that is not among ``names``."""
        for name in [one for one in self._lines if one not in names]:
            del self._lines[name]
            row = self._rows.pop(name)
            row.hide()
            self._layout.removeWidget(row)
            row.deleteLater()

    @property
    def names(self) -> tuple[str, ...]:
        """The lines shown, from the top."""
        return tuple(self._lines)

    def text(self, name: str) -> str:
        """The value of a line as shown, empty when there is no such line."""
        found = self._lines.get(name)
        return found[1].text() if found else ""

    def _add(self, name: str, *, strong: bool) -> tuple[QLabel, QLabel]:
        caption = text_label("", "strong" if strong else "subtitle")
        value = text_label("", "amount-large" if strong else "")
        value.setObjectName(name)
        row = self._rows[name] = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(caption)
        line.addStretch()
        line.addWidget(value)
        self._layout.addWidget(row)
        return caption, value
