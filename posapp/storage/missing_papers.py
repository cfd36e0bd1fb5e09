"""What became of the receipts of some events: what tells a desk of paper that is missing (R1, RC-2)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, and_, bindparam, column, func, select, table

from posapp.domain.ids import EventId, UserId
from posapp.domain.missing_papers import Paper
from posapp.storage.base import table_of
from posapp.storage.prepared import Prepared, any_of
from posapp.storage.tables.over_unders import OverUnderRow
from posapp.storage.tables.payment_events import PaymentEventRow
from posapp.storage.tables.system import PrintLogRow

_event, _print = table_of(PaymentEventRow), table_of(PrintLogRow)
_booked = table_of(OverUnderRow)
# Named only, so that a start does not load the tables of Quick Add and of credits (P7).
_quick = table("quick_row", column("event_id"))
_credit = table("account_adjustment", column("event_id"))
_RECEIPT: Final = "receipt"
_PAPERS: Final = Prepared(
    select(
        _event.c.id,
        func.count(_print.c.id).label("tries"),
        func.coalesce(func.max(_print.c.outcome), "").label("outcome"),
    )
    .outerjoin(_print, and_(_print.c.object_id == _event.c.id, _print.c.kind == _RECEIPT))
    .where(
        any_of(_event.c.id, "events"),
        _event.c.created_by == bindparam("user_id"),
        _event.c.created_at < bindparam("before"),
        _event.c.receipt_seq.is_not(None),
        ~select(_quick.c.event_id).where(_quick.c.event_id == _event.c.id).exists(),
        ~select(_credit.c.event_id).where(_credit.c.event_id == _event.c.id).exists(),
        ~select(_booked.c.id).where(_booked.c.event_id == _event.c.id).exists(),
    )
    .group_by(_event.c.id)
)


def load_papers(
    s: Connection, events: Sequence[EventId], user_id: UserId, before: datetime
) -> Mapping[EventId, Paper]:
    """What became of the receipts of those events that this user took before a moment.

    Left out are events without a receipt number, rows of Quick Add and added credits, whose
    receipts are printed when they are asked for, and booked differences of drawers, which have no
    paper.
    """
    if not events:
        return {}
    rows = _PAPERS.all(s, {"events": list(events), "user_id": user_id, "before": before})
    return {EventId(row.id): _paper(row.tries, row.outcome) for row in rows}


def _paper(tries: int, outcome: str) -> Paper:
    if not tries:
        return Paper.NEVER
    return Paper.TOLD if outcome else Paper.UNKNOWN
