"""Batches of automatic payments, looked at and balanced (AP-13, AP-14)."""

from datetime import date, datetime
from functools import cache
from typing import Any, Final

from sqlalchemy import Connection, and_, bindparam, case, func, select, update

from posapp.domain.autopay_batches import AutoPayBatch, WaitingRequests
from posapp.domain.autopay_codes import RequestStatus
from posapp.domain.codes import ControlStatus, TenderStatus
from posapp.domain.ids import AccountId, ControlId, UserId
from posapp.domain.setup import SetUp
from posapp.domain.waiting_debits import WaitingDebit
from posapp.storage.base import record, table_of
from posapp.storage.prepared import Prepared, one_of
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
_is_due = _request.c.extract_date <= bindparam("by")
_WAITING: Final = Prepared(
    select(
        _source.c.route_type,
        func.count().filter(_is_due).label("due"),
        total_of(case((_is_due, _request.c.amount))).label("amount"),
        func.count().filter(~_is_due).label("later"),
        func.min(_request.c.extract_date).filter(~_is_due).label("next_date"),
    )
    .join(_source, _source.c.code == _request.c.source)
    .where(_request.c.status == RequestStatus.PENDING)
    .group_by(_source.c.route_type)
    .order_by(_source.c.route_type)
)
_DEBITS: Final = (
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
    .limit(bindparam("most"))
)
_is_valid = _tender.c.status == TenderStatus.VALID
_others = _tender.alias("other")
_unfrozen = (
    select(func.count(_payment.c.id.distinct()))
    .join(_others, _others.c.event_id == _payment.c.event_id)
    .where(
        _others.c.tender_control_id == _control.c.id,
        _others.c.status == TenderStatus.VALID,
        one_of(_payment.c.status, _UNFROZEN),
    )
    .correlate(_control)
    .scalar_subquery()
)
_BATCHES: Final = (
    select(
        *_KEYS,
        func.min(_request.c.batch_code).label("batch_code"),
        func.min(_request.c.batch_run).label("run"),
        func.count().filter(_is_valid).label("count"),
        total_of(case((_is_valid, _tender.c.control_amount))).label("amount"),
        func.count().filter(~_is_valid).label("canceled"),
        _unfrozen.label("unfrozen"),
    )
    .join(_tender, _tender.c.tender_control_id == _control.c.id)
    .join(
        _request,
        and_(_request.c.tender_id == _tender.c.id, _request.c.batch_run.is_not(None)),
    )
    .group_by(*_KEYS)
    .order_by(_control.c.id.desc())
    .limit(bindparam("most"))
)


def _balancing(table: Any, **more: Any) -> Prepared:
    """One statement for all of it: what is balanced does not change any more."""
    values = {
        "status": ControlStatus.BALANCED,
        "balanced_at": bindparam("at"),
        "balanced_by": bindparam("by"),
        "version": table.c.version + 1,
    }
    return Prepared(update(table).where(table.c.id == bindparam("key")).values(values | more))


_BALANCE: Final = _balancing(_control)
_BALANCE_DEPOSIT: Final = _balancing(_deposit, ending_balance=bindparam("ending"))


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
    listed = _listed(one=control_id is not None, waiting=waiting)
    rows = listed.all(s, {"most": most, "control_id": control_id})
    return tuple(record(row, AutoPayBatch) for row in rows)


@cache
def _listed(*, one: bool, waiting: bool) -> Prepared:
    query = _BATCHES
    if one:
        query = query.where(_control.c.id == bindparam("control_id"))
    if waiting:
        query = query.where(_control.c.status != ControlStatus.BALANCED)
    return Prepared(query)


def list_waiting(s: Connection, by: date, setup: SetUp) -> tuple[WaitingRequests, ...]:
    """What waits to be sent on each route: due by a day and later; a route without any is left out."""
    found: list[WaitingRequests] = []
    for row in _WAITING.all(s, {"by": by}):
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
    debits = _debits(of_account=account_id is not None, of_route=bool(route))
    rows = debits.all(s, {"most": most, "account_id": account_id, "of_route": route})
    return tuple(record(row, WaitingDebit) for row in rows)


@cache
def _debits(*, of_account: bool, of_route: bool) -> Prepared:
    query = _DEBITS
    if of_account:
        query = query.where(_tender.c.payor_account_id == bindparam("account_id"))
    if of_route:
        query = query.where(_source.c.route_type == bindparam("of_route"))
    return Prepared(query)


def record_balanced(s: Connection, batch: AutoPayBatch, at: datetime, user_id: UserId) -> None:
    """Balance a batch's tender control and its deposit control: what was sent is what is there."""
    done = {"at": at, "by": user_id}
    _BALANCE.run(s, done | {"key": batch.control_id})
    _BALANCE_DEPOSIT.run(s, done | {"key": batch.deposit_control_id, "ending": batch.amount})
