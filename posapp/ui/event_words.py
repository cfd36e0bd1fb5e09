"""A payment event in words: its info line and its warnings (PE-1, PE-2, D-33)."""

from datetime import date

from posapp.domain.event_views import EventTotals, EventView, info_parts, only_payor, warning_codes
from posapp.domain.money import ZERO
from posapp.i18n import _
from posapp.ui.formats import Formats, joined
from posapp.ui.tokens import Tone


def info_line(event: EventView, formats: Formats) -> str:
    """Date, amount, then the payor or the rule, numbers and currency."""
    amount = formats.money(event.totals.tenders, event.currency)
    return joined(formats.date(event.payment_date), amount, *info_parts(event))


def title_line(event: EventView, formats: Formats) -> str:
    """The info line as a title, with the payor also where several tenders are theirs.

    The info line itself leaves the name out then (D-33); a title of one customer among many in the
    task bar must not.
    """
    amount = formats.money(event.totals.tenders, event.currency)
    payor, parts = only_payor(event), info_parts(event)
    named = parts if payor in parts else (payor, *parts)
    return joined(formats.date(event.payment_date), amount, *named)


def warnings(
    event: EventView, formats: Formats, waits: date | None = None
) -> tuple[tuple[str, Tone], ...]:
    """Warnings under the info line as pills; all that hold.

    ``waits`` is the day that an automatic payment waits for: no warning, and said calmly.
    """
    limit = formats.money(event.above_limit, event.currency)
    words = {
        "UNFROZEN": (_("Unfrozen Payments"), Tone.AMBER),
        "UNBALANCED": (_("The Payment Event is Unbalanced"), Tone.RED),
        "TURN_IN": (
            _("Cash in the drawer is above {limit}: turn in funds").format(limit=limit),
            Tone.AMBER,
        ),
    }
    found = [words[code] for code in warning_codes(event, waits=waits is not None)]
    if waits is not None:
        says = _("Automatic payment: the job of {date} sends and freezes it")
        says = says.format(date=formats.date(waits))
        found.insert(0, (says, Tone.BLUE))
    return tuple(found)


def difference(totals: EventTotals, currency: str, formats: Formats) -> str:
    """What is not accounted for, as a sum a cashier can follow; empty when balanced."""
    if totals.is_balanced:
        return ""
    tenders = formats.money(totals.tenders, currency)
    payments = formats.money(totals.payments, currency)
    rest = formats.money(abs(totals.difference), currency)
    if totals.difference > ZERO:
        return _("Tenders {tenders} \u2212 payments {payments} = {rest} not accounted for").format(
            tenders=tenders, payments=payments, rest=rest
        )
    return _("Payments {payments} \u2212 tenders {tenders} = {rest} missing").format(
        tenders=tenders, payments=payments, rest=rest
    )


def balance_advice(event: EventView, formats: Formats) -> str:
    """By how much an event is unbalanced and what to do; empty when balanced (PE-5, EX-5)."""
    totals = event.totals
    if totals.is_balanced:
        return ""
    rest = formats.money(abs(totals.difference), event.currency)
    if totals.difference > ZERO:
        if event.may_recalculate:
            says = _(
                "The tenders are {rest} more than the payments. Add a payment for it, or give it "
                "back with Recalculate Cash Back."
            )
        else:
            says = _("The tenders are {rest} more than the payments. Add a payment for it.")
    elif event.unfrozen:
        says = _(
            "The payments are {rest} more than the tenders. Take the rest as a further tender, or "
            "lower a payment."
        )
    else:
        says = _(
            "The payments are {rest} more than the tenders. Take the rest as a further tender, or "
            "cancel a payment and add it with what was paid."
        )
    return says.format(rest=rest)
