"""Drawers opened without a sale (D-37)."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class DrawerOpening:
    """One opening: who, when (UTC), why."""

    id: int
    reason: str
    opened_at: datetime
    opened_by: str
