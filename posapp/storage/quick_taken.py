"""Rows of Quick Add whose money was taken: marked with their event, found by request id (D-21).

Source: QA-5, QA-15, QA-16, D-35. A row is marked in the transaction of its event.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, bindparam, select, text, update

from posapp.domain.ids import AccountId, EventId
from posapp.domain.money import Money
from posapp.domain.quick_add import TEXTS, BatchId, Outcome, QuickLine
from posapp.storage.base import record, table_of
from posapp.storage.mentions import Mentions, mention
from posapp.storage.prepared import Prepared, any_of
from posapp.storage.quick_add import OF_LINE
from posapp.storage.said import said_fields, said_text
from posapp.storage.tables.payment_events import PaymentEventRow
from posapp.storage.tables.quick_add import IS_IN, QuickLineRow

_line, _event = table_of(QuickLineRow), table_of(PaymentEventRow)
_TAKEN: Final = Prepared(
    select(
        _line.c.request_id,
        *(_line.c[name] for name in TEXTS),
        _line.c.outcome,
        _line.c.code,
        _line.c.said,
        _line.c.payor_account_id,
        _line.c.event_id,
        _line.c.taken,
        select(_event.c.id).where(_event.c.id == _line.c.event_id).scalar_subquery().label("kept"),
        # Said as the index says it, so that it is used.
    ).where(any_of(_line.c.request_id, "ids"), text(IS_IN), text("NOT replayed"))
)
_TAKE: Final = Prepared(
    update(_line)
    .where(OF_LINE)
    .values(
        outcome=bindparam("outcome", type_=_line.c.outcome.type),
        field="",
        code=bindparam("code"),
        said=bindparam("said"),
        payor_account_id=bindparam("payor_account_id"),
        event_id=bindparam("event_id"),
        taken=bindparam("taken", type_=_line.c.taken.type),
        replayed=bindparam("replayed", type_=_line.c.replayed.type),
    )
)
_MOST_IDS: Final = 500


@dataclass(frozen=True, slots=True)
class Taken:
    """A row that is in: its event, its payor, its amount, and the error its payment stores.

    ``replayed`` rows name the event of an earlier row with the same request id (D-21); ``deleted``
    says that this event is gone.
    """

    line: int
    request_id: str
    outcome: Outcome
    event_id: EventId
    payor: AccountId
    amount: Money
    code: str = ""
    fields: Mapping[str, Any] | None = None
    replayed: bool = False
    deleted: bool = False


def load_taken(s: Connection, request_ids: Iterable[str]) -> Mapping[str, tuple[QuickLine, Taken]]:
    """Rows of whatever batch that are in, by request id: what was typed and what came of it."""
    wanted = list(dict.fromkeys(request_ids))
    found: dict[str, tuple[QuickLine, Taken]] = {}
    for at in range(0, len(wanted), _MOST_IDS):
        for row in _TAKEN.all(s, {"ids": wanted[at : at + _MOST_IDS]}):
            taken = Taken(
                0,
                row.request_id,
                row.outcome,
                EventId(row.event_id),
                AccountId(row.payor_account_id),
                row.taken,
                row.code,
                said_fields(row.said),
                replayed=True,
                deleted=row.kept is None,
            )
            found[row.request_id] = (record(row, QuickLine), taken)
    return found


def record_taken(s: Connection, batch_id: BatchId, rows: Sequence[Taken]) -> Mentions:
    """Mark rows as in; returns what the audit mentions of them."""
    values = [
        {
            "batch": batch_id,
            "at": one.line,
            "batch_id": batch_id,
            "line": one.line,
            "request_id": one.request_id,
            "outcome": one.outcome,
            "code": one.code,
            "said": said_text(one.fields or {}),
            "payor_account_id": one.payor,
            "event_id": one.event_id,
            "taken": one.amount,
            "replayed": one.replayed,
        }
        for one in rows
    ]
    _TAKE.many(s, values)
    return {"quick_row": mention("quick_row", values)}
