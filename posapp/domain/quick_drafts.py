"""Rows of Quick Add that are typed and not created yet, as text and back (D-21).

What must not be stored lies in no draft either: of a MICR line the last four signs are kept, a text
with a card number in it is left out (R13).
"""

import json
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any, Final

from posapp.domain.ids import ControlId
from posapp.domain.money import Money
from posapp.domain.quick_add import TEXTS, QuickHeader, QuickKind, QuickLine
from posapp.domain.texts import KEPT_OF_MICR, clean_text
from posapp.errors import Refused

MOST_KEPT: Final = 2000
"""Rows beyond this many come from a file, which is still there after a crash."""
_LONGEST: Final = 254


@dataclass(frozen=True, slots=True)
class QuickDraft:
    """Rows in hand.

    ``request_id`` is that of the batch they will become; ``kept_at`` is aware UTC.
    """

    request_id: str
    header: QuickHeader
    rows: tuple[QuickLine, ...]
    kept_at: datetime


def to_text(draft: QuickDraft) -> str:
    """The rows as JSON, without what must not be stored; empty texts are left out."""
    header = draft.header
    return json.dumps(
        {
            "kind": header.kind.value,
            "control_id": header.control_id,
            "payment_date": header.payment_date and header.payment_date.isoformat(),
            "tape_count": header.tape_count,
            "tape_total": None if header.tape_total is None else header.tape_total.minor,
            "rows": [_fields(row) for row in draft.rows[:MOST_KEPT]],
        },
        ensure_ascii=False,
    )


def from_text(request_id: str, text: str, kept_at: datetime) -> QuickDraft:
    """The rows of a kept draft.

    Raises:
        ValueError: when the text is not such a draft.
    """
    try:
        kept: dict[str, Any] = json.loads(text)
        day, tape = kept["payment_date"], kept["tape_total"]
        header = QuickHeader(
            QuickKind(kept["kind"]),
            None if kept["control_id"] is None else ControlId(kept["control_id"]),
            None if day is None else date.fromisoformat(day),
            kept["tape_count"],
            None if tape is None else Money(tape),
        )
        rows = tuple(QuickLine(**fields) for fields in kept["rows"])
    except (KeyError, TypeError) as error:
        raise ValueError(f"no rows of Quick Add: {error}") from error
    return QuickDraft(request_id, header, rows, kept_at)


def _fields(row: QuickLine) -> dict[str, str]:
    cleaned = {name: _clean(name, getattr(row, name)) for name in TEXTS}
    safe = asdict(replace(row, **cleaned))
    return {name: text for name, text in safe.items() if text or name == "request_id"}


def _clean(name: str, text: str) -> str:
    try:
        kept = clean_text(text, name, _LONGEST)
    except Refused:
        return ""
    return kept[-KEPT_OF_MICR:] if name == "micr" else kept
