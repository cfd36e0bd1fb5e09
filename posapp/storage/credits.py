"""Adjustments of accounts, credits with their uses, and what they post (AJ-1..AJ-5, CK-10)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final

from sqlalchemy import Connection, bindparam, func, select, update

from posapp.domain.codes import FtType
from posapp.domain.credit_codes import AdjustmentState, UseState
from posapp.domain.credits import Adjustment, AdjustmentId, CreditUse, Holder
from posapp.domain.ids import AccountId, AgreementId, FtId
from posapp.domain.ledger import Posting, accounting_date
from posapp.domain.money import ZERO, Money
from posapp.domain.setup import SetUp
from posapp.storage.base import record, table_of
from posapp.storage.credit_uses import used_alone
from posapp.storage.event_writes import Stamp
from posapp.storage.ids import take_id
from posapp.storage.mentions import Mentions, mention
from posapp.storage.prepared import Prepared, any_of, insert_into
from posapp.storage.tables.account_credits import (
    AccountAdjustmentRow,
    CreditUseRow,
    RequisitionCodeRow,
)
from posapp.storage.tables.checkouts import CheckoutLockRow, CheckoutRow
from posapp.storage.tables.items import PayableItemRow
from posapp.storage.tables.system import UserRow
from posapp.storage.transactions import insert_transaction

_adjustment, _use = table_of(AccountAdjustmentRow), table_of(CreditUseRow)
_checkout, _lock = table_of(CheckoutRow), table_of(CheckoutLockRow)
_code, _item, _user = table_of(RequisitionCodeRow), table_of(PayableItemRow), table_of(UserRow)
_reversal = _adjustment.alias("reversal")
_processor = _user.alias("processor")
_INSERT: Final = insert_into(AccountAdjustmentRow)
_INSERT_USE: Final = insert_into(CreditUseRow)
_LOAD: Final = (
    select(
        _adjustment,
        _code.c.description,
        func.coalesce(_item.c.number, "").label("item"),
        func.coalesce(_checkout.c.number, "").label("checkout"),
        _reversal.c.id.label("reversed_by"),
        _user.c.name.label("creator"),
        func.coalesce(_processor.c.name, "").label("processor"),
    )
    .join(_code, _code.c.code == _adjustment.c.requisition_code)
    .join(_user, _user.c.id == _adjustment.c.created_by)
    .outerjoin(_item, _item.c.id == _adjustment.c.item_id)
    .outerjoin(_checkout, _checkout.c.id == _adjustment.c.checkout_id)
    .outerjoin(_reversal, _reversal.c.reverses_id == _adjustment.c.id)
    .outerjoin(_processor, _processor.c.id == _adjustment.c.processed_by)
    .order_by(_adjustment.c.created_at, _adjustment.c.id)
)
_HOLDER: Final = (
    _checkout.c.id.label("holding_id"),
    _checkout.c.number,
    _user.c.name.label("user"),
    _checkout.c.workstation,
    _checkout.c.submitted_at,
)
_USES: Final = Prepared(
    select(_use, *_HOLDER)
    .outerjoin(_checkout, _checkout.c.id == _use.c.checkout_id)
    .outerjoin(_user, _user.c.id == _checkout.c.submitted_by)
    .where(any_of(_use.c.credit_id, "ids"), _use.c.state != UseState.RETURNED)
    .order_by(_use.c.id)
)
_HELD: Final = Prepared(
    select(_lock.c.adjustment_id, *_HOLDER)
    .join(_checkout, _checkout.c.id == _lock.c.checkout_id)
    .join(_user, _user.c.id == _checkout.c.submitted_by)
    .where(any_of(_lock.c.adjustment_id, "ids"))
)
_OF_CHECKOUT: Final = Prepared(
    select(_use).where(_use.c.checkout_id == bindparam("checkout_id")).order_by(_use.c.id)
)
_SET_PROCESSED: Final = Prepared(
    update(_adjustment)
    .where(any_of(_adjustment.c.id, "ids"))
    .values(
        state=bindparam("new_state"),
        processed_at=bindparam("at"),
        processed_by=bindparam("by"),
        version=_adjustment.c.version + 1,
    )
)
_ROWS: Final = Prepared(select(_adjustment).where(any_of(_adjustment.c.id, "ids")))
_SET_USE: Final = Prepared(
    update(_use)
    .where(_use.c.id == bindparam("use_id"))
    .values(state=bindparam("new_state"), version=bindparam("new_version"))
)
_USE_ROW: Final = Prepared(select(_use).where(_use.c.id == bindparam("use_id")))


def load_adjustments(
    s: Connection,
    *,
    account_id: AccountId | None = None,
    ids: Collection[AdjustmentId] | None = None,
    waiting: bool = False,
) -> tuple[Adjustment, ...]:
    """Adjustments, the oldest first.

    Args:
        s: the transaction.
        account_id: of one account only.
        ids: these only.
        waiting: unprocessed ones only.
    """
    asked = _loading(account_id is not None, ids is not None, waiting)
    rows = asked.all(s, {"account_id": account_id, "ids": list(ids or ())})
    found = [row.id for row in rows]
    if not found:
        return ()
    taken, alone = _taken(s, found), used_alone(s, found)
    held = {row.adjustment_id: holder_of(row) for row in _HELD.all(s, {"ids": found})}
    return tuple(
        record(
            row,
            Adjustment,
            created_by=row.creator,
            processed_by=row.processor,
            reserved=taken.get(row.id, _NONE)[0],
            used=taken.get(row.id, _NONE)[1],
            alone=alone.get(row.id, ZERO),
            holder=held.get(row.id) or taken.get(row.id, _NONE)[2],
        )
        for row in rows
    )


@cache
def _loading(of_account: bool, of_ids: bool, waiting: bool) -> Prepared:
    query = _LOAD
    if of_account:
        query = query.where(_adjustment.c.account_id == bindparam("account_id"))
    if of_ids:
        query = query.where(any_of(_adjustment.c.id, "ids"))
    if waiting:
        query = query.where(_adjustment.c.state == AdjustmentState.UNPROCESSED)
    return Prepared(query)


_NONE: Final[tuple[Money, Money, Holder | None]] = (ZERO, ZERO, None)


def holder_of(row: Any) -> Holder:
    """The checkout of a row of this file's queries and of those of checkouts."""
    return Holder(row.holding_id, row.number, row.user, row.workstation, row.submitted_at)


def _taken(s: Connection, ids: Collection[int]) -> dict[int, tuple[Money, Money, Holder | None]]:
    """By credit what is reserved and used, and the checkout that took last; a waiting one first."""
    found: dict[int, tuple[Money, Money, Holder | None]] = {}
    for row in _USES.all(s, {"ids": ids}):
        reserved, used, holder = found.get(row.credit_id, _NONE)
        mine = None if row.holding_id is None else holder_of(row)
        if row.state is UseState.RESERVED:
            found[row.credit_id] = (reserved + row.amount, used, mine)
        else:
            kept = holder if reserved else mine or holder
            found[row.credit_id] = (reserved, used + row.amount, kept)
    return found


def load_uses(s: Connection, checkout_id: int) -> tuple[CreditUse, ...]:
    """What a checkout took of credits, line by line."""
    rows = _OF_CHECKOUT.all(s, {"checkout_id": checkout_id})
    return tuple(record(row, CreditUse) for row in rows)


def insert_adjustment(
    s: Connection, values: Mapping[str, Any], stamp: Stamp, *, processed: bool
) -> tuple[AdjustmentId, Mentions]:
    """Write an adjustment; ``processed`` ones are settled at once.

    Args:
        s: the transaction.
        values: its columns; those that are left out are empty.
        stamp: who and when.
        processed: whether it is processed with its writing.
    """
    adjustment_id = AdjustmentId(int(values.get("id") or take_id(s)))
    state = AdjustmentState.PROCESSED if processed else AdjustmentState.UNPROCESSED
    row = {column.name: None for column in _adjustment.columns} | {
        "comment": "",
        "employee_number": "",
        **values,
        "id": adjustment_id,
        "state": state,
        "created_at": stamp.at,
        "created_by": stamp.user_id,
        "processed_at": stamp.at if processed else None,
        "processed_by": stamp.user_id if processed else None,
        "version": 1,
    }
    _INSERT.run(s, row)
    return adjustment_id, {"account_adjustment": mention("account_adjustment", [row])}


def set_processed(
    s: Connection, ids: Collection[AdjustmentId], stamp: Stamp | None
) -> list[dict[str, Any]]:
    """Set adjustments processed, or, without a stamp, unprocessed again; gives their mentions."""
    if not ids:
        return []
    processed = stamp is not None
    which = {"ids": list(ids)}
    new = {
        "new_state": AdjustmentState.PROCESSED if processed else AdjustmentState.UNPROCESSED,
        "at": None if stamp is None else stamp.at,
        "by": None if stamp is None else stamp.user_id,
    }
    _SET_PROCESSED.many(s, [which | new])
    return mention("account_adjustment", [row._asdict() for row in _ROWS.all(s, which)])


def insert_use(s: Connection, values: Mapping[str, Any]) -> tuple[CreditUse, list[dict[str, Any]]]:
    """Write a use of a credit; the schema refuses more than is left of it (CK-8)."""
    row = {"checkout_id": None, "seq": None, "settled_by": None, **values}
    row |= {"id": take_id(s), "version": 1}
    _INSERT_USE.run(s, row)
    return record(row, CreditUse), mention("credit_use", [row])


def set_use(s: Connection, use: CreditUse, state: UseState) -> list[dict[str, Any]]:
    """Set the state of a use; gives its mention."""
    which = {"use_id": use.id}
    _SET_USE.many(s, [which | {"new_state": state, "new_version": use.version + 1}])
    return mention("credit_use", [row._asdict() for row in _USE_ROW.all(s, which)])


@dataclass(frozen=True, slots=True)
class Books:
    """How something is posted: currency, business date, set-up, who and when."""

    currency: str
    today: date
    setup: SetUp
    stamp: Stamp


def post(
    s: Connection, parent_id: int, agreement_id: AgreementId, posting: Posting, books: Books
) -> tuple[FtId, Mentions]:
    """Write the transaction of an adjustment or of a use; a debit ages from the business date."""
    ft_id = FtId(take_id(s))
    head = {
        "id": ft_id,
        "ft_type": FtType.ADJUSTMENT,
        "agreement_id": agreement_id,
        "parent_id": parent_id,
        "sibling_id": None,
        "currency": books.currency,
        "accounting_date": accounting_date(books.today, books.setup.periods),
        "arrears_date": books.today if posting.current_amount > ZERO else None,
        "frozen_at": books.stamp.at,
        "frozen_by": books.stamp.user_id,
        "reverses_id": None,
    }
    return ft_id, insert_transaction(s, head, posting)
