"""Batches of the ledger for finance: each financial transaction leaves once (16, 17).

Amounts are integer minor units of the batch's currency; a line has a debit or a credit, both >= 0.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from posapp.domain.codes import FtType
from posapp.domain.ids import AccountId, AgreementId, FtId
from posapp.domain.money import ZERO, Money, total


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One line of the general ledger with the transaction that it belongs to."""

    ft_id: FtId
    seq: int
    ft_type: FtType
    accounting_date: date
    distribution_code: str
    description: str
    amount: Money
    account_id: AccountId
    agreement_id: AgreementId
    sa_type: str

    @property
    def debit(self) -> Money:
        """What it debits."""
        return max(self.amount, ZERO)

    @property
    def credit(self) -> Money:
        """What it credits."""
        return max(-self.amount, ZERO)


@dataclass(frozen=True, slots=True)
class LedgerBatch:
    """An export: its number, what it covers, and its control totals."""

    id: int
    number: int
    currency: str
    until: date
    lines: int
    debits: Money
    credits: Money
    created_at: datetime
    created_by: str


@dataclass(frozen=True, slots=True)
class LedgerExport:
    """A batch with its lines, in the order of their transactions."""

    batch: LedgerBatch
    lines: tuple[LedgerLine, ...]


def control_totals(amounts: Sequence[Money]) -> tuple[Money, Money]:
    """Sum of debits and of credits; they are equal, or the ledger is not one (GL-1)."""
    debits = total(one for one in amounts if one > ZERO)
    return debits, debits - total(amounts)


@dataclass(frozen=True, slots=True)
class AccountTotals:
    """What an export moves on one ledger account."""

    distribution_code: str
    description: str
    lines: int
    debits: Money
    credits: Money


@dataclass(frozen=True, slots=True)
class LedgerPreview:
    """What an export of a currency would hold now, by ledger account; nothing is numbered by it."""

    currency: str
    until: date
    accounts: tuple[AccountTotals, ...]

    @property
    def lines(self) -> int:
        """How many lines."""
        return sum(one.lines for one in self.accounts)

    @property
    def debits(self) -> Money:
        """Control total of the debits."""
        return total(one.debits for one in self.accounts)

    @property
    def credits(self) -> Money:
        """Control total of the credits."""
        return total(one.credits for one in self.accounts)
