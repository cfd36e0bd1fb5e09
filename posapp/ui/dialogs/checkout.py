"""Proceed to payment: method, *Submit payment information*, look at all of it, submit again (CK-2)."""

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Final

from PySide6.QtWidgets import QWidget

from posapp.domain.checkout_orders import Selection, SubmitCheckout
from posapp.domain.checkouts import CheckoutPlan
from posapp.domain.credit_rules import check_method
from posapp.domain.money import ZERO, Money
from posapp.domain.payments_page import PaymentsPage
from posapp.domain.rights import Actor
from posapp.i18n import _, plural
from posapp.ui.context import UiContext
from posapp.ui.dialogs.approved import ApprovedDialog
from posapp.ui.dialogs.base import Work
from posapp.ui.formats import joined
from posapp.ui.theme import dp
from posapp.ui.tokens import Tone
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.consequences import Consequence, Consequences
from posapp.ui.widgets.fact_lines import FactLines
from posapp.ui.widgets.limited_edit import LimitedEdit
from posapp.ui.widgets.money_edit import MoneyEdit
from posapp.ui.widgets.pay_method import PayMethod
from posapp.ui.widgets.payment_approval import HELPED

if TYPE_CHECKING:
    from posapp.services.bundle import Services

_WIDTH: Final = 600
_COMMENT: Final = 254


class CheckoutDialog(ApprovedDialog):
    """Submits a checkout; ``completed`` carries ``Saved[SubmittedCheckout]``.

    What only a supervisor lets happen, such as cash above the hard limit, is approved here (D-24).
    """

    HELPED: ClassVar[frozenset[str]] = HELPED

    def __init__(
        self,
        context: UiContext,
        page: PaymentsPage,
        selection: Selection,
        to_pay: Money,
        parent: QWidget | None = None,
        *,
        method: str = "",
    ) -> None:
        """Make the dialog.

        Args:
            context: the surroundings.
            page: the account's payments page.
            selection: what is ticked on it.
            to_pay: what the page says is to pay; zero where credits cover all (CK-7).
            parent: window it belongs to.
            method: tender type to begin with.
        """
        amount = context.formats.money(to_pay, page.currency)
        count = len(selection.items) + len(selection.adjustments)
        named = plural("{n} item", "{n} items", count).format(n=count)
        super().__init__(
            context, parent,
            title=_("Proceed to payment"), action=_("Submit payment information"),
            name="checkout_dialog",
            subtitle=joined(page.account_name, named, _("{amount} to pay").format(amount=amount)),
        )  # fmt: skip
        self._context, self._page, self._selection = context, page, selection
        self._to_pay = to_pay
        self._plan: CheckoutPlan | None = None
        self.amount_tendered = MoneyEdit(context.formats, context.formats.currency(page.currency))
        self.amount_tendered.set_value(to_pay)
        self.comment = LimitedEdit(_COMMENT)
        self.pays = PayMethod(context, page, self.form)
        self.confirmation = Card(_("Is this right?"))
        self.facts = FactLines(elide=True)
        self.consequences = Consequences()
        self.setMinimumWidth(dp(_WIDTH))
        self._lay_out_fields()
        cash = [kind.code for kind in page.methods if kind.like_cash]
        self.pays.prefer([method, *cash])
        self.pays.changed.connect(self._on_method)
        self._on_method()

    @property
    def is_confirming(self) -> bool:
        """Whether the confirmation page is shown."""
        return self._plan is not None

    @property
    def _takes_cash(self) -> bool:
        """Whether money is handed over that may be more than what is to pay."""
        return self.form.row("amount_tendered").isVisibleTo(self.form)

    def build_work(self, confirmed: frozenset[str]) -> Work | None:
        """What is to pay at first, the checkout itself once that was looked at."""
        order = self._order(confirmed)
        if order is None or self.approval.lacks():
            return None
        services, actor = self._context.services, self._context.actor
        if self._plan is None:
            return partial(_look, services, order, self._page.person_type, actor)
        return partial(services.checkouts.submit, order, actor, secret=self.secret)

    def reject(self) -> None:
        """From the confirmation page back to the method; from there away."""
        if self.is_confirming and not self.is_busy:
            self._show_method()
        else:
            super().reject()

    def show_field_error(self, field: str, sentence: str) -> bool:
        """What is wrong with a field is mended where it is typed."""
        if self.is_confirming and self.form.has(field):
            self._show_method()
        return super().show_field_error(field, sentence)

    def _lay_out_fields(self) -> None:
        tendered = _("&Amount Tendered")
        self.form.add("amount_tendered", tendered, self.amount_tendered)
        self.pays.add_asked()
        self.form.add("comment", _("&Comment"), self.comment)
        self.confirmation.add(self.facts)
        self.body.addWidget(self.confirmation)
        self.body.addWidget(self.consequences)
        self.add_approval()
        self.body.addStretch(1)
        self.confirmation.hide()
        self.consequences.hide()
        self.submit_button.show_hint("Enter")

    def _on_method(self) -> None:
        """Money is handed over for cash only; nothing is where credits cover all (CK-7)."""
        kind = self.pays.kind
        takes = bool(self._to_pay)
        self.form.row("method").setVisible(takes)
        cash = takes and kind is not None and kind.allow_cash_back
        self.form.row("amount_tendered").setVisible(cash)

    def _order(self, confirmed: frozenset[str]) -> SubmitCheckout | None:
        cash = self._takes_cash
        fields = (("amount_tendered", self.amount_tendered), ("comment", self.comment))
        for name, field in fields:
            if field.error and (cash or name == "comment"):
                self.form.show_error(name, field.error)
        tendered = self.amount_tendered.value()
        if cash and tendered is not None and tendered < self._to_pay:
            says = _("At least {amount}.").format(amount=self._money(self._to_pay))
            self.form.show_error("amount_tendered", says)
        if self._to_pay:
            self.pays.settle()
        if self.form.errors():
            return None
        pays, plan = self.pays, self._plan
        return SubmitCheckout(
            self.request_id,
            self._page.account_id,
            self._selection,
            pays.code if self._to_pay else "",
            tendered if cash else None,
            pays.check_number.value() if self._to_pay else "",
            pays.employee_number.value() if self._to_pay else "",
            self.comment.value(),
            expected=None if plan is None else plan.to_pay,
            confirmed=confirmed,
        )

    def _on_done(self, result: Any) -> None:
        """The first answer is looked at, the second is the checkout."""
        if isinstance(result, CheckoutPlan):
            self._set_busy(False)
            self._show_plan(result)
        else:
            super()._on_done(result)

    def _show_plan(self, plan: CheckoutPlan) -> None:
        """The confirmation page: method, items, credits, total (CK-2)."""
        if bool(plan.to_pay) != bool(self._to_pay):
            # What is due has changed under the page: another method is asked for.
            self._to_pay = plan.to_pay
            self.amount_tendered.set_value(plan.to_pay)
            self._on_method()
            return
        self._plan = plan
        self.facts.keep(())
        self._show_facts(plan)
        self.consequences.show_lines(self._will(plan))
        self.form.hide()
        for part in (self.confirmation, self.consequences):
            part.show()
        self.cancel_button.show_text(_("Back"))
        self.submit_button.setFocus()

    def _show_facts(self, plan: CheckoutPlan) -> None:
        show, money = self.facts.show_line, self._money
        kind, setup = self.pays.kind, self._context.setup
        if plan.to_pay and kind is not None:
            show("method", _("Payment Method"), kind.description)
        for line in plan.lines:
            show(f"line_{line.seq}", joined(line.named, line.description), money(line.amount))
        credits_ = {one.id: one for one in self._page.credits}
        for at, part in enumerate(plan.taken):
            one = credits_.get(part.credit_id)
            method = "" if one is None or one.method is None else one.method
            words = setup.tender_types[method].description if method else ""
            comment = "" if one is None else one.comment
            show(f"credit_{at}", joined(_("Credit"), words, comment), money(-part.amount))
        show("to_pay", _("To pay"), money(plan.to_pay), strong=True)
        tendered, cash = self.amount_tendered.value(), self._takes_cash
        if cash and tendered is not None and tendered > plan.to_pay:
            show("amount_tendered", _("Amount Tendered"), money(tendered))
            show("change", _("Change"), money(tendered - plan.to_pay))

    def _will(self, plan: CheckoutPlan) -> list[Consequence]:
        held = _("Items and credits are held for this payment, and it gets its number.")
        if plan.to_pay and self.pays.is_immediate:
            at_once = _("It is processed at once: the items are paid.")
            return [Consequence(at_once, Tone.GREEN)]
        waits = _("It waits until somebody processes it manually.")
        return [Consequence(held), Consequence(waits)]

    def _show_method(self) -> None:
        self._plan = None
        for part in (self.confirmation, self.consequences):
            part.hide()
        self.form.show()
        self.cancel_button.show_text(_("Cancel"))
        self.banner.clear()
        self.focus_first()

    def focus_first(self) -> None:
        """The method, or the comment where nothing is to pay."""
        (self.pays.method if self._to_pay else self.comment).setFocus()

    def _money(self, amount: Money) -> str:
        return self._context.formats.money(amount, self._page.currency)


def _look(
    services: "Services", order: SubmitCheckout, person_type: str, actor: Actor
) -> CheckoutPlan:
    """What is to pay now, and whether the method may pay it; nothing is written."""
    plan = services.checkouts.plan(order.account_id, order.selection, actor)
    if plan.to_pay != ZERO and order.method:
        check_method(order.method, person_type, order.employee_number, services.setup())
    return plan
