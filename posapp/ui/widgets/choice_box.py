"""Combo box over (value, words) pairs; values are codes or ids, words are what people read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QStyledItemDelegate, QWidget


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry: the value that goes into the command and its words."""

    value: Any
    text: str


class ChoiceBox(QComboBox):
    """Chooses one value; typing letters jumps to the entry that begins with them.

    ``value_changed`` carries the value when the user or the program chooses another one.
    """

    value_changed = Signal(object)

    def __init__(
        self,
        choices: Sequence[Choice] = (),
        parent: QWidget | None = None,
        reads: Callable[[str], Any] | None = None,
    ) -> None:
        """Make it.

        Args:
            choices: the entries.
            parent: parent widget.
            reads: gives the value that the letters typed so far stand for, ``None`` or an empty
                text for none; without it letters jump to the entry that begins with them.
        """
        super().__init__(parent)
        self._reads, self._typed = reads, ""
        self._choices: tuple[Choice, ...] = ()
        self._shown: Any = None
        self._dressed = False
        self.set_choices(choices)
        self.currentIndexChanged.connect(self._on_index)

    def set_choices(self, choices: Sequence[Choice]) -> None:
        """Replace the entries; the value stays when it is still offered, else the first is taken."""
        kept = self.value()
        self._choices = tuple(choices)
        self.blockSignals(True)
        self.clear()
        self.addItems([choice.text for choice in self._choices])
        self.blockSignals(False)
        if not self.select(kept) and self._choices:
            self.setCurrentIndex(0)
        self._on_index()

    def value(self) -> Any:
        """The chosen value, ``None`` when there is nothing to choose."""
        index = self.currentIndex()
        return self._choices[index].value if 0 <= index < len(self._choices) else None

    def select(self, value: Any) -> bool:
        """Choose a value; False when it is not offered."""
        for index, choice in enumerate(self._choices):
            if choice.value == value:
                self.setCurrentIndex(index)
                return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Letters stand for an entry, where somebody knows which."""
        text = event.text()
        if self._reads is None or not text.isalnum():
            self._typed = ""
            super().keyPressEvent(event)
            return
        typed = self._typed + text
        # Letters that fit no more begin anew: "ca", then "ck".
        parts = (typed[at:] for at in range(len(typed)))
        self._typed = next((one for one in parts if self._means(one)), "")

    def _means(self, typed: str) -> bool:
        value = None if self._reads is None else self._reads(typed)
        return bool(value) and self.select(value)

    def showPopup(self) -> None:
        """Open the entries; the first time they get the look of our menus."""
        if not self._dressed:
            self._dressed = True
            self._dress()
        super().showPopup()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page: scrolling past must not change a value."""
        event.ignore()

    def _dress(self) -> None:
        """Entries that obey the style sheet, in a window with round corners."""
        self.setItemDelegate(QStyledItemDelegate(self))
        popup = self.view().window()
        popup.setWindowFlags(
            Qt.WindowType.Popup
            | Qt.WindowType.FramelessWindowHint
            | Qt.WindowType.NoDropShadowWindowHint
        )
        popup.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)

    def _on_index(self) -> None:
        value = self.value()
        if value != self._shown:
            self._shown = value
            self.value_changed.emit(value)
