"""What commands on events answer: the event as it is after the action."""

from typing import TYPE_CHECKING, Any

from posapp.cli.call import Call, replayed
from posapp.cli.event_json import event_document
from posapp.cli.failures import told
from posapp.domain.ids import EventId
from posapp.domain.topics import Saved

if TYPE_CHECKING:
    from posapp.services.canceling import Canceled


def event_after(call: Call, event_id: EventId, saved: Saved[Any]) -> dict[str, Any]:
    """The event after an action, marked when its request had been carried out before (D-21)."""
    view = call.services.payment_events.show(event_id, call.actor)
    return replayed(event_document(view, call.setup, call.today), saved)


def canceled(call: Call, saved: "Saved[Canceled]") -> dict[str, Any]:
    """The event after a cancellation of tenders, with what else there is to do (CX-4, M-36)."""
    document = event_after(call, saved.value.event_id, saved)
    currencies, home = call.setup.currencies, document["currency"]
    notes = [told(note.code, note.fields, currencies, home) for note in saved.value.notes]
    return document | {"notes": notes}
