"""Panels: a rounded card with a title."""

from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from posapp.ui.theme import GRID, dp
from posapp.ui.widgets.looks import text_label

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
        else:
            # Parts of the card all the same: without a parent each would be a window of its own.
            for label in (self.heading, self.caption):
                label.setParent(self)
                label.hide()
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
