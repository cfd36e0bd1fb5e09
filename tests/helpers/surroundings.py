"""Surroundings of pages and dialogs over a real office: services, an inline runner, a printer."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from posapp.domain.rights import Actor
from posapp.errors import DeviceFailure
from posapp.settings import WorkstationSettings
from posapp.ui.context import SetUpSnapshot, UiContext
from posapp.ui.crash import CrashReporter
from posapp.ui.drawer import DrawerState, DrawerWatch, read_drawer
from posapp.ui.failures import Failures
from posapp.ui.formats import Formats
from posapp.ui.shortcuts import Shortcuts
from posapp.ui.signals import AppSignals
from posapp.ui.state import WindowState
from posapp.ui.tasks import InlineRunner, Runner
from posapp.ui.texts import Texts
from posapp.ui.theme import Theme
from posapp.ui.window import MainWindow
from tests.helpers.office import Office

_NO_PAUSE_MS: Final = 3_600_000


@dataclass
class FakePrinter:
    """Remembers what it was given; ``broken`` makes it fail as a printer without paper does."""

    name: str = "Counter printer"
    broken: bool = False
    titles: list[str] = field(default_factory=list)
    papers: list[bytes] = field(default_factory=list)

    def print_pdf(self, pdf: bytes, title: str) -> str:
        if self.broken:
            raise DeviceFailure(self.name, "out of paper")
        self.titles.append(title)
        self.papers.append(pdf)
        return f"tray of {self.name}"


class Opened:
    """Stands for the window's way to open pages: remembers what was asked for."""

    def __init__(self) -> None:
        self.pages: list[tuple[str, int]] = []

    def __call__(self, kind: str, number: int) -> None:
        self.pages.append((kind, number))


class AskedDrawer(DrawerWatch):
    """Reads the drawer when somebody first asks for it; a window that starts reads it anyway."""

    def __init__(self, runner: Runner, read: Callable[[], DrawerState]) -> None:
        self._asked = True
        super().__init__(runner, read)
        self._asked = False

    @property
    def state(self) -> DrawerState:
        if not self._asked:
            self.refresh()
        return self._seen

    @state.setter
    def state(self, state: DrawerState) -> None:
        self._asked, self._seen = True, state

    def refresh(self) -> None:
        self._asked = True
        super().refresh()


@dataclass
class Surroundings:
    """A context with what tests look at."""

    office: Office
    context: UiContext
    printer: FakePrinter
    opened: Opened
    changes: list[Any]


def surround(
    office: Office,
    theme: Theme,
    folder: Path,
    actor: Actor | None = None,
    *,
    runner: Any = None,
    signals: AppSignals | None = None,
    settings: WorkstationSettings | None = None,
) -> Surroundings:
    """The surroundings of a user of the office, the cashier unless another one is given."""
    services, actor = office.services, actor or office.cashier
    signals = signals or AppSignals()
    settings = settings or WorkstationSettings()
    setup = services.setup()
    home = setup.currencies[setup.installation.currency]
    formats = Formats(home, setup.currencies, zone=setup.offices[actor.office].zone)
    texts = Texts(formats)
    # A runner of the test's own is told at once what to read, as by the window.
    watch = DrawerWatch if runner else AskedDrawer
    runner = runner or InlineRunner(signals)
    printer, opened, changes = FakePrinter(), Opened(), []
    signals.data_changed.connect(changes.append)
    context = UiContext(
        services=services,
        actor=actor,
        runner=runner,
        signals=signals,
        settings=settings,
        formats=formats,
        texts=texts,
        failures=Failures(texts, CrashReporter()),
        shortcuts=Shortcuts(settings),
        state=WindowState(folder / "window.ini", actor.login),
        theme=theme,
        clock=office.clock,
        snapshot=SetUpSnapshot(setup),
        drawer=watch(runner, partial(read_drawer, services, actor)),
        config=folder,
        printer=lambda: printer,
        open_page=opened,
        has_page=lambda _kind: True,
    )
    if watch is DrawerWatch:
        context.drawer.refresh()
    return Surroundings(office, context, printer, opened, changes)


def show_window(
    qtbot: QtBot,
    context: UiContext,
    keys: "Keyboard | None" = None,
    size: tuple[int, int] | None = None,
) -> MainWindow:
    """The main window as it stands after signing in, in front; keys go to it."""
    made = MainWindow(context)
    if keys is not None:
        keys.home = made
    qtbot.addWidget(made)
    if size is not None:
        made.resize(*size)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.start()
    settle()
    return made


class Keyboard:
    """Presses keys where the focus is, as the window system delivers them, and counts them."""

    def __init__(self) -> None:
        self.presses = 0
        self.home: QWidget | None = None

    def press(self, *keys: Qt.Key | tuple[Qt.KeyboardModifier, Qt.Key]) -> None:
        """Press keys one after the other; a pair is a key with its modifier."""
        for one in keys:
            modifier, key = one if isinstance(one, tuple) else (Qt.KeyboardModifier.NoModifier, one)
            QTest.keyClick(self._window(), key, modifier)
            self.presses += 1
            settle()

    def type(self, text: str) -> None:
        """Type a text, one key a character; a busy machine makes no pause in the search of a list."""
        pause = QApplication.keyboardInputInterval()
        try:
            for char in text:
                QTest.keyClick(self._window(), char)
                self.presses += 1
                QApplication.setKeyboardInputInterval(_NO_PAUSE_MS)
        finally:
            QApplication.setKeyboardInputInterval(pause)
        settle()

    def _window(self) -> Any:
        """The window with the focus; where no window manager gives it back, the one below."""
        settle()
        if QGuiApplication.focusWindow() is None:
            below = QApplication.activeModalWidget() or self.home
            assert below is not None, "no window has the focus"
            below.activateWindow()
            settle()
        return QGuiApplication.focusWindow()


def settle() -> None:
    """Let Qt deliver what is under way, deletions included."""
    QCoreApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()
