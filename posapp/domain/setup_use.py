"""Where a row of the set-up is used, and which rows keep its value as it was (D-29, AC-05)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

MOST_COUNTED: Final = 1000
"""Uses are counted up to here; more are "1,000 or more"."""

TITLES: Final[Mapping[str, str]] = {
    "account": "Accounts",
    "account_adjustment": "Adjustments of accounts",
    "adjustment": "Adjustments",
    "agreement": "Agreements",
    "app_user": "Users",
    "checkout": "Checkouts",
    "control_choice": "Chosen drawers",
    "deposit_control": "Deposit controls",
    "distribution_detail": "Distribution details",
    "financial_transaction": "Financial transactions",
    "float_count": "Counted floats",
    "gl_line": "Ledger lines",
    "payable_item": "Payable items",
    "payment": "Payments",
    "payment_event": "Payment events",
    "refund_movement": "Refunds",
    "tender": "Tenders",
    "tender_control": "Tender controls",
    "user_source": "Drawers of users",
}
"""Tables of money and people, which no set-up table declares, as people call them."""

# What was taken and posted keeps ledger codes, rates and types as they were on that day.
_MONEY: Final = frozenset(
    {
        "account_adjustment",
        "adjustment",
        "checkout",
        "financial_transaction",
        "gl_line",
        "payment",
        "payment_event",
        "refund_movement",
        "tender",
        "tender_control",
    }
)


@dataclass(frozen=True, slots=True)
class SetUpUse:
    """Rows of another table that name this one; ``rows`` is at most ``MOST_COUNTED``."""

    table: str
    column: str
    rows: int

    @property
    def is_snapshot(self) -> bool:
        """Whether these are money rows: they keep the value, whatever the set-up says later."""
        return self.table in _MONEY
