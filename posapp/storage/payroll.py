"""Payroll deductions: written with their checkout, handed over in batches, once (ML-5)."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Connection, exists, insert, literal, select, update

from posapp.domain.checkout_mails import CheckoutFacts
from posapp.domain.ids import UserId
from posapp.domain.mail_layouts import one_line
from posapp.domain.money import Money
from posapp.domain.payroll import Deduction, PayrollBatch
from posapp.storage.base import record, table_of
from posapp.storage.db import lock
from posapp.storage.ids import take_id
from posapp.storage.mentions import Mentions, mention
from posapp.storage.tables.payroll import (
    PayrollBatchDeductionRow,
    PayrollBatchRow,
    PayrollDeductionRow,
)
from posapp.storage.tables.system import UserRow
from posapp.storage.types import total_of

_deduction, _batch = table_of(PayrollDeductionRow), table_of(PayrollBatchRow)
_member = table_of(PayrollBatchDeductionRow)
_by, _noted = table_of(UserRow).alias("made_by"), table_of(UserRow).alias("noted_by")
_LINES: Final[Any] = select(
    *(one for one in _deduction.columns if one.name != "created_at")
).order_by(_deduction.c.id)
_HIDDEN: Final = frozenset({"created_by", "acknowledged_by", "request_id"})
_BATCHES: Final[Any] = (
    select(
        *(one for one in _batch.columns if one.name not in _HIDDEN),
        _by.c.name.label("created_by"),
        _noted.c.name.label("noted_by"),
    )
    .join(_by, _by.c.id == _batch.c.created_by)
    .outerjoin(_noted, _noted.c.id == _batch.c.acknowledged_by)
)


def insert_deduction(s: Connection, cause: str, facts: CheckoutFacts, amount: Money) -> None:
    """Write what payroll deducts, unless its cause has been written; zero is nothing."""
    known = select(_deduction.c.id).where(_deduction.c.cause == cause)
    if not amount or s.execute(known).first() is not None:
        return
    s.execute(
        insert(_deduction).values(
            id=take_id(s),
            cause=cause,
            confirmation=facts.confirmation,
            account_id=facts.account_id,
            day=facts.day,
            employee_number=one_line(facts.employee_number),
            name=one_line(facts.name),
            amount=amount,
            currency=facts.currency.code,
            comment=one_line(facts.comment),
            created_at=facts.at,
        )
    )


def deducted_of(s: Connection, confirmation: str) -> Money:
    """What payroll was told to deduct for a checkout, less what it need not any more (ML-5)."""
    query = select(total_of(_deduction.c.amount)).where(_deduction.c.confirmation == confirmation)
    return s.execute(query).scalar_one()


def mention_deductions(s: Connection, confirmation: str) -> Mentions:
    """What the audit mentions of the deductions of a checkout, so that none changes or goes."""
    own = select(_deduction).where(_deduction.c.confirmation == confirmation)
    return _mentioned(s, "payroll_deduction", own)


def mention_batches(s: Connection, batch_ids: Collection[int]) -> Mentions:
    """What the audit mentions of batches and of what they hold."""
    own = select(_batch).where(_batch.c.id.in_(list(batch_ids)))
    held = select(_member).where(_member.c.batch_id.in_(list(batch_ids)))
    return _mentioned(s, "payroll_batch", own) | _mentioned(s, "payroll_batch_deduction", held)


def _mentioned(s: Connection, table: str, query: Any) -> Mentions:
    return {table: mention(table, [dict(row) for row in s.execute(query).mappings()])}


def deductions_waiting(s: Connection, until: date) -> tuple[Deduction, ...]:
    """Deductions up to a business date that no batch has taken, oldest first."""
    taken = exists(select(literal(1)).where(_member.c.deduction_id == _deduction.c.id))
    rows = s.execute(_LINES.where(_deduction.c.day <= until, ~taken))
    return tuple(record(row, Deduction) for row in rows)


def deductions_of(s: Connection, batch_id: int) -> tuple[Deduction, ...]:
    """Deductions of a batch, the same each time."""
    query = _LINES.join(_member, _member.c.deduction_id == _deduction.c.id)
    rows = s.execute(query.where(_member.c.batch_id == batch_id))
    return tuple(record(row, Deduction) for row in rows)


def insert_batch(
    s: Connection,
    number: int,
    lines: tuple[Deduction, ...],
    amount: Money,
    until: date,
    *,
    request_id: str,
    by: UserId,
    at: datetime,
) -> int:
    """Write a batch with the deductions that it takes; each is taken once by the schema."""
    batch_id = take_id(s)
    s.execute(
        insert(_batch).values(
            id=batch_id,
            number=number,
            request_id=request_id,
            currency=lines[0].currency,
            since=min(one.day for one in lines),
            until=until,
            lines=len(lines),
            amount=amount,
            created_at=at,
            created_by=by,
        )
    )
    s.execute(insert(_member), [{"deduction_id": one.id, "batch_id": batch_id} for one in lines])
    return batch_id


def acknowledge_batch(s: Connection, batch_id: int, name: str, by: UserId, at: datetime) -> None:
    """Note that payroll has a batch."""
    values = {"acknowledged_at": at, "acknowledged_by": by, "acknowledged_name": name}
    s.execute(update(_batch).where(_batch.c.id == batch_id).values(values))


def lock_batch(s: Connection, batch_id: int) -> None:
    """Keep two people from acknowledging one batch."""
    lock(s, _batch, [batch_id])


def load_batch(s: Connection, number: int) -> PayrollBatch | None:
    """A batch by its number, or ``None``."""
    row = s.execute(_BATCHES.where(_batch.c.number == number)).first()
    return None if row is None else _record(row)


def batches_of_request(s: Connection, request_id: str) -> tuple[PayrollBatch, ...]:
    """The batches that one request made, in order."""
    query = _BATCHES.where(_batch.c.request_id == request_id).order_by(_batch.c.number)
    return tuple(_record(row) for row in s.execute(query))


def list_batches(s: Connection, most: int, *, waiting: bool = False) -> tuple[PayrollBatch, ...]:
    """The latest batches, newest first; only those that nobody acknowledged if ``waiting``."""
    query = _BATCHES.order_by(_batch.c.number.desc()).limit(most)
    if waiting:
        query = query.where(_batch.c.acknowledged_at.is_(None))
    return tuple(_record(row) for row in s.execute(query))


def _record(row: Any) -> PayrollBatch:
    return record(row, PayrollBatch, acknowledged_by=row.noted_by or "")
