"""Helps to say what a payment is for: offers what is unpaid, tells what would fail (D-26)."""

from functools import partial

from PySide6.QtCore import QObject

from posapp.domain.accounts import AccountCard
from posapp.domain.ids import AccountId
from posapp.domain.match_offers import BillOffer, offers_of
from posapp.domain.setup import SetUp
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.widgets.payment_fields import PaymentFields


class MatchHelp(QObject):
    """Watches match type and value of the payment dialog.

    What it says at a field stops nobody: money that was received is stored, in Error (D-26).
    """

    def __init__(self, context: UiContext, fields: PaymentFields) -> None:
        """Make it.

        Args:
            context: the window's surroundings.
            fields: of the dialog.
        """
        super().__init__(fields)
        self._context = context
        self._fields = fields
        self._card: AccountCard | None = None
        self._setup = context.setup
        self._bills: tuple[BillOffer, ...] = ()
        fields.match_type.value_changed.connect(self._on_type)
        fields.match_value.textChanged.connect(self.say)

    def show(self, card: AccountCard, setup: SetUp) -> None:
        """Help with the debts of an account; bills are read off the GUI thread."""
        self._card, self._setup, self._bills = card, setup, ()
        self._on_type()
        if card.open_item:
            context = self._context
            bills = context.services.browse.unpaid_bills
            work = partial(bills, card.account.id, context.actor)
            context.runner.run(self, work, partial(self._on_bills, card.account.id))

    def say(self, _text: str = "") -> None:
        """Say at the field what would end in Error."""
        fields, card = self._fields, self._card
        if card is None:
            return
        missing = card.match_required and not fields.match_type.value()
        says = _("Open-item: choose what is paid.") if missing else ""
        fields.form.show_error("match_type", says)
        if not fields.match_value.error:
            value = fields.match_value.value()
            unknown = bool(value) and not fields.match_value.knows(value)
            says = _("Nothing unpaid has this number.") if unknown else ""
            fields.form.show_error("match_value", says)

    def _on_type(self, _code: object = None) -> None:
        """Offer what is unpaid of the kind that is chosen."""
        if self._card is None:
            return
        chosen = self._setup.match_types.get(self._fields.match_type.value() or "")
        offers = offers_of(chosen.kind, self._card, self._bills, self._setup) if chosen else ()
        self._fields.offer_match(offers)
        self.say()

    def _on_bills(self, account_id: AccountId, bills: tuple[BillOffer, ...]) -> None:
        if self._card is not None and account_id == self._card.account.id:
            self._bills = bills
            self._on_type()
