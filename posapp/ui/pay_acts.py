"""What is done on a payments page beside ticking: credits, adjustments, locks, parking (AC2, AJ, IT-4)."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from posapp.domain.credit_rules import why_not_reversible
from posapp.domain.credits import Adjustment, Holder
from posapp.domain.ids import ItemId
from posapp.domain.payments_page import ParkedCheckout
from posapp.domain.rights import Right
from posapp.errors import Refused
from posapp.i18n import _
from posapp.ui.acting import Acting
from posapp.ui.context import UiContext
from posapp.ui.dialogs.base import TaskDialog
from posapp.ui.dialogs.confirm import ConfirmDialog
from posapp.ui.dialogs.reverse_adjustment import ReverseAdjustmentDialog
from posapp.ui.models.pay_grids import PayLine, holder_words
from posapp.ui.tokens import Tone
from posapp.ui.widgets.banner import Notice

if TYPE_CHECKING:
    from posapp.ui.pages.base import Page

Then = Callable[[], object]


class PayActs(QObject):
    """Runs what the buttons of a payments page start."""

    def __init__(self, context: UiContext, page: "Page") -> None:
        """Make it for a page."""
        super().__init__(page)
        self._context = context
        self._page = page
        self.acting = Acting(context, page)

    def with_drawer(self, then: Then) -> None:
        """Go on once a drawer is open: money needs one (AC2-4, D-02)."""
        doings = self._context.doings
        if self._context.drawer.state.is_open or doings is None:
            then()
            return
        doings.open_drawer(partial(self._after_drawer, then))

    def show(self, dialog: TaskDialog, on_completed: Callable[[object], object]) -> None:
        """Open a dialog; its answer goes to ``on_completed``."""
        dialog.completed.connect(on_completed)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def process(self, adjustment: Adjustment) -> None:
        """*Process this adjustment*: settle it alone, without a payment (AJ-3); asks once."""
        amount = self._context.formats.money(adjustment.amount, adjustment.currency)
        says = _("{amount} moves the account's balance, without a payment. This is final.")
        self._ask(
            says.format(amount=amount),
            _("Process this adjustment?"),
            _("Process this adjustment"),
            partial(self._process, adjustment),
        )

    def reverse(self, adjustment: Adjustment) -> None:
        """Take an adjustment back (AJ-5), an added credit with its money (AC2-8).

        What cannot be taken back is said before anything is asked, with the way to what can.
        """
        refused = why_not_reversible(adjustment)
        if refused is not None:
            self._refuse(refused, adjustment.holder)
            return
        dialog = ReverseAdjustmentDialog(self._context, adjustment, self._window)
        self.show(dialog, lambda _saved: self._page.load())

    def break_lock(self, line: PayLine) -> None:
        """Cancel the checkout that holds an item; asks once (IT-4)."""
        holder, item = line.holder, line.item
        if holder is None or item is None or not self._context.actor.may(Right.BREAK_LOCK):
            return
        held = _("{item} is in checkout {holder}.")
        words = holder_words(holder, self._context.formats)
        says = _("The checkout is canceled: its money goes back, its items stay payable.")
        self._ask(
            f"{held.format(item=item.number, holder=words)} {says}",
            _("Break the lock?"),
            _("Break the lock"),
            partial(self._break, item.id, holder),
            danger=True,
        )

    def drop(self, parked: ParkedCheckout, then: Then | None = None) -> None:
        """Take a parked selection away."""
        services, (request_id, actor) = self._context.services, self.acting.request()
        drop = services.parked_checkouts.drop
        done = None if then is None else lambda _saved: then()
        self.acting.begin(lambda _confirmed: drop(parked.id, request_id, actor), done)

    def _refuse(self, refused: Refused, holder: Holder | None) -> None:
        says = self._context.texts.of(refused)
        if holder is None:
            self._page.show_notice(Notice(says, Tone.AMBER))
            return
        opens = partial(self._context.open_page, "checkout", holder.checkout_id)
        self._page.show_notice(Notice(says, Tone.AMBER, _("Open checkout"), opens))

    @property
    def _window(self) -> QWidget:
        return self._page.window()

    def _ask(self, says: str, title: str, yes: str, act: Then, *, danger: bool = False) -> None:
        question = ConfirmDialog(
            [says], self._window, title=title, yes=yes, yes_key="F9", danger=danger
        )
        question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        question.accepted.connect(act)
        question.open()

    def _process(self, adjustment: Adjustment) -> None:
        services, (request_id, actor) = self._context.services, self.acting.request()
        process = services.adjustments.process
        self.acting.begin(lambda _confirmed: process(adjustment.id, request_id, actor))

    def _break(self, item_id: ItemId, holder: Holder) -> None:
        services, (request_id, actor) = self._context.services, self.acting.request()
        break_lock = services.checkouts.break_lock
        self.acting.begin(
            lambda _confirmed: break_lock(item_id, request_id, actor),
            partial(self._on_broken, holder),
        )

    def _on_broken(self, holder: Holder, _saved: object) -> None:
        says = _("The lock is broken: checkout {number} is canceled.")
        self._page.show_notice(Notice(says.format(number=holder.number), Tone.GREEN))
        self._page.load()

    def _after_drawer(self, then: Then) -> None:
        once = Qt.ConnectionType.SingleShotConnection
        self._context.drawer.changed.connect(partial(self._resume, then), once)

    def _resume(self, then: Then) -> None:
        if self._context.drawer.state.is_open:
            then()
