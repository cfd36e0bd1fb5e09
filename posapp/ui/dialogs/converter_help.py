"""The converter beside the tenders of a new payment: its button, and what a new date does (AC-02)."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence

from posapp.domain.converter import Conversion, ForeignMoney, take
from posapp.errors import Refused
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.dialogs.converter import ConverterDialog, Converting
from posapp.ui.widgets.buttons import KeyButton
from posapp.ui.widgets.payment_fields import PaymentFields
from posapp.ui.widgets.tender_line import TenderLine

KEY: Final = "Alt+U"


class ConverterHelp(QObject):
    """Opens the converter for the line worked in; converts again when the payment date changes."""

    def __init__(self, context: UiContext, fields: PaymentFields, home: Callable[[], str]) -> None:
        """Make the button, where the installation takes alternate currency.

        Args:
            context: the window's surroundings.
            fields: of the payment dialog.
            home: gives the currency of the payor's account.
        """
        super().__init__(fields)
        self._context = context
        self._fields = fields
        self._home = home
        self._generation = 0
        self.button = KeyButton(_("Currency converter"), self.open, name="converter", kind="quiet")
        # A click must leave the line that is converted in focus.
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.button.bind_key(QKeySequence(KEY))
        self.button.show_hint(KEY)
        fields.tenders.buttons.insertWidget(1, self.button)
        self.button.setVisible(context.setup.installation.alternate_currency)
        fields.payment_date.value_changed.connect(self._on_date)

    def open(self) -> None:
        """Read rates and drawers of the payment date, then ask."""
        if self._context.setup.installation.alternate_currency:
            self._read(partial(self._ask, self._fields.tenders.current))

    def _read(self, then: Callable[[Converting], None]) -> None:
        day, home = self._fields.payment_date.value(), self._home()
        if day is None:
            return
        self._generation += 1
        context = self._context
        work = partial(context.services.converter.offers, home, day, context.actor)
        answered = partial(self._on_offers, self._generation, home, day, then)
        context.runner.run(self, work, answered)

    def _on_offers(
        self,
        generation: int,
        home: str,
        day: date,
        then: Callable[[Converting], None],
        offers: tuple[ForeignMoney, ...],
    ) -> None:
        if generation == self._generation and home == self._home():
            then(Converting(home, day, offers))

    def _ask(self, line: TenderLine, converting: Converting) -> None:
        start = line.typed().conversion
        dialog = ConverterDialog(self._context, converting, self._fields.window(), start)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.completed.connect(partial(self._on_converted, line))
        dialog.open()

    def _on_converted(self, line: TenderLine, conversion: Conversion | None) -> None:
        line.take_conversion(conversion)
        line.amount.setFocus()

    def _on_date(self, _day: date | None) -> None:
        """Another day has another rate: what was converted is converted again (AC-04)."""
        if any(line.typed().conversion for line in self._fields.tenders.lines):
            self._read(self._convert_again)

    def _convert_again(self, converting: Converting) -> None:
        money = {one.currency: one for one in converting.offers}
        for line in self._fields.tenders.lines:
            before = line.typed().conversion
            if before is None:
                continue
            none = ForeignMoney(before.currency, None, None)
            try:
                found = take(
                    before.amount,
                    money.get(before.currency, none),
                    converting.home,
                    day=converting.day,
                    currencies=self._context.setup.currencies,
                )
            except Refused as refused:
                line.take_conversion(None)
                line.show_error("amount_tendered", self._context.texts.of(refused))
            else:
                line.take_conversion(found)
