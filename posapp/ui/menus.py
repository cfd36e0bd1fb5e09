"""The menus as data: a new entry is a line, shown only when it works for this user.

An entry that needs a page appears once that page exists; menus without entries do not appear.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar

from posapp.domain.rights import Right
from posapp.i18n import _
from posapp.ui.commands import Commands
from posapp.ui.context import UiContext
from posapp.ui.shortcuts import Key


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a menu.

    Attributes:
        path: the menu and its submenus.
        text: words with the letter to press marked.
        run: what it does.
        key: action of the settings whose key it takes.
        shown_key: action whose key is shown but bound by the page.
        fixed: a key that is the same everywhere, such as Ctrl+Q.
        page: kind of page it needs.
        right: right that the user needs.
        apart: a line stands above it.
    """

    path: tuple[str, ...]
    text: str
    run: Callable[[Commands], object]
    key: Key | None = None
    shown_key: Key | None = None
    fixed: str = ""
    page: str = ""
    right: Right | None = None
    apart: bool = False


def _page(
    path: tuple[str, ...], text: str, kind: str, right: Right | None = None, fixed: str = ""
) -> Entry:
    return Entry(path, text, partial(_open, kind), page=kind, right=right, fixed=fixed)


def _open(kind: str, commands: Commands) -> None:
    commands.open_page(kind)


_FILE: Final = ("&File",)
_CUSTOMER: Final = ("&Customer",)
_EVENT: Final = ("F&inancial", "&Payment Event")
_QUICK: Final = ("F&inancial", "Payment Event &Quick Add")
_DRAWER: Final = ("&Drawer",)
_REPORTS: Final = ("&Reports",)
_ADMIN: Final = ("&Admin",)
_HELP: Final = ("&Help",)

ENTRIES: Final[tuple[Entry, ...]] = (
    _page(_FILE, "&Home", "home"),
    _page(_FILE, "&Import…", "import", Right.IMPORT),
    Entry(_FILE, "&Preferences…", Commands.show_preferences, fixed="Ctrl+,"),
    Entry(_FILE, "&Lock", Commands.lock, fixed="Ctrl+L", apart=True),
    Entry(_FILE, "Sign &out", Commands.sign_out),
    Entry(_FILE, "&Quit", Commands.quit, fixed="Ctrl+Q"),
    Entry(_CUSTOMER, "&Search", Commands.to_search, key=Key.SEARCH),
    _page(_EVENT, "&Search", "search", fixed="Ctrl+F"),
    Entry(
        _EVENT,
        "&Add",
        Commands.add_event,
        shown_key=Key.TAKE_PAYMENT,
        right=Right.ADD_EVENT,
    ),
    _page(_QUICK, "&Search", "quick_add_search"),
    _page(_QUICK, "&Add", "quick_add", Right.ADD_EVENT),
    Entry(_DRAWER, "&My drawer", Commands.show_drawer, right=Right.OPEN_CONTROL),
    Entry(_DRAWER, "&Open drawer…", Commands.open_drawer, right=Right.OPEN_CONTROL),
    Entry(
        _DRAWER,
        "Open &deposit control…",
        Commands.open_deposit_control,
        right=Right.DEPOSIT_CONTROL,
        apart=True,
    ),
    _page(_REPORTS, "&Reports", "reports"),
    _page(_ADMIN, "&Set-up", "setup", Right.SETUP),
    Entry(_HELP, "&Keys of this page", Commands.show_help, key=Key.HELP),
    Entry(_HELP, "&About", Commands.show_about),
)


def build_menus(bar: QMenuBar, context: UiContext, commands: Commands) -> None:
    """Fill a menu bar with the entries that work for this user."""
    menus: dict[tuple[str, ...], QMenu] = {}
    for entry in ENTRIES:
        if _works(entry, context):
            menu = _menu(bar, menus, entry.path)
            if entry.apart and not menu.isEmpty():
                menu.addSeparator()
            menu.addAction(_action(entry, context, commands, menu))


def _works(entry: Entry, context: UiContext) -> bool:
    if entry.page and not context.has_page(entry.page):
        return False
    return entry.right is None or context.actor.may(entry.right)


def _menu(bar: QMenuBar, menus: dict[tuple[str, ...], QMenu], path: tuple[str, ...]) -> QMenu:
    found = menus.get(path)
    if found is None:
        above = _menu(bar, menus, path[:-1]) if len(path) > 1 else bar
        found = menus[path] = above.addMenu(_(path[-1]))
        found.setObjectName("menu_" + "_".join(_plain(part) for part in path))
    return found


def _action(entry: Entry, context: UiContext, commands: Commands, menu: QMenu) -> QAction:
    text = _(entry.text)
    if entry.shown_key is not None:
        # Behind a tab the menu shows a key without binding it; the page's button does that.
        text += "\t" + context.shortcuts.shown(entry.shown_key)
    action = QAction(text, menu)
    action.setObjectName("_".join(_plain(part) for part in (*entry.path, entry.text)))
    if entry.key is not None:
        action.setShortcut(context.shortcuts.sequence(entry.key))
    elif entry.fixed:
        action.setShortcut(QKeySequence(entry.fixed))
    action.setAutoRepeat(False)
    action.triggered.connect(partial(_run, entry, commands))
    return action


def _run(entry: Entry, commands: Commands, _checked: bool = False) -> None:
    entry.run(commands)


def _plain(text: str) -> str:
    """A name for tests and screen readers: lower case words without marks."""
    kept = "".join(char for char in text.lower() if char.isalnum() or char in " -")
    return "_".join(kept.replace("-", " ").split())
