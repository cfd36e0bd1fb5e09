"""A bill as its page shows it: its charges, what paid it, the match events on it.

Source: payments 15, PY-12, OI-5. Amounts are integer minor units of the account's currency; dates
are business dates.
"""

from dataclasses import dataclass
from datetime import date

from posapp.domain.codes import PaymentStatus
from posapp.domain.ids import AccountId, AgreementId, BillId, EventId, PaymentId, SegmentId
from posapp.domain.matching import MatchEventView
from posapp.domain.money import ZERO, Money


@dataclass(frozen=True, slots=True)
class BillCharge:
    """A charge line; ``residue`` marks what the bill's amount has beyond the lines of its source."""

    seq: int
    agreement_id: AgreementId
    sa_type: str
    service: str
    description: str
    amount: Money
    residue: bool


@dataclass(frozen=True, slots=True)
class BillPayment:
    """A pay segment that is matched to the bill, with its payment (PY-12)."""

    segment_id: SegmentId
    payment_id: PaymentId
    event_id: EventId
    payment_date: date
    agreement_id: AgreementId
    sa_type: str
    service: str
    amount: Money
    status: PaymentStatus
    cancel_reason: str


@dataclass(frozen=True, slots=True)
class BillCard:
    """A bill; ``unpaid`` only for open-item accounts, whose payments name bills (OI-1).

    Payments of a balance-forward account pay its debt by age, so none is of one bill.
    """

    id: BillId
    number: str
    account_id: AccountId
    account_name: str
    currency: str
    bill_date: date
    due_date: date
    amount: Money
    description: str
    unpaid: Money | None
    charges: tuple[BillCharge, ...]
    payments: tuple[BillPayment, ...]
    matches: tuple[MatchEventView, ...]
    tax: Money = ZERO
    """The part of the amount that is tax, held until it is paid (GL-6)."""
