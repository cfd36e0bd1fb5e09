"""What a demo customer owes at a moment, and how a payment is shared over it (14.1, 14.2)."""

from posapp.domain.codes import AgreementStatus, DistributionOrder
from posapp.domain.debts import AgreementDebt, Debit, open_cells
from posapp.domain.money import Money, total
from posapp.domain.spreading import spread
from posapp.services.demo_people import Agreement, Customer
from posapp.services.demo_records import Bill, Share


class Unpaid:
    """What a customer owes: ``total`` cents on ``bills``, oldest paid first (14.1)."""

    def __init__(self, customer: Customer, priority: dict[str, int]) -> None:
        self._customer = customer
        self._priority = priority
        self.bills: list[Bill] = []
        self.total = 0
        self._paid: dict[int, int] = {}

    def add(self, bill: Bill) -> None:
        """A bill arrives."""
        self.bills.append(bill)
        self.total += bill.amount

    def settle(self, bill: Bill) -> list[Share]:
        """Pay one bill whole, as open-item customers do."""
        self.bills.remove(bill)
        self.total -= bill.amount
        return [Share(agreement, cents) for agreement, cents in bill.charges if cents]

    def pay(self, cents: int) -> list[Share]:
        """Pay a sum: the whole debt by agreement, or a part of it as the program would (14.2)."""
        if cents == self.total:
            shares = self._whole()
            self.bills.clear()
            self._paid.clear()
            self.total = 0
            return shares
        self.total -= cents
        shares = self._part(cents)
        for share in shares:
            self._paid[share.agreement.id] = self._paid.get(share.agreement.id, 0) + share.cents
        return shares

    def _owed(self) -> dict[int, int]:
        owed: dict[int, int] = {}
        for bill in self.bills:
            for agreement, cents in bill.charges:
                owed[agreement.id] = owed.get(agreement.id, 0) + cents
        return {key: cents - self._paid.get(key, 0) for key, cents in owed.items()}

    def _whole(self) -> list[Share]:
        owed = self._owed()
        return [
            Share(agreement, owed[agreement.id])
            for agreement in self._customer.agreements
            if owed.get(agreement.id)
        ]

    def _part(self, cents: int) -> list[Share]:
        owed = self._owed()
        debts = tuple(
            self._debt(agreement, Money(owed.get(agreement.id, 0)))
            for agreement in self._customer.agreements
        )
        shares = spread(Money(cents), debts, DistributionOrder.PRIORITY_THEN_AGE)
        by_id = {agreement.id: agreement for agreement in self._customer.agreements}
        assert total(share.amount for share in shares) == Money(cents)
        return [
            Share(by_id[share.agreement_id], share.amount.minor)
            for share in shares
            if share.agreement_id is not None
        ]

    def _debt(self, agreement: Agreement, balance: Money) -> AgreementDebt:
        debits = [
            Debit(bill.day, Money(cents))
            for bill in self.bills
            for charged, cents in bill.charges
            if charged is agreement
        ]
        return AgreementDebt(
            agreement_id=agreement.id,
            sa_type=agreement.sa_type,
            service=agreement.meter,
            status=AgreementStatus.ACTIVE,
            priority=self._priority[agreement.sa_type],
            do_not_overpay=False,
            billable=True,
            item_kind=False,
            current_balance=balance,
            payoff_balance=balance,
            cells=open_cells(balance, debits),
        )
