"""Set-up of automatic payments as rules read it (controls 11.1)."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, TypeVar

from sqlalchemy import Connection, select

from posapp.domain.autopay_setup import AutoPaySetUp, AutoPaySource, RouteType, WorkCalendar
from posapp.domain.autopay_setup_tables import WEEK
from posapp.storage.base import record, table_of
from posapp.storage.tables.autopay import (
    AutoPayRouteTypeRow,
    AutoPaySourceRow,
    WorkCalendarRow,
    WorkHolidayRow,
)

R = TypeVar("R")


def load_autopay_setup(s: Connection) -> AutoPaySetUp:
    """Sources, route types and working-day calendars."""
    return AutoPaySetUp(
        sources=_by_code(s, AutoPaySourceRow, AutoPaySource),
        routes=_by_code(s, AutoPayRouteTypeRow, RouteType),
        calendars=_load_calendars(s),
    )


def _load_calendars(s: Connection) -> Mapping[str, WorkCalendar]:
    holidays: dict[str, set[date]] = defaultdict(set)
    for row in s.execute(select(WorkHolidayRow.calendar, WorkHolidayRow.day)):
        holidays[row.calendar].add(row.day)
    rows = s.execute(select(table_of(WorkCalendarRow)).order_by(WorkCalendarRow.code))
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


def _by_code(s: Connection, row: Any, cls: type[R]) -> Mapping[str, R]:
    found = s.execute(select(table_of(row)).order_by(row.code))
    return MappingProxyType({line.code: record(line, cls) for line in found})
