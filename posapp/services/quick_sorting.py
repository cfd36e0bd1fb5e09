"""Rows of Quick Add before any event: which of them were carried out before, and which say it twice.

Source: D-21. A request id is taken once, whatever batch it comes with; a refused try does not use
it up.
"""

from collections.abc import Collection
from dataclasses import dataclass, field, replace

from posapp.domain.ids import long_id
from posapp.domain.quick_add import Outcome, QuickLine, RowResult
from posapp.domain.quick_rows import Refusal
from posapp.storage.base import Transaction
from posapp.storage.quick_taken import Taken, load_taken


@dataclass(slots=True)
class Sorted:
    """Rows before any event: to be read, already carried out elsewhere, wrong, doubled in here."""

    fresh: dict[int, QuickLine] = field(default_factory=dict)
    taken: list[Taken] = field(default_factory=list)
    refused: list[tuple[int, Refusal]] = field(default_factory=list)
    doubled: dict[int, int] = field(default_factory=dict)
    """A row that says the same under the same id as one before: its line, and that one's."""


def sorted_out(s: Transaction, rows: Collection[RowResult]) -> Sorted:
    """Rows apart by whether their request was carried out before (D-21)."""
    known = load_taken(s, [one.row.request_id for one in rows])
    first: dict[str, int] = {}
    found = Sorted()
    for one in rows:
        request_id = one.row.request_id
        before, taken = known.get(request_id, (None, None))
        if taken is None and request_id not in first:
            first[request_id] = one.line
            found.fresh[one.line] = one.row
        elif taken is None and found.fresh[first[request_id]] == one.row:
            found.doubled[one.line] = first[request_id]
        elif taken is None:
            found.refused.append((one.line, _other_content(first[request_id])))
        elif before != one.row:
            found.refused.append((one.line, _used_before()))
        elif taken.deleted:
            found.refused.append((one.line, _deleted_since(taken)))
        else:
            found.taken.append(replace(taken, line=one.line))
    return found


def _other_content(first: int) -> Refusal:
    """A row with the request id of one before it in the same batch, that says something else."""
    return Refusal(Outcome.INVALID, "", "M-213", {"line": first})


def _used_before() -> Refusal:
    """A row whose request id was carried out with other content (D-21)."""
    return Refusal(Outcome.INVALID, "", "M-54", {"field": "request_id", "kind": "quick-add"})


def _deleted_since(taken: Taken) -> Refusal:
    """A row that was taken once, into an event that somebody deleted: it is not in any more."""
    return Refusal(Outcome.INVALID, "", "M-214", {"event": long_id(taken.event_id)})
