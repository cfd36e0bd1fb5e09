"""R5, F8: the line to PostgreSQL breaks around COMMIT; retries find what was stored, once."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import text

from posapp.errors import StorageFailure
from posapp.storage.check import check_database
from posapp.storage.db import Database
from tests.helpers.cutter import Cutter
from tests.helpers.rows import make_office
from tests.helpers.workers import take

PAYMENTS = 150


@pytest.fixture
def cutter(postgres_url: str) -> Iterator[Cutter]:
    parts = urlsplit(postgres_url)
    folder = parse_qs(parts.query).get("host", [""])[0]
    if not folder.startswith("/"):
        pytest.skip("the server given by POSAPP_TEST_DB has no socket here")
    made = Cutter(Path(folder) / ".s.PGSQL.5432", chance=0.2, seed=8)
    yield made
    made.stop()


def test_f8_a_line_cut_around_commit_loses_and_doubles_nothing(
    postgres_db: Database, postgres_url: str, cutter: Cutter
) -> None:
    with postgres_db.begin() as s:
        office = make_office(s)
    name = urlsplit(postgres_url).path
    db = Database.open(
        f"postgresql://postgres@127.0.0.1:{cutter.port}{name}?sslmode=disable&gssencmode=disable"
    )
    db.sleep = lambda _: None
    answers: dict[str, int] = {}
    doubts = []
    while len(answers) < PAYMENTS:
        request = f"request-{len(answers)}"
        try:
            answers[request] = db.write(lambda s, r=request: take(s, office, r))
        except StorageFailure as failure:
            # Two cuts in a row: the cashier is told that it is not known, and asks again.
            doubts.append(failure.kind)
    db.dispose()
    with postgres_db.read() as s:
        rows = s.execute(text("SELECT request_id, id FROM payment_event")).all()
    assert {row.request_id: row.id for row in rows} == answers
    assert set(doubts) <= {"unknown_outcome"}
    assert cutter.cuts >= 20
    assert check_database(postgres_db).clean
