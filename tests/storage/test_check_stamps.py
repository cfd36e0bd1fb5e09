"""R4, R11, F6: stamps, persons and requests are those of the audit; one that was changed is named."""

from sqlalchemy import text

from posapp.storage.check import broken
from posapp.storage.db import Database
from posapp.storage.invariants_of_stamps import STAMPS, WRITTEN
from posapp.storage.live_rows import MENTIONED
from posapp.storage.mentioned_columns import COLUMNS
from tests.helpers.guards_away import remove_guards, taken_back
from tests.helpers.rows import make_office, paid_event

LATER = "2026-11-21T09:00:00.000000+00:00"
LEAST = 8
FAULTS = {
    "requests of events": "UPDATE payment_event SET request_id = 'another'",
    "requests of the audit": "UPDATE request SET result_id = result_id + 1",
}


def test_f6_a_stamp_or_person_or_request_that_the_audit_does_not_know(db: Database) -> None:
    with db.begin() as s:
        paid_event(s, make_office(s))
        assert [*broken(s, STAMPS)] == []
    faults = dict(FAULTS)
    for table, stamp, _ in WRITTEN:
        faults[f"{stamp} of {table}"] = f"UPDATE {table} SET {stamp} = '{LATER}'"
    remove_guards(db)
    named = {}
    for name, sql in faults.items():
        with taken_back(db) as s:
            if s.execute(text(sql)).rowcount:
                named[name] = [rule.name for rule in broken(s, STAMPS)]
    assert {name: [name] for name in named} == named
    assert len(named) >= LEAST


def test_r11_every_table_that_the_audit_mentions_is_compared_with_it() -> None:
    assert set(COLUMNS) <= set(MENTIONED)
