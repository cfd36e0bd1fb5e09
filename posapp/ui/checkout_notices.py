"""What a supervisor is told of checkouts that wait to be processed (CK-3)."""

from functools import partial
from typing import TYPE_CHECKING

from posapp.domain.checkouts import Checkout
from posapp.domain.credit_codes import CheckoutState
from posapp.domain.rights import Actor
from posapp.i18n import _, plural
from posapp.ui.context import UiContext
from posapp.ui.tokens import Tone
from posapp.ui.widgets.banner import Notice

if TYPE_CHECKING:
    from posapp.services.bundle import Services

SeenCheckouts = tuple[Checkout, ...]


def read_checkouts(services: "Services", actor: Actor) -> SeenCheckouts:
    """Checkouts of the office that wait to be processed; runs off the GUI thread."""
    return services.checkouts.list(actor, state=CheckoutState.SUBMITTED)


def checkout_notices(context: UiContext, waiting: SeenCheckouts) -> tuple[Notice, ...]:
    """One line for all of them, with the oldest; its button leads to the list."""
    if not waiting:
        return ()
    oldest = min(waiting, key=lambda one: one.submitted_at)
    says = plural(
        "{n} checkout waits to be processed; the oldest is {number} of {user}, {at}.",
        "{n} checkouts wait to be processed; the oldest is {number} of {user}, {at}.",
        len(waiting),
    )
    words = says.format(
        n=len(waiting),
        number=oldest.number,
        user=oldest.submitted_by,
        at=context.formats.stamp(oldest.submitted_at),
    )
    go = partial(context.open_page, "checkouts", 0)
    return (Notice(words, Tone.BLUE, _("Show"), go, word=_("Checkouts")),)
