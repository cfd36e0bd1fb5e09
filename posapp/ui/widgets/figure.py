"""A figure: a caption with an amount under it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QLabel,
    QVBoxLayout,
    QWidget,
)

from posapp.ui.tokens import Tone
from posapp.ui.widgets.looks import set_look, text_label


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

    def show_caption(self, caption: str) -> None:
        """Name the amount otherwise, for as long as it means something else."""
        self._caption.setText(caption)
        self._value.setAccessibleName(caption)

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
