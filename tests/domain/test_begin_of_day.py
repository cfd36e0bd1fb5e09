"""D-18: the instant at which a business date begins is the first of that date."""

from datetime import date, timedelta

from posapp.domain.clock import begin_of_day, business_date
from tests.helpers.every import every

INSTANT = timedelta(microseconds=1)


@every("zone", ["America/New_York", "Asia/Tokyo", "UTC", "Europe/London"])
@every("start", [0, 240])
@every("day", [date(2026, 3, 8), date(2026, 7, 1), date(2026, 11, 1)])
def test_d18_a_day_begins_where_the_one_before_ends(zone: str, start: int, day: date) -> None:
    begun = begin_of_day(day, zone, start)
    assert business_date(begun, zone, start) == day
    assert business_date(begun - INSTANT, zone, start) == day - timedelta(days=1)
