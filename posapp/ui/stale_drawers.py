"""Red strips for drawers that an earlier day left open (DAY-04)."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from posapp.domain.supervising import WatchedDrawer
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.tokens import Tone
from posapp.ui.widgets.banner import Notice

_STRIPS: Final = 3


def stale_strips(context: UiContext, drawers: Sequence[WatchedDrawer]) -> tuple[Notice, ...]:
    """A red line for each such drawer, three at most."""
    stale = [one for one in drawers if one.stale]
    return tuple(_strip(context, one) for one in stale[:_STRIPS])


def _strip(context: UiContext, drawer: WatchedDrawer) -> Notice:
    one = drawer.control
    says = _("{drawer}, {user}, is still open from {day}. Have it counted and balance it.")
    words = says.format(
        drawer=drawer.source_description,
        user=one.user_name or _("all users"),
        day=context.formats.date(one.business_date),
    )
    go = partial(context.open_page, "control", one.id)
    return Notice(words, Tone.RED, _("Show"), go, word=_("Left open"))
