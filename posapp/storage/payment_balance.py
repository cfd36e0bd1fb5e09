"""Sums of the payment balance report: tenders by source and type, payments (controls 17)."""

from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, case, false, func, select

from posapp.domain.codes import PaymentStatus, TenderStatus
from posapp.domain.day_papers import BalanceLine, PaymentSum
from posapp.storage.base import record, table_of
from posapp.storage.tables.controls import TenderControlRow
from posapp.storage.tables.payment_events import PaymentEventRow, PaymentRow, TenderRow
from posapp.storage.types import total_of

_tender, _event = table_of(TenderRow), table_of(PaymentEventRow)
_payment, _control = table_of(PaymentRow), table_of(TenderControlRow)


def load_balance_lines(
    s: Connection, office: str, first: date, last: date
) -> tuple[BalanceLine, ...]:
    """Tenders of an office's payment dates, by currency, source and type.

    Change and cash rounding lower or raise the amounts and are no tenders that somebody handed over
    (D-01, D-20). Amounts are in the currency of the drawer.
    """
    is_valid = _tender.c.status == TenderStatus.VALID
    handed = (_tender.c.cash_back == false()) & (_tender.c.rounding == false())
    keys = (_tender.c.control_currency, _control.c.tender_source, _tender.c.tender_type)
    query = (
        select(
            _control.c.tender_source,
            _tender.c.tender_type,
            _tender.c.control_currency.label("currency"),
            *_sums(is_valid, handed, _tender.c.control_amount),
        )
        .join(_event, _event.c.id == _tender.c.event_id)
        .outerjoin(_control, _control.c.id == _tender.c.tender_control_id)
        .group_by(*keys)
        .order_by(*keys)
    )
    rows = s.execute(_within(query, office, first, last))
    return tuple(record(row, BalanceLine, tender_source=row.tender_source or "") for row in rows)


def load_payment_sums(
    s: Connection, office: str, first: date, last: date
) -> tuple[PaymentSum, ...]:
    """Payments of an office's payment dates by currency; what is not canceled is valid."""
    is_valid = _payment.c.status != PaymentStatus.CANCELED
    query = (
        select(_event.c.currency, *_sums(is_valid, None, _payment.c.amount))
        .join(_event, _event.c.id == _payment.c.event_id)
        .group_by(_event.c.currency)
        .order_by(_event.c.currency)
    )
    rows = s.execute(_within(query, office, first, last))
    return tuple(record(row, PaymentSum) for row in rows)


def _sums(is_valid: Any, counts: Any, amount: Any) -> tuple[Any, ...]:
    """Number and amount of the valid rows and of the others; ``counts`` says which are counted."""
    valid = is_valid if counts is None else is_valid & counts
    gone = ~is_valid if counts is None else ~is_valid & counts
    return (
        func.sum(case((valid, 1), else_=0)).label("valid"),
        total_of(case((is_valid, amount))).label("valid_amount"),
        func.sum(case((gone, 1), else_=0)).label("canceled"),
        total_of(case((~is_valid, amount))).label("canceled_amount"),
    )


def _within(query: Select[Any], office: str, first: date, last: date) -> Select[Any]:
    return query.where(
        _event.c.payment_date >= first, _event.c.payment_date <= last, _event.c.office == office
    )
