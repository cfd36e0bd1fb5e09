"""Guards of what hangs on a payment beside its segments: its lines, characteristics and detail.

Sources: PY-4, NC-4, DR-1, payments 2.4 and 25.4.
"""

# ruff: noqa: S608 - the SQL here is put together from constants of this file only

from typing import Final

from posapp.storage.guard_terms import FINAL, Guard, payment_is_final, posted

OF_PAYMENTS: Final = (
    Guard(
        "delete",
        "distribution_detail",
        "DELETE",
        "a distribution detail that made a frozen payment is never removed",
        "OLD.replaced OR EXISTS (SELECT 1 FROM payment p"
        f" WHERE p.detail_id = OLD.id AND p.status IN {FINAL})",
    ),
    Guard(
        "insert",
        "payment_line",
        "INSERT",
        "a posted payment takes no more lines",
        posted("NEW"),
    ),
    Guard(
        "update",
        "payment_line",
        "UPDATE",
        "lines of a frozen payment never change",
        f"{payment_is_final('OLD')} OR {payment_is_final('NEW')}",
    ),
    Guard(
        "delete",
        "payment_line",
        "DELETE",
        "lines of a frozen payment are never removed",
        payment_is_final("OLD"),
    ),
    Guard(
        "insert",
        "characteristic",
        "INSERT",
        "a frozen payment takes no more characteristics",
        payment_is_final("NEW"),
    ),
    Guard(
        "update",
        "characteristic",
        "UPDATE",
        "characteristics of a frozen payment never change",
        f"{payment_is_final('OLD')} OR {payment_is_final('NEW')}",
    ),
    Guard(
        "delete",
        "characteristic",
        "DELETE",
        "characteristics of a frozen payment are never removed",
        payment_is_final("OLD"),
    ),
)
