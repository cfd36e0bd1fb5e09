"""Every table, so that one import gives the whole schema."""

from posapp.storage.base import Base
from posapp.storage.tables import (
    adjustments,
    agreements,
    banks,
    controls,
    items,
    ledger,
    payment_events,
    people,
    setup,
    system,
)

MODULES = (
    adjustments,
    agreements,
    banks,
    controls,
    items,
    ledger,
    payment_events,
    people,
    setup,
    system,
)
METADATA = Base.metadata
