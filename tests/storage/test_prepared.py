"""Prepared statements: lists of keys of any length, and NULL, on both engines (P1, C.2)."""

from collections.abc import Collection

import pytest
from sqlalchemy import Text, column, select

from posapp.storage.base import table_of
from posapp.storage.db import Database
from posapp.storage.prepared import Prepared, any_of, one_of
from posapp.storage.requests import record_request
from posapp.storage.tables.system import RequestRow
from tests.helpers.rows import NOW

_request = table_of(RequestRow)
_ROWS = {"10": 7, "010": 8, "one's": 9}
_NAMES = Prepared(select(_request.c.id).where(any_of(_request.c.id, "ids")))
_RESULTS = Prepared(select(_request.c.result_id).where(any_of(_request.c.result_id, "results")))
_BOTH = Prepared(
    select(_request.c.id).where(
        any_of(_request.c.id, "ids"), ~any_of(_request.c.result_id, "results")
    )
)


def _fill(db: Database) -> None:
    with db.begin() as s:
        for request_id, result in _ROWS.items():
            record_request(s, request_id, "event", "f", result, at=NOW, user_id=None)


@pytest.mark.parametrize(
    "ids", [["10"], ["010", "10"], [], ["1"], ("10",), ["one's"], ["10", "10"]], ids=str
)
def test_a_list_of_texts_finds_what_it_names_however_long_it_is(
    db: Database, ids: Collection[str]
) -> None:
    _fill(db)
    with db.read() as s:
        # Twice, and others between: what is kept for one length must not serve another.
        for wanted in (ids, ["one's"], ["010", "one's"], ids):
            found = [row.id for row in _NAMES.all(s, {"ids": wanted})]
            assert sorted(found) == sorted(set(wanted) & set(_ROWS))


@pytest.mark.parametrize("results", [[7], [7, 8], [], [6], (7,), [7, 7]], ids=str)
def test_a_list_of_numbers_finds_what_it_names_however_long_it_is(
    db: Database, results: Collection[int]
) -> None:
    _fill(db)
    with db.read() as s:
        for wanted in (results, [9], [8, 9], results):
            found = [row.result_id for row in _RESULTS.all(s, {"results": wanted})]
            assert sorted(found) == sorted(set(wanted) & set(_ROWS.values()))
            assert (_RESULTS.first(s, {"results": wanted}) is None) == (not found)
            assert (_RESULTS.scalar(s, {"results": wanted}) is None) == (not found)


@pytest.mark.parametrize(
    ("ids", "results", "found"),
    [
        (["10"], [7], []),
        (["10"], [8], ["10"]),
        (["10", "010"], [7], ["010"]),
        (["10"], [8, 9], ["10"]),
        (["10", "010", "one's"], [7, 8], ["one's"]),
    ],
    ids=str,
)
def test_two_lists_of_one_statement_are_of_any_length_each(
    db: Database, ids: list[str], results: list[int], found: list[str]
) -> None:
    _fill(db)
    with db.read() as s:
        rows = _BOTH.all(s, {"ids": ids, "results": results})
        assert [row.id for row in rows] == found


def test_a_null_comes_back_as_none(db: Database) -> None:
    _fill(db)
    with db.read() as s:
        row = Prepared(select(_request.c.id, _request.c.user_id)).all(s)[0]
        assert row.user_id is None


def test_one_of_none_finds_nothing(db: Database) -> None:
    _fill(db)
    ids = Prepared(select(_request.c.id).where(one_of(_request.c.id, ())))
    with db.read() as s:
        assert list(ids.all(s)) == []


def test_a_text_column_that_was_not_known_to_be_one_is_refused(db: Database) -> None:
    unknown = column("id")
    ids = Prepared(select(_request.c.id).where(any_of(unknown, "ids")))
    unknown.type = Text()
    with db.read() as s, pytest.raises(TypeError, match="is text"):
        ids.all(s, {"ids": ["10"]})
