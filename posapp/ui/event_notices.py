"""Strips above a payment event: what is wrong with it, and the way to mend it (PE-2, EX-1..EX-5)."""

from posapp.domain.codes import PaymentStatus
from posapp.domain.event_views import EventView
from posapp.domain.money import ZERO
from posapp.i18n import _, plural
from posapp.ui.event_words import balance_advice
from posapp.ui.formats import Formats
from posapp.ui.pages.base import Page
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


def tell_shortfall(page: Page, before: EventView | None, _saved: object) -> None:
    """Read an event anew; where only its change could be taken away, say so (CHG-08, D-32).

    What is missing since stands above the event, with what to do.
    """
    page.load()
    short = ZERO if before is None else before.totals.payments - before.totals.amount_tendered
    if before is None or short <= ZERO:
        return
    formats, currency = page.context.formats, before.currency
    says = _(
        "The change of {change} was taken away, which was not enough: {rest} less was handed over "
        "than is paid. Nothing else was changed."
    ).format(
        change=formats.money(before.totals.cash_back, currency), rest=formats.money(short, currency)
    )
    page.show_notice(Notice(says, Tone.BLUE))
