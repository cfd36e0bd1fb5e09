"""A single event in words: what is still missing, and what was created (10.3, QA-10, QA-12)."""

from collections.abc import Sequence

from posapp.domain.cash_rounding import settled
from posapp.domain.distribution_rules import DetailDraft
from posapp.domain.ids import long_id
from posapp.domain.money import ZERO, total
from posapp.domain.payment_events import AddedEvent
from posapp.errors import Refused
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.formats import grouped, joined
from posapp.ui.tokens import Tone
from posapp.ui.widgets.payment_sums import handed_as
from posapp.ui.widgets.tender_line import TypedTender


def sums_in_words(
    typed: Sequence[TypedTender], details: Sequence[DetailDraft], context: UiContext, currency: str
) -> str:
    """What keeps tenders and details from being equal after cash back; empty when nothing does."""
    if not details or not typed:
        return ""
    paid = total(one.amount for one in details)
    handed = [one for one in typed if one.amount is not None]
    tendered = total(one.amount or ZERO for one in handed)
    try:
        found = settled(handed_as(handed, context.setup), paid, context.setup.currencies[currency])
        tendered = total(found.amounts) + found.rounding
    except Refused as refused:
        if refused.code != "M-07":
            return context.texts.of(refused)
    giving = total(one.amount or ZERO for one in handed if one.tender_type.allow_cash_back)
    left = tendered - paid
    amount = context.formats.money(abs(left), currency)
    if left < ZERO:
        return _("{amount} is missing: the tenders are less than what is paid.").format(
            amount=amount
        )
    if left > giving:
        strict = (one.tender_type for one in handed if not one.tender_type.allow_cash_back)
        kinds = " + ".join(dict.fromkeys(kind.description for kind in strict))
        return _("{amount} is still to be given out: {types} gives no change.").format(
            amount=amount, types=kinds
        )
    return ""


def added_in_words(added: AddedEvent, currency: str, context: UiContext) -> tuple[str, Tone]:
    """The short status of what was created: number, what became of it, change to hand out."""
    number = _("Payment event {number}").format(number=grouped(long_id(added.event_id)))
    change = ""
    if added.change:
        amount = context.formats.money(added.change, currency)
        change = _("Cash Back Amount {amount}").format(amount=amount)
    if added.failed:
        return joined(number, _("a payment is in Error"), change), Tone.RED
    if added.receipt_number is None:
        return joined(number, _("not frozen yet"), change), Tone.AMBER
    receipt = _("receipt {number}").format(number=added.receipt_number)
    return joined(number, _("Frozen"), receipt, change), Tone.GREEN
