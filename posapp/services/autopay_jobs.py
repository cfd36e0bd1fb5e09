"""The jobs of automatic payments in their order: make, freeze, send, balance (AP-04..AP-06, AP-13)."""

from dataclasses import dataclass

from posapp.domain.ids import ControlId, EventId
from posapp.domain.rights import Actor
from posapp.domain.topics import Saved
from posapp.services.autopay_batches import AutoPayBatches, BatchFailure, BatchReport
from posapp.services.autopay_sending import SentBatch
from posapp.services.bill_debits import BillDebits, Failure
from posapp.services.event_change import TOPICS
from posapp.services.scheduled_payments import ScheduledPayments


@dataclass(frozen=True, slots=True)
class DayReport:
    """What a run of the jobs did: events made and frozen, batches sent and balanced, failures."""

    created: tuple[EventId, ...]
    frozen: tuple[EventId, ...]
    sent: tuple[SentBatch, ...]
    balanced: tuple[ControlId, ...]
    failed: tuple[Failure, ...]
    failed_batches: tuple[BatchFailure, ...]


class AutoPayJobs:
    """What a scheduler asks for every day."""

    def __init__(
        self, bills: BillDebits, scheduled: ScheduledPayments, batches: AutoPayBatches
    ) -> None:
        self._bills = bills
        self._scheduled = scheduled
        self._batches = batches

    def run_saved(self, actor: Actor) -> Saved[DayReport]:
        """Everything that is due, with the topics that a window shows anew.

        Raises:
            Refused: ``M-51``.
        """
        return Saved(self.run(actor, send=True), TOPICS)

    def run(self, actor: Actor, *, send: bool) -> DayReport:
        """Make what is due and freeze what is in the ledger; with ``send`` also send and balance.

        Raises:
            Refused: ``M-51``.
        """
        plans = self._scheduled.make_due(actor)
        bills = self._bills.run(actor)
        sent = self._batches.send_all(actor) if send else BatchReport()
        balanced = self._batches.balance_all(actor) if send else BatchReport()
        return DayReport(
            (*plans.created, *bills.created),
            bills.frozen,
            sent.sent,
            balanced.balanced,
            (*plans.failed, *bills.failed),
            (*sent.failed, *balanced.failed),
        )
