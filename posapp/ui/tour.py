"""A cashier's day in the demo office, through the real windows: what a newcomer would see.

Sign in, open a drawer with a counted float, take cash with change, a check, a payment that stays
in Error, print, look at the drawer, in light and dark.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from posapp.domain.ids import AccountId, short_id
from posapp.ui.dialogs.confirm import ConfirmDialog
from posapp.ui.dialogs.open_tender_control import OpenTenderControlDialog
from posapp.ui.dialogs.payment_event import PaymentEventDialog
from posapp.ui.dialogs.receipt import ReceiptDialog
from posapp.ui.dialogs.sign_in import SignInWindow
from posapp.ui.pages.account import AccountPage
from posapp.ui.pages.payment_event import PaymentEventPage
from posapp.ui.session import Session
from posapp.ui.tasks import Lane, Runner, TaskRunner
from posapp.ui.theme import Theme
from posapp.ui.tour_driver import SIZE, Camera, Hands, Steps, TourFailedError, front
from posapp.ui.window import MainWindow

# A float of 150.00, by note in minor units.
_FLOAT: Final = {2_000: 3, 1_000: 6, 500: 6}
_LANES: Final[tuple[Lane, ...]] = ("db", "io", "imports", "reports")
# Lets the window draw and open or close its cell editors between two keys.
_AT_ONCE: Final = ("the next moment", lambda: True)
D = TypeVar("D", bound=QDialog)


@dataclass(frozen=True, slots=True)
class TourPlan:
    """Who comes to the counter: three accounts, and the cashier with the password."""

    login: str
    password: str
    cash_payer: AccountId
    check_payer: AccountId
    open_item: AccountId


class Stage(Protocol):
    """The running program, as the tour needs it."""

    sign_in: SignInWindow | None
    session: Session | None
    theme: Theme

    @property
    def runner(self) -> Runner:
        """Runs the window's work."""


class Tour:
    """The day as steps for the driver."""

    def __init__(self, stage: Stage, plan: TourPlan, out: Path) -> None:
        self._stage = stage
        self._plan = plan
        self._hands = Hands()
        self.camera = Camera(out)

    def steps(self) -> Steps:
        """The whole day."""
        yield from self._sign_in()
        if not self._window.commands.has_drawer:
            yield from self._open_drawer()
        yield from self._pay_cash()
        yield from self._pay_by_check()
        yield from self._stay_in_error()
        yield from self._look_around()

    @property
    def _window(self) -> MainWindow:
        session = self._stage.session
        if session is None:
            raise TourFailedError("nobody is signed in")
        return session.window

    def _sign_in(self) -> Steps:
        window = self._stage.sign_in
        if window is None:
            raise TourFailedError("there is no sign-in")
        yield "the sign-in", window.isVisible
        yield from self._face(window)
        window.form.login.setFocus()
        self._hands.press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        self._hands.type(self._plan.login)
        window.form.password.setFocus()
        self._hands.type(self._plan.password)
        self.camera.shoot("sign-in", window)
        self._hands.press(Qt.Key.Key_Return)
        yield "the main window", lambda: self._stage.session is not None
        self._window.resize(SIZE)
        yield "the home page", lambda: self._window.page is not None
        yield "the drawer", self._is_quiet

    def _open_drawer(self) -> Steps:
        """Count the float: three twenties, six tens, six fives."""
        self._window.commands.open_drawer()
        yield "the drawer dialog", lambda: self._is_shown(OpenTenderControlDialog)
        dialog = self._dialog(OpenTenderControlDialog)
        yield "the sources", dialog.submit_button.isEnabled
        yield from self._face(dialog)
        dialog.focus_first()
        for line in dialog.grid.records:
            quantity = 0 if line.denomination.coin else _FLOAT.get(line.denomination.value.minor, 0)
            if quantity:
                self._hands.type(str(quantity))
                yield _AT_ONCE
                self._hands.press(Qt.Key.Key_Return)
            else:
                self._hands.press(Qt.Key.Key_Down)
            yield _AT_ONCE
        self.camera.shoot("open-drawer", dialog)
        self._hands.press(Qt.Key.Key_F9)
        yield "the open drawer", lambda: not self._is_shown(OpenTenderControlDialog)
        yield "the drawer panel", self._is_quiet
        self.camera.shoot("home", self._window)

    def _pay_cash(self) -> Steps:
        """The customer hands over more than is due and gets change."""
        yield from self._find(self._plan.cash_payer)
        self.camera.shoot("account", self._window)
        self._hands.press(Qt.Key.Key_F5)
        yield "the payment dialog", lambda: self._is_shown(PaymentEventDialog)
        dialog = self._dialog(PaymentEventDialog)
        yield from self._face(dialog)
        due = dialog.payment_amount.value()
        if due is None:
            raise TourFailedError("the first account owes nothing")
        note = -(-due.minor // 10000) * 100
        self._hands.type(str(note))
        self.camera.shoot("cash-with-change", dialog)
        self._hands.press(Qt.Key.Key_Return)
        yield from self._taken()
        self.camera.shoot("payment-event", self._window)
        self._event_page().open_receipt()
        yield "the receipt", lambda: self._is_shown(ReceiptDialog)
        yield "its preview", lambda: self._dialog(ReceiptDialog).has_preview
        self.camera.shoot("receipt", self._dialog(ReceiptDialog))
        self._hands.press(Qt.Key.Key_Escape)

    def _pay_by_check(self) -> Steps:
        """A check of the amount due."""
        yield from self._find(self._plan.check_payer)
        self._hands.press(Qt.Key.Key_F5)
        yield "the payment dialog", lambda: self._is_shown(PaymentEventDialog)
        dialog = self._dialog(PaymentEventDialog)
        yield from self._face(dialog)
        dialog.tenders.first.kind.select("CHEC")
        dialog.tenders.first.check.setFocus()
        self._hands.type("1043")
        self.camera.shoot("check", dialog)
        self._hands.press(Qt.Key.Key_F9)
        yield from self._taken()

    def _stay_in_error(self) -> Steps:
        """An open-item customer who names no bill: the money is taken, the payment waits."""
        yield from self._find(self._plan.open_item)
        self._hands.press(Qt.Key.Key_F5)
        yield "the payment dialog", lambda: self._is_shown(PaymentEventDialog)
        dialog = self._dialog(PaymentEventDialog)
        yield from self._face(dialog)
        # The latest bill is offered; this customer does not know what the money is for.
        dialog.match_type.select("")
        self._hands.press(Qt.Key.Key_F9)
        yield from self._taken()
        self.camera.shoot("payment-in-error", self._window)

    def _look_around(self) -> Steps:
        """The drawer's page, and the same in the dark."""
        self._window.commands.show_drawer()
        yield "the drawer page", lambda: self._kind() == "control" and self._is_quiet()
        self.camera.shoot("my-drawer", self._window)
        self._stage.theme.choose("dark", 100)
        yield from self._find(self._plan.cash_payer)
        self.camera.shoot("account-dark", self._window)

    def _find(self, account: AccountId) -> Steps:
        """Type the account number into the search line and choose the hit."""
        yield "the window in front", lambda: front() is self._window
        yield from self._face(self._window)
        self._hands.press(Qt.Key.Key_F2)
        self._hands.press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        self._hands.type(short_id(account))
        self._hands.press(Qt.Key.Key_Return)
        yield "the account page", lambda: self._is_on(account)
        yield "its figures", self._is_quiet

    def _face(self, window: QWidget) -> Steps:
        """Give a window the keys; without a window manager nobody else does."""
        window.activateWindow()
        yield "its focus", window.isActiveWindow

    def _taken(self) -> Steps:
        """Say yes to what must be confirmed, then wait for the event page."""
        yield (
            "an answer",
            lambda: self._is_shown(ConfirmDialog) or not self._is_shown(PaymentEventDialog),
        )
        if self._is_shown(ConfirmDialog):
            question = self._dialog(ConfirmDialog)
            yield from self._face(question)
            self.camera.shoot("confirm", question)
            self._hands.press(Qt.Key.Key_F9)
        yield "the event page", lambda: self._kind() == "event" and self._is_quiet()

    def _is_on(self, account: AccountId) -> bool:
        page = self._window.page
        return isinstance(page, AccountPage) and page.number == account and page.card is not None

    def _kind(self) -> str:
        page = self._window.page
        return "" if page is None else page.KIND

    def _is_quiet(self) -> bool:
        """Nothing is being read or written and nothing lies over the window."""
        runner = self._stage.runner
        if isinstance(runner, TaskRunner) and any(runner.pending(lane) for lane in _LANES):
            return False
        return front() is self._window

    def _is_shown(self, kind: type[QDialog]) -> bool:
        return any(dialog.isVisible() for dialog in self._window.findChildren(kind))

    def _dialog(self, kind: type[D]) -> D:
        found = [dialog for dialog in self._window.findChildren(kind) if dialog.isVisible()]
        if not found:
            raise TourFailedError(f"{kind.__name__} is not on the screen")
        return found[-1]

    def _event_page(self) -> PaymentEventPage:
        page = self._window.page
        if not isinstance(page, PaymentEventPage):
            raise TourFailedError("the payment event page is not shown")
        return page
