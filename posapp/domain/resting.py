"""Events that rest, as they should: their money is debited on a day to come (D-06, AP-05).

An event, or a line of a list that knows no more of it than its debits, is judged by one rule.
"""

from collections.abc import Collection, Iterable
from datetime import date
from typing import TYPE_CHECKING, Protocol

from posapp.domain.autopay_codes import AutoPayCreation, RequestStatus
from posapp.domain.codes import PaymentStatus, TenderStatus
from posapp.domain.ids import BillId
from posapp.domain.setup import SetUp

if TYPE_CHECKING:
    from posapp.domain.event_views import EventView


class Debit(Protocol):
    """A request to debit an account, as far as its day goes."""

    @property
    def status(self) -> RequestStatus:
        """Whether it was sent."""

    @property
    def ledger_date(self) -> date:
        """Day on which its money is in the ledger."""

    @property
    def bill_id(self) -> BillId | None:
        """The bill that it pays, of an automatic payment."""


class Handed(Protocol):
    """A tender, as far as it may be a debit."""

    @property
    def status(self) -> TenderStatus:
        """Whether it counts."""

    @property
    def tender_type(self) -> str:
        """Its type."""

    @property
    def auto_pay(self) -> Debit | None:
        """Its debit, where it has one."""


def all_debited(tenders: Iterable[Handed], setup: SetUp) -> bool:
    """Whether all money is debited later (D-06)."""
    valid = [one for one in tenders if one.status is TenderStatus.VALID]
    return bool(valid) and all(
        setup.tender_types[one.tender_type].generate_auto_pay for one in valid
    )


def later_day(tenders: Iterable[Handed], today: date, setup: SetUp) -> date | None:
    """The later day on which the debits are in the ledger; ``None`` when none is later.

    A bill that is debited at its completion is in the ledger at once (AP-04).
    """
    at_once = setup.installation.autopay_creation is AutoPayCreation.AT_BILL_COMPLETION
    later = [
        tender.auto_pay.ledger_date
        for tender in tenders
        if tender.auto_pay is not None
        and tender.status is TenderStatus.VALID
        and tender.auto_pay.ledger_date > today
        and not (at_once and tender.auto_pay.bill_id is not None)
    ]
    return max(later, default=None)


def rests_until(
    statuses: Collection[PaymentStatus], tenders: Collection[Handed], today: date, setup: SetUp
) -> date | None:
    """The day whose job sends and freezes a balanced event: today's, or a later one.

    ``None`` where nothing waits, or where there is something to mend before.
    """
    unfrozen = [one for one in statuses if one.is_unfrozen]
    if not unfrozen or any(one is not PaymentStatus.FREEZABLE for one in unfrozen):
        return None
    return today if _all_due(tenders, today, setup) else later_day(tenders, today, setup)


def event_rests_until(event: "EventView", today: date, setup: SetUp) -> date | None:
    """The day until which an event rests; ``None`` where it does not, or is not balanced."""
    if not event.totals.is_balanced:
        return None
    statuses = [one.status for one in event.payments]
    return rests_until(statuses, event.tenders, today, setup)


def _all_due(tenders: Collection[Handed], today: date, setup: SetUp) -> bool:
    """Whether today's job sends all of them."""
    return all_debited(tenders, setup) and all(
        one.auto_pay is not None
        and one.auto_pay.status is RequestStatus.PENDING
        and one.auto_pay.ledger_date == today
        for one in tenders
        if one.status is TenderStatus.VALID
    )
