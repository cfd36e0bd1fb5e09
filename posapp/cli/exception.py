"""``posapp exception``: what is not balanced, frozen or charged, with its repair (EX-1..EX-5, NS-04)."""

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from posapp.cli.call import Call, replayed
from posapp.cli.commands import command, noun
from posapp.cli.inputs import day_of, id_of
from posapp.cli.plain import Document
from posapp.domain.exceptions import (
    REPAIRS,
    ExceptionCounts,
    ExceptionFilter,
    ExceptionItem,
    ExceptionKind,
)
from posapp.domain.ids import ControlId, TenderId, long_id, short_id
from posapp.domain.listing import PAGE_SIZE, PageRequest
from posapp.domain.money import Currency

app = noun(
    "Exceptions: unbalanced payment events, payments in error or not frozen, missing charges.",
    "posapp exception list --kind unbalanced --user sam --json",
)

DayOption = Annotated[str | None, typer.Option(metavar="D", help="Payment date; both ends count.")]


@command(app, "list", example="posapp exception list --control 1000000042 --user sam --json")
def list_(
    call: Call,
    kind: Annotated[
        ExceptionKind | None, typer.Option(help="Only these.", case_sensitive=False)
    ] = None,
    control: Annotated[str | None, typer.Option(metavar="ID", help="Of a drawer.")] = None,
    date_from: DayOption = None,
    date_to: DayOption = None,
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = PAGE_SIZE,
) -> Document:
    """List exceptions, newest first, each with what mends it; counts are of the whole drawer."""
    filters: dict[str, Any] = {}
    control_id = None
    if kind is not None:
        filters[ExceptionFilter.KIND] = kind
    if control is not None:
        control_id = ControlId(id_of(control, field="tender_control"))
        filters[ExceptionFilter.CONTROL] = control_id
    for name, text in ((ExceptionFilter.DATE_FROM, date_from), (ExceptionFilter.DATE_TO, date_to)):
        if text is not None:
            filters[name] = day_of(text, field=name.value)
    found, more = _pages(call, filters, limit)
    currencies = call.setup.currencies
    counts = call.services.exceptions.count_exceptions(call.actor, control_id)
    return {
        "exceptions": [_item(one, currencies[one.currency]) for one in found],
        "counts": _counts(counts),
        "more": more,
    }


@command(app, "settle", writes=True, example="posapp exception settle 1000000412 --user sam --json")
def settle(
    call: Call,
    tender: Annotated[str, typer.Argument(metavar="TENDER", help="Returned tender.")],
    comment: Annotated[str, typer.Option("--comment", metavar="T", help="How.")] = "",
) -> Document:
    """Say that the charge for a returned tender, which could not be levied, was seen to."""
    tender_id = TenderId(id_of(tender, field="tender"))
    saved = call.services.exceptions.settle_charge(tender_id, call.request_id, call.actor, comment)
    return replayed({"tender_id": long_id(tender_id), "event_id": long_id(saved.value)}, saved)


def _pages(call: Call, filters: Mapping[str, Any], limit: int) -> tuple[list[ExceptionItem], bool]:
    """Exceptions page by page until there are enough, and whether there are more."""
    found: list[ExceptionItem] = []
    after: tuple[Any, ...] | None = None
    while True:
        size = min(PAGE_SIZE, limit - len(found))
        request = PageRequest(filters=filters, after=after, limit=size)
        page = call.services.exceptions.list_exceptions(request, call.actor)
        found += page.rows
        after = page.next
        if after is None or len(found) >= limit:
            return found, after is not None


def _counts(counts: ExceptionCounts) -> dict[str, int]:
    return {
        "unbalanced": counts.unbalanced,
        "error": counts.errors,
        "unfrozen": counts.unfrozen,
        "uncharged": counts.uncharged,
    }


def _item(item: ExceptionItem, currency: Currency) -> dict[str, Any]:
    return {
        "kind": item.kind.value,
        "event_id": long_id(item.event_id),
        "payment_id": None if item.payment_id is None else long_id(item.payment_id),
        "tender_id": None if item.tender_id is None else long_id(item.tender_id),
        "payment_date": item.payment_date.isoformat(),
        "account_id": short_id(item.account_id),
        "account_name": item.account_name,
        "amount": currency.text(item.amount),
        "currency": item.currency,
        "status": None if item.status is None else item.status.value,
        "error": item.error_text or None,
        "tenders": currency.text(item.facts.tenders),
        "payments": currency.text(item.facts.payments),
        "repair": item.repair.value,
        "repair_text": REPAIRS[item.repair],
        "created_by": item.created_by,
        "created_at": item.created_at.isoformat(),
    }
