"""Guards of Quick Add on both engines: what is in stays in, a batch stays as it was (D-21, D-35)."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from posapp.domain.money import Money
from posapp.errors import StorageFailure
from posapp.storage.db import Database
from tests.helpers.rows import charge, make_office, paid_event, put

ROW = "UPDATE quick_row SET {} WHERE line = {}"
REFUSED = (
    ROW.format("amount = '2'", 1),
    ROW.format("outcome = NULL, event_id = NULL, taken = NULL", 1),
    ROW.format("event_id = 7", 1),
    ROW.format("request_id = 'z'", 2),
    ROW.format("line = 9", 2),
    ROW.format("outcome = 'done'", 2),
    ROW.format("outcome = 'invalid', event_id = 7, taken = 1", 2),
    "DELETE FROM quick_row WHERE line = 2",
    "DELETE FROM quick_batch",
    "UPDATE quick_batch SET tape_count = 2, currency = 'EUR'",
    "UPDATE quick_batch SET request_id = 'c'",
)
ALLOWED = (
    ROW.format("amount = '2', outcome = 'invalid', code = 'M-50'", 2),
    ROW.format("outcome = NULL, code = ''", 2),
    "UPDATE quick_batch SET tape_count = 2, tape_total = 7",
    ROW.format("outcome = 'error', event_id = 7, taken = 1", 2),
)


@pytest.fixture
def ground(db: Database) -> Database:
    """A batch with a row that is in and one that waits."""
    with db.begin() as s:
        office = make_office(s)
        charge(s, office, Money(5000))
        paid = paid_event(s, office)
        whose = {"tender_control_id": office.control, "created_by": office.user}
        batch = put(s, "quick_batch", request_id="b", **whose)
        taken = {"outcome": "done", "event_id": paid.event, "taken": Money(10000)}
        put(s, "quick_row", batch_id=batch, line=1, request_id="x", **taken)
        put(s, "quick_row", batch_id=batch, line=2, request_id="y")
    return db


@pytest.mark.parametrize("statement", REFUSED)
def test_what_is_in_never_changes(ground: Database, statement: str) -> None:
    with pytest.raises(IntegrityError), ground.begin() as s:
        s.execute(text(statement))


def test_what_waits_may_be_refused_wait_again_and_be_taken(ground: Database) -> None:
    for statement in ALLOWED:
        with ground.begin() as s:
            assert s.execute(text(statement)).rowcount == 1


def test_a_row_that_was_given_up_stays_so(ground: Database) -> None:
    with ground.begin() as s:
        assert s.execute(text(ROW.format("outcome = 'given_up'", 2))).rowcount == 1
    for change in ("outcome = NULL", "outcome = 'done', event_id = 7, taken = 1", "amount = '2'"):
        with pytest.raises(IntegrityError), ground.begin() as s:
            s.execute(text(ROW.format(change, 2)))


def test_d21_a_request_id_is_in_once_and_the_loser_tries_again(ground: Database) -> None:
    """Two batches at the same moment: the second one runs again, and then finds the first."""
    twice = "outcome = 'done', event_id = 7, taken = 1"
    with ground.begin() as s:
        batch = s.execute(text("SELECT id FROM quick_batch")).scalar_one()
        put(s, "quick_row", batch_id=batch, line=3, request_id="x")
    with pytest.raises(StorageFailure) as caught, ground.begin() as s:
        s.execute(text(ROW.format(twice, 3)))
    assert caught.value.kind == "locked"
    with ground.begin() as s:
        s.execute(text(ROW.format(f"{twice}, replayed = true", 3)))
