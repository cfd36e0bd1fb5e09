"""The supervisor's end of the demo's day: receive, balance, take to the bank, prove (controls 4, 10.2)."""

from pathlib import Path

from PySide6.QtCore import Qt

from posapp.domain.codes import ControlStatus
from posapp.domain.day_paper import DayPaper
from posapp.domain.deposit_controls import DepositControlView
from posapp.domain.ids import ControlId
from posapp.domain.money import ZERO
from posapp.services.demo_counters import OfficeDay
from posapp.ui.dialogs.approve_turn_in import ApproveTurnInDialog
from posapp.ui.dialogs.bank_deposit import BankDepositDialog
from posapp.ui.dialogs.deposit_steps import EndingBalanceDialog
from posapp.ui.dialogs.settlement import SettlementDialog
from posapp.ui.pages.deposit_control import DepositControlPage
from posapp.ui.pages.supervisor import SupervisorPage
from posapp.ui.pages.tender_control import TenderControlPage
from posapp.ui.tour_driver import Camera, Steps, TourFailedError
from posapp.ui.tour_scene import AT_ONCE, Scene, Stage, TourPlan, typed

_F9 = Qt.Key.Key_F9


class DepositScene(Scene):
    """From the turn-in that waits to the deposit control that is balanced."""

    def __init__(
        self, stage: Stage, plan: TourPlan, out: Path, camera: Camera, day: OfficeDay
    ) -> None:
        """Make the part.

        Args:
            stage: the running program.
            plan: the password of everybody.
            out: folder of the pictures.
            camera: the one whose numbers go on.
            day: the drawers and their deposit control.
        """
        super().__init__(stage, plan, out)
        self.camera = camera
        self._day = day

    def steps(self) -> Steps:
        """The supervisor's work in its order; the supervisor is signed in."""
        yield from self._approve()
        for control in self._day.controls:
            yield from self._balance_drawer(control)
        yield from self._go(DepositControlPage, self._day.deposit)
        yield from self._to_the_bank()
        yield from self._settle()
        yield from self._balance()
        yield from self._go(SupervisorPage)
        self.camera.shoot("proof", self._window)

    def _approve(self) -> Steps:
        """Receive the turn-ins that wait."""
        yield from self._go(SupervisorPage)
        self.camera.shoot("all-drawers", self._window)
        page = self._page(SupervisorPage)
        while page.seen is not None and page.seen.view.turn_ins:
            yield from self._face(self._window)
            self._hands.press(_F9)
            yield from self._shown(ApproveTurnInDialog)
            self.camera.shoot("approve-turn-in", self._dialog(ApproveTurnInDialog))
            yield from self._send(ApproveTurnInDialog)
            yield AT_ONCE
            yield "its figures", self._is_quiet

    def _balance_drawer(self, control: ControlId) -> Steps:
        """Balance a drawer whose count agrees, and print its Z report."""
        yield from self._go(TenderControlPage, control)
        page = self._page(TenderControlPage)
        self._hands.press(_F9)
        yield "an answer", lambda: self._is_asked() or _is_balanced(page)
        yield from self._confirmed()
        yield "the balanced drawer", lambda: _is_balanced(page)
        yield from self._print_shown("z-report" if control == self._day.controls[-1] else "")

    def _to_the_bank(self) -> Steps:
        """All cash and checks but the floats, with their slip."""
        page = self._page(DepositControlPage)
        page.tabs.setCurrentWidget(page.deposits)
        page.doings.add_deposit()
        yield from self._shown(BankDepositDialog)
        dialog = self._dialog(BankDepositDialog)
        dialog.reference_id.setFocus()
        self._hands.type("7001")
        dialog.bag_number.setFocus()
        self._hands.type("B-114")
        yield AT_ONCE
        self.camera.shoot("bank-deposit", dialog)
        yield from self._send(BankDepositDialog)
        yield "the deposit", lambda: self._view().deposits
        slip = self._view().deposits[-1].deposit.id
        yield from self._print(DayPaper.DEPOSIT_SLIP, slip, "deposit-slip")

    def _settle(self) -> Steps:
        """What others pay, such as cards, leaves by a settlement."""
        page = self._page(DepositControlPage)
        while before := self._unsettled():
            page.doings.add_settlement()
            yield from self._shown(SettlementDialog)
            dialog = self._dialog(SettlementDialog)
            dialog.reference_id.setFocus()
            self._hands.type("4471")
            yield AT_ONCE
            self.camera.shoot("settlement", dialog)
            yield from self._send(SettlementDialog)
            yield AT_ONCE
            yield "its figures", self._is_quiet
            if self._unsettled() >= before:
                raise TourFailedError("a settlement did not take its money out")

    def _balance(self) -> Steps:
        """Type what is left, the floats; balance, and print the report."""
        yield from self._face(self._window)
        self._hands.press(_F9)
        balancing = ControlStatus.BALANCING
        yield "an answer", lambda: self._is_asked() or self._status() is balancing
        yield from self._confirmed()
        yield "balancing", lambda: self._status() is balancing and self._is_quiet()
        figures = self._view().figures
        if figures is None:
            raise TourFailedError("the supervisor sees no figures")
        self._hands.press(_F9)
        yield from self._shown(EndingBalanceDialog)
        dialog = self._dialog(EndingBalanceDialog)
        dialog.ending_balance.setFocus()
        self._hands.press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        self._hands.type(typed(figures.expected))
        yield AT_ONCE
        self.camera.shoot("ending-balance", dialog)
        yield from self._send(EndingBalanceDialog)
        balanced = ControlStatus.BALANCED
        yield "the end", lambda: self._status() is balanced and self._is_quiet()
        self.camera.shoot("deposit-control", self._window)
        yield from self._print(DayPaper.DEPOSIT_CONTROL, self._day.deposit, "deposit-report")

    def _unsettled(self) -> int:
        """How many types that no bank counts still have money here."""
        kinds = self._session.context.setup.tender_types
        lines = self._view().lines or ()
        return sum(one.expected > ZERO and not kinds[one.tender_type].physical for one in lines)

    def _view(self) -> DepositControlView:
        seen = self._page(DepositControlPage).seen
        if seen is None:
            raise TourFailedError("the deposit control is not shown")
        return seen.view

    def _status(self) -> ControlStatus:
        return self._view().control.status


def _is_balanced(page: TenderControlPage) -> bool:
    view = page.acts.view
    return view is not None and view.control.status is ControlStatus.BALANCED
