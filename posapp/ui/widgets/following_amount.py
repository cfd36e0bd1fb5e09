"""The payment amount follows the tenders until somebody types it (AD-4)."""

from PySide6.QtCore import QObject

from posapp.domain.money import ZERO, Money, total
from posapp.domain.payment_views import MatchChoice
from posapp.ui.widgets.money_edit import MoneyEdit
from posapp.ui.widgets.tender_rows import TenderRows


class FollowingAmount(QObject):
    """Keeps the payment at what is handed over, at most at what is due.

    While an amount is halfway or wrong, the payment is what it was before.
    """

    def __init__(self, payment: MoneyEdit) -> None:
        """Make it; ``watch`` begins.

        Args:
            payment: the field of the payment amount.
        """
        super().__init__(payment)
        self._payment = payment
        self._tenders: TenderRows | None = None
        self._due = self._before = ZERO
        self._typed = self._leads = False
        payment.textEdited.connect(self._on_typed)
        payment.value_changed.connect(self._on_paid)

    def watch(self, tenders: TenderRows) -> None:
        """Follow the amounts of these tenders."""
        self._tenders = tenders
        tenders.edited.connect(self._on_edited)
        tenders.settled.connect(self._on_settled)
        tenders.first.amount.textEdited.connect(self._on_tender_typed)

    def start(self, due: Money) -> None:
        """Propose an amount for payment and tender (AD-3); what was typed is forgotten."""
        self._typed = self._leads = False
        self._due = self._before = due
        self._payment.set_value(due or None)
        if self._tenders is not None:
            self._tenders.first.amount.set_value(due or None)

    def take(self, choice: MatchChoice) -> None:
        """What was chosen among the debts is what is due, unless an amount was typed."""
        if choice.due <= ZERO or self._typed or self._tenders is None:
            return
        untouched = len(self._tenders.typed()) == 1 and self._before == self._due
        if untouched:
            self.start(choice.due)
        else:
            self._due = choice.due
            self._on_edited()

    def missing(self) -> Money | None:
        """What a further tender starts with: the rest of the payment, or of the debt."""
        if self._tenders is None:
            return None
        wanted = self._payment.value() or ZERO
        if not self._typed:
            wanted = max(wanted, self._due)
        typed = self._tenders.typed()
        handed = total(one.amount for one in typed if one.amount is not None)
        return wanted - handed if wanted > handed else None

    def _on_typed(self, _text: str) -> None:
        """The payment is what was typed; one tender that nobody typed follows it."""
        self._typed = True
        if self._tenders is not None and not self._tenders.first.amount.text().strip():
            self._leads = len(self._tenders.lines) == 1

    def _on_paid(self, _value: object = None) -> None:
        if self._leads and self._tenders is not None:
            self._tenders.first.amount.set_value(self._payment.value())

    def _on_tender_typed(self, _text: str) -> None:
        self._leads = False

    def _on_edited(self) -> None:
        if not self._typed:
            self._payment.set_value(self._followed() or None)

    def _on_settled(self) -> None:
        self._before = self._followed()

    def _followed(self) -> Money:
        if self._tenders is None:
            return self._before
        amounts = [one.amount for one in self._tenders.typed()]
        known = [one for one in amounts if one is not None]
        handed = total(known)
        if len(known) < len(amounts) or not handed:
            return self._before
        return min(handed, self._due) if self._due else handed
