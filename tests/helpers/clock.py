"""A clock that stands still until a test moves it."""

from datetime import UTC, datetime, timedelta

NOON = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)


class FixedClock:
    """Clock at 2026-11-20 15:00 UTC: 10:00 in New York, an ordinary Friday."""

    def __init__(self, at: datetime = NOON) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def advance(self, **span: float) -> None:
        self.at += timedelta(**span)
