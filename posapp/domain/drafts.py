"""A draft in hand: what a cashier was about to submit, kept over a crash (D-21)."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Draft:
    """A command as JSON text with its request id, stored before the write and dropped after it.

    ``created_at`` is aware UTC.
    """

    request_id: str
    user_id: int
    workstation: str
    kind: str
    draft: str
    created_at: datetime
