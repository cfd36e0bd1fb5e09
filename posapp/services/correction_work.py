"""The work of a correction: each of its steps, as the action of its own does it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from posapp.domain import corrections as order_of
from posapp.domain.canceling import decide_cancel_tenders
from posapp.domain.correction_steps import kept_before, stated
from posapp.domain.corrections import Correction, Step
from posapp.domain.ids import ControlId
from posapp.domain.payment_edits import ask_before_distributing
from posapp.domain.rights import Right
from posapp.domain.tender_edits import TenderChange
from posapp.domain.transfers import TransferByRules
from posapp.services.autopay_changes import adjust_with_request
from posapp.services.cancel_work import at_stake, load_facts, record_cancel, require_cancel
from posapp.services.correction_again import Progress, add_tender, pay_again, take_again
from posapp.services.event_actions import delete_event, set_day
from posapp.services.event_change import ChangeContext
from posapp.services.held import check_listed
from posapp.services.payment_edits import adjust_payment, drop_payment
from posapp.services.tender_payors import change_payor
from posapp.services.tender_work import adjust_tender
from posapp.services.transfer_work import settle_payments, transfer_by_rules, transfer_to
from posapp.storage.base import Transaction
from posapp.storage.tender_edits import set_payor


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


def _edit_payment(
    step: order_of.EditPayment, done: Progress, s: Transaction, context: ChangeContext
) -> None:
    context.actor.require(Right.ADD_EVENT)
    if step.distribute:
        context.actor.require(Right.DISTRIBUTE)
        ask_before_distributing((context.payment(step.payment_id),), done.order.confirmed)
    done.tell(adjust_payment(step.payment_id, step.change, s, context))
    if step.distribute:
        settle_payments(s, [step.payment_id], context, freeze=False)


def _delete_payments(
    step: order_of.DeletePayments, done: Progress, s: Transaction, context: ChangeContext
) -> None:
    context.actor.require(Right.ADD_EVENT)
    for payment_id in step.payment_ids:
        done.tell(drop_payment(payment_id, s, context))


def _edit_tender(
    step: order_of.EditTender, done: Progress, s: Transaction, context: ChangeContext
) -> None:
    context.actor.require(Right.ADD_EVENT)
    adjust_tender(step.tender_id, step.change, done.order.confirmed, s, context)


def _set_payor(
    step: order_of.SetPayor, done: Progress, s: Transaction, context: ChangeContext
) -> None:
    """Another payor for every tender, each asked for as alone: a debit gets another request."""
    context.actor.require(Right.ADD_EVENT)
    confirmed, change = done.order.confirmed, TenderChange(payor=step.new)
    for tender in stated(context.event):
        if tender.payor_account_id != step.old:
            continue
        if tender.auto_pay is not None:
            adjust_with_request(tender.id, change, confirmed, done.sealing, s, context)
        else:
            kind = context.setup.tender_types[tender.tender_type]
            change_payor(s, tender, step.new, kind, confirmed, context)
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
    require_cancel(context, facts.controls, at_stake(context.event, chosen))
    decision = decide_cancel_tenders(step.order, facts, context.setup)
    if step.replaced:
        # What the payor owes of earlier change falls with the payments, and is owed again (D-11).
        decision = replace(decision, kept_change=kept_before(context.event), warnings=())
        done.restated |= {(one.control_id, one.goes_by) for one in decision.movements}
    check_listed(decision, s)
    if decision.movements:
        context.actor.require(Right.REFUND)
    for table, rows in record_cancel(s, decision, context).items():
        done.rows.setdefault(table, []).extend(rows)
    done.said |= {
        "reason": decision.reason.code,
        "tenders": [one.tender.id for one in decision.gone],
    }


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
    order_of.AddTender: add_tender,
    order_of.PayAgain: pay_again,
    order_of.SetDay: _set_day,
    order_of.TakeAgain: take_again,
    order_of.DeleteEvent: _delete,
}
