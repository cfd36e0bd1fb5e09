"""Columns of what a new event's payments are spread over: pay segments, overpayment agreements."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from posapp.domain.codes import AgreementStatus
from posapp.domain.ids import AccountId, AgreementId
from posapp.domain.payment_events import NewEvent, NewPayment
from posapp.domain.setup import SetUp


def agreement_values(
    account_id: AccountId, agreement_id: AgreementId, new: NewEvent, setup: SetUp
) -> dict[str, Any]:
    """The overpayment agreement of an account that has none yet (OP-2): one for all payments."""
    return {
        "id": agreement_id,
        "account_id": account_id,
        "sa_type": setup.installation.overpayment_sa_type,
        "service": "",
        "status": AgreementStatus.ACTIVE,
        "start_date": new.payment_date,
        "end_date": None,
    }


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
