"""*Correct...*: show what a correction does, and do it as one transaction (D-21, D-24, D-28).

The preview is the correction itself, rolled back. What it needs beyond the rights of the one who
asks, it finds by trying: each right that the actions miss is one that somebody else must lend.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

from posapp.domain.approvals import Approval, Matter, Secret, check_fresh, lent, right_that_lacks
from posapp.domain.clock import Clock
from posapp.domain.codes import Role
from posapp.domain.control_lines import NOTHING, Movements
from posapp.domain.correction_rules import decide_correction
from posapp.domain.correction_views import Corrected, DrawerChange, Outlook, credits_of, papers_of
from posapp.domain.corrections import Correction, CorrectionFacts, CorrectionOrder
from posapp.domain.event_views import EventView
from posapp.domain.ids import AccountId, ControlId, EventId, new_request_id
from posapp.domain.money import ZERO
from posapp.domain.rights import ROLE_RIGHTS, Actor, Right
from posapp.domain.setup import SetUp
from posapp.domain.topics import Saved
from posapp.errors import Conflict, Refused
from posapp.services.approvals import Approvals
from posapp.services.cancel_work import controls_of
from posapp.services.correction_again import Progress, request_of_second
from posapp.services.correction_work import carry_out, drawers_of
from posapp.services.distribution_rule_work import accounts_of, resolve_details
from posapp.services.event_change import ChangeContext, EventChanger
from posapp.services.held import check_drawers, load_held
from posapp.services.sealing import Sealing
from posapp.services.setup import SetUpCache
from posapp.services.users import Users
from posapp.storage.approvals import record_approval
from posapp.storage.base import Transaction
from posapp.storage.corrections import (
    deposit_statuses,
    last_entry,
    load_entries_since,
    load_event_entries,
    load_fitting,
)
from posapp.storage.db import Database
from posapp.storage.event_views import event_exists, find_event_of_request, load_event
from posapp.storage.inquiry import load_account_balances
from posapp.storage.movements import load_all_movements
from posapp.storage.payment_facts import load_home_drawer
from posapp.storage.print_log import RECEIPT, count_prints
from posapp.storage.tender_controls import load_control

_KIND: Final = "event.correct"
_LENDABLE: Final = ROLE_RIGHTS[Role.SUPERVISOR]
Seen = Callable[[Outlook], None]


@dataclass(frozen=True, slots=True)
class _Run:
    """One try of a correction: what is asked, as whom, and who approved it."""

    order: CorrectionOrder
    request_id: str
    actor: Actor
    approval: Approval | None
    seen: int | None
    told: Seen | None
    approved: Correction | None = None


class Corrections:
    """Use cases of *Correct...*."""

    def __init__(
        self, db: Database, clock: Clock, setup: SetUpCache, users: Users, sealing: Sealing
    ) -> None:
        self._db = db
        self._clock = clock
        self._setup = setup
        self._sealing = sealing
        self._approvals = Approvals(db, clock, users)
        self._changer = EventChanger(db, clock, setup)

    def preview(self, order: CorrectionOrder, actor: Actor) -> Outlook:
        """What a correction would do now; nothing of it stays.

        Raises:
            Refused: as the correction itself, but for rights that somebody else may lend: those
                are in the answer.
            NeedsConfirmation: as ``correct``.
        """
        actor.require(Right.ADD_EVENT)
        needs: frozenset[Right] = frozenset()
        while True:
            found: list[Outlook] = []
            run = _Run(order, new_request_id(), lent(actor, needs), None, None, found.append)
            try:
                self._run(run, keep=False)
            except Refused as refused:
                right = right_that_lacks(refused)
                if right is None or right in needs or right not in _LENDABLE:
                    raise
                needs |= {right}
            else:
                return replace(found[0], needs=needs)

    def correct(
        self,
        order: CorrectionOrder,
        request_id: str,
        actor: Actor,
        *,
        seen: int | None = None,
        secret: Secret | None = None,
    ) -> Saved[Corrected]:
        """Carry a correction out as one transaction.

        Args:
            order: what went wrong.
            request_id: of this request (D-21).
            actor: who asks.
            seen: version of the event that was looked at (PY-6).
            secret: of the one who approves, where the preview says that somebody must (D-24);
                the approval holds for the version and the steps that were looked at, no others.

        Raises:
            Refused: ``M-131``, ``M-132``, ``M-51`` without the right and without approval,
                ``M-52``, ``M-53``, ``M-133``..``M-135`` for the approval, and what the actions
                refuse.
            NeedsConfirmation: ``M-04`` for automatic payments whose date moves.
            Conflict: ``M-30`` when somebody changed the event since it was seen.
        """
        actor.require(Right.ADD_EVENT)
        found: list[Outlook] = []
        run = _Run(order, request_id, actor, None, seen, found.append)
        if secret is not None and not self._approvals.is_done(Matter(_KIND, request_id)):
            run = self._approve(run, secret)
        saved = self._run(run, keep=True)
        if saved.replayed:
            return Saved(self._first_result(order, request_id), saved.topics, replayed=True)
        again = found[-1].taken_again
        corrected = Corrected(
            saved.value, found[-1].after is None, None if again is None else again.id
        )
        return Saved(corrected, saved.topics)

    def _approve(self, run: _Run, secret: Secret) -> _Run:
        """The same with the rights that somebody lends it, for what is looked at now (D-24)."""
        shown = self.preview(run.order, run.actor)
        version = shown.before.version
        if run.seen not in {None, version}:
            raise Conflict(event=run.order.event_id)
        matter = Matter(_KIND, run.request_id, run.order.event_id)
        approval = self._approvals.of(secret, shown.needs, run.actor, matter)
        return replace(
            run,
            actor=lent(run.actor, approval.rights),
            approval=approval,
            seen=version,
            approved=shown.correction,
        )

    def _run(self, run: _Run, *, keep: bool) -> Saved[EventId]:
        order = run.order
        content = str(replace(order, confirmed=frozenset()))
        with self._db.read() as s:
            setup = self._setup.current(s)
            accounts = _accounts(s, order, setup)
        return self._changer.run(
            _KIND,
            order.event_id,
            run.request_id,
            run.actor,
            partial(self._change, run, content),
            content=content,
            more=partial(_drawers, order),
            accounts=accounts,
            keep=keep,
            seen=run.seen,
            bounced=order.is_bounce(setup),
        )

    def _change(
        self, run: _Run, content: str, s: Transaction, context: ChangeContext
    ) -> dict[str, Any]:
        event, setup = context.event, context.setup
        facts = _facts(s, run.order, context)
        correction = decide_correction(run.order, facts, setup)
        if run.approved is not None and run.approved != correction:
            raise Conflict(event=event.id)
        people = {p.account_id for p in event.payments} | set(_accounts(s, run.order, setup))
        people |= {tender.payor_account_id for tender in event.tenders}
        controls = sorted({*facts.controls, *drawers_of(correction)})
        posted = load_event_entries(s, event.id, setup)
        last, held = last_entry(s, people), load_all_movements(s, controls)
        progress = Progress(run.order, run.request_id, self._sealing)
        held_before = load_held(s, controls, context.actor, setup)
        audited = carry_out(correction, progress, s, context)
        check_drawers(held_before, s, context, None, code="M-240", restated=progress.restated)
        after = None if progress.deleted else load_event(s, event.id, setup)
        again = progress.taken_again
        second = None if again is None else load_event(s, again, setup)
        if run.told is not None:
            new = load_entries_since(s, people, last, setup)
            moved = _moved(s, held, load_all_movements(s, controls), setup)
            printed = count_prints(s, RECEIPT, event.id)
            papers = papers_of(event, after, second, printed)
            excess = credits_of(new, load_account_balances(s, people))
            told = Outlook(correction, event, after, second, posted, new, moved, papers)
            run.told(replace(told, credits=excess))
        return audited | self._approved(run, content, s, context)

    def _approved(
        self, run: _Run, content: str, s: Transaction, context: ChangeContext
    ) -> dict[str, Any]:
        """Write who approved; the schema holds that it was somebody else, and once (D-24)."""
        approval = run.approval
        if approval is None:
            return {}
        check_fresh(approval, self._clock())
        steps = "" if run.approved is None else " ".join(run.approved.names)
        print_ = f"{context.event.id} version {context.event.version} {steps} {content}"
        record_approval(s, approval, run.request_id, _KIND, print_, context.actor.user_id)
        return {"approved_by": approval.approver.user_id, "lent": sorted(approval.rights)}

    def _first_result(self, order: CorrectionOrder, request_id: str) -> Corrected:
        with self._db.read() as s:
            second = find_event_of_request(s, request_of_second(request_id))
            return Corrected(order.event_id, not event_exists(s, order.event_id), second)


def _facts(s: Transaction, order: CorrectionOrder, context: ChangeContext) -> CorrectionFacts:
    event = context.event
    named = () if order.drawer is None else (order.drawer,)
    controls = controls_of(s, event.tenders, named)
    deposits = {control.deposit_control_id for control in controls.values()}
    currencies = {tender.control_currency for tender in event.tenders} | {event.currency}
    found = {
        currency: load_home_drawer(s, currency, context.actor, context.setup)
        for currency in sorted(currencies)
    }
    usable = {currency: control for currency, control in found.items() if control is not None}
    fitting = load_fitting(s, event, order.account_id, context.setup)
    return CorrectionFacts(event, controls, deposit_statuses(s, deposits), usable, fitting)


def _drawers(
    order: CorrectionOrder, s: Transaction, context: ChangeContext
) -> Collection[ControlId]:
    """Drawers to lock beside those of the event's tenders."""
    facts = _facts(s, order, context)
    return {control.id for control in facts.usable.values()} | (
        set() if order.drawer is None else {order.drawer}
    )


def _accounts(s: Transaction, order: CorrectionOrder, setup: SetUp) -> tuple[AccountId, ...]:
    """Accounts that an order names, to be locked."""
    event: EventView | None = load_event(s, order.event_id, setup) if order.details else None
    named = () if order.account_id is None else (order.account_id,)
    if event is None:
        return named
    return (*named, *accounts_of(resolve_details(s, order.details, event.currency, setup)))


def _moved(
    s: Transaction,
    before: dict[ControlId, Movements] | Any,
    after: dict[ControlId, Movements] | Any,
    setup: SetUp,
) -> tuple[DrawerChange, ...]:
    """By how much drawers count more or less, by tender type."""
    found: list[DrawerChange] = []
    for control_id in after:
        control = load_control(s, control_id)
        if control is None:
            continue
        old, new = before.get(control_id, {}), after[control_id]
        for code in sorted({*old, *new}):
            change = new.get(code, NOTHING).net - old.get(code, NOTHING).net
            if change != ZERO:
                words = setup.tender_types[code].description
                found.append(
                    DrawerChange(
                        control_id, control.tender_source, code, words, control.currency, change
                    )
                )
    return tuple(found)
