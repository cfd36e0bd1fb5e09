"""The desk: what the home page shows, events of a drawer, where a drawer can be opened."""

from collections.abc import Sequence
from datetime import datetime

from posapp.domain.clock import Clock, business_date
from posapp.domain.control_lines import is_above_limit, like_cash
from posapp.domain.desk import (
    Desk,
    DrawerLine,
    DrawerUser,
    EventLine,
    MissingPaper,
    Opening,
    SourceOffer,
    default_source,
)
from posapp.domain.ids import ControlId
from posapp.domain.missing_papers import missing_papers
from posapp.domain.rights import Actor, Right
from posapp.domain.setup import SetUp, TenderSource
from posapp.domain.sign_in import works_at_drawers
from posapp.domain.tender_controls import ENTRY_SOURCES, is_one_box
from posapp.services.setup import SetUpCache
from posapp.storage import desk as store
from posapp.storage import tender_controls as controls
from posapp.storage.base import Transaction
from posapp.storage.db import Database
from posapp.storage.missing_papers import load_papers
from posapp.storage.movements import load_all_movements
from posapp.storage.resting import mark_resting
from posapp.storage.users import list_users, load_source, load_sources

RECENT = 50


class DeskWork:
    """Use cases of somebody who sits down at the counter."""

    def __init__(self, db: Database, clock: Clock, setup: SetUpCache) -> None:
        self._db = db
        self._clock = clock
        self._setup = setup

    def show(
        self, control_id: ControlId | None, actor: Actor, since: datetime | None = None
    ) -> Desk:
        """What the home page shows.

        Args:
            control_id: the drawer whose recent events are wanted, ``None`` for no drawer.
            actor: who looks; drawers of others only with the right to see what they should hold,
                which supervisors and auditors have (D-16, D-44).
            since: when the actor signed in, as aware UTC; of what was taken before, missing
                receipts are told (R1). ``None`` asks for none.
        """
        actor.require(Right.VIEW)
        with self._db.read() as s:
            setup = self._setup.current(s)
            office = setup.offices[actor.office]
            today = business_date(self._clock(), office.zone, office.day_start)
            recent: tuple[EventLine, ...] = ()
            if control_id is not None:
                recent = store.load_events_of(s, control_id, setup, RECENT)
                recent = mark_resting(s, recent, today, setup)
            watches = actor.may(Right.SEE_EXPECTED)
            missing: tuple[MissingPaper, ...] = ()
            if since is not None and setup.installation.receipt_auto_print:
                missing = self._missing(s, recent, actor, since)
            return Desk(
                today=today,
                recent=recent,
                deposits=store.load_open_deposits(s, office.code),
                drawers=self._drawers(s, office.code, setup) if watches else (),
                missing=missing,
            )

    def events_of(
        self, control_id: ControlId, actor: Actor, most: int = RECENT
    ) -> tuple[EventLine, ...]:
        """The newest events of a drawer, newest first."""
        actor.require(Right.VIEW)
        with self._db.read() as s:
            setup = self._setup.current(s)
            office = setup.offices[actor.office]
            today = business_date(self._clock(), office.zone, office.day_start)
            found = store.load_events_of(s, control_id, setup, most)
            return mark_resting(s, found, today, setup)

    def unfrozen(self, control_id: ControlId, actor: Actor) -> int:
        """How many events of a drawer have a payment that is not frozen (PE-2)."""
        actor.require(Right.VIEW)
        with self._db.read() as s:
            return store.count_unfrozen(s, control_id)

    def opening(self, actor: Actor) -> Opening:
        """Where this user can open a drawer now, and which source is theirs (TS-06, TC-07)."""
        actor.require(Right.OPEN_CONTROL)
        with self._db.read() as s:
            setup = self._setup.current(s)
            offers = tuple(
                self._offer(s, source, setup)
                for source in setup.tender_sources.values()
                if source.active
                and source.office == actor.office
                and source.source_type in ENTRY_SOURCES
            )
            own = load_source(s, actor.user_id, setup.installation.currency)
            further = load_sources(s, actor.user_id)
            users = self._others(s, actor, setup)
        return Opening(offers, default_source(offers, own, further), users)

    def _missing(
        self, s: Transaction, recent: Sequence[EventLine], actor: Actor, since: datetime
    ) -> tuple[MissingPaper, ...]:
        """Receipts of the actor's payments before ``since`` that were never printed (RC-2)."""
        if not actor.may(Right.PRINT):
            return ()
        ids = [one.event_id for one in recent]
        return missing_papers(recent, load_papers(s, ids, actor.user_id, since))

    def _others(self, s: Transaction, actor: Actor, setup: SetUp) -> tuple[DrawerUser, ...]:
        """Others of the office who may work at a drawer, by name (TC-09)."""
        if not actor.may(Right.OPEN_CONTROL_FOR_OTHERS):
            return ()
        home = setup.installation.currency
        found = (
            DrawerUser(user.id, user.name, load_source(s, user.id, home) or "")
            for user in list_users(s)
            if user.id != actor.user_id and works_at_drawers(user, actor.office)
        )
        return tuple(sorted(found, key=lambda user: user.name.casefold()))

    def _offer(self, s: Transaction, source: TenderSource, setup: SetUp) -> SourceOffer:
        fit = controls.open_deposit_controls(s, source.office, source.source_type, source.currency)
        taken = ""
        if is_one_box(source, setup):
            for other in controls.open_controls_of_source(s, source.code):
                control = controls.load_control(s, other)
                taken = (control.user_name if control else "") or "all users"
        return SourceOffer(source, taken, fit[0] if fit else None)

    def _drawers(self, s: Transaction, office: str, setup: SetUp) -> tuple[DrawerLine, ...]:
        found = store.load_drawers(s, office)
        ids = [control.id for control, _ in found]
        movements, events = load_all_movements(s, ids), store.count_all_events(s, ids)
        lines = []
        for control, words in found:
            limit = setup.tender_sources[control.tender_source].max_amount_balance
            held = like_cash(movements[control.id], control.starting_balance, setup)
            lines.append(
                DrawerLine(
                    control, words, events.get(control.id, 0), limit, is_above_limit(held, limit)
                )
            )
        return tuple(lines)
