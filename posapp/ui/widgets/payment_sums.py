"""To pay, amount tendered and cash back of a payment while it is typed; pure rules only (D-01)."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout

from posapp.domain.cash_back import Handed, change_due
from posapp.domain.money import ZERO, Money, total
from posapp.errors import Refused
from posapp.i18n import _
from posapp.ui.formats import Formats
from posapp.ui.texts import Texts
from posapp.ui.theme import GRID, dp
from posapp.ui.widgets.figure import Figure
from posapp.ui.widgets.tender_line import TypedTender


class PaymentSums(QFrame):
    """Three figures in fixed places; the change is the biggest, because it is handed out."""

    def __init__(self, formats: Formats, texts: Texts) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._formats = formats
        self._texts = texts
        self.to_pay = Figure(_("To pay"), name="to_pay")
        self.tendered = Figure(_("Amount Tendered"), name="tendered_total")
        self.cash_back = Figure(_("Cash Back Amount"), name="cash_back_amount", size="hero")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(dp(2 * GRID), dp(10), dp(2 * GRID), dp(10))
        layout.setSpacing(dp(4 * GRID))
        for figure in (self.to_pay, self.tendered):
            layout.addWidget(figure, 0, Qt.AlignmentFlag.AlignBottom)
        layout.addStretch(1)
        layout.addWidget(self.cash_back, 0, Qt.AlignmentFlag.AlignBottom)
        self.cash_back.align_right()

    def show_sums(self, to_pay: Money, typed: Iterable[TypedTender], currency: str) -> str:
        """Show the sums and return what is wrong with them, in words; empty when nothing is."""
        handed = [Handed(one.tender_type, one.amount) for one in typed if one.amount is not None]
        tendered = total(one.amount for one in handed)
        try:
            change, says = change_due(handed, to_pay), self._missing(tendered - to_pay, currency)
        except Refused as refused:
            change, says = ZERO, self._texts.of(refused)
        self.to_pay.show_value(self._formats.money(to_pay, currency))
        self.tendered.show_value(self._formats.money(tendered, currency))
        self.cash_back.show_value(self._formats.money(change, currency))
        return says

    def show_unknown(self) -> None:
        """A row is wrong, so nobody knows yet what is paid and handed back."""
        for figure in (self.to_pay, self.cash_back):
            figure.show_value("")

    def show_change(self, change: Money, currency: str) -> None:
        """Show what is handed out for the payment before, in the place of the next one's change."""
        self.cash_back.show_value(self._formats.money(change, currency))

    def _missing(self, difference: Money, currency: str) -> str:
        if difference >= ZERO:
            return ""
        return _("{amount} is missing.").format(amount=self._formats.money(-difference, currency))
