"""A customer's permission to debit an account at a bank or card company (controls 11.1).

AP-01 to AP-03. Amounts are integer minor units of the account's currency; dates are business
dates. Pure.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final, NewType

from posapp.domain.ids import AccountId
from posapp.domain.money import Money
from posapp.domain.sealed import SealedAccount

MandateId = NewType("MandateId", int)
NAME_WIDTH: Final = 64


@dataclass(frozen=True, slots=True)
class MandateDraft:
    """A mandate as somebody states it; without an account number the one there is stays."""

    account_id: AccountId
    start_date: date
    end_date: date | None
    source: str
    account: SealedAccount | None
    expires_on: date | None = None
    entity_name: str = ""
    maximum_withdrawal: Money | None = None
    comments: str = ""


@dataclass(frozen=True, slots=True)
class Mandate:
    """A mandate; the period's ends belong to it, no end means unlimited."""

    id: MandateId
    account_id: AccountId
    start_date: date
    end_date: date | None
    source: str
    account: SealedAccount
    expires_on: date | None
    entity_name: str
    maximum_withdrawal: Money | None
    comments: str
    version: int

    def is_in_force(self, day: date) -> bool:
        """Whether a bill that is due on a day is paid by it (AP-03)."""
        return self.start_date <= day and (self.end_date is None or day <= self.end_date)


@dataclass(frozen=True, slots=True)
class MandateLine:
    """A mandate as lists show it, with whose it is and where; ``pending`` debits wait to be sent."""

    mandate: Mandate
    account_name: str
    currency: str
    source_name: str
    pending: int


def in_force(mandates: Iterable[Mandate], day: date) -> Mandate | None:
    """The mandate of an account on a day; there is one at most (AP-01)."""
    return next((one for one in mandates if one.is_in_force(day)), None)
