"""Strips above a payment event: what is wrong with it, and the way to mend it (PE-2, EX-1..EX-5)."""

from posapp.domain.codes import PaymentStatus
from posapp.domain.event_views import EventView
from posapp.domain.money import ZERO
from posapp.i18n import _, plural
from posapp.ui.event_words import balance_advice
from posapp.ui.formats import Formats
from posapp.ui.payment_acts import PaymentActs
from posapp.ui.tokens import Tone
from posapp.ui.widgets.banner import Notice
from posapp.ui.widgets.event_payments import EventPayments


def event_notices(
    event: EventView, formats: Formats, acts: PaymentActs, card: EventPayments
) -> tuple[Notice, ...]:
    """Payments in Error, then by how much the event is unbalanced, each with its repair.

    Args:
        event: the event as it is shown.
        formats: how amounts are written.
        acts: says what the user may do.
        card: the payments, where the repair starts.
    """
    found = []
    wrong = [one for one in event.payments if one.status is PaymentStatus.ERROR]
    if wrong:
        says = plural(
            "A payment could not be distributed. Change it to mend it.",
            "{n} payments could not be distributed. Change each to mend it.",
            len(wrong),
        ).format(n=len(wrong))
        action = _("Change\u2026") if acts.may_change(wrong[0]) else ""
        found.append(Notice(says, Tone.RED, action, card.change_error))
    says = balance_advice(event, formats)
    if says:
        add = event.totals.difference > ZERO and acts.may_add
        action = _("Add payment\u2026") if add else ""
        found.append(Notice(says, Tone.AMBER, action, card.add_payment))
    return tuple(found)
