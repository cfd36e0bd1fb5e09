"""What stands around the tenders of an event: their drawers, others, cash-only payors."""

from posapp.domain.accounts import account_is_cash_only
from posapp.domain.clock import Clock, business_date
from posapp.domain.ids import EventId
from posapp.domain.rights import Actor, Right
from posapp.domain.setup import SetUp
from posapp.domain.tender_actions import EventDesk
from posapp.domain.tender_controls import ENTRY_SOURCES, Control
from posapp.errors import Refused
from posapp.services.cancel_work import controls_of
from posapp.services.setup import SetUpCache
from posapp.services.tender_controls import TenderControls
from posapp.storage.accounts import load_accounts
from posapp.storage.db import Database
from posapp.storage.event_desk import load_open_controls_of_office
from posapp.storage.event_views import load_event


class EventDesks:
    """Reads what a page needs to know which actions on tenders are possible."""

    def __init__(
        self, db: Database, clock: Clock, setup: SetUpCache, controls: TenderControls
    ) -> None:
        self._db = db
        self._clock = clock
        self._setup = setup
        self._controls = controls

    def of(self, event_id: EventId, actor: Actor) -> EventDesk:
        """The surroundings of an event's tenders.

        Raises:
            Refused: ``M-55`` when there is no such event.
        """
        actor.require(Right.VIEW)
        usable = self._controls.mine(actor)
        with self._db.read() as s:
            setup = self._setup.current(s)
            event = load_event(s, event_id, setup)
            if event is None:
                raise Refused("M-55", field="event", value=event_id)
            office = setup.offices[event.office]
            today = business_date(self._clock(), office.zone, office.day_start)
            people = sorted({tender.payor_account_id for tender in event.tenders})
            accounts = load_accounts(s, people, today, setup)
            fit = tuple(one for one in usable if _is_entry(one, event.office, setup))
            others: tuple[Control, ...] = ()
            if actor.may(Right.OPEN_CONTROL_FOR_OTHERS):
                known = {one.id for one in fit}
                others = tuple(
                    one
                    for one in load_open_controls_of_office(s, event.office)
                    if one.id not in known and _is_entry(one, event.office, setup)
                )
            return EventDesk(
                controls=controls_of(s, event.tenders),
                usable=fit,
                open_controls=(*fit, *others),
                cash_only=frozenset(
                    one.id for one in accounts.values() if account_is_cash_only(one, setup)
                ),
                today=today,
            )


def _is_entry(control: Control, office: str, setup: SetUp) -> bool:
    """Whether money of an office's events goes through a control by hand (D-02, D-39)."""
    source = setup.tender_sources[control.tender_source]
    return source.office == office and source.source_type in ENTRY_SOURCES
