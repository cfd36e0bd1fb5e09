"""What a typed text finds, and what a scan or a number names."""

from posapp.domain.accounts import AccountHit, EventHit
from posapp.domain.ids import AccountId
from posapp.domain.inquiry import RecordHit
from posapp.errors import Refused
from posapp.ui.context import UiContext
from posapp.ui.widgets.hits import MAX_HITS


def found_by(context: UiContext, text: str) -> tuple[AccountHit | EventHit | RecordHit, ...]:
    """Search hits for a typed text, what a number names first; runs off the GUI thread."""
    search, actor = context.services.search, context.actor
    events, records = search.events(text, actor), search.records(text, actor)
    room = MAX_HITS - len(events) - len(records)
    return (*events, *records, *search.find(text, actor, limit=room))


def named_by(context: UiContext, text: str) -> EventHit | AccountId | RecordHit:
    """What a scan names: a receipt's event, an account, or else a record of ours by its number.

    Runs off the GUI thread.

    Raises:
        Refused: ``M-01`` none, ``M-56`` several accounts.
    """
    services, actor = context.services, context.actor
    events = services.search.events(text, actor)
    if events:
        return events[0]
    try:
        return services.accounts.resolve(text, actor, field="search")
    except Refused as refused:
        records = services.search.records(text, actor) if refused.code == "M-01" else ()
        if not records:
            raise
        return records[0]
