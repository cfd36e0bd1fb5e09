"""What the style sheet stands on: windows, parts of the main window, and what opens over either.

The sign-in waits for this module too, so it keeps off names that load more of Qt (P7).
"""

from collections.abc import Iterator, Sequence
from typing import Final

from PySide6 import QtCore
from PySide6.QtWidgets import QApplication, QCompleter, QLineEdit, QWidget

# Properties: of the application the style sheet in force, of a window that it wears it.
SHEET: Final = "posapp_sheet"
_DRESSED: Final = "posapp_dressed"


def dress(window: QWidget) -> None:
    """Give a window without a parent the style sheet in force, and each later one.

    What it holds and what opens over it (dialogs, menus, tool tips) inherits that. On the
    application the sheet would dress a page, a card and a table anew each time one is put into the
    other, before any of them is seen (P14).
    """
    window.setProperty(_DRESSED, True)
    app = QApplication.instance()
    window.setStyleSheet((app and app.property(SHEET)) or "")


class InParts:
    """A window whose parts wear the style sheet in its stead.

    So a part that nobody sees need not be dressed before it is shown (P14). What opens over such a
    window wears a sheet of its own.
    """

    def worn(self, *, hidden: bool) -> Sequence[QWidget]:
        """The parts to dress anew; with ``hidden`` also those that are dressed when shown."""
        raise NotImplementedError


def wear(part: QWidget) -> None:
    """Give a part of a window the style sheet in force, unless it wears that already."""
    app = QApplication.instance()
    sheet = (app and app.property(SHEET)) or ""
    if part.styleSheet() != sheet:
        # A sheet in place of another costs more than none first.
        if part.styleSheet():
            part.setStyleSheet("")
        part.setStyleSheet(sheet)


def dress_over(window: QWidget) -> None:
    """Dress what opens over another window or its content, unless that hands its sheet down."""
    above = window.parentWidget()
    while above is not None:
        if above.styleSheet():
            return
        above = above.parentWidget()
    dress(window)


def wearing(*, hidden: bool) -> Iterator[QWidget]:
    """Windows and parts of windows that the sheet stands on."""
    for window in QApplication.topLevelWidgets():
        if window.property(_DRESSED):
            yield window
        if isinstance(window, InParts):
            yield from window.worn(hidden=hidden)
            # Here and not at the top: the names of ``Qt`` take 15 ms to load.
            direct = QtCore.Qt.FindChildOption.FindDirectChildrenOnly
            yield from (
                one
                for one in window.findChildren(QWidget, options=direct)
                if one.property(_DRESSED)
            )


def dress_completions(dialog: QWidget) -> None:
    """Dress the lists under the fields of a dialog of Qt: each is a window without a parent."""
    for field in dialog.findChildren(QLineEdit):
        completer: QCompleter | None = field.completer()
        popup = None if completer is None else completer.popup()
        if popup is not None:
            dress(popup)
