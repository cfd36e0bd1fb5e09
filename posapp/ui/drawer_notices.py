"""Strips about the user's drawer, on every page: above the limit, left open from an earlier day."""

from functools import partial

from posapp.domain.codes import ControlStatus, SourceType
from posapp.domain.ids import short_id
from posapp.domain.rights import Right
from posapp.domain.tender_controls import Control, DepositControl
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.formats import grouped
from posapp.ui.shortcuts import Key
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
        words = says.format(limit=amount)
        found.append(_leading(context, words, _("Turn in"), Key.TURN_IN))
    if view.control.business_date < context.today():
        says = _("Drawer TC {number} is still open from {day}. Each day needs a fresh drawer.")
        number, day = grouped(short_id(view.control.id)), view.control.business_date
        words = says.format(number=number, day=context.formats.date(day))
        shows = partial(context.open_page, "control", view.control.id)
        found.append(Notice(words, Tone.AMBER, _("Show drawer"), shows))
    return tuple(found)


def takes_drawers(one: DepositControl) -> bool:
    """Whether cashiers can open drawers under a deposit control (DC-03)."""
    return one.source_type is SourceType.CASHIERING and one.status is ControlStatus.OPEN


def stale_notices(context: UiContext, stale: tuple[Control, ...]) -> tuple[Notice, ...]:
    """Drawers of earlier days that are not balanced, beside the one that every page tells of (TC-08)."""
    view = context.drawer.state.view
    others = [one for one in stale if view is None or one.id != view.control.id]
    if not others:
        return ()
    first = others[0]
    if len(others) == 1:
        says = _("Drawer TC {number} of {day} is not balanced: {user}.").format(
            number=grouped(short_id(first.id)),
            day=context.formats.date(first.business_date),
            user=first.user_name or _("All users"),
        )
        shows = partial(context.open_page, "control", first.id)
        return (Notice(says, Tone.AMBER, _("Show drawer"), shows),)
    says = _("{n} drawers of earlier days are not balanced, the oldest of {day}.")
    words = says.format(n=len(others), day=context.formats.date(first.business_date))
    return (Notice(words, Tone.AMBER, _("All drawers"), partial(context.open_page, "controls", 0)),)


def _leading(context: UiContext, words: str, action: str, key: Key) -> Notice:
    """A strip with the button that settles it, where this user may press it."""
    if context.doings is None or not context.actor.may(Right.TURN_IN):
        return Notice(words, Tone.AMBER)
    hint = context.shortcuts.shown(key)
    return Notice(words, Tone.AMBER, action, context.doings.turn_in, hint)
