"""The credit of an overpayment at the completion of bills: what of it goes to which agreement.

Source: OP-3, OI-4, OI-5, D-06. Amounts are integer minor units of the account's currency; dates are
business dates. Pure.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from posapp.domain.codes import DistributionOrder
from posapp.domain.debts import AgreementDebt, Debit, open_cells
from posapp.domain.ids import AgreementId, BillId
from posapp.domain.money import ZERO, Money, total
from posapp.domain.setup import CustomerClass
from posapp.domain.spreading import spread


@dataclass(frozen=True, slots=True)
class BillCharge:
    """What a completed bill charges one agreement with, above zero."""

    bill_id: BillId
    agreement_id: AgreementId
    bill_date: date
    due_date: date
    amount: Money


@dataclass(frozen=True, slots=True)
class Credit:
    """The credit on an overpayment agreement, above zero.

    ``awaited``: a payment that is not frozen yet will put more there, so it stays open at zero.
    """

    agreement_id: AgreementId
    amount: Money
    awaited: bool = False


@dataclass(frozen=True, slots=True)
class CreditFacts:
    """What is read of one account whose bills are completed."""

    rules: CustomerClass
    credits: tuple[Credit, ...]
    debts: tuple[AgreementDebt, ...]
    charges: tuple[BillCharge, ...]


@dataclass(frozen=True, slots=True)
class CreditMove:
    """An amount above zero that goes from an overpayment agreement to one that a bill charged."""

    bill_id: BillId
    source: AgreementId
    target: AgreementId
    amount: Money


@dataclass(frozen=True, slots=True)
class CreditMoves:
    """The moves of an account, and the agreements that they brought to zero (FT-8, OP-3)."""

    moves: tuple[CreditMove, ...] = ()
    emptied: tuple[AgreementId, ...] = ()
    used_up: tuple[AgreementId, ...] = ()


def move_credit(facts: CreditFacts) -> CreditMoves:
    """Let the credit pay what the bills charge (OP-3).

    It pays no more of an agreement than these bills charged it, nor than it owes: older debt has
    its own way to be paid. Within that the order is that of a payment: by the class's priority and
    age, on open-item accounts the bill that is due first, by priority (DS-12).
    """
    room = _room(facts)
    credit = total(one.amount for one in facts.credits)
    by_bill = _bill_by_bill if facts.rules.open_item else _by_priority_and_age
    parts = [part for part in by_bill(credit, facts, room) if part[1]]
    moves = tuple(_from_sources(facts.credits, parts))
    paid = {one: total(m.amount for m in moves if m.target == one) for one in room}
    spent = {one.agreement_id: one for one in facts.credits if _is_spent(one, moves)}
    owed = {debt.agreement_id: debt.current_balance for debt in facts.debts}
    emptied = tuple(one for one, part in paid.items() if part and part == owed[one])
    used_up = tuple(spent)
    closing = tuple(one for one, credit_ in spent.items() if not credit_.awaited)
    return CreditMoves(moves, (*emptied, *closing), used_up)


def _is_spent(credit: Credit, moves: Iterable[CreditMove]) -> bool:
    return credit.amount == total(m.amount for m in moves if m.source == credit.agreement_id)


def _room(facts: CreditFacts) -> dict[AgreementId, Money]:
    """What may go to each agreement: charged now, owed, and not in dispute (MT-13)."""
    charged: dict[AgreementId, Money] = {}
    for charge in facts.charges:
        charged[charge.agreement_id] = charged.get(charge.agreement_id, ZERO) + charge.amount
    return {
        debt.agreement_id: min(
            charged[debt.agreement_id], max(debt.current_balance - debt.disputed, ZERO)
        )
        for debt in facts.debts
        if debt.agreement_id in charged and debt.takes_money
    }


_Part = tuple[BillCharge, Money]


def _by_priority_and_age(
    credit: Money, facts: CreditFacts, room: dict[AgreementId, Money]
) -> Iterable[_Part]:
    """Shares of agreements as of a payment, then the oldest bill of each first (14.2)."""
    billed = tuple(
        replace(
            debt,
            cells=open_cells(
                room[debt.agreement_id],
                (Debit(c.bill_date, c.amount) for c in _of(facts.charges, debt.agreement_id)),
            ),
        )
        for debt in facts.debts
        if debt.agreement_id in room
    )
    order = facts.rules.distribution or DistributionOrder.PRIORITY_THEN_AGE
    for share in spread(credit, billed, order):
        if share.agreement_id is None:
            continue
        left = share.amount
        for charge in _of(facts.charges, share.agreement_id):
            part = min(left, charge.amount)
            left -= part
            yield charge, part


def _bill_by_bill(
    credit: Money, facts: CreditFacts, room: dict[AgreementId, Money]
) -> Iterable[_Part]:
    """The bill that is due first, its agreements by priority (DS-12, OI-5)."""
    rank = {debt.agreement_id: debt.priority for debt in facts.debts}
    charges = (one for one in facts.charges if one.agreement_id in room)
    left, free = credit, dict(room)
    for charge in sorted(
        charges, key=lambda c: (c.due_date, c.bill_id, rank[c.agreement_id], c.agreement_id)
    ):
        part = min(left, charge.amount, free[charge.agreement_id])
        left -= part
        free[charge.agreement_id] -= part
        yield charge, part


def _of(charges: Iterable[BillCharge], agreement_id: AgreementId) -> list[BillCharge]:
    own = (charge for charge in charges if charge.agreement_id == agreement_id)
    return sorted(own, key=lambda charge: (charge.bill_date, charge.bill_id))


def _from_sources(credits_: Sequence[Credit], parts: Iterable[_Part]) -> Iterable[CreditMove]:
    """Take the parts from the overpayment agreements, the oldest first; mostly there is one."""
    left = {credit.agreement_id: credit.amount for credit in credits_}
    for charge, amount in parts:
        rest = amount
        for source in sorted(left):
            part = min(rest, left[source])
            if part > ZERO:
                left[source] -= part
                rest -= part
                yield CreditMove(charge.bill_id, source, charge.agreement_id, part)
