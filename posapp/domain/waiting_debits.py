"""Automatic payments that wait to be sent, one by one, and cancelling them (AP-16, AP-17).

Amounts are integer minor units of the tender's currency; dates are business dates. Pure.
"""

from dataclasses import dataclass
from datetime import date

from posapp.domain.autopay_codes import RequestStatus
from posapp.domain.codes import TenderStatus
from posapp.domain.event_views import EventView, TenderView
from posapp.domain.ids import AccountId, BillId, EventId, TenderId
from posapp.domain.money import Money
from posapp.errors import Refused


@dataclass(frozen=True, slots=True)
class WaitingDebit:
    """A debit that was not sent yet.

    Attributes:
        tender_id: its tender.
        event_id: its payment event.
        account_id: the payor.
        account_name: the payor's name.
        source_name: the institution that is debited.
        route: the route that it is sent on.
        currency: of the amount.
        amount: what will be debited.
        extract_date: when it is sent.
        ledger_date: when it is in the ledger.
        bill_id: the bill that it pays, ``None`` for others.
    """

    tender_id: TenderId
    event_id: EventId
    account_id: AccountId
    account_name: str
    source_name: str
    route: str
    currency: str
    amount: Money
    extract_date: date
    ledger_date: date
    bill_id: BillId | None


@dataclass(frozen=True, slots=True)
class NotCanceled:
    """A debit that stays, and the sentence that says why."""

    tender_id: TenderId
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class CanceledDebits:
    """What became of the debits that were to be cancelled."""

    canceled: tuple[TenderId, ...]
    failed: tuple[NotCanceled, ...]


def check_waiting(event: EventView, tender_id: TenderId) -> TenderView:
    """The tender, while it waits and its event holds nothing but it (AP-17).

    What was not posted of the event goes with it, so other money would lose what it pays.

    Raises:
        Refused: ``M-195``.
    """
    tender = next(one for one in event.tenders if one.id == tender_id)
    valid = TenderStatus.VALID
    if tender.auto_pay is None:
        raise Refused("M-195", reason="it is no automatic payment")
    if tender.status is not valid:
        raise Refused("M-195", reason="it is canceled already")
    if tender.auto_pay.status is not RequestStatus.PENDING:
        raise Refused("M-195", reason="it was sent already; cancel its tender on the event")
    if any(one.status is valid and one.id != tender_id for one in event.tenders):
        raise Refused("M-195", reason="its event holds other money too; cancel it there")
    return tender
