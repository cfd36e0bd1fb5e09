"""Strips about the user's drawer, on every page: above the limit, left open from an earlier day."""

from posapp.domain.ids import short_id
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.formats import grouped
from posapp.ui.tokens import Tone
from posapp.ui.widgets.banner import Notice


def drawer_notices(context: UiContext, *, limit: bool = True) -> tuple[Notice, ...]:
    """What the cashier must be reminded of (TI-10, TC-08); never what the drawer holds (D-16).

    Args:
        context: the surroundings.
        limit: whether to tell of the cash limit; pages of an event and a payment do so themselves (PE-2).
    """
    view = context.drawer.state.view
    if view is None:
        return ()
    found = []
    if limit and view.above_limit and view.limit is not None:
        amount = context.formats.money(view.limit, view.control.currency)
        says = _("Cash in the drawer is above the limit of {limit}. Turn in funds.")
        found.append(Notice(says.format(limit=amount), Tone.AMBER))
    if view.control.business_date < context.today():
        says = _("Drawer TC {number} is still open from {day}. Each day needs a fresh drawer.")
        number, day = grouped(short_id(view.control.id)), view.control.business_date
        found.append(Notice(says.format(number=number, day=context.formats.date(day)), Tone.AMBER))
    return tuple(found)
