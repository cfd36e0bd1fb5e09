"""Which rows of the payroll hand-over stay as they are (ML-5)."""

from typing import Final

from posapp.storage.guard_terms import Guard, changed

_APPEND_ONLY: Final = ("payroll_deduction", "payroll_batch_deduction")

OF_PAYROLL: Final = (
    *(
        Guard("update", table, "UPDATE", f"{table} rows never change") for table in _APPEND_ONLY
    ),
    *(
        Guard("delete", table, "DELETE", f"{table} rows are never removed")
        for table in _APPEND_ONLY
    ),
    Guard("update", "payroll_batch", "UPDATE", "a payroll batch is acknowledged once, nothing else",
          "OLD.acknowledged_at IS NOT NULL OR "
          + changed("payroll_batch", "acknowledged_at", "acknowledged_by", "acknowledged_name")),
    Guard("delete", "payroll_batch", "DELETE", "payroll batches are never removed"),
)  # fmt: skip
"""Guards of deductions and their batches."""

NO_TRUNCATE: Final = (*_APPEND_ONLY, "payroll_batch")
"""Tables of the hand-over that are never emptied."""
