"""The buttons of a payments page: what is done with what is ticked, and with what is marked."""

from collections.abc import Callable
from typing import Final, Protocol

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout

from posapp.domain.rights import Right
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.shortcuts import Key
from posapp.ui.theme import GRID, dp
from posapp.ui.widgets.buttons import KeyButton

_KEYS: Final = {
    "adjust": "Ctrl+J",
    "process_adjustment": "Ctrl+K",
    "reverse": "Ctrl+R",
    "break_lock": "Ctrl+B",
    "park": "Ctrl+S",
}


class PayActions(Protocol):
    """What the buttons start."""

    def add_credit(self) -> None:
        """Add a credit to what is ticked."""

    def on_proceed(self) -> None:
        """Pay what is ticked."""

    def on_adjust(self) -> None:
        """Write an adjustment by hand."""

    def on_settle(self) -> None:
        """Process the marked adjustment alone."""

    def on_reverse(self) -> None:
        """Take the marked adjustment back."""

    def on_unlock(self) -> None:
        """Break the lock of the marked item."""

    def on_park(self) -> None:
        """Put what is ticked aside."""


class PayButtons:
    """The buttons in a line, those hidden that the user never may press (D-44)."""

    def __init__(self, context: UiContext, acts: PayActions) -> None:
        """Make them for a page."""
        shortcuts, may = context.shortcuts, context.actor.may
        # The window's menu binds the key, so that it works on other pages too.
        self.credit = KeyButton(
            _("Add credit\u2026"), acts.add_credit, key=Key.ADD_CREDIT, shortcuts=shortcuts,
            bind=False, name="add_credit",
        )  # fmt: skip
        self.proceed = KeyButton(
            _("Proceed to payment"), acts.on_proceed, key=Key.MAIN_ACTION, shortcuts=shortcuts,
            kind="primary", name="proceed",
        )  # fmt: skip
        self.adjust = _small("adjust", _("Adjustment\u2026"), acts.on_adjust)
        words = _("Process this adjustment\u2026")
        self.settle = _small("process_adjustment", words, acts.on_settle)
        self.reverse = _small("reverse", _("Reverse\u2026"), acts.on_reverse)
        self.unlock = _small("break_lock", _("Break lock\u2026"), acts.on_unlock)
        self.park = _small("park", _("Park\u2026"), acts.on_park)
        self._rights = {
            self.credit: Right.ADD_CREDIT,
            self.proceed: Right.ADD_EVENT,
            self.adjust: Right.ADD_CREDIT,
            self.settle: Right.PROCESS_CHECKOUT,
            self.reverse: Right.ADD_CREDIT,
            self.unlock: Right.BREAK_LOCK,
            self.park: Right.ADD_EVENT,
        }
        self.footer = QHBoxLayout()
        self.footer.setSpacing(dp(GRID))
        for button, right in self._rights.items():
            button.offer(may(right))
        for button in (self.adjust, self.settle, self.reverse, self.unlock, self.park):
            self.footer.addWidget(button)
        self.footer.addStretch(1)
        self.footer.addWidget(self.credit)
        self.footer.addWidget(self.proceed)

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Words and keys of those that the user may press."""
        return tuple((one.text(), one.hint) for one in self._rights if not one.isHidden())


def _small(name: str, words: str, slot: Callable[[], object]) -> KeyButton:
    made = KeyButton(words, slot, name=name)
    made.bind_key(QKeySequence(_KEYS[name]))
    made.show_hint(_KEYS[name])
    return made
