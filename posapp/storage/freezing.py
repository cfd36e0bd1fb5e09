"""Freezing stored payments: their segments, the event's cash side, and the postings."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from sqlalchemy import Connection, bindparam, delete, select, update

from posapp.domain.codes import FtType, PaymentStatus, TenderStatus
from posapp.domain.distribution import DistributionFailed
from posapp.domain.event_views import EventView, PaymentView
from posapp.domain.freezing import FreezeFacts, Freezing, StoredSegment
from posapp.domain.ids import EventId, PaymentId
from posapp.domain.ledger import accounting_date
from posapp.domain.messages import stored_sentence
from posapp.domain.money import Currency, Money
from posapp.domain.setup import SetUp
from posapp.storage.base import record
from posapp.storage.event_writes import Numbers, Stamp, insert_postings
from posapp.storage.held_taxes import load_held_taxes
from posapp.storage.ids import take_ids
from posapp.storage.prepared import Prepared
from posapp.storage.settling import settle
from posapp.storage.tables.agreements import AgreementRow
from posapp.storage.tables.ledger import FinancialTransactionRow, GlLineRow
from posapp.storage.tables.payment_events import (
    PaymentEventRow,
    PaymentRow,
    PaySegmentRow,
    TenderRow,
)
from posapp.storage.types import total_of

_BALANCE = (
    select(total_of(FinancialTransactionRow.current_amount))
    .where(FinancialTransactionRow.agreement_id == PaySegmentRow.agreement_id)
    .scalar_subquery()
)
_SEGMENTS: Final = Prepared(
    select(
        PaySegmentRow.id.label("segment_id"),
        PaySegmentRow.agreement_id,
        AgreementRow.sa_type,
        PaySegmentRow.amount,
        _BALANCE.label("current_balance"),
        PaySegmentRow.bill_id,
    )
    .join(AgreementRow, AgreementRow.id == PaySegmentRow.agreement_id)
    .where(PaySegmentRow.payment_id == bindparam("payment_id"))
    .order_by(PaySegmentRow.id)
)
_POSTED: Final = Prepared(
    select(GlLineRow.distribution_code, total_of(GlLineRow.amount).label("amount"))
    .join(FinancialTransactionRow, FinancialTransactionRow.id == GlLineRow.ft_id)
    .join(PaymentRow, PaymentRow.id == FinancialTransactionRow.parent_id)
    .where(
        PaymentRow.event_id == bindparam("event_id"),
        PaymentRow.status == PaymentStatus.FROZEN,
        FinancialTransactionRow.ft_type == FtType.PAY_SEGMENT,
        GlLineRow.distribution_code.in_(
            select(TenderRow.distribution_code).where(TenderRow.event_id == bindparam("event_id"))
        ),
    )
    .group_by(GlLineRow.distribution_code)
)
_CASH_CODES: Final = Prepared(
    select(TenderRow.distribution_code, TenderRow.amount)
    .where(TenderRow.event_id == bindparam("event_id"), TenderRow.status == TenderStatus.VALID)
    .order_by(TenderRow.id)
)
_FREEZE: Final = Prepared(
    update(PaymentRow)
    .where(PaymentRow.id == bindparam("key"))
    .values(status=PaymentStatus.FROZEN, frozen_at=bindparam("at"), frozen_by=bindparam("by"))
)
_NUMBER: Final = Prepared(
    update(PaymentEventRow)
    .where(PaymentEventRow.id == bindparam("key"))
    .values(
        receipt_control_id=bindparam("control_id"),
        receipt_seq=bindparam("seq"),
        document_number=bindparam("number"),
    )
)


def load_freeze(s: Connection, payment: PaymentView, setup: SetUp) -> FreezeFacts:
    """A Freezable payment with its segments and what their agreements owe and hold now (D-25)."""
    rows = _SEGMENTS.all(s, {"payment_id": payment.id})
    segments = tuple(record(row, StoredSegment) for row in rows)
    kinds = {segment.agreement_id: segment.sa_type for segment in segments}
    taxes = load_held_taxes(s, kinds, setup)
    return FreezeFacts(payment.id, payment.amount, segments, payment.lines, taxes)


def load_posted(s: Connection, event_id: EventId) -> Mapping[str, Money]:
    """What the event's frozen payments have posted on cash accounts so far (D-30).

    Cash accounts are those that the event's tenders name. Cancelled payments are out of it with
    their reversals, which may lie on another bank account (CX-2).
    """
    rows = _POSTED.all(s, {"event_id": event_id})
    return {row.distribution_code: row.amount for row in rows}


def load_cash_codes(s: Connection, event_id: EventId) -> tuple[tuple[str, Money], ...]:
    """Ledger account and amount of each valid tender of an event (D-29)."""
    rows = _CASH_CODES.all(s, {"event_id": event_id})
    return tuple((row.distribution_code, row.amount) for row in rows)


def record_freezing(
    s: Connection,
    event: EventView,
    facts: FreezeFacts,
    freezing: Freezing,
    *,
    setup: SetUp,
    stamp: Stamp,
    books: date | None = None,
) -> None:
    """Write the postings of one payment and set it Frozen (PY-2).

    ``books`` is the day that the accounting date follows; the payment date by default (FT-6).
    """
    _FREEZE.many(s, [{"key": facts.payment_id, "at": stamp.at, "by": stamp.user_id}])
    rows = [
        (
            ft_id,
            {
                "id": segment.segment_id,
                "payment_id": facts.payment_id,
                "agreement_id": segment.agreement_id,
            },
            posting,
        )
        for ft_id, segment, posting in zip(
            take_ids(s, len(facts.segments)), facts.segments, freezing.postings, strict=True
        )
    ]
    day = accounting_date(books or event.payment_date, setup.periods)
    insert_postings(s, rows, currency=event.currency, day=day, stamp=stamp)
    settle(s, freezing.settled, event.payment_date)


def record_failure(
    s: Connection, payment_id: PaymentId, failure: DistributionFailed, currency: Currency
) -> None:
    """A payment that may not freeze any more falls into Error without segments (D-25, PY-1)."""
    s.execute(delete(PaySegmentRow).where(PaySegmentRow.payment_id == payment_id))
    s.execute(
        update(PaymentRow)
        .where(PaymentRow.id == payment_id)
        .values(
            status=PaymentStatus.ERROR,
            error_code=failure.code,
            error_text=stored_sentence(failure.code, failure.fields, currency),
        )
    )


def record_numbers(s: Connection, event_id: EventId, numbers: Numbers) -> None:
    """Give an event its receipt and document number at its first freeze (D-04, D-31)."""
    values = {
        "control_id": numbers.receipt_control_id,
        "seq": numbers.receipt_seq,
        "number": numbers.document_number,
    }
    _NUMBER.many(s, [{"key": event_id, **values}])
