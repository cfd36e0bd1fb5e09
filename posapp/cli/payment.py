"""``posapp payment``: what may be done to one payment of an event."""

from typing import Annotated, Any

import typer

from posapp.cli.call import Call, replayed
from posapp.cli.commands import command, noun
from posapp.cli.event_json import event_document
from posapp.cli.inputs import id_of
from posapp.cli.plain import Document
from posapp.domain.ids import EventId, PaymentId
from posapp.domain.topics import Saved

app = noun(
    "Payments: whose debt an event's money pays.",
    "posapp payment cancel 001000000314 --reason WRAC --user sam",
)

PaymentArgument = Annotated[str, typer.Argument(metavar="ID", help="Payment.")]
ReasonOption = Annotated[str, typer.Option("--reason", metavar="R", help="Cancel reason.")]


@command(
    app,
    "cancel",
    writes=True,
    example="posapp payment cancel 001000000314 --reason WRAC --user sam --json",
)
def cancel(call: Call, payment: PaymentArgument, reason: ReasonOption = "") -> Document:
    """Cancel a frozen payment that another account should have had; the tenders stay."""
    payment_id = PaymentId(id_of(payment, field="payment"))
    saved = call.services.canceling.cancel_payment(
        payment_id, reason.upper(), call.request_id, call.actor
    )
    return _shown(call, saved.value.event_id, saved)


def _shown(call: Call, event_id: EventId, saved: Saved[Any]) -> Document:
    """The event as it is after the action."""
    view = call.services.payment_events.show(event_id, call.actor)
    return replayed(event_document(view, call.setup), saved)
