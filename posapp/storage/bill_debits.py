"""Stamps of bills that are paid automatically (AP-03, AP-05): made at completion, read by the job."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, bindparam, func, or_, select, update

from posapp.domain.autopay_codes import DebitStatus
from posapp.domain.bill_debits import BillDebit, CompletedBill
from posapp.domain.codes import TenderStatus
from posapp.domain.ids import BillId, EventId, TenderId
from posapp.domain.mandate import Mandate
from posapp.domain.money import ZERO
from posapp.storage.base import record, table_of
from posapp.storage.mandates import load_all
from posapp.storage.prepared import Prepared, any_of, insert_into, one_of
from posapp.storage.tables.agreements import BillRow
from posapp.storage.tables.autopay import (
    BillDebitRow,
    ClearingRequestRow,
    MandateRow,
    ScheduledPaymentRow,
)
from posapp.storage.tables.payment_events import PaymentRow, TenderRow
from posapp.storage.tables.people import AccountRow

_INSERT = insert_into(BillDebitRow)
_debit, _bill, _mandate = table_of(BillDebitRow), table_of(BillRow), table_of(MandateRow)
_account, _scheduled = table_of(AccountRow), table_of(ScheduledPaymentRow)
_SELECT = select(_debit, _bill.c.account_id, _bill.c.due_date, _bill.c.number).join(
    _bill, _bill.c.id == _debit.c.bill_id
)
_STOPPED: Final = {"event_id": None, "status": DebitStatus.STOPPED}
_WAITING_STATUSES = ("INCOMPLETE", "ERROR", "FREEZABLE")
_request, _tender = table_of(ClearingRequestRow), table_of(TenderRow)
_payment = table_of(PaymentRow)
_completed = (
    select(
        _bill.c.id.label("bill_id"),
        _bill.c.account_id,
        _bill.c.due_date,
        _bill.c.amount,
        _mandate.c.id.label("mandate_id"),
        _account.c.customer_class,
    )
    .join(_mandate, _mandate.c.account_id == _bill.c.account_id)
    .join(_account, _account.c.id == _bill.c.account_id)
    .where(
        _bill.c.amount > ZERO,
        _mandate.c.start_date <= _bill.c.due_date,
        or_(_mandate.c.end_date.is_(None), _mandate.c.end_date >= _bill.c.due_date),
    )
    .order_by(_bill.c.id)
)
_COMPLETED: Final = Prepared(_completed.where(_bill.c.id > bindparam("after")))
_COMPLETED_ONE: Final = Prepared(_completed.where(_bill.c.id == bindparam("bill_id")))
_OF_BILLS: Final = Prepared(_SELECT.where(any_of(_debit.c.bill_id, "bills")))
_OF_BILL: Final = Prepared(_SELECT.where(_debit.c.bill_id == bindparam("bill_id")))
_waiting = _SELECT.where(_debit.c.status == DebitStatus.WAITING).order_by(
    _debit.c.extract_date, _debit.c.bill_id
)
_WAITING: Final = Prepared(_waiting)
_WAITING_UNTIL: Final = Prepared(_waiting.where(_debit.c.extract_date <= bindparam("by")))
_RELEASE: Final = tuple(
    Prepared(update(table).where(table.c.event_id == bindparam("of_event")).values(_STOPPED))
    for table in (_debit, _scheduled)
)
_paid = (
    select(_request.c.bill_id)
    .join(_tender, _tender.c.id == _request.c.tender_id)
    .where(
        any_of(_request.c.tender_id, "tenders"),
        _request.c.bill_id == _debit.c.bill_id,
        _tender.c.event_id == _debit.c.event_id,
    )
)
_RELEASE_TENDERS: Final = Prepared(
    update(_debit).where(_debit.c.status == DebitStatus.CREATED, _paid.exists()).values(_STOPPED)
)
_last = func.max(_request.c.ledger_date)
_DUE: Final = Prepared(
    select(_tender.c.event_id, _last.label("ledger_date"))
    .outerjoin(_request, _request.c.tender_id == _tender.c.id)
    .where(
        _tender.c.status == TenderStatus.VALID,
        _tender.c.event_id.in_(
            select(_payment.c.event_id).where(one_of(_payment.c.status, _WAITING_STATUSES))
        ),
    )
    .group_by(_tender.c.event_id)
    .having(func.count() == func.count(_request.c.id), _last <= bindparam("by"))
    .order_by(_last, _tender.c.event_id)
)


@dataclass(frozen=True, slots=True)
class DueEvent:
    """An event whose automatic payment hits the ledger by now."""

    event_id: EventId
    ledger_date: date


def completed_bills(
    s: Connection, *, after: int = 0, bill_id: BillId | None = None
) -> tuple[CompletedBill, ...]:
    """Bills with money on them whose account has a mandate in force on the due date (AP-03).

    Args:
        s: the transaction.
        after: only those made later than this id was drawn.
        bill_id: only this one.
    """
    asked = _COMPLETED if bill_id is None else _COMPLETED_ONE
    rows = asked.all(s, {"after": after, "bill_id": bill_id})
    return tuple(record(row, CompletedBill) for row in rows)


def mandates_of(s: Connection, bills: tuple[CompletedBill, ...]) -> Mapping[int, Mandate]:
    """The mandates that bills name."""
    return {one.id: one for one in load_all(s, {bill.mandate_id for bill in bills})}


def load_debits(s: Connection, bills: Iterable[CompletedBill]) -> Mapping[int, BillDebit]:
    """The stamps that bills have, by bill."""
    rows = _OF_BILLS.all(s, {"bills": sorted(bill.bill_id for bill in bills)})
    return {row.bill_id: record(row, BillDebit) for row in rows}


def load_debit(s: Connection, bill_id: BillId) -> BillDebit | None:
    """The stamp of a bill; ``None`` when it has none."""
    row = _OF_BILL.first(s, {"bill_id": bill_id})
    return None if row is None else record(row, BillDebit)


def waiting_debits(s: Connection, by: date | None) -> tuple[BillDebit, ...]:
    """Stamps without an event, all or those to be sent by a day (AP-05)."""
    rows = (_WAITING if by is None else _WAITING_UNTIL).all(s, {"by": by})
    return tuple(record(row, BillDebit) for row in rows)


def insert_debits(s: Connection, debits: Iterable[BillDebit]) -> None:
    """Write the stamps of bills that had none."""
    _INSERT.many(s, [{"bill_id": one.bill_id} | _values(one) for one in debits])


def record_debit(s: Connection, debit: BillDebit) -> None:
    """Write a stamp; one that the bill had is replaced."""
    values = _values(debit)
    done = s.execute(update(_debit).where(_debit.c.bill_id == debit.bill_id).values(values))
    if not done.rowcount:
        _INSERT.run(s, {"bill_id": debit.bill_id} | values)


def _values(debit: BillDebit) -> dict[str, Any]:
    return {
        "mandate_id": debit.mandate_id,
        "amount": debit.amount,
        "payment_date": debit.payment_date,
        "extract_date": debit.extract_date,
        "ledger_date": debit.ledger_date,
        "status": debit.status,
        "event_id": debit.event_id,
        "attempt": debit.attempt,
    }


def release_event(s: Connection, event_id: EventId) -> None:
    """A bill or plan whose automatic payment is deleted is paid by nothing any more."""
    for statement in _RELEASE:
        statement.many(s, [{"of_event": event_id}])


def release_tenders(s: Connection, tender_ids: Iterable[TenderId]) -> None:
    """Bills whose automatic payments are canceled or deleted are paid by nothing (AP-15, AP-16).

    Completing such a bill again makes another payment.
    """
    _RELEASE_TENDERS.many(s, [{"tenders": list(tender_ids)}])


def due_events(s: Connection, by: date) -> tuple[DueEvent, ...]:
    """Events that wait, hold nothing but automatic payments, and are all in the ledger by a day.

    Other money in an event is frozen by whoever took it (D-06).
    """
    return tuple(
        DueEvent(EventId(row.event_id), row.ledger_date) for row in _DUE.all(s, {"by": by})
    )
