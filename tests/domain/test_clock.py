"""Business dates: the office's zone and start of day decide (D-18)."""

from datetime import UTC, date, datetime, timedelta, timezone
from itertools import pairwise

import pytest

from posapp.domain.clock import business_date, system_clock
from tests.helpers.every import every

# Instant in UTC, zone, start of day in minutes, business date, and what the case is about.
CASES = [
    ("2026-11-20T15:00", "America/New_York", 0, "2026-11-20", "an afternoon"),
    ("2026-11-20T03:30", "America/New_York", 0, "2026-11-19", "late evening west of UTC"),
    ("2026-11-20T14:59", "Asia/Tokyo", 0, "2026-11-20", "a minute before midnight in Tokyo"),
    ("2026-11-20T15:00", "Asia/Tokyo", 0, "2026-11-21", "midnight in Tokyo"),
    ("2026-11-20T18:14", "Asia/Kathmandu", 0, "2026-11-20", "a zone with quarters, before"),
    ("2026-11-20T18:15", "Asia/Kathmandu", 0, "2026-11-21", "a zone with quarters, after"),
    ("2026-06-30T23:30", "Europe/Berlin", 0, "2026-07-01", "summer time"),
    ("2026-11-20T10:00", "Pacific/Kiritimati", 0, "2026-11-21", "fourteen hours ahead"),
    # Start of day at 04:00: the night belongs to the day before.
    ("2026-11-20T05:30", "America/New_York", 240, "2026-11-19", "00:30 with start at 04:00"),
    ("2026-11-20T08:59", "America/New_York", 240, "2026-11-19", "03:59 with start at 04:00"),
    ("2026-11-20T09:00", "America/New_York", 240, "2026-11-20", "04:00 with start at 04:00"),
    # New York springs forward on 8 March 2026 at 02:00 and falls back on 1 November at 02:00.
    ("2026-03-08T04:59", "America/New_York", 0, "2026-03-07", "before midnight of the short day"),
    ("2026-03-08T05:00", "America/New_York", 0, "2026-03-08", "midnight of the short day"),
    (
        "2026-03-08T07:00",
        "America/New_York",
        180,
        "2026-03-08",
        "03:00, first minute after the gap",
    ),
    (
        "2026-03-08T06:59",
        "America/New_York",
        180,
        "2026-03-07",
        "01:59, last minute before the gap",
    ),
    ("2026-03-09T03:59", "America/New_York", 0, "2026-03-08", "the short day ends an hour sooner"),
    ("2026-11-01T05:30", "America/New_York", 120, "2026-10-31", "01:30 the first time"),
    ("2026-11-01T06:30", "America/New_York", 120, "2026-10-31", "01:30 the second time"),
    ("2026-11-01T07:00", "America/New_York", 120, "2026-11-01", "02:00 after the long night"),
    ("2026-11-02T04:59", "America/New_York", 0, "2026-11-01", "the long day ends an hour later"),
    ("2026-03-29T01:00", "Europe/Berlin", 180, "2026-03-29", "03:00 after the gap in Berlin"),
    ("2026-10-25T00:59", "Europe/Berlin", 180, "2026-10-24", "02:59 the first time in Berlin"),
    ("2026-10-25T01:59", "Europe/Berlin", 180, "2026-10-24", "02:59 the second time in Berlin"),
    # A start inside the hour that is shown twice: the day begins once and does not step back.
    ("2026-11-01T05:29", "America/New_York", 90, "2026-10-31", "01:29 the first time, 01:30 start"),
    ("2026-11-01T05:30", "America/New_York", 90, "2026-11-01", "01:30 the first time, 01:30 start"),
    ("2026-11-01T06:00", "America/New_York", 90, "2026-11-01", "01:00 the second time"),
    ("2026-11-01T06:29", "America/New_York", 90, "2026-11-01", "01:29 the second time"),
    (
        "2026-11-01T06:30",
        "America/New_York",
        90,
        "2026-11-01",
        "01:30 the second time, the same day",
    ),
    ("2026-11-01T05:00", "America/Havana", 30, "2026-11-01", "00:00 the second time in Havana"),
    # The clock of St. John's went back at 00:01, over midnight.
    ("2006-10-29T02:30", "America/St_Johns", 0, "2006-10-29", "midnight, the first time"),
    ("2006-10-29T02:40", "America/St_Johns", 0, "2006-10-29", "23:10 of the day before, once more"),
    # A start inside the hour that is left out: the day begins when the clock jumps past it.
    ("2026-03-08T06:59", "America/New_York", 150, "2026-03-07", "01:59 before a start at 02:30"),
    ("2026-03-08T07:00", "America/New_York", 150, "2026-03-08", "03:00 after a start at 02:30"),
    ("2028-02-29T12:00", "UTC", 0, "2028-02-29", "leap day"),
    ("2028-03-01T02:00", "UTC", 240, "2028-02-29", "the night after leap day"),
    ("2027-03-01T02:00", "UTC", 240, "2027-02-28", "the same night without one"),
    ("2027-01-01T04:30", "America/New_York", 0, "2026-12-31", "new year in UTC, not yet here"),
    ("2026-12-31T16:00", "Asia/Tokyo", 0, "2027-01-01", "new year here, not yet in UTC"),
    ("2027-01-01T06:00", "America/New_York", 240, "2026-12-31", "01:00 on new year's night"),
]


@every(("at", "zone", "day_start", "day"), [case[:4] for case in CASES], ids=[c[4] for c in CASES])
def test_d18_business_date(at: str, zone: str, day_start: int, day: str) -> None:
    instant = datetime.fromisoformat(at).replace(tzinfo=UTC)
    assert business_date(instant, zone, day_start) == date.fromisoformat(day)


@every("day_start", [0, 30, 90, 120, 150, 180, 1439])
@every(
    ("zone", "year"),
    [
        ("America/New_York", 2026),
        ("America/Havana", 2026),
        ("America/St_Johns", 2006),
        ("Europe/Berlin", 2026),
        ("Asia/Beirut", 2026),
    ],
)
@every(("month", "days"), [(3, 40), (10, 40)])
def test_d18_a_business_date_never_steps_back(
    zone: str, year: int, day_start: int, month: int, days: int
) -> None:
    first = datetime(year, month, 1, tzinfo=UTC)
    seen = [
        business_date(first + timedelta(minutes=10 * step), zone, day_start)
        for step in range(days * 144)
    ]
    steps = {after - before for before, after in pairwise(seen)}
    assert steps == {timedelta(0), timedelta(1)}


def test_d18_the_instant_counts_not_the_zone_it_is_written_in() -> None:
    utc = datetime(2026, 11, 20, 3, 30, tzinfo=UTC)
    elsewhere = utc.astimezone(timezone(timedelta(hours=9)))
    assert business_date(elsewhere, "America/New_York") == business_date(utc, "America/New_York")


def test_d18_a_naive_time_is_a_bug() -> None:
    with pytest.raises(ValueError, match="aware instant"):
        business_date(datetime(2026, 11, 20, 3, 30), "UTC")  # noqa: DTZ001


def test_d18_the_system_clock_is_aware_utc() -> None:
    before = datetime.now(UTC)  # noqa: TID251
    now = system_clock()
    assert now.utcoffset() == timedelta(0)
    assert timedelta(0) <= now - before < timedelta(seconds=30)
