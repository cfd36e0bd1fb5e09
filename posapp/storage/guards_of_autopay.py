"""Guards of automatic payments: what was sent, mandates, stamps of bills.

Sources: AP-01, AP-05, AP-11, AP-13, AP-15, AP-16, payments 25.4.
"""

from typing import Final

from posapp.storage.guard_terms import Guard, changed, new

OF_AUTOPAY: Final = (
    Guard(
        "update",
        "clearing_request",
        "UPDATE",
        "a request that is no longer pending only goes from sent to rejected",
        f"{new('id', 'tender_id', 'created_at')}"
        f" OR (OLD.status <> 'PENDING' AND ({changed('clearing_request', 'status')}"
        " OR (NEW.status <> OLD.status"
        " AND NOT (OLD.status = 'EXTRACTED' AND NEW.status = 'REJECTED'))))",
    ),
    Guard(
        "delete",
        "clearing_request",
        "DELETE",
        "only a pending request is removed",
        "OLD.status <> 'PENDING'",
    ),
    Guard(
        "update",
        "account_autopay",
        "UPDATE",
        "a mandate stays with its account",
        new("id", "account_id", "created_at", "created_by"),
    ),
    Guard("delete", "account_autopay", "DELETE", "a mandate is ended, never removed"),
    Guard(
        "update",
        "bill_debit",
        "UPDATE",
        "the stamp of a bill whose payment was made stays; its attempts only grow",
        "NEW.bill_id <> OLD.bill_id OR NEW.attempt < OLD.attempt"
        f" OR (OLD.status = 'CREATED' AND ({changed('bill_debit', 'status', 'event_id')}"
        " OR (NEW.status = 'CREATED' AND NEW.event_id <> OLD.event_id)))",
    ),
    Guard("delete", "bill_debit", "DELETE", "the stamp of a bill is never removed"),
    Guard(
        "update",
        "scheduled_payment",
        "UPDATE",
        "what a plan pays when stays; a payment that was made is only let go",
        f"{changed('scheduled_payment', 'status', 'event_id')}"
        " OR (OLD.status = 'CREATED' AND NEW.status <> 'CREATED' AND NEW.status <> 'STOPPED')"
        " OR (OLD.status = 'CREATED' AND NEW.status = 'CREATED' AND NEW.event_id <> OLD.event_id)",
    ),
    Guard("delete", "scheduled_payment", "DELETE", "a scheduled payment is stopped, never removed"),
)
