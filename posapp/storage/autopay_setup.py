"""Set-up of automatic payments as rules read it (controls 11.1)."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from sqlalchemy import Connection

from posapp.domain.autopay_setup import AutoPaySetUp, AutoPaySource, RouteType, WorkCalendar
from posapp.domain.autopay_setup_tables import WEEK
from posapp.storage.coded_rows import by_code, rows_of
from posapp.storage.tables.autopay import (
    AutoPayRouteTypeRow,
    AutoPaySourceRow,
    WorkCalendarRow,
    WorkHolidayRow,
)


def load_autopay_setup(s: Connection) -> AutoPaySetUp:
    """Sources, route types and working-day calendars."""
    return AutoPaySetUp(
        sources=by_code(s, AutoPaySourceRow, AutoPaySource),
        routes=by_code(s, AutoPayRouteTypeRow, RouteType),
        calendars=_load_calendars(s),
    )


def _load_calendars(s: Connection) -> Mapping[str, WorkCalendar]:
    holidays: dict[str, set[date]] = defaultdict(set)
    for row in rows_of(WorkHolidayRow).all(s):
        holidays[row.calendar].add(row.day)
    rows = rows_of(WorkCalendarRow, "code").all(s)
    return MappingProxyType(
        {
            row.code: WorkCalendar(
                row.code,
                row.description,
                tuple(bool(getattr(row, day)) for day in WEEK),
                frozenset(holidays[row.code]),
            )
            for row in rows
        }
    )
