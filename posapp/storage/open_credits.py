"""Credits of which something is left, the oldest first (AC2-6, CK-10)."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Connection, bindparam, case, literal, select

from posapp.domain.credit_codes import AdjustmentState, UseState
from posapp.domain.ids import AccountId
from posapp.domain.money import ZERO
from posapp.domain.open_credits import OpenCredit
from posapp.storage.base import table_of
from posapp.storage.prepared import Prepared
from posapp.storage.tables.account_credits import AccountAdjustmentRow, CreditUseRow
from posapp.storage.tables.people import AccountRow, PersonRow
from posapp.storage.types import MoneyType, total_of

_credit, _use = table_of(AccountAdjustmentRow), table_of(CreditUseRow)
_account, _person = table_of(AccountRow), table_of(PersonRow)
_SHOWN: Final = (
    _credit.c.id,
    _credit.c.account_id,
    _person.c.name,
    _credit.c.created_at,
    _credit.c.method,
    _credit.c.comment,
    _credit.c.amount,
    _credit.c.currency,
)


def _taken(state: UseState) -> Any:
    zero = literal(ZERO, MoneyType())
    return total_of(case((_use.c.state == state, _use.c.amount), else_=zero))


_open = (
    select(*_SHOWN, _taken(UseState.USED).label("used"), _taken(UseState.RESERVED).label("held"))
    .join(_account, _account.c.id == _credit.c.account_id)
    .join(_person, _person.c.id == _account.c.person_id)
    .outerjoin(_use, _use.c.credit_id == _credit.c.id)
    .where(_credit.c.amount < ZERO, _credit.c.state == AdjustmentState.UNPROCESSED)
    .group_by(*_SHOWN)
    .order_by(_credit.c.created_at, _credit.c.id)
)
_OPEN: Final = Prepared(_open)
_OF_ACCOUNT: Final = Prepared(_open.where(_credit.c.account_id == bindparam("account_id")))
_WAITS: Final = Prepared(
    select(_credit.c.id)
    .where(_credit.c.amount < ZERO, _credit.c.state == AdjustmentState.UNPROCESSED)
    .limit(1)
)


def has_open_credits(s: Connection) -> bool:
    """Whether a credit waits, of any account (CK-10)."""
    return _WAITS.first(s) is not None


def load_open_credits(
    s: Connection,
    today: date,
    day_of: Callable[[datetime], date],
    account_id: AccountId | None = None,
) -> tuple[OpenCredit, ...]:
    """Every credit of which something is left.

    Args:
        s: a read transaction.
        today: business date that ages are counted to.
        day_of: business date of an instant.
        account_id: of one account only.
    """
    asked = _OPEN if account_id is None else _OF_ACCOUNT
    return tuple(
        OpenCredit(
            id=row.id,
            account_id=row.account_id,
            name=row.name,
            day=day_of(row.created_at),
            age=(today - day_of(row.created_at)).days,
            method=row.method or "",
            comment=row.comment,
            amount=-row.amount,
            used=row.used,
            reserved=row.held,
            currency=row.currency,
        )
        for row in asked.all(s, {"account_id": account_id})
    )
