"""Unpaid bills of an account, to choose from when a payment names one (OI-1, D-26)."""

from typing import Final

from sqlalchemy import Connection, bindparam, select

from posapp.domain.codes import PaymentStatus
from posapp.domain.ids import AccountId
from posapp.domain.match_offers import BillOffer
from posapp.domain.money import ZERO
from posapp.storage.base import table_of
from posapp.storage.prepared import Prepared
from posapp.storage.tables.agreements import BillRow
from posapp.storage.tables.payment_events import PaymentRow, PaySegmentRow
from posapp.storage.types import total_of

_bill, _payment, _segment = table_of(BillRow), table_of(PaymentRow), table_of(PaySegmentRow)

_BILLS: Final = Prepared(
    select(_bill.c.id, _bill.c.number, _bill.c.bill_date, _bill.c.amount)
    .where(_bill.c.account_id == bindparam("account"))
    .order_by(_bill.c.bill_date.desc(), _bill.c.id.desc())
    .limit(bindparam("most"))
)
# What live payments of the account hold of its bills, frozen or not (DS-10).
_HELD: Final = Prepared(
    select(_segment.c.bill_id, total_of(_segment.c.amount).label("amount"))
    .join(_payment, _payment.c.id == _segment.c.payment_id)
    .where(
        _payment.c.account_id == bindparam("account"),
        _payment.c.status != PaymentStatus.CANCELED,
        _segment.c.bill_id.is_not(None),
    )
    .group_by(_segment.c.bill_id)
)


def load_unpaid_bills(s: Connection, account_id: AccountId, most: int) -> tuple[BillOffer, ...]:
    """Those of the newest ``most`` bills that are not paid in full, the newest first."""
    held = {row.bill_id: row.amount for row in _HELD.all(s, {"account": account_id})}
    rows = _BILLS.all(s, {"account": account_id, "most": most})
    found = (
        BillOffer(row.number, row.bill_date, row.amount - held.get(row.id, ZERO)) for row in rows
    )
    return tuple(bill for bill in found if bill.unpaid > ZERO)
