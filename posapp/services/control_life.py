"""The life of a drawer: start balancing, balance it, open it again, change or delete it (5.1, 5.3)."""

from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Any, Final

from posapp.domain.approvals import Secret
from posapp.domain.clock import Clock, business_date
from posapp.domain.codes import ControlStatus
from posapp.domain.control_counts import is_blind
from posapp.domain.control_life import (
    ChangeControl,
    ClosingFacts,
    check_at_drawer,
    check_by_hand,
    check_confirmer,
    check_reopening,
    check_status,
    decide_close,
)
from posapp.domain.exceptions import ExceptionFilter
from posapp.domain.ids import ControlId, UserId
from posapp.domain.listing import PageRequest
from posapp.domain.requests import fingerprint
from posapp.domain.rights import Actor, Right
from posapp.domain.tender_controls import is_one_box
from posapp.domain.texts import clean_text
from posapp.domain.topics import Saved, Topic
from posapp.errors import Refused
from posapp.services.closing_mails import queue_closing
from posapp.services.control_change import TOPICS, Changed, ControlChanger, ControlContext, Order
from posapp.services.control_edits import change_control, rights_to_change
from posapp.services.setup import SetUpCache
from posapp.services.tender_controls import SOURCE_WIDTH
from posapp.services.users import Users
from posapp.storage import control_changes as store
from posapp.storage.audit import control_chain, head
from posapp.storage.base import Transaction
from posapp.storage.control_closes import insert_close, next_version, reopen_close
from posapp.storage.control_counts import last_submitted
from posapp.storage.db import Database
from posapp.storage.drawers import load_drawer
from posapp.storage.exceptions import count_exceptions, list_exceptions
from posapp.storage.ids import take_id
from posapp.storage.numbers import next_number
from posapp.storage.tender_controls import count_events, open_controls_of_source

OPEN, BALANCING, BALANCED = ControlStatus
Z_REPORT: Final = "Z"
_NAMED: Final = 3
"""Events that the question about what needs attention names."""
_CONFIRMS: Final = frozenset({Right.BALANCE_CONTROL})
_REOPENS: Final = frozenset({Right.REOPEN})


class ControlLife:
    """Use cases of a drawer between its opening and its Z report."""

    def __init__(self, db: Database, clock: Clock, setup: SetUpCache, users: Users) -> None:
        self._changer = ControlChanger(db, clock, setup, users)

    def start_balancing(
        self, control_id: ControlId, request_id: str, actor: Actor, *, seen: int | None = None
    ) -> Saved[ControlId]:
        """Open -> Balancing In Progress: no payment is taken from now on (TC-20).

        Raises:
            Refused: ``M-220`` it is not open, ``C-08``, ``C-02``, ``M-51``.
        """
        order = Order("control.start_balancing", control_id, request_id, seen=seen)
        return _of_control(self._changer.run(order, actor, _start_balancing))

    def reopen(
        self,
        control_id: ControlId,
        to: ControlStatus,
        reason: str,
        request_id: str,
        actor: Actor,
        *,
        secret: Secret | None = None,
        seen: int | None = None,
    ) -> Saved[ControlId]:
        """Back to Open, or from Balanced to Balancing In Progress (TC-21, TC-25).

        A balanced drawer needs the right to reopen, or ``secret`` of somebody who has it, and a
        reason.

        Raises:
            Refused: ``M-220``, ``M-132`` without a reason, ``C-07O`` the drawer was opened anew
                (TC-07), ``C-08``, ``C-02``, ``M-51``.
        """
        reason = clean_text(reason, "reopen_reason")
        content = f"{to.value} {reason}"
        order = Order("control.reopen", control_id, request_id, content, seen, alone=to is OPEN)
        approval = self._changer.approval(order, secret, _REOPENS, actor)
        return _of_control(self._changer.run(order, actor, partial(_reopen, to, reason), approval))

    def balance(
        self,
        control_id: ControlId,
        request_id: str,
        actor: Actor,
        *,
        confirmed: frozenset[str] = frozenset(),
        secret: Secret | None = None,
        seen: int | None = None,
    ) -> Saved[ControlId]:
        """Balancing In Progress -> Balanced, with its Z report (TC-22..TC-26, D-15).

        ``secret`` is that of the supervisor who confirms at the cashier's desk (D-24). Without it
        who works at the drawer is asked ``C-07`` before ``M-221``.

        Raises:
            Refused: ``M-220``, ``C-05``, ``C-05H``, ``C-06``, ``C-08``, ``M-51``, ``M-221`` by who
                works at the drawer, ``M-222`` nothing was counted, ``M-223`` what needs attention.
            NeedsConfirmation: ``C-07``.
        """
        order = Order("control.balance", control_id, request_id, seen=seen)
        approval = self._changer.approval(order, secret, _CONFIRMS, actor)
        change = partial(_balance, confirmed)
        return _of_control(self._changer.run(order, actor, change, approval))

    def change(
        self,
        command: ChangeControl,
        actor: Actor,
        *,
        secret: Secret | None = None,
        seen: int | None = None,
    ) -> Saved[ControlId]:
        """Change starting balance, comments, user, deposit control, or tender source (5.1).

        Once money was taken, the starting balance needs a supervisor who does not work at the
        drawer, or the ``secret`` of one; where the set-up wants a second person for a float, any
        change of it does (CN-05). Once a count was submitted it stays (OU-07, OU-09). The source
        stays once something went through the drawer.

        Raises:
            Refused: ``M-220``, ``M-50``, ``M-51``, ``M-55``, ``M-05D``, ``C-02``, ``C-04``,
                ``C-07O``, ``C-08``, ``M-221``, ``M-228`` it has turn-ins and cannot move, nobody
                saw the float, or something went through it and its source stays; ``M-241`` its
                money went out already, ``M-242`` it was counted.
        """
        if command.comments is not None:
            command = replace(command, comments=clean_text(command.comments, "comments"))
        if command.tender_source is not None:
            code = clean_text(command.tender_source, "tender_source", SOURCE_WIDTH)
            command = replace(command, tender_source=code.upper())
        to = command.deposit_control_id
        order = Order(
            "control.set",
            command.control_id,
            command.request_id,
            fingerprint(command),
            seen,
            deposits=() if to is None else (to,),
            sources=() if command.tender_source is None else (command.tender_source,),
        )
        approval = self._changer.approval(order, secret, rights_to_change(command), actor)
        change = partial(change_control, command)
        return _of_control(self._changer.run(order, actor, change, approval))

    def delete(
        self, control_id: ControlId, request_id: str, actor: Actor, *, seen: int | None = None
    ) -> Saved[ControlId]:
        """Take a drawer away that was opened by mistake (TC-27); its audit chain stays (D-23).

        Raises:
            Refused: ``M-220``, ``M-228`` something went through it, ``C-08``, ``C-02``, ``M-51``.
        """
        order = Order("control.delete", control_id, request_id, seen=seen)
        return _of_control(self._changer.run(order, actor, _delete))


def _of_control(saved: Saved[int]) -> Saved[ControlId]:
    return Saved(ControlId(saved.value), saved.topics, saved.replayed)


def _start_balancing(s: Transaction, context: ControlContext) -> Changed:
    control = context.control
    check_by_hand(control, context.deposit)
    check_at_drawer(control, context.actor)
    check_status(control, OPEN, action="start balancing")
    begun = {"status": BALANCING, "counted_before": last_submitted(s, control)}
    store.set_control(s, control.id, begun)
    return Changed(control.id, {"from": OPEN.value, "to": BALANCING.value}, {})


def _reopen(to: ControlStatus, reason: str, s: Transaction, context: ControlContext) -> Changed:
    control, actor, approval = context.control, context.actor, context.approval
    check_reopening(control, context.deposit, to, reason)
    by = actor.user_id
    rows = {}
    if control.status is BALANCED:
        if approval is None:
            actor.require(Right.REOPEN)
        rows = reopen_close(s, control.id, to, reason, at=context.now, user_id=by)
    else:
        check_at_drawer(control, actor)
    if to is OPEN and is_one_box(context.source, context.setup):
        for other in open_controls_of_source(s, control.tender_source):
            raise Refused(
                "C-07O", field="tender_source", value=control.tender_source, control=other
            )
    store.set_control(s, control.id, {"status": to, "balanced_at": None, "balanced_by": None})
    body = {"from": control.status.value, "to": to.value, "reason": reason}
    return Changed(control.id, body, {name: found for name, found in rows.items() if found})


def _balance(confirmed: frozenset[str], s: Transaction, context: ControlContext) -> Changed:
    control, setup = context.control, context.setup
    facts = _facts(s, context)
    if facts.at_drawer and context.approval is None:
        # The question comes before anybody else is asked for a secret; refusals keep their order.
        with suppress(Refused):
            decide_close(facts, setup, confirmed)
    by = check_confirmer(facts, context.actor, context.approval, setup)
    said = decide_close(facts, setup, confirmed)
    close = _close_of(s, context, facts, by)
    rows = insert_close(s, close, facts.lines)
    stamp = {"status": BALANCED, "balanced_at": context.now, "balanced_by": by}
    store.set_control(s, control.id, stamp)
    body: dict[str, Any] = {"confirmed": list(said), "own": facts.at_drawer}
    told = queue_closing(s, context, close, facts.lines)
    if not told:
        return Changed(control.id, body, rows)
    return Changed(control.id, body | {"mails": list(told)}, rows, TOPICS | {Topic.MAILS})


def _facts(s: Transaction, context: ControlContext) -> ClosingFacts:
    control, setup, actor = context.control, context.setup, context.actor
    who = actor if context.approval is None else context.approval.approver
    drawer = load_drawer(s, control)
    office = setup.offices[context.source.office]
    today = business_date(context.now, office.zone, office.day_start)
    here = {ExceptionFilter.CONTROL: control.id}
    found = count_exceptions(s, here, today)
    named = list_exceptions(s, PageRequest(limit=_NAMED), here, today).rows if found.total else ()
    return ClosingFacts(
        control,
        context.deposit,
        drawer.lines(setup),
        drawer.counting,
        store.count_awaiting(s, control.id),
        found.total,
        store.works_at(s, control, who.user_id),
        is_blind(control, actor, setup, drawer.counting),
        tuple(dict.fromkeys(one.event_id for one in named)),
    )


def _close_of(
    s: Transaction, context: ControlContext, facts: ClosingFacts, by: UserId
) -> dict[str, Any]:
    control = context.control
    last = head(s, control_chain(control.id))
    events, canceled = count_events(s, control.id)
    return {
        "id": take_id(s),
        "tender_control_id": control.id,
        "office": context.source.office,
        "number": next_number(s, Z_REPORT, context.source.office),
        "version": next_version(s, control.id),
        "count_id": facts.counting.count_id,
        "closed_at": context.now,
        "closed_by": by,
        "events": events,
        "canceled": canceled,
        "exceptions": facts.exceptions,
        "first_receipt": 1 if control.last_receipt else None,
        "last_receipt": control.last_receipt or None,
        "chain_head": "" if last is None else last.hash,
        "chain_length": 0 if last is None else last.seq,
    }


def _delete(s: Transaction, context: ControlContext) -> Changed:
    control = context.control
    check_by_hand(control, context.deposit)
    check_at_drawer(control, context.actor)
    check_status(control, OPEN, action="delete it")
    for name, n in store.traces_of(s, control.id).items():
        raise Refused(
            "M-228",
            field="tender_control",
            value=control.id,
            action="deleted",
            reason=f"it has {name} ({n})",
        )
    store.delete_control(s, control.id)
    body = {"source": control.tender_source, "starting_balance": control.starting_balance}
    return Changed(control.id, body, {}, gone=True)
