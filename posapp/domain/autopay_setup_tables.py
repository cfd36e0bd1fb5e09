"""Set-up tables of automatic payments (controls 11.1): calendars, routes, institutions."""

from typing import Final

from posapp.domain.autopay_codes import AccountRule, DateShift
from posapp.domain.setup_fields import FieldKind, SetUpField, Values
from posapp.domain.setup_table import (
    SetUpTable,
    choice_field,
    code_field,
    flag_field,
    number_field,
    reference_field,
    text_field,
)
from posapp.errors import Refused

WEEK: Final = (
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
)
_WEEKEND: Final = frozenset(WEEK[5:])


def calendar_rule(row: Values) -> None:
    """An institution works on one day of the week at least (AP-10).

    Raises:
        Refused: ``M-50``.
    """
    if not any(row[day] for day in WEEK):
        raise Refused("M-50", field=WEEK[0], value="no", reason="leaves no working day")


AUTOPAY_TABLES: Final = (
    SetUpTable(
        "work_calendar",
        "Working-day calendars",
        ("code",),
        (
            code_field(8),
            text_field(),
            *(flag_field(day, day.capitalize(), default=day not in _WEEKEND) for day in WEEK),
        ),
        rules=(calendar_rule,),
    ),
    SetUpTable(
        "work_holiday",
        "Holidays",
        ("calendar", "day"),
        (
            reference_field("calendar", "Calendar", "work_calendar"),
            SetUpField("day", "Day", FieldKind.DAY),
            text_field(required=False),
        ),
    ),
    SetUpTable(
        "autopay_route_type",
        "Auto-pay route types",
        ("code",),
        (
            code_field(8),
            text_field(),
            reference_field("tender_source", "Tender source", "tender_source"),
            SetUpField("batch_code", "Extract batch code", FieldKind.CODE, width=8),
            choice_field(
                "shift",
                "Due date that is no working day",
                DateShift,
                default=DateShift.FOLLOWING.value,
                hint="The working day before or after it",
            ),
            number_field(
                "lead_days",
                "Sent before the payment date",
                least=0,
                most=30,
                default=0,
                hint="Working days",
            ),
            number_field(
                "ledger_days",
                "In the ledger after it is sent",
                least=0,
                most=30,
                default=0,
                hint="Working days",
            ),
        ),
    ),
    SetUpTable(
        "autopay_source",
        "Auto-pay sources",
        ("code",),
        (
            code_field(8),
            text_field(),
            text_field("source_name", "Institution"),
            reference_field("tender_type", "Tender type", "tender_type"),
            reference_field(
                "prenote_tender_type", "Prenote tender type", "tender_type", required=False
            ),
            text_field("external_source_id", "Routing number", width=30, required=False),
            reference_field("route_type", "Auto-pay route type", "autopay_route_type"),
            reference_field("work_calendar", "Working days", "work_calendar"),
            choice_field(
                "account_rule", "Account numbers", AccountRule, default=AccountRule.ANY.value
            ),
            flag_field("active", "Active", default=True),
        ),
    ),
)
