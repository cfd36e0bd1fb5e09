"""Where the home page leads those who have no drawer: auditors, set-up, jobs."""

from collections.abc import Mapping
from functools import partial

from posapp.domain.rights import Right
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.menus import page_entries
from posapp.ui.widgets.ways import Way, Ways


def home_card(context: UiContext) -> Ways:
    """The card of all of them; what stands in a line is not offered twice."""
    ways = _ways(context)
    lines = _lines(context, {way.name: way.why for way in ways})
    there = {way.name for _title, some in lines for way in some}
    return Ways([way for way in ways if way.name not in there], lines)


def _lines(context: UiContext, why: Mapping[str, str]) -> list[tuple[str, list[Way]]]:
    """Every page that an auditor may open, line by line (D-44: reads everything); else nothing."""
    if not context.actor.may(Right.AUDIT_LOG):
        return []
    payments = "search exceptions quick_add_search checkouts items open_credits paper_proof"
    drawers = "supervisor controls deposit_controls end_of_day over_unders cancels approvals"
    office = "audit_log ledger_export payroll users check health copies"
    lines = ((_("Payments"), payments), (_("Drawers"), drawers), (_("Office"), office))
    shown = ((title, [_to(context, kind, why) for kind in kinds.split()]) for title, kinds in lines)
    return [(title, [way for way in ways if way is not None]) for title, ways in shown]


def _to(context: UiContext, kind: str, why: Mapping[str, str]) -> Way | None:
    """A page by the words of its menu; none where the role may not open it."""
    entry = page_entries()[kind]
    if entry.right is not None and not context.actor.may(entry.right):
        return None
    # In its menu it is one of several searches.
    text = entry.path[-1] if kind == "quick_add_search" else entry.text
    name, go = f"way_{kind}", partial(context.open_page, kind, 0)
    return Way(name, _(text).replace("&", ""), why.get(name, ""), go)


def _ways(context: UiContext) -> list[Way]:
    """Where set-up and jobs go; each of them sees what the role allows."""
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
