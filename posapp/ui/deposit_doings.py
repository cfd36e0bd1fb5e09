"""What is done to a deposit control from its page: which dialog asks, which service answers (4.3)."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QDialog

from posapp.domain.codes import DepositKind, TurnInStatus
from posapp.domain.deposit_controls import ALLOWED, DepositAction, DepositControlView
from posapp.domain.deposits import DepositView
from posapp.domain.ids import short_id
from posapp.domain.tender_controls import Control, DepositControl
from posapp.domain.turn_in import Instrument, TurnIn, TurnInView
from posapp.i18n import _
from posapp.ui.acting import Acting
from posapp.ui.context import UiContext
from posapp.ui.dialogs.approve_turn_in import ApproveTurnInDialog
from posapp.ui.dialogs.bank_deposit import BankDepositDialog
from posapp.ui.dialogs.confirm import ConfirmDialog
from posapp.ui.dialogs.deposit_changes import (
    ChangeDepositDialog,
    MoveControlDialog,
    targets_of,
)
from posapp.ui.dialogs.deposit_steps import EndingBalanceDialog, ReopenDepositDialog
from posapp.ui.dialogs.settlement import SettlementDialog
from posapp.ui.formats import grouped
from posapp.ui.pages.base import Page
from posapp.ui.paper_opening import approved_notice, balanced_notice, deposited_notice
from posapp.ui.tokens import Tone
from posapp.ui.widgets.banner import Notice

if TYPE_CHECKING:
    from posapp.domain.deposits import DepositId
    from posapp.domain.topics import Saved
    from posapp.ui.dialogs.base import TaskDialog


class TurnInDoings(QObject):
    """Approving turn-ins from any page that lists them."""

    def __init__(self, context: UiContext, page: Page) -> None:
        super().__init__(page)
        self.context, self.page = context, page

    def approve(self, turn_in: TurnIn) -> None:
        """Read what was handed over, then ask; an approved one is only looked at."""
        if turn_in.status is not TurnInStatus.AWAITING:
            self.context.open_page("control", turn_in.tender_control_id)
            return
        work = partial(self.context.services.turn_ins.show, turn_in.id, self.context.actor)
        self.context.runner.run(self, work, self._ask_approval, self.page.on_failed)

    def _ask_approval(self, view: TurnInView) -> None:
        dialog = ApproveTurnInDialog(self.context, view, self.page.window())
        offers = partial(approved_notice, self.page, view.turn_in.id)
        self.open(dialog, lambda: self.page.show_notice(offers()))

    def open(self, dialog: "TaskDialog", then: Callable[[], object] | None = None) -> None:
        """Open a dialog of the page; afterwards the page is read again, and ``then`` is called."""
        dialog.completed.connect(lambda _result: self.page.load())
        if then is not None:
            dialog.completed.connect(lambda _result: then())
        dialog.reload = self.page.load
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()


class DepositDoings(TurnInDoings):
    """The actions of one deposit control's page."""

    def __init__(self, context: UiContext, page: Any, acting: Acting) -> None:
        """Make them for a page that holds ``seen``."""
        super().__init__(context, page)
        self._page = page
        self._acting = acting

    @property
    def view(self) -> DepositControlView | None:
        """The deposit control as the page shows it."""
        seen = self._page.seen
        return None if seen is None else seen.view

    def start_balancing(self) -> None:
        """Open -> Balancing; asked when drawers are still open (DC-10)."""
        view = self.view
        if view is None:
            return
        start, one = self.context.services.deposit_controls.start_balancing, view.control
        request, actor = self._acting.request()

        def act(confirmed: frozenset[str]) -> Any:
            return start(one.id, request, actor, confirmed=confirmed, seen=one.version)

        self._acting.begin(act)

    def balance(self) -> None:
        """Take the ending balance and balance (DC-11)."""
        self._ending(balance=True)

    def set_ending(self) -> None:
        """Take the ending balance only."""
        self._ending(balance=False)

    def reopen(self) -> None:
        """Open again, with a reason (DC-13)."""
        view = self.view
        if view is not None:
            self.open(ReopenDepositDialog(self.context, view.control, self.page.window()))

    def change(self) -> None:
        """Comments, owner, what it is for; who may own it is read first."""
        read = partial(self.context.services.supervising.owners, self.context.actor)
        self.context.runner.run(self, read, self._on_owners, self.page.on_failed)

    def delete(self) -> None:
        """Ask, then take an empty one away (DC-06)."""
        view = self.view
        if view is None:
            return
        number = grouped(short_id(view.control.id))
        says = _("Deposit control {number} is empty. Delete it? An audit row stays.")
        self._ask(says.format(number=number), _("Delete deposit control"), self._delete)

    def move_control(self, control: Control) -> None:
        """Put a drawer under another deposit control."""
        view = self.view
        if view is None:
            return
        context = self.context
        office = view.control.office
        read = partial(targets_of, context.services, context.actor, office, control)
        on_done = partial(self._on_targets, control)
        self.context.runner.run(self, read, on_done, self.page.on_failed)

    def add_deposit(self, _record: DepositView | None = None) -> None:
        """A bank deposit; the checks that lie on no slip are read first."""
        self._with_checks(None)

    def add_settlement(self, _record: DepositView | None = None) -> None:
        """What a processor, the payroll or another office pays (D-29)."""
        view = self.view
        if view is not None:
            self._record(SettlementDialog(self.context, view, self.page.window()), bank=False)

    def change_deposit(self, record: DepositView | None) -> None:
        """Change a deposit or a settlement, where the status allows it (4.3)."""
        view = self.view
        if record is None or view is None:
            return
        if view.control.status not in ALLOWED[DepositAction.SET_DEPOSIT]:
            says = _("The deposit control is balanced: reopen it to change its deposits.")
            self.page.show_notice(Notice(says, Tone.BLUE))
        elif record.deposit.kind is DepositKind.BANK:
            self._with_checks(record)
        else:
            dialog = SettlementDialog(self.context, view, self.page.window(), deposit=record)
            self._record(dialog, bank=False)

    def delete_deposit(self, record: DepositView | None) -> None:
        """Ask, then take a deposit away."""
        if record is None:
            return
        one = record.deposit
        amount = self.context.formats.money(one.amount, one.currency)
        says = _("Delete the deposit of {amount}? Its checks lie on no slip then.")
        self._ask(
            says.format(amount=amount), _("Delete deposit"), partial(self._delete_row, record)
        )

    def _ending(self, *, balance: bool) -> None:
        view = self.view
        if view is not None:
            dialog = EndingBalanceDialog(self.context, view, self.page.window(), balance=balance)
            self.open(dialog, partial(self._on_ending, view) if balance else None)

    def _on_ending(self, view: DepositControlView) -> None:
        self.page.show_notice(balanced_notice(self.page, view.control.id))

    def _on_owners(self, owners: Any) -> None:
        view = self.view
        if view is not None:
            parent = self.page.window()
            self.open(ChangeDepositDialog(self.context, view, owners, parent))

    def _on_targets(self, control: Control, targets: tuple[DepositControl, ...]) -> None:
        self.open(MoveControlDialog(self.context, control, targets, self.page.window()))

    def _with_checks(self, deposit: DepositView | None) -> None:
        view = self.view
        if view is None:
            return
        but = None if deposit is None else deposit.deposit.id
        undeposited = self.context.services.bank_deposits.undeposited
        read = partial(undeposited, view.control.id, self.context.actor, but=but)
        on_done = partial(self._on_checks, deposit)
        self.context.runner.run(self, read, on_done, self.page.on_failed)

    def _on_checks(self, deposit: DepositView | None, free: tuple[Instrument, ...]) -> None:
        view = self.view
        if view is not None:
            parent = self.page.window()
            dialog = BankDepositDialog(self.context, view, free, parent, deposit=deposit)
            self._record(dialog, bank=True)

    def _record(self, dialog: "TaskDialog", *, bank: bool) -> None:
        """Open the dialog of a deposit; afterwards it is told, and its slip offered."""

        def told(saved: "Saved[DepositId]") -> None:
            self.page.show_notice(deposited_notice(self.page, saved.value, bank=bank))

        self.open(dialog)
        dialog.completed.connect(told)

    def _delete(self) -> None:
        view = self.view
        if view is None:
            return
        delete, one = self.context.services.deposit_controls.delete, view.control
        request, actor = self._acting.request()
        leave = partial(self.context.open_page, "deposit_controls", 0)
        self._acting.begin(
            lambda _confirmed: delete(one.id, request, actor, seen=one.version),
            lambda _saved: leave(),
        )

    def _delete_row(self, record: DepositView) -> None:
        delete, one = self.context.services.bank_deposits.delete, record.deposit
        request, actor = self._acting.request()
        self._acting.begin(lambda _confirmed: delete(one.id, request, actor, seen=one.version))

    def _ask(self, says: str, title: str, then: Any) -> None:
        question: QDialog = ConfirmDialog(
            [says], self.page.window(), title=title, yes=_("Delete"), yes_key="F9", danger=True
        )
        question.accepted.connect(then)
        question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        question.open()
