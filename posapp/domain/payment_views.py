"""One payment as its page shows it, and what a payment of an account may be matched to.

Source: payments 7.1..7.3, 16.3, PE-10, PY-8..PY-12. Amounts are integer minor units of the event's
currency; dates are business dates, stamps UTC.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from posapp.domain.accounts import Account
from posapp.domain.codes import AgreementStatus, MatchKind
from posapp.domain.event_views import EventView, PaymentView
from posapp.domain.history import PaymentTransaction
from posapp.domain.ids import AgreementId, BillId, FtId, MatchEventId, PaymentId, SegmentId
from posapp.domain.money import ZERO, Money, total


@dataclass(frozen=True, slots=True)
class SplitLine:
    """An agreement of the payee, on open item with one of its bills, and what it gets (7.3, PY-12).

    ``strict`` says that the agreement may not be overpaid (PY-10); ``item`` is the number of its
    payable item. ``unpaid`` is what is open of the bill there, or, without bill, of the charges
    that are on no bill yet; ``None`` where the account is not open-item. ``disputed`` is the bill.
    """

    agreement_id: AgreementId
    sa_type: str
    description: str
    service: str
    item: str
    status: AgreementStatus
    strict: bool
    current_balance: Money
    payoff_balance: Money
    distributed: Money
    bill_id: BillId | None = None
    bill: str = ""
    due_date: date | None = None
    disputed: bool = False
    unpaid: Money | None = None

    @property
    def named(self) -> str:
        """Kind of agreement, service point, item number, as far as there are."""
        return " ".join(part for part in (self.description, self.service, self.item) if part)

    @property
    def most(self) -> Money | None:
        """The most its agreement may get; ``None`` when it may be overpaid on purpose (PY-10)."""
        return max(self.current_balance, ZERO) if self.strict else None

    @property
    def most_of_bill(self) -> Money | None:
        """The most its bill takes there; ``None`` without a bill (PY-12)."""
        return self.unpaid if self.bill_id is not None else None


@dataclass(frozen=True, slots=True)
class SegmentLine:
    """A pay segment with what hangs on it (7.2).

    ``ft_id`` is what it posted once it is frozen, ``match_event_id`` the live match event of that
    (open item); ``item`` and ``bill`` are numbers, empty for none.
    """

    segment_id: SegmentId
    agreement_id: AgreementId
    sa_type: str
    description: str
    service: str
    item: str
    bill_id: BillId | None
    bill: str
    amount: Money
    current_balance: Money
    ft_id: FtId | None
    match_event_id: MatchEventId | None

    @property
    def named(self) -> str:
        """What was paid: kind of agreement, service point, item or bill number, if there are."""
        parts = (self.description, self.service, self.item, self.bill)
        return " ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class PaymentPageView:
    """A payment with its event, its segments, the agreements of its account, what it posted.

    ``agreements`` are broken down by bill where the account is open-item (PY-12).
    """

    event: EventView
    payment_id: PaymentId
    segments: tuple[SegmentLine, ...]
    agreements: tuple[SplitLine, ...]
    transactions: tuple[PaymentTransaction, ...]
    open_item: bool
    """Whether the payee's debts are matched to payments, bill by bill (OI-1)."""
    division: str
    """CIS division of the payee in words (PY-7)."""

    @property
    def payment(self) -> PaymentView:
        """The payment itself."""
        return next(payment for payment in self.event.payments if payment.id == self.payment_id)


@dataclass(frozen=True, slots=True)
class MatchChoice:
    """Something unpaid of an account that a match value can name (PE-10, OI-1, IT-3)."""

    kind: MatchKind
    value: str
    words: str
    due_date: date | None
    due: Money


@dataclass(frozen=True, slots=True)
class Payee:
    """The account of a payment, and everything that its payment can be matched to."""

    account: Account
    open_item: bool
    non_cis: bool
    choices: tuple[MatchChoice, ...]
    due: Money
    """What the account owes now, floor zero."""


def unpaid_first(choices: tuple[MatchChoice, ...]) -> tuple[MatchChoice, ...]:
    """Choices with money on them, the ones due longest first; those of no date last."""
    owing = (choice for choice in choices if choice.due > ZERO)
    return tuple(sorted(owing, key=lambda choice: (choice.due_date or date.max, choice.value)))


def distributed(lines: tuple[SplitLine, ...]) -> Money:
    """What the lines give out together."""
    return total(line.distributed for line in lines)


def given_by_agreement(lines: tuple[SplitLine, ...]) -> Mapping[AgreementId, Money]:
    """What each agreement gets on all its lines together (PY-10, PY-12)."""
    given: dict[AgreementId, Money] = {}
    for line in lines:
        given[line.agreement_id] = given.get(line.agreement_id, ZERO) + line.distributed
    return given
