"""Change the tenders of an event: add, change, move to another drawer, delete."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from posapp.domain import tender_edits as rules
from posapp.domain.adding import check_source
from posapp.domain.clock import Clock
from posapp.domain.codes import DistributeAction
from posapp.domain.concerns import tender_concerns
from posapp.domain.event_views import EventView, TenderView
from posapp.domain.ids import AccountId, ControlId, EventId, TenderId
from posapp.domain.money import ZERO, Money
from posapp.domain.new_tenders import new_tender
from posapp.domain.payment_events import AddEvent, TenderDraft
from posapp.domain.rates import ExchangeRate
from posapp.domain.rights import Actor, Right
from posapp.domain.tender_controls import Control, check_usable
from posapp.domain.tender_edits import TenderChange
from posapp.domain.texts import clean_tender
from posapp.domain.topics import Saved
from posapp.errors import NeedsConfirmation, Refused
from posapp.services.event_change import Change, ChangeContext, EventChanger
from posapp.services.setup import SetUpCache
from posapp.storage import tender_edits as store
from posapp.storage.base import Transaction
from posapp.storage.canceling import event_of_tender
from posapp.storage.db import Database
from posapp.storage.event_writes import Stamp
from posapp.storage.payment_facts import load_add_facts
from posapp.storage.requests import result_of_request
from posapp.storage.tender_controls import load_control


class TenderEdits:
    """Use cases on one tender of an event."""

    def __init__(self, db: Database, clock: Clock, setup: SetUpCache) -> None:
        self._db = db
        self._changer = EventChanger(db, clock, setup)

    def add(
        self,
        event_id: EventId,
        draft: TenderDraft,
        request_id: str,
        actor: Actor,
        *,
        payor: AccountId | None = None,
        control_id: ControlId | None = None,
        confirmed: frozenset[str] = frozenset(),
    ) -> Saved[EventId]:
        """Add a tender to an event; until payments are added too it is unbalanced (TN-2, TN-5).

        Args:
            event_id: the event.
            draft: the tender, its amount in its own currency.
            request_id: of this request (D-21).
            actor: who asks.
            payor: who hands it over; default: the payor of the first tender.
            control_id: its tender control; the one that is offered by default (D-02).
            confirmed: codes the user said yes to.

        Raises:
            Refused: as adding an event refuses a tender.
            NeedsConfirmation: ``M-06W``, ``M-40``.
        """
        actor.require(Right.ADD_EVENT)
        clean = clean_tender(draft)
        change = partial(_add, clean, payor, control_id, confirmed)
        content = f"{clean} {payor} {control_id}"
        return self._changer.run("tender.add", event_id, request_id, actor, change, content=content)

    def change(
        self, tender_id: TenderId, draft: TenderDraft, request_id: str, actor: Actor
    ) -> Saved[EventId]:
        """Give a tender new values: form, amount, check number, references (D-28).

        Raises:
            Refused: ``M-02``, ``M-55``, ``M-62``, ``M-63``, ``M-88``.
        """
        actor.require(Right.ADD_EVENT)
        clean = clean_tender(draft)
        change = partial(_change, tender_id, clean)
        return self._run("tender.set", tender_id, change, request_id, actor, f"{tender_id} {clean}")

    def adjust(
        self, tender_id: TenderId, change: TenderChange, request_id: str, actor: Actor
    ) -> Saved[EventId]:
        """Change some values of a tender and keep the others, which are read under the lock (D-21).

        Raises:
            Refused: as ``change``.
        """
        actor.require(Right.ADD_EVENT)
        work = partial(_adjust, tender_id, change)
        return self._run("tender.set", tender_id, work, request_id, actor, f"{tender_id} {change}")

    def move(
        self, tender_id: TenderId, control_id: ControlId, request_id: str, actor: Actor
    ) -> Saved[EventId]:
        """Put a tender into another open tender control (TC-04).

        Raises:
            Refused: ``C-02``, ``M-05``, ``M-55``, ``M-70``, ``M-72``, ``M-73``, ``M-88``.
        """
        actor.require(Right.ADD_EVENT)
        change = partial(_move, tender_id, control_id)
        content = f"{tender_id} {control_id}"
        return self._run(
            "tender.move", tender_id, change, request_id, actor, content, (control_id,)
        )

    def delete(self, tender_id: TenderId, request_id: str, actor: Actor) -> Saved[EventId]:
        """Remove a tender while its drawer is open and nothing is frozen (D-12).

        Raises:
            Refused: ``M-29``, ``M-88``.
        """
        actor.require(Right.ADD_EVENT)
        change = partial(_delete, tender_id)
        return self._run("tender.delete", tender_id, change, request_id, actor, str(tender_id))

    def _run(
        self,
        kind: str,
        tender_id: TenderId,
        change: Change,
        request_id: str,
        actor: Actor,
        content: str,
        controls: tuple[ControlId, ...] = (),
    ) -> Saved[EventId]:
        with self._db.read() as s:
            event_id = event_of_tender(s, tender_id)
            if event_id is None:
                # What this request deleted is gone, and asking again is still the same request.
                event_id = result_of_request(s, request_id, kind)
        if event_id is None:
            raise Refused("M-55", field="tender", value=tender_id)
        return self._changer.run(
            kind,
            EventId(event_id),
            request_id,
            actor,
            change,
            content=content,
            more=lambda _s, _context: controls,
        )


def _add(
    draft: TenderDraft,
    payor: AccountId | None,
    control_id: ControlId | None,
    confirmed: frozenset[str],
    s: Transaction,
    context: ChangeContext,
) -> dict[str, Any]:
    event, setup = context.event, context.setup
    payor = payor or event.tenders[0].payor_account_id
    command = AddEvent(
        event.request_id,
        payor,
        (draft,),
        (),
        action=DistributeAction.NONE,
        payment_date=event.payment_date,
        control_id=control_id,
    )
    facts = load_add_facts(s, command, setup, actor=context.actor, now=context.now)
    control = check_usable(facts.control, facts.user_id, wanted=control_id or "")
    check_source(control, setup)
    if facts.payor.currency != event.currency:
        raise Refused("M-65", field="payor", value=facts.payor.currency, currency=event.currency)
    tender = new_tender(draft, facts, control)
    if setup.tender_sources[tender.control.tender_source].office != event.office:
        raise Refused("M-73", field="tender_control")
    concerns = tender_concerns(command, facts, (tender,), ZERO)
    open_ones = tuple(concern for concern in concerns if concern.code not in confirmed)
    if open_ones:
        raise NeedsConfirmation(open_ones)
    stamp = Stamp(context.now, context.actor.user_id)
    tender_id = store.insert_tender(s, event.id, payor, tender, stamp)
    return {
        "tender": tender_id,
        "type": tender.tender_type,
        "amount": tender.amount.minor,
        "confirmed": sorted({concern.code for concern in concerns}),
    }


def _change(
    tender_id: TenderId, draft: TenderDraft, s: Transaction, context: ChangeContext
) -> dict[str, Any]:
    event, setup = context.event, context.setup
    tender = rules.tender_of(event, tender_id)
    controls = _controls(s, event)
    _require_own(tender, controls, context.actor)
    rules.check_change(tender, draft, event, controls, setup)
    kind = setup.tender_types[draft.tender_type]
    control = None if tender.tender_control_id is None else controls[tender.tender_control_id]
    code = rules.code_of_type(tender, kind, control, setup)
    amount = draft.amount
    if tender.rate is not None:
        home = setup.currencies[event.currency]
        own = setup.currencies[tender.control_currency]
        amount = home.convert(draft.amount, own, ExchangeRate.stored(tender.rate).exact)
    store.update_tender(s, tender, draft, amount, code)
    return {
        "tender": tender_id,
        "before": _audited(rules.TenderChange().applied(tender), tender.amount),
        "after": _audited(draft, amount),
    }


def _audited(draft: TenderDraft, amount: Money) -> dict[str, Any]:
    """Everything of a tender that a person may change, as the audit keeps it (D-28)."""
    return {
        "type": draft.tender_type,
        "amount": amount.minor,
        "check_number": draft.check_number,
        "micr": draft.micr,
        "customer_id": draft.customer_id,
        "external_reference": draft.external_reference,
        "name": draft.name,
    }


def _adjust(
    tender_id: TenderId, change: TenderChange, s: Transaction, context: ChangeContext
) -> dict[str, Any]:
    tender = rules.tender_of(context.event, tender_id)
    return _change(tender_id, clean_tender(change.applied(tender)), s, context)


def _move(
    tender_id: TenderId, control_id: ControlId, s: Transaction, context: ChangeContext
) -> dict[str, Any]:
    event, setup = context.event, context.setup
    tender = rules.tender_of(event, tender_id)
    controls = _controls(s, event)
    target = load_control(s, control_id)
    if target is None:
        raise Refused("M-55", field="tender_control", value=control_id)
    _require_own(tender, controls, context.actor)
    if not context.actor.may(Right.OPEN_CONTROL_FOR_OTHERS):
        check_usable(target, context.actor.user_id, wanted=control_id)
    rules.check_move(tender, target, event, controls, setup)
    code = rules.cash_code(setup.tender_types[tender.tender_type], target, setup)
    store.move_tender(s, tender_id, target.id, code)
    return {"tender": tender_id, "before": tender.tender_control_id, "after": control_id}


def _delete(tender_id: TenderId, s: Transaction, context: ChangeContext) -> dict[str, Any]:
    event = context.event
    tender = rules.tender_of(event, tender_id)
    controls = _controls(s, event)
    _require_own(tender, controls, context.actor)
    rules.check_deletable(tender, event, controls)
    store.delete_tender(s, tender_id)
    return {"tender": tender_id, "type": tender.tender_type, "amount": tender.amount.minor}


def _controls(s: Transaction, event: EventView) -> Mapping[ControlId, Control]:
    ids = {t.tender_control_id for t in event.tenders if t.tender_control_id is not None}
    found = (load_control(s, control_id) for control_id in sorted(ids))
    return {control.id: control for control in found if control is not None}


def _require_own(tender: TenderView, controls: Mapping[ControlId, Control], actor: Actor) -> None:
    """Money in another user's drawer is that user's; supervisors may help (TC-01, D-44)."""
    if tender.tender_control_id is None or actor.may(Right.OPEN_CONTROL_FOR_OTHERS):
        return
    control = controls[tender.tender_control_id]
    if not control.all_users and control.user_id != actor.user_id:
        raise Refused("C-02", field="tender_control", user=control.user_name)
