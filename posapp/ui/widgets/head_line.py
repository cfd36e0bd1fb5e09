"""The first line of a card about somebody or something: name, line under it, states."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from posapp.ui.theme import dp


def head_line(name: QWidget, about: QWidget, states: QWidget) -> QHBoxLayout:
    """Name over what is said about it, the states at the right."""
    names = QVBoxLayout()
    names.setSpacing(dp(2))
    names.addWidget(name)
    names.addWidget(about)
    line = QHBoxLayout()
    line.setSpacing(dp(12))
    line.addLayout(names, 1)
    line.addWidget(states, 0, Qt.AlignmentFlag.AlignTop)
    return line
