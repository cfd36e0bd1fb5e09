"""The supervisor's page: drawers live, what waits, what was taken (controls 10.2 step 4, DAY-04)."""

from datetime import timedelta
from typing import Final

from posapp.domain.clock import Clock, business_date
from posapp.domain.control_lines import is_above_limit, like_cash
from posapp.domain.rights import Actor, Right, rights_of
from posapp.domain.setup import SetUp
from posapp.domain.supervising import (
    ResponsibleUser,
    SupervisorView,
    WatchedDrawer,
    differences_by_day,
    differences_of,
    takings_of,
)
from posapp.services.setup import SetUpCache
from posapp.storage import desk
from posapp.storage import supervising as store
from posapp.storage.base import Transaction
from posapp.storage.db import Database
from posapp.storage.movements import load_all_movements
from posapp.storage.over_unders import load_log
from posapp.storage.turn_ins import awaiting_turn_ins
from posapp.storage.users import list_users

PERIOD_DAYS: Final = 30
"""How far back over and under by cashier look."""


class Supervising:
    """Use cases of somebody who watches the drawers of an office."""

    def __init__(self, db: Database, clock: Clock, setup: SetUpCache) -> None:
        self._db = db
        self._clock = clock
        self._setup = setup

    def look(self, actor: Actor) -> SupervisorView:
        """The office of the actor as it is now.

        Raises:
            Refused: ``M-51`` for who may not see what drawers should hold (D-16).
        """
        actor.require(Right.VIEW)
        actor.require(Right.SEE_EXPECTED)
        with self._db.read() as s:
            setup = self._setup.current(s)
            office = setup.offices[actor.office]
            today = business_date(self._clock(), office.zone, office.day_start)
            first = today - timedelta(days=PERIOD_DAYS - 1)
            log = load_log(s, office.code, setup, first=first, last=today)
            return SupervisorView(
                today=today,
                deposits=desk.load_open_deposits(s, office.code),
                drawers=self._drawers(s, office.code, setup),
                turn_ins=awaiting_turn_ins(s, office.code),
                takings=takings_of(store.load_taken(s, office.code, today), office.zone),
                differences=differences_of(log),
                by_day=differences_by_day(log),
            )

    def owners(self, actor: Actor) -> tuple[ResponsibleUser, ...]:
        """Users of the actor's office who may be responsible for a deposit control, by name (4.1)."""
        actor.require(Right.DEPOSIT_CONTROL)
        with self._db.read() as s:
            users = list_users(s)
        found = (
            ResponsibleUser(one.id, one.name)
            for one in users
            if one.active
            and one.office == actor.office
            and Right.DEPOSIT_CONTROL in rights_of(one.roles)
        )
        return tuple(sorted(found, key=lambda one: one.name.casefold()))

    def _drawers(self, s: Transaction, office: str, setup: SetUp) -> tuple[WatchedDrawer, ...]:
        found = desk.load_drawers(s, office)
        place = setup.offices[office]
        today = business_date(self._clock(), place.zone, place.day_start)
        ids = [control.id for control, _ in found]
        movements, events = load_all_movements(s, ids), desk.count_all_events(s, ids)
        last, waiting = store.load_last_activity(s, ids), store.count_waiting(s, ids)
        exceptions, tries = store.count_all_exceptions(s, ids), store.count_tries(s, ids)
        drawers = []
        for control, words in found:
            source = setup.tender_sources[control.tender_source]
            limit = source.max_amount_balance
            held = like_cash(movements[control.id], control.starting_balance, setup)
            drawers.append(
                WatchedDrawer(
                    control=control,
                    source_description=words,
                    held=held,
                    limit=limit,
                    above_limit=is_above_limit(held, limit),
                    last_activity=last.get(control.id),
                    events=events.get(control.id, 0),
                    waiting=waiting.get(control.id, 0),
                    exceptions=exceptions.get(control.id, 0),
                    stale=control.business_date < today,
                    usual_float=source.default_starting_balance,
                    tries=tries.get(control.id, 0),
                )
            )
        return tuple(drawers)
