"""Open credits by age: what people paid for and did not use yet (AC2-6, CK-10).

Amounts are integer minor units of the credit's currency; days are business dates.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from posapp.domain.ids import AccountId
from posapp.domain.money import ZERO, Money

AGES: Final = (30, 60, 90)
"""Last day of each age; what is older is the last one."""


@dataclass(frozen=True, slots=True)
class OpenCredit:
    """A credit of which something is left.

    Attributes:
        id: of its adjustment.
        account_id: whose it is.
        name: of the person.
        day: when it was added.
        age: days since then.
        method: how it was paid; empty for one that was written by hand.
        comment: as it was added.
        amount: how much it was, above zero.
        used: what was spent of it.
        reserved: what submitted checkouts hold of it; still open.
        currency: of the amounts.
    """

    id: int
    account_id: AccountId
    name: str
    day: date
    age: int
    method: str
    comment: str
    amount: Money
    used: Money
    reserved: Money
    currency: str

    @property
    def left(self) -> Money:
        """What is open: it lies on the clearing account until it is used (CK-10)."""
        return self.amount - self.used


@dataclass(frozen=True, slots=True)
class CreditAges:
    """Open credits of a currency: their sum by age and in all."""

    currency: str
    credits: int
    by_age: tuple[Money, ...]

    @property
    def total(self) -> Money:
        """All of it."""
        return sum(self.by_age, ZERO)


def age_of(days: int) -> int:
    """Which age a credit of so many days belongs to: 0 for the youngest."""
    return next((at for at, last in enumerate(AGES) if days <= last), len(AGES))


def ages_of(credits_: Iterable[OpenCredit]) -> tuple[CreditAges, ...]:
    """Sums by currency and age, by currency's code."""
    found: dict[str, list[Money]] = {}
    counts: dict[str, int] = {}
    for one in credits_:
        sums = found.setdefault(one.currency, [ZERO] * (len(AGES) + 1))
        sums[age_of(one.age)] += one.left
        counts[one.currency] = counts.get(one.currency, 0) + 1
    return tuple(CreditAges(code, counts[code], tuple(found[code])) for code in sorted(found))
