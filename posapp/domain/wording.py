"""The office's own texts on paper, with their placeholders filled (PR-07, RC-5).

Amounts are worded in the currency of what they belong to; dates and times in the office's zone.
"""

import re
from collections.abc import Mapping
from typing import Final
from zoneinfo import ZoneInfo

from posapp.domain.event_views import EventView
from posapp.domain.ids import long_id
from posapp.domain.money import Currency, Money
from posapp.domain.setup import SetUp

_PLACEHOLDER: Final = re.compile(r"\{([a-z_]+)\}")


def filled(text: str, values: Mapping[str, str]) -> str:
    """A text with its placeholders filled.

    Unknown ones stay as they are: a typing error in a setting must not stop a paper. One pass:
    what a name says must not be taken for a placeholder itself.
    """
    return _PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), text)


def placeholders_in(text: str) -> frozenset[str]:
    """Names of the placeholders that a text uses, known or not."""
    return frozenset(_PLACEHOLDER.findall(text))


def event_words(event: EventView, setup: SetUp) -> dict[str, str]:
    """Values of the placeholders that every paper of an event knows."""
    currency = setup.currencies[event.currency]
    handed = [t for t in event.tenders if not t.flagged]
    zone = ZoneInfo(setup.offices[event.office].zone)
    return {
        "org": setup.installation.organisation,
        "date": event.payment_date.isoformat(),
        "time": event.created_at.astimezone(zone).strftime("%H:%M"),
        "doc_no": event.document_number or event.receipt_number or long_id(event.id),
        "event_id": long_id(event.id),
        "payor": handed[0].payor_name,
        "amount": priced(event.totals.payments, currency),
        "change": priced(event.totals.cash_back, currency),
        "tender_type": " + ".join(dict.fromkeys(t.description for t in handed)),
        "cashier": event.created_by,
    }


def priced(amount: Money, currency: Currency) -> str:
    """An amount with the sign of its currency."""
    return currency.symbol + currency.text(amount)
