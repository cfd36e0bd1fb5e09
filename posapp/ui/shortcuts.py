"""All keys of the window, in one place; the workstation's settings may change them.

Buttons show their key and the help page lists them (ui.md, rules of use 1).
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from posapp.i18n import _
from posapp.settings import WorkstationSettings, declared

NO_SALE_KEY: Final = "Ctrl+N"
"""Opens the drawer without a sale; the same everywhere."""


class Key(StrEnum):
    """An action with a key; the value is the name of its setting without ``key_``."""

    HELP = "help"
    SEARCH = "search"
    TAKE_PAYMENT = "take_payment"
    QUICK_ADD = "quick_add"
    ADD_CREDIT = "add_credit"
    TURN_IN = "turn_in"
    MAIN_ACTION = "main_action"
    PRINT = "print"
    BACK = "back"
    HOME = "home"


@dataclass(frozen=True, slots=True)
class Shortcuts:
    """The keys in force."""

    settings: WorkstationSettings

    def sequence(self, key: Key) -> QKeySequence:
        """The key of an action as Qt knows it; empty when the setting is no key."""
        return QKeySequence(self._text(key), QKeySequence.SequenceFormat.PortableText)

    def shown(self, key: Key) -> str:
        """The key as people of this system read it: ``F5``, ``Ctrl+P``."""
        return self.sequence(key).toString(QKeySequence.SequenceFormat.NativeText)

    def listed(self) -> tuple[tuple[str, str], ...]:
        """Every (action, key) for the help page."""
        labels = {about.name: about.label for about in declared("Keys")}
        return tuple((_(labels[f"key_{key.value}"]), self.shown(key)) for key in Key)

    def bind(
        self,
        key: Key,
        widget: QWidget,
        slot: Callable[[], object],
        context: Qt.ShortcutContext = Qt.ShortcutContext.WindowShortcut,
    ) -> QShortcut:
        """Call ``slot`` when the key is pressed in the window (or subtree) of ``widget``."""
        shortcut = QShortcut(self.sequence(key), widget)
        shortcut.setContext(context)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(slot)
        return shortcut

    def _text(self, key: Key) -> str:
        found: str = getattr(self.settings, f"key_{key.value}")
        return found
