"""A cashier's day in the demo office, through the real windows: what a newcomer would see.

Sign in, open a drawer with a counted float, take cash with change, a check, a payment that stays
in Error, print, look at the drawer, in light and dark.
"""

from typing import Final

from PySide6.QtCore import Qt

from posapp.domain.ids import AccountId, short_id
from posapp.ui.dialogs.confirm import ConfirmDialog
from posapp.ui.dialogs.open_tender_control import OpenTenderControlDialog
from posapp.ui.dialogs.payment_event import PaymentEventDialog
from posapp.ui.dialogs.receipt import ReceiptDialog
from posapp.ui.pages.account import AccountPage
from posapp.ui.pages.payment_event import PaymentEventPage
from posapp.ui.tour_driver import Steps, TourFailedError, front
from posapp.ui.tour_scene import Scene

# A float of 150.00, by note in minor units.
_FLOAT: Final = {2_000: 3, 1_000: 6, 500: 6}


class Tour(Scene):
    """The day as steps for the driver."""

    def steps(self) -> Steps:
        """The whole day."""
        yield from self._sign_in()
        if not self._window.commands.has_drawer:
            yield from self._open_drawer()
        yield from self._pay_cash()
        yield from self._pay_by_check()
        yield from self._stay_in_error()
        yield from self._look_around()

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
        yield from self._settle_in()

    def _open_drawer(self) -> Steps:
        """Count the float: three twenties, six tens, six fives."""
        self._window.commands.open_drawer()
        yield "the drawer dialog", lambda: self._is_shown(OpenTenderControlDialog)
        dialog = self._dialog(OpenTenderControlDialog)
        yield "the sources", dialog.submit_button.isEnabled
        yield from self._face(dialog)
        dialog.focus_first()
        wanted = {
            place: _FLOAT.get(line.denomination.value.minor, 0)
            for place, line in enumerate(dialog.grid.records)
            if not line.denomination.coin
        }
        yield from self._count_notes(dialog.grid, wanted)
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
        self._page(PaymentEventPage).open_receipt()
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
        hits = self._window.header.search.hits_shown
        yield "the account or a list", lambda: self._is_on(account) or hits()
        if hits():
            # The number fits something else too; the account is the first.
            self._hands.press(Qt.Key.Key_Return)
        yield "the account page", lambda: self._is_on(account)
        yield "its figures", self._is_quiet

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
