"""Right money, wrong account: transfer of an event or of one payment.

Source: payments 9 (the table without distribution details, TR-1..TR-9). An event's transfer also
moves its payor; a payment's leaves the tenders as they are. Drawers are never touched.
"""

from dataclasses import dataclass

from posapp.domain.codes import PaymentStatus, TenderStatus
from posapp.domain.event_views import EventView, PaymentView
from posapp.domain.ids import AccountId, PaymentId
from posapp.domain.payment_events import PaymentDraft
from posapp.errors import Refused


@dataclass(frozen=True, slots=True)
class Transfer:
    """What the transfer dialog asks.

    Args:
        account_id: the account that should have had the money.
        reason: cancel reason of the old payment.
        match: match type and value; ``None`` takes the old payment's (TR-1).
        freeze: freeze the new payment at once (TR-2).
        non_cis_name: with ``reference`` and ``comments``, for an account without customer (NC-7).
        reference: see above.
        comments: see above.
    """

    account_id: AccountId
    reason: str
    match: tuple[str, str] | None = None
    freeze: bool = True
    non_cis_name: str = ""
    reference: str = ""
    comments: str = ""


def payment_to_transfer(event: EventView, payment_id: PaymentId) -> PaymentView:
    """The frozen payment that moves.

    Raises:
        Refused: ``M-16`` when it is not Frozen.
    """
    payment = next(payment for payment in event.payments if payment.id == payment_id)
    if payment.status is not PaymentStatus.FROZEN:
        raise Refused("M-16", reason=f"the payment is {payment.status.value}, not FROZEN")
    return payment


def payment_of_event(event: EventView) -> PaymentView:
    """The one payment of an event that moves as a whole.

    Raises:
        Refused: ``M-16`` unless there is exactly one valid tender, exactly one live payment, it is
            Frozen, and payor and payee are the same account.
    """
    tenders = [t for t in event.tenders if t.status is TenderStatus.VALID and not t.flagged]
    live = [p for p in event.payments if p.status is not PaymentStatus.CANCELED]
    if len(tenders) != 1:
        raise Refused("M-16", reason=f"the event has {len(tenders)} valid tenders, not one")
    if len(live) != 1:
        raise Refused("M-16", reason=f"the event has {len(live)} payments, not one")
    if live[0].status is not PaymentStatus.FROZEN:
        raise Refused("M-16", reason=f"the payment is {live[0].status.value}, not FROZEN")
    if tenders[0].payor_account_id != live[0].account_id:
        raise Refused(
            "M-16", reason="payor and payee are two accounts; transfer the payment instead"
        )
    return live[0]


def new_payment(payment: PaymentView, transfer: Transfer) -> PaymentDraft:
    """The payment on the right account (TR-1, TR-6).

    Raises:
        Refused: ``M-16`` when neither account nor match changes.
    """
    old = (payment.match_type or "", payment.match_value or "")
    match = old if transfer.match is None else transfer.match
    if transfer.account_id == payment.account_id and match == old:
        raise Refused("M-16", field="account", reason="it names the same account and match")
    return PaymentDraft(
        transfer.account_id,
        payment.amount,
        *match,
        transfer.non_cis_name,
        transfer.reference,
        transfer.comments,
    )
