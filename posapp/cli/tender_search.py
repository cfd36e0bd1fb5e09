"""``posapp tender search``: the tenders that fulfil all that was asked (SR-2, SR-4)."""

from typing import TYPE_CHECKING, Any

import typer

from posapp.cli.call import Call
from posapp.cli.commands import command
from posapp.cli.list_search import (
    AccountOption,
    AmountOption,
    ControlOption,
    DayOption,
    LimitOption,
    MicrOption,
    NameBegins,
    TakerOption,
    TenderStatusOption,
    TextOption,
    filters_of,
    pages_of,
    totals_document,
)
from posapp.cli.plain import Document, maybe_short
from posapp.domain.browse import Criterion
from posapp.domain.ids import long_id, short_id
from posapp.domain.listing import PAGE_SIZE, PageRequest
from posapp.domain.money import Currency

if TYPE_CHECKING:
    from posapp.domain.browse import TenderItem


def register(app: typer.Typer) -> None:
    """Add the command to those of ``tender``."""
    command(
        app, "search", example="posapp tender search --tender-type CHEC --check-number 1047 --json"
    )(search)


def search(
    call: Call,
    date_from: DayOption = None,
    date_to: DayOption = None,
    document: TextOption = None,
    taken_by: TakerOption = None,
    rule: TextOption = None,
    rule_value: TextOption = None,
    payor: AccountOption = None,
    payor_name: NameBegins = None,
    tender_from: AmountOption = None,
    tender_to: AmountOption = None,
    tender_type: TextOption = None,
    tender_status: TenderStatusOption = None,
    check_number: TextOption = None,
    micr: MicrOption = None,
    external_reference: TextOption = None,
    control: ControlOption = None,
    limit: LimitOption = PAGE_SIZE,
) -> Document:
    """List tenders, newest first, with how many there are and what they come to."""
    given: dict[Criterion, Any] = {
        Criterion.DATE_FROM: date_from,
        Criterion.DATE_TO: date_to,
        Criterion.DOCUMENT: document,
        Criterion.USER: taken_by,
        Criterion.RULE: rule,
        Criterion.RULE_VALUE: rule_value,
        Criterion.PAYOR: payor,
        Criterion.PAYOR_NAME: payor_name,
        Criterion.TENDER_FROM: tender_from,
        Criterion.TENDER_TO: tender_to,
        Criterion.TENDER_TYPE: tender_type,
        Criterion.TENDER_STATUS: tender_status,
        Criterion.CHECK_NUMBER: check_number,
        Criterion.MICR: micr,
        Criterion.EXTERNAL_REFERENCE: external_reference,
        Criterion.CONTROL: control,
    }
    browse, filters = call.services.browse, filters_of(call, given)
    found, more = pages_of(browse.tenders, filters, call.actor, limit)
    totals = browse.tender_totals(PageRequest(filters=filters), call.actor)
    currencies = call.setup.currencies
    return {
        "tenders": [_tender(item, currencies[item.currency]) for item in found],
        "totals": totals_document(call, totals),
        "more": more,
    }


def _tender(item: "TenderItem", currency: Currency) -> dict[str, Any]:
    return {
        "id": long_id(item.tender_id),
        "event_id": long_id(item.event_id),
        "payment_date": item.payment_date.isoformat(),
        "payor_account_id": short_id(item.payor_account_id),
        "payor_name": item.payor_name,
        "type": item.tender_type,
        "description": item.description,
        "amount": currency.text(item.amount),
        "currency": item.currency,
        "status": item.status.value,
        "flagged": item.flagged,
        "tender_control_id": maybe_short(item.tender_control_id),
        "check_number": item.check_number or None,
        "external_reference": item.external_reference or None,
        "created_by": item.created_by,
        "created_at": item.created_at.isoformat(),
    }
