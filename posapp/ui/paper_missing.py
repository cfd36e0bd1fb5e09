"""The strip about a receipt that the program's end kept from being printed (R1, RC-2)."""

from functools import partial

from posapp.domain.desk import Desk, EventLine, MissingPaper
from posapp.i18n import _, plural
from posapp.ui.pages.base import Page
from posapp.ui.receipt_opening import open_receipt
from posapp.ui.tokens import Tone
from posapp.ui.widgets.banner import Notice


def missing_notices(page: Page, desk: Desk | None) -> tuple[Notice, ...]:
    """One strip for the oldest that was not looked at in this session, with the way to its paper.

    The next one follows when that one was looked at; the oldest first, because what was taken
    before a receipt that is known of is not searched.
    """
    missing, seen = () if desk is None else desk.missing, page.context.looked_at
    left = [one for one in missing if one.line.event_id not in seen]
    return (_notice(page, left[-1], len(left)),) if left else ()


def _notice(page: Page, one: MissingPaper, count: int) -> Notice:
    says = plural(
        "No receipt was printed for {name}, {amount}, {time}. The payment stands.",
        "{n} receipts were not printed, the first one for {name}, {amount}, {time}. "
        "The payments stand.",
        count,
    )
    if one.begun:
        says = _(
            "The receipt for {name}, {amount}, {time} was begun, and its printer has not said "
            "whether it came out. The payment stands."
        )
    formats, line = page.context.formats, one.line
    words = says.format(
        n=count,
        name=line.payor_name,
        amount=formats.money(line.amount, line.currency),
        time=formats.stamp(line.created_at),
    )
    return Notice(words, Tone.AMBER, _("Show receipt"), partial(_show, page, line))


def _show(page: Page, line: EventLine) -> None:
    """Show it ready to print; who closes it without printing has seen it all the same."""

    def looked(_result: int) -> None:
        page.context.looked_at.add(line.event_id)
        page.load()

    open_receipt(page, line.event_id, "", then=looked)
