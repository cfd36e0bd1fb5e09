"""The real window for benchmarks: on a database, signed in, without a screen and without a printer.

Work runs on the calling thread, so that a call measures everything up to the paint.
"""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from posapp.app.program import Program
from posapp.bench.office import NOW
from posapp.domain.money import Currency
from posapp.domain.rights import Actor
from posapp.settings import WorkstationSettings
from posapp.ui.formats import Formats
from posapp.ui.sign_in_check import Entered
from posapp.ui.tasks import InlineRunner
from posapp.ui.theme import Theme
from posapp.ui.tour_driver import SIZE
from posapp.ui.window import MainWindow

_ROUNDS: Final = 3


def application() -> QApplication:
    """The application of this process."""
    given = QApplication.instance()
    app = given if isinstance(given, QApplication) else QApplication(["posapp"])
    app.setQuitOnLastWindowClosed(False)
    return app


def formats() -> Formats:
    """Dollars, as they are written without further settings."""
    return Formats(Currency("USD", 2, "$"))


@dataclass(frozen=True, slots=True)
class Desk:
    """The program with somebody signed in."""

    program: Program
    window: MainWindow

    def close(self) -> None:
        """Close the window and the database."""
        self.program.close()
        settle()


def open_desk(url: str, actor: Actor, folder: Path) -> Desk:
    """Open the main window on a database.

    Args:
        url: address of the database.
        actor: who is signed in.
        folder: for window places and printed papers.
    """
    app = application()
    theme = Theme(app, "light")
    theme.apply()
    settings = replace(
        WorkstationSettings(), database_url=url, print_folder=str(folder), theme="light"
    )
    program = Program(
        app, theme, url, settings, clock=lambda: NOW, config=folder, runner=InlineRunner
    )
    program.begin(Entered(actor, program.backend.services.setup()))
    session = program.session
    assert session is not None
    session.window.resize(SIZE)
    session.window.activateWindow()
    settle()
    return Desk(program, session.window)


def settle() -> None:
    """Let the window do what it has put off: paints, timers that are due, deletions."""
    for _ in range(_ROUNDS):
        QApplication.processEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
