"""Opening a paper of the drawer day from a page or a menu (controls 17)."""

from typing import TYPE_CHECKING

from posapp.domain.day_papers import DayPaper
from posapp.late import part

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from posapp.ui.context import UiContext
    from posapp.ui.pages.base import Page


def open_paper(page: "Page", kind: DayPaper, number: int = 0) -> None:
    """Show a paper as it would print, ready to print.

    Args:
        page: the page that asks.
        kind: which paper.
        number: the record that it is of; 0 lets the user choose, or is for papers of a period.
    """
    show_paper(page.context, page.window(), kind, number)


def show_paper(context: "UiContext", window: "QWidget", kind: DayPaper, number: int = 0) -> None:
    """The same for what is no page."""
    part("posapp.ui.dialogs.paper").PaperDialog(context, kind, number, window).open()
