"""The currency converter: amount and currency in, what it is worth out (AC-02..AC-06).

It converts with the rates that it was opened with and writes nothing; the payment itself is checked
again when it is taken.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from posapp.domain.converter import Conversion, ForeignMoney, take
from posapp.domain.money import Money
from posapp.errors import Refused
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.converter_words import rate_words
from posapp.ui.dialogs.base import TaskDialog, Work
from posapp.ui.tender_words import drawer_words
from posapp.ui.theme import GRID, dp
from posapp.ui.widgets.choice_box import Choice, ChoiceBox
from posapp.ui.widgets.figure import Figure
from posapp.ui.widgets.money_edit import MoneyEdit


@dataclass(frozen=True, slots=True)
class Converting:
    """What the dialog works with: currency of the account, payment date, what may be handed over."""

    home: str
    day: date
    offers: tuple[ForeignMoney, ...]


class ConverterDialog(TaskDialog):
    """Asks what was handed over; ``completed`` carries ``Conversion``, ``None`` for home money."""

    def __init__(
        self,
        context: UiContext,
        converting: Converting,
        parent: QWidget | None = None,
        start: Conversion | None = None,
    ) -> None:
        """Make the dialog.

        Args:
            context: the window's surroundings.
            converting: rates and drawers of the payment date.
            parent: dialog that the tender is entered in.
            start: the conversion that is changed.
        """
        super().__init__(
            context.runner, context.failures, context.shortcuts, parent,
            title=_("Currency converter"), action=_("Use amount"), name="converter_dialog",
            columns=2, lines=2,
            subtitle=_("Payment date {day}").format(day=context.formats.date(converting.day)),
        )  # fmt: skip
        self._context = context
        self._converting = converting
        self.currency = ChoiceBox(_choices(converting.home, converting.offers))
        self.amount = MoneyEdit(context.formats)
        self.rate = Figure(_("Rate"), name="rate")
        self.worth = Figure(
            _("Amount in {currency}").format(currency=converting.home), name="worth", size="hero"
        )
        self._lay_out_fields()
        self.currency.value_changed.connect(self._on_currency)
        self.amount.value_changed.connect(self._show_worth)
        first = next(iter(converting.offers), None)
        self.currency.select(start.currency if start else first and first.currency)
        self._on_currency()
        if start is not None:
            self.amount.set_value(start.amount)

    def focus_first(self) -> None:
        """The amount: the currency is nearly always the same one."""
        (self.amount if self.amount.isEnabled() else self.currency).setFocus()
        self.amount.selectAll()

    def lost(self) -> None:
        """Nothing is recorded under a request id here."""

    def build_work(self, confirmed: frozenset[str]) -> Work | None:  # noqa: ARG002
        """The conversion as typed; a rule that forbids it is said at its field."""
        money = self._money()
        if money is None:
            return _home_money
        amount = self.amount.value()
        if amount is None:
            self.form.show_error("amount", self.amount.error or _("Enter an amount."))
            return None
        return partial(self._convert, amount, money)

    def show_field_error(self, field: str, sentence: str) -> bool:
        """The amount has another name here."""
        return super().show_field_error("amount" if field == "amount_tendered" else field, sentence)

    def _lay_out_fields(self) -> None:
        self.setMinimumWidth(dp(560))
        self.form.add("currency", _("Tendered &Currency"), self.currency)
        self.form.add("amount", _("Tendered &Amount"), self.amount)
        sums = QHBoxLayout()
        sums.setSpacing(dp(4 * GRID))
        sums.addWidget(self.rate, 0, Qt.AlignmentFlag.AlignBottom)
        sums.addStretch(1)
        sums.addWidget(self.worth, 0, Qt.AlignmentFlag.AlignBottom)
        self.worth.align_right()
        self.below.addLayout(sums)

    def _money(self) -> ForeignMoney | None:
        chosen = self.currency.value()
        return next((one for one in self._converting.offers if one.currency == chosen), None)

    def _on_currency(self, _code: object = None) -> None:
        money, context = self._money(), self._context
        self.amount.setEnabled(money is not None)
        code = self._converting.home if money is None else money.currency
        self.amount.set_currency(context.formats.currency(code))
        drawer = None if money is None else money.control
        words = "" if drawer is None else drawer_words(drawer, context.setup)
        self.form.row("amount").show_hint(words)
        self._show_worth()

    def _show_worth(self, _value: object = None) -> None:
        """Show rate and worth; what forbids this currency is said at once, naming it and the day."""
        money, context, home = self._money(), self._context, self._converting.home
        quote = None if money is None else money.quote
        rate = "" if quote is None or money is None else rate_words(
            money.currency, home, quote, context.formats
        )  # fmt: skip
        self.rate.show_value(rate)
        worth, wrong = "", ""
        if money is not None:
            try:
                amount = self.amount.value()
                found = self._convert(amount or Money(100), money)
                worth = "" if amount is None else context.formats.money(found.worth, home)
            except Refused as refused:
                wrong = context.texts.of(refused)
        self.worth.show_value(worth)
        self.form.show_error("currency", wrong)

    def _convert(self, amount: Money, money: ForeignMoney) -> Conversion:
        converting = self._converting
        return take(
            amount,
            money,
            converting.home,
            day=converting.day,
            currencies=self._context.setup.currencies,
        )


def _choices(home: str, offers: Sequence[ForeignMoney]) -> list[Choice]:
    """The currencies that may be handed over, and the account's own to take it back."""
    own = Choice(None, _("{currency}, no conversion").format(currency=home))
    return [*(Choice(one.currency, one.currency) for one in offers), own]


def _home_money() -> None:
    """Money of the account's currency needs no conversion."""
