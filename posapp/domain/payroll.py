"""Payroll deductions and the batches that hand them over, each deduction once (ML-5).

Amounts are integer minor units of the currency; days are business dates; stamps are UTC.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from posapp.domain.ids import AccountId
from posapp.domain.money import Money, total


@dataclass(frozen=True, slots=True)
class Deduction:
    """What payroll deducts for one checkout; negative when a refund takes it back."""

    id: int
    cause: str
    confirmation: str
    account_id: AccountId
    day: date
    employee_number: str
    name: str
    amount: Money
    currency: str
    comment: str


@dataclass(frozen=True, slots=True)
class PayrollBatch:
    """A hand-over: its number, period, count and control total, and who acknowledged it.

    Attributes:
        id: its id.
        number: gapless number.
        currency: of its deductions.
        since: first business date in it.
        until: last one that it was asked for.
        lines: how many deductions.
        amount: their sum, the control total.
        created_at: when it was made.
        created_by: by whom.
        acknowledged_at: when payroll's answer was noted; ``None``: it waits for one.
        acknowledged_by: user who noted it.
        acknowledged_name: who answered at payroll.
    """

    id: int
    number: int
    currency: str
    since: date
    until: date
    lines: int
    amount: Money
    created_at: datetime
    created_by: str
    acknowledged_at: datetime | None
    acknowledged_by: str
    acknowledged_name: str

    def age(self, today: date) -> int:
        """Days since the end of its period."""
        return (today - self.until).days


@dataclass(frozen=True, slots=True)
class PayrollExport:
    """A batch with its deductions, oldest first."""

    batch: PayrollBatch
    lines: tuple[Deduction, ...]


@dataclass(frozen=True, slots=True)
class PayrollPreview:
    """What a batch of a currency would hold now; nothing is numbered by it."""

    currency: str
    until: date
    lines: tuple[Deduction, ...]

    @property
    def amount(self) -> Money:
        """Control total."""
        return control_total(self.lines)

    @property
    def since(self) -> date:
        """First business date of its deductions."""
        return min(one.day for one in self.lines)

    def age(self, today: date) -> int:
        """Days that its oldest deduction has waited for a batch (ML-5)."""
        return (today - self.since).days


def control_total(lines: Sequence[Deduction]) -> Money:
    """Sum of deductions, by which payroll proves that it has them all."""
    return total(one.amount for one in lines)
