"""What a payment dialog changes of a payment: only that is sent (D-21)."""

from typing import TypeVar

from posapp.domain.event_views import PaymentView
from posapp.domain.payment_edits import PaymentChange
from posapp.domain.payment_events import PaymentDraft

T = TypeVar("T")


def changed_by(payment: PaymentView, draft: PaymentDraft) -> PaymentChange:
    """What the draft changes; the rest stays as it is by then (D-21)."""
    match = draft.match_type, draft.match_value
    return PaymentChange(
        account_id=_other(draft.account_id, payment.account_id),
        amount=_other(draft.amount, payment.amount),
        match=_other(match, (payment.match_type or "", payment.match_value or "")),
        non_cis_name=_other(draft.non_cis_name, payment.non_cis_name),
        reference=_other(draft.reference, payment.reference),
        comments=_other(draft.comments, payment.comments),
        long_comment=_other(draft.long_comment, payment.long_comment),
        lines=_other(draft.lines, payment.lines),
    )


def _other(new: T, old: T) -> T | None:
    return None if new == old else new
