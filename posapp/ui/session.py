"""One user's work in the window: surroundings, main window, lock, sign-out."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Qt, Signal

from posapp.domain.clock import Clock
from posapp.domain.paper_style import PaperStyle
from posapp.domain.ports import CashDrawer, MakeMailer, Printer
from posapp.domain.rights import Actor, Right
from posapp.domain.setup import SetUp
from posapp.domain.topics import Topic
from posapp.domain.upkeep import plan_of
from posapp.i18n import _
from posapp.settings import WorkstationSettings
from posapp.ui.context import SetUpSnapshot, UiContext
from posapp.ui.crash import CrashReporter
from posapp.ui.dialogs.confirm import ConfirmDialog
from posapp.ui.dialogs.lock import Lock
from posapp.ui.drawer import DrawerWatch, read_drawer
from posapp.ui.failures import Failures
from posapp.ui.formats import Formats, isolated
from posapp.ui.idle import IdleWatch
from posapp.ui.lock_key import LockKey
from posapp.ui.mail_worker import MailWorker
from posapp.ui.older_data import OlderDataWatch
from posapp.ui.poller import Poller
from posapp.ui.shortcuts import Shortcuts
from posapp.ui.sign_in_check import Entered, SignInCheck
from posapp.ui.signals import AppSignals
from posapp.ui.state import WindowState, keep_frame_on_screen
from posapp.ui.tasks import Runner, TaskRunner
from posapp.ui.texts import Texts
from posapp.ui.theme import Theme
from posapp.ui.widgets.banner import Notice
from posapp.ui.window import MainWindow

if TYPE_CHECKING:
    from posapp.services.bundle import Services


class Backend(Protocol):
    """What a session needs of the database's holder."""

    def sign_in(self, login: str, password: str) -> Entered:
        """Check a name and a password; called off the GUI thread."""


class Surroundings(Protocol):
    """What a session needs of the program."""

    settings: WorkstationSettings
    config: Path
    clock: Clock
    crashes: CrashReporter
    signals: AppSignals
    theme: Theme
    runner: Runner
    mailer: MakeMailer

    @property
    def backend(self) -> Backend:
        """Holder of the database."""

    def printer(self) -> Printer:
        """Makes the receipt printer."""

    def cash_drawer(self) -> CashDrawer | None:
        """Makes the cash drawer, if this station has one."""


class Session(QObject):
    """From sign-in to sign-out.

    ``signed_out`` and ``quit`` tell how it ended, ``user_changed`` that somebody else signed in
    at the lock, ``settings_saved`` that preferences changed.
    """

    signed_out = Signal()
    quit = Signal()
    user_changed = Signal(object)
    settings_saved = Signal(object)

    def __init__(self, program: Surroundings, entered: Entered, services: "Services") -> None:
        """Make the window for a user; ``start`` shows it.

        Args:
            program: what outlives the session.
            entered: who signed in, and the set-up.
            services: the use cases.
        """
        super().__init__()
        self._program = program
        self._leaving = self.quit
        self.context = build_context(program, entered, services)
        self.window = MainWindow(self.context, pending=self._pending)
        self.lock = Lock(self)
        self.lock_key = LockKey(self.window, self)
        minutes = min(
            program.settings.idle_lock_minutes, entered.setup.installation.idle_lock_minutes
        )
        self.idle = IdleWatch(minutes, parent=self)
        self.poller = Poller(
            services.changes, entered.actor, program.runner, program.signals, parent=self
        )
        self.mails = MailWorker(self.context, parent=self)
        self.older = OlderDataWatch(self.context, self.window)
        self._connect()

    def start(self) -> None:
        """Show the window and begin to watch for idleness; a supervisor begins with all drawers."""
        keep_frame_on_screen(self.window)
        self.window.show()
        self.window.start()
        if self.context.actor.may(Right.BALANCE_CONTROL):
            self.window.open_page("supervisor", 0)
        self.idle.start()
        self.poller.start()
        self.mails.start()
        self.older.start()

    def close(self) -> None:
        """Let the window go without a question."""
        self.idle.stop()
        self.poller.stop()
        self.mails.stop()
        if self.lock.is_locked:
            self.lock.release()
        self.window.leaving.settle()
        self.window.closed.disconnect(self._on_closed)
        self.window.close()
        self.window.deleteLater()

    def engage_lock(self) -> None:
        """Lock now; the work behind stays as it is."""
        self._lock(self.context.actor.login)

    def switch_user(self) -> None:
        """Lock, and ask for the name of whoever comes next."""
        self._lock("")

    def _lock(self, login: str) -> None:
        if self.lock.is_locked:
            return
        self.idle.stop()
        program = self._program
        dialog = self.lock.engage(login, self.context.actor.name, self.window)
        check = SignInCheck(
            dialog.form,
            program.runner,
            self.context.texts,
            program.crashes,
            program.backend.sign_in,
        )
        check.entered.connect(self._on_password)

    def tell(self, notice: Notice) -> None:
        """Say on the first page what the program has to say at its start."""
        page = self.window.page
        if page is not None:
            page.show_notice(notice)

    def _connect(self) -> None:
        commands, runner = self.window.commands, self._program.runner
        commands.lock_wanted.connect(self.engage_lock)
        self.lock_key.pressed.connect(self.engage_lock)
        self.lock_key.switch_pressed.connect(self.switch_user)
        commands.switch_wanted.connect(self.switch_user)
        commands.sign_out_wanted.connect(self._on_sign_out)
        commands.quit_wanted.connect(self.window.close)
        commands.settings_saved.connect(self.settings_saved)
        self.window.closed.connect(self._on_closed)
        self.window.leaving.stayed.connect(self._on_stayed)
        self.older.refused.connect(self.quit)
        self.idle.expired.connect(self.engage_lock)
        self._program.signals.data_changed.connect(self._on_data_changed)
        if isinstance(runner, TaskRunner):
            runner.drained.connect(self.window.on_drained)
            runner.busy_changed.connect(self.window.status.show_busy)

    def _pending(self) -> int:
        runner = self._program.runner
        return runner.pending() if isinstance(runner, TaskRunner) else 0

    def _on_sign_out(self) -> None:
        self._leaving = self.signed_out
        self.window.close()

    def _on_stayed(self) -> None:
        self._leaving = self.quit

    def _on_closed(self) -> None:
        self.idle.stop()
        self.poller.stop()
        self.mails.stop()
        self._leaving.emit()

    def _on_password(self, entered: Entered) -> None:
        """The right password: the same user goes on, another one is asked where work is open."""
        if entered.actor.user_id == self.context.actor.user_id:
            self.lock.release()
            self.idle.start()
            return
        if not self.window.leaving.has_work:
            self.user_changed.emit(entered)
            return
        says = _(
            "{name} is signed in with work that is not finished. If you go on, that work is "
            "closed; a payment that is typed in full is kept for {name}."
        )
        question = ConfirmDialog(
            [says.format(name=isolated(self.context.actor.name))],
            self.lock.dialog,
            title=_("Change user?"),
            yes=_("Sign in as {name}").format(name=isolated(entered.actor.name)),
            yes_key="F9",
        )
        question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        question.accepted.connect(_Emit(self.user_changed, entered))
        question.open()

    def _on_data_changed(self, topics: frozenset[Topic]) -> None:
        """Read the set-up again when it changed; who was deactivated goes no further (B.3)."""
        context = self.context
        if Topic.SETUP in topics:
            context.runner.run(self, context.services.setup, self._on_setup)
        if Topic.USERS in topics:
            active = partial(context.services.user_edits.is_active, context.actor)
            context.runner.run(self, active, self._on_active)

    def _on_active(self, active: bool) -> None:
        if not active:
            self.engage_lock()

    def _on_setup(self, setup: SetUp) -> None:
        self.context.snapshot.current = setup


class _Emit:
    """Emits a signal with a value kept for later."""

    def __init__(self, signal: object, value: object) -> None:
        self._signal = signal
        self._value = value

    def __call__(self) -> None:
        self._signal.emit(self._value)  # type: ignore[attr-defined]


def build_context(program: Surroundings, entered: Entered, services: "Services") -> UiContext:
    """The surroundings of a user's pages and dialogs."""
    setup, actor, settings = entered.setup, entered.actor, program.settings
    formats = formats_of(setup, actor, settings)
    services.paper_style = PaperStyle(settings.paper_number_locale, settings.paper_date_style)
    services.copy_plan = plan_of(
        settings.copy_folder, settings.copy_second_folder, settings.copies_kept
    )
    texts = Texts(formats)
    return UiContext(
        services=services,
        actor=actor,
        runner=program.runner,
        signals=program.signals,
        settings=settings,
        formats=formats,
        texts=texts,
        failures=Failures(texts, program.crashes),
        shortcuts=Shortcuts(settings),
        state=WindowState(program.config / "windows.ini", actor.login),
        theme=program.theme,
        clock=program.clock,
        snapshot=SetUpSnapshot(setup),
        drawer=DrawerWatch(program.runner, lambda: read_drawer(services, actor)),
        config=program.config,
        printer=program.printer,
        cash_drawer=program.cash_drawer,
        mailer=program.mailer,
        began=program.clock(),
    )


def formats_of(setup: SetUp, actor: Actor, settings: WorkstationSettings) -> Formats:
    """How this workstation writes the office's money, dates and times."""
    return Formats(
        setup.currencies[setup.installation.currency],
        setup.currencies,
        settings.number_locale,
        settings.date_style,
        setup.offices[actor.office].zone,
    )
