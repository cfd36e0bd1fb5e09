"""Drawers opened without a sale (D-37)."""

from datetime import datetime

from posapp.records import dataclass


@dataclass(frozen=True, slots=True)
class DrawerOpening:
    """One opening: who, when (UTC), why."""

    id: int
    reason: str
    opened_at: datetime
    opened_by: str
