"""What commands on events answer: the event as it is after the action."""

from typing import Any

from posapp.cli.call import Call, replayed
from posapp.cli.event_json import event_document
from posapp.domain.ids import EventId
from posapp.domain.topics import Saved


def event_after(call: Call, event_id: EventId, saved: Saved[Any]) -> dict[str, Any]:
    """The event after an action, marked when its request had been carried out before (D-21)."""
    view = call.services.payment_events.show(event_id, call.actor)
    return replayed(event_document(view, call.setup), saved)
