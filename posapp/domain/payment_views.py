"""One payment as its page shows it, and what a payment of an account may be matched to.

Source: payments 7.1..7.3, 16.3, PE-10, PY-8..PY-12. Amounts are integer minor units of the event's
currency; dates are business dates, stamps UTC.
"""

from dataclasses import dataclass
from datetime import date, datetime

from posapp.domain.accounts import Account
from posapp.domain.codes import AgreementStatus, FtType, MatchKind
from posapp.domain.event_views import EventView, PaymentView
from posapp.domain.ids import AgreementId, PaymentId
from posapp.domain.money import ZERO, Money, total


@dataclass(frozen=True, slots=True)
class SplitLine:
    """An agreement of the payee with what the payment gives it (7.3).

    ``strict`` says that it may not be overpaid (PY-10); ``item`` is the number of its payable item.
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

    @property
    def named(self) -> str:
        """Kind of agreement, service point, item number, as far as there are."""
        return " ".join(part for part in (self.description, self.service, self.item) if part)

    @property
    def most(self) -> Money | None:
        """The most it may get; ``None`` when it may be overpaid on purpose (PY-10)."""
        return max(self.current_balance, ZERO) if self.strict else None


@dataclass(frozen=True, slots=True)
class GlLine:
    """A ledger line of a financial transaction: debit +, credit - (GL-1)."""

    distribution_code: str
    description: str
    amount: Money


@dataclass(frozen=True, slots=True)
class TransactionView:
    """A financial transaction of a payment with its ledger lines (16.3)."""

    id: int
    ft_type: FtType
    agreement_id: AgreementId
    sa_type: str
    current_amount: Money
    payoff_amount: Money
    accounting_date: date
    frozen_at: datetime
    reverses_id: int | None
    lines: tuple[GlLine, ...]


@dataclass(frozen=True, slots=True)
class PaymentPageView:
    """A payment with its event, the agreements of its account, and what it posted."""

    event: EventView
    payment_id: PaymentId
    agreements: tuple[SplitLine, ...]
    transactions: tuple[TransactionView, ...]

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
