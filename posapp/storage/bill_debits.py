"""Stamps of bills that are paid automatically (AP-03, AP-05): made at completion, read by the job."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, func, or_, select, update

from posapp.domain.autopay_codes import DebitStatus
from posapp.domain.bill_debits import BillDebit, CompletedBill
from posapp.domain.codes import TenderStatus
from posapp.domain.ids import BillId, EventId, TenderId
from posapp.domain.mandate import Mandate
from posapp.domain.money import ZERO
from posapp.storage.base import record, table_of
from posapp.storage.mandates import load_all
from posapp.storage.prepared import insert_into
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
_AT_ONCE: Final = 500
_WAITING_STATUSES = ("INCOMPLETE", "ERROR", "FREEZABLE")


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
    query = (
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
    wanted = _bill.c.id > after if bill_id is None else _bill.c.id == bill_id
    return tuple(record(row, CompletedBill) for row in s.execute(query.where(wanted)))


def mandates_of(s: Connection, bills: tuple[CompletedBill, ...]) -> Mapping[int, Mandate]:
    """The mandates that bills name."""
    return {one.id: one for one in load_all(s, {bill.mandate_id for bill in bills})}


def load_debits(s: Connection, bills: Iterable[CompletedBill]) -> Mapping[int, BillDebit]:
    """The stamps that bills have, by bill."""
    ids = sorted(bill.bill_id for bill in bills)
    found: dict[int, BillDebit] = {}
    for start in range(0, len(ids), _AT_ONCE):
        some = _SELECT.where(_debit.c.bill_id.in_(ids[start : start + _AT_ONCE]))
        found |= {row.bill_id: record(row, BillDebit) for row in s.execute(some)}
    return found


def load_debit(s: Connection, bill_id: BillId) -> BillDebit | None:
    """The stamp of a bill; ``None`` when it has none."""
    row = s.execute(_SELECT.where(_debit.c.bill_id == bill_id)).first()
    return None if row is None else record(row, BillDebit)


def waiting_debits(s: Connection, by: date | None) -> tuple[BillDebit, ...]:
    """Stamps without an event, all or those to be sent by a day (AP-05)."""
    query = _SELECT.where(_debit.c.status == DebitStatus.WAITING).order_by(
        _debit.c.extract_date, _debit.c.bill_id
    )
    if by is not None:
        query = query.where(_debit.c.extract_date <= by)
    return tuple(record(row, BillDebit) for row in s.execute(query))


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
    s.execute(update(_debit).where(_debit.c.event_id == event_id).values(_STOPPED))
    s.execute(update(_scheduled).where(_scheduled.c.event_id == event_id).values(_STOPPED))


def release_tenders(s: Connection, tender_ids: Iterable[TenderId]) -> None:
    """Bills whose automatic payments are canceled or deleted are paid by nothing (AP-15, AP-16).

    Completing such a bill again makes another payment.
    """
    request, tender = table_of(ClearingRequestRow), table_of(TenderRow)
    paid = (
        select(request.c.bill_id)
        .join(tender, tender.c.id == request.c.tender_id)
        .where(
            request.c.tender_id.in_(list(tender_ids)),
            request.c.bill_id == _debit.c.bill_id,
            tender.c.event_id == _debit.c.event_id,
        )
    )
    s.execute(
        update(_debit).where(_debit.c.status == DebitStatus.CREATED, paid.exists()).values(_STOPPED)
    )


def due_events(s: Connection, by: date) -> tuple[DueEvent, ...]:
    """Events that wait, hold nothing but automatic payments, and are all in the ledger by a day.

    Other money in an event is frozen by whoever took it (D-06).
    """
    request, tender = table_of(ClearingRequestRow), table_of(TenderRow)
    payment = table_of(PaymentRow)
    waits = select(payment.c.event_id).where(payment.c.status.in_(_WAITING_STATUSES))
    last = func.max(request.c.ledger_date)
    query = (
        select(tender.c.event_id, last.label("ledger_date"))
        .outerjoin(request, request.c.tender_id == tender.c.id)
        .where(tender.c.status == TenderStatus.VALID, tender.c.event_id.in_(waits))
        .group_by(tender.c.event_id)
        .having(func.count() == func.count(request.c.id), last <= by)
        .order_by(last, tender.c.event_id)
    )
    return tuple(DueEvent(EventId(row.event_id), row.ledger_date) for row in s.execute(query))
