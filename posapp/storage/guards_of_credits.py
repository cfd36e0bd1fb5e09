"""Which rows of credits and checkouts stay as they are, and when (AJ-5, CK-6, CK-8, IT-4, D-23)."""

from typing import Final

from posapp.storage.guard_terms import Guard, changed

_LIFE: Final = ("state", "processed_at", "processed_by", "version")
_ENDS: Final = (
    "state",
    "ended_at",
    "ended_by",
    "end_comment",
    "released",
    "refund_method",
    "approved_by",
    "version",
)
_TOO_MUCH: Final = (
    "NEW.state <> 'RETURNED' AND NEW.amount + (SELECT coalesce(sum(u.amount), 0) FROM credit_use u"
    " WHERE u.credit_id = NEW.credit_id AND u.state <> 'RETURNED' AND u.id <> NEW.id)"
    " > (SELECT -a.amount FROM account_adjustment a WHERE a.id = NEW.credit_id)"
)
_OF_SUBMITTED: Final = (
    "NOT EXISTS (SELECT 1 FROM checkout c WHERE c.id = NEW.checkout_id AND c.state = 'SUBMITTED')"
)

OF_CREDITS: Final = (
    Guard(
        "update",
        "account_adjustment",
        "UPDATE",
        "a processed adjustment never changes; a credit waits again when a use is given back",
        f"{changed('account_adjustment', *_LIFE)}"
        " OR (OLD.state = 'PROCESSED' AND NOT (OLD.amount < 0 AND OLD.reverses_id IS NULL"
        " AND NEW.state = 'UNPROCESSED'))",
    ),
    Guard("delete", "account_adjustment", "DELETE", "adjustments are never removed"),
    Guard("insert", "credit_use", "INSERT", "a credit never goes below zero", _TOO_MUCH),
    Guard(
        "update",
        "credit_use",
        "UPDATE",
        "a use of a credit only goes from reserved to used and returned, once",
        f"{changed('credit_use', 'state', 'version')} OR OLD.state = 'RETURNED'"
        " OR NEW.state = 'RESERVED' OR NEW.state = OLD.state",
    ),
    Guard("delete", "credit_use", "DELETE", "uses of credits are never removed"),
    Guard(
        "insert", "checkout", "INSERT", "a checkout begins as submitted", "NEW.state <> 'SUBMITTED'"
    ),
    Guard(
        "update",
        "checkout",
        "UPDATE",
        "a checkout is processed or canceled once, and refunded once",
        "OLD.state IN ('CANCELED', 'REFUNDED')"
        f" OR (OLD.state = 'PROCESSED' AND (NEW.state <> 'REFUNDED' OR {changed('checkout', *_ENDS)}))"
        " OR (OLD.state = 'SUBMITTED' AND NOT ("
        f"(NEW.state = 'PROCESSED' AND NOT {changed('checkout', *_LIFE, 'process_approved_by')})"
        f" OR (NEW.state = 'CANCELED' AND NEW.event_id IS NULL"
        f" AND NOT {changed('checkout', *_ENDS, 'event_id')})))",
    ),
    Guard("delete", "checkout", "DELETE", "checkouts are never removed"),
    Guard(
        "insert",
        "checkout_line",
        "INSERT",
        "lines belong to a submitted checkout",
        _OF_SUBMITTED,
    ),
    Guard("update", "checkout_line", "UPDATE", "lines of a checkout never change"),
    Guard("delete", "checkout_line", "DELETE", "lines of a checkout are never removed"),
    Guard(
        "insert",
        "checkout_lock",
        "INSERT",
        "only a submitted checkout holds something",
        _OF_SUBMITTED,
    ),
    Guard("update", "checkout_lock", "UPDATE", "a lock stays as it is until it goes"),
    Guard(
        "delete",
        "checkout_lock",
        "DELETE",
        "a submitted checkout keeps what it holds",
        "EXISTS (SELECT 1 FROM checkout c WHERE c.id = OLD.checkout_id AND c.state = 'SUBMITTED')",
    ),
)
"""Guards of adjustments, uses of credits, checkouts and what they hold."""

NO_TRUNCATE: Final = (
    "account_adjustment",
    "credit_use",
    "checkout",
    "checkout_line",
)
"""Tables of credits that are never emptied."""
