"""Batches of Quick Add as people see them: rows with their events, and the list to search (D-35)."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from functools import cache
from typing import Any, Final

from sqlalchemy import Connection, bindparam, case, func, select
from sqlalchemy.sql import ColumnElement

from posapp.domain.codes import PaymentStatus
from posapp.domain.ids import EventId
from posapp.domain.listing import Page, PageRequest
from posapp.domain.quick_add import (
    WAITING,
    BatchCriterion,
    BatchId,
    BatchItem,
    BatchView,
    Outcome,
    RowResult,
)
from posapp.storage.accounts import load_names
from posapp.storage.base import record, table_of
from posapp.storage.event_views import receipt_number
from posapp.storage.paging import Order, Orders, Paged
from posapp.storage.prepared import Prepared, any_of
from posapp.storage.quick_add import load_batch, load_lines
from posapp.storage.tables.controls import TenderControlRow
from posapp.storage.tables.payment_events import PaymentEventRow, PaymentRow
from posapp.storage.tables.quick_add import QuickBatchRow, QuickLineRow
from posapp.storage.tables.system import UserRow
from posapp.storage.types import total_of

_batch, _line = table_of(QuickBatchRow), table_of(QuickLineRow)
_event, _payment = table_of(PaymentEventRow), table_of(PaymentRow)
_user, _control = table_of(UserRow), table_of(TenderControlRow)
# Of several payments of an event the one that asks for most is its short status.
_WORST: Final = (
    PaymentStatus.ERROR,
    PaymentStatus.INCOMPLETE,
    PaymentStatus.FREEZABLE,
    PaymentStatus.FROZEN,
    PaymentStatus.CANCELED,
)
_RECEIPTS: Final = Prepared(
    select(_event.c.id, _event.c.receipt_control_id, _event.c.receipt_seq).where(
        any_of(_event.c.id, "events")
    )
)
_STATUSES: Final = Prepared(
    select(_payment.c.event_id, _payment.c.status)
    .where(any_of(_payment.c.event_id, "events"))
    .distinct()
)
_day = func.coalesce(_batch.c.payment_date, _control.c.business_date)
_LIST: Final = (
    select(
        _batch.c.id,
        _batch.c.kind,
        _batch.c.request_id,
        _batch.c.tender_control_id.label("control_id"),
        _day.label("payment_date"),
        _batch.c.created_at.label("made_at"),
        _user.c.name.label("user_name"),
        _batch.c.currency,
    )
    .join(_control, _control.c.id == _batch.c.tender_control_id)
    .join(_user, _user.c.id == _batch.c.created_by)
)
_ORDERS: Final[Orders] = {"": Order((_batch.c.created_at, _batch.c.id), newest_first=True)}


def _rows_with(outcome: Outcome | None) -> ColumnElement[int]:
    found = _line.c.outcome.is_(None) if outcome is None else _line.c.outcome == outcome
    return func.sum(case((found, 1), else_=0))


_COUNTS: Final = Prepared(
    select(
        _line.c.batch_id,
        func.count().label("rows"),
        *(_rows_with(outcome).label(outcome.value) for outcome in Outcome),
        _rows_with(None).label("waiting"),
        total_of(case((~_line.c.replayed, _line.c.taken))).label("taken"),
    )
    .where(any_of(_line.c.batch_id, "batches"))
    .group_by(_line.c.batch_id)
)


def load_view(s: Connection, batch_id: BatchId) -> BatchView | None:
    """A batch with its rows, their events' short status and receipts; ``None`` without one."""
    batch = load_batch(s, batch_id)
    if batch is None:
        return None
    return BatchView(
        id=batch.id,
        kind=batch.kind,
        request_id=batch.request_id,
        control_id=batch.control_id,
        payment_date=batch.payment_date,
        made_at=batch.made_at,
        user_name=batch.user_name,
        currency=batch.currency,
        tape_count=batch.tape_count,
        tape_total=batch.tape_total,
        rows=load_rows(s, batch_id),
    )


def load_rows(
    s: Connection, batch_id: BatchId, lines: Collection[int] | None = None
) -> tuple[RowResult, ...]:
    """Rows of a batch, all or some, with their events' short status and receipts."""
    rows = load_lines(s, batch_id, lines)
    names = load_names(s, {one.payor for one in rows if one.payor is not None})
    events = {one.event_id for one in rows if one.event_id is not None}
    statuses, receipts = _statuses(s, events), _receipts(s, events)

    def whole(one: RowResult) -> RowResult:
        if one.event_id is None or one.payor is None:
            return one
        return replace(
            one,
            account_name=names.get(one.payor, ""),
            status=statuses.get(one.event_id),
            receipt_number=receipts.get(one.event_id),
        )

    return tuple(whole(one) for one in rows)


def search_batches(
    s: Connection, request: PageRequest, criteria: Mapping[BatchCriterion, Any]
) -> Page[BatchItem]:
    """A page of batches that fulfil all criteria, newest first.

    Raises:
        Refused: ``M-55`` for a sort order that there is not.
    """
    outcome = criteria.get(BatchCriterion.OUTCOME)
    fitting = _fitting(tuple(name for name in _TESTS if name in criteria), outcome)
    given = {name.value: value for name, value in criteria.items()}
    found, after = fitting.fetch(s, request, given)
    counts = {row.batch_id: row for row in _COUNTS.all(s, {"batches": [row.id for row in found]})}
    items = (
        record(
            row,
            BatchItem,
            **{name: int(getattr(counts[row.id], name)) for name in _COUNTED},
            taken=counts[row.id].taken,
        )
        for row in found
    )
    return Page(tuple(items), after)


_COUNTED: Final = ("rows", *(outcome.value for outcome in Outcome), "waiting")


def _has(value: str) -> ColumnElement[bool]:
    """A batch with a row of this outcome."""
    wanted = _line.c.outcome.is_(None) if value == WAITING else _line.c.outcome == Outcome(value)
    return select(_line.c.line).where(_line.c.batch_id == _batch.c.id, wanted).exists()


_TESTS: Final[Mapping[BatchCriterion, Callable[[Any], ColumnElement[bool]]]] = {
    BatchCriterion.KIND: lambda v: _batch.c.kind == v,
    BatchCriterion.USER: lambda v: _batch.c.created_by == v,
    BatchCriterion.DATE_FROM: lambda v: _day >= v,
    BatchCriterion.DATE_TO: lambda v: _day <= v,
    BatchCriterion.CONTROL: lambda v: _batch.c.tender_control_id == v,
}


@cache
def _fitting(names: tuple[BatchCriterion, ...], outcome: str | None) -> Paged:
    query = _LIST.where(*(_TESTS[name](bindparam(name.value)) for name in names))
    return Paged(query if outcome is None else query.where(_has(outcome)), _ORDERS)


def _statuses(s: Connection, events: Collection[EventId]) -> Mapping[EventId, PaymentStatus]:
    found: dict[EventId, PaymentStatus] = {}
    for row in _STATUSES.all(s, {"events": list(events)}) if events else ():
        known = found.get(row.event_id)
        if known is None or _WORST.index(row.status) < _WORST.index(known):
            found[EventId(row.event_id)] = row.status
    return found


def _receipts(s: Connection, events: Collection[EventId]) -> Mapping[EventId, str | None]:
    return {
        EventId(row.id): receipt_number(row.receipt_control_id, row.receipt_seq)
        for row in (_RECEIPTS.all(s, {"events": list(events)}) if events else ())
    }
