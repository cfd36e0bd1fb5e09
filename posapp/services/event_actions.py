"""What may be done to an existing event: distribute, freeze, cash back, date, delete."""

from datetime import date
from functools import partial
from typing import Any

from posapp.domain.autopay import check_in_ledger, is_all_autopay, moved_to
from posapp.domain.clock import Clock
from posapp.domain.deposit_slips import check_off_slip
from posapp.domain.distributing import Order, distribute_in_turn
from posapp.domain.distribution import DistributionFailed
from posapp.domain.event_views import home_control
from posapp.domain.freezing import decide_freeze, nets_of
from posapp.domain.handed_over import check_never_listed
from posapp.domain.ids import EventId, PaymentId
from posapp.domain.ledger import CashSplit
from posapp.domain.lifecycle import (
    ask_before_freezing,
    check_deletable,
    check_new_date,
    to_distribute,
    to_freeze,
)
from posapp.domain.payment_edits import ask_before_distributing, check_remitter
from posapp.domain.payment_events import PaymentDraft
from posapp.domain.ports import Progress
from posapp.domain.rights import Actor, Right
from posapp.domain.topics import Saved
from posapp.errors import Refused
from posapp.services.event_change import ChangeContext, EventChanger
from posapp.services.held import holding
from posapp.services.long_work import steps
from posapp.services.numbering import number_event
from posapp.services.recalculating import change_drawers, recalculate_cash_back
from posapp.services.setup import SetUpCache
from posapp.storage import event_changes as store
from posapp.storage import freezing as freezes
from posapp.storage.accounts import load_accounts
from posapp.storage.base import Transaction
from posapp.storage.bill_debits import release_event
from posapp.storage.clearing_requests import delete_requests, load_requests, move_requests
from posapp.storage.db import Database
from posapp.storage.deposit_slips import load_slips
from posapp.storage.event_writes import Stamp
from posapp.storage.handed_over import load_hand_overs
from posapp.storage.payment_facts import load_matches, load_payees
from posapp.storage.tender_controls import load_control


class EventActions:
    """Use cases on an event that exists.

    ``seen`` is the version of the event that the user looked at; where it is given and somebody
    changed the event since, the action is refused with ``M-30`` (PY-6).
    """

    def __init__(self, db: Database, clock: Clock, setup: SetUpCache) -> None:
        self._changer = EventChanger(db, clock, setup)

    def distribute(
        self,
        event_id: EventId,
        request_id: str,
        actor: Actor,
        confirmed: frozenset[str] = frozenset(),
        *,
        seen: int | None = None,
        progress: Progress | None = None,
    ) -> Saved[EventId]:
        """Distribute every unfrozen payment, each on its own; failures are stored (PY-1).

        Raises:
            Refused: ``M-44`` when ``progress`` says to stop; nothing is changed then.
            NeedsConfirmation: ``M-35`` when one was split by hand (PY-11).
        """
        actor.require(Right.DISTRIBUTE)
        change = partial(distribute_payments, confirmed, None, progress=progress)
        return self._changer.run("event.distribute", event_id, request_id, actor, change, seen=seen)

    def freeze(
        self,
        event_id: EventId,
        request_id: str,
        actor: Actor,
        confirmed: frozenset[str] = frozenset(),
        *,
        seen: int | None = None,
        progress: Progress | None = None,
    ) -> Saved[EventId]:
        """Freeze every Freezable payment (PY-2); one whose debt is gone falls into Error (D-25).

        Raises:
            Refused: ``M-44`` when ``progress`` says to stop; nothing is changed then. ``M-111``
                while an automatic payment of it is not in the ledger yet (D-06).
            NeedsConfirmation: ``M-89`` when the event is unbalanced (PE-14).
        """
        actor.require(Right.FREEZE)
        change = partial(freeze_as_asked, confirmed, None, progress=progress)
        return self._changer.run("event.freeze", event_id, request_id, actor, change, seen=seen)

    def recalculate_cash_back(
        self, event_id: EventId, request_id: str, actor: Actor, *, seen: int | None = None
    ) -> Saved[EventId]:
        """Create, change or delete the cash-back tender so that the event balances (D-32)."""
        actor.require(Right.ADD_EVENT)
        return self._changer.run(
            "event.cash-back",
            event_id,
            request_id,
            actor,
            recalculate_cash_back,
            more=change_drawers,
            seen=seen,
        )

    def set_date(
        self,
        event_id: EventId,
        day: date,
        request_id: str,
        actor: Actor,
        confirmed: frozenset[str] = frozenset(),
        *,
        seen: int | None = None,
    ) -> Saved[EventId]:
        """Change the payment date while nothing is frozen (PE-3).

        Raises:
            Refused: ``M-03``, ``M-59``, ``M-60``, ``M-68``; ``M-106`` when an automatic payment of
                the event was sent already (AP-11).
            NeedsConfirmation: ``M-04`` when automatic payments move with it.
        """
        actor.require(Right.ADD_EVENT)
        change = partial(set_day, day, confirmed)
        return self._changer.run(
            "event.set-date",
            event_id,
            request_id,
            actor,
            change,
            content=day.isoformat(),
            seen=seen,
        )

    def delete(
        self,
        event_id: EventId,
        request_id: str,
        actor: Actor,
        confirmed: frozenset[str],
        *,
        seen: int | None = None,
    ) -> Saved[EventId]:
        """Delete an event that nothing forbids to delete (PE-13); asks once (M-41).

        Its money leaves the drawers (``M-241`` where it is not in them any more).
        """
        actor.require(Right.DELETE_EVENT)
        change = holding(partial(delete_event, confirmed))
        return self._changer.run("event.delete", event_id, request_id, actor, change, seen=seen)


def distribute_payments(
    confirmed: frozenset[str],
    only: PaymentId | None,
    s: Transaction,
    context: ChangeContext,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Distribute the unfrozen payments of an event, or ``only`` one (PY-1)."""
    event, setup = context.event, context.setup
    payments = to_distribute(event, only)
    ask_before_distributing(payments, confirmed)
    ids = tuple(payment.account_id for payment in payments)
    own = {payment.id for payment in payments}
    accounts = load_accounts(s, ids, context.today, setup)
    payees = load_payees(s, ids, accounts, setup, own, day=event.payment_date)
    drafts = [
        PaymentDraft(
            p.account_id,
            p.amount,
            p.match_type or "",
            p.match_value or "",
            template=p.template or "",
        )
        for p in payments
    ]
    matches = load_matches(s, drafts, setup, own)
    orders = [Order(p.account_id, p.amount, matches.get(i)) for i, p in enumerate(payments)]
    audit: dict[str, str] = {}
    outcomes = distribute_in_turn(orders, payees)
    for payment, outcome in zip(steps(payments, progress), outcomes, strict=True):
        store.replace_segments(s, payment, outcome, event=event, setup=setup)
        audit[str(payment.id)] = (
            outcome.code if isinstance(outcome, DistributionFailed) else "FREEZABLE"
        )
    return {"payments": audit}


def freeze_as_asked(
    confirmed: frozenset[str],
    only: PaymentId | None,
    s: Transaction,
    context: ChangeContext,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Freeze what a user asked for; an unbalanced event is a question first (PE-14, D-06)."""
    to_freeze(context.event, only)
    check_in_ledger(context.event, context.today, context.setup)
    ask_before_freezing(context.event, confirmed)
    return freeze_payments(only, s, context, progress=progress)


def freeze_payments(
    only: PaymentId | None,
    s: Transaction,
    context: ChangeContext,
    books: date | None = None,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Freeze the Freezable payments of an event, or ``only`` one (PY-2).

    ``books`` is the day that the accounting date follows; the payment date by default (FT-6).
    """
    event, setup = context.event, context.setup
    payments = to_freeze(event, only)
    codes = freezes.load_cash_codes(s, event.id)
    fallback = event.tenders[0].distribution_code
    cash = CashSplit(nets_of(codes, fallback), freezes.load_posted(s, event.id))
    stamp = Stamp(context.now, context.actor.user_id)
    audit: dict[str, str] = {}
    for payment in steps(payments, progress):
        if payment.non_cis:
            check_remitter(payment)
        facts = freezes.load_freeze(s, payment, setup)
        decision = decide_freeze(facts, cash, setup)
        if isinstance(decision, DistributionFailed):
            freezes.record_failure(s, payment.id, decision, setup.currencies[event.currency])
            audit[str(payment.id)] = decision.code
        else:
            freezes.record_freezing(
                s, event, facts, decision, setup=setup, stamp=stamp, books=books
            )
            audit[str(payment.id)] = "FROZEN"
    if "FROZEN" in audit.values():
        number_event(s, event, setup)
    return {"payments": audit}


def set_day(
    day: date, confirmed: frozenset[str], s: Transaction, context: ChangeContext
) -> dict[str, Any]:
    """Change the payment date, and what follows it (PE-3, AP-11)."""
    event = context.event
    drawer = home_control(event)
    control = None if drawer is None else load_control(s, drawer)
    check_new_date(
        event,
        day,
        today=context.today,
        opened=context.today if control is None else control.business_date,
        may_back_date=context.actor.may(Right.BACK_DATE),
        setup=context.setup,
        may_lie_ahead=is_all_autopay(event, context.setup),
    )
    moved = moved_to(load_requests(s, event.id), day, confirmed, context.setup)
    store.set_payment_date(s, event.id, day)
    move_requests(s, moved)
    return {"before": event.payment_date.isoformat(), "after": day.isoformat()}


def delete_event(
    confirmed: frozenset[str], s: Transaction, context: ChangeContext
) -> dict[str, Any]:
    """Delete the event (PE-13)."""
    event = context.event
    ids = [t.tender_control_id for t in event.tenders if t.tender_control_id is not None]
    if any(request.status.was_sent for request in load_requests(s, event.id)):
        raise Refused("M-11", reason="an automatic payment of it was sent")
    check_deletable(event, store.control_statuses(s, ids), confirmed)
    slips = load_slips(s, [tender.id for tender in event.tenders])
    for listed in slips:
        check_off_slip(listed, slips)
    tenders = [tender.id for tender in event.tenders]
    check_never_listed(tenders, load_hand_overs(s, tenders))
    delete_requests(s, [tender.id for tender in event.tenders])
    release_event(s, event.id)
    store.delete_event(s, event, context.setup)
    return {
        "payment_date": event.payment_date.isoformat(),
        "tenders": [[t.tender_type, t.amount.minor] for t in event.tenders],
        "payments": [[p.account_id, p.amount.minor] for p in event.payments],
    }
