"""The work of a correction: each of its steps, as the action of its own does it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final
from uuid import NAMESPACE_OID, uuid5

from posapp.domain import corrections as order_of
from posapp.domain.adding import decide_add, drawer_for
from posapp.domain.canceling import decide_cancel_tenders
from posapp.domain.codes import DistributeAction
from posapp.domain.correction_steps import allocated
from posapp.domain.corrections import Correction, CorrectionOrder, Step
from posapp.domain.distribution_rules import Detail, Named
from posapp.domain.event_views import EventView
from posapp.domain.ids import ControlId, EventId, PaymentId
from posapp.domain.money import ZERO
from posapp.domain.new_tenders import new_tender
from posapp.domain.payment_events import AddEvent, AddFacts
from posapp.domain.requests import fingerprint
from posapp.domain.rights import Right
from posapp.domain.setup import SetUp
from posapp.domain.texts import clean_payment, clean_tender
from posapp.domain.transfers import TransferByRules
from posapp.errors import Refused
from posapp.services.cancel_work import load_facts, record_cancel, require_cancel, stated_total
from posapp.services.event_actions import delete_event, set_day
from posapp.services.event_change import ChangeContext
from posapp.services.payment_edits import adjust_payment, drop_payment
from posapp.services.payment_events import record_new_event
from posapp.services.sealing import Sealing
from posapp.services.tender_work import adjust_tender
from posapp.services.transfer_work import settle_payments, transfer_by_rules, transfer_to
from posapp.storage.base import Transaction
from posapp.storage.distribution_rules import insert_details
from posapp.storage.event_writes import Stamp
from posapp.storage.mentions import Mentions
from posapp.storage.payment_edits import insert_payment
from posapp.storage.payment_facts import load_add_facts
from posapp.storage.tender_edits import insert_tender, set_payor

# The customer stood there and all this was asked when the money was taken.
_ASKED_BEFORE: Final = frozenset({"M-06W", "M-31", "M-39", "M-40", "M-42", "M-69"})


@dataclass
class Progress:
    """What the steps have done so far, for the audit."""

    order: CorrectionOrder
    request_id: str
    sealing: Sealing
    said: dict[str, Any] = field(default_factory=dict)
    rows: Mentions = field(default_factory=dict)
    deleted: bool = False
    taken_again: EventId | None = None


def carry_out(
    correction: Correction, progress: Progress, s: Transaction, context: ChangeContext
) -> dict[str, Any]:
    """Do every step of a correction, each on what the ones before it left.

    Raises:
        Refused: as the actions of the steps do.
        NeedsConfirmation: likewise, unless the order confirms it.
    """
    for step in correction.steps:
        _DO[type(step)](step, progress, s, context.again(s))
    return progress.said | {
        "fault": correction.fault.value,
        "steps": list(correction.names),
        "rows": progress.rows,
    }


def request_of_second(request_id: str) -> str:
    """Request id of the event that takes another's place, always the same for one correction."""
    return str(uuid5(NAMESPACE_OID, f"correction {request_id}"))


def _edit_payment(
    step: order_of.EditPayment, _done: Progress, s: Transaction, context: ChangeContext
) -> None:
    context.actor.require(Right.ADD_EVENT)
    adjust_payment(step.payment_id, step.change, s, context)
    if step.distribute:
        context.actor.require(Right.DISTRIBUTE)
        settle_payments(s, [step.payment_id], context, freeze=False)


def _delete_payments(
    step: order_of.DeletePayments, _done: Progress, s: Transaction, context: ChangeContext
) -> None:
    context.actor.require(Right.ADD_EVENT)
    for payment_id in step.payment_ids:
        drop_payment(payment_id, s, context)


def _edit_tender(
    step: order_of.EditTender, _done: Progress, s: Transaction, context: ChangeContext
) -> None:
    context.actor.require(Right.ADD_EVENT)
    adjust_tender(step.tender_id, step.change, frozenset(), s, context)


def _set_payor(
    step: order_of.SetPayor, _done: Progress, s: Transaction, context: ChangeContext
) -> None:
    context.actor.require(Right.ADD_EVENT)
    set_payor(s, context.event.id, step.old, step.new)


def _move(step: order_of.Move, done: Progress, s: Transaction, context: ChangeContext) -> None:
    whole = step.payment_id is None
    context.actor.require(Right.EVENT_TRANSFER if whole else Right.PAYMENT_TRANSFER)
    if isinstance(step.transfer, TransferByRules):
        done.said |= transfer_by_rules(step.transfer, step.payment_id, s, context)
    else:
        done.said |= transfer_to(step.transfer, step.payment_id, s, context)


def _cancel(step: order_of.Cancel, done: Progress, s: Transaction, context: ChangeContext) -> None:
    """Cancel tenders; change of a tender that another one replaces stays as it was given."""
    drawers = {drawer for _, drawer in step.order.tenders if drawer is not None}
    if step.order.change_drawer is not None:
        drawers.add(step.order.change_drawer)
    facts = load_facts(s, context, drawers)
    chosen = {tender_id for tender_id, _drawer in step.order.tenders}
    falling = (tender for tender in context.event.tenders if tender.id in chosen)
    require_cancel(context, facts.controls, stated_total(falling))
    decision = decide_cancel_tenders(step.order, facts, context.setup)
    if step.replaced:
        decision = replace(decision, kept_change=None, warnings=())
    if decision.movements:
        context.actor.require(Right.REFUND)
    for table, rows in record_cancel(s, decision, context).items():
        done.rows.setdefault(table, []).extend(rows)
    done.said |= {
        "reason": decision.reason.code,
        "tenders": [one.tender.id for one in decision.gone],
    }


def _add_tender(
    step: order_of.AddTender, done: Progress, s: Transaction, context: ChangeContext
) -> None:
    context.actor.require(Right.ADD_EVENT)
    event, draft = context.event, clean_tender(step.draft)
    command = AddEvent(
        event.request_id,
        step.payor,
        (draft,),
        (),
        action=DistributeAction.NONE,
        payment_date=event.payment_date,
        control_id=step.control_id,
    )
    facts = _facts(command, s, context)
    tender = new_tender(draft, facts, drawer_for(command, facts))
    stamp = Stamp(context.now, context.actor.user_id)
    done.said["tender"] = insert_tender(s, event.id, step.payor, tender, stamp)


def _pay_again(
    step: order_of.PayAgain, _done: Progress, s: Transaction, context: ChangeContext
) -> None:
    event, setup = context.event, context.setup
    context.actor.require(Right.DISTRIBUTE)
    stamp = Stamp(context.now, context.actor.user_id)
    for one in allocated(step, event.totals.difference, event.currency):
        payment_id: PaymentId = insert_payment(s, event.id, clean_payment(one.draft(setup)), stamp)
        if one.freeze:
            context.actor.require(Right.FREEZE)
        settle_payments(s, [payment_id], context, freeze=one.freeze)


def _set_day(step: order_of.SetDay, done: Progress, s: Transaction, context: ChangeContext) -> None:
    context.actor.require(Right.ADD_EVENT)
    done.said |= set_day(step.day, done.order.confirmed, s, context)


def _delete(
    _step: order_of.DeleteEvent, done: Progress, s: Transaction, context: ChangeContext
) -> None:
    """The correction shows what goes, so it is not asked again (M-41)."""
    context.actor.require(Right.DELETE_EVENT)
    done.said |= delete_event(frozenset({"M-41"}), s, context)
    done.deleted = True


def _take_again(
    step: order_of.TakeAgain, done: Progress, s: Transaction, context: ChangeContext
) -> None:
    """Add the event with its right date; what its details said of it comes along (DR-1)."""
    setup = context.setup
    context.actor.require(Right.ADD_EVENT)
    frozen = all(one.freeze for one in step.payments)
    command = AddEvent(
        request_of_second(done.request_id),
        step.payor,
        tuple(clean_tender(draft) for draft in step.tenders),
        tuple(clean_payment(one.draft(setup)) for one in step.payments),
        action=DistributeAction.FREEZE if frozen else DistributeAction.DISTRIBUTE,
        payment_date=step.day,
        control_id=step.control_id,
        confirmed=_ASKED_BEFORE,
    )
    facts = _facts(command, s, context)
    new = decide_add(command, facts)
    print_ = fingerprint(command)
    added = record_new_event(
        s, command, new, context.actor, setup, context.now, print_, done.sealing
    )
    insert_details(s, added.event_id, _details(context.event, setup))
    done.taken_again = added.event_id
    done.said["taken_again"] = added.event_id


def _details(event: EventView, setup: SetUp) -> tuple[Detail, ...]:
    return tuple(
        Detail(
            setup.distribution_rules[one.rule],
            Named(one.value, one.value_description),
            one.amount,
        )
        for one in event.details
        if one.amount >= ZERO
    )


def _facts(command: AddEvent, s: Transaction, context: ChangeContext) -> AddFacts:
    """Facts of money that goes into a drawer; who may help others uses theirs (TC-01, D-44)."""
    facts = load_add_facts(s, command, context.setup, actor=context.actor, now=context.now)
    control = facts.control
    if control is None or control.user_id is None:
        return facts
    if context.actor.may(Right.OPEN_CONTROL_FOR_OTHERS):
        facts = replace(facts, user_id=control.user_id)
    elif control.user_id != context.actor.user_id:
        raise Refused("C-02", field="drawer", user=control.user_name)
    return facts


def drawers_of(correction: Correction) -> frozenset[ControlId]:
    """Drawers that the steps put money into or take it from."""
    found: set[ControlId] = set()
    for step in correction.steps:
        if isinstance(step, order_of.Cancel):
            found.update(drawer for _, drawer in step.order.tenders if drawer is not None)
            if step.order.change_drawer is not None:
                found.add(step.order.change_drawer)
        elif isinstance(step, order_of.AddTender | order_of.TakeAgain):
            found.add(step.control_id)
    return frozenset(found)


_Do = Callable[[Any, Progress, Transaction, ChangeContext], None]
_DO: Final[Mapping[type[Step], _Do]] = {
    order_of.EditPayment: _edit_payment,
    order_of.DeletePayments: _delete_payments,
    order_of.EditTender: _edit_tender,
    order_of.SetPayor: _set_payor,
    order_of.Move: _move,
    order_of.Cancel: _cancel,
    order_of.AddTender: _add_tender,
    order_of.PayAgain: _pay_again,
    order_of.SetDay: _set_day,
    order_of.TakeAgain: _take_again,
    order_of.DeleteEvent: _delete,
}
