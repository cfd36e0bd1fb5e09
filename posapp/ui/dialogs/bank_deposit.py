"""A bank deposit with its slip: notes and coins, checks, account, bag (4.4, TD-01)."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from posapp.domain.codes import DepositKind
from posapp.domain.deposit_controls import DepositControlView
from posapp.domain.deposits import REFERENCE_WIDTH, DepositContent, DepositView
from posapp.domain.money import ZERO, Money
from posapp.domain.turn_in import Instrument
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.delegates.count import CountDelegate
from posapp.ui.dialogs.base import TaskDialog, Work
from posapp.ui.dialogs.deposit_steps import deposit_words
from posapp.ui.models.count_grid import COUNT, CountGrid, denominations_of
from posapp.ui.models.deposit_lists import SlipItem, SlipItems, account_words, slip_columns
from posapp.ui.theme import ROW_PX, dp
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.choice_box import Choice, ChoiceBox
from posapp.ui.widgets.date_edit import DateEdit
from posapp.ui.widgets.grid import GridTable
from posapp.ui.widgets.limited_edit import LimitedEdit
from posapp.ui.widgets.money_edit import MoneyEdit
from posapp.ui.widgets.table import DataTable
from posapp.ui.widgets.totals_bar import TotalsBar

_LEAST_ROWS: Final = 4
_PERSON: Final = 254
_SIZE: Final = (1060, 690)


class BankDepositDialog(TaskDialog):
    """Adds a bank deposit, or changes one; ``completed`` carries ``Saved[DepositId]``."""

    def __init__(
        self,
        context: UiContext,
        view: DepositControlView,
        free: Sequence[Instrument],
        parent: QWidget | None = None,
        *,
        deposit: DepositView | None = None,
    ) -> None:
        """Make the dialog.

        Args:
            context: the surroundings.
            view: the deposit control, with its figures.
            free: checks and slips that lie on no other slip.
            parent: window it belongs to.
            deposit: the one that is changed; ``None`` for a new one, which takes every check.
        """
        super().__init__(
            context.runner, context.failures, context.shortcuts, parent,
            title=_("Bank deposit") if deposit is None else _("Change bank deposit"),
            action=_("Add deposit") if deposit is None else _("Save"), name="bank_deposit_dialog",
            subtitle=deposit_words(view.control), columns=4, beside=True,
        )  # fmt: skip
        self._context, self._view, self._deposit = context, view, deposit
        currency = context.formats.currency(view.control.currency)
        self.bank_account = ChoiceBox(_accounts(context, currency.code))
        self.reference_id = LimitedEdit(REFERENCE_WIDTH)
        self.bag_number = LimitedEdit(REFERENCE_WIDTH)
        self.deposit_date = DateEdit(context.formats, context.today)
        self.prepared_by, self.carried_by = LimitedEdit(_PERSON), LimitedEdit(_PERSON)
        self.cash = MoneyEdit(context.formats, currency)
        self.grid = CountGrid(context.formats, self)
        self.counts = GridTable("deposit_count", _("Notes and coins"), goes_on=True)
        columns = slip_columns(context.setup, context.formats, currency.code)
        taken = set() if deposit is None else {one.tender_id for one in deposit.instruments}
        items = [SlipItem(one, deposit is None or one.tender_id in taken) for one in free]
        self.slip = SlipItems(columns, items, self)
        self.checks = DataTable("deposit_checks", _("Checks on the slip"))
        self.sums = TotalsBar(
            (("cash_sum", _("Cash")), ("check_sum", _("Checks")), ("amount", _("Amount")))
        )
        self._lay_out_fields()
        self._fill()
        self.grid.edited.connect(self._on_counted)
        self.cash.value_changed.connect(self._show_sums)
        self.slip.changed.connect(self._show_sums)
        self._show_sums()

    @property
    def amount(self) -> Money:
        """What goes to the bank as chosen now."""
        return (self.cash.value() or ZERO) + self.slip.total

    @property
    def holds_work(self) -> bool:
        """A count or a slip number would have to be entered again."""
        return self.isVisible() and (bool(self.grid.counted) or self.reference_id.isModified())

    def wanted_size(self) -> QSize:
        """Room for the count beside the checks."""
        return QSize(*map(dp, _SIZE))

    def focus_first(self) -> None:
        """Start in the number of the slip; the account is the right one most days."""
        self.reference_id.setFocus()

    def show_field_error(self, field: str, sentence: str) -> bool:
        """The amount is made of cash and checks; a fault of it stands at the cash."""
        return super().show_field_error("cash" if field == "amount" else field, sentence)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Space puts the marked check on the slip, or takes it off."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
            if event.key() == Qt.Key.Key_Space and plain:
                self._toggle()
                return True
        return super().eventFilter(watched, event)

    def build_work(self, confirmed: frozenset[str]) -> Work | None:
        """The command as typed; wrong fields are shown instead."""
        if self.grid.errors:
            self.form.show_error("cash", self.grid.wrong_count)
        if self.cash.value() is None and self.cash.text().strip():
            self.form.show_error("cash", self.cash.error or _("Enter an amount."))
        if not self.reference_id.value():
            self.form.show_error("reference_id", _("Enter the number of the slip or the bag."))
        if self.form.errors():
            return None
        deposits, actor = self._context.services.bank_deposits, self._context.actor
        content = self._content()
        if self._deposit is None:
            one = self._view.control
            asked = (one.id, content, self.request_id, actor)
            return partial(deposits.add, *asked, confirmed=confirmed, seen=one.version)
        old = self._deposit.deposit
        asked_again = (old.id, content, self.request_id, actor)
        return partial(deposits.change, *asked_again, confirmed=confirmed, seen=old.version)

    def _content(self) -> DepositContent:
        bank, key = self.bank_account.value() or ("", "")
        return DepositContent(
            DepositKind.BANK,
            self.amount,
            reference_id=self.reference_id.value(),
            bank=bank,
            bank_account=key,
            deposit_date=self.deposit_date.value(),
            prepared_by=self.prepared_by.value(),
            carried_by=self.carried_by.value(),
            bag_number=self.bag_number.value(),
            counted=self.grid.counted,
            tenders=self.slip.chosen,
        )

    def _lay_out_fields(self) -> None:
        add = self.form.add
        add("bank_account", _("Bank Account"), self.bank_account)
        add("reference_id", _("Reference ID"), self.reference_id)
        add("bag_number", _("Bag Number"), self.bag_number)
        add("deposit_date", _("Deposit Date"), self.deposit_date)
        add("prepared_by", _("Prepared By"), self.prepared_by)
        add("carried_by", _("Carried By"), self.carried_by)
        add("cash", _("Cash Amount"), self.cash, _("Counted below, or typed."))
        self.counts.set_grid(self.grid, {COUNT: CountDelegate(self.counts)})
        self.checks.set_model(self.slip, self._context.state)
        self.checks.set_empty_text(_("No checks"), _("None waits for a deposit slip."))
        for table in (self.counts, self.checks):
            table.setMinimumHeight(dp(_LEAST_ROWS * ROW_PX))
        self.checks.chosen.connect(lambda _item: self._toggle())
        self.checks.installEventFilter(self)
        cash = Card(_("Notes and coins"), _("How many of each"), grow=True)
        cash.add(self.counts, 1)
        checks = Card(_("Checks on the slip"), _("Space or Enter"), grow=True)
        checks.add(self.checks, 1)
        both = QHBoxLayout()
        both.setSpacing(dp(16))
        both.addWidget(cash, 4)
        both.addWidget(checks, 5)
        self.body.addLayout(both, 1)
        self.below.addWidget(self.sums)

    def _fill(self) -> None:
        """What a new one proposes, or what the old one says."""
        context, view = self._context, self._view
        self.grid.show_denominations(denominations_of(context.setup, view.control.currency))
        if self._deposit is None:
            self.prepared_by.setText(context.actor.name)
            self.deposit_date.set_value(context.today())
            self.cash.set_value(self._cash_to_go())
            return
        old, content = self._deposit.deposit, self._deposit.content
        self.bank_account.select((content.bank, content.bank_account))
        self.reference_id.setText(content.reference_id)
        self.bag_number.setText(content.bag_number)
        self.prepared_by.setText(content.prepared_by)
        self.carried_by.setText(content.carried_by)
        self.deposit_date.set_value(old.deposit_date)
        self.cash.set_value(self._deposit.cash)
        known = dict(self._deposit.counted)
        lines = [replace(one, count=known.get(one.denomination, 0)) for one in self.grid.records]
        self.grid.set_records(lines)
        self.cash.setReadOnly(bool(known))

    def _cash_to_go(self) -> Money:
        """All cash that came in and lies on no slip yet; floats stay (TD-02, TD-03)."""
        cash = self._context.setup.installation.starting_balance_tender_type
        lines = {one.tender_type: one for one in self._view.lines or ()}
        line = lines.get(cash)
        return ZERO if line is None else max(ZERO, line.expected - line.starting)

    def _toggle(self) -> None:
        index = self.checks.currentIndex()
        if index.isValid():
            self.slip.toggle(index.row())
            self.checks.select_line(index.row())

    def _on_counted(self) -> None:
        """What was counted is the cash."""
        counted = bool(self.grid.counted)
        self.cash.setReadOnly(counted)
        if counted:
            self.cash.set_value(self.grid.total)
        self._show_sums()

    def _show_sums(self, _value: object = None) -> None:
        money = partial(self._context.formats.money, currency=self._view.control.currency)
        self.sums.show_value("cash_sum", money(self.cash.value() or ZERO))
        self.sums.show_value("check_sum", money(self.slip.total))
        self.sums.show_value("amount", money(self.amount))


def _accounts(context: UiContext, currency: str) -> list[Choice]:
    setup = context.setup
    return [
        Choice((one.bank, one.key), account_words(one.bank, one.key, setup))
        for one in setup.bank_accounts
        if one.currency == currency
    ]
