"""``posapp event search``: the payment events that fulfil all that was asked (SR-1, SR-2)."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Annotated, Any, Final

import typer

from posapp.cli.call import Call
from posapp.cli.commands import command
from posapp.cli.inputs import day_of, id_of, match_of
from posapp.cli.plain import Document
from posapp.domain.browse import Criterion, EventItem
from posapp.domain.codes import PaymentStatus, TenderStatus
from posapp.domain.ids import long_id, short_id
from posapp.domain.listing import PAGE_SIZE, PageRequest
from posapp.domain.money import Currency, Money
from posapp.errors import Refused

AccountOption = Annotated[str | None, typer.Option(metavar="ID", help="Account, exactly.")]
NameBegins = Annotated[str | None, typer.Option(metavar="T", help="The name begins so.")]
DayOption = Annotated[str | None, typer.Option(metavar="D", help="Payment date; both ends count.")]
AmountOption = Annotated[str | None, typer.Option(metavar="A", help="Amount; both ends count.")]
TextOption = Annotated[str | None, typer.Option(metavar="T", help="Exactly so.")]
TakerOption = Annotated[str | None, typer.Option(metavar="NAME", help="Full name of who took it.")]
PaymentStatusOption = Annotated[
    PaymentStatus | None, typer.Option(help="Of a payment.", case_sensitive=False)
]
TenderStatusOption = Annotated[
    TenderStatus | None, typer.Option(help="Of a tender.", case_sensitive=False)
]
MatchedOption = Annotated[
    str | None, typer.Option(metavar="TYPE:VALUE", help="Match of a payment.")
]
MicrOption = Annotated[
    str | None, typer.Option(metavar="T", help="Last four signs of the MICR line.")
]
ControlOption = Annotated[str | None, typer.Option(metavar="ID", help="Tender control.")]
LimitOption = Annotated[int, typer.Option(min=1, help="At most so many.")]


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
    filters = {
        name.value: _read(call, text, name) for name, text in given.items() if text is not None
    }
    found, more = _pages(call, filters, limit)
    currencies = call.setup.currencies
    return {"events": [_event(item, currencies[item.currency]) for item in found], "more": more}


def _pages(call: Call, filters: Mapping[str, Any], limit: int) -> tuple[list[EventItem], bool]:
    """Events page by page until there are enough, and whether there are more."""
    found: list[EventItem] = []
    after: tuple[Any, ...] | None = None
    while True:
        size = min(PAGE_SIZE, limit - len(found))
        request = PageRequest(filters=filters, after=after, limit=size)
        page = call.services.browse.events(request, call.actor)
        found += page.rows
        after = page.next
        if after is None or len(found) >= limit:
            return found, after is not None


def _event(item: EventItem, currency: Currency) -> dict[str, Any]:
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


def _read(call: Call, text: Any, name: Criterion) -> Any:
    """The text of a criterion as the list compares it."""
    reader = _READ.get(name)
    return text if reader is None else reader(call, text, name)


def _account(call: Call, text: str, name: Criterion) -> int:
    return call.services.accounts.resolve(text, call.actor, field=name.value.removesuffix("_id"))


def _day(_call: Call, text: str, name: Criterion) -> date:
    return day_of(text, field=name.value)


def _amount(call: Call, text: str, name: Criterion) -> Money:
    """An amount with the decimals of the installation's currency."""
    setup = call.setup
    return setup.currencies[setup.installation.currency].parse(text, field=name.value)


def _taker(call: Call, text: str, _name: Criterion) -> int:
    """The user of a full name; of several with the same name the first one."""
    for user_id, known in call.services.browse.takers(call.actor):
        if known.casefold() == text.strip().casefold():
            return user_id
    raise Refused("M-55", field="taken_by", value=text)


def _code(_call: Call, text: str, _name: Criterion) -> str:
    return text.strip().upper()


def _control(_call: Call, text: str, _name: Criterion) -> int:
    return id_of(text, field="tender_control")


_READ: Final[Mapping[Criterion, Callable[[Call, str, Criterion], Any]]] = {
    Criterion.DATE_FROM: _day,
    Criterion.DATE_TO: _day,
    Criterion.USER: _taker,
    Criterion.RULE: _code,
    Criterion.PAYEE: _account,
    Criterion.PAYMENT_FROM: _amount,
    Criterion.PAYMENT_TO: _amount,
    Criterion.PAYOR: _account,
    Criterion.TENDER_FROM: _amount,
    Criterion.TENDER_TO: _amount,
    Criterion.TENDER_TYPE: _code,
    Criterion.CONTROL: _control,
}
