"""Facts in lines: words at the left, an amount at the right."""

from collections.abc import Collection
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from posapp.ui.theme import dp
from posapp.ui.widgets.elided import ElidedLabel
from posapp.ui.widgets.looks import text_label

_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop


class FactLines(QWidget):
    """Lines of caption and amount, as in *My drawer*: captions left, amounts right-aligned."""

    def __init__(self, *, wrap: Collection[str] = (), elide: bool = False) -> None:
        """Make it empty.

        Args:
            wrap: lines whose value goes on in the next line where it is too long for one.
            elide: captions that are too long are cut, with the whole as a tool tip.
        """
        super().__init__()
        self._wrap = frozenset(wrap)
        self._elide = elide
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
        if isinstance(found[0], ElidedLabel):
            found[0].show_text(caption)
        else:
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

    def caption(self, name: str) -> str:
        """The words of a line as shown, empty when there is no such line."""
        found = self._lines.get(name)
        if found is None:
            return ""
        return found[0].whole if isinstance(found[0], ElidedLabel) else found[0].text()

    def _add(self, name: str, *, strong: bool) -> tuple[QLabel, QLabel]:
        role = "strong" if strong else "subtitle"
        caption = ElidedLabel(role) if self._elide else text_label("", role)
        value = text_label("", "amount-large" if strong else "")
        value.setObjectName(name)
        row = self._rows[name] = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(caption, 1 if self._elide else 0)
        if name in self._wrap:
            value.setWordWrap(True)
            value.setAlignment(_RIGHT)
            line.setAlignment(caption, Qt.AlignmentFlag.AlignTop)
            line.addWidget(value, 1)
        else:
            if not self._elide:
                line.addStretch()
            line.addWidget(value)
        self._layout.addWidget(row)
        return caption, value
