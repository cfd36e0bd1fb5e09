"""Checkouts in words: what their sum to pay came to, and who did what with them (CK-2..CK-6)."""

from typing import Final

from posapp.domain.checkouts import Checkout
from posapp.domain.credit_codes import CheckoutState
from posapp.domain.setup import SetUp
from posapp.i18n import _
from posapp.ui.formats import Formats, joined
from posapp.ui.words import word

_HEADINGS: Final = {
    CheckoutState.SUBMITTED: "Taken",
    CheckoutState.PROCESSED: "Paid",
    CheckoutState.CANCELED: "Was to pay",
    CheckoutState.REFUNDED: "Refunded",
}


def heading(checkout: Checkout) -> str:
    """What the sum to pay came to: what is submitted lies in a drawer already (CK-3)."""
    return _(_HEADINGS[checkout.state]) if checkout.to_pay else _("To pay")


def checkout_facts(one: Checkout, formats: Formats, setup: SetUp) -> list[tuple[str, str]]:
    """State, method, who did what and who let it happen, why; only what there is to say."""
    types, stamp = setup.tender_types, formats.stamp
    refund = "" if one.refund_method is None else types[one.refund_method].description
    paid_by = _("Credits only") if one.method is None else types[one.method].description
    ended = _("Refunded") if one.state is CheckoutState.REFUNDED else _("Canceled")
    found = [
        (_("State"), word(one.state).text),
        (_("Payment Method"), paid_by),
        (_("Employee number"), one.employee_number),
        (_("Submitted"), joined(stamp(one.submitted_at), one.submitted_by, one.workstation)),
        (_("Processed"), joined(stamp(one.processed_at), one.processed_by)),
        (_("Approved by"), one.process_approved_by),
        (ended, joined(stamp(one.ended_at), one.ended_by)),
        (_("Approved by"), one.approved_by),
        (_("Refund Method"), refund),
        (_("Comment"), one.comment),
        (_("Why"), one.end_comment),
    ]
    return [fact for fact in found if fact[1]]
