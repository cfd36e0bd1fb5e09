"""Tender controls: open a drawer, look at its lines."""

from dataclasses import replace
from functools import partial

from posapp.domain.approvals import Approval, Matter, Secret
from posapp.domain.clock import Clock, business_date
from posapp.domain.codes import ControlStatus
from posapp.domain.control_counts import is_blind
from posapp.domain.control_lines import (
    HIDDEN_FIGURES,
    DrawerEntry,
    Figure,
    is_above_limit,
    like_cash,
)
from posapp.domain.control_search import ControlSearch, FoundControl
from posapp.domain.ids import ControlId, UserId
from posapp.domain.requests import check_request_id, fingerprint
from posapp.domain.rights import Actor, Right
from posapp.domain.tender_controls import (
    Control,
    ControlView,
    OpenControl,
    check_counted,
    choose_default,
    is_offered,
    is_one_box,
    starting_balance,
)
from posapp.domain.texts import clean_text
from posapp.domain.topics import Saved, Topic
from posapp.errors import Refused
from posapp.services.approvals import Approvals
from posapp.services.control_opening import (
    audit_body,
    check_float_seen,
    check_room,
    check_user,
    deposit_for,
    source_for,
    standing_of,
)
from posapp.services.done import Done, record_done
from posapp.services.setup import SetUpCache
from posapp.services.users import Users
from posapp.storage import tender_controls as store
from posapp.storage.approvals import record_approval
from posapp.storage.audit import control_chain
from posapp.storage.base import Transaction
from posapp.storage.control_counts import load_counting
from posapp.storage.control_search import load_stale, search_controls
from posapp.storage.db import Database
from posapp.storage.drawer_entries import load_entries
from posapp.storage.drawers import load_drawer
from posapp.storage.ids import take_id
from posapp.storage.movements import load_home_values
from posapp.storage.requests import find_request
from posapp.storage.tender_sources import lock_source
from posapp.storage.users import load_user

KIND = "control.open"
SOURCE_WIDTH = 12
TOPICS = frozenset({Topic.CONTROLS})
_OPENS = frozenset({Right.OPEN_CONTROL})


class TenderControls:
    """Use cases of tender controls."""

    def __init__(self, db: Database, clock: Clock, setup: SetUpCache, users: Users) -> None:
        self._db = db
        self._clock = clock
        self._setup = setup
        self._approvals = Approvals(db, clock, users)

    def mine(self, actor: Actor) -> tuple[Control, ...]:
        """Open controls the actor may use, own ones first, the one offered by D-02 at the top."""
        actor.require(Right.VIEW)
        with self._db.read() as s:
            setup = self._setup.current(s)
            found = store.load_open_controls(s, actor.user_id)
            choices = store.load_choices(s, actor.user_id)
        home = setup.installation.currency
        fit = [
            pair for pair in found if pair[0].currency == home and is_offered(pair[0], actor, setup)
        ]
        default = choose_default(fit, actor.user_id, choices.get(home))
        rest = sorted(
            (control for control, _ in found if control != default),
            key=lambda control: (control.user_id != actor.user_id, -control.id),
        )
        return (default, *rest) if default is not None else tuple(rest)

    def open(
        self, command: OpenControl, actor: Actor, *, secret: Secret | None = None
    ) -> Saved[ControlId]:
        """Open a drawer under an open deposit control with a counted float (controls 10.1).

        ``secret`` is that of the second person who saw the float counted (CN-05, D-24).

        Raises:
            Refused: ``C-03`` no deposit control, ``C-04`` it does not fit, ``M-05D`` it is not
                open, ``C-07O`` the drawer is open already (TC-07), ``M-50`` a float counted in
                what its currency does not have (CN-02), ``M-55`` unknown source or deposit
                control, ``M-228`` without a second person where the set-up wants one, ``M-287`` the
                disk of the database is all but full (F4).
        """
        actor.require(Right.OPEN_CONTROL)
        if command.all_users or command.user_id not in {None, actor.user_id}:
            actor.require(Right.OPEN_CONTROL_FOR_OTHERS)
        check_request_id(command.request_id)
        command = replace(
            command,
            tender_source=clean_text(command.tender_source, "tender_source", SOURCE_WIDTH),
            comments=clean_text(command.comments, "comments"),
        )
        matter = Matter(KIND, command.request_id)
        approval = self._approvals.once(secret, _OPENS, actor, matter)
        return self._db.write(partial(self._open, command, actor, approval))

    def _open(
        self, command: OpenControl, actor: Actor, approval: Approval | None, s: Transaction
    ) -> Saved[ControlId]:
        print_ = fingerprint(command)
        done = find_request(s, command.request_id, KIND, print_)
        if done is not None:
            return Saved(ControlId(done), frozenset(), replayed=True)
        setup, now = self._setup.current(s), self._clock()
        source = source_for(s, command, actor, setup)
        check_user(s, command, actor, source)
        confirmed_by = check_float_seen(source, approval, setup, now)
        lock_source(s, source.code)
        # A double click waits for its first run here, and must not be refused because of it.
        done = find_request(s, command.request_id, KIND, print_)
        if done is not None:
            return Saved(ControlId(done), frozenset(), replayed=True)
        check_room(self._db.path)
        deposit = deposit_for(s, command, source)
        if is_one_box(source, setup):
            for other in store.open_controls_of_source(s, source.code):
                raise Refused("C-07O", field="tender_source", value=source.code, control=other)
        office = setup.offices[source.office]
        day = business_date(now, office.zone, office.day_start)
        control_id = ControlId(take_id(s))
        check_counted(command, source, setup)
        float_amount = starting_balance(command, source)
        store.insert_control(
            s,
            {
                "id": control_id,
                "tender_source": source.code,
                "deposit_control_id": deposit.id,
                "currency": source.currency,
                "business_date": day,
                "all_users": command.all_users,
                "user_id": None if command.all_users else command.user_id or actor.user_id,
                "status": ControlStatus.OPEN,
                "starting_balance": float_amount,
                "last_receipt": 0,
                "created_at": now,
                "created_by": actor.user_id,
                "float_confirmed_by": confirmed_by,
                "comments": command.comments,
                "version": 1,
            },
        )
        store.insert_float(s, control_id, command.counted)
        if not command.all_users:
            store.forget_shared_choice(s, command.user_id or actor.user_id, source.currency)
        body = audit_body(s, control_id, source)
        if approval is not None:
            body["float_confirmed_by"] = confirmed_by
            record_approval(s, approval, command.request_id, KIND, print_, actor.user_id)
        chain = control_chain(control_id)
        done_ = Done(command.request_id, KIND, print_, control_id, chain, body, TOPICS)
        record_done(s, done_, actor, now)
        return Saved(control_id, TOPICS)

    def show(self, control_id: ControlId, actor: Actor) -> ControlView:
        """A control with its lines; a blind cashier sees counts, no money (D-16).

        Raises:
            Refused: ``M-55`` when there is none.
        """
        actor.require(Right.VIEW)
        with self._db.read() as s:
            setup = self._setup.current(s)
            control = store.load_control(s, control_id)
            if control is None:
                raise Refused("M-55", field="tender_control", value=control_id)
            drawer = load_drawer(s, control)
            standing = standing_of(s, drawer, actor, setup, self._clock())
            events, canceled = store.count_events(s, control_id)
            counted = store.load_float(s, control)
            foreign = control.currency != setup.installation.currency
            home_values = load_home_values(s, control_id) if foreign else ()
        source = setup.tender_sources[control.tender_source]
        blind = is_blind(control, actor, setup, drawer.counting)
        held = like_cash(drawer.movements, control.starting_balance, setup)
        return ControlView(
            control=control,
            source_description=source.description,
            office=source.office,
            lines=drawer.lines(setup, blind=blind),
            events=events,
            canceled=canceled,
            float_count=counted,
            limit=source.max_amount_balance,
            # Balanced, its money lies with the supervisor: there is nothing to turn in (TI-10).
            above_limit=control.status is not ControlStatus.BALANCED
            and is_above_limit(held, source.max_amount_balance),
            blind=blind,
            home_values=None if blind and foreign else home_values,
            standing=standing,
        )

    def rows_behind(
        self, control_id: ControlId, tender_type: str, figure: Figure, actor: Actor
    ) -> tuple[DrawerEntry, ...]:
        """The rows that a figure of a line sums up, oldest first; their amounts sum to it (D-37).

        Raises:
            Refused: ``M-55`` for an unknown control or type, ``M-225`` what a blind count hides.
        """
        actor.require(Right.VIEW)
        with self._db.read() as s:
            setup = self._setup.current(s)
            control = store.load_control(s, control_id)
            if control is None:
                raise Refused("M-55", field="tender_control", value=control_id)
            setup.tender_type(tender_type)
            counting = load_counting(s, control)
            if figure in HIDDEN_FIGURES and is_blind(control, actor, setup, counting):
                raise Refused("M-225", field="figure")
            return load_entries(s, control, counting, tender_type, figure, setup)

    def search(self, wanted: ControlSearch, actor: Actor) -> tuple[FoundControl, ...]:
        """Tender controls that fit, the newest first, 300 at most (5.1)."""
        actor.require(Right.VIEW)
        with self._db.read() as s:
            return search_controls(s, wanted, self._setup.current(s))

    def stale(self, actor: Actor, *, for_jobs: bool = False) -> tuple[Control, ...]:
        """Drawers of an earlier business date that are not balanced, the oldest first (TC-08).

        The actor's own; for who confirms drawers, and for the job that reminds of them
        (``for_jobs``), those of the office (DAY-04).
        """
        actor.require(Right.JOBS if for_jobs else Right.VIEW)
        with self._db.read() as s:
            setup = self._setup.current(s)
            office = setup.offices[actor.office]
            today = business_date(self._clock(), office.zone, office.day_start)
            every = for_jobs or actor.may(Right.BALANCE_CONTROL)
            user_id = None if every else actor.user_id
            return load_stale(s, office.code, today, user_id)

    def user_named(self, login: str, actor: Actor) -> UserId:
        """The id of a user by sign-in name.

        Raises:
            Refused: ``M-55`` when there is none.
        """
        actor.require(Right.VIEW)
        with self._db.read() as s:
            found = load_user(s, login)
        if found is None:
            raise Refused("M-55", field="user_id", value=login)
        return found.id
