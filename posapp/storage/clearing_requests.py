"""Reading and writing clearing requests (controls 11.3)."""

from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import Connection, bindparam, delete, func, select, update

from posapp.domain.autopay_codes import RequestStatus
from posapp.domain.autopay_requests import ClearingRequest, NewRequest, RequestId
from posapp.domain.ids import EventId, TenderId
from posapp.domain.mandate import MandateId
from posapp.domain.money import Money
from posapp.domain.sealed import SealedAccount
from posapp.storage.base import record, table_of
from posapp.storage.event_writes import Stamp
from posapp.storage.prepared import Prepared, any_of, insert_into
from posapp.storage.tables.autopay import AutoPaySourceRow, ClearingRequestRow
from posapp.storage.tables.payment_events import TenderRow

_INSERT = insert_into(ClearingRequestRow)
_request = table_of(ClearingRequestRow)
_SELECT = select(_request, AutoPaySourceRow.source_name).join(
    AutoPaySourceRow, AutoPaySourceRow.code == _request.c.source
)
_OF_EVENT: Final = Prepared(
    _SELECT.join(TenderRow, TenderRow.id == _request.c.tender_id)
    .where(TenderRow.event_id == bindparam("event_id"))
    .order_by(_request.c.id)
)
_OF_TENDER: Final = Prepared(_SELECT.where(_request.c.tender_id == bindparam("tender_id")))
_PENDING: Final = Prepared(
    select(func.count()).where(
        _request.c.mandate_id == bindparam("mandate_id"),
        _request.c.status == RequestStatus.PENDING,
    )
)
_of_id = update(_request).where(_request.c.id == bindparam("request_id"))
_MOVE: Final = Prepared(
    _of_id.values(extract_date=bindparam("sent_on"), ledger_date=bindparam("posted_on"))
)
_SET_AMOUNT: Final = Prepared(_of_id.values(amount=bindparam("new_amount")))
_CANCEL: Final = Prepared(
    update(_request)
    .where(any_of(_request.c.tender_id, "tenders"), _request.c.status == RequestStatus.PENDING)
    .values(status=RequestStatus.CANCELED)
)
_DELETE: Final = Prepared(delete(_request).where(any_of(_request.c.tender_id, "tenders")))


def place_of(request_id: int) -> str:
    """What the account number of a request is sealed for."""
    return f"clearing_request {request_id}"


def load_requests(s: Connection, event_id: EventId) -> tuple[ClearingRequest, ...]:
    """The clearing requests of an event's tenders."""
    return tuple(_record(row) for row in _OF_EVENT.all(s, {"event_id": event_id}))


def load_request(s: Connection, tender_id: TenderId) -> ClearingRequest | None:
    """The clearing request of a tender; ``None`` when it has none."""
    row = _OF_TENDER.first(s, {"tender_id": tender_id})
    return None if row is None else _record(row)


def count_pending(s: Connection, mandate_id: MandateId) -> int:
    """Requests of a mandate that wait to be sent (AP-17)."""
    return int(_PENDING.scalar(s, {"mandate_id": mandate_id}))


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
    moved = [
        {"request_id": one.id, "sent_on": one.extract_date, "posted_on": one.ledger_date}
        for one in requests
    ]
    _MOVE.many(s, moved)


def set_amount(s: Connection, request_id: RequestId, amount: Money) -> None:
    """A pending request follows the amount of its tender."""
    _SET_AMOUNT.many(s, [{"request_id": request_id, "new_amount": amount}])


def cancel_requests(s: Connection, tender_ids: Iterable[TenderId]) -> None:
    """Requests of canceled tenders that were not sent are never sent (AP-16)."""
    _CANCEL.many(s, [{"tenders": list(tender_ids)}])


def delete_requests(s: Connection, tender_ids: Iterable[TenderId]) -> None:
    """Remove the requests of tenders that are deleted or get another payor (AP-12)."""
    _DELETE.many(s, [{"tenders": list(tender_ids)}])


def _record(row: Any) -> ClearingRequest:
    sealed = SealedAccount(row.account_sealed, row.account_last4, place_of(row.id))
    return record(row, ClearingRequest, account=sealed)
