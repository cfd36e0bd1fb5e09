"""What was taken of a credit: by checkouts, or without one (AJ-2, AJ-3)."""

from collections.abc import Collection
from typing import Final

from sqlalchemy import Connection, bindparam, select

from posapp.domain.credits import AdjustmentId, CreditUse
from posapp.domain.money import Money
from posapp.storage.base import record, table_of
from posapp.storage.prepared import Prepared, any_of
from posapp.storage.tables.account_credits import CreditUseRow
from posapp.storage.types import total_of

_use = table_of(CreditUseRow)
_ALONE: Final = Prepared(
    select(_use.c.credit_id, total_of(_use.c.amount).label("amount"))
    .where(
        any_of(_use.c.credit_id, "ids"), _use.c.checkout_id.is_(None), _use.c.settled_by.is_(None)
    )
    .group_by(_use.c.credit_id)
)
_OF_CREDIT: Final = Prepared(
    select(_use).where(_use.c.credit_id == bindparam("credit_id")).order_by(_use.c.id)
)


def used_alone(s: Connection, ids: Collection[int]) -> dict[int, Money]:
    """By credit what no checkout and no reversal used of it."""
    rows = _ALONE.all(s, {"ids": list(ids)}) if ids else ()
    return {row.credit_id: row.amount for row in rows}


def load_uses_of(s: Connection, credit_id: AdjustmentId) -> tuple[CreditUse, ...]:
    """What was taken of a credit, the oldest first."""
    rows = _OF_CREDIT.all(s, {"credit_id": credit_id})
    return tuple(record(row, CreditUse) for row in rows)
