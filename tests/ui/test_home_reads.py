"""P7: home reads its desk once for each change: with the drawer known, and only while it is shown."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from posapp.domain.topics import Topic
from posapp.ui.pages import home
from posapp.ui.pages.home import HomePage
from posapp.ui.signals import AppSignals
from posapp.ui.theme import Theme
from posapp.ui.window import MainWindow
from tests.helpers.office import Office
from tests.helpers.surroundings import settle, show_window, surround
from tests.ui.conftest import ManualRunner


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The drawer that each read of the desk was for."""
    made: list[Any] = []
    look: Callable[..., Any] = home._look

    def noted(services: Any, control: Any, *rest: Any) -> Any:
        made.append(control)
        return look(services, control, *rest)

    monkeypatch.setattr(home, "_look", noted)
    return made


def test_p7_each_change_is_one_read_and_none_behind_another_page(
    reads: list[Any], window: MainWindow, office: Office
) -> None:
    change = window.context.signals.data_changed.emit
    assert reads == [office.control]
    change(frozenset({Topic.EVENTS}))
    assert len(reads) == 2
    window.open_page("search", 0)
    settle()
    change(frozenset({Topic.CONTROLS}))
    change(frozenset({Topic.SETUP}))
    assert len(reads) == 2
    window.back()
    settle()
    assert len(reads) == 3


def test_p7_a_window_that_starts_reads_the_desk_once_its_drawer_is_known(
    reads: list[Any], manual: ManualRunner, signals: AppSignals, qtbot: QtBot, office: Office,
    theme: Theme, tmp_path: Path,
) -> None:  # fmt: skip
    context = surround(office, theme, tmp_path, runner=manual, signals=signals).context
    window = show_window(qtbot, context)
    window.open_page("search", 0)
    while manual.jobs:
        manual.finish()
    assert reads == []
    window.back()
    while manual.jobs:
        manual.finish()
    assert reads == [office.control]
    assert isinstance(window.page, HomePage)
    assert window.page.next.isVisible()


def test_without_an_answer_about_the_drawer_the_desk_is_read_all_the_same(
    reads: list[Any], manual: ManualRunner, signals: AppSignals, qtbot: QtBot, office: Office,
    theme: Theme, tmp_path: Path,
) -> None:  # fmt: skip
    context = surround(office, theme, tmp_path, runner=manual, signals=signals).context
    page = HomePage(context)
    qtbot.addWidget(page)
    manual.jobs.clear()
    page.load()
    assert manual.jobs == []
    context.drawer.refresh()
    manual.fail(OSError("no answer"))
    manual.finish()
    assert reads == [None]
    # Whoever comes later need not wait for what has failed.
    later = HomePage(context)
    qtbot.addWidget(later)
    manual.jobs.clear()
    later.load()
    manual.finish()
    assert reads == [None, None]
