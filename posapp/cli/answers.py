"""What commands on events answer: the event as it is after the action."""

from typing import TYPE_CHECKING, Any

from posapp.cli.call import Call, replayed
from posapp.cli.checkout_json import checkout_of_event
from posapp.cli.event_json import event_document
from posapp.cli.failures import told
from posapp.domain.ids import EventId

if TYPE_CHECKING:
    from posapp.domain.topics import Saved
    from posapp.services.canceling import Canceled


def event_now(call: Call, event_id: EventId) -> dict[str, Any]:
    """The event, with the checkout that it pays (PE-1, CK-7b).

    Raises:
        Refused: ``M-55`` when there is none.
    """
    view = call.services.payment_events.show(event_id, call.actor)
    document = event_document(view, call.setup, call.today)
    return document | {"checkout": checkout_of_event(call, event_id)}


def event_after(call: Call, event_id: EventId, saved: "Saved[Any]") -> dict[str, Any]:
    """The event after an action, marked when its request had been carried out before (D-21)."""
    return replayed(event_now(call, event_id), saved)


def canceled(call: Call, saved: "Saved[Canceled]") -> dict[str, Any]:
    """The event after a cancellation of tenders, with what else there is to do (CX-4, M-36)."""
    document = event_after(call, saved.value.event_id, saved)
    currencies, home = call.setup.currencies, document["currency"]
    notes = [told(note.code, note.fields, currencies, home) for note in saved.value.notes]
    return document | {"notes": notes}
