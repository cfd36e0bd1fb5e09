"""The work of checkouts: submit, process, cancel and refund one, inside a transaction (CK-2..CK-10)."""

import json
from collections.abc import Iterable
from functools import partial
from typing import Any, Final

from posapp.domain.checkouts import (
    Checkout,
    CheckoutFacts,
    CheckoutLine,
    CheckoutPlan,
    Selection,
    SubmitCheckout,
    decide_plan,
)
from posapp.domain.codes import DistributeAction, ItemState, MatchKind
from posapp.domain.credit_codes import CheckoutState, UseState
from posapp.domain.credits import Adjustment, CheckoutId, Taken, use_posting
from posapp.domain.ids import AccountId, AgreementId, ControlId, EventId, ItemId
from posapp.domain.ledger import reversal
from posapp.domain.money import ZERO, Money
from posapp.domain.payment_events import AddedEvent, PaymentDraft, TenderDraft
from posapp.domain.setup import SetUp
from posapp.errors import Refused
from posapp.services.adjustments import post_charge
from posapp.services.credit_change import CreditContext
from posapp.services.credit_money import match_code, take_money, to_agreement
from posapp.services.event_actions import delete_event, freeze_payments
from posapp.services.event_change import ChangeContext, EventChanger, EventOrder
from posapp.services.payment_events import PaymentEvents
from posapp.storage import checkout_items as items_store
from posapp.storage import checkouts as store
from posapp.storage import credits as credit_store
from posapp.storage.base import Transaction
from posapp.storage.mentions import Mentions
from posapp.storage.numbers import next_number
from posapp.storage.reversals import open_again
from posapp.storage.settling import settle

SERIES: Final = "CHECKOUT"
_DELETES: Final = frozenset({"M-41"})
_FROZEN: Final = "FROZEN"


def load_facts(
    s: Transaction, account_id: AccountId, selection: Selection, currency: str, setup: SetUp
) -> CheckoutFacts:
    """What a selection reads: its items, its charges, and the credits of the account."""
    ids = [choice.item_id for choice in selection.items]
    items = items_store.load_payable_items(s, account_id, setup, ids)
    waiting = credit_store.load_adjustments(s, account_id=account_id, waiting=True)
    found = {one.id: one for one in waiting}
    named = {*selection.adjustments, *(selection.credits or ())} - set(found)
    for one in credit_store.load_adjustments(s, account_id=account_id, ids=named) if named else ():
        found[one.id] = one
    return CheckoutFacts(account_id, currency, {item.id: item for item in items}, found)


def plan_of(
    s: Transaction, account_id: AccountId, selection: Selection, currency: str, setup: SetUp
) -> CheckoutPlan:
    """What a selection comes to now (CK-1)."""
    return decide_plan(selection, load_facts(s, account_id, selection, currency, setup))


def pay_plan(
    s: Transaction,
    events: PaymentEvents,
    command: SubmitCheckout,
    plan: CheckoutPlan,
    context: CreditContext,
    control_id: ControlId | None,
) -> AddedEvent | None:
    """Add the event of a plan: one tender, a payment for each line, distributed, not frozen (CK-3).

    ``None`` where credits cover all (CK-7).
    """
    if plan.to_pay == ZERO:
        return None
    return take_money(
        s,
        events,
        context,
        payor=command.account_id,
        tender=TenderDraft(command.method, command.tendered or plan.to_pay, command.check_number),
        payments=tuple(
            _payment(command.account_id, line, context.setup)
            for line in plan.lines
            if line.paid > ZERO
        ),
        action=DistributeAction.DISTRIBUTE,
        control_id=control_id,
        confirmed=command.confirmed,
    )


def _payment(account_id: AccountId, line: CheckoutLine, setup: SetUp) -> PaymentDraft:
    """An item is paid by its number (IT-3), a charge by its agreement."""
    if line.item_id is None:
        return to_agreement(account_id, line.agreement_id, line.paid, setup)
    return PaymentDraft(account_id, line.paid, match_code(MatchKind.ITEM, setup), line.named)


def record_submitted(
    s: Transaction,
    command: SubmitCheckout,
    plan: CheckoutPlan,
    context: CreditContext,
    checkout_id: CheckoutId,
    event_id: EventId | None,
    employee_number: str,
) -> Mentions:
    """Write a submitted checkout: items and charges are locked, credits reserved (CK-2, CK-3)."""
    setup, actor = context.setup, context.actor
    values = {
        "id": checkout_id,
        "number": _number(s, context),
        "account_id": command.account_id,
        "office": actor.office,
        "currency": plan.currency,
        "method": command.method if plan.to_pay else None,
        "employee_number": employee_number if plan.to_pay else "",
        "event_id": event_id,
        "comment": command.comment,
        "snapshot": _snapshot(plan, setup, command),
        "workstation": actor.workstation,
    }
    rows = store.insert_checkout(s, values, plan, context.stamp)
    items_store.set_items(s, _items(plan.lines), ItemState.IN_CHECKOUT)
    uses = [_reserve(s, checkout_id, part) for part in plan.taken]
    return store.joined(rows, *uses)


def _reserve(s: Transaction, checkout_id: CheckoutId, part: Taken) -> Mentions:
    _use, said = credit_store.insert_use(
        s,
        {
            "credit_id": part.credit_id,
            "checkout_id": checkout_id,
            "seq": part.seq,
            "amount": part.amount,
            "state": UseState.RESERVED,
        },
    )
    return {"credit_use": said}


def _number(s: Transaction, context: CreditContext) -> str:
    """The next confirmation number, gapless by issuing center and year."""
    center, year = context.setup.offices[context.actor.office].issuing_center, context.today.year
    n = next_number(s, SERIES, f"{center}:{year}")
    prefix = "DEMO-" if context.setup.installation.demo else ""
    return f"{prefix}CO-{year}-{center}-{n:06d}"


def _snapshot(plan: CheckoutPlan, setup: SetUp, command: SubmitCheckout) -> str:
    """What was submitted, with amounts in words of the currency (CK-2)."""
    text = setup.currencies[plan.currency].text
    method = setup.tender_types[command.method].description if plan.to_pay else ""
    document: dict[str, Any] = {
        "currency": plan.currency,
        "method": method,
        "lines": [
            {
                "named": line.named,
                "description": line.description,
                "amount": text(line.amount),
                "credit": text(line.credit),
            }
            for line in plan.lines
        ],
        "credits": [
            {"credit": part.credit_id, "line": part.seq, "amount": text(part.amount)}
            for part in plan.taken
        ],
        "total": text(plan.lines_total),
        "credits_total": text(plan.credits_total),
        "to_pay": text(plan.to_pay),
        "comment": command.comment,
    }
    return json.dumps(document, ensure_ascii=False, sort_keys=True)


def record_processed(
    s: Transaction, checkout: Checkout, changer: EventChanger, context: CreditContext
) -> Mentions:
    """Process a checkout: credits are used, payments freeze, items are paid (CK-3, CK-10).

    Raises:
        Refused: ``M-341`` when something was paid otherwise meanwhile (D-25).
    """
    stamp = context.stamp
    processed = {
        "state": CheckoutState.PROCESSED,
        "processed_at": stamp.at,
        "processed_by": stamp.user_id,
    }
    rows = [store.set_checkout(s, checkout, processed), store.drop_locks(s, checkout.id)]
    items_store.set_items(s, _items(checkout.lines), ItemState.PAYABLE)
    rows.append(_charges(s, checkout, context))
    rows.append(_use_credits(s, checkout, context))
    if checkout.event_id is not None:
        order = EventOrder("event.freeze", checkout.event_id, context.inner("freeze"))
        changer.within(s, order, context.actor, partial(_freeze, checkout))
    _settle(s, checkout, context)
    return store.joined(*rows)


def _charges(s: Transaction, checkout: Checkout, context: CreditContext) -> Mentions:
    """Charges of a checkout are posted, and processed, with it (AJ-2)."""
    ids = [line.adjustment_id for line in checkout.lines if line.adjustment_id is not None]
    if not ids:
        return {}
    posted = [post_charge(s, one, context) for one in credit_store.load_adjustments(s, ids=ids)]
    done = credit_store.set_processed(s, ids, context.stamp)
    return store.joined(*posted, {"account_adjustment": done})


def _use_credits(s: Transaction, checkout: Checkout, context: CreditContext) -> Mentions:
    """Reserved credits are used: Dr open credits, Cr what their line owes (CK-10)."""
    books, rows = context.books(checkout.currency), []
    credits_ = _credits_of(s, checkout)
    lines = {line.seq: line for line in checkout.lines}
    kinds = items_store.load_sa_types(s, [line.agreement_id for line in checkout.lines])
    for view in checkout.uses:
        use = view.use
        rows.append({"credit_use": credit_store.set_use(s, use, UseState.USED)})
        agreement = lines[use.seq or 0].agreement_id
        code = context.setup.sa_types[kinds[agreement]].distribution_code
        posting = use_posting(use.amount, credits_[use.credit_id].clearing_code or "", code)
        rows.append(credit_store.post(s, use.id, agreement, posting, books)[1])
    spent = [
        one.id for one in _credits_of(s, checkout).values() if one.waits and one.used == -one.amount
    ]
    done = credit_store.set_processed(s, spent, context.stamp)
    return store.joined(*rows, {"account_adjustment": done})


def _credits_of(s: Transaction, checkout: Checkout) -> dict[int, Adjustment]:
    ids = {view.use.credit_id for view in checkout.uses}
    return {one.id: one for one in credit_store.load_adjustments(s, ids=ids)}


def _freeze(checkout: Checkout, s: Transaction, event: ChangeContext) -> dict[str, Any]:
    """Freeze every payment, or none: what a debt does not take any more stops all of it."""
    done = freeze_payments(None, s, event)
    if set(done["payments"].values()) != {_FROZEN}:
        texts = [p.error_text for p in event.again(s).event.payments if p.error_code]
        reason = " ".join(texts).rstrip(".")
        raise Refused("M-341", field="checkout", value=checkout.number, reason=reason)
    return done


def _settle(s: Transaction, checkout: Checkout, context: CreditContext) -> None:
    """Items on which nothing is due any more are paid, also those that credits alone paid (IT-4).

    Raises:
        Refused: ``M-341`` when credits would pay more than is due.
    """
    balances = _item_balances(s, checkout)
    over = [balance for balance in balances.values() if balance < ZERO]
    if over:
        reason = "less is due now than was submitted"
        raise Refused("M-341", field="checkout", value=checkout.number, reason=reason)
    settle(s, [one for one, balance in balances.items() if not balance], context.today)


def _item_balances(s: Transaction, checkout: Checkout) -> dict[AgreementId, Money]:
    return items_store.load_balances(
        s, [line.agreement_id for line in checkout.lines if line.item_id is not None]
    )


def record_canceled(
    s: Transaction,
    checkout: Checkout,
    changer: EventChanger,
    context: CreditContext,
    *,
    release: bool,
    comment: str,
) -> Mentions:
    """Cancel a submitted checkout: its event goes, items and credits are free again (CK-5)."""
    stamp = context.stamp
    ended = {
        "state": CheckoutState.CANCELED,
        "event_id": None,
        "ended_at": stamp.at,
        "ended_by": stamp.user_id,
        "end_comment": comment,
        "released": release,
    }
    rows = [store.set_checkout(s, checkout, ended), store.drop_locks(s, checkout.id)]
    rows += [
        {"credit_use": credit_store.set_use(s, view.use, UseState.RETURNED)}
        for view in checkout.uses
    ]
    _make_payable(s, checkout)
    if checkout.event_id is not None:
        order = EventOrder("event.delete", checkout.event_id, context.inner("delete"))
        changer.within(s, order, context.actor, partial(delete_event, _DELETES))
    if release:
        rows.append(_release(s, checkout, context))
    return store.joined(*rows)


def _make_payable(s: Transaction, checkout: Checkout) -> None:
    """Items are payable again; one that was paid otherwise meanwhile is paid (IT-4)."""
    balances = _item_balances(s, checkout)
    due: list[ItemId] = []
    paid: list[ItemId] = []
    for line in checkout.lines:
        if line.item_id is not None:
            (due if balances[line.agreement_id] > ZERO else paid).append(line.item_id)
    items_store.set_items(s, due, ItemState.PAYABLE)
    items_store.set_items(s, paid, ItemState.PAID)


def _release(s: Transaction, checkout: Checkout, context: CreditContext) -> Mentions:
    """Give items back that their kind allows; their numbers are free again (CK-5)."""
    ids = _items(checkout.lines)
    found = items_store.load_payable_items(s, checkout.account_id, context.setup, ids)
    rows: list[Mentions] = [
        items_store.release_item(s, item, context.books(checkout.currency))
        for item in found
        if item.releasable and item.state is ItemState.PAYABLE
    ]
    return store.joined(*rows)


def record_refunded(
    s: Transaction,
    checkout: Checkout,
    context: CreditContext,
    *,
    method: str | None,
    comment: str,
) -> Mentions:
    """Refund a processed checkout: used credits come back once, items are payable again (CK-6).

    The caller gives the money back, before.
    """
    stamp, approval = context.stamp, context.approval
    ended = {
        "state": CheckoutState.REFUNDED,
        "ended_at": stamp.at,
        "ended_by": stamp.user_id,
        "end_comment": comment,
        "refund_method": method,
        "approved_by": None if approval is None else approval.approver.user_id,
    }
    rows = [store.set_checkout(s, checkout, ended)]
    rows.append(_return_credits(s, checkout, context))
    agreements: list[AgreementId] = [
        line.agreement_id for line in checkout.lines if line.item_id is not None
    ]
    open_again(s, agreements)
    return store.joined(*rows)


def _return_credits(s: Transaction, checkout: Checkout, context: CreditContext) -> Mentions:
    books, rows = context.books(checkout.currency), []
    credits_ = _credits_of(s, checkout)
    lines = {line.seq: line for line in checkout.lines}
    kinds = items_store.load_sa_types(s, [line.agreement_id for line in checkout.lines])
    for view in checkout.uses:
        use = view.use
        rows.append({"credit_use": credit_store.set_use(s, use, UseState.RETURNED)})
        agreement = lines[use.seq or 0].agreement_id
        code = context.setup.sa_types[kinds[agreement]].distribution_code
        clearing = credits_[use.credit_id].clearing_code or ""
        posting = reversal(use_posting(use.amount, clearing, code))
        rows.append(credit_store.post(s, use.id, agreement, posting, books)[1])
    again = [one.id for one in credits_.values() if not one.waits]
    done = credit_store.set_processed(s, again, None)
    return store.joined(*rows, {"account_adjustment": done})


def _items(lines: Iterable[CheckoutLine]) -> list[ItemId]:
    return [line.item_id for line in lines if line.item_id is not None]
