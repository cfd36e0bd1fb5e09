"""Add Credit: pay something now, and have the same amount as a credit for the next payment (AC2-1..AC2-7)."""

from collections.abc import Sequence
from functools import partial
from typing import ClassVar, Final

from PySide6.QtWidgets import QWidget

from posapp.domain.credit_rules import credit_outlook
from posapp.domain.credits import AddCredit
from posapp.domain.money import ZERO, Money, total
from posapp.domain.payments_page import PaymentsPage
from posapp.i18n import _, plural
from posapp.ui.context import UiContext
from posapp.ui.dialogs.approved import ApprovedDialog
from posapp.ui.dialogs.base import Work
from posapp.ui.formats import joined
from posapp.ui.models.pay_grids import PayLine
from posapp.ui.theme import dp
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.fact_lines import FactLines
from posapp.ui.widgets.limited_edit import LimitedEdit
from posapp.ui.widgets.looks import set_look
from posapp.ui.widgets.money_edit import MoneyEdit
from posapp.ui.widgets.pay_method import PayMethod
from posapp.ui.widgets.payment_approval import HELPED

_WIDTH: Final = 520
_COMMENT: Final = 254


class AddCreditDialog(ApprovedDialog):
    """Asks method, amount and comment; ``completed`` carries ``Saved[AddedCredit]``.

    What only a supervisor lets happen, such as cash above the hard limit, is approved here (D-24).
    """

    HELPED: ClassVar[frozenset[str]] = HELPED

    def __init__(
        self,
        context: UiContext,
        page: PaymentsPage,
        lines: Sequence[PayLine],
        parent: QWidget | None = None,
    ) -> None:
        """Make the dialog.

        Args:
            context: the surroundings.
            page: the account's payments page.
            lines: what is ticked on it.
            parent: window it belongs to.
        """
        self._selected = total(line.due for line in lines)
        due = _("{amount} due").format(amount=context.formats.money(self._selected, page.currency))
        super().__init__(
            context, parent,
            title=_("Add credit"), action=_("Add credit"), name="add_credit_dialog",
            subtitle=joined(page.account_name, _named(lines), due),
        )  # fmt: skip
        self._context, self._page, self._lines = context, page, tuple(lines)
        self.amount = MoneyEdit(context.formats, context.formats.currency(page.currency))
        self.comment = LimitedEdit(_COMMENT)
        self.setMinimumWidth(dp(_WIDTH))
        self.pays = PayMethod(context, page, self.form)
        self.form.add("amount", _("&Amount"), self.amount)
        self.form.add("comment", _("&Comment"), self.comment)
        self.pays.add_asked()
        method = context.setup.crediting.method
        self.pays.prefer([one.code for one in page.methods if method(one.code).payroll])
        self.outlook = FactLines()
        card = Card()
        card.add(self.outlook)
        self.body.addWidget(card)
        self.add_approval()
        self.body.addStretch(1)
        set_look(self.status, "role", "subtitle")
        self.submit_button.show_hint("Enter")
        self.pays.changed.connect(self._say)
        self.amount.value_changed.connect(self._say)
        self._say()

    @property
    def holds_work(self) -> bool:
        """Whether something was typed."""
        return bool(self.amount.text().strip() or self.comment.value())

    def build_work(self, confirmed: frozenset[str]) -> Work | None:
        """The command; the service has the rules."""
        amount = self.amount.value()
        for name, field in (("amount", self.amount), ("comment", self.comment)):
            if field.error:
                self.form.show_error(name, field.error)
        if amount is None and not self.amount.error:
            self.form.show_error("amount", _("Type the amount."))
        if amount is not None and amount <= ZERO:
            code = "M-325" if amount < ZERO else "M-324"
            self.form.show_error("amount", self._context.texts.sentence(code, {}))
        if not self.pays.settle() or amount is None:
            return None
        command = AddCredit(
            self.request_id,
            self._page.account_id,
            tuple(line.item.id for line in self._lines if line.item is not None),
            self.pays.code,
            amount,
            self.comment.value(),
            tuple(line.charge.id for line in self._lines if line.charge is not None),
            self.pays.employee_number.value(),
            self.pays.check_number.value(),
            confirmed=confirmed,
        )
        services, actor = self._context.services, self._context.actor
        return partial(services.credits.add, command, actor, secret=self.secret)

    def _say(self, _value: object = None) -> None:
        """What will happen, before it does (AC2-2, AC2-3)."""
        amount, kind = self.amount.value() or ZERO, self.pays.kind
        waiting = total(one.left for one in self._page.credits)
        will = credit_outlook(max(amount, ZERO), self._selected, waiting)
        method = "" if kind is None else kind.description
        show = self.outlook.show_line
        paid = _("Debit, paid now by {method}").format(method=method)
        show("debit", paid, self._money(will.debit))
        show("credit", _("Credit, open for the next payment"), self._money(will.credit))
        after = _("Due after the credit is used")
        if waiting:
            after = _("Due after this and the other credits are used")
        show("to_pay", after, self._money(will.to_pay), strong=True)
        if will.rest:
            show("rest", _("Stays as credit"), self._money(-will.rest))
        else:
            self.outlook.keep(("debit", "credit", "to_pay"))
        told = self._page.payroll_told and self.pays.is_payroll
        self.status.setText(_("Payroll is told by e-mail") if told else "")

    def _money(self, amount: Money) -> str:
        return self._context.formats.money(amount, self._page.currency)


def _named(lines: Sequence[PayLine]) -> str:
    """The one item, or how many there are."""
    if len(lines) == 1:
        return joined(lines[0].named, lines[0].description)
    return plural("{n} item", "{n} items", len(lines)).format(n=len(lines))
