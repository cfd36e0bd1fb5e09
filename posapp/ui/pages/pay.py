"""The payments page of an account: tick items, add a credit, proceed to payment (CK-1, AC2-1, AC2-5)."""

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Final

from PySide6.QtCore import QPoint

from posapp.domain.checkout_orders import SubmittedCheckout
from posapp.domain.ids import AccountId, ItemId, short_id
from posapp.domain.payments_page import PaymentsPage
from posapp.domain.rights import Actor, Right
from posapp.domain.topics import Saved, Topic
from posapp.errors import Refused
from posapp.i18n import _
from posapp.ui.checkout_done import tell_submitted
from posapp.ui.context import UiContext
from posapp.ui.context_menu import open_menu
from posapp.ui.dialogs.add_credit import AddCreditDialog
from posapp.ui.dialogs.adjustment import AdjustmentDialog
from posapp.ui.dialogs.checkout import CheckoutDialog
from posapp.ui.dialogs.park_checkout import ParkCheckoutDialog
from posapp.ui.formats import grouped, joined
from posapp.ui.models.checkout_lists import WaitingLine
from posapp.ui.models.pay_grids import CreditLine, PayLine
from posapp.ui.pages.base import Page
from posapp.ui.pay_acts import PayActs
from posapp.ui.tokens import Tone
from posapp.ui.widgets.banner import Notice
from posapp.ui.widgets.pay_buttons import PayButtons
from posapp.ui.widgets.pay_lists import PayLists
from posapp.ui.widgets.record_head import RecordHead

if TYPE_CHECKING:
    from posapp.services.bundle import Services

_FIGURES: Final = (
    ("to_pay", "To pay"),
    ("items_total", "Items"),
    ("adjustments_total", "Adjustments"),
    ("credits_used", "Credits used"),
)


class PayPage(Page):
    """What an account can pay; its number is the account's, or that of an item to begin with."""

    KIND: ClassVar[str] = "pay"
    TOPICS: ClassVar[frozenset[Topic]] = frozenset({Topic.ACCOUNTS, Topic.ITEMS})
    SHOWS_DRAWER: ClassVar[bool] = False

    def __init__(self, context: UiContext, number: int = 0) -> None:
        super().__init__(context, number)
        self.view: PaymentsPage | None = None
        self._item = 0
        self._method = ""
        self._wants_credit = False
        self.acts = PayActs(context, self)
        self.head = RecordHead("pay_head", [(name, _(says)) for name, says in _FIGURES])
        self.lists = PayLists(context)
        self.buttons = PayButtons(context, self)
        self._lay_out()
        self.lists.changed.connect(self._show_sums)
        self.lists.waiting_chosen.connect(self._on_waiting)
        for table in (self.lists.table, self.lists.credit_table, self.lists.waiting):
            table.menu_wanted.connect(self._open_menu)
            table.current_changed.connect(lambda _record: self._enable())
        self.acts.acting.changed.connect(self._enable)

    @property
    def account_number(self) -> int:
        """The account shown."""
        return 0 if self.view is None else self.view.account_id

    def load(self) -> None:
        """Read the account's items, charges, credits and what waits."""
        services, actor, number = self.context.services, self.context.actor, self.number
        self.read(partial(_look, services, number, actor), self._on_page)

    def focus_first(self) -> None:
        """Start in the items."""
        self.lists.table.setFocus()

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Keys of this page."""
        return (
            *self.buttons.keys(),
            (_("Tick the marked line"), "Space"),
            (_("Tick all lines, or none"), "Ctrl+A"),
        )

    def add_credit(self) -> None:
        """Add a credit to what is ticked (AC2-1); asks as soon as the page is read."""
        if self.view is None:
            self._wants_credit = True
            return
        if not self.context.actor.may(Right.ADD_CREDIT):
            return
        self.lists.commit()
        if not self.lists.chosen:
            says = self.context.texts.sentence("M-327", {})
            self.show_notice(Notice(says, Tone.BLUE))
            return
        self.drop_notice()
        self.acts.with_drawer(self._ask_credit)

    def take_payment(self, preset: object = None) -> None:  # noqa: ARG002 - called as others are
        """F5 here is the same as proceeding to payment."""
        self.buttons.proceed.click()

    def _lay_out(self) -> None:
        self.body.addWidget(self.head)
        self.body.addWidget(self.lists, 1)
        self.foot.addLayout(self.buttons.footer)
        self._enable()

    def _on_page(self, found: tuple[PaymentsPage, int]) -> None:
        view, self._item = found
        self.view = view
        self.acts.acting.read()
        self.show_title(joined(_("Payments"), view.account_name))
        number = _("Account {number}").format(number=grouped(short_id(view.account_id)))
        who = f"{_('Employee number')} {view.employee_number}" if view.employee_number else ""
        self.head.show_record(view.account_name, joined(number, who), ())
        self.lists.show_page(view, self._is_wanted)
        self._show_sums()
        if self._wants_credit:
            self._wants_credit = False
            self.add_credit()

    def _is_wanted(self, line: PayLine) -> bool:
        """The item that was asked for, else the only one that can be paid."""
        if self._item:
            return line.key == self._item
        view = self.view
        return view is not None and len(view.items) + len(view.charges) == 1

    def _show_sums(self) -> None:
        view = self.view
        if view is None:
            return
        sums, money = self.lists.sums, self.context.formats.money
        shown = {
            "to_pay": sums.to_pay,
            "items_total": sums.items,
            "adjustments_total": sums.charges,
            "credits_used": -sums.credits,
        }
        for name, amount in shown.items():
            self.head.show_figure(name, money(amount, view.currency))
        n, of = len(self.lists.chosen), len(view.items) + len(view.charges)
        self.lists.items_card.caption.setText(_("{n} of {of} ticked").format(n=n, of=of))
        self._enable()

    def _enable(self) -> None:
        """Buttons are there for what can be done with what is ticked or marked."""
        rests = not self.acts.acting.is_running and self.view is not None
        chosen = rests and bool(self.lists.chosen)
        self.buttons.credit.setEnabled(chosen)
        self.buttons.proceed.setEnabled(chosen and not self.lists.wrong)
        self.buttons.park.setEnabled(chosen)
        self.buttons.adjust.setEnabled(rests)
        one, line = self.lists.marked_adjustment, self.lists.marked_line
        waits = rests and one is not None and one.waits
        self.buttons.settle.setEnabled(waits)
        self.buttons.reverse.setEnabled(waits)
        held = line is not None and line.item is not None and line.holder is not None
        self.buttons.unlock.setEnabled(rests and held)

    def _ask_credit(self) -> None:
        view = self.view
        if view is not None:
            dialog = AddCreditDialog(self.context, view, self.lists.chosen, self.window())
            self.acts.show(dialog, lambda _saved: self._on_credited())

    def _on_credited(self) -> None:
        says = _("The credit waits for the next payment.")
        self.show_notice(Notice(says, Tone.GREEN))
        self.load()

    def on_proceed(self) -> None:
        """Pay what is ticked (CK-2)."""
        self.lists.commit()
        if not self.lists.chosen or self.lists.wrong:
            return
        self.drop_notice()
        if self.lists.sums.to_pay:
            self.acts.with_drawer(self._ask_payment)
        else:
            self._ask_payment()

    def _ask_payment(self) -> None:
        view, lists = self.view, self.lists
        if view is None:
            return
        dialog = CheckoutDialog(
            self.context, view, lists.selection, lists.sums.to_pay, self.window(),
            method=self._method,
        )  # fmt: skip
        self.acts.show(dialog, self._on_submitted)

    def _on_submitted(self, saved: Any) -> None:
        self._method = ""
        answer: Saved[SubmittedCheckout] = saved
        currency = "" if self.view is None else self.view.currency
        tell_submitted(self.context, self, answer.value, currency)

    def on_adjust(self) -> None:
        """Write an adjustment by hand (AJ-1)."""
        view = self.view
        if view is None:
            return
        items = [(one.id, joined(one.number, one.description)) for one in view.items]
        owner = (view.account_id, view.account_name, view.currency)
        dialog = AdjustmentDialog(self.context, owner, items, self.window())
        self.acts.show(dialog, lambda _saved: self.load())

    def on_settle(self) -> None:
        """*Process this adjustment*, alone (AJ-3)."""
        one = self.lists.marked_adjustment
        if one is not None:
            self.acts.process(one)

    def on_reverse(self) -> None:
        """Take the marked adjustment back (AC2-8, AJ-5)."""
        one = self.lists.marked_adjustment
        if one is not None:
            self.acts.reverse(one)

    def on_unlock(self) -> None:
        """Break the lock of the marked item (IT-4)."""
        line = self.lists.marked_line
        if line is not None:
            self.acts.break_lock(line)

    def on_park(self) -> None:
        """Put what is ticked aside."""
        self.lists.commit()
        if self.view is not None:
            selection = self.lists.selection
            dialog = ParkCheckoutDialog(self.context, self.view, selection, self.window())
            self.acts.show(dialog, lambda _saved: self.load())

    def _on_waiting(self, line: WaitingLine) -> None:
        """A submitted checkout is opened, a parked selection taken up."""
        if line.checkout is not None:
            self.context.open_page("checkout", line.checkout.id)
        elif line.parked is not None:
            self.lists.take_up(line.parked.selection)
            self._method = line.parked.method
            self.acts.drop(line.parked, self.load)

    def _open_menu(self, record: Any, place: QPoint) -> None:
        open_page = self.context.open_page
        acts: list[tuple[str, Any]] = []
        if isinstance(record, WaitingLine) and record.parked is not None:
            acts = [
                (_("Take it up"), partial(self._on_waiting, record)),
                (_("Drop it"), partial(self.acts.drop, record.parked)),
            ]
        elif isinstance(record, PayLine | CreditLine):
            holder = record.holder if isinstance(record, PayLine) else record.credit.holder
            item = record.item if isinstance(record, PayLine) else None
            if item is not None:
                acts.append((_("Open item"), partial(open_page, "item", item.id)))
            if holder is not None:
                opens = partial(open_page, "checkout", holder.checkout_id)
                acts.append((_("Open checkout"), opens))
            shown = (self.buttons.settle, self.buttons.reverse, self.buttons.unlock)
            acts += [(one.text(), one.click) for one in shown if one.isEnabled()]
        open_menu(self, acts, place)


def _look(services: "Services", number: int, actor: Actor) -> tuple[PaymentsPage, int]:
    """The page of an account; by an item, that of its account and the item (runs elsewhere)."""
    checkouts = services.checkouts
    try:
        return checkouts.page(AccountId(number), actor), 0
    except Refused as refused:
        if refused.code != "M-01":
            raise
    item = services.items.show(ItemId(number), actor)
    return checkouts.page(item.account_id, actor), item.id
