"""The work of submitting a checkout, inside a transaction: plan, event, rows, locks (CK-1..CK-3)."""

import json
from typing import Any, Final

from posapp.domain.checkout_orders import Selection, SubmitCheckout
from posapp.domain.checkout_rules import amount_tendered, decide_plan
from posapp.domain.checkouts import CheckoutFacts, CheckoutLine, CheckoutPlan, items_of
from posapp.domain.codes import DistributeAction, ItemState, MatchKind
from posapp.domain.credit_codes import UseState
from posapp.domain.credits import CheckoutId, Taken
from posapp.domain.ids import AccountId, ControlId, EventId
from posapp.domain.money import ZERO
from posapp.domain.payment_events import AddedEvent, PaymentDraft, TenderDraft
from posapp.domain.setup import SetUp
from posapp.services.credit_change import CreditContext
from posapp.services.credit_money import match_code, take_money, to_agreement
from posapp.services.payment_events import PaymentEvents
from posapp.storage import checkout_items as items_store
from posapp.storage import checkouts as store
from posapp.storage import credits as credit_store
from posapp.storage.base import Transaction
from posapp.storage.mentions import Mentions
from posapp.storage.numbers import next_number

SERIES: Final = "CHECKOUT"


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
        tender=TenderDraft(
            command.method, amount_tendered(command.tendered, plan), command.check_number
        ),
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
    items_store.set_items(s, items_of(plan.lines), ItemState.IN_CHECKOUT)
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
