"""The receipts of a batch in one print job, and what is said about it (RC-1, R9)."""

from functools import partial
from typing import TYPE_CHECKING

from posapp.domain.ids import EventId
from posapp.i18n import _, plural
from posapp.ui.pages.base import Page
from posapp.ui.receipt_notices import present_not_printed
from posapp.ui.tokens import Tone
from posapp.ui.widgets.banner import Notice

if TYPE_CHECKING:
    from posapp.services.receipt_jobs import PrintedJob
    from posapp.ui.context import UiContext


def print_receipts(page: Page, events: tuple[EventId, ...]) -> None:
    """Print the receipts of events; the payments stand whatever the printer does."""
    if not events:
        says = _("Nothing is created yet, so there is no receipt to print.")
        page.show_notice(Notice(says, Tone.BLUE))
        return
    again = partial(print_receipts, page, events)
    failed = partial(_on_failed, page, again)
    work = partial(_print, page.context, events)
    page.context.runner.run(page, work, partial(_on_printed, page), failed, "io")


def _print(context: "UiContext", events: tuple[EventId, ...]) -> "PrintedJob":
    """Make the printer and print; runs off the GUI thread."""
    settings = context.settings
    return context.services.receipt_jobs.print_all(
        events,
        context.actor,
        context.printer(),
        long=settings.receipt_detail == "long",
        layout=settings.receipt_layout,
    )


def _on_printed(page: Page, job: "PrintedJob") -> None:
    count = page.context.formats.count
    words = plural("{n} receipt printed", "{n} receipts printed", job.receipts)
    says = [words.format(n=count(job.receipts)) + "."]
    if job.without:
        none = plural("{n} event has none yet.", "{n} events have none yet.", job.without)
        says.append(none.format(n=count(job.without)))
    page.show_notice(Notice(" ".join(says), Tone.GREEN))


def _on_failed(page: Page, again: "partial[None]", error: BaseException) -> None:
    paper = _("Receipts")
    present_not_printed(error, page.context.failures, page, again, paper=paper)
