"""Bills of the demo customers, and what each of them pays when: two years in memory."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from random import Random
from typing import Final

from posapp.domain.setup import SetUp
from posapp.services.demo_people import Agreement, Customer, Habit, one_in
from posapp.services.demo_records import Bill, Payment, Share, Story
from posapp.services.demo_unpaid import Unpaid

# Cents of an ordinary month: from, to, and how much more the winter takes, in percent.
_CHARGES: Final = {
    "WATER": (1_200, 4_500, 0),
    "ELECTRIC": (2_600, 9_500, 25),
    "GAS": (1_500, 6_000, 140),
    "GARBAGE": (1_850, 1_851, 0),
}
_WINTER: Final = frozenset({11, 12, 1, 2, 3})
_QUARTER: Final = 3


class Debts:
    """Tells the stories of customers up to ``today``.

    Args:
        setup: for the priority of agreement types (DS-3).
        today: the business date of the demo.
        open_day: the first day from the given one on which the office is open.
        overpayment: makes the agreement that keeps a customer's credit (OP-2).
    """

    def __init__(
        self,
        setup: SetUp,
        today: date,
        open_day: Callable[[date], date],
        overpayment: Callable[[Customer], Agreement],
    ) -> None:
        self._priority = {code: kind.payment_priority for code, kind in setup.sa_types.items()}
        self._today = today
        self._open_day = open_day
        self._overpayment = overpayment

    def story(self, customer: Customer) -> Story:
        """Bills of two years and the payments that the customer's habit makes of them."""
        story = Story(bills=list(self._bills(customer)))
        rng, habit = customer.random, customer.habit
        stops = self._today - timedelta(days=rng.randrange(40, 400))
        unpaid = Unpaid(customer, self._priority)
        credit: Agreement | None = None
        for number, bill in enumerate(story.bills):
            unpaid.add(bill)
            if habit is Habit.STOPPED and bill.day >= stops:
                continue
            if habit is Habit.EVERY_OTHER and number % 2 == 0:
                continue
            day = self._open_day(bill.day + timedelta(days=_delay(habit, rng)))
            if day > self._today:
                continue
            if customer.open_item:
                story.payments.append(self._pay(customer, day, unpaid.settle(bill), bill))
                continue
            owed = unpaid.total
            if habit is Habit.PARTIAL and not one_in(rng, 5):
                owed = max(500, owed * rng.randrange(40, 90) // 100 // 500 * 500)
            payment = self._pay(customer, day, unpaid.pay(min(owed, unpaid.total)))
            if habit is Habit.ROUNDS_UP:
                credit = credit or self._overpayment(customer)
                payment.shares.append(Share(credit, 2_000 - payment.amount % 2_000))
            story.payments.append(payment)
        story.open = unpaid.bills
        return story

    def pay_all(self, customer: Customer, bills: Sequence[Bill], day: date) -> Payment:
        """A payment of everything that is open on some bills; an open-item one takes the first."""
        unpaid = Unpaid(customer, self._priority)
        if customer.open_item:
            unpaid.add(bills[0])
            return self._pay(customer, day, unpaid.settle(bills[0]), bills[0])
        for bill in bills:
            unpaid.add(bill)
        return self._pay(customer, day, unpaid.pay(unpaid.total))

    @staticmethod
    def _pay(
        customer: Customer, day: date, shares: list[Share], bill: Bill | None = None
    ) -> Payment:
        return Payment(
            customer.account_id, day, shares, customer.cash_only, customer.random, bill=bill
        )

    def _bills(self, customer: Customer) -> Iterator[Bill]:
        rng = customer.random
        step = 1 if customer.monthly else _QUARTER
        usual = [
            (agreement, rng.randrange(*_CHARGES[agreement.sa_type][:2]))
            for agreement in customer.agreements
        ]
        months = self._today.year * 12 + self._today.month - 1
        first = months - customer.months + rng.randrange(step)
        for month in range(first, months + 1, step):
            day = date(month // 12, month % 12 + 1, customer.bill_day)
            if day <= self._today:
                charges = [
                    (agreement, _charged(agreement.sa_type, cents, day, step, rng))
                    for agreement, cents in usual
                ]
                yield Bill(customer, day, charges, sum(cents for _, cents in charges))


def _charged(sa_type: str, usual: int, day: date, step: int, rng: Random) -> int:
    """Cents of one service on one bill: the usual amount, the season, and chance."""
    winter = _CHARGES[sa_type][2] if day.month in _WINTER else 0
    spread_ = 100 if sa_type == "GARBAGE" else rng.randrange(85, 116)
    return usual * (100 + winter) * spread_ * step // 10_000


def _delay(habit: Habit, rng: Random) -> int:
    return rng.randrange(30, 75) if habit is Habit.SLOW else rng.randrange(4, 25)
