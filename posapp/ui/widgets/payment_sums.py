"""To pay, amount tendered and cash back of a payment while it is typed; pure rules only (D-01)."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout

from posapp.domain.cash_back import Handed
from posapp.domain.cash_rounding import Settlement, settled
from posapp.domain.money import ZERO, Money, total
from posapp.domain.setup import SetUp
from posapp.errors import Refused
from posapp.i18n import _
from posapp.ui.formats import Formats
from posapp.ui.texts import Texts
from posapp.ui.theme import GRID, dp
from posapp.ui.widgets.figure import Figure
from posapp.ui.widgets.tender_line import TypedTender


class PaymentSums(QFrame):
    """Three figures in fixed places; the change is the biggest, because it is handed out.

    A fourth says what cash is rounded by, where there is any (D-20).
    """

    def __init__(self, formats: Formats, texts: Texts, setup: SetUp) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._formats = formats
        self._texts = texts
        self._setup = setup
        self.to_pay = Figure(_("To pay"), name="to_pay")
        self.tendered = Figure(_("Amount Tendered"), name="tendered_total")
        self.rounding = Figure(_("Cash rounding"), name="cash_rounding")
        self.rounding.hide()
        self.cash_back = Figure(_("Cash Back Amount"), name="cash_back_amount", size="hero")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(dp(2 * GRID), dp(10), dp(2 * GRID), dp(10))
        layout.setSpacing(dp(4 * GRID))
        for figure in (self.to_pay, self.tendered, self.rounding):
            layout.addWidget(figure, 0, Qt.AlignmentFlag.AlignBottom)
        layout.addStretch(1)
        layout.addWidget(self.cash_back, 0, Qt.AlignmentFlag.AlignBottom)
        self.cash_back.align_right()

    def show_sums(self, to_pay: Money | None, typed: Iterable[TypedTender], currency: str) -> str:
        """Show the sums and return what is wrong with them, in words; empty when nothing is.

        While nobody knows what is paid (``None``) there is no change either.
        """
        handed = handed_as(typed, self._setup)
        if to_pay is None:
            tendered = total(one.amount for one in handed)
            self.tendered.show_value(self._formats.money(tendered, currency))
            self.show_unknown()
            return ""
        try:
            found, says = settled(handed, to_pay, self._setup.currencies[currency]), ""
        except Refused as refused:
            found = Settlement(tuple(one.amount for one in handed), ZERO, ZERO)
            says = self._texts.of(refused)
        tendered = total(found.amounts)
        self.to_pay.show_value(self._formats.money(to_pay, currency))
        self.tendered.show_value(self._formats.money(tendered, currency))
        self.rounding.show_value(self._formats.money(found.rounding, currency))
        self.rounding.setVisible(bool(found.rounding))
        self.cash_back.show_value(self._formats.money(found.change, currency))
        return says or self._missing(tendered + found.rounding - to_pay, currency)

    def show_unknown(self) -> None:
        """A row is wrong, so nobody knows yet what is paid and handed back."""
        for figure in (self.to_pay, self.cash_back):
            figure.show_value("")
        self.rounding.hide()

    def show_change(self, change: Money, currency: str) -> None:
        """Show what is handed out for the payment before, in the place of the next one's change."""
        self.cash_back.show_value(self._formats.money(change, currency))

    def _missing(self, difference: Money, currency: str) -> str:
        if difference >= ZERO:
            return ""
        return _("{amount} is missing.").format(amount=self._formats.money(-difference, currency))


def handed_as(typed: Iterable[TypedTender], setup: SetUp) -> list[Handed]:
    """Typed tenders as the rules of change and rounding see them; without those of no amount."""
    cash = setup.installation.starting_balance_tender_type
    return [
        Handed(one.tender_type, one.amount, one.tender_type.code == cash and not one.conversion)
        for one in typed
        if one.amount is not None
    ]
