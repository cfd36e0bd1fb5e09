"""The words people see for codes of the field, each with the colour of its state."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from posapp.domain.autopay_codes import RequestStatus
from posapp.domain.codes import (
    AgreementStatus,
    ChargeKind,
    ControlStatus,
    DepositKind,
    DistributeAction,
    FtType,
    ItemState,
    MatchEventStatus,
    PaymentStatus,
    PersonType,
    Role,
    SourceType,
    TenderStatus,
    TurnInDirection,
    TurnInStatus,
)
from posapp.domain.credit_codes import AdjustmentState, CheckoutState, UseState
from posapp.domain.desk import EventState
from posapp.domain.exceptions import ExceptionKind
from posapp.domain.mail_codes import MailKind, MailState
from posapp.domain.messages import FIELD_LABELS
from posapp.i18n import _
from posapp.ui.tokens import Tone


@dataclass(frozen=True, slots=True)
class Word:
    """A code in words, with its tone."""

    text: str
    tone: Tone = Tone.GREY


_WORDS: Final[Mapping[type[StrEnum], Mapping[str, Word]]] = {
    PaymentStatus: {
        "INCOMPLETE": Word("Incomplete", Tone.AMBER),
        "ERROR": Word("Error", Tone.RED),
        "FREEZABLE": Word("Freezable", Tone.AMBER),
        "FROZEN": Word("Frozen", Tone.GREEN),
        "CANCELED": Word("Canceled", Tone.RED),
    },
    TenderStatus: {
        "VALID": Word("Valid", Tone.GREEN),
        "CANCELED": Word("Canceled", Tone.RED),
    },
    ControlStatus: {
        "OPEN": Word("Open", Tone.BLUE),
        "BALANCING": Word("Balancing In Progress", Tone.AMBER),
        "BALANCED": Word("Balanced", Tone.GREEN),
    },
    TurnInStatus: {
        "AWAITING": Word("Awaiting", Tone.AMBER),
        "APPROVED": Word("Approved", Tone.GREEN),
    },
    TurnInDirection: {
        "OUT": Word("From the drawer"),
        "IN": Word("To the drawer"),
    },
    DepositKind: {
        "BANK": Word("Bank deposit"),
        "SETTLEMENT": Word("Settlement"),
    },
    ItemState: {
        "PAYABLE": Word("Payable", Tone.AMBER),
        "IN_CHECKOUT": Word("In checkout", Tone.BLUE),
        "PAID": Word("Paid", Tone.GREEN),
        "RELEASED": Word("Released", Tone.GREY),
        "WRITTEN_OFF": Word("Written off", Tone.GREY),
    },
    ChargeKind: {
        "FINE": Word("Fine"),
        "PENALTY": Word("Penalty"),
        "INTEREST": Word("Interest"),
        "FEE": Word("Fee"),
        "TAX": Word("Tax"),
        "REDUCTION": Word("Reduction"),
        "PAYMENT": Word("Earlier payment"),
    },
    PersonType: {
        "STAFF": Word("Staff"),
        "STUDENT": Word("Student"),
        "GUEST": Word("Guest"),
    },
    AgreementStatus: {
        "PENDING": Word("Pending start", Tone.BLUE),
        "ACTIVE": Word("Active", Tone.GREEN),
        "PENDING_STOP": Word("Pending stop", Tone.AMBER),
        "STOPPED": Word("Stopped", Tone.AMBER),
        "CLOSED": Word("Closed", Tone.GREY),
        "CANCELED": Word("Canceled", Tone.RED),
    },
    EventState: {
        "CANCELED": Word("Canceled", Tone.RED),
        "ERROR": Word("Error", Tone.RED),
        "UNFROZEN": Word("Unfrozen", Tone.AMBER),
        "WAITING": Word("Waits for its day", Tone.BLUE),
        "UNBALANCED": Word("Unbalanced", Tone.AMBER),
        "FROZEN": Word("Frozen", Tone.GREEN),
    },
    FtType: {
        "BS": Word("Bill"),
        "AD": Word("Adjustment"),
        "CV": Word("Conversion"),
        "PS": Word("Pay segment"),
        "PX": Word("Pay segment cancellation"),
    },
    MatchEventStatus: {
        "OPEN": Word("Open", Tone.AMBER),
        "BALANCED": Word("Balanced", Tone.GREEN),
        "CANCELED": Word("Canceled", Tone.GREY),
    },
    ExceptionKind: {
        "UNBALANCED": Word("Unbalanced", Tone.RED),
        "ERROR": Word("Error", Tone.RED),
        "UNFROZEN": Word("Unfrozen", Tone.AMBER),
        "UNCHARGED": Word("No charge", Tone.AMBER),
    },
    RequestStatus: {
        "PENDING": Word("Pending", Tone.AMBER),
        "EXTRACTED": Word("Sent", Tone.GREEN),
        "CANCELED": Word("Canceled", Tone.GREY),
        "REJECTED": Word("Rejected", Tone.RED),
    },
    SourceType: {
        "ADHOC": Word("Ad hoc"),
        "AUTOPAY": Word("Automatic payment"),
        "CASHIERING": Word("Online cashiering"),
        "LOCKBOX": Word("Lockbox"),
    },
    MailState: {
        "QUEUED": Word("Queued", Tone.AMBER),
        "SENT": Word("Sent", Tone.GREEN),
        "FAILED": Word("Failed", Tone.RED),
        "CANCELED": Word("Canceled", Tone.GREY),
    },
    MailKind: {
        "CHECKOUT": Word("Payment"),
        "REFUND": Word("Refund"),
        "PAYROLL": Word("Payroll deduction"),
        "Z_REPORT": Word("Drawer balanced"),
    },
    CheckoutState: {
        "SUBMITTED": Word("Submitted", Tone.BLUE),
        "PROCESSED": Word("Processed", Tone.GREEN),
        "CANCELED": Word("Canceled", Tone.GREY),
        "REFUNDED": Word("Refunded", Tone.AMBER),
    },
    AdjustmentState: {
        "UNPROCESSED": Word("Unprocessed", Tone.AMBER),
        "PROCESSED": Word("Processed", Tone.GREEN),
    },
    UseState: {
        "RESERVED": Word("Reserved", Tone.BLUE),
        "USED": Word("Used", Tone.GREEN),
        "RETURNED": Word("Returned", Tone.GREY),
    },
    DistributeAction: {
        "none": Word("Do not distribute"),
        "distribute": Word("Distribute"),
        "freeze": Word("Distribute and freeze"),
    },
    Role: {
        "cashier": Word("Cashier"),
        "supervisor": Word("Supervisor"),
        "setup": Word("Set-up"),
        "auditor": Word("Auditor"),
        "admin": Word("Administrator"),
    },
}


_ABBREVIATIONS: Final = frozenset({"cis", "id", "micr"})


def word(code: StrEnum) -> Word:
    """A code in the language in force; a code without a word shows as its own name."""
    found = _WORDS.get(type(code), {}).get(code.value)
    if found is None:
        return Word(code.value.replace("_", " ").capitalize())
    return Word(_(found.text), found.tone)


def label(name: str) -> str:
    """A field's name as its label reads: ``payment_date`` -> *Payment Date*."""
    if name in FIELD_LABELS:
        return _(FIELD_LABELS[name])
    words = (
        part.upper() if part in _ABBREVIATIONS else part.capitalize()
        for part in name.split("_")
        if part
    )
    return _(" ".join(words))
