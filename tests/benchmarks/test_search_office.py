"""The office that the search benchmarks run on: sound, the same in every run, and findable."""

from pathlib import Path

import pytest
from sqlalchemy import text

from posapp.bench.search import (
    account_page_growth,
    measure_pages,
    measure_search,
    search_growth,
    search_probes,
    together,
)
from posapp.bench.search_data import BigOffice, office_at
from posapp.bench.search_names import Names
from posapp.storage.check import check_database
from posapp.storage.db import Database
from posapp.storage.search import search_accounts
from posapp.storage.search_index import count_unindexed

ACCOUNTS = 60


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> BigOffice:
    """A small one."""
    return office_at(str(tmp_path_factory.mktemp("bench") / "small.db"), ACCOUNTS)


@pytest.fixture
def bench_db(office: BigOffice) -> Database:
    """Its database."""
    return Database.open(office.url)


def test_it_is_sound_and_as_large_as_said(bench_db: Database) -> None:
    assert check_database(bench_db).findings == ()
    counts = {
        "account": ACCOUNTS,
        "financial_transaction": 5 * ACCOUNTS,
        "gl_line": 10 * ACCOUNTS,
        "payment": ACCOUNTS,
        "account_search": ACCOUNTS,
    }
    with bench_db.read() as s:
        for table, expected in counts.items():
            assert s.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() == expected
        assert count_unindexed(s) == 0
    bench_db.dispose()


def test_it_is_made_once_and_another_size_is_refused(office: BigOffice) -> None:
    made = Path(office.url).stat().st_mtime_ns
    assert office_at(office.url, ACCOUNTS) == office
    assert Path(office.url).stat().st_mtime_ns == made
    with pytest.raises(ValueError, match="60 accounts, not 61"):
        office_at(office.url, ACCOUNTS + 1)


def test_the_same_people_live_there_in_every_run() -> None:
    one, two = Names(), Names()
    for _ in range(20):
        assert one.person() == two.person()
        assert one.address() == two.address()
        assert one.phone() == two.phone()
        assert one.plate() == two.plate()


def test_every_probe_of_a_person_finds_somebody(bench_db: Database, office: BigOffice) -> None:
    with bench_db.read() as s:
        probes = search_probes(s, office, 20)
        for kind, texts in probes.items():
            if kind == "worst inputs":
                continue
            for probe in texts:
                assert search_accounts(s, probe), (kind, probe)
    bench_db.dispose()


def test_samples_are_measured(bench_db: Database, office: BigOffice) -> None:
    samples = measure_search(bench_db, office, 3)
    samples += measure_pages(bench_db, office, 3)
    both = (bench_db, office), (bench_db, office)
    samples += [*account_page_growth(*both, 3), *search_growth(*both, 3)]
    whole = together("all", samples)
    assert len(whole.wall) == sum(len(one.wall) for one in samples)
    assert 0 < whole.at(0.5) <= whole.at(0.99) <= whole.at(1)
    assert whole.rows > 0
    bench_db.dispose()
