"""Finding things at a million accounts, run by hand: ``python -m tests.benchmarks.bench_search``.

The databases are made once in the folder that ``POSAPP_BENCH_DIR`` names (else in the system's
temporary folder) and used again; a million accounts with ten million ledger lines take some
minutes and 2.2 GB. With ``--postgres URL`` the search is measured on an empty or filled server
database too. Figures are printed with a verdict and decide nothing.
"""

import argparse
import gc
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from posapp.bench.search import (
    Sample,
    account_page_growth,
    measure_pages,
    measure_search,
    search_growth,
    together,
)
from posapp.bench.search_data import BigOffice, office_at
from posapp.storage.db import Database

SQL_P99 = 5.0
POSTGRES_P99 = 50.0
PAGE_P50, PAGE_P99 = 16.0, 33.0
GROWTH = 1.5


def folder() -> Path:
    """Where the databases are kept."""
    default = Path(tempfile.gettempdir()) / "posapp-bench"
    path = Path(os.environ.get("POSAPP_BENCH_DIR", default))
    path.mkdir(parents=True, exist_ok=True)
    return path


def show(samples: Sequence[Sample]) -> None:
    print(f"{'':24}{'p50 ms':>9}{'p99':>9}{'max':>9}{'cpu p50':>9}{'p99':>9}{'rows':>8}")
    for one in samples:
        times = [one.at(0.5), one.at(0.99), one.at(1)]
        worked = [one.at(0.5, processor=True), one.at(0.99, processor=True)]
        cells = "".join(f"{time:9.2f}" for time in (*times, *worked))
        print(f"{one.name:24}{cells}{one.rows:8.1f}")


def verdict(what: str, found: float, goal: float, unit: str = " ms") -> None:
    word = "met" if found <= goal else "MISSED"
    print(f"{what}: {found:.2f}{unit}, goal {goal:g}{unit}: {word}")


def search(db: Database, office: BigOffice, goal: float, name: str) -> Sample:
    samples = measure_search(db, office)
    whole = together("all probes", samples)
    show([*samples, whole])
    verdict(f"{name} search p99", whole.at(0.99), goal)
    verdict(f"{name} search p99, processor", whole.at(0.99, processor=True), goal)
    return whole


def on_sqlite(accounts: int) -> None:
    small = office_at(str(folder() / "accounts-1000.db"), 1_000)
    large = office_at(str(folder() / f"accounts-{accounts}.db"), accounts)
    one, two = Database.open(small.url), Database.open(large.url)
    search(two, large, SQL_P99, f"SQLite, {accounts} accounts:")
    pages = measure_pages(two, large)
    show(pages)
    for page in pages:
        verdict(f"{page.name} p50", page.at(0.5), PAGE_P50)
        verdict(f"{page.name} p99", page.at(0.99), PAGE_P99)
    for measured in (account_page_growth, search_growth):
        before, after = measured((one, small), (two, large))
        show([before, after])
        ratio = after.at(0.5, processor=True) / before.at(0.5, processor=True)
        verdict(f"growth, {after.name}, p50", ratio, GROWTH, "x")
    one.dispose()
    two.dispose()


def on_postgres(url: str, accounts: int) -> None:
    office = office_at(url, accounts, postings=False)
    db = Database.open(url)
    search(db, office, POSTGRES_P99, f"PostgreSQL, {accounts} accounts:")
    db.dispose()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--accounts", type=int, default=1_000_000)
    parser.add_argument("--postgres", help="also measure here; an empty database is filled")
    given = parser.parse_args()
    # As the window does once it has started.
    gc.freeze()
    on_sqlite(given.accounts)
    if given.postgres:
        on_postgres(given.postgres, given.accounts)
