"""The same commands on a PostgreSQL server."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from posapp.storage.db import Database
from tests.helpers.clock import FixedClock
from tests.helpers.command_line import CommandLine, filled, run
from tests.helpers.postgres_server import PostgresServer

pytestmark = pytest.mark.postgres


@pytest.fixture
def url(postgres_server: PostgresServer) -> Iterator[str]:
    """An empty database on the server."""
    made = postgres_server.create()
    yield made
    postgres_server.drop(made)


def test_a_day_on_postgresql(url: str, clock: FixedClock, tmp_path: Path) -> None:
    filled(url)
    database = Database.open(url)
    office = CommandLine(url, clock, database)
    office.open_drawer()
    account = office.owing(2500)
    event = office.done("event", "add", "--payor", account, "--tender", "CASH:30")
    assert event["totals"]["cash_back"] == "5.00"
    assert office.done("account", "show", account)["current_balance"] == "0.00"
    assert office.run("db", "info", user="").document["engine"] == "PostgreSQL"
    assert office.run("db", "check", user="").document["findings"] == []
    backup = office.run("db", "backup", str(tmp_path / "x.db"), user="")
    assert backup.code == 4
    assert "pg_dump" in backup.document["error"]["message"]
    again = run("db", "init", "--admin", "adm", "--db", url, "--json")
    assert again.code == 4
    assert "not empty" in again.document["error"]["message"]
    database.dispose()


def test_a_server_that_is_not_there_and_no_password_in_the_answer() -> None:
    outcome = run("db", "info", "--json", "--db", "postgresql://kim:open-sesame@127.0.0.1:1/office")
    assert outcome.code == 4
    assert outcome.document["error"]["fields"] == {"kind": "offline"}
    assert "sesame" not in outcome.stdout + outcome.stderr


@pytest.mark.parametrize(
    "address", ["open sesame@127.0.0.1/x", "kim:open%zz@127.0.0.1/x", "kim:open@[::1/x"]
)
def test_an_address_that_cannot_be_read(address: str) -> None:
    outcome = run("db", "info", "--json", "--db", f"postgresql://{address}")
    assert outcome.code == 4
    assert outcome.document["error"]["fields"] == {"kind": "missing"}
    assert "open" not in outcome.stdout + outcome.stderr
