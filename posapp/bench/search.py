"""Speed of finding things: search (P5), pages of long lists (P8), the account page (growth).

Each measurement gives milliseconds of the wall clock and of the processor, because other programs
on the machine show in the first only. Probes are drawn from the data with a fixed seed, and hold
the worst inputs: two letters, common words, words that never meet.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from random import Random
from time import perf_counter, thread_time
from typing import Any, Final

from posapp.bench.search_data import BigOffice
from posapp.bench.search_names import TOWN
from posapp.bench.search_postings import NOW
from posapp.domain.accounts import AccountCard
from posapp.domain.ids import AccountId
from posapp.domain.listing import PageRequest
from posapp.services.bundle import Services, build
from posapp.storage.base import Transaction
from posapp.storage.db import Database
from posapp.storage.search import search_accounts

WORST: Final = (
    "st", "st ave", "st ave rd", "rd ct", "ave blvd", "apt st", "st ct ave ln apt", "l a", "12",
    "1", "99", "zzzz", TOWN, TOWN[:4], TOWN[:8], f"{TOWN} st ave rd", "%", "a" * 10_000,
)  # fmt: skip
ONE_HIT: Final = ("full name", "phone", "plate", "account")
"""Kinds of probes that find one account whatever the number of accounts."""
_SEED: Final = 5


@dataclass(frozen=True, slots=True)
class Sample:
    """What one kind of probe took, in milliseconds."""

    name: str
    wall: tuple[float, ...]
    processor: tuple[float, ...]
    rows: float
    """Rows that a probe found, on average."""

    def at(self, share: float, *, processor: bool = False) -> float:
        """The time that this share of the probes stayed within: 0.5 is the median."""
        times = sorted(self.processor if processor else self.wall)
        return times[min(len(times) - 1, int(len(times) * share))]


def together(name: str, samples: Sequence[Sample]) -> Sample:
    """Several kinds of probes as one."""
    probes = [(one, len(one.wall)) for one in samples]
    rows = sum(one.rows * count for one, count in probes) / sum(count for _, count in probes)
    return Sample(
        name,
        tuple(time for one in samples for time in one.wall),
        tuple(time for one in samples for time in one.processor),
        rows,
    )


def search_probes(s: Transaction, office: BigOffice, count: int) -> Mapping[str, Sequence[str]]:
    """Texts to search for, by kind."""
    random = Random(_SEED)  # noqa: S311 - probes, not secrets
    people = [_person_at(s, number) for number in _spots(random, office, count)]
    last = [row.name.partition(",")[0] for row in people]
    given = [row.name.split()[-1] for row in people]
    streets = [row.address.split() for row in people]
    pairs = list(zip(last, given, strict=True))
    return {
        "1 letter": [name[0] for name in last],
        "2 letters": [name[:2] for name in last],
        "3 letters": [name[:3] for name in last],
        "4 letters": [name[:4] for name in last],
        "surname": last,
        "given name": given,
        "full name": [row.name for row in people],
        "given name, surname": [f"{b} {a}" for a, b in pairs],
        "2 + 2 letters": [f"{b[:2]} {a[:2]}" for a, b in pairs],
        "3 + 3 letters": [f"{b[:3]} {a[:3]}" for a, b in pairs],
        "street": [street[1] for street in streets],
        "house and street": [f"{street[0]} {street[1]}" for street in streets],
        "whole address": [row.address for row in people],
        "town and surname": [f"{TOWN} {name}" for name in last],
        "phone": [row.phone for row in people],
        "plate": [row.value for row in people],
        "plate, 3 letters": [row.value[:3] for row in people],
        "account": [str(row.id) for row in people],
        "worst inputs": list(WORST),
    }


def _spots(random: Random, office: BigOffice, count: int) -> list[int]:
    """Numbers near which accounts lie."""
    return [random.randint(office.first_account, office.last_account) for _ in range(count)]


def _person_at(s: Transaction, number: int) -> Any:
    """The first account from a number on: id, name, address, phone, plate."""
    return s.exec_driver_sql(
        "SELECT a.id, p.name, a.address, p.phone, k.value FROM account a"  # noqa: S608 - a number
        " JOIN person p ON p.id = a.person_id JOIN account_key k ON k.account_id = a.id"
        f" WHERE a.id >= {number} ORDER BY a.id LIMIT 1"
    ).one()


def measure_search(db: Database, office: BigOffice, count: int = 200) -> list[Sample]:
    """The SQL and judgement behind the search line, by kind of probe (P5)."""
    with db.read() as s:
        probes = search_probes(s, office, count)

    def find(probe: str) -> int:
        with db.read() as s:
            return len(search_accounts(s, probe))

    for probe in WORST:
        find(probe)
    return [measure(name, texts, find) for name, texts in probes.items()]


def measure_pages(db: Database, office: BigOffice, count: int = 100) -> list[Sample]:
    """First and deep pages of lists with as many rows as there are accounts (P8)."""
    browse = services_of(db).browse
    random = Random(_SEED)  # noqa: S311 - places in a list, not secrets
    everything = {"date_from": date(2000, 1, 1)}
    spots = [
        (date.fromordinal(random.randint(date(2025, 1, 1).toordinal(), NOW.toordinal())), number)
        for number in _spots(random, office, count)
    ]

    def events(after: Any) -> int:
        return len(browse.events(PageRequest(after=after), office.actor).rows)

    def payments(after: Any) -> int:
        asked = PageRequest(filters=everything, after=after)
        return len(browse.payments(asked, office.actor).rows)

    first: list[Any] = [None] * count
    events(None)
    return [
        measure("events, first page", first, events),
        measure("events, deep page", spots, events),
        measure("payments, first page", first, payments),
        measure("payments, deep page", [(*spot, spot[1]) for spot in spots], payments),
    ]


def account_page_growth(
    small: tuple[Database, BigOffice], large: tuple[Database, BigOffice], count: int = 200
) -> tuple[Sample, Sample]:
    """The account page with its balances and newest payments, in turns on two databases."""

    def probes(db: Database, office: BigOffice) -> list[Any]:
        accounts = services_of(db).accounts
        random = Random(_SEED)  # noqa: S311 - accounts to look at, not secrets
        with db.read() as s:
            ids = [_person_at(s, number).id for number in _spots(random, office, count)]
        return [partial(accounts.card, AccountId(one), office.actor) for one in ids]

    def look(page: Callable[[], AccountCard]) -> int:
        return len(page().recent)

    return _in_turns("account page", probes(*small), probes(*large), look)


def search_growth(
    small: tuple[Database, BigOffice], large: tuple[Database, BigOffice], count: int = 100
) -> tuple[Sample, Sample]:
    """Searches that find one account however many there are, in turns on two databases."""

    def probes(db: Database, office: BigOffice) -> list[Any]:
        with db.read() as s:
            kinds = search_probes(s, office, count)
        return [(db, probe) for kind in ONE_HIT for probe in kinds[kind]]

    def find(probe: tuple[Database, str]) -> int:
        with probe[0].read() as s:
            return len(search_accounts(s, probe[1]))

    return _in_turns("search for one account", probes(*small), probes(*large), find)


def _in_turns(
    name: str, small: Sequence[Any], large: Sequence[Any], run: Callable[[Any], int]
) -> tuple[Sample, Sample]:
    """Probes of two databases by turns, so that a busy moment of the machine hits both."""
    for probe in (*small[:3], *large[:3]):
        run(probe)
    pairs = [
        (measure(name, [one], run), measure(name, [two], run))
        for one, two in zip(small, large, strict=True)
    ]
    return (
        together(f"{name}, small", [one for one, _ in pairs]),
        together(f"{name}, large", [two for _, two in pairs]),
    )


def services_of(db: Database) -> Services:
    """The services over a benchmark's database, at the time of its last payment."""
    return build(db, lambda: NOW)


def measure(name: str, probes: Sequence[Any], run: Callable[[Any], int]) -> Sample:
    """Run each probe once and time it."""
    wall: list[float] = []
    processor: list[float] = []
    rows = 0
    for probe in probes:
        started, worked = perf_counter(), thread_time()
        rows += run(probe)
        processor.append((thread_time() - worked) * 1000)
        wall.append((perf_counter() - started) * 1000)
    return Sample(name, tuple(wall), tuple(processor), rows / max(1, len(probes)))
