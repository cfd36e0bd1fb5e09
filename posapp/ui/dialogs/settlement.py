"""A settlement: what a processor, the payroll or another office pays leaves by it (D-29)."""

from functools import partial

from PySide6.QtWidgets import QWidget

from posapp.domain.codes import DepositKind
from posapp.domain.deposit_controls import DepositControlView
from posapp.domain.deposits import REFERENCE_WIDTH, DepositContent, DepositView
from posapp.domain.money import ZERO
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.dialogs.base import TaskDialog, Work
from posapp.ui.dialogs.deposit_steps import deposit_words
from posapp.ui.theme import dp
from posapp.ui.widgets.choice_box import Choice, ChoiceBox
from posapp.ui.widgets.date_edit import DateEdit
from posapp.ui.widgets.limited_edit import LimitedEdit
from posapp.ui.widgets.money_edit import MoneyEdit


class SettlementDialog(TaskDialog):
    """Takes a type that no bank counts out of the deposit control (D-29)."""

    def __init__(
        self,
        context: UiContext,
        view: DepositControlView,
        parent: QWidget | None = None,
        *,
        deposit: DepositView | None = None,
    ) -> None:
        """Make the dialog.

        Args:
            context: the surroundings.
            view: the deposit control, with its figures.
            parent: window it belongs to.
            deposit: the settlement that is changed, ``None`` for a new one.
        """
        super().__init__(
            context.runner, context.failures, context.shortcuts, parent,
            title=_("Settlement") if deposit is None else _("Change settlement"),
            action=_("Add settlement") if deposit is None else _("Save"),
            name="settlement_dialog", subtitle=deposit_words(view.control), columns=2,
        )  # fmt: skip
        self._context, self._view, self._deposit = context, view, deposit
        self.setMinimumWidth(dp(560))
        self.tender_type = ChoiceBox(self._types())
        currency = context.formats.currency(view.control.currency)
        self.amount = MoneyEdit(context.formats, currency)
        self.reference_id = LimitedEdit(REFERENCE_WIDTH)
        self.deposit_date = DateEdit(context.formats, context.today)
        add = self.form.add
        add("tender_type", _("Tender Type"), self.tender_type)
        add("amount", _("Amount"), self.amount)
        add("reference_id", _("Reference ID"), self.reference_id, _("Batch of the terminal, list."))
        add("deposit_date", _("Settlement Date"), self.deposit_date)
        self.tender_type.value_changed.connect(self._propose)
        self._fill()

    def focus_first(self) -> None:
        """Type and amount are proposed: what is typed first is the reference."""
        proposed = self._deposit is None and self.amount.value() is not None
        (self.reference_id if proposed else self.tender_type).setFocus()

    def build_work(self, confirmed: frozenset[str]) -> Work | None:
        """The command as typed."""
        amount, kind = self.amount.value(), self.tender_type.value()
        if kind is None:
            self.form.show_error("tender_type", _("Nothing here is settled by others."))
        if amount is None:
            self.form.show_error("amount", self.amount.error or _("Enter the amount."))
        if amount is None or kind is None:
            return None
        content = DepositContent(
            DepositKind.SETTLEMENT, amount, tender_type=kind,
            reference_id=self.reference_id.value(), deposit_date=self.deposit_date.value(),
        )  # fmt: skip
        deposits, actor = self._context.services.bank_deposits, self._context.actor
        if self._deposit is None:
            one = self._view.control
            asked = (one.id, content, self.request_id, actor)
            return partial(deposits.add, *asked, confirmed=confirmed, seen=one.version)
        old = self._deposit.deposit
        asked_again = (old.id, content, self.request_id, actor)
        return partial(deposits.change, *asked_again, confirmed=confirmed, seen=old.version)

    def _fill(self) -> None:
        if self._deposit is None:
            self.deposit_date.set_value(self._context.today())
            self._propose()
            return
        old = self._deposit.deposit
        self.tender_type.select(old.tender_type)
        self.amount.set_value(old.amount)
        self.reference_id.setText(old.reference_id)
        self.deposit_date.set_value(old.deposit_date)

    def _types(self) -> list[Choice]:
        """Types that others pay, those with money here first."""
        setup = self._context.setup
        rounding = setup.installation.rounding_tender_type
        left = {one.tender_type: one.expected for one in self._view.lines or ()}
        kinds = [one for one in setup.tender_types.values() if not one.physical]
        kinds = [one for one in kinds if one.code != rounding]
        kinds.sort(key=lambda one: (not left.get(one.code), one.description))
        return [Choice(one.code, one.description) for one in kinds]

    def _propose(self, _value: object = None) -> None:
        if self._deposit is not None:
            return
        left = {one.tender_type: one.expected for one in self._view.lines or ()}
        found = left.get(self.tender_type.value() or "")
        self.amount.set_value(found if found and found > ZERO else None)
