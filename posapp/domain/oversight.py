"""What a supervisor looks back at: cancels by cashier, approvals given in one's name (T1, T5).

Amounts are integer minor units of the record's currency, dates business dates, stamps UTC.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from posapp.domain.ids import EventId, TenderId, UserId
from posapp.domain.money import Money, total


@dataclass(frozen=True, slots=True)
class Taken:
    """Tenders that a cashier took in a period, in one currency, canceled ones included."""

    cashier_id: UserId
    cashier: str
    currency: str
    count: int
    amount: Money


@dataclass(frozen=True, slots=True)
class CanceledTender:
    """A tender that was canceled: whose it was, who canceled it, and who let that happen.

    Attributes:
        tender_id: it; ``event_id`` is its payment event, with ``receipt``.
        day: business date of the payment.
        cashier: who took it, ``cashier_id``.
        tender_type: its code.
        amount: what was handed over.
        reason: description of the cancel reason.
        taken_at: when it was taken.
        canceled_at: when it was canceled, by ``canceled_by``.
        approved_by: who gave the own secret for it; empty where nobody had to.
    """

    tender_id: TenderId
    event_id: EventId
    receipt: str
    day: date
    cashier_id: UserId
    cashier: str
    tender_type: str
    currency: str
    amount: Money
    reason: str
    taken_at: datetime
    canceled_at: datetime
    canceled_by: str
    approved_by: str

    @property
    def minutes(self) -> int:
        """Whole minutes from payment to cancel; none for a clock that went back."""
        return max(0, int((self.canceled_at - self.taken_at).total_seconds()) // 60)


@dataclass(frozen=True, slots=True)
class CashierCancels:
    """Cancels of one cashier in one currency, beside all that was taken."""

    cashier_id: UserId
    cashier: str
    currency: str
    taken: int
    taken_amount: Money
    count: int
    amount: Money

    @property
    def share(self) -> float:
        """Canceled tenders among those taken, 0.0 to 1.0."""
        return self.count / self.taken if self.taken else 0.0


@dataclass(frozen=True, slots=True)
class CancelReport:
    """Cancels of payments of a period: a line for each cashier, the largest share first."""

    first: date
    last: date
    cashiers: tuple[CashierCancels, ...]
    tenders: tuple[CanceledTender, ...]


@dataclass(frozen=True, slots=True)
class GivenApproval:
    """An action that somebody let happen by the own secret at another's desk (D-24).

    Attributes:
        id: grows with time.
        action: as the audit names it.
        object_id: what came of it, such as the drawer or the event.
        rights: what was lent.
        at: when.
        approver_id: in whose name; ``approver`` is the name.
        asked_by: who asked.
        unseen: the approver has not looked at it yet.
    """

    id: int
    action: str
    object_id: int | None
    rights: tuple[str, ...]
    at: datetime
    approver_id: UserId
    approver: str
    asked_by: str
    unseen: bool


@dataclass(frozen=True, slots=True)
class UnseenApprovals:
    """How many approvals were given in one's name since the last look, and the newest of them."""

    count: int
    newest: GivenApproval | None


def cancels_by_cashier(
    taken: Iterable[Taken], canceled: Iterable[CanceledTender]
) -> tuple[CashierCancels, ...]:
    """Who canceled what share: the largest share first, those who canceled nothing left out."""
    sums: dict[tuple[UserId, str], list[Money]] = {}
    for one in canceled:
        sums.setdefault((one.cashier_id, one.currency), []).append(one.amount)
    whole: Mapping[tuple[UserId, str], Taken] = {
        (one.cashier_id, one.currency): one for one in taken
    }
    found = [
        CashierCancels(
            cashier_id=all_taken.cashier_id,
            cashier=all_taken.cashier,
            currency=all_taken.currency,
            taken=all_taken.count,
            taken_amount=all_taken.amount,
            count=len(amounts),
            amount=total(amounts),
        )
        for key, amounts in sums.items()
        for all_taken in (whole[key],)
    ]
    return tuple(sorted(found, key=lambda one: (-one.share, -one.count, one.cashier, one.currency)))
