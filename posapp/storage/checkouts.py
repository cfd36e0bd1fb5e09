"""Checkouts: reading and writing them, their lines, and what they hold (CK-1..CK-9, IT-4)."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, Final

from sqlalchemy import Connection, bindparam, delete, exists, func, literal, select, update

from posapp.domain.checkouts import Checkout, CheckoutLine, CheckoutPlan, UseView
from posapp.domain.codes import PaymentStatus
from posapp.domain.credit_codes import CheckoutState
from posapp.domain.credits import CheckoutId, CreditUse
from posapp.domain.ids import AccountId, EventId
from posapp.domain.money import ZERO
from posapp.storage.base import record, table_of
from posapp.storage.event_writes import Stamp
from posapp.storage.ids import take_ids
from posapp.storage.mentions import Mentions, mention
from posapp.storage.prepared import Prepared, any_of, insert_into
from posapp.storage.tables.account_credits import AccountAdjustmentRow, CreditUseRow
from posapp.storage.tables.checkouts import CheckoutLineRow, CheckoutLockRow, CheckoutRow
from posapp.storage.tables.items import PayableItemRow
from posapp.storage.tables.payment_events import PaymentRow
from posapp.storage.tables.people import AccountRow, PersonRow
from posapp.storage.tables.system import UserRow
from posapp.storage.types import total_of

_checkout, _line, _lock = (
    table_of(CheckoutRow),
    table_of(CheckoutLineRow),
    table_of(CheckoutLockRow),
)
_adjustment, _use = table_of(AccountAdjustmentRow), table_of(CreditUseRow)
_payment = table_of(PaymentRow)
_account, _person, _item = table_of(AccountRow), table_of(PersonRow), table_of(PayableItemRow)
_submitter, _processor = table_of(UserRow).alias("submitter"), table_of(UserRow).alias("processor")
_ender, _approver = table_of(UserRow).alias("ender"), table_of(UserRow).alias("approver")
_let_process = table_of(UserRow).alias("let_process")
_INSERT: Final = insert_into(CheckoutRow)
_INSERT_LINE: Final = insert_into(CheckoutLineRow)
_INSERT_LOCK: Final = insert_into(CheckoutLockRow)
_answer = _adjustment.alias("answer")
_ADJUSTED: Any = select(total_of(_adjustment.c.amount)).where(
    _adjustment.c.checkout_id == _checkout.c.id,
    _adjustment.c.reverses_id.is_(None),
    ~exists(select(literal(1)).where(_answer.c.reverses_id == _adjustment.c.id)),
)
"""Adjustments of a checkout that nothing took back, as a sum: charges and refunds apart (CK-6)."""
_GONE: Any = (
    select(total_of(_payment.c.amount))
    .where(
        _payment.c.event_id == _checkout.c.event_id,
        _payment.c.status == PaymentStatus.CANCELED,
        _payment.c.amount > ZERO,
    )
    .scalar_subquery()
)
_LOAD: Final = (
    select(
        _checkout,
        _person.c.name.label("account_name"),
        _submitter.c.name.label("submitter"),
        func.coalesce(_processor.c.name, "").label("processor"),
        func.coalesce(_ender.c.name, "").label("ender"),
        func.coalesce(_approver.c.name, "").label("approver"),
        func.coalesce(_let_process.c.name, "").label("let_process"),
        _ADJUSTED.where(_adjustment.c.amount > ZERO).scalar_subquery().label("charged"),
        _ADJUSTED.where(_adjustment.c.amount < ZERO).scalar_subquery().label("given"),
        _GONE.label("gone"),
    )
    .join(_account, _account.c.id == _checkout.c.account_id)
    .join(_person, _person.c.id == _account.c.person_id)
    .join(_submitter, _submitter.c.id == _checkout.c.submitted_by)
    .outerjoin(_processor, _processor.c.id == _checkout.c.processed_by)
    .outerjoin(_ender, _ender.c.id == _checkout.c.ended_by)
    .outerjoin(_approver, _approver.c.id == _checkout.c.approved_by)
    .outerjoin(_let_process, _let_process.c.id == _checkout.c.process_approved_by)
)
_BY_ID: Final = Prepared(_LOAD.where(_checkout.c.id == bindparam("checkout_id")))
_LINES: Final = Prepared(
    select(
        _line,
        func.coalesce(_item.c.number, _adjustment.c.requisition_code).label("named"),
        func.coalesce(_item.c.description, _adjustment.c.comment).label("description"),
    )
    .outerjoin(_item, _item.c.id == _line.c.item_id)
    .outerjoin(_adjustment, _adjustment.c.id == _line.c.adjustment_id)
    .where(any_of(_line.c.checkout_id, "ids"))
    .order_by(_line.c.checkout_id, _line.c.seq)
)
_USES: Final = Prepared(
    select(_use, _adjustment.c.method, _adjustment.c.comment, _adjustment.c.created_at)
    .join(_adjustment, _adjustment.c.id == _use.c.credit_id)
    .where(any_of(_use.c.checkout_id, "ids"))
    .order_by(_use.c.id)
)
_OF_EVENT: Final = Prepared(
    select(_checkout.c.id).where(_checkout.c.event_id == bindparam("event_id"))
)
_NUMBERED: Final = Prepared(select(_checkout.c.id).where(_checkout.c.number == bindparam("number")))
_ROW: Final = Prepared(select(_checkout).where(_checkout.c.id == bindparam("checkout_id")))
_locked = _lock.c.checkout_id == bindparam("checkout_id")
_LOCKS: Final = Prepared(select(_lock.c.id).where(_locked))
_DROP_LOCKS: Final = Prepared(delete(_lock).where(_locked))


def load_checkout(s: Connection, checkout_id: CheckoutId) -> Checkout | None:
    """A checkout with its lines and the credits that it took, ``None`` if there is none."""
    found = _loaded(s, _BY_ID.all(s, {"checkout_id": checkout_id}))
    return found[0] if found else None


def find_checkout(s: Connection, number: str) -> CheckoutId | None:
    """The checkout of a confirmation number."""
    found = _NUMBERED.scalar(s, {"number": number})
    return None if found is None else CheckoutId(found)


def checkout_of_event(s: Connection, event_id: EventId) -> CheckoutId | None:
    """The checkout that an event pays."""
    row = _OF_EVENT.first(s, {"event_id": event_id})
    return None if row is None else CheckoutId(row.id)


def load_checkouts(
    s: Connection,
    *,
    account_id: AccountId | None = None,
    office: str | None = None,
    state: CheckoutState | None = None,
    most: int = 200,
) -> tuple[Checkout, ...]:
    """Checkouts, the newest first.

    Args:
        s: the transaction.
        account_id: of one account only.
        office: of one office only.
        state: in one state only.
        most: no more than these.
    """
    asked = {"account_id": account_id, "office": office, "state": state}
    wanted = {name: value for name, value in asked.items() if value is not None}
    return _loaded(s, _newest(tuple(wanted)).all(s, {"most": most, **wanted}))


@cache
def _newest(columns: tuple[str, ...]) -> Prepared:
    fits = (_checkout.c[name] == bindparam(name) for name in columns)
    newest = _LOAD.where(*fits).order_by(_checkout.c.id.desc())
    return Prepared(newest.limit(bindparam("most")))


def _loaded(s: Connection, rows: Sequence[Any]) -> tuple[Checkout, ...]:
    ids = [row.id for row in rows]
    if not ids:
        return ()
    lines: dict[int, list[CheckoutLine]] = {}
    for row in _LINES.all(s, {"ids": ids}):
        lines.setdefault(row.checkout_id, []).append(record(row, CheckoutLine))
    uses: dict[int, list[UseView]] = {}
    for row in _USES.all(s, {"ids": ids}):
        view = UseView(record(row, CreditUse), row.method, row.comment, row.created_at)
        uses.setdefault(row.checkout_id, []).append(view)
    return tuple(
        record(
            row,
            Checkout,
            submitted_by=row.submitter,
            submitted_by_id=row.submitted_by,
            processed_by=row.processor,
            processed_by_id=row.processed_by,
            ended_by=row.ender,
            approved_by=row.approver,
            process_approved_by=row.let_process,
            lines=tuple(lines.get(row.id, ())),
            uses=tuple(uses.get(row.id, ())),
        )
        for row in rows
    )


def insert_checkout(
    s: Connection, values: Mapping[str, Any], plan: CheckoutPlan, stamp: Stamp
) -> Mentions:
    """Write a submitted checkout with its lines, and lock what they are about (CK-2, IT-4).

    Args:
        s: the transaction.
        values: columns of the checkout, its id among them.
        plan: what it comes to.
        stamp: who and when.
    """
    row = {column.name: None for column in _checkout.columns} | {
        "end_comment": "",
        "released": False,
        "version": 1,
        **values,
        "state": CheckoutState.SUBMITTED,
        "lines_total": plan.lines_total,
        "credits_total": plan.credits_total,
        "to_pay": plan.to_pay,
        "submitted_at": stamp.at,
        "submitted_by": stamp.user_id,
    }
    _INSERT.run(s, row)
    key = {"checkout_id": row["id"]}
    lines = [
        key
        | {
            "seq": line.seq,
            "item_id": line.item_id,
            "adjustment_id": line.adjustment_id,
            "agreement_id": line.agreement_id,
            "amount": line.amount,
            "credit": line.credit,
        }
        for line in plan.lines
    ]
    _INSERT_LINE.many(s, lines)
    locks = [
        key
        | {
            "id": lock_id,
            "item_id": line.item_id,
            "adjustment_id": line.adjustment_id,
            "user_id": stamp.user_id,
            "workstation": row["workstation"],
            "locked_at": stamp.at,
        }
        for lock_id, line in zip(take_ids(s, len(plan.lines)), plan.lines, strict=True)
    ]
    _INSERT_LOCK.many(s, locks)
    return {
        "checkout": mention("checkout", [row]),
        "checkout_line": mention("checkout_line", lines),
        "checkout_lock": mention("checkout_lock", locks),
    }


def set_checkout(s: Connection, checkout: Checkout, values: Mapping[str, Any]) -> Mentions:
    """Change a checkout; gives its mention."""
    s.execute(
        update(_checkout)
        .where(_checkout.c.id == checkout.id)
        .values(version=checkout.version + 1, **values)
    )
    rows = _ROW.all(s, {"checkout_id": checkout.id})
    return {"checkout": mention("checkout", [row._asdict() for row in rows])}


def drop_locks(s: Connection, checkout_id: CheckoutId) -> Mentions:
    """Let go what a checkout holds that is not submitted any more (IT-4)."""
    own = {"checkout_id": checkout_id}
    gone = [{"id": row.id, "deleted": True} for row in _LOCKS.all(s, own)]
    _DROP_LOCKS.many(s, [own])
    return {"checkout_lock": gone}


def joined(*parts: Mapping[str, Iterable[Mapping[str, Any]]]) -> Mentions:
    """Mentions put together, table by table; of several of one row the last (A.6)."""
    found: Mentions = {}
    for part in parts:
        for table, rows in part.items():
            found.setdefault(table, []).extend(dict(row) for row in rows)
    return {table: _last(rows) for table, rows in found.items() if rows}


def _last(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The last mention of each row that has an id; the lines of something are written once."""
    if "id" not in rows[0]:
        return rows
    return list({row["id"]: row for row in rows}.values())
