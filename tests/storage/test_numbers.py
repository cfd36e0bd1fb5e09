"""Printed numbers (D-04, D-31): from 1, without a gap, whatever is rolled back or runs at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Connection

from posapp.storage.db import Database
from posapp.storage.numbers import next_number, next_receipt
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


def test_d31_receipts_count_per_control(db: Database) -> None:
    with db.begin() as s:
        one, two = make_office(s).control, make_office(s, source="CASH-A02").control
    assert [db.write(lambda s: next_receipt(s, one)) for _ in range(3)] == [1, 2, 3]
    assert db.write(lambda s: next_receipt(s, two)) == 1


def test_a_receipt_of_no_control_is_a_bug(db: Database) -> None:
    with pytest.raises(LookupError, match="404"):
        db.write(lambda s: next_receipt(s, 404))
