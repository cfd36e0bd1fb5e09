"""What menus, keys and panels can start, whatever page is shown."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDialog, QWidget

from posapp.domain.accounts import AccountCard
from posapp.domain.day_paper import DayPaper
from posapp.domain.ids import EventId
from posapp.domain.one_line import LineView
from posapp.domain.rights import Right
from posapp.i18n import _, plural
from posapp.late import part
from posapp.settings import WorkstationSettings
from posapp.ui.context import UiContext
from posapp.ui.dialogs.confirm import ConfirmDialog
from posapp.ui.dialogs.payment_start import PaymentPreset
from posapp.ui.line_taking import LineTaking
from posapp.ui.pages.base import Page
from posapp.ui.paper_opening import show_paper
from posapp.ui.shortcuts import Key
from posapp.ui.taking import Taking
from posapp.ui.tokens import Tone
from posapp.ui.widgets.banner import Notice
from posapp.ui.widgets.counter_line import CounterLine

if TYPE_CHECKING:
    from posapp.domain.topics import Saved
    from posapp.domain.turn_in import TurnInId
    from posapp.services.in_hand import KeptEvent

Act = Callable[[], object]


class Commands(QObject):
    """Actions of the main window; dialogs are opened, nothing blocks (X10)."""

    quit_wanted = Signal()
    lock_wanted = Signal()
    switch_wanted = Signal()
    sign_out_wanted = Signal()
    settings_saved = Signal(object)

    def __init__(self, context: UiContext, window: QWidget) -> None:
        """Make the actions.

        Args:
            context: the surroundings, with the window's way to open pages.
            window: parent of the dialogs.
        """
        super().__init__(window)
        self._context = context
        self._window = window
        self._settings = context.settings
        self._question: ConfirmDialog | None = None
        self.page: Callable[[], Page | None] = _no_page
        self.said: Callable[[], CounterLine | None] = _no_line
        self.file: Callable[[], int] = int
        self._taking = Taking(context, window, self._shown_page, self.open_drawer)
        self._lines = LineTaking(
            context, window, self._shown_page, self.open_drawer, self._taking.on_taken
        )

    def take_payment(self, card: AccountCard, preset: PaymentPreset | None = None) -> None:
        """Take a payment of an account; opens a drawer first where none is open."""
        self._taking.take(card, preset)

    def take_line(self, line: CounterLine, view: LineView, request_id: str) -> None:
        """Take a payment that was said in one line."""
        self._lines.take(line, view, request_id)

    def print_taken(self, event_id: EventId, number: str) -> None:
        """Print the receipt of a payment that has just become money, where that is wished."""
        self._taking.print_taken(event_id, number)

    def finish_kept(self, kept: "KeptEvent") -> None:
        """Ask about a payment that the program's end interrupted."""
        self._taking.finish(kept)

    def to_search(self) -> None:
        """Go to the search line."""
        self._context.to_search()

    def add_event(self) -> None:
        """Add a payment event for the account that is shown; without one, find it first."""
        said = self.said()
        if said is not None and said.preview is not None:
            self._taking.take_said(said.preview)
            said.taken()
            return
        page = self.page()
        take_payment = getattr(page, "take_payment", None)
        if callable(take_payment):
            take_payment()
            return
        if page is not None:
            key = self._context.shortcuts.shown(Key.TAKE_PAYMENT)
            says = _("Find the account that pays, then press {key}.").format(key=key)
            page.show_notice(Notice(says, Tone.BLUE))
        self._context.to_search()

    def take_template(self) -> None:
        """Take a payment without customer account, by template."""
        self._taking.take_template()

    def open_of_account(self, kind: str) -> None:
        """Open a page of the account shown, else of the open file (IT-5); else find it (SR-3)."""
        page = self.page()
        number = 0 if page is None else page.account_number or self.file()
        if page is None or not number:
            if page is not None:
                key = self._context.shortcuts.shown(Key.SEARCH)
                says = _("Find the account first: press {key}.").format(key=key)
                page.show_notice(Notice(says, Tone.BLUE))
            self._context.to_search()
            return
        self._context.open_page(kind, number)

    @property
    def has_drawer(self) -> bool:
        """Whether the user has an open drawer."""
        return self._context.drawer.state.is_open

    def show_drawer(self) -> None:
        """Open the page of the user's drawer, or the dialog to open one."""
        number = self._own_drawer()
        if number is None:
            self.open_drawer()
        else:
            self._context.open_page("control", number)

    def balance_drawer(self) -> None:
        """Go on balancing a drawer; else show the count of the user's drawer, where it begins."""
        counting = self._context.drawer.state.counting
        if counting:
            self._context.open_page("control", counting[0].id)
        else:
            self.show_drawer()
        balance = getattr(self.page(), "balance", None)
        if callable(balance) and self._own_drawer() is not None:
            balance()

    def turn_in(self) -> None:
        """Hand money over: out of the drawer that is shown, else out of the user's own (F8)."""
        page = self.page()
        turn_in = getattr(page, "turn_in", None)
        if callable(turn_in):
            turn_in()
            return
        view = self._context.drawer.state.view
        if view is not None:
            made: QDialog = part("posapp.ui.dialogs.turn_in").TurnInDialog(
                self._context, view.control, self._window
            )
            made.completed.connect(self._on_turned_in)  # type: ignore[attr-defined]
            _show(made)
        elif page is not None:
            says = _("No drawer of yours is open, so there is nothing to turn in.")
            page.show_notice(Notice(says, Tone.BLUE))

    def _on_turned_in(self, saved: "Saved[TurnInId]") -> None:
        if self._context.actor.may(Right.PRINT):
            show_paper(self._context, self._window, DayPaper.TURN_IN, saved.value)
        page = self.page()
        if page is not None:
            says = _("Turned in. It waits for approval; hand the money over with its slip.")
            page.show_notice(Notice(says, Tone.GREEN))

    def _own_drawer(self) -> int | None:
        state = self._context.drawer.state
        if state.view is not None:
            return state.view.control.id
        return state.counting[0].id if state.counting else None

    def open_drawer(self, then: Act | None = None) -> None:
        """Ask for the float and open a drawer; ``then`` goes on once it is open."""
        dialog = part("posapp.ui.dialogs.open_tender_control").OpenTenderControlDialog(
            self._context, self._window
        )
        dialog.deposit_wanted.connect(self.open_deposit_control)
        if then is not None:
            dialog.completed.connect(_Then(then))
        _show(dialog)

    def show_paper(self, kind: DayPaper) -> None:
        """Show a paper of the drawer day, ready to print."""
        show_paper(self._context, self._window, kind)

    def open_deposit_control(self) -> None:
        """Open the umbrella that drawers lie under."""
        dialogs = part("posapp.ui.dialogs.open_deposit_control")
        _show(dialogs.OpenDepositControlDialog(self._context, self._window))

    def show_help(self) -> None:
        """Keys and how-to of the page that is shown."""
        page = self.page()
        if page is not None:
            _show(part("posapp.ui.dialogs.help").HelpDialog(self._context, page, self._window))

    def show_about(self) -> None:
        """Version, places, licences."""
        _show(part("posapp.ui.dialogs.about").AboutDialog(self._context, self._window))

    def show_preferences(self) -> None:
        """Settings of this workstation."""
        dialogs = part("posapp.ui.dialogs.preferences")
        dialog = dialogs.PreferencesDialog(self._context, self._window, self._settings)
        dialog.completed.connect(self._on_settings)
        _show(dialog)

    def _on_settings(self, settings: WorkstationSettings) -> None:
        self._settings = settings
        self.settings_saved.emit(settings)

    def change_password(self) -> None:
        """Give oneself a new password."""
        _show(part("posapp.ui.dialogs.user").OwnPasswordDialog(self._context, self._window))

    def lock(self) -> None:
        """Lock the window; the work is kept."""
        self.lock_wanted.emit()

    def switch_user(self) -> None:
        """Lock the window for somebody else to sign in; the work is kept for its user (D-21)."""
        self.switch_wanted.emit()

    def sign_out(self) -> None:
        """End this user's work here; payments that are not frozen are asked about once."""
        self._after_question(self.sign_out_wanted.emit)

    def quit(self) -> None:
        """End the program; payments that are not frozen are asked about once."""
        self._after_question(self.quit_wanted.emit)

    @property
    def leaves_unfrozen(self) -> bool:
        """Whether payments in the user's drawer still wait for their freeze."""
        return bool(self._context.drawer.state.unfrozen)

    def _after_question(self, then: Act) -> None:
        """Go on, after the user agreed to leave payments that are no receipt yet."""
        count = self._context.drawer.state.unfrozen
        if not count:
            then()
            return
        if self._question is not None:
            return
        says = plural(
            "A payment event in your drawer is not frozen. Nothing is booked for it yet.",
            "{n} payment events in your drawer are not frozen. Nothing is booked for them yet.",
            count,
        )
        question = self._question = ConfirmDialog(
            [says.format(n=count)],
            self._window,
            title=_("Leave payments that are not frozen?"),
            yes=_("Leave"),
            yes_key="F9",
        )
        question.accepted.connect(then)
        question.finished.connect(self._on_answered)
        question.open()

    def _on_answered(self, _result: int) -> None:
        if self._question is not None:
            self._question.deleteLater()
        self._question = None

    def open_page(self, kind: str) -> None:
        """Open a page that needs no id."""
        self._context.open_page(kind, 0)

    def _shown_page(self) -> Page | None:
        return self.page()


class _Then:
    """Goes on after a dialog, without what the dialog hands over."""

    def __init__(self, act: Act) -> None:
        self._act = act

    def __call__(self, _result: object) -> None:
        self._act()


def _no_page() -> Page | None:
    return None


def _no_line() -> CounterLine | None:
    return None


def _show(dialog: QDialog) -> None:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
