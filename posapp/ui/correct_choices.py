"""What the fields of a correction ask and offer: tenders, payments, drawers, bank accounts."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtWidgets import QWidget

from posapp.domain.correction_steps import live_payments, stated
from posapp.domain.event_views import EventView
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.correct_subject import CorrectSubject, Suspected
from posapp.ui.formats import Formats, joined
from posapp.ui.tender_words import drawer_words, tender_words
from posapp.ui.widgets.choice_box import Choice, ChoiceBox
from posapp.ui.widgets.money_edit import MoneyEdit

# Fields whose value goes into the order under their own name.
PLAIN: Final = (
    "payor_too",
    "tender_type",
    "check_number",
    "external_reference",
    "reason",
    "change_returned",
    "drawer",
    "non_cis_name",
    "reference",
    "comments",
)
REQUIRED: Final[Mapping[str, str]] = {
    "amount_tendered": "Enter what was really handed over.",
    "tender_type": "Choose what was really handed over.",
    "external_reference": "Enter the authorization code.",
    "payment_date": "Enter the right date.",
    "change_returned": "Say whether the change came back.",
}


def tender_choices(event: EventView, formats: Formats) -> list[Choice]:
    """Valid tenders that a person stated."""
    return [Choice(one.id, tender_words(one, formats)) for one in stated(event)]


def returned_choices(event: EventView, context: UiContext) -> list[Choice]:
    """Valid tenders that a bank can send back, checks first; never the cash of the drawer."""
    setup = context.setup
    cash = setup.installation.starting_balance_tender_type
    found = [one for one in stated(event) if one.tender_type != cash]
    found.sort(key=lambda one: not setup.tender_types[one.tender_type].requires_check_number)
    return [Choice(one.id, tender_words(one, context.formats)) for one in found]


def payment_choices(event: EventView, formats: Formats) -> list[Choice]:
    """Payments that count."""
    money = formats.money
    return [
        Choice(one.id, joined(one.account_name, money(one.amount, event.currency)))
        for one in live_payments(event)
    ]


def drawer_choices(subject: CorrectSubject, context: UiContext) -> list[Choice]:
    """Open drawers for money that cannot go back out of the one it lies in; empty without any."""
    closed = subject.closed
    return [
        Choice(one.id, drawer_words(one, context.setup))
        for one in subject.desk.open_controls
        if closed and one.currency == closed[0].control_currency
    ]


def type_choices(context: UiContext) -> list[Choice]:
    """Tender types of the counter, none chosen."""
    kinds = [one for one in context.setup.tender_types.values() if one.offered]
    return [Choice("", _("Choose")), *(Choice(one.code, one.description) for one in kinds)]


def charge_choices(context: UiContext) -> list[Choice]:
    """Cancel reasons that charge the payor (NS-01)."""
    reasons = context.setup.cancel_reasons.values()
    return [Choice(one.code, one.description) for one in reasons if one.nsf_charge]


def fill(fields: Mapping[str, QWidget], suspected: Suspected) -> None:
    """Write what would be right into the fields that ask for it."""
    amount, kind = fields.get("amount_tendered"), fields.get("tender_type")
    if isinstance(amount, MoneyEdit) and suspected.amount is not None:
        amount.set_value(suspected.amount)
    if isinstance(kind, ChoiceBox) and suspected.tender_type:
        kind.select(suspected.tender_type)


def bank_choices(context: UiContext, currency: str) -> list[Choice]:
    """Our accounts that may be charged, the original one first."""
    banks = [
        Choice(one, joined(f"{one.bank} {one.key}", one.description))
        for one in context.setup.bank_accounts
        if one.currency == currency
    ]
    return [Choice(None, _("As deposited (original account)")), *banks]
