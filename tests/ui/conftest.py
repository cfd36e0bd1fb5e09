"""Qt fixtures: no screen, the light theme, runners that tests steer."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from posapp.domain.money import Currency
from posapp.domain.topics import Saved
from posapp.settings import WorkstationSettings
from posapp.storage.db import Database
from posapp.ui.crash import CrashReporter
from posapp.ui.dialogs.fitted import FittedDialog
from posapp.ui.dressing import SHEET, InParts, dress
from posapp.ui.failures import Failures
from posapp.ui.formats import Formats
from posapp.ui.shortcuts import Shortcuts
from posapp.ui.signals import AppSignals
from posapp.ui.state import WindowState
from posapp.ui.tasks import InlineRunner, Progress, TaskRunner
from posapp.ui.texts import Texts
from posapp.ui.theme import Theme
from posapp.ui.window import MainWindow
from tests.helpers.accelerators import doubles
from tests.helpers.cases import Cases, cases_at
from tests.helpers.cases import Desks as CaseDesks
from tests.helpers.clock import FixedClock
from tests.helpers.databases import copy_of
from tests.helpers.office import Office, open_office
from tests.helpers.pace import paced
from tests.helpers.surroundings import Keyboard, Surroundings, show_window, surround

TODAY = date(2026, 11, 21)
PAINTED: set[type[QWidget]] = set()
"""Kinds of dialogs that this process has painted."""
ENDLESS = 5_000
"""More jobs than any test has; tests let jobs finish until none is left."""


@pytest.fixture(autouse=True)
def letters(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No dialog that a test opens has two things under one Alt letter (rules of use 1)."""
    found: list[str] = []
    shows = FittedDialog.showEvent

    def show(dialog: FittedDialog, event: QShowEvent) -> None:
        shows(dialog, event)
        found.extend(f"{dialog.objectName()}: {one}" for one in doubles(dialog))

    monkeypatch.setattr(FittedDialog, "showEvent", show)
    yield
    assert not found


@pytest.fixture(autouse=True)
def cheap_passwords(quick_hashes: None) -> None:
    """What a good hash costs is felt behind a counter; what is shown does not depend on it."""


class ManualRunner:
    """Keeps work until a test lets it finish, in any order."""

    def __init__(self, signals: AppSignals) -> None:
        self.jobs: list[tuple[Callable[[], Any], Callable[[Any], None], Any]] = []
        self.finished = 0
        self._signals = signals

    def run(
        self,
        owner: QObject,
        work: Callable[[], Any],
        on_done: Callable[[Any], None],
        on_error: Callable[[BaseException], None] | None = None,
        lane: str = "db",
        progress: Progress | None = None,
    ) -> None:
        self.jobs.append((work, on_done, on_error))

    def progress(self, owner: QObject, on_moved: Callable[[int, int | None], None]) -> Progress:
        return Progress(0, lambda _number: None)

    def finish(self, at: int = 0) -> None:
        """Let one job finish."""
        self.finished += 1
        assert self.finished < ENDLESS, "work makes new work without an end"
        work, on_done, _on_error = self.jobs.pop(at)
        result = work()
        on_done(result)
        if isinstance(result, Saved):
            self._signals.data_changed.emit(result.topics)

    def fail(self, error: BaseException, at: int = 0) -> None:
        """Let one job fail."""
        _work, _on_done, on_error = self.jobs.pop(at)
        assert on_error is not None
        on_error(error)


@pytest.fixture(autouse=True)
def dressed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A part that a test shows alone wears the style sheet that it has in its window."""
    adds = QtBot.addWidget

    def add(bot: QtBot, widget: QWidget, **options: Any) -> None:
        alone = widget.parentWidget() is None and not isinstance(widget, InParts)
        if alone and not widget.styleSheet():
            dress(widget)
        adds(bot, widget, **options)

    monkeypatch.setattr(QtBot, "addWidget", add)


@pytest.fixture(autouse=True)
def unpainted(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows and dialogs that wear no style sheet are not painted either: nobody looks at them.

    Focus, keys, sizes and what is visible do not depend on it; a picture of them is made anyway.
    The first dialog of each kind is painted, so that none is that cannot be.
    """
    if request.node.get_closest_marker("dressed"):
        return
    adds, shows = QtBot.addWidget, FittedDialog.showEvent

    def add(bot: QtBot, widget: QWidget, **options: Any) -> None:
        widget.setUpdatesEnabled(False)
        adds(bot, widget, **options)

    def show(dialog: FittedDialog, event: QShowEvent) -> None:
        dialog.setUpdatesEnabled(type(dialog) not in PAINTED)
        PAINTED.add(type(dialog))
        shows(dialog, event)

    monkeypatch.setattr(QtBot, "addWidget", add)
    monkeypatch.setattr(FittedDialog, "showEvent", show)


@pytest.fixture(scope="session")
def theme(qapp: QApplication) -> Theme:
    made = Theme(qapp, "light")
    made.apply()
    return made


@pytest.fixture(scope="session")
def sheet(theme: Theme, qapp: QApplication) -> str:
    """The style sheet of the light theme at 100 %."""
    return str(qapp.property(SHEET))


@pytest.fixture(autouse=True)
def light(request: pytest.FixtureRequest, theme: Theme, sheet: str, qapp: QApplication) -> None:
    """Every test starts in the light theme at 100 %; windows of the test before are gone.

    Windows have their style sheet in tests that are marked ``dressed``: Qt dresses a page for
    longer than it opens it. Most tests ask what is done, never how it looks; every page is opened
    dressed by test_stray_windows.py, dialogs by it, test_small_screens.py and the cases.
    """
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    if theme.tokens.name != "light" or theme.scale != 1.0:
        theme.choose("light", 100)
    qapp.setProperty(SHEET, sheet if request.node.get_closest_marker("dressed") else "")


@pytest.fixture
def formats() -> Formats:
    currencies = {"EUR": Currency("EUR", 2, "€"), "JPY": Currency("JPY", 0, "¥")}
    return Formats(Currency("USD", 2, "$"), currencies, zone="America/New_York")


@pytest.fixture
def texts(formats: Formats) -> Texts:
    return Texts(formats)


@pytest.fixture
def signals(qapp: QApplication) -> AppSignals:
    return AppSignals()


@pytest.fixture
def inline(signals: AppSignals) -> InlineRunner:
    return InlineRunner(signals)


@pytest.fixture
def manual(signals: AppSignals) -> ManualRunner:
    return ManualRunner(signals)


@pytest.fixture
def runner(signals: AppSignals) -> Iterator[TaskRunner]:
    made = TaskRunner(signals)
    yield made
    made.close()


@pytest.fixture
def crashes(qapp: QApplication) -> CrashReporter:
    return CrashReporter()


@pytest.fixture
def failures(texts: Texts, crashes: CrashReporter) -> Failures:
    return Failures(texts, crashes)


@pytest.fixture
def shortcuts() -> Shortcuts:
    return Shortcuts(WorkstationSettings())


@pytest.fixture
def state(tmp_path: Path, qapp: QApplication) -> WindowState:
    return WindowState(tmp_path / "window.ini", "amara")


@pytest.fixture
def today() -> Callable[[], date]:
    return lambda: TODAY


@pytest.fixture
def office(at_work: None, sqlite_db: Database, clock: FixedClock) -> Office:
    """An office with an open drawer, on SQLite: what is shown does not depend on the engine."""
    return open_office(sqlite_db, clock)


@pytest.fixture
def desk(office: Office, theme: Theme, tmp_path: Path) -> Surroundings:
    """The surroundings of the office's cashier."""
    return surround(office, theme, tmp_path)


@pytest.fixture
def keys() -> Keyboard:
    """A keyboard; it types where the focus is."""
    return Keyboard()


@pytest.fixture
def window(qtbot: QtBot, desk: Surroundings, keys: Keyboard) -> MainWindow:
    """The main window of the desk, in front, with the keyboard on it."""
    return show_window(qtbot, desk.context, keys)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Cases at the window are played on SQLite, one of each file on PostgreSQL too.

    What a window shows does not depend on the engine; every case is played on both by commands.
    """
    if "cases" not in metafunc.fixturenames:
        return
    engines: list[Any] = ["sqlite"]
    if metafunc.definition.get_closest_marker("both_engines"):
        engines.append(pytest.param("postgres", marks=pytest.mark.postgres))
    metafunc.parametrize("cases", engines, indirect=True, scope="module")


@pytest.fixture(scope="module")
def cases(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Cases]:
    """One office for the acceptance cases of a module, for each engine that they are played on."""
    server = None
    if request.param == "sqlite":
        template = request.getfixturevalue("sqlite_template")
        url = copy_of(template, tmp_path_factory.mktemp("cases"))
    else:
        server = request.getfixturevalue("postgres_server")
        url = server.create(request.getfixturevalue("postgres_template"))
    database = Database.open(url)
    with cases_at(database) as made:
        yield made
    database.dispose()
    if server is not None:
        server.drop(url)


@pytest.fixture
def desks(qtbot: QtBot, cases: Cases, theme: Theme, tmp_path: Path) -> Iterator[CaseDesks]:
    """Windows of the people of the cases, who type at a person's pace."""
    with paced():
        yield CaseDesks(qtbot, cases, theme, tmp_path)
