"""What another workstation changed reaches the window (architecture 4.11, R7)."""

from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from pytestqt.qtbot import QtBot

from posapp.domain.codes import SourceType
from posapp.domain.ids import new_request_id
from posapp.domain.rights import Actor
from posapp.domain.tender_controls import OpenDepositControl
from posapp.domain.topics import Topic
from posapp.errors import StorageFailure
from posapp.ui.pages.home import HomePage
from posapp.ui.poller import Poller
from posapp.ui.signals import AppSignals
from posapp.ui.tasks import InlineRunner
from posapp.ui.theme import Theme
from posapp.ui.window import MainWindow
from tests.helpers.drawer_day import balance_deposit, balance_drawer
from tests.helpers.office import Office
from tests.helpers.surroundings import settle, surround
from tests.ui.conftest import ManualRunner


class Heard:
    """Remembers what the window was told."""

    def __init__(self, signals: AppSignals) -> None:
        self.topics: list[Any] = []
        signals.data_changed.connect(self.topics.append)


@pytest.fixture
def heard(signals: AppSignals) -> Heard:
    return Heard(signals)


@pytest.fixture
def poller(office: Office, inline: InlineRunner, signals: AppSignals, heard: Heard) -> Poller:
    made = Poller(office.services.changes, office.cashier, inline, signals)
    made.ask()
    return made


def elsewhere(actor: Actor) -> Actor:
    return replace(actor, workstation="WS9")


def change(office: Office, actor: Actor) -> None:
    command = OpenDepositControl(new_request_id(), SourceType.ADHOC, "USD")
    office.services.deposit_controls.open(command, actor)


def test_a_change_of_another_workstation_is_told_once(
    poller: Poller, office: Office, heard: Heard
) -> None:
    poller.ask()
    assert heard.topics == []
    change(office, elsewhere(office.supervisor))
    poller.ask()
    poller.ask()
    assert heard.topics == [frozenset({Topic.CONTROLS})]


def test_own_changes_are_known_already(poller: Poller, office: Office, heard: Heard) -> None:
    change(office, office.supervisor)
    poller.ask()
    assert heard.topics == []


def test_a_failed_read_is_silent_and_the_next_one_catches_up(
    poller: Poller, office: Office, heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_given: object) -> None:
        raise StorageFailure("offline", "no line")

    with monkeypatch.context() as patch:
        patch.setattr(type(office.services.changes), "since", broken)
        change(office, elsewhere(office.supervisor))
        poller.ask()
    assert heard.topics == []
    poller.ask()
    assert heard.topics == [frozenset({Topic.CONTROLS})]


def test_one_question_is_out_at_a_time(
    office: Office, manual: ManualRunner, signals: AppSignals
) -> None:
    poller = Poller(office.services.changes, office.cashier, manual, signals)
    poller.ask()
    poller.ask()
    assert len(manual.jobs) == 1
    manual.finish()
    poller.ask()
    assert len(manual.jobs) == 1


def test_r7_what_is_heard_while_an_answer_is_out_is_asked_for_after_it(
    office: Office, manual: ManualRunner, signals: AppSignals, monkeypatch: pytest.MonkeyPatch
) -> None:
    poller = Poller(office.services.changes, office.cashier, manual, signals)
    monkeypatch.setattr(poller, "_hearing", Mock())
    poller.start()
    poller._on_heard()
    assert len(manual.jobs) == 1
    manual.finish()
    assert len(manual.jobs) == 1, "the next question is out at once"
    poller._on_heard()
    poller._gap.stop()
    poller._on_gap()  # The gap ends while the answer is out.
    assert len(manual.jobs) == 1
    manual.finish()
    assert len(manual.jobs) == 1
    poller._gap.stop()
    manual.finish()
    assert manual.jobs == [], "and nothing is asked that nobody wants"
    poller.stop()


def test_a_cashiers_home_page_follows_what_the_supervisor_does(
    qtbot: QtBot, office: Office, theme: Theme, tmp_path: Path
) -> None:
    balance_drawer(office, office.control)
    balance_deposit(office)
    desk = surround(office, theme, tmp_path)
    window = MainWindow(desk.context)
    qtbot.addWidget(window)
    window.start()
    settle()
    page, context = window.page, desk.context
    assert isinstance(page, HomePage)
    assert page.next.title.text() == "No deposit control is open yet"
    poller = Poller(office.services.changes, context.actor, context.runner, context.signals)
    poller.ask()
    command = OpenDepositControl(new_request_id(), SourceType.CASHIERING, "USD")
    office.services.deposit_controls.open(command, elsewhere(office.supervisor))
    poller.ask()
    assert page.next.title.text() == "Open your drawer"
