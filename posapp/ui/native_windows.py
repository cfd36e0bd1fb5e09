"""Native windows, asked for so that Python gets the window and nothing else.

PySide 6.11 keeps its wrapper of a layout item after Qt deleted the item. A native window that gets
the item's place in memory is then handed out as that item, and calls on it fail.
"""

from collections.abc import Callable

from PySide6.QtGui import QWindow
from shiboken6 import Object, invalidate


def native(ask: Callable[[], Object | None]) -> QWindow | None:
    """The window that ``ask`` gives; a wrapper of something gone is dropped and asked again.

    Args:
        ask: such as ``QGuiApplication.focusWindow`` or the ``windowHandle`` of a widget.
    """
    found = ask()
    if found is not None and not isinstance(found, QWindow):
        invalidate(found)
        found = ask()
    return found if isinstance(found, QWindow) else None
