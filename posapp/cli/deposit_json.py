"""Deposit controls, their deposits and turn-ins as JSON; hidden money is ``null`` (D-16)."""

from collections.abc import Sequence
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from posapp.cli.control_json import listed_control
from posapp.cli.plain import maybe
from posapp.domain.ids import long_id, short_id
from posapp.domain.money import Currency, Money

if TYPE_CHECKING:
    from posapp.domain.deposit_controls import DepositControlView, DepositDay
    from posapp.domain.deposit_figures import DepositFigures, DepositLine
    from posapp.domain.deposits import DepositView
    from posapp.domain.proof import ProofStrip
    from posapp.domain.setup import SetUp
    from posapp.domain.tender_controls import DepositControl
    from posapp.domain.turn_in import Counted, Instrument, TurnIn, TurnInView


def deposit_control_document(view: "DepositControlView", setup: "SetUp") -> dict[str, Any]:
    """A deposit control with its figures, drawers, turn-ins and deposits (controls 4)."""
    currency = setup.currencies[view.control.currency]
    return {
        **listed_deposit_control(view.control, currency),
        "created_by": view.created_by,
        "balanced_at": None if view.balanced_at is None else view.balanced_at.isoformat(),
        "balanced_by": view.balanced_by or None,
        "by_program": view.by_program,
        "exceptions": view.exceptions,
        **_figures(view.figures, currency),
        "lines": None
        if view.lines is None
        else [_line(one, setup, currency) for one in view.lines],
        "controls": [listed_control(control, currency) for control in view.controls],
        "turn_ins": [turn_in_line(one, currency) for one in view.turn_ins],
        "deposits": [deposit_document(one, currency) for one in view.deposits],
    }


def day_document(
    days: Sequence["DepositDay"], strips: Sequence["ProofStrip"], setup: "SetUp"
) -> dict[str, Any]:
    """A day of an office: its deposit controls by currency, and the proof strips (D-38)."""
    return {
        "currencies": [_day(one, setup) for one in days],
        "proof": [_strip(one, setup.currencies[one.currency]) for one in strips],
    }


def _day(day: "DepositDay", setup: "SetUp") -> dict[str, Any]:
    currency = setup.currencies[day.currency]
    return {
        "currency": day.currency,
        "business_date": day.day.isoformat(),
        "office": day.office,
        **_figures(day.figures, currency),
        "ending_balance": maybe(currency, day.figures.ending),
        "automatic_payments": currency.text(day.by_program),
        "lines": [_line(one, setup, currency) for one in day.lines],
        "deposit_controls": [listed_deposit_control(one, currency) for one in day.controls],
    }


def _strip(strip: "ProofStrip", currency: Currency) -> dict[str, Any]:
    figures = ("receipts", "drawers", "deposits", "ledger", "returned", "other_days", "debited")
    missing = ("missing", "missing_in_drawers", "missing_in_deposits", "missing_in_ledger")
    return {
        "currency": strip.currency,
        "green": strip.is_green,
        "not_yet": sorted(strip.not_yet),
        **{name: currency.text(getattr(strip, name).amount) for name in figures},
        "foreign": currency.text(strip.foreign),
        **{name: currency.text(getattr(strip, name)) for name in missing},
        "events": [
            {"event_id": long_id(row.id), "missing": currency.text(row.amount)}
            for row in strip.events
        ],
    }


def listed_deposit_control(deposit: "DepositControl", currency: Currency) -> dict[str, Any]:
    """A deposit control as a line of a list (controls 4.1)."""
    return {
        "id": short_id(deposit.id),
        "status": deposit.status.value,
        "source_type": deposit.source_type.value,
        "currency": deposit.currency,
        "office": deposit.office,
        "business_date": deposit.business_date.isoformat(),
        "owner": deposit.owner_name,
        "created_at": deposit.created_at.isoformat(),
        "ending_balance": maybe(currency, deposit.ending_balance),
        "comments": deposit.comments or None,
        "version": deposit.version,
    }


_NAMES = {
    "starting": "starting_balance",
    "tenders": "total_tenders",
    "controls": "total_tender_controls",
    "controls_amount": "total_tender_controls_amount",
    "deposits": "total_tender_deposits",
    "deposits_amount": "total_tender_deposits_amount",
    "expected": "expected_ending_balance",
    "over_under": "outstanding_over_under",
    "in_drawers": "in_drawers",
    "in_hands": "in_supervisors_hands",
    "awaiting": "turn_ins_awaiting",
    "booked": "over_under_booked",
}


def _figures(figures: "DepositFigures | None", currency: Currency) -> dict[str, Any]:
    """The figures of 4.2 under the names of the book."""
    if figures is None:
        return dict.fromkeys(_NAMES.values())
    values = {one.name: getattr(figures, one.name) for one in fields(figures)}
    return {
        said: currency.text(values[name]) if isinstance(values[name], Money) else values[name]
        for name, said in _NAMES.items()
    }


def _line(line: "DepositLine", setup: "SetUp", currency: Currency) -> dict[str, Any]:
    return {
        "type": line.tender_type,
        "description": setup.tender_types[line.tender_type].description,
        "starting": currency.text(line.starting),
        "received": currency.text(line.received),
        "over_under_booked": currency.text(line.booked),
        "turn_ins": currency.text(line.turned_in),
        "deposited": currency.text(line.deposited),
        "expected": currency.text(line.expected),
    }


def deposit_document(view: "DepositView", currency: Currency) -> dict[str, Any]:
    """A bank deposit or settlement (controls 4.4)."""
    one = view.deposit
    return {
        "id": short_id(one.id),
        "deposit_control_id": short_id(one.deposit_control_id),
        "kind": one.kind.value,
        "type": one.tender_type,
        "amount": currency.text(one.amount),
        "currency": one.currency,
        "reference_id": one.reference_id or None,
        "bank": one.bank,
        "bank_account": one.bank_account,
        "deposit_date": one.deposit_date.isoformat(),
        "prepared_by": one.prepared_by or None,
        "carried_by": one.carried_by or None,
        "bag_number": one.bag_number or None,
        "cash": currency.text(view.cash),
        "counted": _counted(view.counted, currency),
        "tenders": [instrument_document(item, currency) for item in view.instruments],
        "version": one.version,
    }


def _counted(counted: "Counted", currency: Currency) -> list[dict[str, Any]]:
    return [
        {"value": currency.text(item.value), "coin": item.coin, "quantity": quantity}
        for item, quantity in counted
    ]


def instrument_document(item: "Instrument", currency: Currency) -> dict[str, Any]:
    """A check or slip of a list."""
    return {
        "tender_id": long_id(item.tender_id),
        "event_id": long_id(item.event_id),
        "tender_control_id": short_id(item.tender_control_id),
        "type": item.tender_type,
        "check_number": item.check_number or None,
        "name": item.name,
        "amount": currency.text(item.amount),
    }


def turn_in_line(turn_in: "TurnIn", currency: Currency) -> dict[str, Any]:
    """A turn-in as a line of a list (controls 9.1)."""
    return {
        "id": short_id(turn_in.id),
        "tender_control_id": short_id(turn_in.tender_control_id),
        "deposit_control_id": short_id(turn_in.deposit_control_id),
        "tender_source": turn_in.tender_source,
        "direction": turn_in.direction.value,
        "status": turn_in.status.value,
        "type": turn_in.tender_type,
        "amount": currency.text(turn_in.amount),
        "currency": turn_in.currency,
        "receipt_number": turn_in.receipt_number,
        "created_at": turn_in.created_at.isoformat(),
        "created_by": turn_in.created_by,
        "approved_at": None if turn_in.approved_at is None else turn_in.approved_at.isoformat(),
        "approved_by": turn_in.approved_by or None,
        "comments": turn_in.comments or None,
        "version": turn_in.version,
    }


def turn_in_document(view: "TurnInView", setup: "SetUp") -> dict[str, Any]:
    """A turn-in with its notes and coins, and its check list."""
    currency = setup.currencies[view.turn_in.currency]
    return {
        **turn_in_line(view.turn_in, currency),
        "counted": _counted(view.counted, currency),
        "tenders": [instrument_document(item, currency) for item in view.instruments],
    }
