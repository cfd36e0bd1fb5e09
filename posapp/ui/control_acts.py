"""What is done to a drawer from its page: every step of its life, and its turn-ins (controls 5.3, 9)."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal

from posapp.domain.codes import ControlStatus
from posapp.domain.control_counts import Count
from posapp.domain.day_paper import DayPaper
from posapp.domain.rights import Right
from posapp.domain.tender_controls import Control, ControlView
from posapp.domain.turn_in import TurnInId
from posapp.errors import Refused
from posapp.i18n import _
from posapp.ui.acting import Acting
from posapp.ui.cash_drawer import tell_no_sale
from posapp.ui.context import UiContext
from posapp.ui.control_steps import Step
from posapp.ui.copying import copy_after_z
from posapp.ui.count_acts import CountActs
from posapp.ui.dialogs.approved import ASKS, StepDialog
from posapp.ui.dialogs.base import TaskDialog
from posapp.ui.dialogs.change_drawer import ChangeDrawerDialog
from posapp.ui.dialogs.confirm import ConfirmDialog
from posapp.ui.dialogs.drawer_reasons import (
    NoSaleDialog,
    OverUnderDialog,
    ReopenDialog,
    control_title,
)
from posapp.ui.dialogs.turn_in import TurnInDialog
from posapp.ui.pages.base import Page
from posapp.ui.paper_opening import open_paper
from posapp.ui.tokens import Tone
from posapp.ui.widgets.banner import Notice
from posapp.ui.widgets.consequences import Consequence
from posapp.ui.widgets.drawer_count import DrawerCount

if TYPE_CHECKING:
    from posapp.domain.over_unders import BookedOverUnder
    from posapp.domain.topics import Saved

OPEN, BALANCING, BALANCED = ControlStatus


class DrawerActs(QObject):
    """Runs the steps; the page is loaded again after each.

    ``started`` tells that the drawer is counted now, ``gone`` that it was deleted. ``cell_wanted``
    carries the tender type, and the note or ``None``, whose count is to be looked at, ``differs`` the
    first type of a count that differs, to be looked at once the page is read again.
    """

    started = Signal()
    cell_wanted = Signal(str, object)
    differs = Signal(str)
    gone = Signal()

    def __init__(self, context: UiContext, page: Page, count: DrawerCount) -> None:
        """Make it for a page and the count that is typed there."""
        super().__init__(page)
        self._context, self._page, self._count = context, page, count
        self.acting = Acting(context, page)
        self.view: ControlView | None = None
        self.attempts: tuple[Count, ...] = ()
        self._counts = CountActs(context, page, self, count)

    @property
    def _life(self) -> Any:
        return self._context.services.control_life

    def do(self, step: Step) -> None:
        """Begin a step; nothing happens while another one runs."""
        if self.view is None or self.acting.is_running:
            return
        self._page.drop_notice()
        steps: dict[Step, Callable[[Control], None]] = {
            Step.START: self._start,
            Step.BACK: self._back,
            Step.SUBMIT: self._counts.submit,
            Step.BALANCE: self._balance,
            Step.BOOK: self._book,
            Step.REOPEN: self._reopen,
            Step.TURN_IN: self._turn_in,
            Step.NO_SALE: self._no_sale,
            Step.CHANGE: self._change,
            Step.DELETE: self._delete,
        }
        steps[step](self.view.control)

    def tell(self, says: str, tone: Tone = Tone.GREEN) -> None:
        """Say on the page what just happened; reading it anew does not settle that."""
        self._page.show_notice(Notice(says, tone, stays=True))

    def show_paper(self, kind: DayPaper, number: int) -> None:
        """Show what is printed at this step, to those who print (controls 10.1, TI-13)."""
        if self._context.actor.may(Right.PRINT):
            open_paper(self._page, kind, number)

    def open_dialog(self, dialog: TaskDialog, done: Callable[[Any], object]) -> None:
        """Show a dialog; ``done`` takes what it came to, then the page is loaded again."""
        dialog.reload = self._page.load
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.completed.connect(partial(self._finished, done))
        dialog.open()

    def _finished(self, done: Callable[[Any], object], saved: Any) -> None:
        self._page.load()
        done(saved)

    def _start(self, control: Control) -> None:
        request, actor = self.acting.request()
        life, seen = self._life, self.acting.seen(control.version)
        self.acting.begin(
            lambda _said: life.start_balancing(control.id, request, actor, seen=seen),
            self._on_started,
        )

    def _on_started(self, _saved: object) -> None:
        self._page.load()
        self.started.emit()

    def _back(self, control: Control) -> None:
        request, actor = self.acting.request()
        life, seen = self._life, self.acting.seen(control.version)
        self.acting.begin(
            lambda _said: life.reopen(control.id, OPEN, "", request, actor, seen=seen)
        )

    def _balance(self, control: Control) -> None:
        """Balance it; who may not do it alone says yes to what is asked, then fetches somebody."""
        life, seen = self._life, self.acting.seen(control.version)
        request, actor = self.acting.request()
        self.acting.begin(
            lambda said: life.balance(control.id, request, actor, confirmed=said, seen=seen),
            self._on_direct,
            partial(self._fetch_confirmer, control, seen),
        )

    def _fetch_confirmer(
        self, control: Control, seen: int, error: BaseException, confirmed: frozenset[str]
    ) -> bool:
        """Ask for the second person's secret, last of all, where nothing else is missing (D-15)."""
        if not (isinstance(error, Refused) and error.code in ASKS):
            return False
        actor, life = self._context.actor, self._life
        dialog = StepDialog(
            self._context,
            lambda said, request, secret: life.balance(
                control.id, request, actor, confirmed=said | confirmed, secret=secret, seen=seen
            ),
            self._page.window(),
            title=_("Balance drawer"),
            action=_("Balance"),
            subtitle=control_title(control),
            says=(
                Consequence(_("The drawer is balanced and gets its Z report.")),
                Consequence(_("The money, float included, goes to the supervisor.")),
            ),
            why=_("Somebody who does not work at this drawer confirms the count."),
        )
        self.open_dialog(dialog, self._on_balanced)
        return True

    def _on_direct(self, saved: object) -> None:
        self._page.load()
        self._on_balanced(saved)

    def _on_balanced(self, _saved: object) -> None:
        self.tell(_("The drawer is balanced."))
        copy_after_z(self._context, self._page)
        self.show_paper(DayPaper.Z, self._page.number)

    def _reopen(self, control: Control) -> None:
        dialog = ReopenDialog(self._context, control, self._page.window())
        self.open_dialog(dialog, lambda _saved: self.tell(_("The drawer is reopened.")))

    def _book(self, control: Control) -> None:
        if self._count.is_changed:
            says = _("Submit what is counted first: the count that was submitted last is booked.")
            self.tell(says, Tone.AMBER)
            return
        lines = () if self.view is None else self.view.lines
        dialog = OverUnderDialog(self._context, control, lines, self._page.window())
        self.open_dialog(dialog, self._on_booked)

    def _on_booked(self, saved: "Saved[BookedOverUnder]") -> None:
        """Say what it came to; nothing is booked while the count is blind (D-16)."""
        code = "" if self.view is None else self.view.control.currency
        net = self._context.formats.money(saved.value.net, code or None)
        self.tell(_("The difference is booked: {net} in all.").format(net=net))

    def _turn_in(self, control: Control) -> None:
        dialog = TurnInDialog(self._context, control, self._page.window())
        self.open_dialog(dialog, self._on_turned_in)

    def _on_turned_in(self, saved: "Saved[TurnInId]") -> None:
        self.tell(_("Turned in. It waits for approval; hand the money over with its slip."))
        self.show_paper(DayPaper.TURN_IN, saved.value)

    def _no_sale(self, control: Control) -> None:
        dialog = NoSaleDialog(self._context, control, self._page.window())
        self.open_dialog(dialog, self._on_no_sale)

    def _on_no_sale(self, _saved: "Saved[int]") -> None:
        tell_no_sale(self._context, self._page)

    def _change(self, _control: Control) -> None:
        if self.view is not None:
            dialog = ChangeDrawerDialog(self._context, self.view, self._page.window())
            self.open_dialog(dialog, lambda _saved: self.tell(_("The drawer is changed.")))

    def _delete(self, control: Control) -> None:
        question = ConfirmDialog(
            [_("Nothing went through this drawer. Take it away?")], self._page.window(),
            title=_("Delete drawer"), yes=_("Delete"), yes_key="F9", danger=True,
        )  # fmt: skip
        question.accepted.connect(partial(self._deleted, control))
        question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        question.open()

    def _deleted(self, control: Control) -> None:
        request, actor = self.acting.request()
        life, seen = self._life, self.acting.seen(control.version)
        self.acting.begin(
            lambda _said: life.delete(control.id, request, actor, seen=seen),
            lambda _saved: self.gone.emit(),
        )
