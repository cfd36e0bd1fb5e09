"""Reading and writing clearing requests (controls 11.3)."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, delete, func, select, update

from posapp.domain.autopay_codes import RequestStatus
from posapp.domain.autopay_requests import ClearingRequest, NewRequest, RequestId
from posapp.domain.ids import EventId, TenderId
from posapp.domain.mandate import MandateId
from posapp.domain.money import Money
from posapp.domain.sealed import SealedAccount
from posapp.storage.base import record, table_of
from posapp.storage.event_writes import Stamp
from posapp.storage.prepared import insert_into
from posapp.storage.tables.autopay import AutoPaySourceRow, ClearingRequestRow
from posapp.storage.tables.payment_events import TenderRow

_INSERT = insert_into(ClearingRequestRow)
_request = table_of(ClearingRequestRow)
_SELECT = select(_request, AutoPaySourceRow.source_name).join(
    AutoPaySourceRow, AutoPaySourceRow.code == _request.c.source
)


def place_of(request_id: int) -> str:
    """What the account number of a request is sealed for."""
    return f"clearing_request {request_id}"


def load_requests(s: Connection, event_id: EventId) -> tuple[ClearingRequest, ...]:
    """The clearing requests of an event's tenders."""
    query = (
        _SELECT.join(TenderRow, TenderRow.id == _request.c.tender_id)
        .where(TenderRow.event_id == event_id)
        .order_by(_request.c.id)
    )
    return tuple(_record(row) for row in s.execute(query))


def load_request(s: Connection, tender_id: TenderId) -> ClearingRequest | None:
    """The clearing request of a tender; ``None`` when it has none."""
    row = s.execute(_SELECT.where(_request.c.tender_id == tender_id)).first()
    return None if row is None else _record(row)


def count_pending(s: Connection, mandate_id: MandateId) -> int:
    """Requests of a mandate that wait to be sent (AP-17)."""
    query = select(func.count()).where(
        _request.c.mandate_id == mandate_id, _request.c.status == RequestStatus.PENDING
    )
    return int(s.execute(query).scalar_one())


def insert_request(
    s: Connection,
    request_id: RequestId,
    tender_id: TenderId,
    new: NewRequest,
    account: SealedAccount,
    stamp: Stamp,
) -> dict[str, Any]:
    """Write a request; ``account`` is sealed for its row. Returns its columns for the audit."""
    row = {
        "id": request_id,
        "tender_id": tender_id,
        "bill_id": new.bill_id,
        "mandate_id": new.mandate_id,
        "source": new.source,
        "account_sealed": account.text,
        "account_last4": account.last4,
        "expires_on": new.expires_on,
        "entity_name": new.entity_name,
        "amount": new.amount,
        "extract_date": new.extract_date,
        "ledger_date": new.ledger_date,
        "batch_code": new.batch_code,
        "batch_run": None,
        "status": RequestStatus.PENDING,
        "created_at": stamp.at,
    }
    _INSERT.run(s, row)
    return row


def move_requests(s: Connection, requests: Iterable[ClearingRequest]) -> None:
    """Write the dates of requests (AP-11)."""
    for one in requests:
        s.execute(
            update(_request)
            .where(_request.c.id == one.id)
            .values(extract_date=one.extract_date, ledger_date=one.ledger_date)
        )


def set_amount(s: Connection, request_id: RequestId, amount: Money) -> None:
    """A pending request follows the amount of its tender."""
    s.execute(update(_request).where(_request.c.id == request_id).values(amount=amount))


def cancel_requests(s: Connection, tender_ids: Iterable[TenderId]) -> None:
    """Requests of canceled tenders that were not sent are never sent (AP-16)."""
    s.execute(
        update(_request)
        .where(
            _request.c.tender_id.in_(list(tender_ids)),
            _request.c.status == RequestStatus.PENDING,
        )
        .values(status=RequestStatus.CANCELED)
    )


def delete_requests(s: Connection, tender_ids: Iterable[TenderId]) -> None:
    """Remove the requests of tenders that are deleted or get another payor (AP-12)."""
    s.execute(delete(_request).where(_request.c.tender_id.in_(list(tender_ids))))


def _record(row: Any) -> ClearingRequest:
    sealed = SealedAccount(row.account_sealed, row.account_last4, place_of(row.id))
    return record(row, ClearingRequest, account=sealed)
