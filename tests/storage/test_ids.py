"""Identities (payments 0.3): one counter, ascending, never given twice."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Connection

from posapp.domain.ids import FIRST_ID
from posapp.storage.db import Database
from posapp.storage.ids import take_id, take_ids


def test_ids_start_at_the_first_and_ascend(db: Database) -> None:
    with db.begin() as s:
        assert take_ids(s, 3) == [FIRST_ID, FIRST_ID + 1, FIRST_ID + 2]
        assert take_ids(s, 0) == []
        assert take_id(s) == FIRST_ID + 3
    with db.begin() as s:
        assert take_ids(s, 2) == [FIRST_ID + 4, FIRST_ID + 5]


def test_a_negative_number_of_ids_is_a_bug(db: Database) -> None:
    with db.begin() as s, pytest.raises(ValueError, match="-1"):
        take_ids(s, -1)


def test_a_rolled_back_id_is_never_a_double(db: Database) -> None:
    def taken_in_vain(s: Connection) -> None:
        take_ids(s, 5)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        db.write(taken_in_vain)
    with db.begin() as s:
        first = take_ids(s, 5)
    with db.begin() as s:
        assert not set(first) & set(take_ids(s, 5))


def test_eight_writers_never_share_an_id(db: Database) -> None:
    with ThreadPoolExecutor(8) as pool:
        taken = [
            n
            for ids in pool.map(lambda _: db.write(lambda s: take_ids(s, 3)), range(80))
            for n in ids
        ]
    assert len(set(taken)) == 240
