"""Another payor for a tender (payments 5, TND-08). Pure."""

from typing import Final

from posapp.domain.accounts import Account
from posapp.domain.codes import PaymentStatus
from posapp.domain.event_views import EventView, TenderView
from posapp.errors import Refused

_SETTLED: Final = frozenset({PaymentStatus.FROZEN, PaymentStatus.CANCELED})


def check_payor(tender: TenderView, payor: Account, event: EventView) -> None:
    """Stop a change of payor that is none, or that frozen payments or the currency forbid.

    Raises:
        Refused: ``M-65``, ``M-70``, ``M-88``.
    """
    if payor.id == tender.payor_account_id:
        raise Refused("M-70", reason="it is the payor already")
    if any(payment.status in _SETTLED for payment in event.payments):
        raise Refused("M-88", reason="a payment is frozen; transfer the event instead")
    if payor.currency != event.currency:
        raise Refused("M-65", field="payor", value=payor.currency, currency=event.currency)
