"""The cancel reasons a person may choose, and what one of them brings the payor (payments 1.5)."""

from posapp.domain.setup import SetUp
from posapp.i18n import _
from posapp.ui.widgets.choice_box import Choice, ChoiceBox


def reason_box(setup: SetUp, *, bounced: bool = False) -> ChoiceBox:
    """A box of reasons that starts with none, as a reason is a statement (NS-01).

    Reasons of the system itself, such as the one of a reopened bill, are not offered.

    Args:
        setup: has the reasons.
        bounced: only those that say that the money was not good.
    """
    offered = [
        one
        for one in setup.cancel_reasons.values()
        if not one.system_default and (one.bounces or not bounced)
    ]
    by_words = sorted(offered, key=lambda one: one.description.casefold())
    return ChoiceBox(
        [Choice("", _("Choose a reason")), *(Choice(one.code, one.description) for one in by_words)]
    )
