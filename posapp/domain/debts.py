"""Debt of an agreement as cells of age: what is left of its debits, oldest paid first.

Source: payments 14.1. Amounts are integer minor units; arrears dates are business dates.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from posapp.domain.codes import AgreementStatus
from posapp.domain.ids import AgreementId, FtId
from posapp.domain.money import ZERO, Money


@dataclass(frozen=True, slots=True)
class Debit:
    """A charge: its arrears date (``None`` for a new charge not yet billed) and amount > 0.

    ``ft_id`` is the transaction that made it, ``None`` where it is not known (a converted balance).
    """

    arrears_date: date | None
    amount: Money
    ft_id: FtId | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class AgreementDebt:
    """What the distribution must know of one agreement.

    ``cells`` are the unpaid parts of its debits, oldest first, new charges last; they sum to the
    positive part of ``current_balance`` less what is ``disputed`` (MT-13). Debt that is delinquent
    goes by ``delinquent_priority``, ``None``: by ``priority`` too (DS-6).
    """

    agreement_id: AgreementId
    sa_type: str
    service: str
    status: AgreementStatus
    priority: int
    do_not_overpay: bool
    billable: bool
    item_kind: bool
    current_balance: Money
    payoff_balance: Money
    cells: tuple[Debit, ...]
    disputed: Money = ZERO
    delinquent_priority: int | None = None

    @property
    def takes_money(self) -> bool:
        """Canceled and Closed agreements are skipped; Stopped ones take part (14.1)."""
        return self.status not in {AgreementStatus.CANCELED, AgreementStatus.CLOSED}

    @property
    def is_strict(self) -> bool:
        """A payment may not drive it into credit (payments 1.4, IT-3)."""
        return self.do_not_overpay or self.item_kind

    def age(self, today: date) -> int | None:
        """Days since the oldest unpaid debit fell due for aging; ``None`` without dated debt."""
        dated = [cell.arrears_date for cell in self.cells if cell.arrears_date is not None]
        return (today - min(dated)).days if dated else None

    def past_due(self, today: date) -> Money:
        """Sum of the cells whose arrears date has passed."""
        return Money(
            sum(
                cell.amount.minor
                for cell in self.cells
                if cell.arrears_date is not None and cell.arrears_date < today
            )
        )


def open_cells(balance: Money, debits: Iterable[Debit]) -> tuple[Debit, ...]:
    """What credits have left of the debits when they are applied to the oldest first (14.1).

    The rest of a debt is its newest part, so it is enough to walk the debits from the newest until
    the balance is covered; more debits than that need not be loaded.

    Args:
        balance: current balance; when it is not positive there are no cells.
        debits: at least the newest ones that cover the balance, in any order.
    """
    left = balance
    cells: list[Debit] = []
    for debit in sorted(debits, key=_age_key, reverse=True):
        if left <= ZERO:
            break
        part = min(left, debit.amount)
        cells.append(Debit(debit.arrears_date, part, debit.ft_id))
        left -= part
    if left > ZERO:
        # Balance without a known debit (a converted one): it is as old as the oldest.
        cells.append(Debit(cells[-1].arrears_date if cells else None, left))
    return tuple(reversed(cells))


def _age_key(debit: Debit) -> date:
    # New charges have no date yet and are the youngest.
    return debit.arrears_date or date.max
