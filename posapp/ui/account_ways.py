"""What hangs on an account, as entries of a menu, and its alerts with their way (SR-3, EX-4, CR-07)."""

from collections.abc import Callable
from functools import partial
from typing import Final

from posapp.domain.accounts import AccountCard
from posapp.i18n import _, plural
from posapp.ui.context import UiContext
from posapp.ui.tokens import Tone
from posapp.ui.widgets.banner import Notice

Act = tuple[str, Callable[[], object]]
ISSUE_KEY: Final = "Ctrl+I"
"""Issues an item on the account page."""


def account_acts(context: UiContext, card: AccountCard) -> list[Act]:
    """The pages of an account; match events only where it has some (OI-8)."""
    kinds = [
        (_("Pay items\tShift+F5"), "pay"),
        (_("Financial history"), "financial_history"),
        (_("Payment history"), "payment_history"),
        (_("Bills"), "account_bills"),
        *([(_("Match events"), "match_events")] if card.open_item else []),
        (_("Checkouts"), "checkouts"),
        (_("Credit rating"), "credit_rating"),
        (_("Account details"), "account_details"),
        (_("Scheduled payments"), "scheduled_payments"),
        (_("Waiting debits"), "waiting_debits"),
        (_("Search its payments"), "search"),
    ]
    account = card.account.id
    return [(words, partial(context.open_page, kind, account)) for words, kind in kinds]


def account_alerts(context: UiContext, card: AccountCard) -> tuple[Notice, ...]:
    """What somebody should look at: open match events, a low credit rating (EX-4, MT-09, CR-07)."""
    found = []
    matches = _match_alert(context, card)
    if matches is not None:
        found.append(matches)
    if card.risky and not card.non_cis:
        low = _("Credit rating {rating} is below {threshold}; payments are taken all the same.")
        words = low.format(rating=card.rating, threshold=card.rating_threshold)
        found.append(Notice(words, Tone.AMBER))
    return tuple(found)


def _match_alert(context: UiContext, card: AccountCard) -> Notice | None:
    """Disputes and open match events in one strip; a single dispute is opened at once (MT-13)."""
    says: list[str] = []
    account = card.account.id
    opens, action = partial(context.open_page, "match_events", account), _("Show match events")
    others = card.open_matches - len(card.disputes)
    if card.disputes:
        words = plural(
            "A bill is in dispute: {amount} of it is left out of what is due.",
            "{n} bills are in dispute: {amount} of them is left out of what is due.",
            len(card.disputes),
        )
        amount = context.formats.money(card.disputed, card.account.currency)
        says.append(words.format(n=len(card.disputes), amount=amount))
    if others > 0:
        words = plural(
            "A match event is open: its bill is paid in part.",
            "{n} match events are open: their bills are paid in part.",
            others,
        )
        says.append(words.format(n=others))
    elif len(card.disputes) == 1:
        opens = partial(context.open_page, "match_event", card.disputes[0])
        action = _("Show the dispute")
    if not says:
        return None
    tone = Tone.AMBER if card.disputes else Tone.BLUE
    return Notice(" ".join(says), tone, action, opens)
