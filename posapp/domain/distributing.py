"""Distributing the payments of one event in turn: each sees what the ones before it have left.

Source: PE-11 (the same account may appear twice), PY-1 (one failure does not stop the others).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from posapp.domain.distribution import (
    Distribution,
    MatchTarget,
    Outcome,
    PayeeFacts,
    distribute,
)
from posapp.domain.ids import AccountId, AgreementId, BillId
from posapp.domain.money import ZERO, Money
from posapp.domain.spreading import after

Taken = Mapping[tuple[BillId, AgreementId], Money]


@dataclass(frozen=True, slots=True)
class Order:
    """A payment to distribute: payee, amount in minor units, and what its match points at."""

    account_id: AccountId
    amount: Money
    match: MatchTarget | None


def distribute_in_turn(
    orders: Iterable[Order], payees: Mapping[AccountId, PayeeFacts]
) -> tuple[Outcome, ...]:
    """Outcome of each order; later ones see debts and bills less the earlier shares."""
    orders = tuple(orders)
    last = {order.account_id: place for place, order in enumerate(orders)}
    left = dict(payees)
    taken: dict[tuple[BillId, AgreementId], Money] = {}
    outcomes: list[Outcome] = []
    for place, order in enumerate(orders):
        payee = left[order.account_id]
        match = None if order.match is None else _less(order.match, taken)
        outcome = distribute(order.amount, payee, match)
        outcomes.append(outcome)
        if isinstance(outcome, Distribution) and place < last[order.account_id]:
            for share in outcome.shares:
                if share.bill_id is not None and share.agreement_id is not None:
                    key = (share.bill_id, share.agreement_id)
                    taken[key] = taken.get(key, ZERO) + share.amount
            whole = payees[order.account_id].bills
            left[order.account_id] = replace(
                payee,
                debts=after(payee.debts, outcome.shares),
                bills=tuple(
                    replace(bill, parts=_open_parts(bill.bill_id, bill.parts, taken))
                    for bill in whole
                ),
            )
    return tuple(outcomes)


def _less(match: MatchTarget, taken: Taken) -> MatchTarget:
    """What is still open on the bill."""
    if match.bill_id is None:
        return match
    return replace(match, open_on_bill=_open_parts(match.bill_id, match.open_on_bill, taken))


def _open_parts(
    bill_id: BillId, parts: tuple[tuple[AgreementId, Money], ...], taken: Taken
) -> tuple[tuple[AgreementId, Money], ...]:
    return tuple(
        (agreement_id, amount - taken.get((bill_id, agreement_id), ZERO))
        for agreement_id, amount in parts
    )
