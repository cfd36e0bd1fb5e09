"""Composition root: settings, sign-in painted first, database, services, devices, main window.

Everything heavy (SQLAlchemy, Alembic, ReportLab, the services, the main window) is loaded by name
in a worker after the first paint; this is the only place where that is done (P7).
"""

import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from posapp import log, paths
from posapp.domain.clock import Clock, system_clock
from posapp.domain.money import Currency
from posapp.domain.ports import Printer
from posapp.errors import StorageFailure
from posapp.i18n import set_language
from posapp.settings import WorkstationSettings
from posapp.ui.crash import CrashReporter
from posapp.ui.dialogs.sign_in import Entered, SignInDialog
from posapp.ui.failures import Failures
from posapp.ui.formats import Formats
from posapp.ui.icons import icon
from posapp.ui.shortcuts import Shortcuts
from posapp.ui.signals import AppSignals
from posapp.ui.state import WindowState
from posapp.ui.tasks import Runner, TaskRunner
from posapp.ui.texts import Texts
from posapp.ui.theme import Theme, load_script_fonts

if TYPE_CHECKING:
    from posapp.services.bundle import Services
    from posapp.storage.db import Database
    from posapp.ui.session import Session

_HEAVY = ("posapp.services.bundle", "posapp.devices.registry", "posapp.ui.session")
_LAST_LOGIN = "last_login"


class Backend:
    """Database and services, opened once in a worker; everything here runs off the GUI thread."""

    def __init__(self, url: str, clock: Clock, workstation: str) -> None:
        self._url = url
        self._clock = clock
        self._workstation = workstation
        self._services: Services | None = None
        self.copied_to: Path | None = None

    @property
    def services(self) -> "Services":
        """The use cases, once ``load`` has opened them."""
        return self.load()

    def load(self) -> "Services":
        """Import the libraries, bring an older SQLite file up to date (a copy is made), open it.

        Raises:
            StorageFailure: with what to do; calling again tries again.
        """
        if self._services is None:
            for module in _HEAVY:
                import_module(module)
            database = self._open()
            build: Callable[[Database, Clock], Services] = import_module(_HEAVY[0]).build
            self._services = build(database, self._clock)
        return self._services

    def sign_in(self, login: str, password: str) -> Entered:
        """Check a password and read the set-up.

        Raises:
            Refused: ``M-52``, ``M-53``.
            StorageFailure: the database cannot be opened.
        """
        services = self.load()
        actor = services.users.sign_in(login, password, workstation=self._workstation)
        return Entered(actor, services.setup())

    def close(self) -> None:
        """Close the database; the last connection folds SQLite's log into the file."""
        if self._services is not None:
            self._services.db.dispose()
            self._services = None

    def _open(self) -> "Database":
        storage = import_module("posapp.storage.db")
        open_: Callable[[str], Database] = storage.Database.open
        try:
            return open_(self._url)
        except StorageFailure as failure:
            if failure.kind != "older_schema" or storage.sqlite_path(self._url) is None:
                raise
        # A file is migrated by itself, after a copy; a server only by its keeper (A10).
        migrate = import_module("posapp.storage.migrate")
        self.copied_to = migrate.upgrade(self._url, clock=self._clock)
        return open_(self._url)


class Program(QObject):
    """The running program: sign-in, then a session for each user, one after the other."""

    def __init__(
        self,
        app: QApplication,
        url: str,
        settings: WorkstationSettings,
        *,
        clock: Clock = system_clock,
        config: Path | None = None,
        runner: Callable[[AppSignals], Runner] | None = None,
    ) -> None:
        """Prepare everything that needs no database.

        Args:
            app: the application.
            url: address of the database.
            settings: the workstation's settings.
            clock: gives the time.
            config: folder of settings and window places.
            runner: makes another runner than ``TaskRunner``, for tests.
        """
        super().__init__()
        self.settings = settings
        self.config = config or paths.config_dir()
        self._state_file = self.config / "windows.ini"
        self.clock = clock
        self.crashes = CrashReporter()
        self.signals = AppSignals()
        self.theme = Theme(app, settings.theme, settings.text_scale)
        self.backend = Backend(url, clock, settings.station_name)
        texts = Texts(Formats(Currency("USD", 2, "$")))
        self._failures = Failures(texts, self.crashes)
        self.runner = (runner or partial(TaskRunner, on_unhandled=self._on_unhandled))(self.signals)
        self.sign_in: SignInDialog | None = None
        self.session: Session | None = None
        self._app = app
        self._credentials: tuple[str, str] | None = None
        self._fonts_loaded = False

    def start(self, user: str = "", password: str = "") -> None:
        """Show the sign-in; with a name and a password sign in at once."""
        self.crashes.install()
        self.theme.apply()
        self._app.setApplicationName("posapp")
        self._app.setWindowIcon(icon("cash", self.theme.tokens.accent, 48))
        self._app.setQuitOnLastWindowClosed(False)
        self._credentials = (user, password) if user else None
        self._show_sign_in()

    def close(self) -> None:
        """Finish what is being written and close the database."""
        if self.session is not None:
            self.session.close()
        if isinstance(self.runner, TaskRunner):
            self.runner.close()
        self.backend.close()
        self.crashes.release()

    def printer(self) -> Printer:
        """The receipt printer of the settings; call it on the ``io`` lane.

        Raises:
            DeviceFailure: when nobody offers that kind of printer.
        """
        registry = import_module("posapp.devices.registry")
        factories = registry.printer_factories(entry_points(group=registry.PRINTER_GROUP))
        folder = self.settings.print_folder
        setting = f"{registry.FOLDER}:{folder}" if folder else self.settings.printer
        made: Printer = registry.make_printer(setting, factories)
        return made

    def _show_sign_in(self) -> None:
        state = WindowState(self._state_file, "")
        dialog = self.sign_in = SignInDialog(
            self.runner,
            self._failures,
            Shortcuts(self.settings),
            self.backend.sign_in,
            login=state.recall(_LAST_LOGIN),
        )
        dialog.painted.connect(self._load)
        dialog.completed.connect(self._on_signed_in)
        dialog.rejected.connect(self._app.quit)
        dialog.show()

    def _load(self) -> None:
        """The first paint is done: load what the main window needs while the user types."""
        if not self._fonts_loaded:
            self._fonts_loaded = True
            QTimer.singleShot(0, load_script_fonts)
        self.runner.run(self, self._read_place, self._on_loaded, self._on_not_loaded)

    def _read_place(self) -> str:
        """Whose office this is; runs off the GUI thread."""
        return self.backend.load().setup().installation.organisation

    def _on_loaded(self, organisation: str) -> None:
        dialog = self.sign_in
        if dialog is None:
            return
        dialog.show_place(organisation)
        if self._credentials is not None:
            user, password = self._credentials
            self._credentials = None
            dialog.fill(user, password)

    def _on_not_loaded(self, error: BaseException) -> None:
        dialog = self.sign_in
        if dialog is not None and isinstance(error, StorageFailure):
            dialog.show_storage_failure(error)
        else:
            self.crashes.show_error(error)

    def _on_signed_in(self, entered: Entered) -> None:
        """Somebody signed in: the sign-in makes room for the main window."""
        WindowState(self._state_file, "").remember(_LAST_LOGIN, entered.actor.login)
        if self.sign_in is not None:
            self.sign_in.deleteLater()
            self.sign_in = None
        self._begin(entered)

    def _begin(self, entered: Entered) -> None:
        make: Callable[..., Session] = import_module("posapp.ui.session").Session
        session = self.session = make(self, entered, self.backend.services)
        session.signed_out.connect(self._on_signed_out)
        session.user_changed.connect(self._on_user_changed)
        session.quit.connect(self._app.quit)
        session.settings_saved.connect(self._on_settings)
        session.start()
        if self.backend.copied_to is not None:
            session.tell_copied(self.backend.copied_to)
            self.backend.copied_to = None

    def _end_session(self) -> None:
        if self.session is not None:
            self.session.close()
            self.session.deleteLater()
            self.session = None

    def _on_signed_out(self) -> None:
        self._end_session()
        self._show_sign_in()

    def _on_user_changed(self, entered: Entered) -> None:
        self._end_session()
        self._begin(entered)

    def _on_settings(self, settings: WorkstationSettings) -> None:
        """Theme and text size change at once, the rest with the next sign-in."""
        self.settings = settings
        self.theme.choose(settings.theme, settings.text_scale)

    def _on_unhandled(self, error: BaseException) -> None:
        self._failures.unhandled(error, QApplication.activeWindow())


def run_window(
    url: str | None,
    settings: WorkstationSettings,
    *,
    user: str | None = None,
    password: str | None = None,
    clock: Clock = system_clock,
    config: Path | None = None,
    on_start: Callable[[Program], object] | None = None,
) -> int:
    """Open the window and stay until it is closed; returns the exit code.

    Args:
        url: address of the database; ``None`` for the one of the settings.
        settings: the workstation's settings.
        user: signs in at once as this user.
        password: of ``user``.
        clock: gives the time.
        config: folder of settings and window places; the user's by default.
        on_start: called with the program when it is on the screen, such as by the demo's tour.
    """
    with suppress(OSError):
        # A log that cannot be written is no reason to close the counter.
        log.configure(paths.log_dir())
    set_language(settings.language, paths.resource("translations"))
    given = QApplication.instance()
    app = given if isinstance(given, QApplication) else QApplication(sys.argv[:1])
    where = url or settings.database_url or str(paths.data_dir() / "posapp.db")
    program = Program(app, where, settings, clock=clock, config=config)
    program.start(user or "", password or "")
    if on_start is not None:
        QTimer.singleShot(0, partial(on_start, program))
    try:
        return int(app.exec())
    finally:
        program.close()
