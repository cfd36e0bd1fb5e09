"""Opening the receipt of an event from a list, or saying why there is none (RC-1)."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from posapp.domain.ids import EventId
from posapp.domain.rights import Right
from posapp.i18n import _
from posapp.late import part
from posapp.ui.tokens import Tone
from posapp.ui.widgets.banner import Notice

if TYPE_CHECKING:
    from posapp.domain.event_views import EventView
    from posapp.ui.pages.base import Page


def open_receipt(
    page: "Page",
    event_id: int | None,
    none: str,
    then: Callable[[int], object] | None = None,
) -> None:
    """Read an event and show its receipt, ready to print.

    Args:
        page: where the answer is shown.
        event_id: the event, ``None`` where the list is empty.
        none: what is said then.
        then: called when the receipt is closed, printed or not.
    """
    context = page.context
    if not context.actor.may(Right.PRINT):
        return
    if event_id is None:
        page.show_notice(Notice(none, Tone.BLUE))
        return
    show = context.services.payment_events.show
    work = partial(show, EventId(event_id), context.actor)
    context.runner.run(page, work, partial(_on_event, page, then), page.on_failed)


def _on_event(page: "Page", then: Callable[[int], object] | None, event: "EventView") -> None:
    if event.unfrozen or not event.payments:
        says = _("This payment is not frozen yet, so it has no receipt. Open its event, freeze it.")
        page.show_notice(Notice(says, Tone.BLUE))
        return
    dialog = part("posapp.ui.dialogs.receipt").ReceiptDialog(
        page.context, event, page.window(), tell=page.show_notice
    )
    if then is not None:
        dialog.finished.connect(then)
    dialog.open()
