"""F1: the keys of this page in one list, and its how-to beside them."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextBlockFormat, QTextCursor
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QTextBrowser, QVBoxLayout, QWidget

from posapp.i18n import _
from posapp.paths import resource
from posapp.ui.context import UiContext
from posapp.ui.pages.base import Page
from posapp.ui.shortcuts import Key
from posapp.ui.theme import GRID, dp
from posapp.ui.widgets.buttons import KeyButton
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.looks import text_label

# Keys that work on every page; a page adds its own.
_EVERYWHERE: Final = (
    (Key.SEARCH, "Search"),
    (Key.BACK, "Back to the page before"),
    (Key.HELP, "This help"),
)
_LINE_HEIGHT: Final = 125
_FIXED: Final = (
    ("Tab", "Next field, table or button"),
    ("Enter", "Open or choose the marked line"),
    ("Shift+F10", "Menu of the marked line"),
    ("Ctrl+L", "Lock"),
    ("Ctrl+Q", "Quit"),
)


class HelpDialog(QDialog):
    """Keys and how-to of a page."""

    def __init__(self, context: UiContext, page: Page, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("help_dialog")
        self.setWindowTitle(_("Keys of this page"))
        self.resize(dp(860), dp(540))
        margin = dp(3 * GRID)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(margin, dp(20), margin, dp(20))
        layout.setSpacing(dp(12))
        layout.addWidget(text_label(page.title or _("Keys of this page"), "title"))
        body = QHBoxLayout()
        body.setSpacing(dp(12))
        body.addWidget(_keys_card(keys_of(context, page)), 0, Qt.AlignmentFlag.AlignTop)
        how_to = _how_to(page.KIND)
        if how_to is not None:
            card = Card(_("How to"), grow=True)
            card.add(how_to, 1)
            body.addWidget(card, 1)
        layout.addLayout(body, 1)
        close = KeyButton(_("Close"), self.accept, name="close")
        close.setDefault(True)
        close.show_hint("Esc")
        footer = QHBoxLayout()
        footer.addStretch()
        footer.addWidget(close)
        layout.addLayout(footer)
        close.setFocus()


def keys_of(context: UiContext, page: Page) -> tuple[tuple[str, str], ...]:
    """Every key that does something on a page, as (what it does, key)."""
    shared = ((_(text), context.shortcuts.shown(key)) for key, text in _EVERYWHERE)
    fixed = ((_(text), key) for key, text in _FIXED)
    return (*page.keys(), *shared, *fixed)


def _keys_card(keys: tuple[tuple[str, str], ...]) -> Card:
    card = Card(_("Keys"))
    grid = QGridLayout()
    grid.setHorizontalSpacing(dp(24))
    grid.setVerticalSpacing(dp(8))
    for row, (what, key) in enumerate(keys):
        cap = text_label(key, "keycap")
        cap.setAccessibleName(f"{key}: {what}")
        grid.addWidget(cap, row, 0, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(text_label(what), row, 1)
    grid.setColumnStretch(1, 1)
    card.add(grid)
    card.setFixedWidth(dp(360))
    return card


def _how_to(kind: str) -> QTextBrowser | None:
    """The how-to of a kind of page, when there is one."""
    path = resource("help", f"{kind}.md")
    if not path.is_file():
        return None
    shown = QTextBrowser()
    shown.setObjectName("how_to")
    shown.setAccessibleName(_("How to"))
    shown.setProperty("role", "reading")
    shown.setOpenLinks(False)
    shown.setMarkdown(path.read_text("utf-8"))
    _space_out(shown)
    return shown


def _space_out(shown: QTextBrowser) -> None:
    """Give paragraphs room; a text without it is a grey block."""
    room = QTextBlockFormat()
    room.setBottomMargin(dp(8))
    room.setLineHeight(_LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    cursor = QTextCursor(shown.document())
    cursor.select(QTextCursor.SelectionType.Document)
    cursor.mergeBlockFormat(room)
