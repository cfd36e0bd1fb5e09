"""What the audit mentions of batches, adjustments, credits and checkouts (see ``mentions``)."""

from collections.abc import Mapping
from typing import Final

MORE_COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "quick_batch": ("id", "tender_control_id", "payment_date", "tape_count", "tape_total"),
    "quick_row": (
        "batch_id",
        "line",
        "request_id",
        "outcome",
        "payor_account_id",
        "event_id",
        "taken",
        "replayed",
    ),
    "account_adjustment": (
        "id",
        "account_id",
        "requisition_code",
        "amount",
        "state",
        "event_id",
        "linked_id",
        "reverses_id",
        "checkout_id",
        "version",
    ),
    "credit_use": ("id", "credit_id", "checkout_id", "seq", "amount", "state", "version"),
    "checkout": (
        "id",
        "number",
        "account_id",
        "state",
        "method",
        "lines_total",
        "credits_total",
        "to_pay",
        "event_id",
        "snapshot",
        "released",
        "refund_method",
        "approved_by",
        "version",
    ),
    "checkout_line": (
        "checkout_id",
        "seq",
        "item_id",
        "adjustment_id",
        "agreement_id",
        "amount",
        "credit",
    ),
    "checkout_lock": ("id", "item_id", "adjustment_id", "checkout_id", "user_id"),
}
