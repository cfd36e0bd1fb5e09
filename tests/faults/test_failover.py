"""R6, F10: the server dies under eight counters, its standby takes over, nothing is lost."""

import psycopg
import pytest

from posapp.storage.db import Database
from tests.helpers import oracle
from tests.helpers.databases import fill
from tests.helpers.failover import COUNTERS, Counters
from tests.helpers.postgres_server import NoServerError
from tests.helpers.standby import pair, system_binaries, url_of_both

BEFORE = 24
AFTER = 2


def test_f10_r6_a_standby_takes_over_and_no_acknowledged_payment_is_lost_or_doubled() -> None:
    try:
        system_binaries()
    except NoServerError as error:
        pytest.skip(str(error))
    with pair() as (primary, standby):
        with psycopg.connect(primary.url("postgres"), autocommit=True) as line:
            line.execute("CREATE DATABASE town")
        fill(primary.url("town"))
        counters = Counters(url_of_both(primary, standby, "town"), before=BEFORE, after=AFTER)

        def fail_over() -> None:
            primary.kill()
            standby.promote()

        shift = counters.work(fail_over)
        assert set(shift.back) == set(range(COUNTERS))
        assert len(shift.acknowledged) >= BEFORE + COUNTERS * AFTER
        db = Database.open(standby.url("town"))
        oracle.assert_once(db, shift.acknowledged)
        assert len(oracle.events(db)) == len(shift.acknowledged)
        assert sum(oracle.frozen(db).values()) == shift.cents
        assert sum(oracle.drawers(db).values()) == shift.cents
        oracle.assert_sound(db)
        db.dispose()
