"""Composition root: the sign-in is painted first, everything else is loaded while the user types.

The worker behind the painted sign-in loads what checks a password, SQLAlchemy and the services,
through ``posapp.app.program``; while the password is checked it goes on with the main window (P7).
What even that can do without is in ``posapp.late``.
"""

import gc
import gettext
import sys
import threading
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

import posapp
from posapp import late
from posapp.ui.dialogs.sign_in import SignInWindow
from posapp.ui.theme import CounterApplication, Theme

if TYPE_CHECKING:
    from posapp.app.program import Program
    from posapp.domain.clock import Clock
    from posapp.settings import WorkstationSettings

_RESCUE: Final = "posapp.app.rescue"
RESTART: Final = 75
"""Exit code of the event loop when the user wants the program to begin anew."""
_PROGRAM: Final = "posapp.app.program"
_SERVICES: Final = "posapp.services.bundle"
_SESSION: Final = "posapp.ui.session"


class Launcher(QObject):
    """Shows the sign-in, loads the program behind it, and hands the window over."""

    _loaded = Signal()
    _failed = Signal(str)

    def __init__(self, app: QApplication, settings: "WorkstationSettings") -> None:
        """Prepare the first window.

        Args:
            app: the application.
            settings: the workstation's settings.
        """
        super().__init__()
        self.theme = Theme(app, settings.theme, settings.text_scale)
        self.theme.apply()
        self.window = SignInWindow(_translator(settings.language))
        self.window.painted.connect(self._load)
        self._on_loaded: Callable[[], object] | None = None
        self._thread: threading.Thread | None = None
        self._loaded.connect(self._finish)
        self._failed.connect(self.window.form.show_message)

    def start(self, on_loaded: Callable[[], object]) -> None:
        """Show the sign-in; ``on_loaded`` is called once a password can be checked."""
        self._on_loaded = on_loaded
        self.window.show()

    def end(self) -> None:
        """Wait until what is being loaded is there: Python must not end under a thread of Qt's."""
        if self._thread is not None:
            self._thread.join()

    def _load(self) -> None:
        self._thread = threading.Thread(target=self._import, name="posapp-load", daemon=True)
        self._thread.start()

    def _import(self) -> None:
        """In the worker: everything that takes time to import."""
        with late.loading():
            try:
                import_module(_PROGRAM)
                self._loaded.emit()
                import_module(_SERVICES)
                session_module()
            except ImportError as error:
                self._failed.emit(str(error))

    def _finish(self) -> None:
        if self._on_loaded is not None:
            self._on_loaded()


def session_module() -> Any:
    """Module of the main window; waits for the thread that is loading it."""
    return import_module(_SESSION)


def run_window(
    url: str | None,
    settings: "WorkstationSettings",
    *,
    user: str | None = None,
    password: str | None = None,
    clock: "Clock | None" = None,
    config: Path | None = None,
    on_start: "Callable[[Program], object] | None" = None,
) -> int:
    """Open the window and stay until it is closed; returns the exit code.

    Args:
        url: address of the database; ``None`` for the one of the settings.
        settings: the workstation's settings.
        user: signs in at once as this user.
        password: of ``user``.
        clock: gives the time; the system's by default.
        config: folder of settings and window places; the user's by default.
        on_start: called with the program once it is loaded, such as by the demo's tour.
    """
    given = QApplication.instance()
    app = given if isinstance(given, QApplication) else CounterApplication(sys.argv[:1])
    app.setQuitOnLastWindowClosed(False)
    launcher = Launcher(app, settings)
    started: list[Program] = []

    def begin() -> None:
        program: Program = import_module(_PROGRAM).start(
            app, launcher, url, settings, clock=clock, config=config
        )
        started.append(program)
        program.enter(user or "", password or "")
        if on_start is not None:
            QTimer.singleShot(0, lambda: on_start(program))

    launcher.window.closed.connect(app.quit)
    launcher.start(begin)
    code = 0
    try:
        code = int(app.exec())
    finally:
        for program in started:
            program.close()
        launcher.end()
        gc.enable()
        if code == RESTART:
            import_module(_RESCUE).open_again()
    return 0 if code == RESTART else code


def _translator(language: str) -> Callable[[str], str]:
    """Words of the sign-in in a language; the language machinery is loaded later."""
    folder = posapp.resource("translations")
    if not any(folder.glob(f"{language[:2]}*")):
        # To look for what is not there would load the machinery of locales.
        return str
    return gettext.translation("posapp", str(folder), [language], fallback=True).gettext
