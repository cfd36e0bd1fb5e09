"""``posapp payment search``: the payments that fulfil all that was asked (SR-2, SR-4)."""

from typing import TYPE_CHECKING, Any

import typer

from posapp.cli.call import Call
from posapp.cli.commands import command
from posapp.cli.inputs import match_of
from posapp.cli.list_search import (
    AccountOption,
    AmountOption,
    DayOption,
    LimitOption,
    MatchedOption,
    NameBegins,
    PaymentStatusOption,
    TakerOption,
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
    from posapp.domain.browse import PaymentItem


def register(app: typer.Typer) -> None:
    """Add the command to those of ``payment``."""
    command(
        app,
        "search",
        example="posapp payment search --payee 'GZH7067 NY' --payment-status frozen --user kim",
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
    limit: LimitOption = PAGE_SIZE,
) -> Document:
    """List payments, newest first, with how many there are and what they come to."""
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
    }
    browse, filters = call.services.browse, filters_of(call, given)
    found, more = pages_of(browse.payments, filters, call.actor, limit)
    totals = browse.payment_totals(PageRequest(filters=filters), call.actor)
    currencies = call.setup.currencies
    return {
        "payments": [_payment(item, currencies[item.currency]) for item in found],
        "totals": totals_document(call, totals),
        "more": more,
    }


def _payment(item: "PaymentItem", currency: Currency) -> dict[str, Any]:
    return {
        "id": long_id(item.payment_id),
        "event_id": long_id(item.event_id),
        "payment_date": item.payment_date.isoformat(),
        "account_id": short_id(item.account_id),
        "account_name": item.account_name,
        "amount": currency.text(item.amount),
        "currency": item.currency,
        "status": item.status.value,
        "error": item.error_text or None,
        "match_type": item.match_type,
        "match_value": item.match_value,
        "document_number": item.document_number,
        "created_by": item.created_by,
        "created_at": item.created_at.isoformat(),
    }
