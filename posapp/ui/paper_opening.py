"""Opening a paper of the drawer day from a page or a menu (controls 17)."""

from functools import partial
from typing import TYPE_CHECKING

from posapp.domain.day_paper import DayPaper
from posapp.domain.rights import Right
from posapp.i18n import _
from posapp.late import part
from posapp.ui.tokens import Tone
from posapp.ui.widgets.banner import Notice

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


def approved_notice(page: "Page", turn_in: int) -> Notice:
    """A turn-in is approved: its slip with both signatures is offered (TI-12, controls 17)."""
    return _offering(page, _("The turn-in is approved."), _("Turn-in slip\u2026"), DayPaper.TURN_IN,
                     turn_in)  # fmt: skip


def deposited_notice(page: "Page", deposit: int, *, bank: bool) -> Notice:
    """A deposit was added or changed: its slip is offered, which the money goes with (4.4, 17)."""
    if not bank:
        return _offering(page, _("The settlement is recorded."), _("Settlement\u2026"),
                         DayPaper.DEPOSIT_SLIP, deposit)  # fmt: skip
    return _offering(page, _("The bank deposit is recorded."), _("Deposit slip\u2026"),
                     DayPaper.DEPOSIT_SLIP, deposit)  # fmt: skip


def balanced_notice(page: "Page", deposit_control: int) -> Notice:
    """A deposit control is balanced: the day's report is offered (10.2 step 11)."""
    says, paper = _("The deposit control is balanced."), _("Deposit control report\u2026")
    return _offering(page, says, paper, DayPaper.DEPOSIT_CONTROL, deposit_control)


def _offering(page: "Page", says: str, paper: str, kind: DayPaper, number: int) -> Notice:
    if not page.context.actor.may(Right.PRINT):
        return Notice(says, Tone.GREEN, stays=True)
    return Notice(says, Tone.GREEN, paper, partial(open_paper, page, kind, number), stays=True)


def show_paper(context: "UiContext", window: "QWidget", kind: DayPaper, number: int = 0) -> None:
    """The same for what is no page."""
    part("posapp.ui.dialogs.paper").PaperDialog(context, kind, number, window).open()
