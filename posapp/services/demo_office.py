"""The demo office: a filled database that we generate ourselves, the same for the same seed (D-45).

Thousands of accounts with names in many scripts, bills of two years, payments as frozen events in
balanced drawers, and one drawer that is open today. Everything is invented.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Final

from posapp.domain.clock import Clock, business_date, system_clock
from posapp.domain.codes import Role
from posapp.domain.ids import UserId
from posapp.domain.money import Money
from posapp.domain.ports import Progress
from posapp.domain.setup import SetUp
from posapp.errors import Refused
from posapp.services.collecting import no_collection
from posapp.services.demo_counter import Control, Counter, Drawer
from posapp.services.demo_debts import Debts
from posapp.services.demo_items import Item, Items
from posapp.services.demo_ledger import DemoLedger, by_day
from posapp.services.demo_names import DemoNames
from posapp.services.demo_people import Agreement, Customer, Habit, People, one_in
from posapp.services.demo_records import Bill, Payment, Share, Story
from posapp.services.secret_checks import DEMO_PASSWORD
from posapp.storage import demo_rows as store
from posapp.storage.audit import append_audit, office_chain
from posapp.storage.base import Transaction
from posapp.storage.migrate import init
from posapp.storage.numbers import DOCUMENT_KIND
from posapp.storage.search_index import rebuild_index
from posapp.storage.seed import seed_standard
from posapp.storage.setup import load_setup
from posapp.storage.users import insert_user, set_source
from posapp.vault.passwords import hash_password

SEED: Final = 20261120
ACCOUNTS: Final = 5_000
_ZONE: Final = "America/New_York"
_CURRENCY: Final = "USD"
_YEARS: Final = timedelta(days=730)
_TODAYS: Final = 43
_LIMIT: Final = Money(100_000)
_LIMITED: Final = "CASH-A01"
_SATURDAY: Final = 5


@dataclass(frozen=True, slots=True)
class DemoMade:
    """What was made."""

    accounts: int
    bills: int
    items: int
    events: int


def make_demo(
    url: str,
    *,
    clock: Clock = system_clock,
    seed: int = SEED,
    accounts: int = ACCOUNTS,
    progress: Progress | None = None,
) -> DemoMade:
    """Make a new database with a demo office; all of it or nothing.

    Args:
        url: path of a new SQLite file, or address of an empty PostgreSQL database.
        clock: its business date is the demo's today; two years lie before it.
        seed: the same seed, size and date make the same office.
        accounts: how many customers; the county's account comes on top.
        progress: told (done, of); when it returns ``False`` nothing is made.

    Raises:
        StorageFailure: something is there already, or the disk is full.
        Refused: ``M-84`` when ``progress`` stopped it.
    """
    made: list[DemoMade] = []

    def fill(s: Transaction) -> None:
        made.append(_DemoOffice(s, clock(), seed, accounts, progress).make())

    with no_collection():
        init(url, fill)
    return made[0]


class _DemoOffice:
    """One making of a demo office inside its transaction."""

    def __init__(
        self, s: Transaction, now: datetime, seed: int, accounts: int, progress: Progress | None
    ) -> None:
        self._s = s
        self._now = now
        self._seed = seed
        self._accounts = accounts
        self._progress = progress
        self._today = business_date(now, _ZONE)
        self._start = self._today - _YEARS
        self._steps = accounts + _YEARS.days
        self._names = DemoNames()
        self._setup = self._set_up()
        self._users = dict(self._add_users())
        self._rows = store.DemoRows(s)
        self._people = People(self._rows, self._names, self._setup, self._today)
        self._debts = Debts(self._setup, self._today, self._open_day, self._overpayment)
        self._items = Items(
            self._today, self._open_day, self._people.agreement, self._people.look_up
        )

    def make(self) -> DemoMade:
        """Write everything."""
        stories: list[tuple[Customer, Story]] = []
        items: list[Item] = []
        payments: list[Payment] = list(self._county())
        for customer in self._people.customers(self._accounts, self._seed):
            self._step(len(stories), 100)
            story = self._debts.story(customer)
            payments.extend(story.payments)
            if customer.customer_class == "RES" and one_in(customer.random, 8):
                for item, payment in self._items.of(customer):
                    items.append(item)
                    payments.extend([payment] if payment else [])
            stories.append((customer, story))
        self._rows.flush()
        bills = [bill for _, story in stories for bill in story.bills]
        counter = self._days(bills, items, payments, stories)
        self._rows.flush()
        rebuild_index(self._s)
        store.balance_controls(self._s, self._today)
        store.insert_series(self._s, DOCUMENT_KIND, counter.documents)
        made = DemoMade(len(stories) + 1, len(bills), len(items), counter.events)
        self._audit(made)
        return made

    def _set_up(self) -> SetUp:
        """The standard set-up, marked as a demo, with the closed months of the past."""
        place = self._names.places["office"]
        seed_standard(
            self._s,
            today=self._today,
            organisation=place["organisation"],
            currency=_CURRENCY,
            zone=_ZONE,
        )
        store.mark_demo(self._s, address=place["address"], source=_LIMITED, limit=_LIMIT)
        store.insert_closed_periods(self._s, self._start, self._today.year)
        return load_setup(self._s)

    def _add_users(self) -> Iterator[tuple[str, UserId]]:
        # One hash for all: it is the same password, and everybody knows it.
        secret = hash_password(DEMO_PASSWORD)
        (office,) = self._setup.offices
        for entry in self._names.places["user"]:
            user_id = insert_user(
                self._s,
                login=entry["login"],
                name=entry["name"],
                password_hash=secret,
                office=office,
                roles=[Role(entry["role"])],
                at=self._now,
            )
            if entry["source"]:
                set_source(self._s, user_id, _CURRENCY, entry["source"])
            yield entry["login"], user_id

    def _overpayment(self, customer: Customer) -> Agreement:
        return self._people.agreement(
            customer.account_id, self._setup.installation.overpayment_sa_type
        )

    def _county(self) -> Iterator[Payment]:
        """Payments for the county, a few a week, without a customer account (NC-2)."""
        account_id, agreement = self._people.county()
        place, rng = self._names.places["county"], Random(f"{self._seed}/county")  # noqa: S311
        for number in range(_YEARS.days):
            day = self._start + timedelta(days=number)
            if self._open_day(day) == day and one_in(rng, 3):
                reference = f"TX-{day.year}-{rng.randrange(10_000, 99_999)}"
                remitter = (
                    rng.choice(place["remitters"]),
                    reference,
                    rng.choice(place["comments"]),
                )
                share = Share(agreement, rng.randrange(40, 900) * 100)
                yield Payment(account_id, day, [share], False, rng, remitter=remitter)

    def _days(
        self,
        bills: Sequence[Bill],
        items: Sequence[Item],
        payments: Sequence[Payment],
        stories: Sequence[tuple[Customer, Story]],
    ) -> Counter:
        """Every day in order, so that numbers and identities rise with time."""
        ledger = DemoLedger(self._rows, self._setup)
        drawers = [
            Drawer(entry["source"], self._users[entry["login"]])
            for entry in self._names.places["user"]
            if entry["source"]
        ]
        counter = Counter(self._rows, self._setup, drawers, self._users["supervisor"])
        billed, issued, paid = by_day(bills), by_day(items), by_day(payments)
        for number in range(_YEARS.days + 32):
            day = self._start + timedelta(days=number - 31)
            self._step(self._accounts + min(number, _YEARS.days), 1)
            for bill in billed.get(day, ()):
                ledger.bill(bill)
            for item in issued.get(day, ()):
                ledger.item(item)
            if day < self._today and day in paid:
                counter.day(day, paid[day])
            self._rows.flush_when_full()
        self._open_drawer(counter, paid.get(self._today, []), stories)
        return counter

    def _open_drawer(
        self,
        counter: Counter,
        due: Sequence[Payment],
        stories: Sequence[tuple[Customer, Story]],
    ) -> None:
        """Today so far: payments that fell due, more from those who owe, and two that wait."""
        showcase = stories[0][0].account_id if stories else 0
        taken = [payment for payment in due if payment.account_id != showcase]
        busy = {payment.account_id for payment in due}
        more = (
            (customer, story)
            for customer, story in stories
            if story.open and customer.habit is not Habit.PARTIAL
            if customer.account_id not in busy | {showcase}
        )
        wanted = min(_TODAYS, max(3, self._accounts // 8))
        taken = taken[:wanted]
        while len(taken) < wanted and (one := next(more, None)) is not None:
            taken.append(self._debts.pay_all(one[0], one[1].open, self._today))
        control = counter.today(self._today, self._now, taken)
        self._waiting(counter, control, more)

    def _waiting(
        self, counter: Counter, control: Control, more: Iterator[tuple[Customer, Story]]
    ) -> None:
        """A payment that waits for its freeze, and one in Error for want of a match (M-21)."""
        wanted: list[tuple[Callable[[Customer], bool], str]] = [
            (lambda customer: not customer.open_item, ""),
            (lambda customer: customer.open_item, "M-21"),
        ]
        for fits, error in wanted:
            found = next(((c, story) for c, story in more if fits(c)), None)
            if found is not None:
                payment = self._debts.pay_all(found[0], found[1].open, self._today)
                counter.unfrozen(control, payment, self._now, error)

    def _open_day(self, day: date) -> date:
        """The day itself if the office is open then, else the next one; today it is open."""
        while day.weekday() >= _SATURDAY and day != self._today:
            day += timedelta(days=1)
        return day

    def _audit(self, made: DemoMade) -> None:
        (office,) = self._setup.offices
        append_audit(
            self._s,
            office_chain(office, self._today),
            at=self._now,
            user_id=None,
            action="demo.make",
            object_id=None,
            body={"seed": self._seed, "accounts": made.accounts, "events": made.events},
        )

    def _step(self, done: int, every: int) -> None:
        if self._progress and not done % every and not self._progress(done, self._steps):
            raise Refused("M-84", value="demo", field="file")
