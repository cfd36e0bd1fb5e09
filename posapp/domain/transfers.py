"""Right money, wrong account: transfer of an event or of one payment.

Source: payments 9 (TR-1..TR-9). An event's transfer also moves its payor; a payment's leaves the
tenders as they are. Drawers are never touched. An event that was taken by distribution rules is
moved by rules, any other to an account. Amounts are integer minor units of the event's currency.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from posapp.domain.codes import PaymentStatus, TenderStatus
from posapp.domain.distribution_rules import DetailDraft
from posapp.domain.event_views import EventView, PaymentView, TenderView
from posapp.domain.ids import AccountId, PaymentId
from posapp.domain.money import ZERO
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


@dataclass(frozen=True, slots=True)
class TransferByRules:
    """What the transfer dialog asks of an event with distribution details.

    Args:
        details: rule, value and amount of each row; they make up the amount that moves (TR-4).
        reason: cancel reason of the old payments.
        freeze: freeze the new payments at once (TR-2).
        non_cis_name: with ``reference`` and ``comments``, for accounts without customer (NC-7).
        reference: see above.
        comments: see above.
    """

    details: tuple[DetailDraft, ...]
    reason: str
    freeze: bool = True
    non_cis_name: str = ""
    reference: str = ""
    comments: str = ""


def check_way(event: EventView, *, by_rules: bool) -> None:
    """Details decide which of the two transfers an event takes (9).

    Raises:
        Refused: ``M-16`` for the other one.
    """
    if by_rules and not event.details:
        raise Refused("M-16", reason="the event has no distribution details; name the account")
    if event.details and not by_rules:
        raise Refused("M-16", reason="the event has distribution details; give rules and values")


def payments_of_payor(event: EventView) -> tuple[PaymentView, ...]:
    """The payments of an event with details that move as a whole.

    Raises:
        Refused: ``M-16`` unless one payor handed all valid tenders over, all payments are Frozen,
            and all are the payor's own.
    """
    payors = {tender.payor_account_id for tender in _stated(event)}
    live = tuple(p for p in event.payments if p.status is not PaymentStatus.CANCELED)
    if len(payors) != 1:
        raise Refused("M-16", reason=f"the event has {len(payors)} payors, not one")
    if not live:
        raise Refused("M-16", reason="the event has no payment")
    for payment in live:
        _check_money(payment)
        if payment.status is not PaymentStatus.FROZEN:
            raise Refused("M-16", reason=f"a payment is {payment.status.value}, not FROZEN")
        if payment.account_id not in payors:
            raise Refused(
                "M-16", reason="payor and payee are two accounts; transfer the payment instead"
            )
    return live


def payor_after(event: EventView, new: Sequence[PaymentDraft]) -> AccountId | None:
    """Who becomes the payor: the one payee of all new payments, when it is another account (9)."""
    payees = {draft.account_id for draft in new}
    payors = {tender.payor_account_id for tender in _stated(event)}
    return next(iter(payees)) if len(payees) == 1 and payees != payors else None


def check_moves(old: Sequence[PaymentView], new: Sequence[PaymentDraft]) -> None:
    """Something must change: account, match or amounts (TR-6).

    Raises:
        Refused: ``M-16``.
    """
    before = sorted((p.account_id, p.amount, p.match_type or "", p.match_value or "") for p in old)
    after = sorted((d.account_id, d.amount, d.match_type, d.match_value) for d in new)
    if before == after:
        raise Refused("M-16", field="details", reason="it names the same accounts and matches")


def _stated(event: EventView) -> tuple[TenderView, ...]:
    """Valid tenders that a person stated."""
    valid = TenderStatus.VALID
    return tuple(one for one in event.tenders if one.status is valid and not one.flagged)


def payment_to_transfer(event: EventView, payment_id: PaymentId) -> PaymentView:
    """The frozen payment that moves.

    Raises:
        Refused: ``M-16`` when it is not Frozen.
    """
    payment = next(payment for payment in event.payments if payment.id == payment_id)
    if payment.status is not PaymentStatus.FROZEN:
        raise Refused("M-16", reason=f"the payment is {payment.status.value}, not FROZEN")
    _check_money(payment)
    return payment


def _check_money(payment: PaymentView) -> None:
    """Kept change is the payor's debt of that tender, nobody else's (D-11, D-27)."""
    if payment.amount < ZERO:
        reason = "it is change that was not returned, which the payor of the tender owes"
        raise Refused("M-16", reason=reason)


def payment_of_event(event: EventView) -> PaymentView:
    """The one payment of an event that moves as a whole.

    Raises:
        Refused: ``M-16`` unless there is exactly one valid tender, exactly one live payment, it is
            Frozen, and payor and payee are the same account.
    """
    tenders = _stated(event)
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
    draft = PaymentDraft(
        transfer.account_id,
        payment.amount,
        *match,
        transfer.non_cis_name,
        transfer.reference,
        transfer.comments,
    )
    if transfer.account_id != payment.account_id:
        return draft
    # Template and lines belong to the account, so they stay with it (NC-4).
    return replace(
        draft,
        template=payment.template or "",
        lines=payment.lines,
        long_comment=payment.long_comment,
    )
