"""R5: a command whose answer was lost stays with the watch of the line until it is settled."""

from dataclasses import replace
from pathlib import Path

import pytest

from posapp.domain.ids import new_request_id
from posapp.errors import StorageFailure
from posapp.storage.db import Database
from posapp.ui.line_watch import LineWatch
from posapp.ui.line_words import Lost
from posapp.ui.signals import AppSignals
from posapp.ui.theme import Theme
from posapp.ui.widgets.banner import Notice
from tests.helpers.clock import FixedClock
from tests.helpers.office import open_office
from tests.helpers.surroundings import surround
from tests.ui.conftest import ManualRunner

AWAY = StorageFailure("missing", "The file is gone.")
BUSY = StorageFailure("full", "The disk is full.")


class Host:
    """Stands for a dialog; remembers what it was told to show."""

    def __init__(self) -> None:
        self.is_busy = False
        self.said: list[str] = []

    def isVisible(self) -> bool:
        return True

    def show_notice(self, notice: Notice) -> None:
        self.said.append(notice.text)


@pytest.fixture
def watch(
    sqlite_db: Database, theme: Theme, tmp_path: Path, manual: ManualRunner, signals: AppSignals
) -> LineWatch:
    office = open_office(sqlite_db, FixedClock())
    desk = surround(office, theme, tmp_path, signals=signals)
    return LineWatch(replace(desk.context, runner=manual))


@pytest.fixture
def lost() -> Lost:
    return Lost(new_request_id(), lambda: None, takes_money=True)


def test_r5_a_later_failure_of_the_page_does_not_forget_the_payment(
    watch: LineWatch, manual: ManualRunner, lost: Lost
) -> None:
    host, healed = Host(), []
    watch.wait(AWAY, host, retry=None, heal=None, lost=lost)
    watch.wait(AWAY, host, retry=None, heal=lambda: healed.append(1), lost=None)
    assert "Do not take the money twice" in host.said[-1]
    manual.finish()
    assert healed == [1]
    assert len(manual.jobs) == 1
    manual.finish()
    assert "was not taken" in host.said[-1]


def test_r5_a_payment_that_is_sent_again_is_looked_up_once(
    watch: LineWatch, manual: ManualRunner, lost: Lost
) -> None:
    host = Host()
    for _ in range(2):
        watch.wait(AWAY, host, retry=None, heal=None, lost=lost)
    manual.finish()
    assert len(manual.jobs) == 1


def test_r5_a_look_up_that_fails_otherwise_is_asked_again(
    watch: LineWatch, manual: ManualRunner, lost: Lost
) -> None:
    host = Host()
    watch.wait(AWAY, host, retry=None, heal=None, lost=lost)
    manual.finish()
    manual.fail(BUSY)
    assert not watch.is_away
    assert "Not known yet" in host.said[-1]
    assert manual.jobs == []
    watch.look_up()
    manual.finish()
    assert "was not taken" in host.said[-1]


def test_r5_nothing_is_called_not_taken_while_it_is_sent_again(
    watch: LineWatch, manual: ManualRunner, lost: Lost
) -> None:
    host = Host()
    watch.wait(AWAY, host, retry=None, heal=None, lost=lost)
    manual.finish()
    host.is_busy = True
    manual.finish()
    assert "Not known yet" in host.said[-1]
    host.is_busy = False
    watch.look_up()
    manual.finish()
    assert "was not taken" in host.said[-1]
