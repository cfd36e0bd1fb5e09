"""``posapp characteristic``: further facts about events, payments and tenders."""

from typing import Annotated

import typer

from posapp.cli.answers import event_after
from posapp.cli.call import Call
from posapp.cli.commands import command, noun
from posapp.cli.inputs import id_of
from posapp.cli.plain import Document
from posapp.domain.characteristics import Bearer, CharacteristicDraft
from posapp.domain.ids import EventId, PaymentId, TenderId

app = noun(
    "Characteristics: further facts about events, payments and tenders.",
    "posapp characteristic add 001000000312 CHANNEL:MAIL --user kim",
)

ValueArgument = Annotated[
    str, typer.Argument(metavar="TYPE:VALUE", help="Characteristic type and value.")
]
IdArgument = Annotated[str, typer.Argument(metavar="ID", help="Characteristic.")]


@command(
    app,
    "add",
    writes=True,
    sees=True,
    example="posapp characteristic add 001000000312 'REMARK:Torn corner' "
    "--tender 001000000313 --user kim",
)
def add(
    call: Call,
    event: Annotated[str, typer.Argument(metavar="EVENT", help="Payment event.")],
    value: ValueArgument,
    payment: Annotated[
        str | None, typer.Option(metavar="ID", help="It stands on this payment of the event.")
    ] = None,
    tender: Annotated[
        str | None, typer.Option(metavar="ID", help="It stands on this tender of the event.")
    ] = None,
) -> Document:
    """Put a characteristic on an event, or on a payment or tender of it."""
    if payment is not None and tender is not None:
        raise typer.BadParameter("takes the place of --tender.", param_hint="'--payment'")
    bearer = Bearer(
        None if payment is None else PaymentId(id_of(payment, field="payment")),
        None if tender is None else TenderId(id_of(tender, field="tender")),
    )
    event_id = EventId(id_of(event, field="event"))
    saved = call.services.characteristics.add(
        event_id, bearer, _draft(value), call.request_id, call.actor, seen=call.seen
    )
    return event_after(call, saved.value, saved)


@command(
    app,
    "set",
    writes=True,
    sees=True,
    example="posapp characteristic set 001000000320 CHANNEL:COUNTER --user kim",
)
def set_(call: Call, characteristic: IdArgument, value: ValueArgument) -> Document:
    """Give a characteristic another type and value."""
    found = id_of(characteristic, field="characteristic")
    saved = call.services.characteristics.change(
        found, _draft(value), call.request_id, call.actor, seen=call.seen
    )
    return event_after(call, saved.value, saved)


@command(
    app,
    "delete",
    writes=True,
    sees=True,
    example="posapp characteristic delete 001000000320 --user kim",
)
def delete(call: Call, characteristic: IdArgument) -> Document:
    """Remove a characteristic."""
    found = id_of(characteristic, field="characteristic")
    saved = call.services.characteristics.delete(found, call.request_id, call.actor, seen=call.seen)
    return event_after(call, saved.value, saved)


def _draft(text: str) -> CharacteristicDraft:
    """Type and value; the value may hold colons."""
    kind, colon, value = text.partition(":")
    if not colon or not kind.strip():
        raise typer.BadParameter(f"{text!r} is not TYPE:VALUE.", param_hint="'TYPE:VALUE'")
    return CharacteristicDraft(kind.strip().upper(), value.strip())
