"""The converter in *Add tender*: the drawer says the currency, the amount shows its worth (AC-02)."""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence

from posapp.domain.converter import Conversion, ForeignMoney, convert
from posapp.domain.event_views import EventView
from posapp.domain.money import ZERO
from posapp.domain.tender_controls import Control
from posapp.errors import Refused
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.converter_words import rate_words
from posapp.ui.dialogs.converter import ConverterDialog, Converting
from posapp.ui.widgets.buttons import KeyButton
from posapp.ui.widgets.choice_box import ChoiceBox
from posapp.ui.widgets.form import Form
from posapp.ui.widgets.money_edit import MoneyEdit

_KEY: Final = "Alt+U"
_FIELD: Final = "amount_tendered"


class ConverterUse(QObject):
    """Shows what an amount of another currency is worth, and opens the converter."""

    def __init__(
        self,
        context: UiContext,
        event: EventView,
        tender_control: ChoiceBox,
        amount: MoneyEdit,
        form: Form,
    ) -> None:
        """Make it.

        Args:
            context: the window's surroundings.
            event: whose tender it is; rates are those of its payment date.
            tender_control: chooses the drawer.
            amount: in the drawer's currency.
            form: where the amount stands.
        """
        super().__init__(amount)
        self._context = context
        self._event = event
        self._tender_control = tender_control
        self._amount = amount
        self._form = form
        self._control: Control | None = None
        self._offers: tuple[ForeignMoney, ...] | None = None
        self.button = KeyButton(_("Currency converter"), self.open, name="converter", kind="quiet")
        self.button.bind_key(QKeySequence(_KEY))
        self.button.show_hint(_KEY)
        self.button.setVisible(self._is_on)
        amount.value_changed.connect(self._show_worth)

    @property
    def _is_on(self) -> bool:
        return self._context.setup.installation.alternate_currency

    def show_control(self, control: Control) -> None:
        """Another drawer is chosen: rates are read when its currency is another one."""
        self._control = control
        self._show_worth()
        if control.currency != self._event.currency and self._offers is None and self._is_on:
            self._read(self._show_worth)

    def open(self) -> None:
        """Ask what was handed over."""
        if self._is_on:
            self._read(self._ask)

    def _read(self, then: Callable[[], None]) -> None:
        context, event = self._context, self._event
        offers = context.services.converter.offers
        work = partial(offers, event.currency, event.payment_date, context.actor)
        context.runner.run(self, work, partial(self._on_offers, then))

    def _on_offers(self, then: Callable[[], None], offers: tuple[ForeignMoney, ...]) -> None:
        self._offers = offers
        then()

    def _ask(self) -> None:
        event = self._event
        converting = Converting(event.currency, event.payment_date, self._offers or ())
        dialog = ConverterDialog(self._context, converting, self._amount.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.completed.connect(self._on_converted)
        dialog.open()

    def _on_converted(self, conversion: Conversion | None) -> None:
        """The drawer of the currency takes the money; nothing stands for the account's own."""
        wanted = self._event.currency if conversion is None else conversion.currency
        money = next((one for one in self._offers or () if one.currency == wanted), None)
        if money is not None and money.control is not None:
            self._tender_control.select(money.control.id)
        if conversion is not None:
            self._amount.set_value(conversion.amount)
        self._amount.setFocus()

    def _show_worth(self, _value: object = None) -> None:
        """What the amount is worth and at which rate; a missing rate is said at the amount."""
        says, wrong = self._words()
        row = self._form.row(_FIELD)
        row.show_hint(says)
        if wrong or not self._amount.error:
            row.show_error(wrong)

    def _words(self) -> tuple[str, str]:
        control, event, context = self._control, self._event, self._context
        if control is None or control.currency == event.currency or self._offers is None:
            return "", ""
        money = next((one for one in self._offers if one.currency == control.currency), None)
        quote = None if money is None else money.quote
        amount = self._amount.value()
        if amount is None or amount <= ZERO:
            rate = quote and rate_words(control.currency, event.currency, quote, context.formats)
            return rate or "", ""
        try:
            found = convert(
                amount,
                quote,
                control.currency,
                event.currency,
                day=event.payment_date,
                currencies=context.setup.currencies,
            )
        except Refused as refused:
            return "", context.texts.of(refused)
        worth = context.formats.money(found.worth, found.home)
        says = _("= {worth} at {rate}, {day}")
        day = context.formats.date(found.quote.day)
        return says.format(worth=worth, rate=found.quote.rate.text, day=day), ""
