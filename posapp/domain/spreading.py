"""The base algorithm: a payment over the debts of its payee, by priority and age of debt.

Source: payments 14.2 (DS-3..DS-8). Deterministic, never more than the payment, no zero share.
"""

from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from posapp.domain.codes import DistributionOrder
from posapp.domain.debts import AgreementDebt, open_cells
from posapp.domain.ids import AgreementId, BillId
from posapp.domain.money import ZERO, Money, prorate, total


@dataclass(frozen=True, slots=True)
class Share:
    """Money for one agreement.

    ``agreement_id`` is ``None`` for an overpayment agreement that must be created first (OP-2).
    """

    agreement_id: AgreementId | None
    amount: Money
    bill_id: BillId | None = None


def spread(
    amount: Money, debts: tuple[AgreementDebt, ...], order: DistributionOrder
) -> tuple[Share, ...]:
    """Base algorithm (14.2): cells by priority and age, pro rata within equal ones (DS-5)."""
    cells = [
        (debt.priority, cell.arrears_date or date.max, debt.agreement_id, cell.amount)
        for debt in debts
        if debt.takes_money
        for cell in debt.cells
    ]
    by_age = order is DistributionOrder.AGE_THEN_PRIORITY

    def rank(cell: tuple[int, date, AgreementId, Money]) -> tuple[object, object]:
        return (cell[1], cell[0]) if by_age else (cell[0], cell[1])

    cells.sort(key=lambda cell: (rank(cell), cell[2]))
    left = amount
    given: dict[AgreementId, Money] = {}
    for _, group in groupby(cells, key=rank):
        if left <= ZERO:
            break
        members = list(group)
        sizes = [size for *_, size in members]
        pay = min(left, total(sizes))
        for (_, _, agreement_id, _), part in zip(members, prorate(pay, sizes), strict=True):
            given[agreement_id] = given.get(agreement_id, ZERO) + part
        left -= pay
    return tuple(Share(agreement_id, part) for agreement_id, part in given.items() if part)


def after(debts: tuple[AgreementDebt, ...], shares: tuple[Share, ...]) -> tuple[AgreementDebt, ...]:
    """The debts once the shares are paid, for the next payment of the same event (PE-11)."""
    paid: dict[AgreementId, Money] = {}
    for share in shares:
        if share.agreement_id is not None:
            paid[share.agreement_id] = paid.get(share.agreement_id, ZERO) + share.amount
    return tuple(
        replace(
            debt,
            current_balance=debt.current_balance - paid[debt.agreement_id],
            cells=open_cells(
                debt.current_balance - debt.disputed - paid[debt.agreement_id], debt.cells
            ),
        )
        if debt.agreement_id in paid
        else debt
        for debt in debts
    )
