"""The keys of the day in one line at the foot of the home page."""

from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from posapp.domain.rights import Actor, Right
from posapp.i18n import _
from posapp.ui.shortcuts import NO_SALE_KEY, Key, Shortcuts
from posapp.ui.theme import dp
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.looks import text_label

_SHOWN: Final = (
    (Key.SEARCH, "Search", Right.VIEW),
    (Key.TAKE_PAYMENT, "Take payment", Right.ADD_EVENT),
    (Key.QUICK_ADD, "Quick add", Right.ADD_EVENT),
    (Key.TURN_IN, "Turn in funds", Right.TURN_IN),
    (Key.PRINT, "Print receipt", Right.PRINT),
    (Key.HELP, "Keys of this page", Right.VIEW),
    (Key.BACK, "Back", Right.VIEW),
)

_GAP: Final = 24
# As its menu entry has it.
_ACCOUNTS_KEY: Final = "Shift+F6"


def home_keys(shortcuts: Shortcuts, actor: Actor) -> tuple[tuple[str, str], ...]:
    """Keys of the home page beside the general ones, for its help: what the strip shows is there."""
    opens = (_("Open the marked payment"), "Enter")
    # Beside the general keys, all that the strip at the foot of the page shows.
    turns_in = ((_("Turn in funds"), shortcuts.shown(Key.TURN_IN)),)
    if not actor.may(Right.ADD_EVENT):
        return (opens,)
    rules = (_("Payment Event Quick Add"), shortcuts.shown(Key.QUICK_ADD))
    held: tuple[tuple[str, str], ...] = turns_in if actor.may(Right.TURN_IN) else ()
    opened = ((_("Open my drawer without a sale"), NO_SALE_KEY),)
    held += opened if actor.may(Right.NO_SALE) else ()
    return (opens, rules, *held, (_("Payment Quick Add by accounts"), _ACCOUNTS_KEY))


class KeyStrip(Card):
    """Keys as caps with what they do; only those that this user has a use for."""

    def __init__(self, shortcuts: Shortcuts, actor: Actor) -> None:
        super().__init__()
        self.setObjectName("key_strip")
        self.setAccessibleName(_("Keys"))
        self._pairs: list[QWidget] = []
        self._line = QHBoxLayout()
        self._line.setSpacing(dp(_GAP))
        for key, words, right in _SHOWN:
            if actor.may(right):
                self._add(shortcuts.shown(key), _(words))
        self._add("Ctrl+L", _("Lock"))
        self._line.addStretch()
        self.add(self._line)

    def minimumSizeHint(self) -> QSize:
        """Keys that do not fit are left out, so the strip asks for no width."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many keys as there is room for."""
        super().resizeEvent(event)
        left = self.contentsRect().width() - dp(2 * _GAP)
        for pair in self._pairs:
            left -= pair.sizeHint().width() + dp(_GAP)
            pair.setVisible(left >= 0)

    def _add(self, key: str, words: str) -> None:
        pair = QWidget()
        inside = QHBoxLayout(pair)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(dp(8))
        inside.addWidget(text_label(key, "keycap"))
        inside.addWidget(text_label(words, "subtitle"))
        self._pairs.append(pair)
        self._line.addWidget(pair)
