"""What paper shows: records that the printing layer lays out; it reads nothing else.

Source: RC-1..RC-7, PR-01..PR-08, D-20, D-31, D-33. Amounts are integer minor units of
``currency``; stamps are UTC and shown in the office's zone.
"""

from dataclasses import dataclass
from datetime import date, datetime

from posapp.domain.money import Currency, Money


@dataclass(frozen=True, slots=True)
class ReceiptTender:
    """A tender line: description of its type, amount, last digits of the check number or MICR.

    ``foreign`` is the amount in the tender's own currency with its rate, already in words
    (``USD 50.00 at 2.00``), empty for home money (AC-11).
    """

    description: str
    amount: Money
    check_number: str = ""
    micr_last4: str = ""
    foreign: str = ""


@dataclass(frozen=True, slots=True)
class ReceiptSegment:
    """One agreement that a payment reached, and its current balance after it."""

    description: str
    amount: Money
    balance_after: Money | None = None


@dataclass(frozen=True, slots=True)
class ReceiptPayment:
    """One payment: payee, amount and, on the long receipt, its segments and match."""

    account_id: str
    account_name: str
    amount: Money
    match: str = ""
    segments: tuple[ReceiptSegment, ...] = ()
    non_cis_name: str = ""
    reference: str = ""
    comments: str = ""


@dataclass(frozen=True, slots=True)
class ReceiptDoc:
    """A customer receipt (RC-6).

    Attributes:
        organisation: name, printed big.
        address: lines under it.
        number: receipt number (D-31), also the barcode; ``document_number`` is additional.
        items: numbers of the payable items that were paid, each once, in the order paid.
        copy: 0 for the original, n for *Duplicate n* (RC-2).
        canceled: reason text when the event is cancelled (RC-7), else empty.
        demo: the paper says DEMO for ever.
        rounding: cash rounding line (D-20), ``None`` when there is none.
        seal: first 16 hex digits of the drawer's audit chain head (reliability A.6), may be empty.
    """

    organisation: str
    address: tuple[str, ...]
    number: str
    document_number: str
    event_id: str
    payment_date: date
    printed_at: datetime
    zone: str
    office: str
    drawer: str
    cashier: str
    payor_name: str
    payor_account: str
    currency: Currency
    paid: Money
    amount_tendered: Money
    cash_back: Money
    tenders: tuple[ReceiptTender, ...]
    payments: tuple[ReceiptPayment, ...]
    items: tuple[str, ...] = ()
    message: str = ""
    rounding: Money | None = None
    copy: int = 0
    canceled: str = ""
    demo: bool = False
    seal: str = ""
