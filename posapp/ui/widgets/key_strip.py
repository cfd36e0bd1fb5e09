"""The keys of the day in one line at the foot of the home page."""

from typing import Final

from PySide6.QtWidgets import QHBoxLayout

from posapp.domain.rights import Actor, Right
from posapp.i18n import _
from posapp.ui.shortcuts import Key, Shortcuts
from posapp.ui.theme import dp
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.looks import text_label

_SHOWN: Final = (
    (Key.SEARCH, "Search", Right.VIEW),
    (Key.TAKE_PAYMENT, "Take payment", Right.ADD_EVENT),
    (Key.PRINT, "Print receipt", Right.PRINT),
    (Key.BACK, "Back", Right.VIEW),
    (Key.HELP, "Keys of this page", Right.VIEW),
)


class KeyStrip(Card):
    """Keys as caps with what they do; only those that this user has a use for."""

    def __init__(self, shortcuts: Shortcuts, actor: Actor) -> None:
        super().__init__()
        self.setObjectName("key_strip")
        self.setAccessibleName(_("Keys"))
        line = QHBoxLayout()
        line.setSpacing(dp(8))
        for key, words, right in _SHOWN:
            if actor.may(right):
                line.addWidget(text_label(shortcuts.shown(key), "keycap"))
                line.addWidget(text_label(_(words), "subtitle"))
                line.addSpacing(dp(16))
        line.addWidget(text_label("Ctrl+L", "keycap"))
        line.addWidget(text_label(_("Lock"), "subtitle"))
        line.addStretch()
        self.add(line)
