"""P10: the reference writes whole payments, and says how long each took."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import text

from posapp.bench.by_pgbench import by_pgbench
from posapp.bench.counters import open_counters, pay_at
from posapp.bench.office import open_office
from tests.helpers.postgres_server import PostgresServer


@pytest.mark.postgres
def test_p10_payments_of_the_reference_are_numbered_without_a_gap(
    postgres_server: PostgresServer, tmp_path: Path
) -> None:
    program = shutil.which("pgbench")
    if program is None:
        pytest.skip("no pgbench here")
    url = postgres_server.create()
    office = open_office(url)
    counters = open_counters(office, 2, 3)
    # The first number of a series is drawn by a payment of ours.
    ours = len(counters) + len(pay_at(url, counters, 1, 1))
    hand = by_pgbench(Path(program), tmp_path, url, counters, 1)
    with office.db.read() as s:
        numbers = s.execute(text("SELECT last FROM number_sequence")).scalar_one()
        events = s.execute(text("SELECT count(DISTINCT document_number) FROM payment_event"))
        chained = s.execute(text("SELECT count(*) FROM audit WHERE action = 'event'"))
        assert numbers == events.scalar_one() == chained.scalar_one() == ours + len(hand.took)
    office.db.dispose()
    assert hand.per_second > 0
    assert all(0 < each < 60_000 for each in hand.took)
