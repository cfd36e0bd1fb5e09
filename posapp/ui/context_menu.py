"""Context menus of lines in lists: opened, never executed (X10)."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QWidget

from posapp.ui.dressing import dress_over


def open_menu(
    parent: QWidget, acts: Sequence[tuple[str, Callable[[], object]]], place: QPoint
) -> QMenu | None:
    """Open a menu at a place of the screen; ``None`` when there is nothing to do.

    The first entry is marked, so that Enter does it.
    """
    if not acts:
        return None
    menu = QMenu(parent)
    dress_over(menu)
    menu.setObjectName("context_menu")
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for text, act in acts:
        menu.addAction(text).triggered.connect(partial(_call, act))
    menu.setActiveAction(menu.actions()[0])
    menu.popup(place)
    return menu


def _call(act: Callable[[], object], _checked: bool = False) -> None:
    act()
