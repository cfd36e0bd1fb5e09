"""The business date that counts for somebody at a counter (D-18)."""

from datetime import date, datetime

from posapp.domain.clock import business_date
from posapp.domain.rights import Actor
from posapp.domain.setup import SetUp
from posapp.domain.tender_controls import Control


def office_day(control: Control | None, actor: Actor, setup: SetUp, now: datetime) -> date:
    """Business date of the control's office; of the actor's where no control is known (D-18)."""
    source = None if control is None else setup.tender_sources[control.tender_source]
    office = setup.offices[actor.office if source is None else source.office]
    return business_date(now, office.zone, office.day_start)


def drawer_day(
    control: Control | None, actor: Actor, setup: SetUp, now: datetime, today: date
) -> date:
    """The same where ``today`` of the actor's office is known: most drawers lie there."""
    if control is None or setup.tender_sources[control.tender_source].office == actor.office:
        return today
    return office_day(control, actor, setup, now)
