"""Clearing requests as records: the block that somebody states, what is written, what is shown.

Source: controls 11.3, AP-02, AP-07. Amounts are integer minor units of the event's currency; dates
are business dates. Pure.
"""

from dataclasses import dataclass
from datetime import date
from typing import NewType

from posapp.domain.autopay_codes import RequestStatus
from posapp.domain.ids import BillId, TenderId
from posapp.domain.mandate import MandateId
from posapp.domain.money import Money
from posapp.domain.sealed import SealedAccount

RequestId = NewType("RequestId", int)


@dataclass(frozen=True, slots=True)
class AutoPayDraft:
    """The auto-pay block as somebody states it; what is empty comes from the mandate (AP-07)."""

    source: str = ""
    account: SealedAccount | None = None
    expires_on: date | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class NewRequest:
    """A clearing request to write (11.3)."""

    source: str
    account: SealedAccount
    expires_on: date | None
    entity_name: str
    amount: Money
    extract_date: date
    ledger_date: date
    batch_code: str
    distribution_code: str
    mandate_id: MandateId | None = None
    bill_id: BillId | None = None


@dataclass(frozen=True, slots=True)
class ClearingRequest:
    """A clearing request as it is shown: the account masked (11.3, AP-02)."""

    id: RequestId
    tender_id: TenderId
    source: str
    source_name: str
    account: SealedAccount
    expires_on: date | None
    entity_name: str
    amount: Money
    extract_date: date
    ledger_date: date
    batch_code: str
    batch_run: int | None
    status: RequestStatus
    bill_id: BillId | None
    mandate_id: MandateId | None
