"""Where the home page leads those who have no drawer: auditors, set-up, jobs."""

from functools import partial

from posapp.domain.rights import Right
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.widgets.ways import Way


def home_ways(context: UiContext) -> list[Way]:
    """Where set-up and auditors go; each of them sees what the role allows."""
    may, open_page = context.actor.may, context.open_page
    ways = [
        Way(
            "way_search",
            _("Payments and tenders"),
            _("Search payments, tenders and events, with their sums."),
            partial(open_page, "search", 0),
        )
    ]
    if may(Right.SEE_EXPECTED):
        says = _("Unbalanced payment events, payments in error or not frozen.")
        if may(Right.FREEZE):
            says = _(
                "Unbalanced payment events, payments in error or not frozen, and their repair."
            )
        go = partial(open_page, "exceptions", 0)
        ways.append(Way("way_exceptions", _("Exceptions"), says, go))
    if may(Right.IMPORT):
        says = _("Bring in accounts, bills, payable items and rates from a file.")
        ways.insert(0, Way("way_import", _("Import"), says, partial(open_page, "import", 0)))
    if may(Right.JOBS):
        says = _("What is debited from accounts elsewhere, and the day's job that sends it.")
        go = partial(open_page, "autopay", 0)
        ways.append(Way("way_autopay", _("Automatic payments"), says, go))
    if may(Right.SETUP):
        says = _("Offices, drawers, tender types, classes and every other table.")
        ways.append(Way("way_setup", _("Set-up"), says, partial(open_page, "setup", 0)))
    if may(Right.CHECK_DATABASE):
        says = _("Prove the ledger, the drawers and the audit log. Payments go on meanwhile.")
        ways.append(Way("way_check", _("Check database"), says, partial(open_page, "check", 0)))
    return ways
