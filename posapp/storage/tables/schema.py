"""Every table, so that one import gives the whole schema."""

from posapp.storage.base import Base
from posapp.storage.tables import (
    adjustments,
    agreements,
    approvals,
    autopay,
    banks,
    characteristics,
    controls,
    entry,
    items,
    ledger,
    payment_events,
    people,
    quick_add,
    setup,
    setup_options,
    system,
    templates,
)

MODULES = (
    adjustments,
    agreements,
    autopay,
    approvals,
    banks,
    characteristics,
    controls,
    entry,
    items,
    ledger,
    payment_events,
    people,
    quick_add,
    setup,
    setup_options,
    system,
    templates,
)
METADATA = Base.metadata
