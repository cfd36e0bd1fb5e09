"""What every page and dialog gets handed: one frozen value instead of globals (X1, X2)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from posapp.domain.clock import Clock, business_date
from posapp.domain.ids import EventId
from posapp.domain.mail_setup import MailServer
from posapp.domain.ports import CashDrawer, Mailer, MakeMailer, Printer
from posapp.domain.rights import Actor
from posapp.domain.setup import Office, SetUp
from posapp.settings import WorkstationSettings
from posapp.ui.drawer import DrawerWatch
from posapp.ui.failures import Failures
from posapp.ui.formats import Formats
from posapp.ui.shortcuts import Shortcuts
from posapp.ui.signals import AppSignals
from posapp.ui.state import WindowState
from posapp.ui.tasks import Runner
from posapp.ui.texts import Texts
from posapp.ui.theme import Theme

if TYPE_CHECKING:
    from posapp.domain.accounts import AccountCard
    from posapp.services.bundle import Services
    from posapp.services.in_hand import KeptEvent
    from posapp.ui.dialogs.payment_start import PaymentPreset


class Doings(Protocol):
    """What pages may start; ``posapp.ui.commands.Commands`` does it."""

    def open_drawer(self, then: Callable[[], object] | None = None) -> None:
        """Ask for the float and open a drawer, then go on."""

    def open_deposit_control(self) -> None:
        """Open the umbrella that drawers lie under."""

    def show_drawer(self) -> None:
        """Open the page of the user's drawer, or the dialog to open one."""

    def turn_in(self) -> None:
        """Hand money over out of the user's drawer, or the one that is shown."""

    def balance_drawer(self) -> None:
        """Go on balancing the user's drawer, or show the one that is open."""

    def take_payment(self, card: "AccountCard", preset: "PaymentPreset | None" = None) -> None:
        """Take a payment of an account; opens a drawer first where none is open."""

    def print_taken(self, event_id: EventId, number: str) -> None:
        """Print the receipt of a payment that has just become money, where that is wished."""

    def finish_kept(self, kept: "KeptEvent") -> None:
        """Ask about a payment that the program's end interrupted."""


class SetUpSnapshot:
    """The set-up as the window last read it, for choices, labels and checks while one types.

    Services decide on the set-up in force; the window replaces this when set-up changes.
    """

    def __init__(self, setup: SetUp) -> None:
        self.current = setup


def no_page(kind: str, number: int = 0) -> None:
    """Stands in until the main window puts its own way to open pages in place.

    Raises:
        LookupError: always; a context without a window has no pages.
    """
    raise LookupError(f"no window to open {kind} {number} in")


def knows_no_page(kind: str) -> bool:  # noqa: ARG001 - nothing is known without a window
    """Stands in until the main window says which pages it can open."""
    return False


def no_drawer() -> CashDrawer | None:
    """No cash drawer at this station."""
    return None


def no_mailer(server: MailServer, password: str) -> Mailer:  # noqa: ARG001 - nobody is asked
    """Stands in where no program says how mails are sent.

    Raises:
        LookupError: always.
    """
    raise LookupError(f"no way to {server.host}")


def nowhere() -> None:
    """Stands in until the main window puts its search line in place."""


@dataclass(frozen=True, slots=True)
class UiContext:
    """The window's surroundings for one signed-in user.

    Attributes:
        services: the use cases; called through ``runner`` only.
        actor: who acts here, with which rights, at which workstation.
        runner: runs every call of a service off the GUI thread.
        signals: says what changed.
        settings: the workstation's settings.
        formats: how money, dates and numbers are written.
        texts: words message codes.
        failures: shows errors.
        shortcuts: the keys in force.
        state: remembers sizes and columns of this user.
        theme: colours in force.
        clock: gives the time, as aware UTC.
        snapshot: the set-up; read it through ``setup``.
        drawer: this user's drawer and what is in it.
        config: folder of ``settings.toml``.
        printer: makes the receipt printer; call it on the ``io`` lane, it may raise
            ``DeviceFailure``.
        cash_drawer: makes the cash drawer of this station, ``None`` without one; as ``printer``.
        mailer: makes what hands mails to a server; for the ``io`` lane.
        open_page: opens a page of the main window by kind and id (0 where a page has none).
        has_page: whether a kind of page exists.
        doings: what pages may start; set once there is a window.
        typing: request ids of payments that are being typed; they are nobody's left-overs.
        began: when the user signed in, as aware UTC; earlier payments may lack their paper.
        looked_at: events whose missing receipt was looked at since then.
        to_search: puts the focus into the search line, where the next customer begins.
    """

    services: "Services"
    actor: Actor
    runner: Runner
    signals: AppSignals
    settings: WorkstationSettings
    formats: Formats
    texts: Texts
    failures: Failures
    shortcuts: Shortcuts
    state: WindowState
    theme: Theme
    clock: Clock
    snapshot: SetUpSnapshot
    drawer: DrawerWatch
    config: Path
    printer: Callable[[], Printer]
    mailer: MakeMailer = no_mailer
    cash_drawer: Callable[[], CashDrawer | None] = no_drawer
    open_page: Callable[[str, int], None] = no_page
    has_page: Callable[[str], bool] = knows_no_page
    to_search: Callable[[], None] = nowhere
    doings: Doings | None = None
    typing: set[str] = field(default_factory=set)
    began: datetime | None = None
    looked_at: set[EventId] = field(default_factory=set)

    @property
    def setup(self) -> SetUp:
        """The set-up as last read."""
        return self.snapshot.current

    @property
    def office(self) -> Office:
        """The actor's office."""
        return self.setup.offices[self.actor.office]

    def today(self) -> date:
        """The business date of the actor's office now (D-18)."""
        return business_date(self.clock(), self.office.zone, self.office.day_start)
