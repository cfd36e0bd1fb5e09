"""Strips about payments that the program's end interrupted (R1, D-21)."""

from functools import partial
from typing import TYPE_CHECKING

from posapp.domain.ids import short_id
from posapp.domain.money import total
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.formats import grouped
from posapp.ui.tokens import Tone
from posapp.ui.widgets.banner import Notice

if TYPE_CHECKING:
    from posapp.services.in_hand import KeptEvent


def kept_notices(kept: "tuple[KeptEvent, ...]", context: UiContext) -> tuple[Notice, ...]:
    """The first of them, with the way to finish it; empty where nobody can."""
    doings = context.doings
    kept = tuple(one for one in kept if one.command.request_id not in context.typing)
    if not kept or doings is None:
        return ()
    first, formats = kept[0], context.formats
    says = _(
        "A payment was interrupted at {time}: {name}, {amount}. Finish it, or throw it away if "
        "the customer has the money back."
    )
    words = says.format(
        time=formats.stamp(first.kept_at),
        name=first.payor_name or grouped(short_id(first.command.payor)),
        amount=formats.money(total(one.amount for one in first.command.payments)),
    )
    return (Notice(words, Tone.AMBER, _("Loo&k"), partial(doings.finish_kept, first)),)
