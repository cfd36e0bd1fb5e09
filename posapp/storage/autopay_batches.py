"""Batches of clearing requests: what is due on a route, and marking it as sent (AP-13, AP-14)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select, update

from posapp.domain.autopay_codes import RequestStatus
from posapp.domain.autopay_requests import RequestId
from posapp.domain.ids import ControlId, EventId, TenderId
from posapp.domain.money import Money
from posapp.storage.base import record, table_of
from posapp.storage.db import lock
from posapp.storage.mentioned_columns import COLUMNS
from posapp.storage.mentions import Mentions, mention
from posapp.storage.tables.autopay import AutoPaySourceRow, ClearingRequestRow
from posapp.storage.tables.payment_events import PaymentEventRow, TenderRow

_request, _tender = table_of(ClearingRequestRow), table_of(TenderRow)
_event = table_of(PaymentEventRow)


@dataclass(frozen=True, slots=True)
class DueRequest:
    """A pending request with its tender, its event and the series that it goes with."""

    id: RequestId
    tender_id: TenderId
    event_id: EventId
    amount: Money
    batch_code: str


def due_requests(s: Connection, route: str, by: date) -> tuple[DueRequest, ...]:
    """Pending requests of a route whose extract date is a day or before it (AP-14).

    Their events are locked, so nobody changes one while it is sent.
    """
    query = (
        select(
            _request.c.id,
            _request.c.tender_id,
            _tender.c.event_id,
            _request.c.amount,
            _request.c.batch_code,
        )
        .join(_tender, _tender.c.id == _request.c.tender_id)
        .join(AutoPaySourceRow, AutoPaySourceRow.code == _request.c.source)
        .where(
            _request.c.status == RequestStatus.PENDING,
            _request.c.extract_date <= by,
            AutoPaySourceRow.route_type == route,
        )
        .order_by(_request.c.id)
    )
    if s.dialect.name != "sqlite":
        lock(s, _event, sorted({row.event_id for row in s.execute(query)}))
    return tuple(record(row, DueRequest) for row in s.execute(query))


def record_sent(
    s: Connection, due: Sequence[DueRequest], run: int, control_id: ControlId
) -> Mentions:
    """Mark requests as sent and put their tenders into the batch's control (AP-13).

    Returns:
        What the audit mentions.
    """
    requests, tenders = [one.id for one in due], [one.tender_id for one in due]
    sent = {"batch_run": run, "status": RequestStatus.EXTRACTED}
    s.execute(update(_request).where(_request.c.id.in_(requests)).values(sent))
    s.execute(update(_tender).where(_tender.c.id.in_(tenders)).values(tender_control_id=control_id))
    events = sorted({one.event_id for one in due})
    s.execute(update(_event).where(_event.c.id.in_(events)).values(version=_event.c.version + 1))
    versions = {row.id: row.version for row in s.execute(
        select(_event.c.id, _event.c.version).where(_event.c.id.in_(events))
    )}  # fmt: skip
    of_tender = {one.tender_id: versions[one.event_id] for one in due}
    of_request = {one.id: versions[one.event_id] for one in due}
    # The batch has a chain of its own; the events' versions keep the rows in order (D-40).
    return {
        "tender": _mentions(s, "tender", _tender, of_tender),
        "clearing_request": _mentions(s, "clearing_request", _request, of_request),
    }


def _mentions(
    s: Connection, name: str, table: Any, versions: Mapping[Any, int]
) -> list[dict[str, Any]]:
    query = select(*(table.c[column] for column in COLUMNS[name])).where(table.c.id.in_(versions))
    rows = [dict(row._mapping) for row in s.execute(query.order_by(table.c.id))]  # noqa: SLF001 - its public name
    return [row | {"version": versions[row["id"]]} for row in mention(name, rows)]
