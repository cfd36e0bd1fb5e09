"""Exceptions: unbalanced events, payments not frozen, charges not levied, each with its repair.

Source: payments 18 (EX-1..EX-5), controls 5.6 (XC-01..XC-04), NS-04, PE-14, D-06. Amounts are integer minor
units of the event's currency; dates are business dates, stamps UTC.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from posapp.domain.codes import PaymentStatus
from posapp.domain.ids import AccountId, EventId, PaymentId, TenderId
from posapp.domain.money import ZERO, Money


class ExceptionKind(StrEnum):
    """What is wrong (XC-02); uncharged is a returned tender whose charge nobody owes yet (NS-04)."""

    UNBALANCED = "UNBALANCED"
    ERROR = "ERROR"
    UNFROZEN = "UNFROZEN"
    UNCHARGED = "UNCHARGED"


class ExceptionFilter(StrEnum):
    """What the list of exceptions can be narrowed to; combined with AND."""

    KIND = "kind"
    CONTROL = "tender_control_id"
    DATE_FROM = "date_from"
    DATE_TO = "date_to"


class Repair(StrEnum):
    """What mends an exception (EX-5)."""

    MEND_PAYMENT = "MEND_PAYMENT"
    DISTRIBUTE = "DISTRIBUTE"
    FREEZE = "FREEZE"
    BALANCE_FIRST = "BALANCE_FIRST"
    TENDER_CANCELED = "TENDER_CANCELED"
    PAYMENT_CANCELED = "PAYMENT_CANCELED"
    ADD_PAYMENT = "ADD_PAYMENT"
    CORRECT_AMOUNTS = "CORRECT_AMOUNTS"
    LOWER_PAYMENTS = "LOWER_PAYMENTS"
    CANCEL_PAYMENT = "CANCEL_PAYMENT"
    SETTLE_CHARGE = "SETTLE_CHARGE"


REPAIRS: Final[Mapping[Repair, str]] = {
    Repair.MEND_PAYMENT: (
        "Read the message, correct the account, the agreement or the match value, then distribute "
        "and freeze."
    ),
    Repair.DISTRIBUTE: "Distribute the payment, then freeze it.",
    Repair.FREEZE: "Freeze the payment.",
    Repair.BALANCE_FIRST: "Balance the payment event first, then distribute and freeze.",
    Repair.TENDER_CANCELED: (
        "A tender was canceled and others remain: add payments for the rest, or cancel the rest."
    ),
    Repair.PAYMENT_CANCELED: (
        "A payment was canceled and not replaced: add a payment, or cancel the tender."
    ),
    Repair.ADD_PAYMENT: "More was tendered than is paid: add a payment for the rest.",
    Repair.CORRECT_AMOUNTS: (
        "Correct the amount of the payment or the tender, recalculate cash back, then distribute "
        "and freeze."
    ),
    Repair.LOWER_PAYMENTS: (
        "Less was tendered than is paid: take the rest as a further tender, or lower or delete a "
        "payment."
    ),
    Repair.CANCEL_PAYMENT: (
        "Less was tendered than is paid: take the rest as a further tender, or cancel the payment, "
        "correct the tender and add the payment again."
    ),
    Repair.SETTLE_CHARGE: (
        "The payor of a returned tender has no agreement for the charge: ask for it in another way "
        "or waive it, then mark it as done."
    ),
}
"""What to do, in a sentence that one can act on."""


class Place(StrEnum):
    """The page on which an exception is mended."""

    EVENT = "event"
    PAYMENT = "payment"


@dataclass(frozen=True, slots=True)
class EventFacts:
    """What the repair of an event depends on.

    ``tenders`` sums the valid tenders and ``payments`` the payments that count (PE-4).
    """

    tenders: Money
    payments: Money
    unfrozen: int
    frozen: int
    canceled_payments: int
    canceled_tenders: int

    @property
    def difference(self) -> Money:
        """Tenders less payments: what is not accounted for."""
        return self.tenders - self.payments


@dataclass(frozen=True, slots=True)
class ExceptionItem:
    """One exception in the list (EX-1, EX-2, XC-01).

    ``account_id`` and ``account_name`` are the payee's for a payment, the payor's for an event.
    ``amount`` is the payment's, or for an event its tenders less its payments. ``status`` and
    ``error_text`` are a payment's. ``tender_id`` is the returned tender whose charge could not be
    levied; then account and amount are the tender's.
    """

    kind: ExceptionKind
    event_id: EventId
    payment_id: PaymentId | None
    payment_date: date
    account_id: AccountId
    account_name: str
    currency: str
    amount: Money
    status: PaymentStatus | None
    error_text: str
    facts: EventFacts
    created_at: datetime
    created_by: str
    tender_id: TenderId | None = None

    @property
    def repair(self) -> Repair:
        """What mends it (EX-5, NS-04)."""
        if self.tender_id is not None:
            return Repair.SETTLE_CHARGE
        if self.status is None:
            return repair_of_event(self.facts)
        return repair_of_payment(self.status, self.facts)

    @property
    def place(self) -> Place:
        """Where it is mended: an unbalanced event needs its payments and tenders side by side."""
        if self.payment_id is None or self.repair is Repair.BALANCE_FIRST:
            return Place.EVENT
        return Place.PAYMENT


@dataclass(frozen=True, slots=True)
class ExceptionCounts:
    """How many there are of each kind (EX-3)."""

    unbalanced: int = 0
    errors: int = 0
    unfrozen: int = 0
    uncharged: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.unbalanced + self.errors + self.unfrozen + self.uncharged


def repair_of_event(facts: EventFacts) -> Repair:
    """What balances an unbalanced event (EX-5).

    A canceled tender tells more than a canceled payment: canceling a tender cancels the frozen
    payments with it (CX-2).
    """
    if facts.difference > ZERO:
        if facts.canceled_tenders:
            return Repair.TENDER_CANCELED
        if facts.canceled_payments:
            return Repair.PAYMENT_CANCELED
        return Repair.ADD_PAYMENT if facts.frozen else Repair.CORRECT_AMOUNTS
    return Repair.LOWER_PAYMENTS if facts.unfrozen else Repair.CANCEL_PAYMENT


def repair_of_payment(status: PaymentStatus, facts: EventFacts) -> Repair:
    """What a payment needs that is not frozen (EX-2, EX-5)."""
    if status is PaymentStatus.ERROR:
        return Repair.MEND_PAYMENT
    if facts.difference != ZERO:
        return Repair.BALANCE_FIRST
    return Repair.FREEZE if status is PaymentStatus.FREEZABLE else Repair.DISTRIBUTE
