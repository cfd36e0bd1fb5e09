"""Which Alt letters of a window stand for more than one thing."""

import re

from PySide6.QtWidgets import QAbstractButton, QLabel, QTabBar, QWidget

from posapp.ui.widgets.approval import Approval

_LETTER = re.compile(r"&([^&\s])")


def doubles(window: QWidget) -> list[str]:
    """Letters that two fields or buttons of a window share, each with both their words.

    What is hidden does not count, but for the approval, which may be asked for at any time.
    """
    found: dict[str, list[str]] = {}
    for words in _words(window):
        letter = _LETTER.search(words.replace("&&", ""))
        if letter is not None:
            found.setdefault(letter.group(1).casefold(), []).append(words)
    return [f"Alt+{letter}: {', '.join(words)}" for letter, words in found.items() if words[1:]]


def _words(window: QWidget) -> list[str]:
    shown = [
        one.text() for one in window.findChildren(QLabel) if one.buddy() and _is_asked(one, window)
    ]
    shown += [one.text() for one in window.findChildren(QAbstractButton) if _is_asked(one, window)]
    for tabs in window.findChildren(QTabBar):
        if _is_asked(tabs, window):
            shown += [tabs.tabText(at) for at in range(tabs.count()) if tabs.isTabVisible(at)]
    return shown


def _is_asked(part: QWidget, window: QWidget) -> bool:
    """Whether a part is seen, or is one of the approval's of this window."""
    if part.window() is not window:
        return False
    above: QWidget | None = part
    while above is not None and above is not window:
        if isinstance(above, Approval):
            holder = above.parentWidget()
            asks = holder is None or holder is window or holder.isVisibleTo(window)
            return asks and part.isVisibleTo(above)
        above = above.parentWidget()
    return part.isVisibleTo(window)
