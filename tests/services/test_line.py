"""A.2.6, R5: what became of a command whose answer was lost, told only once it is settled."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection

from posapp.domain.ids import new_request_id
from posapp.storage import requests
from posapp.storage.db import Database
from posapp.storage.requests import find_request, record_request
from tests.helpers.clock import FixedClock
from tests.helpers.office import Office, open_office


def record(s: Connection, request_id: str) -> None:
    at = datetime(2026, 11, 20, 15, tzinfo=UTC)
    record_request(s, request_id, "add-event", "print", 1, at=at, user_id=None)


def test_r5_the_look_up_tells_taken_from_not_taken_and_leaves_nothing(office: Office) -> None:
    line, there, not_there = office.services.line, new_request_id(), new_request_id()
    with office.db.begin() as s:
        record(s, there)
    assert [line.is_recorded(there, office.cashier) for _ in range(2)] == [True, True]
    assert [line.is_recorded(not_there, office.cashier) for _ in range(2)] == [False, False]


@pytest.mark.postgres
@pytest.mark.parametrize("lands", [True, False])
def test_r5_what_is_not_at_its_end_is_not_known_yet(
    postgres_db: Database, monkeypatch: pytest.MonkeyPatch, *, lands: bool
) -> None:
    monkeypatch.setattr(requests, "LOOK_UP_MS", 100)
    office, request_id = open_office(postgres_db, FixedClock()), new_request_id()
    line = office.services.line
    with postgres_db.begin(keep=lands) as s:
        record(s, request_id)
        assert find_request(s, request_id, "add-event", "print") == 1
        assert line.is_recorded(request_id, office.cashier) is None
    assert line.is_recorded(request_id, office.cashier) is lands
