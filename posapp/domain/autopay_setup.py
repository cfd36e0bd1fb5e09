"""Set-up of automatic payments: working days, routes, institutions (controls 11.1, AP-10).

Dates are business dates. Pure.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from posapp.domain.autopay_codes import AccountRule, DateShift

_DAY: Final = timedelta(days=1)
_LONGEST_BREAK: Final = 366


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Working days of an institution: days of the week, less holidays.

    ``week`` says for Monday to Sunday whether people work.
    """

    code: str
    description: str
    week: tuple[bool, ...]
    holidays: frozenset[date] = frozenset()

    def is_working_day(self, day: date) -> bool:
        """Whether the institution works on a day."""
        return self.week[day.weekday()] and day not in self.holidays

    def nearest(self, day: date, shift: DateShift = DateShift.FOLLOWING) -> date:
        """The day itself if it is a working day, else the next or the last one (AP-10).

        A calendar without a working day within a year gives the day itself back.
        """
        step = _DAY if shift is DateShift.FOLLOWING else -_DAY
        found = day
        for _ in range(_LONGEST_BREAK):
            if self.is_working_day(found):
                return found
            found += step
        return day

    def moved(self, day: date, working_days: int) -> date:
        """A day some working days later, or earlier for a number below zero."""
        shift = DateShift.FOLLOWING if working_days > 0 else DateShift.PRECEDING
        step = _DAY if working_days > 0 else -_DAY
        for _ in range(abs(working_days)):
            day = self.nearest(day + step, shift)
        return day


@dataclass(frozen=True, slots=True)
class RouteType:
    """When and how requests leave (11.1): the rule of the three dates, in working days."""

    code: str
    description: str
    tender_source: str
    batch_code: str
    shift: DateShift
    lead_days: int
    ledger_days: int


@dataclass(frozen=True, slots=True)
class AutoPaySource:
    """A bank or card company at which customers are debited (11.1).

    ``external_source_id`` is its routing number.
    """

    code: str
    description: str
    source_name: str
    tender_type: str
    prenote_tender_type: str | None
    external_source_id: str
    route_type: str
    work_calendar: str
    account_rule: AccountRule
    active: bool


@dataclass(frozen=True, slots=True)
class AutoPaySetUp:
    """Everything of the set-up that automatic payments read."""

    sources: Mapping[str, AutoPaySource] = field(default_factory=dict)
    routes: Mapping[str, RouteType] = field(default_factory=dict)
    calendars: Mapping[str, WorkCalendar] = field(default_factory=dict)

    def route_of(self, source: AutoPaySource) -> RouteType:
        """The route that requests of a source take."""
        return self.routes[source.route_type]

    def calendar_of(self, source: AutoPaySource) -> WorkCalendar:
        """The working days of a source."""
        return self.calendars[source.work_calendar]


@dataclass(frozen=True, slots=True)
class AutoPayDates:
    """The three dates of a request (AP-10): payment date, sent, in the ledger."""

    payment: date
    extract: date
    ledger: date


def dates_of_bill(due: date, route: RouteType, calendar: WorkCalendar) -> AutoPayDates:
    """Dates of a bill's automatic payment (AP-10).

    It is paid on its due date, moved to a working day as the route says, and sent the route's lead
    before that.
    """
    payment = calendar.nearest(due, route.shift)
    extract = calendar.moved(payment, -route.lead_days)
    return AutoPayDates(payment, extract, calendar.moved(extract, route.ledger_days))


def dates_by_hand(payment: date, route: RouteType, calendar: WorkCalendar) -> AutoPayDates:
    """Dates of one that a user added: it is sent on the payment date (AP-10, AP-11)."""
    return AutoPayDates(payment, payment, calendar.moved(payment, route.ledger_days))
