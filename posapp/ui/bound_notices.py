"""The strip above an event that changes only with what it pays, and the way there (CK-3, CK-6, AC2-8)."""

from functools import partial

from posapp.domain.bound_events import why_bound
from posapp.domain.event_views import EventView
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.tokens import Tone
from posapp.ui.widgets.banner import Notice


def bound_notices(event: EventView, context: UiContext) -> tuple[Notice, ...]:
    """What to do instead of what the event's own buttons do, said before anybody tries."""
    bond, refused = event.bond, why_bound(event.bond, event.id)
    if bond is None or refused is None:
        return ()
    says = context.texts.of(refused)
    if bond.checkout_id is not None:
        opens = partial(context.open_page, "checkout", bond.checkout_id)
        return (Notice(says, Tone.BLUE, _("Open checkout"), opens),)
    if bond.account_id is None:
        return (Notice(says, Tone.BLUE),)
    opens = partial(context.open_page, "pay", bond.account_id)
    return (Notice(says, Tone.BLUE, _("Open payments"), opens),)
