"""Steps of a deposit control: count what is left, balance, open again (4.3)."""

from functools import partial
from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QWidget

from posapp.domain.codes import ControlStatus
from posapp.domain.deposit_controls import DepositControlView
from posapp.domain.ids import short_id
from posapp.domain.money import Money
from posapp.domain.tender_controls import DepositControl
from posapp.domain.texts import LONG_COMMENT
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.dialogs.base import TaskDialog, Work
from posapp.ui.formats import grouped, joined
from posapp.ui.theme import dp
from posapp.ui.tokens import Tone
from posapp.ui.widgets.badges import PillStrip
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.choice_box import Choice, ChoiceBox
from posapp.ui.widgets.consequences import Consequence, Consequences
from posapp.ui.widgets.fact_lines import FactLines
from posapp.ui.widgets.limited_edit import LimitedEdit
from posapp.ui.widgets.money_edit import MoneyEdit
from posapp.ui.words import word

OPEN, BALANCING, BALANCED = ControlStatus
_WIDTH: Final = 560


def deposit_words(deposit: DepositControl) -> str:
    """Number, currency and owner of a deposit control."""
    return joined(grouped(short_id(deposit.id)), deposit.currency, deposit.owner_name)


class EndingBalanceDialog(TaskDialog):
    """Takes the ending balance, and balances with it; ``completed`` carries the saved control."""

    def __init__(
        self,
        context: UiContext,
        view: DepositControlView,
        parent: QWidget | None = None,
        *,
        balance: bool,
    ) -> None:
        """Make the dialog.

        Args:
            context: the surroundings.
            view: the deposit control as it is shown, with its figures.
            parent: window it belongs to.
            balance: balance it as well (DC-11), else only keep the amount.
        """
        super().__init__(
            context.runner, context.failures, context.shortcuts, parent,
            title=_("Balance deposit control") if balance else _("Ending balance"),
            action=_("Balance") if balance else _("Save"), name="ending_balance_dialog",
            subtitle=deposit_words(view.control), lines=2,
        )  # fmt: skip
        self._context, self._view, self._balance = context, view, balance
        self.setMinimumWidth(dp(_WIDTH))
        self.ending_balance = MoneyEdit(
            context.formats, context.formats.currency(view.control.currency)
        )
        self.form.add(
            "ending_balance", _("Ending Balance"), self.ending_balance,
            _("Count the money that is left with you, floats included."),
        )  # fmt: skip
        self.facts, self.states = FactLines(), PillStrip()
        self.states.setMinimumHeight(dp(24))
        card = Card()
        card.add(self.facts)
        line = QHBoxLayout()
        line.addWidget(self.states)
        line.addStretch()
        card.add(line)
        self.body.addWidget(card)
        self.ending_balance.value_changed.connect(self._show_sums)
        self.ending_balance.set_value(view.control.ending_balance)
        self._show_sums()

    def build_work(self, confirmed: frozenset[str]) -> Work | None:  # noqa: ARG002
        """The command; an empty or wrong amount is shown instead."""
        amount = self.ending_balance.value()
        if amount is None:
            says = self.ending_balance.error or _("Enter what is left, 0 if there is nothing.")
            self.form.show_error("ending_balance", says)
            return None
        controls, one = self._context.services.deposit_controls, self._view.control
        actor = self._context.actor
        if self._balance:
            asked = (one.id, self.request_id, actor)
            return partial(controls.balance, *asked, ending=amount, seen=one.version)
        return partial(
            controls.set_ending, one.id, amount, self.request_id, actor, seen=one.version
        )

    def _show_sums(self, _value: object = None) -> None:
        figures = self._view.figures
        if figures is None:
            return
        show = self._show_line
        show("starting", _("Starting Balance"), figures.starting)
        show("tenders", _("Total Tenders Amount"), figures.tenders)
        show("deposits", _("Total Tender Deposits"), -figures.deposits_amount)
        self._show_line("expected", _("Expected Ending Balance"), figures.expected, strong=True)
        typed = self.ending_balance.value()
        off = None if typed is None else typed - figures.expected
        show("over_under", _("Outstanding Over/Under"), off)
        self.states.show_states([outstanding(off, self._money(off))])

    def _show_line(
        self, name: str, caption: str, amount: Money | None, *, strong: bool = False
    ) -> None:
        self.facts.show_line(name, caption, self._money(amount), strong=strong)

    def _money(self, amount: Money | None) -> str:
        return self._context.formats.money(amount, self._view.control.currency)


def outstanding(off: Money | None, words: str) -> tuple[str, Tone]:
    """An outstanding over or under in words with its tone (DC-11)."""
    if off is None:
        return _("Not counted yet"), Tone.GREY
    if not off:
        return _("Agrees"), Tone.GREEN
    return (_("Over {amount}") if off.minor > 0 else _("Under {amount}")).format(
        amount=words.lstrip("\u2212-")
    ), Tone.RED


class ReopenDepositDialog(TaskDialog):
    """Opens a deposit control again, with a reason (DC-13)."""

    def __init__(
        self, context: UiContext, deposit: DepositControl, parent: QWidget | None = None
    ) -> None:
        super().__init__(
            context.runner, context.failures, context.shortcuts, parent,
            title=_("Reopen deposit control"), action=_("Reopen"), name="reopen_deposit_dialog",
            subtitle=deposit_words(deposit),
        )  # fmt: skip
        self._context, self._deposit = context, deposit
        self.setMinimumWidth(dp(_WIDTH))
        back = (OPEN, BALANCING) if deposit.status is BALANCED else (OPEN,)
        self.to_status = ChoiceBox([Choice(one, word(one).text) for one in back])
        self.reason = LimitedEdit(LONG_COMMENT)
        self.form.add("status", _("Status"), self.to_status)
        self.form.add("reason", _("Reason"), self.reason)
        lines = Consequences()
        lines.show_lines(
            [
                Consequence(_("The reason and your name are kept in the audit log.")),
                Consequence(_("It must be balanced again before the day is closed."), Tone.AMBER),
            ]
        )
        self.body.addWidget(lines)

    def focus_first(self) -> None:
        """Start in the reason; the status is the right one most days."""
        self.reason.setFocus()

    def build_work(self, confirmed: frozenset[str]) -> Work | None:  # noqa: ARG002
        """The command; a missing reason is shown instead."""
        if self._deposit.status is BALANCED and not self.reason.value():
            self.form.show_error("reason", _("Say why it is opened again."))
        if self.reason.error or self.form.errors():
            return None
        reopen, one = self._context.services.deposit_controls.reopen, self._deposit
        return partial(
            reopen, one.id, self.request_id, self._context.actor,
            reason=self.reason.value(), to=self.to_status.value(), seen=one.version,
        )  # fmt: skip
