"""Accounts as screens and decisions see them: card, badges, hits, the cash-only test.

Source: CR-02..CR-07, D-03, AD-1, AD-3, FT-3. Amounts are integer minor units of the account's
currency.
"""

from dataclasses import dataclass
from datetime import date

from posapp.domain.codes import ItemState
from posapp.domain.debts import AgreementDebt
from posapp.domain.ids import (
    AccountId,
    AgreementId,
    BillId,
    EventId,
    ItemId,
    MatchEventId,
    PaymentId,
)
from posapp.domain.money import ZERO, Money, total
from posapp.domain.open_credits import OpenCredit
from posapp.domain.setup import SetUp


@dataclass(frozen=True, slots=True)
class Account:
    """An account with its main customer's name, as decisions read it."""

    id: AccountId
    name: str
    address: str
    customer_class: str
    division: str
    currency: str
    cash_only_score: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """Money that was taken for an account and is not frozen yet (AD-3, 14.1).

    ``later`` of the payments are debited on a day that lies ahead: nobody freezes them (D-06).
    """

    count: int
    amount: Money
    later: int = 0


@dataclass(frozen=True, slots=True)
class AccountHit:
    """A search hit: what matched and where it leads."""

    account_id: AccountId
    name: str
    address: str
    matched: str
    kind: str
    item_id: ItemId | None = None


@dataclass(frozen=True, slots=True)
class EventHit:
    """A payment event that a number names: its own, its receipt's or its document's.

    ``amount`` sums its tenders, change taken off.
    """

    event_id: EventId
    account_id: AccountId
    payor_name: str
    payment_date: date
    currency: str
    amount: Money
    receipt_number: str
    document_number: str


@dataclass(frozen=True, slots=True)
class ItemLine:
    """A payable item of an account with what is due on it; ``None`` when it has no money."""

    id: ItemId
    number: str
    agreement_id: AgreementId
    sa_type: str
    description: str
    issue_date: date
    state: ItemState
    due: Money | None


@dataclass(frozen=True, slots=True)
class RecentPayment:
    """A payment of an account, newest first on the card."""

    payment_id: PaymentId
    event_id: EventId
    payment_date: date
    tender: str
    amount: Money
    status: str
    cancel_reason: str


@dataclass(frozen=True, slots=True)
class LatestBill:
    """The newest bill of an account, and what payments have brought for it (AD-3)."""

    bill_id: BillId
    number: str
    amount: Money
    matched: Money

    @property
    def unmatched(self) -> Money:
        """What no payment was taken for yet, floor zero."""
        return max(self.amount - self.matched, ZERO)


@dataclass(frozen=True, slots=True)
class UnpaidBill:
    """A bill of an open-item account with what no payment was taken for yet (OI-3)."""

    bill_id: BillId
    number: str
    bill_date: date
    due_date: date
    amount: Money
    unpaid: Money


@dataclass(frozen=True, slots=True)
class AccountCard:
    """The account page: who it is, what is owed, what was paid, what needs attention."""

    account: Account
    keys: tuple[tuple[str, str], ...]
    cash_only: bool
    open_item: bool
    non_cis: bool
    match_required: bool
    debts: tuple[AgreementDebt, ...]
    items: tuple[ItemLine, ...]
    recent: tuple[RecentPayment, ...]
    waiting: Waiting
    today: date
    latest_bill: LatestBill | None = None
    """Looked up for open-item accounts only."""
    open_matches: int = 0
    """Open match events: an alert (MT-09, EX-4)."""
    disputes: tuple[MatchEventId, ...] = ()
    """Open match events that are in dispute: their bills are left out of what is due (MT-13)."""
    rating: int = 0
    """Credit rating today (CR-02)."""
    rating_threshold: int = 0
    """A rating below it is an alert (CR-07)."""
    bills: tuple[UnpaidBill, ...] = ()
    """Oldest first, not all where there are very many; looked up for open-item accounts only."""
    unpaid_bills: int = 0
    """How many bills are unpaid in all."""
    open_credits: tuple[OpenCredit, ...] = ()
    """Credits that wait for a checkout, the oldest first (AC2-6)."""

    @property
    def current_balance(self) -> Money:
        """What the customer thinks is owed (FT-3)."""
        return total(debt.current_balance for debt in self.debts)

    @property
    def payoff_balance(self) -> Money:
        """What is really owed if all were cleared today (FT-3)."""
        return total(debt.payoff_balance for debt in self.debts)

    @property
    def disputed(self) -> Money:
        """What is unpaid of bills in dispute (MT-13)."""
        return total(debt.disputed for debt in self.debts)

    @property
    def past_due(self) -> Money:
        """Debt whose arrears date has passed."""
        return total(debt.past_due(self.today) for debt in self.debts)

    @property
    def credit(self) -> Money:
        """Money waiting on agreements in credit, as a negative amount."""
        return total(min(debt.current_balance, ZERO) for debt in self.debts)

    @property
    def open_credit(self) -> Money:
        """What is left of the open credits, above zero; it is on no balance before its use (AC2-3)."""
        return total(one.left for one in self.open_credits)

    @property
    def risky(self) -> bool:
        """Credit rating below the threshold: an alert, no more (CR-07)."""
        return self.rating < self.rating_threshold

    @property
    def unfrozen(self) -> int:
        """Payments of the account that are Incomplete, Error or Freezable, and should not be."""
        return self.waiting.count - self.waiting.later

    @property
    def default_amount(self) -> Money:
        """Payment amount that the add dialog offers (AD-3).

        The current balance less what was taken and is not frozen yet, floor zero; for an open-item
        account what is unmatched of its latest bill, where it has one (payments that name it count
        there, frozen or not); none for non-CIS accounts (NC-6).
        """
        if self.non_cis:
            return ZERO
        if self.open_item and self.latest_bill is not None:
            return self.latest_bill.unmatched
        return max(self.current_balance - self.waiting.amount, ZERO)


def is_cash_only(score: int, threshold: int) -> bool:
    """Strictly above the threshold (CR-04, D-03)."""
    return score > threshold


def account_is_cash_only(account: Account, setup: SetUp) -> bool:
    """Cash-only test of an account with its division's threshold; never for non-CIS (D-03)."""
    if setup.customer_classes[account.customer_class].non_cis:
        return False
    return is_cash_only(account.cash_only_score, setup.cash_only_threshold(account.division))
