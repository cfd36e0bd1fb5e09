"""Batches of automatic payments as they are shown: sent, and waiting to be (AP-13, AP-14).

Amounts are integer minor units of the batch's currency; dates are business dates. Pure.
"""

from dataclasses import dataclass
from datetime import date, datetime

from posapp.domain.codes import ControlStatus
from posapp.domain.ids import ControlId, DepositControlId
from posapp.domain.money import Money


@dataclass(frozen=True, slots=True)
class AutoPayBatch:
    """A batch that was sent, under its own tender and deposit control (AP-13).

    ``amount`` is that of its valid tenders, ``count`` their number; ``canceled`` counts those that
    came back; ``unfrozen`` counts payments of its events that are not in the ledger yet.
    """

    control_id: ControlId
    deposit_control_id: DepositControlId
    tender_source: str
    batch_code: str
    run: int
    business_date: date
    currency: str
    status: ControlStatus
    count: int
    amount: Money
    canceled: int
    unfrozen: int
    balanced_at: datetime | None

    @property
    def may_balance(self) -> bool:
        """Whether the follow-up job balances it: every payment of it is in the ledger."""
        return self.status is not ControlStatus.BALANCED and not self.unfrozen


@dataclass(frozen=True, slots=True)
class WaitingRequests:
    """Requests of a route that wait to be sent: due by a day, and later ones (AP-14)."""

    route: str
    description: str
    currency: str
    due: int
    amount: Money
    later: int
    next_date: date | None


@dataclass(frozen=True, slots=True)
class AutoPayOverview:
    """What waits on each route, and the batches, newest first."""

    waiting: tuple[WaitingRequests, ...]
    batches: tuple[AutoPayBatch, ...]
