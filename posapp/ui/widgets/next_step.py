"""The next thing to do, in one card: what, why, and the button with its key (taste 1, 5)."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from posapp.ui.shortcuts import Key, Shortcuts
from posapp.ui.theme import dp
from posapp.ui.widgets.buttons import KeyButton
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.looks import set_look, text_label


@dataclass(frozen=True, slots=True)
class Step:
    """A thing to do.

    Attributes:
        title: what it is.
        why: what it is good for, or how to do it.
        action: words of the button, empty for none.
        act: what the button does.
        primary: whether it is the one thing to do now.
        searches: whether it is the search, whose key the menu binds.
    """

    title: str
    why: str
    action: str = ""
    act: Callable[[], object] | None = None
    primary: bool = True
    searches: bool = False


class NextStep(Card):
    """Shows one step."""

    def __init__(self, shortcuts: Shortcuts) -> None:
        super().__init__()
        self.setObjectName("next_step")
        self._shortcuts = shortcuts
        self._step: Step | None = None
        self.title = text_label("", "title", wrap=True)
        self.why = text_label("", "subtitle", wrap=True)
        self.button = KeyButton("", self._on_pressed, name="next_step_action")
        self.button.bind_key(shortcuts.sequence(Key.MAIN_ACTION))
        words = QVBoxLayout()
        words.setSpacing(dp(4))
        words.addWidget(self.title)
        words.addWidget(self.why)
        line = QHBoxLayout()
        line.setSpacing(dp(16))
        line.addLayout(words, 1)
        line.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.add(line)
        self.setMinimumHeight(dp(84))
        self.button.hide()

    def show_step(self, step: Step) -> None:
        """Show a step."""
        self._step = step
        self.title.setText(step.title)
        self.why.setText(step.why)
        self.setAccessibleName(f"{step.title}. {step.why}")
        self.button.setVisible(bool(step.action))
        self.button.show_text(step.action)
        key = Key.SEARCH if step.searches else Key.MAIN_ACTION
        self.button.show_hint(self._shortcuts.shown(key))
        set_look(self.button, "kind", "primary" if step.primary else "")

    def _on_pressed(self) -> None:
        if self._step is not None and self._step.act is not None:
            self._step.act()
