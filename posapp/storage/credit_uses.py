"""What was taken of a credit: by checkouts, or without one (AJ-2, AJ-3)."""

from collections.abc import Collection

from sqlalchemy import Connection, select

from posapp.domain.credits import AdjustmentId, CreditUse
from posapp.domain.money import Money
from posapp.storage.base import record, table_of
from posapp.storage.tables.account_credits import CreditUseRow
from posapp.storage.types import total_of

_use = table_of(CreditUseRow)


def used_alone(s: Connection, ids: Collection[int]) -> dict[int, Money]:
    """By credit what no checkout and no reversal used of it."""
    query = (
        select(_use.c.credit_id, total_of(_use.c.amount).label("amount"))
        .where(
            _use.c.credit_id.in_(list(ids)),
            _use.c.checkout_id.is_(None),
            _use.c.settled_by.is_(None),
        )
        .group_by(_use.c.credit_id)
    )
    return {row.credit_id: row.amount for row in s.execute(query)} if ids else {}


def load_uses_of(s: Connection, credit_id: AdjustmentId) -> tuple[CreditUse, ...]:
    """What was taken of a credit, the oldest first."""
    rows = s.execute(select(_use).where(_use.c.credit_id == credit_id).order_by(_use.c.id))
    return tuple(record(row, CreditUse) for row in rows)
