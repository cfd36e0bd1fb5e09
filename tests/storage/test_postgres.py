"""Addresses of servers, and the program behind a real pgbouncer (D.2, A.2.5)."""

from collections.abc import Iterator
from functools import partial

import pytest

from posapp.domain.ids import AccountId
from posapp.services.bundle import build
from posapp.storage import postgres
from posapp.storage.check import check_database
from posapp.storage.db import Database
from tests.helpers.clock import FixedClock
from tests.helpers.crowd import at_once, errors
from tests.helpers.drawer_day import owing, take
from tests.helpers.office import Office, open_office
from tests.helpers.pooler import Pooler
from tests.helpers.postgres_server import NoServerError

COUNTERS = 6
LENT = 2
PAYMENTS = 8
WRITES = "target_session_attrs=read-write&connect_timeout=3"


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ("postgresql+psycopg://kim@db/town", "postgresql://kim@db/town"),
        ("postgres://kim@db/town?sslmode=verify-full", "postgresql://kim@db/town?sslmode=verify-full"),
        ("postgresql://kim@a,b/town", f"postgresql://kim@a,b/town?{WRITES}"),
        (
            "postgresql://kim@/town?host=/a,/b&port=1",
            f"postgresql://kim@/town?host=/a,/b&port=1&{WRITES}",
        ),
        (
            "postgresql://kim@a,b/town?target_session_attrs=any",
            "postgresql://kim@a,b/town?target_session_attrs=any&connect_timeout=3",
        ),
        ("postgresql://a:1,b:2", f"postgresql://a:1,b:2/?{WRITES}"),
    ],
)  # fmt: skip
def test_f10_of_several_servers_the_one_that_takes_changes_is_meant(
    given: str, address: str
) -> None:
    assert postgres.plain_url(given) == address


@pytest.fixture
def pooled_url(postgres_url: str) -> Iterator[str]:
    """The address of a fresh database by way of pgbouncer, which lends two connections."""
    try:
        pooler = Pooler(postgres_url, size=LENT)
    except NoServerError as error:
        pytest.skip(str(error))
    yield pooler.url(postgres_url)
    pooler.stop()


def pay(office: Office, desk: Database, account: AccountId, cents: int) -> None:
    """What one counter takes, over its own connection."""
    mine = replace_services(office, desk)
    for _ in range(PAYMENTS):
        take(mine, account, "CASH", cents, control=office.control)


def replace_services(office: Office, desk: Database) -> Office:
    """The same people at another counter."""
    return Office(desk, office.clock, build(desk, office.clock), office.actors)


def test_d2_many_counters_share_few_connections_behind_a_pooler(
    own_sessions: None, pooled_url: str, postgres_db: Database
) -> None:
    office = open_office(postgres_db, FixedClock())
    account = owing(office)
    with postgres_db.read() as s:
        assert not postgres.is_pooled(s)
    desks = [Database.open(pooled_url) for _ in range(COUNTERS)]
    try:
        works = [partial(pay, office, desk, account, cents) for cents, desk in enumerate(desks, 1)]
        assert errors(at_once(works)) == []
        for desk in desks:
            with desk.begin() as s:
                assert postgres.is_pooled(s)
                assert s.exec_driver_sql("SHOW lock_timeout").scalar_one() == "10s"
                prepared = "SELECT count(*) FROM pg_prepared_statements"
                assert s.exec_driver_sql(prepared).scalar_one() == 0
        # The office's own lines, which do not go by way of the pooler.
        postgres_db.dispose()
        with postgres_db.read() as s:
            lent = s.exec_driver_sql(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                " AND application_name = 'posapp' AND pid <> pg_backend_pid()"
            ).scalar_one()
            paid = s.exec_driver_sql("SELECT count(*), sum(amount) FROM tender").one()
        assert lent <= LENT
        assert tuple(paid) == (COUNTERS * PAYMENTS, PAYMENTS * sum(range(1, COUNTERS + 1)))
        assert check_database(desks[0]).findings == ()
    finally:
        for desk in desks:
            desk.dispose()
