"""States of an account as pills, the same wherever an account is shown (EX-4, CR-05)."""

from posapp.domain.accounts import AccountCard
from posapp.i18n import _
from posapp.ui.tokens import Tone


def account_badges(card: AccountCard) -> tuple[tuple[str, Tone], ...]:
    """States of an account as pills, what takes part in a payment first (EX-4, MT-09, CR-07)."""
    found: list[tuple[str, Tone]] = []
    if card.cash_only:
        found.append((_("Cash-Only"), Tone.RED))
    if card.open_item:
        found.append((_("Open item"), Tone.BLUE))
    if card.non_cis:
        found.append((_("Non CIS"), Tone.BLUE))
    if card.credit and not card.non_cis:
        # Payments without a customer account pile up as credit; that says nothing (NC-6).
        found.append((_("Credit on account"), Tone.GREEN))
    if card.disputes:
        found.append((_("In dispute"), Tone.AMBER))
    if card.open_matches:
        found.append((_("Open match events"), Tone.AMBER))
    if card.risky and not card.non_cis:
        found.append((_("Low credit rating"), Tone.AMBER))
    if card.unfrozen:
        found.append((_("Unfrozen Payments"), Tone.AMBER))
    return tuple(found)
