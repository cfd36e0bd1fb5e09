"""Payable items as pages and the command line show them (IT-1 to IT-5).

Amounts are integer minor units of the account's currency; ``None`` where the source had no money.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from posapp.domain.codes import ChargeKind, ItemState
from posapp.domain.history import FinancialEntry
from posapp.domain.ids import AccountId, AgreementId, EventId, ItemId, PaymentId
from posapp.domain.money import ZERO, Money, total


@dataclass(frozen=True, slots=True)
class ChargeLine:
    """A charge line of an item; ``due`` is its part of what is due, negative where it lowers it."""

    seq: int
    kind: ChargeKind
    amount: Money | None

    @property
    def due(self) -> Money | None:
        """The amount with its sign (IT-2)."""
        if self.amount is None:
            return None
        return -self.amount if self.kind.lowers_due else self.amount


@dataclass(frozen=True, slots=True)
class ItemLog:
    """Something that was done to an item by hand: issued, taken back; ``comment`` says why."""

    at: datetime
    user_name: str
    action: str
    comment: str


@dataclass(frozen=True, slots=True)
class ItemPayment:
    """A payment that pays an item, frozen or not; ``amount`` is the part for the item."""

    payment_id: PaymentId
    event_id: EventId
    payment_date: date
    tender: str
    amount: Money
    status: str


@dataclass(frozen=True, slots=True)
class ItemView:
    """An item with its lines, what was posted on it, and what paid it.

    ``issued_by`` is empty for one that came with a file; ``violation`` and ``location`` are codes.
    ``entries`` are what was posted, newest first, each with the due after it.
    """

    id: ItemId
    number: str
    account_id: AccountId
    account_name: str
    currency: str
    agreement_id: AgreementId
    sa_type: str
    description: str
    issue_date: date
    state: ItemState
    violation: str
    location: str
    issued_at: datetime | None
    issued_by: str
    version: int
    due: Money | None
    attributes: Mapping[str, str]
    lines: Sequence[ChargeLine] = ()
    entries: Sequence[FinancialEntry] = ()
    payments: Sequence[ItemPayment] = ()
    log: Sequence[ItemLog] = ()

    def sum_of(self, kind: ChargeKind) -> Money | None:
        """What the charge lines of a kind come to; ``None`` for an item without money."""
        if any(line.amount is None for line in self.lines):
            return None
        return total(line.amount or ZERO for line in self.lines if line.kind is kind)

    @property
    def charged(self) -> Money | None:
        """Charges without what lowers them (IT-2)."""
        if any(line.amount is None for line in self.lines):
            return None
        return total(line.amount or ZERO for line in self.lines if not line.kind.lowers_due)

    @property
    def waiting(self) -> Money:
        """What was taken for it and is not frozen yet."""
        return total(paid.amount for paid in self.payments if paid.status == "FREEZABLE")


@dataclass(frozen=True, slots=True)
class ItemListed:
    """An item in a list; ``due`` is ``None`` for one without money (IT-4)."""

    id: ItemId
    number: str
    account_id: AccountId
    account_name: str
    currency: str
    sa_type: str
    description: str
    issue_date: date
    state: ItemState
    due: Money | None


@dataclass(frozen=True, slots=True)
class ItemFilter:
    """Which items a list shows: of an account, of a kind, in some states; empty is any.

    ``number`` is how the number begins, ``person`` what the search finds people by (name, account,
    mail address, employee number), ``plate`` a plate, with its state or without (IT-5).
    """

    account_id: AccountId | None = None
    kind: str = ""
    states: tuple[ItemState, ...] = ()
    number: str = ""
    person: str = ""
    plate: str = ""


@dataclass(frozen=True, slots=True)
class ItemSum:
    """What is due of a list's items in one currency, and of how many."""

    currency: str
    count: int
    amount: Money


@dataclass(frozen=True, slots=True)
class ItemTotals:
    """Sums over a whole list: how many items, what is due of them, and those without money apart."""

    count: int
    due: tuple[ItemSum, ...]
    without_money: int
