"""Turn-ins: hand money over, correct it while it waits, approve it (controls 9, D-37)."""

from dataclasses import replace
from functools import partial
from typing import Any, Final

from posapp.domain.approvals import Matter, Secret, check_fresh
from posapp.domain.clock import Clock
from posapp.domain.codes import TurnInDirection
from posapp.domain.ids import ControlId, DepositControlId
from posapp.domain.requests import check_request_id, fingerprint
from posapp.domain.rights import Actor, Right
from posapp.domain.tender_controls import Control
from posapp.domain.topics import Saved, Topic
from posapp.domain.turn_in import (
    AddTurnIn,
    Instrument,
    TurnIn,
    TurnInContent,
    TurnInId,
    TurnInView,
)
from posapp.domain.turn_ins import (
    check_approver,
    check_awaiting,
    check_changer,
    check_content,
    check_covered,
    check_giver,
    check_seen,
    check_stations,
)
from posapp.services.approvals import Approvals
from posapp.services.done import Done, record_done
from posapp.services.setup import SetUpCache
from posapp.services.turn_in_tries import note_taken_back, noting_refusals
from posapp.services.turn_in_work import (
    body_of,
    clean,
    facts_of_removal,
    known,
    load_facts,
    numbered,
    right_to_give,
    stations,
)
from posapp.services.users import Users
from posapp.storage import turn_ins as store
from posapp.storage.approvals import record_approval
from posapp.storage.audit import control_chain
from posapp.storage.base import Transaction
from posapp.storage.control_changes import works_at
from posapp.storage.db import Database
from posapp.storage.locks import lock_counter
from posapp.storage.requests import find_request

TOPICS: Final = frozenset({Topic.CONTROLS})
_ADD, _SET, _DELETE, _APPROVE = "turn-in.add", "turn-in.set", "turn-in.delete", "turn-in.approve"


class TurnIns:
    """Use cases of turn-ins."""

    def __init__(self, db: Database, clock: Clock, setup: SetUpCache, users: Users) -> None:
        self._db = db
        self._clock = clock
        self._setup = setup
        self._approvals = Approvals(db, clock, users)

    def show(self, turn_in_id: TurnInId, actor: Actor) -> TurnInView:
        """A turn-in with notes and coins, and its check list.

        Raises:
            Refused: ``M-55`` when there is none.
        """
        actor.require(Right.VIEW)
        with self._db.read() as s:
            return store.load_turn_in_view(s, known(s, turn_in_id))

    def of_control(self, control_id: ControlId, actor: Actor) -> tuple[TurnIn, ...]:
        """Turn-ins of a drawer, oldest first (TI-01)."""
        actor.require(Right.VIEW)
        with self._db.read() as s:
            return store.turn_ins_of_control(s, control_id)

    def of_deposit(self, deposit_id: DepositControlId, actor: Actor) -> tuple[TurnIn, ...]:
        """Turn-ins of a deposit control, oldest first (TI-01)."""
        actor.require(Right.VIEW)
        with self._db.read() as s:
            return store.turn_ins_of_deposit(s, deposit_id)

    def instruments(
        self, control_id: ControlId, direction: TurnInDirection, actor: Actor
    ) -> tuple[Instrument, ...]:
        """Checks and slips of a drawer that may go along now, each by itself: no sums (D-16)."""
        actor.require(Right.VIEW)
        with self._db.read() as s:
            found = store.instruments_of_drawer(s, control_id, direction)
            types = self._setup.current(s).tender_types
        return tuple(one for one in found if types[one.tender_type].physical)

    def add(self, command: AddTurnIn, actor: Actor) -> Saved[TurnInId]:
        """Hand money over; it counts as gone at once and awaits approval (D-13, D-37).

        Raises:
            Refused: ``M-55`` no such drawer or type, ``M-05``, ``C-08`` a side is balanced,
                ``C-02``, ``M-51`` not theirs to hand over, ``M-02``, ``M-50``, ``M-236``,
                ``M-237``, ``C-12`` as ``check_content``.
        """
        actor.require(right_to_give(command.direction))
        check_request_id(command.request_id)
        command = replace(command, content=clean(command.content))
        with noting_refusals(self._db, self._clock, actor, command.content, command.control_id):
            return self._db.write(partial(self._add, command, actor))

    def _add(self, command: AddTurnIn, actor: Actor, s: Transaction) -> Saved[TurnInId]:
        print_ = fingerprint(command)
        lock_counter(s, (command.control_id,), ())
        done = find_request(s, command.request_id, _ADD, print_)
        if done is not None:
            return Saved(TurnInId(done), frozenset(), replayed=True)
        control, deposit = stations(s, command.control_id)
        check_giver(control, deposit, command.direction, actor)
        check_stations(control, deposit)
        setup = self._setup.current(s)
        facts = load_facts(s, control, deposit, command.content, command.direction, setup, actor)
        check_content(command.content, command.direction, facts)
        content = numbered(s, command.content, facts)
        now = self._clock()
        turn_in_id = store.insert_turn_in(
            s, control.id, deposit.id, command.direction, content, by=actor.user_id, at=now
        )
        body = body_of(s, turn_in_id)
        self._record(s, command.request_id, _ADD, print_, turn_in_id, control.id, body, actor)
        return Saved(turn_in_id, TOPICS)

    def change(
        self,
        turn_in_id: TurnInId,
        content: TurnInContent,
        request_id: str,
        actor: Actor,
        *,
        seen: int | None = None,
    ) -> Saved[TurnInId]:
        """Correct a turn-in that waits; its version rises and its slip is printed anew (TI-12).

        Raises:
            Refused: ``M-55``, ``C-11`` approved, ``M-51`` not theirs, and as ``add``.
            Conflict: ``M-30`` when it changed since version ``seen``.
        """
        actor.require(Right.TURN_IN)
        check_request_id(request_id)
        content = clean(content)
        print_ = f"{turn_in_id} {fingerprint(content)}"

        def work(s: Transaction, turn_in: TurnIn, control: Control) -> dict[str, Any]:
            deposit = stations(s, control.id)[1]
            check_stations(control, deposit)
            setup, way = self._setup.current(s), turn_in.direction
            facts = load_facts(s, control, deposit, content, way, setup, actor, but=turn_in)
            check_content(content, way, facts)
            old = facts_of_removal(s, control, deposit, turn_in, setup, actor)
            check_covered(turn_in, content, old)
            store.update_turn_in(s, turn_in, numbered(s, content, facts), actor.user_id)
            return body_of(s, turn_in.id)

        db, clock = self._db, self._clock
        with noting_refusals(db, clock, actor, content, turn_in_id, is_turn_in=True):
            return self._change(_SET, turn_in_id, request_id, print_, actor, seen, work)

    def delete(
        self,
        turn_in_id: TurnInId,
        request_id: str,
        actor: Actor,
        *,
        seen: int | None = None,
    ) -> Saved[TurnInId]:
        """Take a turn-in that waits away; an audit row stays (TI-05, D-23).

        Raises:
            Refused: ``M-55``, ``C-11`` approved, ``M-51`` not theirs, ``M-243`` what came in went
                out again.
            Conflict: ``M-30`` when it changed since version ``seen``.
        """
        actor.require(Right.TURN_IN)
        check_request_id(request_id)

        def work(s: Transaction, turn_in: TurnIn, control: Control) -> dict[str, Any]:
            deposit, setup = stations(s, control.id)[1], self._setup.current(s)
            check_stations(control, deposit)
            facts = facts_of_removal(s, control, deposit, turn_in, setup, actor)
            check_covered(turn_in, None, facts)
            body = body_of(s, turn_in.id) | {
                "rows": {"turn_in": [{"id": turn_in.id, "deleted": True}]}
            }
            store.delete_turn_in(s, turn_in.id)
            if facts.blind:
                note_taken_back(s, self._clock, actor, turn_in)
            return body

        return self._change(_DELETE, turn_in_id, request_id, str(turn_in_id), actor, seen, work)

    def approve(
        self,
        turn_in_id: TurnInId,
        request_id: str,
        actor: Actor,
        *,
        seen: int | None = None,
        secret: Secret | None = None,
    ) -> Saved[TurnInId]:
        """Receive what was handed over, counted, in this version (TI-02, TI-11, TI-12).

        Args:
            turn_in_id: the turn-in.
            request_id: of this request (D-21).
            actor: who asks; approves, unless somebody gives a ``secret``.
            seen: version that was counted.
            secret: of the one who approves at this desk (D-24).

        Raises:
            Refused: ``M-55``, ``C-11`` approved already, ``C-08``, ``M-133`` whoever wrote it,
                ``M-51``, ``C-02`` not theirs to receive, ``M-267`` somebody of another office,
                ``M-52``, ``M-53``, ``M-134``, ``M-135`` of a secret.
            Conflict: ``M-30`` when it changed since version ``seen``.
        """
        check_request_id(request_id)
        actor.require(Right.TURN_IN)
        matter = Matter(_APPROVE, request_id, turn_in_id)
        approval = self._approvals.once(secret, frozenset({Right.TURN_IN}), actor, matter)
        approver = actor if approval is None else approval.approver

        def work(s: Transaction, turn_in: TurnIn, control: Control) -> dict[str, Any]:
            deposit = stations(s, control.id)[1]
            check_stations(control, deposit)
            own = works_at(s, control, approver.user_id)
            check_approver(turn_in, deposit, approver, at_drawer=own)
            now = self._clock()
            if approval is not None:
                check_fresh(approval, now)
                print_ = f"{turn_in.id} version {turn_in.version}"
                record_approval(s, approval, request_id, _APPROVE, print_, actor.user_id)
            store.approve_turn_in(s, turn_in.id, approver.user_id, now)
            return body_of(s, turn_in.id) | {"approved_by": approver.user_id}

        return self._change(_APPROVE, turn_in_id, request_id, str(turn_in_id), actor, seen, work)

    def _change(
        self,
        kind: str,
        turn_in_id: TurnInId,
        request_id: str,
        print_: str,
        actor: Actor,
        seen: int | None,
        work: Any,
    ) -> Saved[TurnInId]:
        """Carry a change of a waiting turn-in out once, under the lock of its drawer."""

        def run(s: Transaction) -> Saved[TurnInId]:
            if find_request(s, request_id, kind, print_) is not None:
                return Saved(turn_in_id, frozenset(), replayed=True)
            lock_counter(s, (known(s, turn_in_id).tender_control_id,), ())
            if find_request(s, request_id, kind, print_) is not None:
                return Saved(turn_in_id, frozenset(), replayed=True)
            turn_in = known(s, turn_in_id)
            check_awaiting(turn_in)
            control, deposit = stations(s, turn_in.tender_control_id)
            if kind != _APPROVE:
                check_changer(turn_in, deposit, actor)
            check_seen(seen, turn_in.version)
            body = work(s, turn_in, control)
            self._record(s, request_id, kind, print_, turn_in_id, control.id, body, actor)
            return Saved(turn_in_id, TOPICS)

        return self._db.write(run)

    def _record(
        self,
        s: Transaction,
        request_id: str,
        kind: str,
        print_: str,
        turn_in_id: TurnInId,
        control_id: ControlId,
        body: dict[str, Any],
        actor: Actor,
    ) -> None:
        chain = control_chain(control_id)
        done = Done(request_id, kind, print_, turn_in_id, chain, body, TOPICS)
        record_done(s, done, actor, self._clock())
