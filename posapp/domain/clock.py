"""Time as an argument: a clock gives aware UTC instants, an office turns them into business dates.

Source: D-18. Nothing else in the program asks the operating system for the time.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

Clock = Callable[[], datetime]

TOLERATED: Final = timedelta(minutes=2)
"""So far a clock may lie behind the entry before: counters' clocks are never quite the same."""


def system_clock() -> datetime:
    """Now, as an aware UTC instant."""
    return datetime.now(UTC)  # noqa: TID251 - the one place that may ask


def went_back(before: datetime, now: datetime) -> bool:
    """Whether a clock that showed ``before`` went back by more than counters may differ (F12)."""
    return before - now > TOLERATED


def business_date(at: datetime, zone: str, day_start_minutes: int = 0) -> date:
    """Business date of an office at an instant (D-18).

    A day begins when the wall clock first shows its start; an hour that is shown twice does not
    take the day back.

    Args:
        at: aware instant.
        zone: IANA name of the office's time zone.
        day_start_minutes: minutes after local midnight at which the office's day begins; a
            payment at 00:30 with a day start of 04:00 belongs to the day before.

    Raises:
        ValueError: when ``at`` is naive; that is a caller's bug.
    """
    if at.tzinfo is None:
        raise ValueError("a business date needs an aware instant")
    place, start = ZoneInfo(zone), timedelta(minutes=day_start_minutes)
    local = at.astimezone(place)
    # Wall-clock arithmetic on purpose: the day starts at a time that the wall clock shows.
    day = (local.replace(tzinfo=None) - start).date()
    if not local.fold:
        return day
    # A time that is shown twice: the clock may have been set back over the start of a day that had
    # begun; fold 0 is its first showing.
    following = day + timedelta(days=1)
    begun = (datetime.combine(following, time(), place) + start).astimezone(UTC)
    return following if begun <= at else day


def begin_of_day(day: date, zone: str, day_start_minutes: int = 0) -> datetime:
    """The instant at which a business date of an office begins, UTC (D-18)."""
    begun = datetime.combine(day, time(), ZoneInfo(zone)) + timedelta(minutes=day_start_minutes)
    return begun.astimezone(UTC)
