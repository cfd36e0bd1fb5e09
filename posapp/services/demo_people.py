"""Customers of the demo office: who they are, which services they have, how they pay."""

from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from itertools import accumulate
from random import Random
from typing import Final, Generic, TypeVar

from posapp.domain.codes import AgreementStatus
from posapp.domain.ids import AgreementId
from posapp.domain.import_accounts import KEY_KIND
from posapp.domain.setup import SetUp
from posapp.services.demo_names import DemoNames
from posapp.storage.accounts import fold_key
from posapp.storage.demo_rows import DemoRows

T = TypeVar("T")

SERVICES: Final = ("WATER", "ELECTRIC", "GAS", "GARBAGE")
_HISTORY: Final = timedelta(days=730)
_MONTHS: Final = 24
_RETURNED_CHECK: Final = (-50, 100)


class Habit(Enum):
    """How a customer pays."""

    PROMPT = "each bill within weeks"
    SLOW = "each bill after a month or two"
    EVERY_OTHER = "everything at every other bill"
    PARTIAL = "a part of what is owed"
    ROUNDS_UP = "a round sum, the rest stays as credit"
    STOPPED = "not any more"


class Weighted(Generic[T]):
    """Values that come up by weight."""

    def __init__(self, *choices: tuple[T, int]) -> None:
        self._values = [value for value, _ in choices]
        self._ends = list(accumulate(weight for _, weight in choices))

    def pick(self, rng: Random) -> T:
        """One of the values."""
        return self._values[bisect(self._ends, rng.random() * self._ends[-1])]


_SERVICE_SETS: Final = Weighted[tuple[str, ...]](
    (("WATER",), 26),
    (("ELECTRIC",), 22),
    (("WATER", "GARBAGE"), 18),
    (("ELECTRIC", "GAS"), 12),
    (("WATER", "ELECTRIC"), 9),
    (("WATER", "ELECTRIC", "GARBAGE"), 8),
    (SERVICES, 5),
)
_CLASSES: Final = Weighted(("RES", 88), ("COM", 8), ("OPEN", 4))
_HABITS: Final = Weighted(
    (Habit.PROMPT, 44),
    (Habit.SLOW, 14),
    (Habit.EVERY_OTHER, 24),
    (Habit.PARTIAL, 8),
    (Habit.ROUNDS_UP, 3),
    (Habit.STOPPED, 7),
)


def one_in(rng: Random, n: int) -> bool:
    """True once in ``n`` times."""
    return rng.randrange(n) == 0


@dataclass(slots=True)
class Agreement:
    """An agreement of a demo account with its ledger accounts."""

    id: AgreementId
    sa_type: str
    receivable: str
    revenue: str
    meter: str = ""


@dataclass(slots=True)
class Customer:
    """A demo account with what the simulation needs; billed for the last ``months``."""

    account_id: int
    customer_class: str
    habit: Habit
    months: int
    monthly: bool
    bill_day: int
    cash_only: bool
    random: Random
    agreements: list[Agreement] = field(default_factory=list)

    @property
    def open_item(self) -> bool:
        """Pays bills by their number."""
        return self.customer_class == "OPEN"


class People:
    """Makes the customers and writes person, account, look-ups, ratings and agreements."""

    def __init__(self, rows: DemoRows, names: DemoNames, setup: SetUp, today: date) -> None:
        self._rows = rows
        self._names = names
        self._setup = setup
        self._today = today
        self._start = today - _HISTORY
        self._division = next(iter(setup.divisions))

    def customers(self, count: int, seed: int) -> Iterator[Customer]:
        """The showcase customer, then invented ones; each depends on the seed and its number."""
        for index in range(count):
            rng = Random(f"{seed}/{index}")  # noqa: S311 - a demo must repeat
            yield self._showcase(rng) if index == 0 else self._customer(index, rng)

    def county(self) -> tuple[int, Agreement]:
        """The account for payments without a customer, with its one agreement (NC-1)."""
        place = self._names.places["county"]
        account_id = self.account(place["name"], place["address"], "NONCIS", "", "COUNTY")
        agreement = self.agreement(account_id, "MISC")
        self._template(account_id, agreement)
        return account_id, agreement

    def _template(self, account_id: int, agreement: Agreement) -> None:
        """A template for the county: a fixed fee, the rest is the licence (NC-4)."""
        currency = self._setup.installation.currency
        own = (account_id, agreement.id, currency)
        self._rows.of("payment_template").append(("DOG", "Dog licence", *own))
        lines = (("4800-MISC", "Tag", 500, None), ("4100-PERMIT", "Licence", None, "100"))
        for seq, (code, says, amount, percent) in enumerate(lines, 1):
            self._rows.of("payment_template_line").append(
                ("DOG", seq, code, says, currency, amount, percent)
            )

    def account(self, name: str, address: str, customer_class: str, email: str, key: str) -> int:
        """Write a person with an account and its key; returns the account's id."""
        rows = self._rows
        person_id, account_id = next(rows.ids), next(rows.ids)
        rows.of("person").append((person_id, name, email, ""))
        day = rows.day(self._start)
        own = (account_id, person_id, customer_class, self._division)
        currency = self._setup.installation.currency
        rows.of("account").append((*own, currency, address, day))
        self.look_up(account_id, KEY_KIND, key)
        return account_id

    def look_up(self, account_id: int, kind: str, value: str) -> None:
        """Write a key by which an account is found."""
        self._rows.of("account_key").append((fold_key(value), kind, account_id, value))

    def agreement(self, account_id: int, sa_type: str, meter: str = "") -> Agreement:
        """Write an agreement."""
        rows, kind = self._rows, self._setup.sa_types[sa_type]
        made = AgreementId(next(rows.ids))
        day, status = rows.day(self._start), AgreementStatus.ACTIVE.value
        rows.of("agreement").append((made, account_id, sa_type, meter, status, day))
        if meter:
            self.look_up(account_id, "METER", meter)
        return Agreement(made, sa_type, kind.distribution_code, kind.revenue_code, meter)

    def _showcase(self, rng: Random) -> Customer:
        place = self._names.places["showcase"]
        account_id = self.account(
            place["name"], place["address"], "RES", place["email"], "0042 118 7706"
        )
        self._rating(account_id, rng)
        made = Customer(account_id, "RES", Habit.SLOW, _MONTHS, True, 9, True, rng)
        made.agreements = [
            self.agreement(account_id, "ELECTRIC", "E-118770601"),
            self.agreement(account_id, "WATER", "W-118770602"),
        ]
        return made

    def _customer(self, index: int, rng: Random) -> Customer:
        names = self._names
        customer_class = _CLASSES.pick(rng)
        firm = customer_class == "COM" or (customer_class == "OPEN" and one_in(rng, 2))
        name = names.firm(rng) if firm else names.person(rng)
        email = names.email(rng, index)
        key = f"PA-{100_000 + index * 7}"
        account_id = self.account(name, names.address(rng), customer_class, email, key)
        habit = _HABITS.pick(rng)
        cash_only = one_in(rng, 7 if habit is Habit.STOPPED else 80)
        if cash_only:
            self._rating(account_id, rng)
        # Half of them have come within the two years.
        months = rng.randrange(1, _MONTHS) if one_in(rng, 2) else _MONTHS
        bill_day, monthly = rng.randrange(1, 29), one_in(rng, 6)
        made = Customer(
            account_id, customer_class, habit, months, monthly, bill_day, cash_only, rng
        )
        for sa_type in _SERVICE_SETS.pick(rng):
            meter = "" if sa_type == "GARBAGE" else f"{sa_type[0]}-{200_000 + index * 11}"
            made.agreements.append(self.agreement(account_id, sa_type, meter))
        return made

    def _rating(self, account_id: int, rng: Random) -> None:
        """A check that came back within the last months makes the account cash-only (CR-03)."""
        rows = self._rows
        start = self._today - timedelta(days=rng.randrange(20, 300))
        end = start + timedelta(days=365)
        row = (next(rows.ids), account_id, rows.day(start), rows.day(end), *_RETURNED_CHECK)
        rows.of("credit_rating").append((*row, "Returned check", rows.stamp(noon(start))))


def noon(day: date) -> datetime:
    """The stamp of things that happen on a day without a time that matters."""
    return datetime.combine(day, time(12), UTC)
