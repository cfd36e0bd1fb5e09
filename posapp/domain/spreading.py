"""The base algorithm: a payment over the debts of its payee, by priority and age of debt.

Source: payments 14.2 (DS-3..DS-8). Deterministic, never more than the payment, no zero share.
"""

from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from operator import itemgetter

from posapp.domain.codes import DistributionOrder
from posapp.domain.debts import AgreementDebt, open_cells
from posapp.domain.ids import AgreementId, BillId
from posapp.domain.money import ZERO, Money, prorate, total

_Rank = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Share:
    """Money for one agreement.

    ``agreement_id`` is ``None`` for an overpayment agreement that must be created first (OP-2).
    """

    agreement_id: AgreementId | None
    amount: Money
    bill_id: BillId | None = None


def spread(
    amount: Money,
    debts: tuple[AgreementDebt, ...],
    order: DistributionOrder,
    delinquent_before: date | None = None,
) -> tuple[Share, ...]:
    """Base algorithm (14.2): cells by priority and age, pro rata within equal ones (DS-5).

    Debt of an arrears date before ``delinquent_before`` comes first in either order, by delinquent
    priority and then the oldest (DS-6); ``None`` leaves that out.
    """
    unpaid = [(debt, cell) for debt in debts if debt.takes_money for cell in debt.cells]
    if len(unpaid) == 1:
        # The usual account owes one bill: there is nothing to rank.
        ((debt, cell),) = unpaid
        paid = min(amount, cell.amount)
        return (Share(debt.agreement_id, paid),) if paid > ZERO else ()
    since = delinquent_before or date.min
    cells = [
        (_rank(debt, cell.arrears_date or date.max, order, since), debt.agreement_id, cell.amount)
        for debt, cell in unpaid
    ]
    cells.sort(key=itemgetter(0, 1))
    left = amount
    given: dict[AgreementId, Money] = {}
    for _, group in groupby(cells, key=itemgetter(0)):
        if left <= ZERO:
            break
        members = list(group)
        sizes = [size for *_, size in members]
        pay = min(left, total(sizes))
        for (_, agreement_id, _), part in zip(members, prorate(pay, sizes), strict=True):
            given[agreement_id] = given.get(agreement_id, ZERO) + part
        left -= pay
    return tuple(Share(agreement_id, part) for agreement_id, part in given.items() if part)


def _rank(debt: AgreementDebt, day: date, order: DistributionOrder, since: date) -> _Rank:
    """Place of a cell: delinquent or not, then priority and age; whole days since 1 January 1."""
    age = day.toordinal()
    if day < since:
        overdue = debt.delinquent_priority
        return (0, debt.priority if overdue is None else overdue, age)
    by_age = order is DistributionOrder.AGE_THEN_PRIORITY
    return (1, age, debt.priority) if by_age else (1, debt.priority, age)


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
