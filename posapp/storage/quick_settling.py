"""Rows of Quick Add that were given up, and tapes that were corrected (D-21, D-35)."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection, update

from posapp.domain.money import Money
from posapp.domain.quick_add import BatchId, Outcome, RowResult
from posapp.domain.quick_rows import Refusal
from posapp.storage.base import table_of
from posapp.storage.mentions import Mentions, mention
from posapp.storage.quick_add import Batch, record_refusals
from posapp.storage.tables.quick_add import QuickBatchRow

_batch: Final = table_of(QuickBatchRow)


def record_given_up(
    s: Connection,
    batch_id: BatchId,
    rows: Sequence[RowResult],
    code: str,
    fields: Mapping[str, Any],
) -> Mentions:
    """Mark rows that are not settled as given up; returns what the audit mentions of them."""
    refusal = Refusal(Outcome.GIVEN_UP, "", code, fields)
    record_refusals(s, batch_id, [(one.line, refusal) for one in rows])
    values = [
        {
            "batch_id": batch_id,
            "line": one.line,
            "request_id": one.row.request_id,
            "outcome": Outcome.GIVEN_UP,
            "payor_account_id": None,
            "event_id": None,
            "taken": None,
            "replayed": False,
        }
        for one in rows
    ]
    return {"quick_row": mention("quick_row", values)}


def record_tape(
    s: Connection, batch: Batch, tape_count: int | None, tape_total: Money | None
) -> Mentions:
    """Give a batch another tape; returns what the audit mentions of it."""
    tape = {"tape_count": tape_count, "tape_total": tape_total}
    s.execute(update(_batch).where(_batch.c.id == batch.id).values(tape))
    whole = {
        "id": batch.id,
        "tender_control_id": batch.control_id,
        "payment_date": batch.given_date,
        **tape,
    }
    return {"quick_batch": mention("quick_batch", [whole])}
