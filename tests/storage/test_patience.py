"""F8, R5: a COMMIT that waits for a standby that is away ends as *not known yet*, not never."""

from collections.abc import Iterator
from datetime import UTC, datetime

import psycopg
import pytest
from sqlalchemy import Connection

from posapp.domain.ids import new_request_id
from posapp.errors import StorageFailure
from posapp.storage import db as db_module
from posapp.storage import patience, requests
from posapp.storage.db import Database
from posapp.storage.requests import record_request
from tests.helpers.clock import FixedClock
from tests.helpers.databases import fill
from tests.helpers.office import open_office
from tests.helpers.postgres_server import NoServerError, PostgresServer

AT = datetime(2026, 11, 20, 15, tzinfo=UTC)


@pytest.fixture
def admin_and_url() -> Iterator[tuple[psycopg.Connection, str]]:
    """A server of our own, whose settings may be changed, with an empty office."""
    try:
        server = PostgresServer()
    except NoServerError as error:
        pytest.skip(str(error))
    try:
        if not server.is_ours:
            pytest.skip("the server given by POSAPP_TEST_DB is not ours to change")
        url = server.create()
        fill(url)
        with psycopg.connect(server.url("postgres"), autocommit=True) as admin:
            yield admin, url
    finally:
        server.stop()


def wait_for_standby(admin: psycopg.Connection, name: str) -> None:
    admin.execute(f"ALTER SYSTEM SET synchronous_standby_names = '{name}'".encode())
    admin.execute("SELECT pg_reload_conf()")


def write_until_in_doubt(db: Database) -> tuple[str, str, int]:
    """Record requests until the server waits for its standby; the id in doubt, the failure, the tries."""
    for _ in range(200):
        request_id, tries = new_request_id(), []

        def work(s: Connection, request_id: str = request_id, tries: list[int] = tries) -> None:
            tries.append(1)
            s.exec_driver_sql("SET LOCAL lock_timeout = 100")
            record_request(s, request_id, "add-event", "print", 1, at=AT, user_id=None)

        try:
            db.write(work)
        except StorageFailure as failure:
            return request_id, failure.kind, len(tries)
    raise AssertionError("the server never waited for its standby")


@pytest.mark.postgres
def test_r5_a_commit_without_its_standby_is_not_known_yet_and_then_taken(
    admin_and_url: tuple[psycopg.Connection, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    admin, url = admin_and_url
    monkeypatch.setattr(patience, "SILENCE_S", 0.3)
    monkeypatch.setattr(requests, "LOOK_UP_MS", 100)
    db = Database.open(url)
    office = open_office(db, FixedClock())
    # All the time is over at once, as after a long hang: the first doubt is looked up even so.
    monkeypatch.setattr(db_module, "MAX_SECONDS", -1.0)
    wait_for_standby(admin, "nobody")
    request_id, kind, tries = write_until_in_doubt(db)
    assert (kind, tries) == ("unknown_outcome", 2)
    line = office.services.line
    assert line.is_recorded(request_id, office.cashier) is None
    wait_for_standby(admin, "")
    monkeypatch.setattr(requests, "LOOK_UP_MS", 20_000)
    assert line.is_recorded(request_id, office.cashier) is True
    db.dispose()
