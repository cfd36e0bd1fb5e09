"""Guards of Quick Add: of a batch only the tape may be corrected, a settled row stays (D-21, D-35)."""

from typing import Final

from posapp.storage.guard_terms import Guard, changed, new
from posapp.storage.tables.quick_add import IS_SETTLED

OF_QUICK_ADD: Final = (
    Guard(
        "update",
        "quick_batch",
        "UPDATE",
        "nothing but the tape of a batch changes",
        changed("quick_batch", "tape_count", "tape_total"),
    ),
    Guard("delete", "quick_batch", "DELETE", "quick_batch rows are never removed"),
    Guard(
        "update",
        "quick_row",
        "UPDATE",
        "a row of a batch keeps its place and request, and once it is settled, everything",
        f"{new('batch_id', 'line', 'request_id')} OR OLD.{IS_SETTLED}",
    ),
    Guard("delete", "quick_row", "DELETE", "quick_row rows are never removed"),
)
