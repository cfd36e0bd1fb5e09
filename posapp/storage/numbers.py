"""Printed numbers without gaps, taken under the row's own lock in the caller's transaction.

Documents run per issuing center and year (D-04), receipts per tender control (D-31). A rolled
back transaction gives its number back, because the series is a row, not a sequence.
"""

from datetime import date
from typing import Final

from sqlalchemy import Connection, text

from posapp.domain.setup import Office
from posapp.storage.prepared import Ask, Prepared

DOCUMENT_KIND: Final = "PAYMENT"
_NEXT = Prepared(
    text(
        "UPDATE number_sequence SET last = last + 1 WHERE kind = :kind AND scope = :scope"
        " RETURNING last"
    )
)
# Who waits for a row asks for it anew each time that it changed: all of them wake up with each
# COMMIT, and come in any order. This lock's queue keeps its order and wakes up the next one (P10).
_QUEUE = Prepared(text("SELECT pg_advisory_xact_lock(hashtextextended(:series, 0))"))
_START = Prepared(
    text(
        "INSERT INTO number_sequence (kind, scope, last) VALUES (:kind, :scope, 0)"
        " ON CONFLICT DO NOTHING"
    )
)
_RECEIPT = Prepared(
    text(
        "UPDATE tender_control SET last_receipt = last_receipt + 1 WHERE id = :id"
        " RETURNING last_receipt"
    )
)
# The same in two steps: looked at under the row's lock among other reads, then moved on.
_LAST = Prepared(
    text("SELECT last FROM number_sequence WHERE kind = :kind AND scope = :scope FOR UPDATE")
)
_MOVE = Prepared(
    text("UPDATE number_sequence SET last = last + 1 WHERE kind = :kind AND scope = :scope")
)
_LAST_RECEIPT = Prepared(text("SELECT last_receipt FROM tender_control WHERE id = :id"))
_MOVE_RECEIPT = Prepared(
    text("UPDATE tender_control SET last_receipt = last_receipt + 1 WHERE id = :id")
)


def series_of(office: Office, day: date) -> tuple[str, str]:
    """Kind and scope of the document numbers of an office: issuing center and year (D-04)."""
    return DOCUMENT_KIND, f"{office.issuing_center}:{day.year}"


def number_asked(kind: str, scope: str) -> tuple[Ask, Ask]:
    """The last number of a series, which stays locked; asked ahead of ``next_number``."""
    return queue_asked(kind, scope), (_LAST, {"kind": kind, "scope": scope})


def queue_asked(kind: str, scope: str) -> Ask:
    """A server's queue for a series, in which this transaction stays until it ends."""
    return _QUEUE, {"series": f"number/{kind}/{scope}"}


def receipt_asked(control_id: int) -> Ask:
    """The last receipt number of a control that is locked; asked ahead of ``next_receipt``."""
    return _LAST_RECEIPT, {"id": control_id}


def next_number(s: Connection, kind: str, scope: str) -> int:
    """The next number of a series, from 1; the series begins when first asked for.

    Args:
        s: the write transaction; other writers of the series wait until it ends.
        kind: what is numbered, such as ``document``.
        scope: the series within the kind, such as ``MAIN/2026``.
    """
    series = {"kind": kind, "scope": scope}
    ahead = _LAST.known(s, series)
    if ahead:
        _MOVE.many(s, [series])
        return int(ahead[0][0]) + 1
    if s.dialect.name == "postgresql":
        # It goes before the draw, on the same journey.
        queue, turn = queue_asked(kind, scope)
        queue.many(s, [turn])
    number = _NEXT.scalar(s, series)
    if number is None:
        # Two first takers at once: one inserts, both then queue on the row.
        _START.run(s, series)
        number = _NEXT.scalar(s, series)
    return int(number)


def next_receipt(s: Connection, control_id: int) -> int:
    """The next receipt number of a tender control (D-31).

    Raises:
        LookupError: when there is no such control; that is a caller's bug.
    """
    ahead = _LAST_RECEIPT.known(s, {"id": control_id})
    if ahead:
        _MOVE_RECEIPT.many(s, [{"id": control_id}])
        return int(ahead[0][0]) + 1
    number = _RECEIPT.scalar(s, {"id": control_id})
    if number is None:
        raise LookupError(f"tender control {control_id} does not exist")
    return int(number)
