"""Changing the payments of an event: add, change, delete, distribute again.

Source: PE-8..PE-12, PY-4, PY-11, AD-10, NC-2..NC-5, NCI-03, NCI-04, NCI-05. Amounts are integer minor units of the
event's currency.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from posapp.domain.accounts import Account
from posapp.domain.clearing_accounts import check_no_clearing
from posapp.domain.credits import HeldItem
from posapp.domain.event_views import EventView, PaymentView
from posapp.domain.ids import AccountId, PaymentId
from posapp.domain.money import ZERO, Money
from posapp.domain.payment_events import PaymentDraft
from posapp.domain.setup import SetUp
from posapp.domain.templates import (
    CreditLine,
    check_lines,
    check_overrides,
    kept_lines,
    lines_of,
)
from posapp.errors import Concern, NeedsConfirmation, Refused


@dataclass(frozen=True, slots=True)
class PaymentChange:
    """New values of a payment; ``None`` keeps what is there (PE-8).

    ``match`` is match type and value, both empty for no match. Template and lines belong to the
    account: with another one they fall away.
    """

    account_id: AccountId | None = None
    amount: Money | None = None
    match: tuple[str, str] | None = None
    non_cis_name: str | None = None
    reference: str | None = None
    comments: str | None = None
    long_comment: str | None = None
    lines: tuple[CreditLine, ...] | None = None

    def applied(self, payment: PaymentView, setup: SetUp) -> PaymentDraft:
        """The payment as it shall be.

        Lines that are still the template's follow another amount (NC-5).
        """
        old = draft_of(payment)
        new: dict[str, Any] = {
            name: getattr(self, name) for name in _KEPT if getattr(self, name) is not None
        }
        if self.match is not None:
            new["match_type"], new["match_value"] = self.match
        if new.get("account_id", payment.account_id) != payment.account_id:
            new |= {"template": "", "lines": self.lines or ()}
        elif self.amount is not None and self.lines is None:
            new["lines"] = _following(payment, self.amount, setup)
        return replace(old, **new)


def draft_of(payment: PaymentView) -> PaymentDraft:
    """A payment as somebody would enter it now."""
    return PaymentDraft(
        payment.account_id,
        payment.amount,
        payment.match_type or "",
        payment.match_value or "",
        payment.non_cis_name,
        payment.reference,
        payment.comments,
        payment.template or "",
        payment.lines,
        payment.long_comment,
    )


def audited(draft: PaymentDraft) -> dict[str, str]:
    """Texts of a payment as its log tells them (D-40); account, amount and lines are rows."""
    return {name: getattr(draft, name) for name in _TEXTS}


_TEXTS: Final = (
    "match_type",
    "match_value",
    "non_cis_name",
    "reference",
    "comments",
    "template",
    "long_comment",
)
_KEPT: Final = (
    "account_id",
    "amount",
    "non_cis_name",
    "reference",
    "comments",
    "long_comment",
    "lines",
)


def _following(payment: PaymentView, amount: Money, setup: SetUp) -> tuple[CreditLine, ...]:
    """The lines for another amount: the template's anew, those by hand as they are."""
    template = setup.templates.get(payment.template or "")
    if template is None or payment.lines != kept_lines(lines_of(template, payment.amount)):
        return payment.lines
    return kept_lines(lines_of(template, amount))


def check_draft(draft: PaymentDraft, account: Account, currency: str, setup: SetUp) -> None:
    """Stop a payment that no rule could take (PE-9, PE-10, NCI-03).

    Raises:
        Refused: ``M-02``, ``M-10``, ``M-28``, ``M-55``, ``M-65``, ``M-77``, ``M-91``, ``C-22``.
    """
    if draft.amount <= ZERO:
        raise Refused("M-02", field="amount", value=draft.amount, currency=currency)
    if bool(draft.match_type) != bool(draft.match_value):
        raise Refused("M-10", field="match_value" if draft.match_type else "match_type")
    if draft.match_type and draft.match_type not in setup.match_types:
        raise Refused("M-55", field="match_type", value=draft.match_type)
    if account.currency != currency:
        raise Refused("M-65", field="account", value=account.currency, currency=currency)
    non_cis = setup.customer_classes[account.customer_class].non_cis
    _check_remitter(draft, non_cis=non_cis)
    _check_credits(draft, setup, non_cis=non_cis)


def check_not_held(item: HeldItem | None) -> None:
    """Stop a payment of an item that a submitted checkout holds, and name that (IT-4).

    Raises:
        Refused: ``M-321``.
    """
    if item is not None:
        raise Refused("M-321", field="match_value", value=item.number, **item.holder.said)


def payment_of(event: EventView, payment_id: PaymentId) -> PaymentView:
    """A payment of the event that may still change (PY-4).

    Raises:
        Refused: ``M-12`` when it is Frozen or Canceled.
    """
    payment = next(payment for payment in event.payments if payment.id == payment_id)
    if not payment.status.is_unfrozen:
        raise Refused("M-12", status=payment.status)
    return payment


def drops_segments(payment: PaymentView, draft: PaymentDraft) -> bool:
    """Whether new values make the payment Incomplete again (PE-12).

    Amount, account and match decide where money goes; names and remarks do not.
    """
    match = (payment.match_type or "", payment.match_value or "", payment.template or "")
    before = (payment.account_id, payment.amount, *match)
    after = (draft.account_id, draft.amount, draft.match_type, draft.match_value, draft.template)
    return before != after


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
    check_remitter(draft)


def check_remitter(payment: PaymentDraft | PaymentView) -> None:
    """Name and reference of a payment without customer account (NC-2, NCI-03, NCI-04).

    Raises:
        Refused: ``C-22`` with the field.
    """
    for field in ("non_cis_name", "reference"):
        if not getattr(payment, field).strip():
            raise Refused("C-22", field=field)


def _check_credits(draft: PaymentDraft, setup: SetUp, *, non_cis: bool) -> None:
    """Template and lines only without customer account, of this account, exact (NC-4, NC-5)."""
    for field in ("template", "lines"):
        if getattr(draft, field) and not non_cis:
            raise Refused("M-77", field=field)
    template = setup.templates.get(draft.template)
    if draft.template and (template is None or template.account_id != draft.account_id):
        raise Refused("M-55", field="template", value=draft.template)
    check_lines(draft.lines, draft.amount, setup.distribution_codes)
    check_no_clearing(draft.lines, setup.crediting.clearing)
    if template is not None:
        check_overrides(template, draft.lines, draft.amount)
