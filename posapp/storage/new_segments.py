"""Columns of what a new event's payments are spread over: pay segments."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from posapp.domain.ids import AccountId, AgreementId
from posapp.domain.payment_events import NewPayment


def segment_values(
    ids: Iterator[int],
    payments: Sequence[tuple[int, NewPayment]],
    created: Mapping[AccountId, AgreementId],
) -> Iterator[dict[str, Any]]:
    """The pay segments of payments in their order; ``created`` are their new agreements."""
    for payment_id, payment in payments:
        for share in payment.shares:
            agreement_id = share.agreement_id
            yield {
                "id": next(ids),
                "payment_id": payment_id,
                "agreement_id": created[payment.draft.account_id]
                if agreement_id is None
                else agreement_id,
                "amount": share.amount,
                "bill_id": share.bill_id,
            }
