"""What a scan or a number names."""

from posapp.domain.accounts import EventHit
from posapp.domain.ids import AccountId
from posapp.ui.context import UiContext


def named_by(context: UiContext, text: str) -> EventHit | AccountId:
    """What a scan names: an account, or the event of a receipt; runs off the GUI thread.

    Raises:
        Refused: ``M-01`` none, ``M-56`` several accounts.
    """
    events = context.services.search.events(text, context.actor)
    if events:
        return events[0]
    return context.services.accounts.resolve(text, context.actor, field="search")
