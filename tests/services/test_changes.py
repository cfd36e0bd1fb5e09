"""The change log through the service, on both engines (architecture 4.11)."""

from datetime import timedelta

from sqlalchemy import text

from posapp.domain.topics import Topic
from posapp.services.changes import KEPT
from posapp.storage.changes import append_change
from tests.helpers.office import Office


def notes(office: Office) -> int:
    with office.db.read() as s:
        return int(s.execute(text("SELECT count(*) FROM change_log")).scalar_one())


def test_a_window_that_begins_drops_what_nobody_reads_any_more(office: Office) -> None:
    changes, now = office.services.changes, office.clock()
    before = notes(office)
    with office.db.begin() as s:
        for age in (KEPT + timedelta(seconds=1), KEPT, timedelta()):
            append_change(s, at=now - age, topics=[Topic.EVENTS], workstation="other")
    mark, topics = changes.since(None, office.cashier)
    assert topics == frozenset()
    assert notes(office) == before + 2
    with office.db.begin() as s:
        append_change(s, at=now, topics=[Topic.ITEMS], workstation="other")
    office.clock.advance(days=30)
    # What it was asked for since its start is told, and nothing more is dropped meanwhile.
    assert changes.since(mark, office.cashier)[1] == {Topic.ITEMS}
    assert notes(office) == before + 3
