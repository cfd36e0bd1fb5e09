"""Changing the payments of an event: add, change, split by hand, delete.

Source: PE-8..PE-12, PY-4, PY-8..PY-11, AD-10, NCI-03. Amounts are integer minor units of the
event's currency.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from posapp.domain.accounts import Account
from posapp.domain.codes import AgreementStatus, PaymentStatus
from posapp.domain.event_views import EventView, PaymentView
from posapp.domain.ids import AccountId, AgreementId, PaymentId
from posapp.domain.money import ZERO, Money, total
from posapp.domain.payment_events import PaymentDraft
from posapp.domain.setup import SetUp
from posapp.errors import Concern, NeedsConfirmation, Refused


@dataclass(frozen=True, slots=True)
class SplitAgreement:
    """An agreement of the payee as a split by hand reads it."""

    agreement_id: AgreementId
    sa_type: str
    status: AgreementStatus
    current_balance: Money


@dataclass(frozen=True, slots=True)
class PaymentChange:
    """New values of a payment; ``None`` keeps what is there (PE-8).

    ``match`` is match type and value, both empty for no match.
    """

    account_id: AccountId | None = None
    amount: Money | None = None
    match: tuple[str, str] | None = None
    non_cis_name: str | None = None
    reference: str | None = None
    comments: str | None = None

    def applied(self, payment: PaymentView) -> PaymentDraft:
        """The payment as it shall be."""
        old = PaymentDraft(
            payment.account_id,
            payment.amount,
            payment.match_type or "",
            payment.match_value or "",
            payment.non_cis_name,
            payment.reference,
            payment.comments,
        )
        new: dict[str, Any] = {
            name: getattr(self, name)
            for name in ("account_id", "amount", "non_cis_name", "reference", "comments")
            if getattr(self, name) is not None
        }
        if self.match is not None:
            new["match_type"], new["match_value"] = self.match
        return replace(old, **new)


@dataclass(frozen=True, slots=True)
class Split:
    """A split by hand: its lines, and the status that the payment gets (PY-9)."""

    lines: tuple[tuple[AgreementId, Money], ...]
    status: PaymentStatus


def check_draft(draft: PaymentDraft, account: Account, currency: str, setup: SetUp) -> None:
    """Stop a payment that no rule could take (PE-9, PE-10, NCI-03).

    Raises:
        Refused: ``M-02``, ``M-10``, ``M-55``, ``M-65``, ``C-22``.
    """
    if draft.amount <= ZERO:
        raise Refused("M-02", field="amount", value=draft.amount, currency=currency)
    if bool(draft.match_type) != bool(draft.match_value):
        raise Refused("M-10", field="match_value" if draft.match_type else "match_type")
    if draft.match_type and draft.match_type not in setup.match_types:
        raise Refused("M-55", field="match_type", value=draft.match_type)
    if account.currency != currency:
        raise Refused("M-65", field="account", value=account.currency, currency=currency)
    _check_remitter(draft, non_cis=setup.customer_classes[account.customer_class].non_cis)


def payment_of(event: EventView, payment_id: PaymentId) -> PaymentView:
    """A payment of the event that may still change (PY-4).

    Raises:
        Refused: ``M-12`` when it is Frozen or Canceled.
    """
    payment = next(payment for payment in event.payments if payment.id == payment_id)
    if not payment.status.is_unfrozen:
        raise Refused("M-12", status=payment.status.value)
    return payment


def drops_segments(payment: PaymentView, draft: PaymentDraft) -> bool:
    """Whether new values make the payment Incomplete again (PE-12).

    Amount, account and match decide where money goes; names and remarks do not.
    """
    before = (payment.account_id, payment.amount, payment.match_type, payment.match_value)
    after = (draft.account_id, draft.amount, draft.match_type or None, draft.match_value or None)
    return before != after


def decide_split(
    payment: PaymentView,
    lines: Sequence[tuple[AgreementId, Money]],
    agreements: Mapping[AgreementId, SplitAgreement],
    setup: SetUp,
) -> Split:
    """A split by hand (PY-8..PY-10): zero lines fall away, the sum decides the status (PY-9).

    Raises:
        Refused: ``M-02`` for a negative amount, ``M-55`` for an agreement that the payee has not
            or that is canceled, ``M-57`` for one named twice, ``M-27`` for one that may not be
            overpaid.
    """
    named = [agreement_id for agreement_id, _ in lines]
    for agreement_id, amount in lines:
        agreement = agreements.get(agreement_id)
        if agreement is None or agreement.status is AgreementStatus.CANCELED:
            raise Refused("M-55", field="agreement", value=agreement_id)
        if named.count(agreement_id) > 1:
            raise Refused("M-57", field="agreement", value=agreement_id)
        if amount < ZERO:
            raise Refused("M-02", field="distributed_amount", value=amount)
        kind = setup.sa_types[agreement.sa_type]
        strict = kind.do_not_overpay or kind.item_kind
        if strict and amount > max(agreement.current_balance, ZERO):
            raise Refused(
                "M-27",
                field="distributed_amount",
                agreement=agreement_id,
                balance=agreement.current_balance,
            )
    kept = tuple((agreement_id, amount) for agreement_id, amount in lines if amount)
    whole = total(amount for _, amount in kept) == payment.amount
    return Split(kept, PaymentStatus.FREEZABLE if whole else PaymentStatus.INCOMPLETE)


def ask_before_distributing(payments: Sequence[PaymentView], confirmed: frozenset[str]) -> None:
    """A split by hand is thrown away only when the user says so (PY-11).

    Raises:
        NeedsConfirmation: ``M-35``.
    """
    by_hand = sum(payment.manual for payment in payments)
    if by_hand and "M-35" not in confirmed:
        raise NeedsConfirmation((Concern("M-35", {"n": by_hand}),))


def _check_remitter(draft: PaymentDraft, *, non_cis: bool) -> None:
    """Name and reference for an account without customer, nothing for others (2.2, NC-2, D-34)."""
    if not non_cis:
        for field in ("non_cis_name", "reference", "comments"):
            if getattr(draft, field).strip():
                raise Refused("M-77", field=field)
        return
    for field in ("non_cis_name", "reference"):
        if not getattr(draft, field).strip():
            raise Refused("C-22", field=field)
