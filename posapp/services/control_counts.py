"""Counting drawers: enter a count, submit it, look at every attempt (controls 5.5)."""

from dataclasses import replace
from functools import partial
from typing import Final

from posapp.domain.approvals import Secret
from posapp.domain.clock import Clock
from posapp.domain.codes import ControlStatus
from posapp.domain.control_counts import (
    Count,
    CountControl,
    Difference,
    NewCount,
    Submitted,
    decide_count,
    is_blind,
)
from posapp.domain.control_life import (
    check_at_drawer,
    check_by_hand,
    check_complete,
    check_status,
)
from posapp.domain.ids import ControlId, UserId
from posapp.domain.requests import fingerprint
from posapp.domain.rights import Actor, Right
from posapp.domain.setup import SetUp
from posapp.domain.texts import clean_text
from posapp.domain.topics import Saved
from posapp.errors import Refused
from posapp.services.control_change import Changed, ControlChanger, ControlContext, Order
from posapp.services.setup import SetUpCache
from posapp.services.users import Users
from posapp.storage import control_counts as store
from posapp.storage.base import Transaction
from posapp.storage.control_changes import works_at
from posapp.storage.db import Database
from posapp.storage.drawers import Drawer, load_drawer
from posapp.storage.tender_controls import load_control

_COUNT, _SUBMIT = "control.count", "control.submit"
_SUPERVISES: Final = frozenset({Right.BALANCE_CONTROL})
_NUMBER, _CODE = 20, 4


class ControlCounts:
    """Use cases of counting a drawer."""

    def __init__(self, db: Database, clock: Clock, setup: SetUpCache, users: Users) -> None:
        self._db = db
        self._setup = setup
        self._changer = ControlChanger(db, clock, setup, users)

    def count(self, command: CountControl, actor: Actor) -> Saved[int]:
        """Enter what lies in a drawer, whole or in parts; returns the id of the count (CN-01, CN-02).

        Raises:
            Refused: ``M-50``, ``M-55``, ``M-02`` as ``decide_count``; ``M-220`` for a balanced
                drawer, ``C-08``, ``C-02``, ``M-51``, ``M-58``.
        """
        command = _clean(command)
        order = Order(_COUNT, command.control_id, command.request_id, fingerprint(command))
        return self._changer.run(order, actor, partial(_count, command))

    def submit(
        self,
        control_id: ControlId,
        request_id: str,
        actor: Actor,
        *,
        secret: Secret | None = None,
        seen: int | None = None,
    ) -> Saved[Submitted]:
        """Give a count in; whatever it comes to, it stays for ever (D-15, CN-04).

        Args:
            control_id: the drawer, which is being balanced.
            request_id: of this request (D-21).
            actor: who gives it in.
            secret: of a supervisor, where the count differed too often (CN-04, D-24).
            seen: version of the control that was looked at.

        Raises:
            Refused: ``M-220``, ``M-222`` nothing or not everything was counted, ``M-224`` without a
                supervisor, ``M-221`` by one who works at the drawer, ``C-02``, ``C-08``,
                ``M-51``..``M-53``, ``M-133``..``M-135``.
        """
        order = Order(_SUBMIT, control_id, request_id, seen=seen)
        approval = self._changer.approval(order, secret, _SUPERVISES, actor)
        saved = self._changer.run(order, actor, _submit, approval)
        return Saved(self._outcome(control_id, saved.value, actor), saved.topics, saved.replayed)

    def attempts(self, control_id: ControlId, actor: Actor) -> tuple[Count, ...]:
        """Every count of a drawer, the first one first; a blind cashier sees no expectation (D-16).

        Raises:
            Refused: ``M-55`` when there is no such control.
        """
        actor.require(Right.VIEW)
        with self._db.read() as s:
            setup = self._setup.current(s)
            control = load_control(s, control_id)
            if control is None:
                raise Refused("M-55", field="tender_control", value=control_id)
            counts = store.load_counts(s, control)
            blind = is_blind(control, actor, setup, store.load_counting(s, control))
        if not blind:
            return counts
        return tuple(store.hidden(one) for one in counts)

    def _outcome(self, control_id: ControlId, count_id: int, actor: Actor) -> Submitted:
        """What a submitted count came to, as this actor may see it now."""
        with self._db.read() as s:
            setup = self._setup.current(s)
            control = load_control(s, control_id)
            if control is None:
                raise AssertionError("a drawer with counts is never taken away")
            counting = store.load_counting(s, control)
            (count,) = (one for one in store.load_counts(s, control) if one.id == count_id)
        blind = is_blind(control, actor, setup, counting)
        shown = store.hidden(count) if blind else count
        off = (line for line in count.lines if line.difference)
        by_type = {line.tender_type: line for line in shown.lines}
        return Submitted(
            control_id,
            count_id,
            count.attempt,
            bool(count.differs),
            tuple(
                Difference(
                    line.tender_type,
                    setup.tender_types[line.tender_type].description,
                    line.ending,
                    by_type[line.tender_type].expected,
                    by_type[line.tender_type].difference,
                )
                for line in off
            ),
            counting.needs_supervisor(setup),
        )


def _clean(command: CountControl) -> CountControl:
    """The same with texts as they may be stored."""
    return replace(
        command,
        instruments=tuple(
            replace(
                one,
                tender_type=clean_text(one.tender_type, "tender_type", _CODE).upper(),
                number=clean_text(one.number, "number", _NUMBER),
                name=clean_text(one.name, "name"),
            )
            for one in command.instruments
        ),
        endings=tuple(
            (clean_text(kind, "tender_type", _CODE).upper(), amount)
            for kind, amount in command.endings
        ),
    )


def _count(command: CountControl, s: Transaction, context: ControlContext) -> Changed:
    control = context.control
    check_by_hand(control, context.deposit)
    check_at_drawer(control, context.actor)
    check_status(control, ControlStatus.OPEN, ControlStatus.BALANCING, action="count it")
    new = decide_count(command, control, context.setup)
    pending = store.find_pending(s, control)
    if pending is None or command.recount:
        pending = store.start_count(s, control, context.now, context.actor.user_id)
    else:
        new = _joined(store.load_new_count(s, pending, control.currency), new, context.setup)
    store.write_count(s, pending, new)
    body = {"count": pending, "endings": dict(new.endings)}
    return Changed(pending, body, {})


def _joined(old: NewCount, new: NewCount, setup: SetUp) -> NewCount:
    """A count in parts: types that are counted now take the place of what was counted before."""
    cash = setup.installation.starting_balance_tender_type
    kept = tuple(one for one in old.instruments if one.tender_type not in new.endings)
    notes = new.denominations if cash in new.endings else old.denominations
    return NewCount({**old.endings, **new.endings}, notes, (*kept, *new.instruments))


def _submit(s: Transaction, context: ControlContext) -> Changed:
    control, setup, actor = context.control, context.setup, context.actor
    check_by_hand(control, context.deposit)
    check_at_drawer(control, actor)
    check_status(control, ControlStatus.BALANCING, action="submit a count")
    pending = store.find_pending(s, control)
    if pending is None:
        raise Refused("M-222", field="ending", reason="nothing was counted since the last one")
    drawer = load_drawer(s, control)
    supervisor = _supervisor(s, context, drawer, store.counter_of(s, pending))
    endings = store.load_new_count(s, pending, control.currency).endings
    lines = drawer.lines(setup, endings=endings)
    check_complete(lines, endings)
    expected = {line.tender_type: line.expected for line in lines if line.expected is not None}
    helps = actor.may(Right.BALANCE_CONTROL) and not works_at(s, control, actor.user_id)
    differs = any(line.over_under for line in lines)
    rows = store.submit_count(
        s,
        pending,
        expected,
        differs=differs,
        at=context.now,
        user_id=actor.user_id,
        supervisor=supervisor,
        by_supervisor=helps,
    )
    return Changed(pending, {"differs": differs}, rows)


def _supervisor(
    s: Transaction, context: ControlContext, drawer: Drawer, counter: UserId
) -> UserId | None:
    """Who stood by for an attempt too many (CN-04); ``None`` where nobody must.

    Raises:
        Refused: ``M-224`` without one, ``M-221`` for one who works at the drawer, ``M-133`` for the
            one who counted.
    """
    actor, approval = context.actor, context.approval
    at_drawer = works_at(s, context.control, actor.user_id)
    if approval is None:
        if drawer.counting.needs_supervisor(context.setup) and at_drawer:
            raise Refused("M-224", field="approver", n=drawer.counting.differing)
        return None
    approver = approval.approver
    if works_at(s, context.control, approver.user_id):
        raise Refused("M-221", field="approver", user=approver.name)
    if approver.user_id == counter:
        raise Refused("M-133", field="approver")
    return approver.user_id
