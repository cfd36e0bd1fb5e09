"""Tender and deposit controls as JSON; what the blind count hides is ``null`` (D-16)."""

from typing import TYPE_CHECKING, Any

from posapp.cli.plain import maybe
from posapp.domain.ids import long_id, short_id
from posapp.domain.money import Currency

if TYPE_CHECKING:
    from posapp.domain.browse import TenderHistoryItem
    from posapp.domain.control_lines import ControlLine
    from posapp.domain.setup import SetUp
    from posapp.domain.tender_controls import Control, ControlView


def control_document(view: "ControlView", setup: "SetUp") -> dict[str, Any]:
    """A tender control with its lines (controls 5.4)."""
    currency = setup.currencies[view.control.currency]
    return {
        **listed_control(view.control, currency),
        "source_description": view.source_description,
        "office": view.office,
        "events": view.events,
        "canceled": view.canceled,
        "blind": view.blind,
        "limit": maybe(currency, view.limit),
        "above_limit": view.above_limit,
        **_standing(view),
        "lines": [_line(line, currency) for line in view.lines],
        "home_values": _home_values(view, setup),
        "float_count": [
            {"value": currency.text(item.value), "coin": item.coin, "quantity": quantity}
            for item, quantity in view.float_count
        ],
    }


def _standing(view: "ControlView") -> dict[str, Any]:
    """What stands in the way of balancing, and who balanced it."""
    standing = view.standing
    if standing is None:
        return {}
    balanced_at = standing.balanced_at
    return {
        "comments": standing.comments or None,
        "deposit_status": standing.deposit_status.value,
        "balanced_at": None if balanced_at is None else balanced_at.isoformat(),
        "balanced_by": standing.balanced_by or None,
        "turn_ins_awaiting": standing.awaiting,
        "attention": standing.attention,
        "counts_submitted": standing.submits,
        "count_pending": standing.pending,
        "needs_supervisor": standing.needs_supervisor,
    }


def _home_values(view: "ControlView", setup: "SetUp") -> dict[str, str] | None:
    """What foreign tenders are worth at their stored rates, by currency (D-05)."""
    if view.home_values is None:
        return None
    return {code: setup.currencies[code].text(worth) for code, worth in view.home_values}


def listed_control(control: "Control", currency: Currency) -> dict[str, Any]:
    """A tender control as a line of a list (controls 5.1)."""
    return {
        "id": short_id(control.id),
        "status": control.status.value,
        "tender_source": control.tender_source,
        "deposit_control_id": short_id(control.deposit_control_id),
        "currency": control.currency,
        "business_date": control.business_date.isoformat(),
        "all_users": control.all_users,
        "user": control.user_name or None,
        "starting_balance": currency.text(control.starting_balance),
        "created_at": control.created_at.isoformat(),
    }


def _line(line: "ControlLine", currency: Currency) -> dict[str, Any]:
    return {
        "type": line.tender_type,
        "description": line.description,
        "count": line.count,
        "starting": currency.text(line.starting),
        "received": maybe(currency, line.received),
        "tendered": maybe(currency, line.tendered),
        "change": maybe(currency, line.change),
        "booked": maybe(currency, line.booked),
        "turn_ins": currency.text(line.turn_ins),
        "turned_in": currency.text(line.turned_in),
        "issued": currency.text(line.issued),
        "refunded": currency.text(line.refunded),
        "expected": maybe(currency, line.expected),
        "ending": maybe(currency, line.ending),
        "over_under": maybe(currency, line.over_under),
    }


def history_document(tender: "TenderHistoryItem", currency: Currency) -> dict[str, Any]:
    """A tender of an open control (TND-10)."""
    return {
        "id": long_id(tender.tender_id),
        "event_id": long_id(tender.event_id),
        "frozen_at": None if tender.frozen_at is None else tender.frozen_at.isoformat(),
        "payment_date": tender.payment_date.isoformat(),
        "payor_account_id": short_id(tender.payor_account_id),
        "payor_name": tender.payor_name,
        "currency": currency.code,
        "amount": currency.text(tender.amount),
        "type": tender.tender_type,
        "status": tender.status.value,
        "flagged": tender.flagged,
        "tender_control_id": short_id(tender.tender_control_id),
        "tender_source": tender.tender_source,
    }
