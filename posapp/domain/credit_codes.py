"""Closed lists of adjustments, credits and checkouts; stored as their text value."""

from enum import StrEnum


class AdjustmentState(StrEnum):
    """Life of an adjustment (AJ-1): a processed one never changes (AJ-5)."""

    UNPROCESSED = "UNPROCESSED"
    PROCESSED = "PROCESSED"


class UseState(StrEnum):
    """Life of a use of a credit (AJ-2): held by a checkout, spent, or given back."""

    RESERVED = "RESERVED"
    USED = "USED"
    RETURNED = "RETURNED"


class CheckoutState(StrEnum):
    """Life of a checkout (CK-2..CK-6)."""

    SUBMITTED = "SUBMITTED"
    PROCESSED = "PROCESSED"
    CANCELED = "CANCELED"
    REFUNDED = "REFUNDED"
