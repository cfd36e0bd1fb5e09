"""The running program: database, devices, one session after the other.

Imported in a worker thread behind the painted sign-in; the main window comes after it, while the
password is checked (P7).
"""

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from posapp import late, log, paths
from posapp.app import Launcher, session_module
from posapp.app.backend import Backend
from posapp.app.rescue import Rescue
from posapp.app.restoring import put_back
from posapp.devices.cash_drawer import make_drawer
from posapp.devices.registry import FOLDER, PRINTER_GROUP, make_printer, printer_factories
from posapp.domain.clock import Clock, system_clock
from posapp.domain.mail_setup import MailServer
from posapp.domain.money import Currency
from posapp.domain.ports import CashDrawer, Mailer, MakeMailer, Printer
from posapp.domain.upkeep import CopyPlan, plan_of
from posapp.i18n import _, set_language
from posapp.settings import WorkstationSettings
from posapp.ui.crash import CrashReporter
from posapp.ui.dialogs.sign_in import SignInWindow
from posapp.ui.failures import Failures
from posapp.ui.formats import Formats
from posapp.ui.garbage import GarbageCollector
from posapp.ui.icons import icon
from posapp.ui.sign_in_check import Entered, SignInCheck
from posapp.ui.signals import AppSignals
from posapp.ui.state import WindowState
from posapp.ui.tasks import Runner, TaskRunner
from posapp.ui.texts import Texts
from posapp.ui.theme import Theme, load_script_fonts
from posapp.ui.tokens import Tone
from posapp.ui.widgets.banner import Notice

if TYPE_CHECKING:
    from posapp.ui.session import Session

_LAST_LOGIN = "last_login"


class Program(QObject):
    """Sign-in, then a session for each user, one after the other."""

    def __init__(
        self,
        app: QApplication,
        theme: Theme,
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
            theme: the look in force.
            url: address of the database.
            settings: the workstation's settings.
            clock: gives the time.
            config: folder of settings and window places; the user's by default.
            runner: makes another runner than ``TaskRunner``, for tests.
        """
        super().__init__()
        self.settings = settings
        self.config = config or paths.config_dir()
        self.clock = clock
        self.theme = theme
        self.mailer: MakeMailer = _mailer
        self.crashes = CrashReporter()
        self.signals = AppSignals()
        self.signals.restore_wanted.connect(self._on_restore, Qt.ConnectionType.QueuedConnection)
        self.backend = Backend(url, clock, settings.station_name, _plan(settings))
        self.texts = Texts(Formats(Currency("USD", 2, "$")))
        self._failures = Failures(self.texts, self.crashes)
        self.runner = (runner or partial(TaskRunner, on_unhandled=self._on_unhandled))(self.signals)
        self.sign_in: SignInWindow | None = None
        self.session: Session | None = None
        self._check: SignInCheck | None = None
        self._is_complete = False
        self._late = late.Loader()
        self._app = app
        self._memory = WindowState(self.config / "windows.ini", "")
        self._garbage = GarbageCollector(self)
        self.rescue = Rescue(self, app.exit)

    def adopt(self, window: SignInWindow) -> None:
        """Take over a sign-in that is on the screen; what was sent already is answered."""
        self.sign_in = window
        if not window.form.login.text():
            window.form.login.setText(self._memory.recall(_LAST_LOGIN))
            window.form.focus_first()
        check = SignInCheck(window.form, self.runner, self.texts, self.crashes, self._enter)
        check.entered.connect(self._on_entered)
        self._check = check
        self.runner.run(window, self.backend.organisation, window.place.setText, check.fail)
        if window.form.is_busy:
            check.run()

    def enter(self, user: str, password: str) -> None:
        """Sign in as somebody at once; an empty name leaves it to who sits there."""
        if user and self.sign_in is not None:
            self.sign_in.fill(user, password)

    def quit(self, _reason: str = "") -> None:
        """End the program as the user would."""
        self._app.quit()

    def stop(self, _reason: str = "") -> None:
        """End the program without asking anybody: a scripted day has nobody to answer."""
        self._app.exit()

    def close(self) -> None:
        """Finish what is being written and close the database."""
        self._late.end()
        self._end_session()
        if isinstance(self.runner, TaskRunner):
            self.runner.close()
        self.backend.close()
        self.crashes.release()
        self.rescue.end()
        self._garbage.stop()

    def printer(self) -> Printer:
        """The receipt printer of the settings; call it on the ``io`` lane.

        Raises:
            DeviceFailure: when nobody offers that kind of printer.
        """
        factories = printer_factories(late.plugins(PRINTER_GROUP))
        folder = self.settings.print_folder
        return make_printer(f"{FOLDER}:{folder}" if folder else self.settings.printer, factories)

    def cash_drawer(self) -> CashDrawer | None:
        """The cash drawer of the settings, if there is one; call it on the ``io`` lane.

        Raises:
            DeviceFailure: when nobody knows that kind of drawer.
        """
        return make_drawer(self.settings.cash_drawer)

    def show_sign_in(self) -> None:
        """Show a sign-in again: somebody signed out."""
        window = SignInWindow(_)
        window.closed.connect(self._app.quit)
        self.adopt(window)
        # Who comes next is mostly somebody else.
        window.form.login.clear()
        window.show()

    def _on_restore(self, copy: Path, by: str) -> None:
        """An administrator puts a copy back: the session ends, the sign-in comes after it."""
        self._end_session()
        window = self.sign_in = SignInWindow(_)
        window.closed.connect(self._app.quit)
        put_back(self.backend, self.runner, window, self.adopt, copy, by)

    def begin(self, entered: Entered) -> None:
        """Open the main window for somebody, who is the one to be offered at the next sign-in."""
        self._memory.remember(_LAST_LOGIN, entered.actor.login)
        self._end_session()
        session: Session = session_module().Session(self, entered, self.backend.services)
        self.session = session
        session.signed_out.connect(self._on_signed_out)
        session.user_changed.connect(self.begin)
        session.quit.connect(self._app.quit)
        session.settings_saved.connect(self._on_settings)
        session.start()
        self._load_rest()
        if self.backend.copied_to is not None:
            says = _("The database was brought up to date. A copy from before lies at {copy}.")
            session.tell(Notice(says.format(copy=self.backend.copied_to), Tone.BLUE))
            self.backend.copied_to = None
        self._failures.line = session.window.line
        self.rescue.watch(session, session.context.formats)

    def _enter(self, login: str, password: str) -> Entered:
        """Check a password; window and services are loaded meanwhile, and there afterwards."""
        entered = self.backend.sign_in(login, password)
        session_module()
        self.backend.services  # noqa: B018 - made here, so that the GUI thread need not
        return entered

    def _load_rest(self) -> None:
        """Load the late parts once the first page shows what it read."""
        if self._is_complete or not isinstance(self.runner, TaskRunner):
            return
        self._is_complete = True
        once = Qt.ConnectionType.SingleShotConnection
        self.runner.drained.connect(self._late.begin, once)

    def _on_entered(self, entered: Entered) -> None:
        """Somebody signed in: the sign-in makes room for the main window."""
        self.begin(entered)
        if self.sign_in is not None:
            self.sign_in.hide()
            self.sign_in.deleteLater()
            self.sign_in = None

    def _end_session(self) -> None:
        self._failures.line = None
        self.rescue.forget()
        if self.session is not None:
            self.session.close()
            self.session.deleteLater()
            self.session = None

    def _on_signed_out(self) -> None:
        self._end_session()
        self.show_sign_in()

    def _on_settings(self, settings: WorkstationSettings) -> None:
        """Theme and text size change at once, the rest with the next sign-in."""
        self.settings = settings
        self.theme.choose(settings.theme, settings.text_scale)

    def _on_unhandled(self, error: BaseException) -> None:
        self._failures.unhandled(error, QApplication.activeWindow())


def start(
    app: QApplication,
    launcher: Launcher,
    url: str | None,
    settings: WorkstationSettings,
    *,
    clock: Clock | None = None,
    config: Path | None = None,
) -> Program:
    """Make the program behind a launcher's sign-in.

    Args:
        app: the application.
        launcher: has the theme and the window on the screen.
        url: address of the database; ``None`` for the one of the settings.
        settings: the workstation's settings.
        clock: gives the time; the system's by default.
        config: folder of settings and window places.
    """
    with suppress(OSError):
        # A log that cannot be written is no reason to close the counter.
        log.configure(paths.log_dir())
    set_language(settings.language, paths.resource("translations"))
    app.setApplicationName("posapp")
    app.setWindowIcon(icon("cash", launcher.theme.tokens.accent, 48))
    QTimer.singleShot(0, load_script_fonts)
    where = url or settings.database_url or str(paths.data_dir() / "posapp.db")
    program = Program(
        app, launcher.theme, where, settings, clock=clock or system_clock, config=config
    )
    program.crashes.install()
    program.rescue.begin()
    program.adopt(launcher.window)
    return program


def _mailer(server: MailServer, password: str) -> Mailer:
    """Mail over SMTP; its libraries are loaded when the first mail is sent (P7)."""
    made: Mailer = late.part("posapp.devices.smtp").SmtpMailer(server, password)
    return made


def _plan(settings: WorkstationSettings) -> CopyPlan:
    """Where copies of the database go."""
    return plan_of(settings.copy_folder, settings.copy_second_folder, settings.copies_kept)
