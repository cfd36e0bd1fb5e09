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
    (``USD 50.00 at 2.00``), empty for home money (AC-11). ``canceled`` is the reason why it does
    not count, in words.
    """

    description: str
    amount: Money
    check_number: str = ""
    micr_last4: str = ""
    foreign: str = ""
    canceled: str = ""


@dataclass(frozen=True, slots=True)
class ReceiptSegment:
    """One agreement that a payment reached, and its current balance after it."""

    description: str
    amount: Money
    balance_after: Money | None = None


@dataclass(frozen=True, slots=True)
class ReceiptPayment:
    """One payment: payee, amount and, on the long receipt, its segments and match.

    ``canceled`` is the reason why it does not count, in words.
    """

    account_id: str
    account_name: str
    amount: Money
    match: str = ""
    segments: tuple[ReceiptSegment, ...] = ()
    non_cis_name: str = ""
    reference: str = ""
    comments: str = ""
    canceled: str = ""


@dataclass(frozen=True, slots=True)
class ReceiptCheckout:
    """A checkout on a receipt: its number, items and charges, and credits used, below zero (CK-7b).

    The description of a credit is its comment, and may be empty.
    """

    number: str
    lines: tuple[ReceiptSegment, ...]
    credits: tuple[ReceiptSegment, ...]


@dataclass(frozen=True, slots=True)
class ReceiptDoc:
    """A customer receipt (RC-6).

    Attributes:
        organisation: name, printed big.
        address: lines under it.
        number: receipt number (D-31), also the barcode; ``document_number`` is additional.
        paid_at: when the money was taken; ``printed_at`` shows on every later print.
        items: numbers of the payable items that were paid, each once, in the order paid.
        copy: 0 for the original, n for *Duplicate n* (RC-2).
        canceled: reason text when the event is cancelled (RC-7), else empty.
        canceled_tenders: cancelled tenders beside valid ones.
        voided: cancelled payments beside live ones; transferred ones are not among them.
        demo: the paper says DEMO for ever.
        rounding: cash rounding line (D-20), ``None`` when there is none.
        seal: the drawer's audit chain as it was (``domain.seals``, reliability A.6), may be empty.
        checkout: what it paid as a checkout, ``None`` for any other payment (CK-7b).
    """

    organisation: str
    address: tuple[str, ...]
    number: str
    document_number: str
    event_id: str
    payment_date: date
    paid_at: datetime
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
    canceled_tenders: tuple[ReceiptTender, ...] = ()
    voided: tuple[ReceiptPayment, ...] = ()
    items: tuple[str, ...] = ()
    message: str = ""
    rounding: Money | None = None
    copy: int = 0
    canceled: str = ""
    demo: bool = False
    seal: str = ""
    checkout: ReceiptCheckout | None = None


@dataclass(frozen=True, slots=True)
class EndorsementDoc:
    """The back of a check (RC-3, PR-07).

    Attributes:
        text: the office's own text with its placeholders filled; empty means *For deposit only*.
        organisation: empty, as are the following, when the text says it already.
        bank_account: masked (PR-08).
        amount: what the check is over, in its own ``currency``.
        copy: 0 for the first print, n for *Duplicate n* (PR-04).
    """

    text: str
    organisation: str
    bank_account: str
    day: date | None
    tender_id: str
    account: str
    amount: Money | None
    currency: Currency
    copy: int = 0
    demo: bool = False


@dataclass(frozen=True, slots=True)
class Stub:
    """What a payment says in the form of a bill's stub: account, name, amount (RC-4).

    ``scan_line`` says the same to a scanner, with spaces between its groups; empty where no layout of the set-up holds it.
    """

    account: str
    name: str
    amount: Money
    scan_line: str = ""


@dataclass(frozen=True, slots=True)
class StubDoc:
    """Stubs of an event's payments; the barcode of each is its scan line, else its account number."""

    organisation: str
    address: tuple[str, ...]
    day: date
    event_id: str
    currency: Currency
    stubs: tuple[Stub, ...]
    copy: int = 0
    demo: bool = False
