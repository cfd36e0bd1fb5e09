"""What follows a checkout that was submitted or processed: its page, change, receipt (CK-2..CK-4)."""

from functools import partial
from typing import TYPE_CHECKING

from posapp.domain.checkout_orders import SubmittedCheckout
from posapp.domain.ids import EventId
from posapp.domain.money import ZERO
from posapp.i18n import _
from posapp.ui.cash_drawer import open_cash_drawer
from posapp.ui.context import UiContext
from posapp.ui.tokens import Tone
from posapp.ui.widgets.banner import Notice

if TYPE_CHECKING:
    from posapp.domain.event_views import EventView
    from posapp.ui.pages.base import Page


def tell_submitted(
    context: UiContext, page: "Page", done: SubmittedCheckout, currency: str
) -> None:
    """Show the checkout; say what change is given, and open the drawer for cash.

    Args:
        context: the surroundings.
        page: the payments page that it was submitted on.
        done: what the submission answered.
        currency: of its amounts.
    """
    window = page.window()
    context.open_page("checkout", done.checkout_id)
    shown: Page = getattr(window, "page", None) or page
    if done.change > ZERO:
        says = _("Give {amount} change.")
        amount = context.formats.money(done.change, currency)
        shown.show_notice(Notice(says.format(amount=amount), Tone.GREEN))
    if done.event_id is not None:
        show = partial(context.services.payment_events.show, done.event_id, context.actor)
        context.runner.run(shown, show, partial(_on_event, context, shown), shown.on_failed)


def _on_event(context: UiContext, page: "Page", event: "EventView") -> None:
    """Cash goes into the drawer; what is processed already has its receipt (CK-4, D-37)."""
    cash = context.setup.installation.starting_balance_tender_type
    if any(one.tender_type == cash for one in event.tenders):
        open_cash_drawer(context, page)
    _print(context, event)


def print_processed(context: UiContext, page: "Page", event_id: EventId | None) -> None:
    """Print the receipt of a processed checkout, where that is wished."""
    if event_id is None:
        return
    show = partial(context.services.payment_events.show, event_id, context.actor)
    context.runner.run(page, show, partial(_print, context), page.on_failed)


def _print(context: UiContext, event: "EventView") -> None:
    if context.doings is not None and event.receipt_number:
        context.doings.print_taken(EventId(event.id), event.receipt_number)
