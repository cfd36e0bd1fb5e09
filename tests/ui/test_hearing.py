"""What another counter writes reaches this window at once on a server, and costs no typing (4.11)."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from posapp.domain.money import Money
from posapp.errors import StorageFailure
from posapp.services.bundle import build
from posapp.storage import hearing, patience
from posapp.storage.db import Database
from posapp.storage.hearing import Hearing, tell_now
from posapp.ui import poller as polling
from posapp.ui.pages.account import AccountPage
from posapp.ui.poller import Poller
from posapp.ui.signals import AppSignals
from posapp.ui.tasks import TaskRunner
from posapp.ui.theme import Theme
from tests.helpers.clock import FixedClock
from tests.helpers.events import add
from tests.helpers.office import DAY, Office, open_office
from tests.helpers.surroundings import Keyboard, settle, show_window, surround

HOUR_MS = 3_600_000
PATIENT_MS = 20_000


@pytest.fixture
def office(postgres_db: Database) -> Office:
    return open_office(postgres_db, FixedClock())


@pytest.fixture
def other(office: Office, postgres_url: str) -> Iterator[Office]:
    """The same office as another counter has it open: a database object and services of its own."""
    db = Database.open(postgres_url)
    away = {name: replace(one, workstation="WS9") for name, one in office.actors.items()}
    found = Office(db, office.clock, build(db, office.clock), away)
    found.deposit, found.control = office.deposit, office.control
    yield found
    db.dispose()


@pytest.fixture
def lanes() -> Iterator[tuple[AppSignals, TaskRunner]]:
    signals = AppSignals()
    runner = TaskRunner(signals)
    yield signals, runner
    runner.close()
    settle()


@pytest.fixture
def heard(office: Office) -> Iterator[tuple[Hearing, threading.Event, list[StorageFailure]]]:
    """An ear at the server of the office that hears already."""
    told, lost = threading.Event(), list[StorageFailure]()
    made = Hearing(office.db, told.set, lost.append)
    made.start()
    assert told.wait(20), "it says once that it hears"
    told.clear()
    yield made, told, lost
    made.stop()


@pytest.mark.postgres
def test_r7_a_window_shows_at_once_what_another_counter_took_and_keeps_what_is_typed(
    qtbot: QtBot,
    office: Office,
    other: Office,
    lanes: tuple[AppSignals, TaskRunner],
    theme: Theme,
    tmp_path: Path,
    keys: Keyboard,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Whoever asks now and then does not come within this test.
    monkeypatch.setattr(polling, "EVERY_MS", HOUR_MS)
    monkeypatch.setattr(polling, "HEARING_MS", HOUR_MS)
    signals, runner = lanes
    account = office.account()
    office.agreement(account, "WATER", (DAY, 6135))
    context = surround(office, theme, tmp_path, runner=runner, signals=signals).context
    window = show_window(qtbot, context, keys)
    window.open_page("account", account)
    rest(qtbot, runner)
    here = Poller(office.services.changes, context.actor, runner, signals, parent=window)
    there = Hearing(other.db, lambda: None, lambda _failure: None)
    here.start()
    there.start()
    qtbot.waitUntil(lambda: here._hearing.works and there.works, timeout=PATIENT_MS)
    rest(qtbot, runner)
    page = window.page
    assert isinstance(page, AccountPage)
    marked = page.owed.current_record()
    assert marked is not None
    assert page.recent.model().rowCount() == 0
    window.to_search()
    keys.type("Oka")
    add(other, account, [("CASH", 2500)], [(account, 2500)])
    qtbot.waitUntil(lambda: page.recent.model().rowCount() == 1, timeout=PATIENT_MS)
    now = page.owed.current_record()
    assert now is not None
    assert now.agreement_id == marked.agreement_id, "so does the mark in the list"
    assert now.current == Money(3635)
    assert window.header.search.text() == "Oka", "what is typed stays"
    assert window.header.search.hasFocus()
    here.stop()
    there.stop()


@pytest.mark.postgres
def test_r7_many_changes_make_few_notices_and_own_ones_none(
    office: Office, other: Office, heard: tuple[Hearing, threading.Event, list[StorageFailure]]
) -> None:
    ear, told, _lost = heard
    count: list[None] = []

    def hear() -> None:
        count.append(None)
        told.set()

    ear._on_heard = hear
    for _ in range(20):
        other.db.untold.set()
        tell_now(other.db)
    assert told.wait(20)
    assert len(count) <= 3, "twenty notices are passed on as one, or a few"
    told.clear()
    office.db.untold.set()
    assert not told.wait(2 * hearing.EVERY_S), "a program does not hear itself"
    assert not office.db.untold.is_set()


@pytest.mark.postgres
def test_r5_an_ear_whose_line_breaks_says_so_once_and_hears_again(
    office: Office, heard: tuple[Hearing, threading.Event, list[StorageFailure]]
) -> None:
    ear, told, lost = heard
    with office.db.begin() as s:
        s.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE application_name = 'posapp-hears' AND datname = current_database()"
        )
    assert told.wait(20), "connected again, it says so: something may have been missed"
    assert [one.kind for one in lost] == ["offline"]
    assert ear.works


@pytest.mark.postgres
def test_r7_a_command_tells_the_others_when_it_ends(
    other: Office, heard: tuple[Hearing, threading.Event, list[StorageFailure]]
) -> None:
    _ear, told, _lost = heard
    account = other.account()
    add(other, account, [("CASH", 2500)], [(account, 2500)])
    assert other.db.untold.is_set()
    tell_now(other.db)
    assert told.wait(20)


def test_on_a_file_nothing_is_heard_and_one_asks_instead(sqlite_db: Database) -> None:
    ear = Hearing(sqlite_db, lambda: None, lambda _failure: None)
    ear.start()
    assert not ear.works
    assert not ear._thread.is_alive()
    ear.stop()


@pytest.mark.postgres
def test_behind_a_pooler_nothing_is_heard_and_the_ear_ends(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A pooler gives out a number of its own, which is not that of the server's process.
    monkeypatch.setattr(hearing, "_POOLED", "SELECT -1")
    ear = Hearing(office.db, lambda: None, lambda _failure: None)
    ear.start()
    ear._thread.join(20)
    assert not ear._thread.is_alive()
    assert not ear.works


@pytest.mark.postgres
def test_r5_an_ear_survives_a_keyring_that_fails_and_leaves_no_line_open(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hearing, "FIRST_PAUSE_S", 0.05)
    connect, lines, told = patience.connect, list[Any](), threading.Event()

    def first_not(*given: Any, **more: Any) -> Any:
        if not lines:
            lines.append(None)
            raise RuntimeError("the keyring is locked")
        lines.append(connect(*given, **more))
        return lines[-1]

    def second_not(line: Any) -> None:
        if len(lines) == 2:
            line.execute("SELECT 1 / 0")
        prepare(line)

    prepare = hearing._prepare
    monkeypatch.setattr(patience, "connect", first_not)
    monkeypatch.setattr(hearing, "_prepare", second_not)
    ear = Hearing(office.db, told.set, lambda _failure: None)
    ear.start()
    assert told.wait(20), "it hears at the third try"
    assert [one.closed for one in lines[1:]] == [True, False]
    ear.stop()


def test_r7_a_notice_that_was_not_sent_stays_to_be_told(sqlite_db: Database) -> None:
    sqlite_db.untold.set()
    with pytest.raises(OSError, match="cut"), hearing._telling(sqlite_db):
        raise OSError("cut")
    assert sqlite_db.untold.is_set()
    with hearing._telling(sqlite_db):
        pass
    assert not sqlite_db.untold.is_set()


def rest(qtbot: QtBot, runner: TaskRunner) -> None:
    qtbot.waitUntil(lambda: not runner.pending("db") and not runner.pending("line"), timeout=9_000)
