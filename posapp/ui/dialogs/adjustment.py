"""Write an adjustment by hand: code, sign, amount, comment, the item that it speaks of (AJ-1, CK-6)."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtWidgets import QWidget

from posapp.domain.credits import AddAdjustment, CheckoutId
from posapp.domain.ids import AccountId, ItemId
from posapp.domain.money import ZERO, Money
from posapp.domain.rights import Right
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.dialogs.approved import ApprovedDialog
from posapp.ui.dialogs.base import Work
from posapp.ui.formats import joined
from posapp.ui.widgets.choice_box import Choice, ChoiceBox
from posapp.ui.widgets.consequences import Consequence, Consequences
from posapp.ui.widgets.limited_edit import LimitedEdit
from posapp.ui.widgets.money_edit import MoneyEdit

_COMMENT: Final = 254
_GIVES, _CHARGES = -1, 1
NamedItem = tuple[ItemId, str]


class AdjustmentDialog(ApprovedDialog):
    """Adds an adjustment; ``completed`` carries ``Saved[AdjustmentId]``."""

    def __init__(
        self,
        context: UiContext,
        owner: tuple[AccountId, str, str],
        items: Sequence[NamedItem],
        parent: QWidget | None = None,
        *,
        checkout: tuple[CheckoutId, str] | None = None,
    ) -> None:
        """Make the dialog.

        Args:
            context: the surroundings.
            owner: id, name and currency of the account.
            items: what it may speak of.
            parent: window it belongs to.
            checkout: the processed checkout that it adjusts, id and number; value is given back.
        """
        self._account_id, name, self._currency = owner
        self._checkout_id = None if checkout is None else checkout[0]
        title = _("Adjust") if checkout is not None else _("Add adjustment")
        super().__init__(
            context, parent, title=title, action=title, name="adjustment_dialog", columns=2,
            subtitle=joined(name, "" if checkout is None else checkout[1]),
        )  # fmt: skip
        clearing = context.setup.crediting.options.open_credit_code
        codes = context.setup.crediting.requisition_codes.values()
        self.requisition_code = ChoiceBox(
            [
                Choice(one.code, joined(one.code, one.description))
                for one in codes
                if one.manual and one.active and one.distribution_code != clearing
            ]
        )
        self.sign = ChoiceBox(
            [
                Choice(_CHARGES, _("+ charges the account")),
                Choice(_GIVES, _("\u2212 gives value back")),
            ]
        )
        self.amount = MoneyEdit(context.formats, context.formats.currency(self._currency))
        self.item = ChoiceBox(
            [Choice(None, _("No item")), *(Choice(one, says) for one, says in items)]
        )
        self.comment = LimitedEdit(_COMMENT)
        self.consequences = Consequences()
        self._lay_out_fields()
        if checkout is not None:
            self.sign.select(_GIVES)
        self._say()

    @property
    def holds_work(self) -> bool:
        """Whether something was typed."""
        return bool(self.amount.text().strip() or self.comment.value())

    def build_work(self, confirmed: frozenset[str]) -> Work | None:  # noqa: ARG002 - asks nothing
        """The command; the service has the rules."""
        amount = self.amount.value()
        for name, field in (("amount", self.amount), ("comment", self.comment)):
            if field.error:
                self.form.show_error(name, field.error)
        if amount is None and not self.amount.error:
            self.form.show_error("amount", _("Type the amount."))
        elif amount is not None and amount < ZERO:
            says = self._context.texts.sentence("M-325", {})
            self.form.show_error("amount", says)
        if self.form.errors() or amount is None or self.approval.lacks():
            return None
        command = AddAdjustment(
            self.request_id,
            self._account_id,
            self.requisition_code.value() or "",
            amount if self.sign.value() == _CHARGES else -amount,
            self.comment.value(),
            self.item.value(),
            self._checkout_id,
        )
        services, actor = self._context.services, self._context.actor
        return partial(services.adjustments.add, command, actor, secret=self.secret)

    def _lay_out_fields(self) -> None:
        add = self.form.add
        add("requisition_code", _("&Requisition code"), self.requisition_code, span=2)
        add("sign", _("&Sign"), self.sign)
        add("amount", _("&Amount"), self.amount)
        add("item", _("&Item"), self.item, span=2)
        says = _("Say why; it stays on the account.")
        add("comment", _("&Comment"), self.comment, says, span=2)
        self.body.addWidget(self.consequences)
        self.add_approval()
        self.body.addStretch(1)
        self.sign.value_changed.connect(self._say)
        self.amount.value_changed.connect(self._say)

    def _say(self, _value: object = None) -> None:
        """What will happen; whoever may not give value back is asked who approves it (D-24)."""
        gives = self.sign.value() == _GIVES
        amount = self._context.formats.money(self._amount(), self._currency)
        if gives:
            says = _("{amount} waits as a credit for the next payment.")
        else:
            says = _("{amount} waits to be paid, or to be processed alone.")
        lines = [says.format(amount=amount), _("No item is released or changed by it.")]
        self.consequences.show_lines([Consequence(line) for line in lines])
        lacks = gives and not self._context.actor.may(Right.REFUND)
        if lacks != self.approval.is_needed:
            why = self._context.texts.sentence("M-51", {"right": Right.REFUND.value})
            self.approval.ask(why if lacks else "")

    def _amount(self) -> Money:
        return self.amount.value() or ZERO
