"""From payment to segments: which algorithm, the match overrides, and where an excess goes.

Source: payments 14 (DS-1..DS-12, OP-1..OP-6), IT-3, D-07, D-08, D-09, D-26. A distribution never
exceeds the payment, never has a zero share, names each agreement once (of an open-item payee: once
for each bill and once without, PY-12) and is deterministic.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from posapp.domain.codes import AgreementStatus, DistributionOrder, MatchKind, OverpaymentRule
from posapp.domain.credits import HeldItem
from posapp.domain.debts import AgreementDebt
from posapp.domain.ids import AgreementId, BillId
from posapp.domain.money import ZERO, Money, total
from posapp.domain.setup import CustomerClass
from posapp.domain.spreading import Share, after, spread


@dataclass(frozen=True, slots=True)
class Distribution:
    """A payment split; the shares sum to the payment (DS-2)."""

    shares: tuple[Share, ...]
    excess: Money = ZERO


@dataclass(frozen=True, slots=True)
class DistributionFailed:
    """A payment that cannot be split: stored on the payment as status Error (PY-1)."""

    code: str
    fields: dict[str, object]


@dataclass(frozen=True, slots=True)
class MatchTarget:
    """What a match value means for the payee: found agreement, or unpaid parts of a bill.

    ``known`` is False when the value is unknown or belongs to another account (M-22);
    ``written_off`` says that it is an item on which nothing can be paid, ``held`` that a checkout
    holds it (IT-4).
    """

    kind: MatchKind
    value: str
    known: bool
    agreement_id: AgreementId | None = None
    bill_id: BillId | None = None
    open_on_bill: tuple[tuple[AgreementId, Money], ...] = ()
    written_off: bool = False
    held: HeldItem | None = None


@dataclass(frozen=True, slots=True)
class OpenBill:
    """A bill of an open-item payee with what is unmatched on each agreement of it (DS-12)."""

    bill_id: BillId
    due_date: date
    parts: tuple[tuple[AgreementId, Money], ...]


@dataclass(frozen=True, slots=True)
class PayeeFacts:
    """What a distribution reads about the payee.

    ``payment_date`` is the day on which its debt has its age (14.1). ``bills`` are open ones without
    those in dispute; read only where DS-12 asks for them.
    """

    customer_class: CustomerClass
    debts: tuple[AgreementDebt, ...]
    overpayment_sa_type: str
    payment_date: date
    bills: tuple[OpenBill, ...] = ()

    @property
    def delinquent_before(self) -> date | None:
        """Debt of an earlier arrears date is delinquent; ``None`` where the class has none (DS-6)."""
        days = self.customer_class.delinquent_after
        return None if days is None else self.payment_date - timedelta(days)


Outcome = Distribution | DistributionFailed


def distribute(amount: Money, payee: PayeeFacts, match: MatchTarget | None) -> Outcome:
    """Split a payment over the payee's agreements (PY-1, DS-1).

    Returns the shares, or the failure that the payment stores; never raises for a rule.
    """
    rules = payee.customer_class
    named = match if match is not None and match.kind is not MatchKind.PAY_PLAN else None
    if rules.non_cis and (named is None or named.kind is MatchKind.AGREEMENT):
        return _non_cis(amount, payee, named)
    if named is not None:
        return _by_match(amount, payee, named)
    if rules.distribution is None:
        return DistributionFailed("M-25", {"customer_class": rules.code})
    if rules.open_item and rules.match_required and match is None:
        return DistributionFailed("M-21", {})
    if rules.open_item and not rules.match_required:
        return _oldest_bill_first(amount, payee)
    shares = spread(amount, payee.debts, rules.distribution, payee.delinquent_before)
    excess = amount - total(share.amount for share in shares)
    return _with_excess(shares, excess, payee)


def _by_match(amount: Money, payee: PayeeFacts, match: MatchTarget) -> Outcome:
    """Match overrides (DS-9, DS-10, IT-3)."""
    fault = _match_fault(payee, match)
    if fault is not None:
        return fault
    if match.kind is MatchKind.BILL:
        return _to_bill(amount, payee, match)
    debt = next((d for d in payee.debts if d.agreement_id == match.agreement_id), None)
    if debt is None:
        return DistributionFailed("M-22", {"value": match.value})
    due = max(debt.current_balance, ZERO) if debt.takes_money else ZERO
    if amount > due and (debt.is_strict or not debt.takes_money):
        shares = (Share(debt.agreement_id, due),) if due else ()
        return _with_excess(shares, amount - due, payee)
    # What is above the balance stays there as credit, and is asked about like any other (OP-6).
    return Distribution((Share(debt.agreement_id, amount),), max(amount - due, ZERO))


def _match_fault(payee: PayeeFacts, match: MatchTarget) -> DistributionFailed | None:
    """Why nothing can be paid so (D-26, IT-4)."""
    if match.kind is MatchKind.BILL and not payee.customer_class.open_item:
        return DistributionFailed("M-23", {})
    if not match.known:
        return DistributionFailed("M-22", {"value": match.value})
    if match.written_off:
        return DistributionFailed("K-01", {"value": match.value})
    if match.held is not None:
        return DistributionFailed("M-321", match.held.stored)
    return None


def _to_bill(amount: Money, payee: PayeeFacts, match: MatchTarget) -> Outcome:
    """Spread over the bill's agreements up to what is unpaid on each, by priority (DS-10).

    One that may not be overpaid takes no more than it owes: the bill may have been paid without
    being named (D-25, D-26).
    """
    room = {
        debt.agreement_id: max(debt.current_balance, ZERO) for debt in payee.debts if debt.is_strict
    }
    paid = _pay_bill(amount, match.open_on_bill, payee, room)
    shares = tuple(Share(one, part, match.bill_id) for one, part in paid.items())
    return _with_excess(shares, amount - total(paid.values()), payee)


def _oldest_bill_first(amount: Money, payee: PayeeFacts) -> Outcome:
    """Bills by due date, no agreement above its balance; then debt that is on no bill (DS-12)."""
    room = {debt.agreement_id: max(debt.current_balance, ZERO) for debt in payee.debts}
    left = amount
    shares: tuple[Share, ...] = ()
    for bill in sorted(payee.bills, key=lambda bill: (bill.due_date, bill.bill_id)):
        for agreement_id, part in _pay_bill(left, bill.parts, payee, room).items():
            shares = (*shares, Share(agreement_id, part, bill.bill_id))
            room[agreement_id] -= part
            left -= part
    by_age, before = DistributionOrder.AGE_THEN_PRIORITY, payee.delinquent_before
    rest = spread(left, after(payee.debts, shares), by_age, before)
    left -= total(share.amount for share in rest)
    return _with_excess((*shares, *rest), left, payee)


def _pay_bill(
    amount: Money,
    parts: tuple[tuple[AgreementId, Money], ...],
    payee: PayeeFacts,
    room: Mapping[AgreementId, Money],
) -> dict[AgreementId, Money]:
    """Parts of one bill by priority; an agreement in ``room`` takes no more than that (DS-10)."""
    rank = {debt.agreement_id: debt.priority for debt in payee.debts if debt.takes_money}
    unpaid = [(rank[part[0]], *part) for part in parts if part[0] in rank]
    left = amount
    paid: dict[AgreementId, Money] = {}
    for _, agreement_id, open_amount in sorted(unpaid, key=lambda u: u[:2]):
        part = min(left, open_amount, room.get(agreement_id, open_amount))
        if part > ZERO:
            paid[agreement_id] = part
            left -= part
    return paid


def _non_cis(amount: Money, payee: PayeeFacts, match: MatchTarget | None) -> Outcome:
    """The agreement that is named, by match or template, else the only one (NC-3).

    No debt exists, so nothing says how to choose among several, and nothing is ever too much.
    """
    takers = [debt for debt in payee.debts if debt.takes_money]
    if match is not None:
        takers = [debt for debt in takers if debt.agreement_id == match.agreement_id]
        if not takers:
            return DistributionFailed("M-22", {"value": match.value})
    if len(takers) != 1:
        return DistributionFailed("M-26", {})
    return Distribution((Share(takers[0].agreement_id, amount),))


def _with_excess(shares: tuple[Share, ...], excess: Money, payee: PayeeFacts) -> Outcome:
    """Put an excess where the class wants it (OP-1)."""
    if not excess:
        return Distribution(shares)
    rule = payee.customer_class.overpayment
    if rule is OverpaymentRule.AGREEMENT:
        open_ones = (
            debt.agreement_id
            for debt in payee.debts
            if debt.sa_type == payee.overpayment_sa_type and debt.takes_money
        )
        return _merged(shares, Share(min(open_ones, default=None), excess), excess)
    if rule is OverpaymentRule.KEEP:
        return _keep(shares, excess, payee)
    return DistributionFailed("M-24", {"excess": excess})


def _keep(shares: tuple[Share, ...], excess: Money, payee: PayeeFacts) -> Outcome:
    """Leave the excess on the first active billable agreement that may be overpaid (OP-4, IT-3)."""
    takers = sorted(
        (debt.priority, debt.agreement_id)
        for debt in payee.debts
        if debt.status is AgreementStatus.ACTIVE
        if debt.billable and not debt.is_strict
    )
    if takers:
        return _merged(shares, Share(takers[0][1], excess), excess)
    if not payee.debts:
        return DistributionFailed("M-20", {})
    return DistributionFailed("M-24", {"excess": excess})


def _merged(shares: tuple[Share, ...], more: Share, excess: Money) -> Distribution:
    """One share per agreement (DS-2, OP-4): add to an existing share of the same agreement.

    What is matched to a bill stays apart from the excess, so that the bill balances (OI-4, MT-14).
    """
    kept = list(shares)
    for index, share in enumerate(kept):
        if share.bill_id is None and share.agreement_id == more.agreement_id:
            kept[index] = Share(share.agreement_id, share.amount + more.amount)
            return Distribution(tuple(kept), excess)
    return Distribution((*kept, more), excess)
