"""The events of an office's day and what each took, gave back and posted, as the proof adds up (D-38).

The parameters are ``day`` and ``office``, of ``POSTINGS`` also ``cash``: ledger accounts of money.
"""

from typing import Any, Final

from sqlalchemy import bindparam, case, exists, false, or_, select, true

from posapp.domain.codes import FtType, SourceType, TenderStatus
from posapp.storage.base import table_of
from posapp.storage.prepared import Prepared, any_of, one_of
from posapp.storage.tables.controls import RefundMovementRow, TenderControlRow
from posapp.storage.tables.ledger import FinancialTransactionRow, GlLineRow
from posapp.storage.tables.payment_events import PaymentEventRow, PaymentRow, TenderRow
from posapp.storage.tables.setup import TenderSourceRow
from posapp.storage.types import total_of

_control, _source = table_of(TenderControlRow), table_of(TenderSourceRow)
_tender, _refund = table_of(TenderRow), table_of(RefundMovementRow)
_payment, _ft, _gl = table_of(PaymentRow), table_of(FinancialTransactionRow), table_of(GlLineRow)
_event = table_of(PaymentEventRow)
BY_HAND: Final = (SourceType.CASHIERING, SourceType.ADHOC)
_POSTED: Final = (FtType.PAY_SEGMENT, FtType.PAY_CANCEL)
DAY: Final[Any] = bindparam("day")
OFFICE: Final[Any] = bindparam("office")


def _of_day() -> Any:
    """Events with money in the day's drawers, or postings on the day; never all auto pay."""
    in_drawer = (
        select(_tender.c.event_id)
        .join(_control, _control.c.id == _tender.c.tender_control_id)
        .join(_source, _source.c.code == _control.c.tender_source)
        .where(one_of(_source.c.source_type, BY_HAND))
    )
    refunded = (
        select(_tender.c.event_id)
        .join(_refund, _refund.c.tender_id == _tender.c.id)
        .join(_control, _control.c.id == _refund.c.tender_control_id)
        .where(_control.c.business_date == DAY)
    )
    posted = (
        select(_payment.c.event_id)
        .join(_ft, _ft.c.parent_id == _payment.c.id)
        .where(_ft.c.accounting_date == DAY, one_of(_ft.c.ft_type, _POSTED))
    )
    return select(_event.c.id).where(
        _event.c.office == OFFICE,
        or_(
            _event.c.id.in_(in_drawer.where(_control.c.business_date == DAY)),
            _event.c.id.in_(refunded),
            _event.c.id.in_(posted),
        ),
        exists(in_drawer.where(_tender.c.event_id == _event.c.id)),
    )


def _received(wanted: Any) -> Any:
    return (
        select(
            _tender.c.event_id,
            _control.c.business_date.label("day"),
            total_of(_tender.c.amount).label("amount"),
        )
        .join(_control, _control.c.id == _tender.c.tender_control_id)
        .join(_source, _source.c.code == _control.c.tender_source)
        .where(
            _tender.c.event_id.in_(wanted),
            _tender.c.counted == true(),
            _tender.c.rounding == false(),
            one_of(_source.c.source_type, BY_HAND),
        )
        .group_by(_tender.c.event_id, _control.c.business_date)
    )


def _refunded(wanted: Any) -> Any:
    """In the event's currency: a refund movement gives a whole tender back (D-14)."""
    return (
        select(
            _tender.c.event_id,
            _control.c.business_date.label("day"),
            total_of(_tender.c.amount).label("amount"),
        )
        .join(_refund, _refund.c.tender_id == _tender.c.id)
        .join(_control, _control.c.id == _refund.c.tender_control_id)
        .where(_tender.c.event_id.in_(wanted))
        .group_by(_tender.c.event_id, _control.c.business_date)
    )


def _postings(wanted: Any) -> Any:
    return (
        select(
            _payment.c.event_id,
            _ft.c.accounting_date.label("day"),
            total_of(_gl.c.amount).label("amount"),
        )
        .join(_ft, _ft.c.parent_id == _payment.c.id)
        .join(_gl, _gl.c.ft_id == _ft.c.id)
        .where(
            _payment.c.event_id.in_(wanted),
            one_of(_ft.c.ft_type, _POSTED),
            any_of(_gl.c.distribution_code, "cash"),
        )
        .group_by(_payment.c.event_id, _ft.c.accounting_date)
    )


def _aside(wanted: Any) -> Any:
    """Canceled tenders that still count and whose money went nowhere, and debits beside drawers."""
    by_hand = exists(
        select(_control.c.id)
        .join(_source, _source.c.code == _control.c.tender_source)
        .where(_control.c.id == _tender.c.tender_control_id, one_of(_source.c.source_type, BY_HAND))
    )
    went = exists(select(_refund.c.id).where(_refund.c.tender_id == _tender.c.id))
    canceled = _tender.c.status == TenderStatus.CANCELED
    counts = by_hand & (_tender.c.counted == true())
    returned = case((canceled & counts & ~went, _tender.c.amount), else_=None)
    debited = case((~canceled & ~by_hand, _tender.c.amount), else_=None)
    return (
        select(
            _tender.c.event_id,
            total_of(returned).label("returned"),
            total_of(debited).label("debited"),
        )
        .where(_tender.c.event_id.in_(wanted), _tender.c.rounding == false())
        .group_by(_tender.c.event_id)
    )


_WANTED: Final = _of_day()
RECEIVED: Final = Prepared(_received(_WANTED))
REFUNDED: Final = Prepared(_refunded(_WANTED))
POSTINGS: Final = Prepared(_postings(_WANTED))
ASIDE: Final = Prepared(_aside(_WANTED))
EVENTS: Final = Prepared(
    select(_event.c.id, _event.c.currency).where(_event.c.id.in_(_WANTED)).order_by(_event.c.id)
)
CODES: Final = Prepared(
    select(_tender.c.distribution_code)
    .where(_tender.c.event_id.in_(_WANTED), _tender.c.rounding == false())
    .distinct()
)
