"""Room on the screen for windows: none is larger than it or opens off it (taste 7, use 7).

A screen of 1366 x 768 at 200 % has 683 x 384 logical pixels, and the title bar takes its part.
"""

from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

# Title bar and border of a dialog that the system has not drawn yet, in logical pixels.
_FRAME: Final = QSize(2, 34)


def room_for(window: QWidget) -> QSize:
    """The largest a dialog may be on its screen, in logical pixels, without its frame."""
    return window.screen().availableGeometry().size() - _FRAME


def fit_width(window: QWidget, width: int) -> None:
    """Give a dialog a fixed width in logical pixels, less where the screen is narrower."""
    window.setFixedWidth(min(width, room_for(window).width()))


def fit_to_screen(window: QWidget, wanted: QSize | None = None) -> None:
    """Give a dialog the size it wants as far as the screen reaches, before it is placed.

    Args:
        window: the dialog; what cannot shrink in it has to lie in a scroll area.
        wanted: the size to have at least, in logical pixels; its size hint by default.
    """
    room = room_for(window)
    window.setMinimumSize(window.minimumSize().boundedTo(room))
    size = window.sizeHint() if wanted is None else wanted
    if wanted is None:
        size = size.expandedTo(window.minimumSize())
    window.resize(size.boundedTo(room))


def centre(window: QWidget) -> None:
    """Move a dialog to the middle of the window it belongs to, or of the screen without one.

    Its title bar and edges stay on the screen.
    """
    parent = window.parentWidget()
    room = window.screen().availableGeometry()
    base = room if parent is None else parent.window().frameGeometry()
    around = window.frameGeometry().size().expandedTo(window.size() + _FRAME)
    middle = base.center()
    left = middle.x() - around.width() // 2
    top = middle.y() - around.height() // 2
    left = max(room.left(), min(left, room.right() + 1 - around.width()))
    top = max(room.top(), min(top, room.bottom() + 1 - around.height()))
    window.move(left, top)


def keep_on_screen(window: QWidget) -> None:
    """Move a window so that its title bar and edges are on the screen.

    Only once the system has put its frame round it is it known how large that is.
    """
    room, frame = window.screen().availableGeometry(), window.frameGeometry()
    left = max(room.left(), min(frame.left(), room.right() + 1 - frame.width()))
    top = max(room.top(), min(frame.top(), room.bottom() + 1 - frame.height()))
    if (left, top) != (frame.left(), frame.top()):
        window.move(left, top)
