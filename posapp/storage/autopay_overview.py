"""Batches of automatic payments, looked at and balanced (AP-13, AP-14)."""

from datetime import date, datetime

from sqlalchemy import Connection, Select, and_, case, func, select, update

from posapp.domain.autopay_batches import AutoPayBatch, WaitingRequests
from posapp.domain.autopay_codes import RequestStatus
from posapp.domain.codes import ControlStatus, TenderStatus
from posapp.domain.ids import AccountId, ControlId, UserId
from posapp.domain.setup import SetUp
from posapp.domain.waiting_debits import WaitingDebit
from posapp.storage.base import record, table_of
from posapp.storage.tables.autopay import AutoPaySourceRow, ClearingRequestRow
from posapp.storage.tables.controls import DepositControlRow, TenderControlRow
from posapp.storage.tables.payment_events import PaymentRow, TenderRow
from posapp.storage.tables.people import AccountRow, PersonRow
from posapp.storage.types import total_of

_request, _tender = table_of(ClearingRequestRow), table_of(TenderRow)
_control, _deposit = table_of(TenderControlRow), table_of(DepositControlRow)
_payment, _source = table_of(PaymentRow), table_of(AutoPaySourceRow)
_UNFROZEN = ("INCOMPLETE", "ERROR", "FREEZABLE")
_KEYS = (
    _control.c.id.label("control_id"),
    _control.c.deposit_control_id,
    _control.c.tender_source,
    _control.c.business_date,
    _control.c.currency,
    _control.c.status,
    _control.c.balanced_at,
)


def list_batches(
    s: Connection, most: int, *, control_id: ControlId | None = None, waiting: bool = False
) -> tuple[AutoPayBatch, ...]:
    """Batches, newest first.

    Args:
        s: the transaction.
        most: how many at most.
        control_id: only the one of this tender control.
        waiting: only those that are not balanced yet.
    """
    query = _batches()
    if control_id is not None:
        query = query.where(_control.c.id == control_id)
    if waiting:
        query = query.where(_control.c.status != ControlStatus.BALANCED)
    rows = s.execute(query.order_by(_control.c.id.desc()).limit(most))
    return tuple(record(row, AutoPayBatch) for row in rows)


def list_waiting(s: Connection, by: date, setup: SetUp) -> tuple[WaitingRequests, ...]:
    """What waits to be sent on each route: due by a day and later; a route without any is left out."""
    is_due = _request.c.extract_date <= by
    amount = case((is_due, _request.c.amount))
    query = (
        select(
            _source.c.route_type,
            func.count().filter(is_due).label("due"),
            total_of(amount).label("amount"),
            func.count().filter(~is_due).label("later"),
            func.min(_request.c.extract_date).filter(~is_due).label("next_date"),
        )
        .join(_source, _source.c.code == _request.c.source)
        .where(_request.c.status == RequestStatus.PENDING)
        .group_by(_source.c.route_type)
        .order_by(_source.c.route_type)
    )
    found: list[WaitingRequests] = []
    for row in s.execute(query):
        route = setup.autopay.routes[row.route_type]
        currency = setup.tender_sources[route.tender_source].currency
        found.append(
            WaitingRequests(
                route.code, route.description, currency, row.due, row.amount, row.later,
                row.next_date,
            )
        )  # fmt: skip
    return tuple(found)


def list_waiting_debits(
    s: Connection, account_id: AccountId | None, route: str, most: int
) -> tuple[WaitingDebit, ...]:
    """Debits that wait, the next to be sent first; of one payor or of all, of one route or of all."""
    query = (
        select(
            _request.c.tender_id,
            _tender.c.event_id,
            _tender.c.payor_account_id.label("account_id"),
            PersonRow.name.label("account_name"),
            _source.c.description.label("source_name"),
            _source.c.route_type.label("route"),
            AccountRow.currency,
            _request.c.amount,
            _request.c.extract_date,
            _request.c.ledger_date,
            _request.c.bill_id,
        )
        .join(_tender, _tender.c.id == _request.c.tender_id)
        .join(_source, _source.c.code == _request.c.source)
        .join(AccountRow, AccountRow.id == _tender.c.payor_account_id)
        .join(PersonRow, PersonRow.id == AccountRow.person_id)
        .where(_request.c.status == RequestStatus.PENDING)
        .order_by(_request.c.extract_date, _request.c.tender_id)
        .limit(most)
    )
    if account_id is not None:
        query = query.where(_tender.c.payor_account_id == account_id)
    if route:
        query = query.where(_source.c.route_type == route)
    return tuple(record(row, WaitingDebit) for row in s.execute(query))


def record_balanced(s: Connection, batch: AutoPayBatch, at: datetime, user_id: UserId) -> None:
    """Balance a batch's tender control and its deposit control: what was sent is what is there."""
    done = {"status": ControlStatus.BALANCED, "balanced_at": at, "balanced_by": user_id}
    # One statement each: what is balanced does not change any more.
    ending = {"ending_balance": batch.amount}
    for table, key, more in (
        (_control, batch.control_id, {}),
        (_deposit, batch.deposit_control_id, ending),
    ):
        values = done | more | {"version": table.c.version + 1}
        s.execute(update(table).where(table.c.id == key).values(values))


def _batches() -> Select[tuple[object, ...]]:
    """Batches with what lies under their control now."""
    is_valid = _tender.c.status == TenderStatus.VALID
    others = _tender.alias("other")
    unfrozen = (
        select(func.count(_payment.c.id.distinct()))
        .join(others, others.c.event_id == _payment.c.event_id)
        .where(
            others.c.tender_control_id == _control.c.id,
            others.c.status == TenderStatus.VALID,
            _payment.c.status.in_(_UNFROZEN),
        )
        .correlate(_control)
        .scalar_subquery()
    )
    return (
        select(
            *_KEYS,
            func.min(_request.c.batch_code).label("batch_code"),
            func.min(_request.c.batch_run).label("run"),
            func.count().filter(is_valid).label("count"),
            total_of(case((is_valid, _tender.c.control_amount))).label("amount"),
            func.count().filter(~is_valid).label("canceled"),
            unfrozen.label("unfrozen"),
        )
        .join(_tender, _tender.c.tender_control_id == _control.c.id)
        .join(
            _request,
            and_(_request.c.tender_id == _tender.c.id, _request.c.batch_run.is_not(None)),
        )
        .group_by(*_KEYS)
    )
