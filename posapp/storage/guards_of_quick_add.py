"""Guards of Quick Add: a batch stays as it was started, a row that is in stays in (D-21, D-35)."""

from typing import Final

from posapp.storage.guard_terms import Guard, new
from posapp.storage.tables.quick_add import IS_IN

OF_QUICK_ADD: Final = (
    Guard("update", "quick_batch", "UPDATE", "quick_batch rows never change"),
    Guard("delete", "quick_batch", "DELETE", "quick_batch rows are never removed"),
    Guard(
        "update",
        "quick_row",
        "UPDATE",
        "a row of a batch keeps its place and request, and once it is in, everything",
        f"{new('batch_id', 'line', 'request_id')} OR OLD.{IS_IN}",
    ),
    Guard("delete", "quick_row", "DELETE", "quick_row rows are never removed"),
)
