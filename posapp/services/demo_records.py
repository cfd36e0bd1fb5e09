"""Records of the demo's simulation: bills, payments with their shares, and a customer's story."""

from dataclasses import dataclass, field
from datetime import date
from random import Random

from posapp.services.demo_people import Agreement, Customer


@dataclass(slots=True)
class Bill:
    """A bill: its day, what it charges on each agreement in cents; once written, id and postings."""

    customer: Customer
    day: date
    charges: list[tuple[Agreement, int]]
    amount: int
    id: int = 0
    number: str = ""
    fts: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Share:
    """Cents of a payment for one agreement."""

    agreement: Agreement
    cents: int


@dataclass(slots=True)
class Payment:
    """What somebody pays on a day; ``bill`` or ``item`` is what it is matched to."""

    account_id: int
    day: date
    shares: list[Share]
    cash_only: bool
    random: Random
    bill: Bill | None = None
    item: str = ""
    remitter: tuple[str, str, str] = ("", "", "")

    @property
    def amount(self) -> int:
        """Cents of the whole payment."""
        return sum(share.cents for share in self.shares)


@dataclass(slots=True)
class Story:
    """What happens to a customer: bills, payments, and the bills that stay open at the end."""

    bills: list[Bill] = field(default_factory=list)
    payments: list[Payment] = field(default_factory=list)
    open: list[Bill] = field(default_factory=list)
