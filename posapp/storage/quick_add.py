"""Batches of Quick Add and their rows: written before any event, marked with what came of them.

Source: QA-5, QA-15, QA-16, D-21, D-35. A row is marked in the transaction of its event.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter
from typing import Any, Final

from sqlalchemy import Connection, bindparam, func, or_, select, update

from posapp.domain.ids import ControlId, UserId
from posapp.domain.money import Money
from posapp.domain.quick_add import (
    TEXTS,
    BatchId,
    Outcome,
    QuickKind,
    QuickLine,
    RowResult,
)
from posapp.domain.quick_rows import KeptLine, Refusal
from posapp.storage.base import record, table_of
from posapp.storage.prepared import Prepared, any_of, insert_into
from posapp.storage.said import said_fields, said_text
from posapp.storage.tables.controls import TenderControlRow
from posapp.storage.tables.quick_add import QuickBatchRow, QuickLineRow
from posapp.storage.tables.system import UserRow

_batch, _line = table_of(QuickBatchRow), table_of(QuickLineRow)
_user, _control = table_of(UserRow), table_of(TenderControlRow)
_BATCH: Final = Prepared(
    select(
        _batch.c.id,
        _batch.c.kind,
        _batch.c.request_id,
        _batch.c.tender_control_id.label("control_id"),
        _batch.c.payment_date.label("given_date"),
        func.coalesce(_batch.c.payment_date, _control.c.business_date).label("payment_date"),
        _batch.c.created_at.label("made_at"),
        _batch.c.created_by.label("user_id"),
        _user.c.name.label("user_name"),
        _batch.c.currency,
        _batch.c.tape_count,
        _batch.c.tape_total,
    )
    .join(_control, _control.c.id == _batch.c.tender_control_id)
    .join(_user, _user.c.id == _batch.c.created_by)
    .where(_batch.c.id == bindparam("batch"))
)
_ROWS: Final = (
    select(
        _line.c.line,
        _line.c.request_id,
        *(_line.c[name] for name in TEXTS),
        _line.c.outcome,
        _line.c.field,
        _line.c.code,
        _line.c.said,
        _line.c.payor_account_id,
        _line.c.event_id,
        _line.c.taken,
        _line.c.replayed,
    )
    .where(_line.c.batch_id == bindparam("batch"))
    .order_by(_line.c.line)
)
_ALL: Final = Prepared(_ROWS)
_NAMED: Final = Prepared(_ROWS.where(any_of(_line.c.line, "lines")))
_not_in = or_(
    _line.c.outcome.is_(None),
    _line.c.outcome == Outcome.INVALID,
    _line.c.outcome == Outcome.NOT_HERE,
)
OF_LINE = (_line.c.batch_id == bindparam("batch")) & (_line.c.line == bindparam("at"))
_LOCK: Final = Prepared(_ROWS.where(any_of(_line.c.line, "lines")).with_for_update())
_TYPED: Final = ("request_id", *TEXTS)
_TYPED_OF: Final = attrgetter(*_TYPED)
_LOCK_TYPED: Final = Prepared(
    select(_line.c.line, _line.c.outcome, *(_line.c[name] for name in _TYPED))
    .where(_line.c.batch_id == bindparam("batch"), any_of(_line.c.line, "lines"))
    .order_by(_line.c.line)
    .with_for_update()
)
_INSERT_BATCH: Final = insert_into(QuickBatchRow)
_INSERT_LINE: Final = insert_into(QuickLineRow)
_REFUSE: Final = Prepared(
    update(_line)
    .where(OF_LINE, _not_in)
    .values(
        outcome=bindparam("outcome", type_=_line.c.outcome.type),
        field=bindparam("wrong"),
        code=bindparam("code"),
        said=bindparam("said"),
    )
)


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch without its rows; ``given_date`` is ``None`` when each event gets its drawer's day."""

    id: BatchId
    kind: QuickKind
    request_id: str
    control_id: ControlId
    given_date: date | None
    payment_date: date
    made_at: datetime
    user_id: UserId
    user_name: str
    currency: str
    tape_count: int | None
    tape_total: Money | None


def insert_batch(s: Connection, values: Mapping[str, Any], rows: Sequence[KeptLine]) -> None:
    """Write a batch with its rows; those that may not be kept as typed are refused at once."""
    _INSERT_BATCH.run(s, values)
    _INSERT_LINE.many(s, [_values(values["id"], one) for one in rows])


def load_batch(s: Connection, batch_id: BatchId) -> Batch | None:
    """A batch, ``None`` when there is none."""
    row = _BATCH.first(s, {"batch": batch_id})
    return None if row is None else record(row, Batch)


def load_lines(
    s: Connection, batch_id: BatchId, lines: Collection[int] | None = None
) -> tuple[RowResult, ...]:
    """Rows of a batch in their order, all or those at some places, without their events' facts."""
    key = {"batch": batch_id}
    rows = _ALL.all(s, key) if lines is None else _NAMED.all(s, key | {"lines": list(lines)})
    return _results(rows)


def _results(rows: Iterable[Any]) -> tuple[RowResult, ...]:
    return tuple(
        RowResult(
            line=row.line,
            row=_texts(row),
            outcome=row.outcome,
            field=row.field,
            code=row.code,
            fields=said_fields(row.said),
            event_id=row.event_id,
            payor=row.payor_account_id,
            amount=row.taken,
            replayed=row.replayed,
        )
        for row in rows
    )


def lock_lines(s: Connection, batch_id: BatchId, lines: Collection[int]) -> tuple[RowResult, ...]:
    """Lock rows before something is done with them; as they are now, in their order (D-25)."""
    return _results(_LOCK.all(s, {"batch": batch_id, "lines": list(lines)}))


def lock_as_typed(
    s: Connection, batch_id: BatchId, typed: Mapping[int, QuickLine]
) -> frozenset[int]:
    """Lock rows; those of them that are not settled and still hold the texts given (D-25)."""
    now = _LOCK_TYPED.all(s, {"batch": batch_id, "lines": list(typed)})
    return frozenset(
        line
        for line, outcome, *texts in now
        if not (outcome and outcome.is_settled) and tuple(texts) == _TYPED_OF(typed[line])
    )


def record_refusals(
    s: Connection, batch_id: BatchId, refusals: Iterable[tuple[int, Refusal | None]]
) -> None:
    """Mark rows with why they are not taken; ``None`` lets one wait again. Rows that are in stay."""
    _REFUSE.many(
        s,
        [
            {
                "batch": batch_id,
                "at": line,
                "outcome": None if refusal is None else refusal.outcome,
                "wrong": "" if refusal is None else refusal.field,
                "code": "" if refusal is None else refusal.code,
                "said": "" if refusal is None else said_text(refusal.fields),
            }
            for line, refusal in refusals
        ],
    )


def replace_line(s: Connection, batch_id: BatchId, line: KeptLine) -> None:
    """Give a row other texts; it waits again, unless they may not be kept."""
    values = {name: getattr(line.row, name) for name in TEXTS}
    s.execute(
        update(_line).where(OF_LINE, _not_in).values(values | _outcome(line.refusal)),
        {"batch": batch_id, "at": line.line},
    )


def _texts(row: Any) -> QuickLine:
    return record(row, QuickLine)


def _values(batch_id: int, line: KeptLine) -> dict[str, Any]:
    texts = {name: getattr(line.row, name) for name in ("request_id", *TEXTS)}
    place: dict[str, Any] = {"batch_id": batch_id, "line": line.line}
    return place | texts | _outcome(line.refusal)


def _outcome(refusal: Refusal | None) -> dict[str, Any]:
    if refusal is None:
        return {"outcome": None, "field": "", "code": "", "said": ""}
    return {
        "outcome": refusal.outcome,
        "field": refusal.field,
        "code": refusal.code,
        "said": said_text(refusal.fields),
    }
