"""Batches of Quick Add as JSON, one outcome for each row (QA-16, D-35)."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from posapp.cli.failures import told
from posapp.cli.plain import maybe, maybe_short
from posapp.domain.ids import long_id, short_id
from posapp.domain.money import Currency
from posapp.domain.quick_add import Outcome

if TYPE_CHECKING:
    from posapp.domain.quick_add import BatchItem, BatchView, RowResult
    from posapp.domain.setup import SetUp

Json = dict[str, Any]


def batch_document(view: "BatchView", setup: "SetUp") -> Json:
    """A batch with its rows; ``waiting`` counts those that have no outcome yet."""
    currency = setup.currencies[view.currency]
    counts: Json = {one.value: view.count(one) for one in Outcome}
    return {
        "batch_id": short_id(view.id),
        "kind": view.kind.value.lower(),
        "request_id": view.request_id,
        "control_id": short_id(view.control_id),
        "payment_date": view.payment_date.isoformat(),
        "made_at": view.made_at.isoformat(),
        "user": view.user_name,
        "currency": view.currency,
        "tape_count": view.tape_count,
        "tape_total": maybe(currency, view.tape_total),
        "counts": counts | {"waiting": view.count(None)},
        "taken": currency.text(view.taken),
        "rows": [row_document(one, currency, setup) for one in view.rows],
    }


def row_document(one: "RowResult", currency: Currency, setup: "SetUp") -> Json:
    """A row: outcome, event, and what is wrong with it or must be confirmed."""
    concerns = [_said(each.code, each.fields, currency, setup) for each in one.concerns]
    said = _said(one.code, one.fields, currency, setup) if one.code else None
    first = said or (concerns[0] if concerns else None)
    return {
        "row": one.line,
        "outcome": None if one.outcome is None else one.outcome.value,
        "event_id": None if one.event_id is None else long_id(one.event_id),
        "code": None if first is None else first["code"],
        "message": None if first is None else first["message"],
        "field": one.field or None,
        "amount": maybe(currency, one.amount),
        "account_id": maybe_short(one.payor),
        "account_name": one.account_name or None,
        "status": None if one.status is None else one.status.value,
        "receipt_number": one.receipt_number,
        "request_id": one.row.request_id,
        "replayed": one.replayed,
        "concerns": concerns,
    }


def open_concerns(document: Mapping[str, Any]) -> list[Json]:
    """What must be confirmed before the rest is taken, each once."""
    found: list[Json] = []
    for row in document["rows"]:
        found += [one for one in row["concerns"] if one not in found]
    return found


def item_document(item: "BatchItem", setup: "SetUp") -> Json:
    """A batch in a list."""
    counts = {one.value: getattr(item, one.value) for one in Outcome}
    return {
        "batch_id": short_id(item.id),
        "kind": item.kind.value.lower(),
        "request_id": item.request_id,
        "control_id": short_id(item.control_id),
        "payment_date": item.payment_date.isoformat(),
        "made_at": item.made_at.isoformat(),
        "user": item.user_name,
        "currency": item.currency,
        "rows": item.rows,
        "counts": counts | {"waiting": item.waiting},
        "taken": setup.currencies[item.currency].text(item.taken),
    }


def _said(code: str, fields: Mapping[str, Any], currency: Currency, setup: "SetUp") -> Json:
    named = {"currency": currency.code} | dict(fields)
    return told(code, named, setup.currencies, currency.code)
