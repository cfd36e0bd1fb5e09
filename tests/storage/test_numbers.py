"""Printed numbers (D-04, D-31): from 1, without a gap, whatever is rolled back or runs at once."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from sqlalchemy import Connection

from posapp.storage.db import Database
from posapp.storage.numbers import next_number, next_receipt
from tests.helpers.display import wait_for
from tests.helpers.rows import make_office


def test_d04_each_series_starts_at_one_and_has_no_gap(db: Database) -> None:
    for expected in (1, 2, 3):
        assert db.write(lambda s: next_number(s, "PAYMENT", "MAIN:2026")) == expected
    assert db.write(lambda s: next_number(s, "PAYMENT", "MAIN:2027")) == 1
    assert db.write(lambda s: next_number(s, "REFUND", "MAIN:2026")) == 1


def test_a_rolled_back_number_is_given_again(db: Database) -> None:
    def lost(s: Connection) -> None:
        assert next_number(s, "PAYMENT", "MAIN:2026") == 1
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        db.write(lost)
    assert db.write(lambda s: next_number(s, "PAYMENT", "MAIN:2026")) == 1


def test_many_first_takers_at_once_get_every_number_once(db: Database) -> None:
    with ThreadPoolExecutor(8) as pool:
        jobs = [
            pool.submit(db.write, lambda s: next_number(s, "PAYMENT", "MAIN:2026"))
            for _ in range(48)
        ]
        assert sorted(job.result() for job in jobs) == list(range(1, 49))


def test_p10_who_waits_for_a_number_wakes_up_for_his_own_turn_only(postgres_db: Database) -> None:
    """The row itself wakes all who wait for it with each change, and then gives no order."""
    taken: list[str] = []

    def take(name: str) -> None:
        with postgres_db.begin() as s:
            next_number(s, "PAYMENT", "MAIN:2026")
            taken.append(name)

    names = ["first", "second", "third", "fourth"]
    with ThreadPoolExecutor(len(names)) as pool:
        with postgres_db.begin() as s:
            next_number(s, "PAYMENT", "MAIN:2026")
            jobs = []
            for place, name in enumerate(names, 1):
                jobs.append(pool.submit(take, name))
                wait_for(f"number {place} in line", partial(_is_in_line, postgres_db, place))
        for job in jobs:
            job.result(timeout=30)
    assert taken == names


def _is_in_line(db: Database, place: int) -> bool:
    """Whether so many wait for a lock that keeps its order."""
    with db.read() as s:
        waiting = s.exec_driver_sql(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        )
        return waiting.scalar_one() == place


def test_d31_receipts_count_per_control(db: Database) -> None:
    with db.begin() as s:
        one, two = make_office(s).control, make_office(s, source="CASH-A02").control
    assert [db.write(lambda s: next_receipt(s, one)) for _ in range(3)] == [1, 2, 3]
    assert db.write(lambda s: next_receipt(s, two)) == 1


def test_a_receipt_of_no_control_is_a_bug(db: Database) -> None:
    with pytest.raises(LookupError, match="404"):
        db.write(lambda s: next_receipt(s, 404))
