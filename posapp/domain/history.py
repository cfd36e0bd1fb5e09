"""An account's past: financial history, the transactions of a payment, its credit rating.

Source: payments 16.3, CR-01..CR-08. Amounts are integer minor units of the account's currency;
dates are business dates, stamps UTC.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from posapp.domain.accounts import Account, account_is_cash_only
from posapp.domain.codes import FtType
from posapp.domain.ids import AccountId, AgreementId, EventId, FtId, TenderId
from posapp.domain.money import Money
from posapp.domain.setup import SetUp
from posapp.errors import Refused

MOST_POINTS: Final = 9999


@dataclass(frozen=True, slots=True)
class FinancialEntry:
    """One line of the financial history (16.3): what happened, and the balances after it.

    ``adjustment``, ``bill`` and ``item`` name what it came from as far as there is one; ``parent_id``
    and, for payments, ``event_id`` are where to go to. Adjustments by requisition code have that and
    a ``comment``; ``uses_credit`` says that a checkout used one (AJ-1, CK-10).
    """

    id: FtId
    effective_date: date
    ft_type: FtType
    adjustment: str
    bill: str
    item: str
    agreement_id: AgreementId
    sa_type: str
    description: str
    service: str
    current_amount: Money
    current_balance: Money
    payoff_amount: Money
    payoff_balance: Money
    currency: str
    parent_id: int
    event_id: EventId | None
    requisition_code: str = ""
    comment: str = ""
    uses_credit: bool = False

    @property
    def payoff_amount_is_equal(self) -> bool:
        """Shown gray: the payoff amount says nothing new (16.3)."""
        return self.payoff_amount == self.current_amount

    @property
    def payoff_balance_is_equal(self) -> bool:
        """Shown gray: the payoff balance says nothing new (16.3)."""
        return self.payoff_balance == self.current_balance


@dataclass(frozen=True, slots=True)
class GlEntry:
    """A line of the ledger with the account's names: debit +, credit -."""

    code: str
    description: str
    account_number: str
    amount: Money


@dataclass(frozen=True, slots=True)
class PaymentTransaction:
    """A financial transaction of a payment, original or reversal, with its GL lines (16.3)."""

    id: FtId
    ft_type: FtType
    agreement_id: AgreementId
    sa_type: str
    description: str
    service: str
    current_amount: Money
    payoff_amount: Money
    currency: str
    accounting_date: date
    frozen_at: datetime
    frozen_by: str
    reverses_id: FtId | None
    lines: tuple[GlEntry, ...]


@dataclass(frozen=True, slots=True)
class Rating:
    """A row of the credit rating history (CR-01); ``event_id`` is that of its cancelled tender."""

    id: int
    account_id: AccountId
    start_date: date
    end_date: date | None
    rating_effect: int
    cash_only_effect: int
    comment: str
    tender_id: TenderId | None
    event_id: EventId | None
    created_at: datetime
    created_by: str

    @property
    def by_hand(self) -> bool:
        """Entered by somebody, not made by the cancellation of a tender (CR-08)."""
        return self.tender_id is None

    def in_force(self, day: date) -> bool:
        """Whether it counts on a day (CR-02, CR-03)."""
        return self.start_date <= day and (self.end_date is None or self.end_date >= day)


@dataclass(frozen=True, slots=True)
class CreditRating:
    """Where an account stands: its rows, newest first, and what they come to today."""

    account_id: AccountId
    today: date
    rows: tuple[Rating, ...]
    beginning_rating: int
    rating: int
    rating_threshold: int
    beginning_score: int
    score: int
    cash_only_threshold: int
    cash_only: bool

    @property
    def is_low(self) -> bool:
        """An alert on the account; payments are taken all the same (CR-07)."""
        return self.rating < self.rating_threshold


@dataclass(frozen=True, slots=True)
class AddRating:
    """Enter a row by hand (CR-08); no end date means for ever."""

    request_id: str
    account_id: AccountId
    start_date: date
    end_date: date | None
    rating_effect: int
    cash_only_effect: int
    comment: str


@dataclass(frozen=True, slots=True)
class EndRating:
    """Bring the end of a row forward, whoever made it (CR-08)."""

    request_id: str
    rating_id: int
    end_date: date


def credit_rating(
    account: Account, rows: Iterable[Rating], today: date, setup: SetUp
) -> CreditRating:
    """Rating and score of an account today; a division's own values win (CR-02..CR-04, CR-07)."""
    found = tuple(rows)
    beginning = setup.beginning_credit_rating(account.division)
    return CreditRating(
        account_id=account.id,
        today=today,
        rows=found,
        beginning_rating=beginning,
        rating=beginning + sum(row.rating_effect for row in found if row.in_force(today)),
        rating_threshold=setup.credit_rating_threshold(account.division),
        beginning_score=setup.beginning_cash_only_score(account.division),
        score=account.cash_only_score,
        cash_only_threshold=setup.cash_only_threshold(account.division),
        cash_only=account_is_cash_only(account, setup),
    )


def check_new_rating(command: AddRating) -> None:
    """Stop a row that would say nothing, or the wrong thing (CR-01).

    Raises:
        Refused: ``M-50``.
    """
    if command.end_date is not None and command.end_date < command.start_date:
        raise _wrong("end_date", command.end_date, "is before the start date")
    if not -MOST_POINTS <= command.rating_effect <= 0:
        raise _wrong("rating_effect", command.rating_effect, f"is not 0 to -{MOST_POINTS}")
    if not 0 <= command.cash_only_effect <= MOST_POINTS:
        raise _wrong("cash_only_effect", command.cash_only_effect, f"is not 0 to {MOST_POINTS}")
    if not command.rating_effect and not command.cash_only_effect:
        raise _wrong("rating_effect", 0, "and the cash-only points cannot both be 0")
    if not command.comment:
        raise _wrong("comment", "", "is empty; say why")


def check_end(row: Rating, end_date: date) -> None:
    """Stop an end that is before the start, or that makes the row last longer (CR-01, CR-08).

    Raises:
        Refused: ``M-50``, ``M-70`` when it ends then already.
    """
    if end_date < row.start_date:
        raise _wrong("end_date", end_date, "is before the start date")
    if end_date == row.end_date:
        raise Refused("M-70", reason="it ends on this day already")
    if row.end_date is not None and end_date > row.end_date:
        raise _wrong("end_date", end_date, "is after the present end")


def _wrong(field: str, value: object, reason: str) -> Refused:
    return Refused("M-50", field=field, value=str(value), reason=reason)
