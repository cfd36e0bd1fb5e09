"""Adjustments, credits and checkouts as JSON."""

import json
from typing import TYPE_CHECKING, Any

from posapp.cli.call import Call
from posapp.cli.plain import Document, maybe_short
from posapp.domain.ids import EventId, long_id, short_id
from posapp.domain.money import Currency

if TYPE_CHECKING:
    from posapp.domain.checkouts import Checkout, CheckoutPlan, PayableItem
    from posapp.domain.credits import Adjustment, Holder
    from posapp.domain.payments_page import PaymentsPage
    from posapp.domain.setup import SetUp


def adjustment_document(one: "Adjustment", currency: Currency) -> dict[str, Any]:
    """An adjustment; amounts below zero are credits."""
    return {
        "id": short_id(one.id),
        "account_id": short_id(one.account_id),
        "requisition_code": one.requisition_code,
        "description": one.description,
        "amount": currency.text(one.amount),
        "currency": one.currency,
        "comment": one.comment,
        "state": one.state.value,
        "left": currency.text(one.left) if one.is_credit else None,
        "reserved": currency.text(one.reserved),
        "used": currency.text(one.used),
        "method": one.method,
        "item": one.item or None,
        "checkout": one.checkout or None,
        "event_id": None if one.event_id is None else long_id(one.event_id),
        "linked_id": maybe_short(one.linked_id),
        "demands_id": maybe_short(one.demands_id),
        "reverses_id": maybe_short(one.reverses_id),
        "reversed_by": maybe_short(one.reversed_by),
        "held_by": None if one.holder is None else _holder(one.holder),
        "created_at": one.created_at.isoformat(),
        "created_by": one.created_by,
        "processed_at": None if one.processed_at is None else one.processed_at.isoformat(),
        "processed_by": one.processed_by or None,
    }


def _holder(holder: "Holder") -> dict[str, Any]:
    return {
        "checkout": holder.number,
        "user": holder.user,
        "workstation": holder.workstation,
        "at": holder.at.isoformat(),
    }


def plan_document(plan: "CheckoutPlan", setup: "SetUp") -> dict[str, Any]:
    """What a selection comes to, before anything is written (CK-2)."""
    text = setup.currencies[plan.currency].text
    return {
        "currency": plan.currency,
        "lines": [
            {
                "named": line.named,
                "description": line.description,
                "amount": text(line.amount),
                "credit": text(line.credit),
            }
            for line in plan.lines
        ],
        "total": text(plan.lines_total),
        "credits_used": text(plan.credits_total),
        "to_pay": text(plan.to_pay),
    }


def checkout_document(checkout: "Checkout", setup: "SetUp") -> dict[str, Any]:
    """A checkout with its lines, the credits it took, and what became of it (CK-7b)."""
    text = setup.currencies[checkout.currency].text
    return {
        "id": short_id(checkout.id),
        "number": checkout.number,
        "account_id": short_id(checkout.account_id),
        "account_name": checkout.account_name,
        "state": checkout.state.value,
        "currency": checkout.currency,
        "method": checkout.method,
        "employee_number": checkout.employee_number or None,
        "lines": [
            {
                "seq": line.seq,
                "item_id": maybe_short(line.item_id),
                "adjustment_id": maybe_short(line.adjustment_id),
                "named": line.named,
                "description": line.description,
                "amount": text(line.amount),
                "credit": text(line.credit),
                "paid": text(line.paid),
            }
            for line in checkout.lines
        ],
        "credits": [
            {
                "credit_id": short_id(view.use.credit_id),
                "line": view.use.seq,
                "amount": text(view.use.amount),
                "state": view.use.state.value,
                "method": view.method,
                "comment": view.comment or None,
            }
            for view in checkout.uses
        ],
        "total": text(checkout.lines_total),
        "credits_used": text(checkout.credits_total),
        "to_pay": text(checkout.to_pay),
        "adjusted": text(checkout.adjusted),
        "event_id": None if checkout.event_id is None else long_id(checkout.event_id),
        "comment": checkout.comment or None,
        "submitted_at": checkout.submitted_at.isoformat(),
        "submitted_by": checkout.submitted_by,
        "workstation": checkout.workstation,
        "processed_at": None
        if checkout.processed_at is None
        else checkout.processed_at.isoformat(),
        "processed_by": checkout.processed_by or None,
        "process_approved_by": checkout.process_approved_by or None,
        "ended_at": None if checkout.ended_at is None else checkout.ended_at.isoformat(),
        "ended_by": checkout.ended_by or None,
        "end_comment": checkout.end_comment or None,
        "released": checkout.released,
        "refund_method": checkout.refund_method,
        "approved_by": checkout.approved_by or None,
        "snapshot": json.loads(checkout.snapshot),
        "version": checkout.version,
    }


def checkout_of_event(call: Call, event_id: EventId) -> dict[str, Any] | None:
    """The checkout that an event pays, ``None`` for any other event (CK-7b)."""
    found = call.services.event_checkouts.of_event(event_id, call.actor)
    return None if found is None else checkout_document(found, call.setup)


def page_document(page: "PaymentsPage", setup: "SetUp") -> Document:
    """What a payments page shows: items, charges, credits, methods (CK-1, AC2-5)."""
    currency = setup.currencies[page.currency]
    return {
        "account_id": short_id(page.account_id),
        "account_name": page.account_name,
        "person_type": page.person_type or None,
        "items": [_item(item, currency) for item in page.items],
        "adjustments": [adjustment_document(one, currency) for one in page.charges],
        "credits": [adjustment_document(one, currency) for one in page.credits],
        "methods": [kind.code for kind in page.methods],
        "waiting": [one.number for one in page.waiting],
        "parked": [short_id(one.id) for one in page.parked],
    }


def _item(item: "PayableItem", currency: Currency) -> dict[str, Any]:
    return {
        "id": short_id(item.id),
        "number": item.number,
        "kind": item.sa_type,
        "description": item.description,
        "state": item.state.value,
        "due": None if item.due is None else currency.text(item.due),
        "part_payment": item.part_payment,
        "held_by": None if item.holder is None else _holder(item.holder),
    }
