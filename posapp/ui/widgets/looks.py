"""Dynamic properties that the style sheet reads: set one and have the widget drawn anew."""

from typing import Final

from PySide6.QtWidgets import QFrame, QLabel, QWidget

# Qt.TextFormat.PlainText by its number: the names of ``Qt`` take 15 ms to load (P7).
PLAIN_TEXT: Final = 0


def set_look(widget: QWidget, name: str, value: str) -> None:
    """Set a property of the style sheet (``role``, ``tone``, ``kind``, ``wrong``) and repolish."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()


def text_label(text: str, role: str = "", *, wrap: bool = False) -> QLabel:
    """A label with a look of the style sheet; plain text only, names may hold markup signs."""
    label = QLabel()
    label.setProperty("textFormat", PLAIN_TEXT)
    label.setText(text)
    label.setProperty("role", role)
    label.setWordWrap(wrap)
    return label


def separator() -> QFrame:
    """A thin line between parts of a panel."""
    line = QFrame()
    line.setProperty("role", "separator")
    line.setFixedHeight(1)
    return line
