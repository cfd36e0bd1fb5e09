"""Change log (architecture 4.11): every change is seen once, also when it appears late."""

import os
from datetime import timedelta

import pytest
from sqlalchemy import text

from posapp.domain.topics import Mark, Topic
from posapp.storage.changes import append_change, changes_since, newest_mark, prune_changes
from posapp.storage.db import Database
from tests.helpers.clock import NOON


def note(db: Database, *topics: Topic, workstation: str = "one") -> None:
    db.write(lambda s: append_change(s, at=NOON, topics=topics, workstation=workstation))


def test_changes_are_seen_once(db: Database) -> None:
    with db.read() as s:
        mark = newest_mark(s)
    note(db, Topic.EVENTS, Topic.LEDGER)
    note(db, Topic.CONTROLS)
    with db.read() as s:
        mark, topics = changes_since(s, mark)
        assert topics == {Topic.EVENTS, Topic.LEDGER, Topic.CONTROLS}
        assert changes_since(s, mark) == (mark, frozenset())
        assert newest_mark(s) == mark


def test_no_topics_no_row_and_own_changes_are_left_out(db: Database) -> None:
    note(db)
    note(db, Topic.ITEMS, workstation="me")
    note(db, Topic.USERS, workstation="other")
    with db.read() as s:
        assert s.execute(text("SELECT count(*) FROM change_log")).scalar() == 2
        _, topics = changes_since(s, Mark(), but="me")
    assert topics == {Topic.USERS}


def test_two_programs_of_one_workstation_hear_each_other(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    note(db, Topic.ITEMS, workstation="me")
    own = os.getpid()
    monkeypatch.setattr(os, "getpid", lambda: own + 1)
    note(db, Topic.USERS, workstation="me")
    with db.read() as s:
        assert changes_since(s, Mark(), but="me")[1] == {Topic.ITEMS}
    monkeypatch.undo()
    with db.read() as s:
        assert changes_since(s, Mark(), but="me")[1] == {Topic.USERS}


def test_a_change_that_becomes_visible_late_is_not_missed(postgres_db: Database) -> None:
    with postgres_db.begin() as slow:
        append_change(slow, at=NOON, topics=[Topic.EVENTS], workstation="slow")
        note(postgres_db, Topic.ITEMS)
        with postgres_db.read() as s:
            mark, topics = changes_since(s, Mark())
        assert topics == {Topic.ITEMS}
    with postgres_db.read() as s:
        mark, topics = changes_since(s, mark)
        assert topics == {Topic.EVENTS}
        assert changes_since(s, mark)[1] == frozenset()


def test_old_notes_can_be_pruned_and_numbers_are_not_given_again(db: Database) -> None:
    note(db, Topic.EVENTS)
    with db.read() as s:
        mark = newest_mark(s)
    with db.begin() as s:
        assert prune_changes(s, before=NOON) == 0
        assert prune_changes(s, before=NOON + timedelta(days=1)) == 1
    note(db, Topic.ITEMS)
    with db.read() as s:
        _, topics = changes_since(s, mark)
    assert topics == {Topic.ITEMS}


def test_topics_of_a_newer_program_are_left_aside(db: Database) -> None:
    with db.begin() as s:
        append_change(s, at=NOON, topics=[Topic.EVENTS], workstation="")
        s.execute(text("UPDATE change_log SET topics = 'events spaceships'"))
    with db.read() as s:
        assert changes_since(s, Mark())[1] == {Topic.EVENTS}
