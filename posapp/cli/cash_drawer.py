"""Opening the cash drawer from the command line: with cash, and without a sale (D-37)."""

from typing import TYPE_CHECKING, Any

import typer

from posapp.cli.answers import event_after
from posapp.cli.call import Call
from posapp.devices.cash_drawer import make_drawer
from posapp.errors import DeviceFailure

if TYPE_CHECKING:
    from posapp.domain.approvals import Secret
    from posapp.domain.payment_events import AddEvent


def open_cash_drawer(call: Call) -> None:
    """Open the drawer of this station, if it has one; a failure is told and changes nothing."""
    try:
        drawer = make_drawer(call.settings.cash_drawer)
        if drawer is not None:
            drawer.open_drawer()
    except DeviceFailure as failure:
        typer.echo(f"The cash drawer did not open. {failure}", err=True)


def taken(call: Call, order: "AddEvent", secret: "Secret | None") -> dict[str, Any]:
    """Take a payment, with the approval of who gave ``secret``; cash opens the drawer.

    Once, not when the first result of a request comes back (D-21).
    """
    saved = call.services.approved_events.add(order, call.actor, secret)
    if saved.value.opens_drawer and not saved.replayed:
        open_cash_drawer(call)
    return event_after(call, saved.value.event_id, saved)
