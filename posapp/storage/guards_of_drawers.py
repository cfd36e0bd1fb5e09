"""Which rows of the drawer day stay as they are, and when (BL-06, CN-04, DC-15, TI-04, D-23)."""

# ruff: noqa: S608 - the SQL here is put together from constants of this file only

from typing import Final

from posapp.storage.guard_terms import Guard, changed, new

_OF_COUNT: Final = ("count_line", "count_denomination", "count_instrument")
_OF_TURN_IN: Final = ("turn_in_denomination", "turn_in_tender")
_OF_DEPOSIT: Final = ("deposit_denomination", "deposit_tender")
_SUBMITTED: Final = (
    "EXISTS (SELECT 1 FROM control_count k WHERE k.id = {row}.count_id"
    " AND k.submitted_at IS NOT NULL)"
)
_APPROVED: Final = (
    "EXISTS (SELECT 1 FROM turn_in k WHERE k.id = {row}.turn_in_id AND k.status = 'APPROVED')"
)
_CLOSED: Final = "{row}.status = 'BALANCED'"
_DEPOSIT_CLOSED: Final = (
    "EXISTS (SELECT 1 FROM deposit_control d WHERE d.id = {row}.deposit_control_id"
    " AND d.status = 'BALANCED')"
)
_SLIP_CLOSED: Final = (
    "EXISTS (SELECT 1 FROM tender_deposit k JOIN deposit_control d ON d.id = k.deposit_control_id"
    " WHERE k.id = {row}.deposit_id AND d.status = 'BALANCED')"
)
_REOPENS: Final = ("reopened_at", "reopened_by", "reopened_to", "reopen_reason")
# A payment that waited may still be frozen, and then takes the next receipt number (D-31).
_LIFE_OF_CONTROL: Final = ("status", "balanced_at", "balanced_by", "version", "last_receipt")
_LIFE_OF_DEPOSIT: Final = ("status", "balanced_at", "balanced_by", "version")


def _children(tables: tuple[str, ...], final: str, says: str) -> tuple[Guard, ...]:
    """Lines of something that is final neither come, change nor go."""
    found = []
    for table in tables:
        was, now = final.format(row="OLD"), final.format(row="NEW")
        found += [
            Guard("insert", table, "INSERT", says, now),
            Guard("update", table, "UPDATE", says, f"{was} OR {now}"),
            Guard("delete", table, "DELETE", says, was),
        ]
    return tuple(found)


OF_DRAWERS: Final = (
    Guard(
        "update",
        "control_count",
        "UPDATE",
        "a submitted count never changes",
        "OLD.submitted_at IS NOT NULL OR "
        + new("id", "tender_control_id", "attempt", "counted_at", "counted_by"),
    ),
    Guard("delete", "control_count", "DELETE", "counts are never removed"),
    Guard(
        "backwards",
        "approval_look",
        "UPDATE",
        "what an approver has looked at stays looked at",
        "NEW.user_id <> OLD.user_id OR NEW.approval_id < OLD.approval_id",
    ),
    *_children(_OF_COUNT, _SUBMITTED, "a submitted count never changes"),
    Guard(
        "update",
        "control_close",
        "UPDATE",
        "a Z report never changes; it is reopened once",
        f"OLD.reopened_at IS NOT NULL OR {changed('control_close', *_REOPENS)}",
    ),
    Guard("delete", "control_close", "DELETE", "Z reports are never removed"),
    Guard("update", "close_line", "UPDATE", "lines of a Z report never change"),
    Guard("delete", "close_line", "DELETE", "lines of a Z report are never removed"),
    Guard(
        "insert",
        "turn_in",
        "INSERT",
        "a turn-in waits at first, between a drawer and its deposit control, neither balanced",
        "NEW.status <> 'AWAITING' OR NOT EXISTS (SELECT 1 FROM tender_control c"
        " JOIN deposit_control d ON d.id = c.deposit_control_id"
        " WHERE c.id = NEW.tender_control_id AND d.id = NEW.deposit_control_id"
        " AND c.status <> 'BALANCED' AND d.status <> 'BALANCED')",
    ),
    Guard(
        "update",
        "turn_in",
        "UPDATE",
        "an approved turn-in never changes",
        "OLD.status = 'APPROVED' OR "
        + new("id", "tender_control_id", "deposit_control_id", "direction", "created_by"),
    ),
    Guard(
        "delete",
        "turn_in",
        "DELETE",
        "an approved turn-in is never removed",
        "OLD.status = 'APPROVED'",
    ),
    *_children(_OF_TURN_IN, _APPROVED, "an approved turn-in never changes"),
    Guard(
        "insert",
        "tender_deposit",
        "INSERT",
        "a balanced deposit control takes no deposits",
        _DEPOSIT_CLOSED.format(row="NEW"),
    ),
    Guard(
        "update",
        "tender_deposit",
        "UPDATE",
        "deposits of a balanced deposit control never change",
        _DEPOSIT_CLOSED.format(row="OLD") + " OR " + new("id", "deposit_control_id", "currency"),
    ),
    Guard(
        "delete",
        "tender_deposit",
        "DELETE",
        "deposits of a balanced deposit control are never removed",
        _DEPOSIT_CLOSED.format(row="OLD"),
    ),
    *_children(_OF_DEPOSIT, _SLIP_CLOSED, "deposits of a balanced deposit control never change"),
    Guard(
        "balanced",
        "tender_control",
        "UPDATE",
        "a balanced drawer does not change",
        f"{_CLOSED.format(row='OLD')} AND {changed('tender_control', *_LIFE_OF_CONTROL)}",
    ),
    Guard(
        "turned_in",
        "tender",
        "UPDATE",
        "a check that was turned in stays what it is, where it was taken",
        f"({new('tender_type', 'control_amount', 'tender_control_id')}"
        " OR (NOT NEW.counted AND OLD.counted)) AND EXISTS (SELECT 1 FROM turn_in_tender k"
        " JOIN turn_in i ON i.id = k.turn_in_id WHERE k.tender_id = OLD.id GROUP BY k.tender_id"
        " HAVING sum(CASE WHEN i.direction = 'OUT' THEN 1 ELSE -1 END) > 0)",
    ),
    Guard(
        "slip",
        "tender",
        "UPDATE",
        "a check on a deposit slip stays what it is, under its deposit control",
        f"EXISTS (SELECT 1 FROM deposit_tender k WHERE k.tender_id = OLD.id) AND"
        f" ({new('tender_type', 'control_amount')} OR (NOT NEW.counted AND OLD.counted)"
        f" OR ({new('tender_control_id')} AND NOT EXISTS (SELECT 1 FROM tender_control a"
        " JOIN tender_control b ON b.deposit_control_id = a.deposit_control_id"
        " WHERE a.id = OLD.tender_control_id AND b.id = NEW.tender_control_id)))",
    ),
    Guard(
        "moves",
        "tender_control",
        "UPDATE",
        "a drawer whose money was turned in or deposited stays under its deposit control",
        "NEW.deposit_control_id <> OLD.deposit_control_id AND ("
        "EXISTS (SELECT 1 FROM turn_in k WHERE k.tender_control_id = OLD.id)"
        " OR EXISTS (SELECT 1 FROM deposit_tender k JOIN tender t ON t.id = k.tender_id"
        " WHERE t.tender_control_id = OLD.id)"
        " OR NOT EXISTS (SELECT 1 FROM deposit_control d WHERE d.id = NEW.deposit_control_id"
        " AND d.status = 'OPEN'))",
    ),
    Guard(
        "counted",
        "tender_control",
        "UPDATE",
        "the starting balance of a counted drawer never changes",
        "NEW.starting_balance <> OLD.starting_balance AND EXISTS (SELECT 1 FROM control_count k"
        " WHERE k.tender_control_id = OLD.id AND k.submitted_at IS NOT NULL)",
    ),
    Guard(
        "waiting",
        "tender_control",
        "UPDATE",
        "a drawer is not balanced while a turn-in waits",
        "NEW.status = 'BALANCED' AND OLD.status <> 'BALANCED' AND EXISTS ("
        "SELECT 1 FROM turn_in k WHERE k.tender_control_id = OLD.id AND k.status = 'AWAITING')",
    ),
    Guard(
        "of_deposit",
        "tender_control",
        "UPDATE",
        "a drawer of a balanced deposit control does not change",
        f"{_DEPOSIT_CLOSED.format(row='OLD')} AND {changed('tender_control', 'last_receipt')}",
    ),
    Guard(
        "balanced",
        "deposit_control",
        "UPDATE",
        "a balanced deposit control does not change",
        f"{_CLOSED.format(row='OLD')} AND {changed('deposit_control', *_LIFE_OF_DEPOSIT)}",
    ),
)
"""Guards of counts, Z reports, turn-ins, deposits, and of what is balanced."""

APPEND_ONLY: Final = (
    "over_under",
    "drawer_opening",
    "ledger_batch",
    "ledger_batch_transaction",
    "ledger_batch_account",
)
"""Tables of the drawer day whose rows neither change nor go."""
NO_TRUNCATE: Final = (
    "control_count",
    *_OF_COUNT,
    "control_close",
    "close_line",
    "turn_in",
    *_OF_TURN_IN,
    "tender_deposit",
    *_OF_DEPOSIT,
    "deposit_control",
)
"""Other tables of the drawer day that are never emptied."""
