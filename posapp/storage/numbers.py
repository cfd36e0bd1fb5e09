"""Printed numbers without gaps, taken under the row's own lock in the caller's transaction.

Documents run per issuing center and year (D-04), receipts per tender control (D-31). A rolled
back transaction gives its number back, because the series is a row, not a sequence.
"""

from sqlalchemy import Connection, text

from posapp.storage.prepared import Prepared

_NEXT = Prepared(
    text(
        "UPDATE number_sequence SET last = last + 1 WHERE kind = :kind AND scope = :scope"
        " RETURNING last"
    )
)
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


def next_number(s: Connection, kind: str, scope: str) -> int:
    """The next number of a series, from 1; the series begins when first asked for.

    Args:
        s: the write transaction; other writers of the series wait until it ends.
        kind: what is numbered, such as ``document``.
        scope: the series within the kind, such as ``MAIN/2026``.
    """
    series = {"kind": kind, "scope": scope}
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
    number = _RECEIPT.scalar(s, {"id": control_id})
    if number is None:
        raise LookupError(f"tender control {control_id} does not exist")
    return int(number)
