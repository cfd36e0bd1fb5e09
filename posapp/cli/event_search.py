"""``posapp event search``: the payment events that fulfil all that was asked (SR-1, SR-2, SR-4)."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import typer

from posapp.cli.call import Call
from posapp.cli.commands import command
from posapp.cli.inputs import match_of
from posapp.cli.list_search import (
    AccountOption,
    AmountOption,
    ControlOption,
    DayOption,
    LimitOption,
    MatchedOption,
    MicrOption,
    NameBegins,
    PaymentStatusOption,
    TakerOption,
    TenderStatusOption,
    TextOption,
    filters_of,
    pages_of,
    totals_document,
)
from posapp.cli.plain import Document
from posapp.domain.browse import Criterion
from posapp.domain.ids import long_id, short_id
from posapp.domain.listing import PAGE_SIZE, PageRequest
from posapp.domain.money import Currency

if TYPE_CHECKING:
    from posapp.domain.browse import EventItem


def register(app: typer.Typer) -> None:
    """Add the command to those of ``event``."""
    command(
        app,
        "search",
        example="posapp event search --payor 'GZH7067 NY' --date-from 2026-11-01 --user kim --json",
    )(search)


def search(
    call: Call,
    date_from: DayOption = None,
    date_to: DayOption = None,
    document: TextOption = None,
    taken_by: TakerOption = None,
    rule: TextOption = None,
    rule_value: TextOption = None,
    payee: AccountOption = None,
    payee_name: NameBegins = None,
    payment_from: AmountOption = None,
    payment_to: AmountOption = None,
    payment_status: PaymentStatusOption = None,
    match: MatchedOption = None,
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
    """List payment events, newest first; what is asked of payments one of them must fulfil."""
    match_type, match_value = (None, None) if match is None else match_of(match)
    given: dict[Criterion, Any] = {
        Criterion.DATE_FROM: date_from,
        Criterion.DATE_TO: date_to,
        Criterion.DOCUMENT: document,
        Criterion.USER: taken_by,
        Criterion.RULE: rule,
        Criterion.RULE_VALUE: rule_value,
        Criterion.PAYEE: payee,
        Criterion.PAYEE_NAME: payee_name,
        Criterion.PAYMENT_FROM: payment_from,
        Criterion.PAYMENT_TO: payment_to,
        Criterion.PAYMENT_STATUS: payment_status,
        Criterion.MATCH_TYPE: match_type,
        Criterion.MATCH_VALUE: match_value,
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
    return _answer(call, given, limit)


def _answer(call: Call, given: Mapping[Criterion, Any], limit: int) -> Document:
    browse, filters = call.services.browse, filters_of(call, given)
    found, more = pages_of(browse.events, filters, call.actor, limit)
    totals = browse.event_totals(PageRequest(filters=filters), call.actor)
    currencies = call.setup.currencies
    return {
        "events": [_event(item, currencies[item.currency]) for item in found],
        "totals": totals_document(call, totals),
        "more": more,
    }


def _event(item: "EventItem", currency: Currency) -> dict[str, Any]:
    return {
        "id": long_id(item.event_id),
        "payment_date": item.payment_date.isoformat(),
        "payor_account_id": short_id(item.account_id),
        "payor_name": item.payor_name,
        "tender": item.tender,
        "amount": currency.text(item.amount),
        "currency": item.currency,
        "state": item.state.value,
        "document_number": item.document_number,
        "receipt_number": item.receipt_number,
        "created_by": item.created_by,
        "created_at": item.created_at.isoformat(),
    }
