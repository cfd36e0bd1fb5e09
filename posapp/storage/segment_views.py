"""Reading the pay segments of one payment with all that hangs on each (payments 7.2)."""

from typing import Final

from sqlalchemy import Connection, bindparam, func, select

from posapp.domain.ids import PaymentId
from posapp.domain.payment_views import SegmentLine
from posapp.domain.setup import SetUp
from posapp.storage.base import record, table_of
from posapp.storage.prepared import Prepared
from posapp.storage.tables.agreements import AgreementRow, BillRow
from posapp.storage.tables.items import PayableItemRow
from posapp.storage.tables.ledger import FinancialTransactionRow
from posapp.storage.tables.payment_events import PaySegmentRow
from posapp.storage.transaction_views import live_match
from posapp.storage.types import total_of

_segment, _agreement = table_of(PaySegmentRow), table_of(AgreementRow)
_item, _bill = table_of(PayableItemRow), table_of(BillRow)
_ft = table_of(FinancialTransactionRow)
_owing, _posted = _ft.alias("owing"), _ft.alias("posted")

_SEGMENTS: Final = Prepared(
    select(
        _segment.c.id.label("segment_id"),
        _segment.c.agreement_id,
        _agreement.c.sa_type,
        _agreement.c.service,
        func.coalesce(_item.c.number, "").label("item"),
        _segment.c.bill_id,
        func.coalesce(_bill.c.number, "").label("bill"),
        _segment.c.amount,
        select(total_of(_owing.c.current_amount))
        .where(_owing.c.agreement_id == _segment.c.agreement_id)
        .scalar_subquery()
        .label("current_balance"),
        _posted.c.id.label("ft_id"),
        live_match(_posted.c.id).label("match_event_id"),
    )
    .join(_agreement, _agreement.c.id == _segment.c.agreement_id)
    .outerjoin(_item, _item.c.agreement_id == _segment.c.agreement_id)
    .outerjoin(_bill, _bill.c.id == _segment.c.bill_id)
    # The original only: a reversal has the segment as its sibling too.
    .outerjoin(
        _posted,
        (_posted.c.parent_id == _segment.c.payment_id)
        & (_posted.c.sibling_id == _segment.c.id)
        & _posted.c.reverses_id.is_(None),
    )
    .where(_segment.c.payment_id == bindparam("payment"))
    .order_by(_segment.c.id)
)


def load_segments(s: Connection, payment_id: PaymentId, setup: SetUp) -> tuple[SegmentLine, ...]:
    """The segments of a payment in the order made, each with its posting and match event."""
    return tuple(
        record(row, SegmentLine, description=setup.sa_types[row.sa_type].description)
        for row in _SEGMENTS.all(s, {"payment": payment_id})
    )
