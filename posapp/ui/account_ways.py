"""What hangs on an account, as entries of a menu, and its alerts with their way (SR-3, EX-4, CR-07)."""

from collections.abc import Callable
from functools import partial

from posapp.domain.accounts import AccountCard
from posapp.i18n import _, plural
from posapp.ui.context import UiContext
from posapp.ui.tokens import Tone
from posapp.ui.widgets.banner import Notice

Act = tuple[str, Callable[[], object]]


def account_acts(context: UiContext, card: AccountCard) -> list[Act]:
    """The pages of an account; match events only where it has some (OI-8)."""
    kinds = [
        (_("Financial history"), "financial_history"),
        (_("Payment history"), "payment_history"),
        (_("Bills"), "account_bills"),
        *([(_("Match events"), "match_events")] if card.open_item else []),
        (_("Credit rating"), "credit_rating"),
        (_("Account details"), "account_details"),
        (_("Search its payments"), "search"),
    ]
    account = card.account.id
    return [(words, partial(context.open_page, kind, account)) for words, kind in kinds]


def account_alerts(context: UiContext, card: AccountCard) -> tuple[Notice, ...]:
    """What somebody should look at: open match events, a low credit rating (EX-4, MT-09, CR-07)."""
    found = []
    account = card.account.id
    if card.open_matches:
        says = plural(
            "A match event is open: its bill is paid in part.",
            "{n} match events are open: their bills are paid in part.",
            card.open_matches,
        )
        shows = partial(context.open_page, "match_events", account)
        words = says.format(n=card.open_matches)
        found.append(Notice(words, Tone.BLUE, _("Show match events"), shows))
    if card.risky and not card.non_cis:
        low = _("Credit rating {rating} is below {threshold}; payments are taken all the same.")
        words = low.format(rating=card.rating, threshold=card.rating_threshold)
        found.append(Notice(words, Tone.AMBER))
    return tuple(found)
