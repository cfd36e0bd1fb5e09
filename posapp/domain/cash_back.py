"""Change: how much, and whether it is allowed.

Source: D-01, D-32, CHG-01..CHG-12. Change is always one flagged negative tender of the
installation's starting-balance type.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from posapp.domain.money import ZERO, Money, total
from posapp.domain.setup import TenderType
from posapp.errors import Refused


@dataclass(frozen=True, slots=True)
class Handed:
    """A tender as handed over: its type and amount in the event's currency.

    ``is_cash`` says that it is cash of that currency, which may come in steps (D-20).
    """

    tender_type: TenderType
    amount: Money
    is_cash: bool = False


def change_due(handed: Iterable[Handed], to_pay: Money, currency: str = "") -> Money:
    """Change for what was handed over, zero when there is none; the shortfall is not its business.

    Args:
        handed: the tenders, in the event's currency.
        to_pay: sum of the payments.
        currency: code of the event's currency, for the sentence of a refusal.

    Raises:
        Refused: ``M-07`` when an excess exists and no tender type gives change, or the excess is
            more than those tenders (CHG-01, CHG-12).
    """
    tenders = tuple(handed)
    tendered = total(tender.amount for tender in tenders)
    excess = tendered - to_pay
    if excess <= ZERO:
        return ZERO
    giving = total(t.amount for t in tenders if t.tender_type.allow_cash_back)
    if excess > giving:
        strict = [t for t in tenders if not t.tender_type.allow_cash_back]
        raise Refused(
            "M-07",
            field="tenders",
            tender_type=" + ".join(dict.fromkeys(t.tender_type.description for t in strict)),
            tendered=tendered,
            amount=to_pay,
            **({"currency": currency} if currency else {}),
        )
    return excess


def missing(handed: Iterable[Handed], payments: Money) -> Money:
    """By how much the payments are more than what was handed over; below zero when less (D-32)."""
    return payments - total(tender.amount for tender in handed)
