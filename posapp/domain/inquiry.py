"""What inquiry pages show of persons, accounts, agreements and financial transactions.

Source: payments 0.1 (who is who), 16.1 (financial transactions), 18 (EX-4). Amounts are integer
minor units of the account's currency; dates are business dates, stamps UTC.
"""

from dataclasses import dataclass
from datetime import date, datetime

from posapp.domain.accounts import Account
from posapp.domain.codes import AgreementStatus, FtType
from posapp.domain.debts import Debit
from posapp.domain.history import GlEntry
from posapp.domain.ids import (
    AccountId,
    AgreementId,
    BillId,
    EventId,
    FtId,
    ItemId,
    MatchEventId,
    PaymentId,
    PersonId,
)
from posapp.domain.money import Money


@dataclass(frozen=True, slots=True)
class Person:
    """A human or a firm (0.1)."""

    id: PersonId
    name: str
    person_type: str
    email: str
    phone: str
    employee_number: str


@dataclass(frozen=True, slots=True)
class PersonAccount:
    """An account of a person in a list; ``current_balance`` is over all its agreements (FT-4)."""

    account_id: AccountId
    address: str
    customer_class: str
    division: str
    currency: str
    setup_date: date
    current_balance: Money


@dataclass(frozen=True, slots=True)
class AccountDetails:
    """An account with everything that stands on it; on ``review_date`` its debt is looked at (CX-9)."""

    account: Account
    person: Person
    keys: tuple[tuple[str, str], ...]
    comments: str
    setup_date: date
    review_date: date | None


@dataclass(frozen=True, slots=True)
class AgreementItem:
    """An agreement in a list; ``item`` is the number of its payable item."""

    agreement_id: AgreementId
    sa_type: str
    service: str
    item: str
    status: AgreementStatus
    start_date: date
    end_date: date | None
    current_balance: Money
    payoff_balance: Money


@dataclass(frozen=True, slots=True)
class AgreementCard:
    """A service agreement: what it is, what it owes and since when (14.1)."""

    id: AgreementId
    account_id: AccountId
    account_name: str
    currency: str
    sa_type: str
    service: str
    item: str
    status: AgreementStatus
    start_date: date
    end_date: date | None
    current_balance: Money
    payoff_balance: Money
    past_due: Money
    disputed: Money
    age: int | None
    cells: tuple[Debit, ...]


@dataclass(frozen=True, slots=True)
class TransactionCard:
    """A financial transaction with its GL lines and all that it hangs on (16.1, GL-1).

    Of ``payment_id`` with ``event_id``, ``bill_id``, ``item_id`` the one that it came from is set;
    ``tender_id``'s event is ``event_id`` where an adjustment charges for a cancelled tender (CX-7).
    """

    id: FtId
    ft_type: FtType
    account_id: AccountId
    account_name: str
    agreement_id: AgreementId
    sa_type: str
    service: str
    current_amount: Money
    payoff_amount: Money
    currency: str
    accounting_date: date
    arrears_date: date | None
    frozen_at: datetime
    frozen_by: str
    show_on_bill: bool
    adjustment: str
    comment: str
    bill_id: BillId | None
    bill: str
    item_id: ItemId | None
    item: str
    payment_id: PaymentId | None
    event_id: EventId | None
    match_event_id: MatchEventId | None
    reverses_id: FtId | None
    reversed_by: FtId | None
    lines: tuple[GlEntry, ...]
