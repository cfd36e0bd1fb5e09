"""Drawers at the end of the demo's day: turn in, count blind, find why one is short (controls 5, 9)."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt

from posapp.domain.codes import ControlStatus
from posapp.domain.ids import ControlId
from posapp.domain.money import ZERO, Money
from posapp.domain.variance import Cause
from posapp.services.demo_counters import SHORT_BY, SUPERVISOR, OfficeDay, OtherCounters
from posapp.ui.dialogs.drawer_reasons import OverUnderDialog
from posapp.ui.dialogs.turn_in import TurnInDialog
from posapp.ui.pages.tender_control import TenderControlPage
from posapp.ui.tour_driver import Camera, Steps, TourFailedError
from posapp.ui.tour_scene import AT_ONCE, Scene, Stage, TourPlan, notes_of, typed

_TURNED_IN: Final = Money(4_000)
# The explainer names the true cause among so many.
_FIRST: Final = 3
_CTRL: Final = Qt.KeyboardModifier.ControlModifier
_ALT: Final = Qt.KeyboardModifier.AltModifier


class DrawerScene(Scene):
    """The own drawer agrees, the colleague's is short."""

    def __init__(
        self, stage: Stage, plan: TourPlan, out: Path, camera: Camera, day: OfficeDay
    ) -> None:
        """Make the part.

        Args:
            stage: the running program.
            plan: who is signed in.
            out: folder of the pictures.
            camera: the one whose numbers go on.
            day: the drawers.
        """
        super().__init__(stage, plan, out)
        self.camera = camera
        self._day = day

    def steps(self) -> Steps:
        """Turn in and count the own drawer, then count the short one as its cashier."""
        day = self._day
        yield from self._turn_in()
        yield from self._start(day.own)
        found: list[Mapping[str, Money]] = []
        counters = OtherCounters(self._session.context.services)
        yield from self._do("what lies there", lambda: counters.expected(day.own), found)
        yield from self._count(found[0], "count")
        yield from self._submit()
        self.camera.shoot("count-agrees", self._window)
        yield from self._change_user(day.short_login)
        yield from self._find_the_cause()
        yield from self._book()

    def _turn_in(self) -> Steps:
        """Hand two twenties over, with their slip."""
        yield from self._go(TenderControlPage, self._day.own)
        self._hands.press(Qt.Key.Key_F8)
        yield from self._shown(TurnInDialog)
        dialog = self._dialog(TurnInDialog)
        twenties = next(
            place
            for place, line in enumerate(dialog.grid.records)
            if line.denomination.value * 2 == _TURNED_IN
        )
        dialog.notes.setFocus()
        dialog.notes.setCurrentIndex(dialog.grid.index(0, 1))
        yield from self._count_notes(dialog.grid, {twenties: 2})
        self.camera.shoot("turn-in", dialog)
        yield from self._send(TurnInDialog)
        yield from self._print_shown("turn-in-slip")

    def _start(self, control: ControlId) -> Steps:
        """Begin to balance the drawer."""
        yield from self._go(TenderControlPage, control)
        self._hands.press(Qt.Key.Key_F9)
        yield "the count", lambda: self._status() is ControlStatus.BALANCING
        yield "its figures", self._is_quiet

    def _count(self, wanted: Mapping[str, Money], picture: str = "") -> Steps:
        """Notes and coins one by one, the other types as sums."""
        page = self._page(TenderControlPage)
        cash = self._session.context.setup.installation.starting_balance_tender_type
        page.tabs.setCurrentWidget(page.count)
        page.count.focus_first()
        yield AT_ONCE
        grid = page.count.cash
        yield from self._count_notes(grid, notes_of(wanted.get(cash, ZERO), grid))
        for place, row in enumerate(page.tenders.endings.records):
            kind = row.line.tender_type
            if kind != cash and kind in wanted:
                page.tenders.table.setFocus()
                page.tenders.table.setCurrentIndex(page.tenders.endings.index(place, 1))
                self._hands.type(typed(wanted[kind]))
                yield AT_ONCE
                self._hands.press(Qt.Key.Key_Return)
                yield AT_ONCE
        if picture:
            self.camera.shoot(picture, self._window)

    def _submit(self) -> Steps:
        """Give the count in; what was typed is gone when the answer is there."""
        page = self._page(TenderControlPage)
        before = len(page.acts.attempts)
        self._hands.press(Qt.Key.Key_F9)
        yield "the answer", lambda: len(page.acts.attempts) > before and self._is_quiet()
        yield AT_ONCE
        yield "its figures", self._is_quiet

    def _find_the_cause(self) -> Steps:
        """Two counts that are short; then the amount that was typed with two figures swapped."""
        day = self._day
        yield from self._start(day.short)
        cash = self._session.context.setup.installation.starting_balance_tender_type
        counted = dict(day.expected[day.short])
        counted[cash] = counted[cash] - SHORT_BY
        yield from self._count(counted)
        yield from self._submit()
        self.camera.shoot("count-differs", self._window)
        yield from self._count(counted)
        yield from self._submit()
        self._hands.press(Qt.Key.Key_E, _ALT)
        page = self._page(TenderControlPage)
        yield "the causes", lambda: page.variance.causes.current_record() and self._is_quiet()
        model = page.variance.causes.record_model()
        causes = [one.cause for one in model.records] if model else []
        if Cause.TRANSPOSED not in causes[:_FIRST]:
            raise TourFailedError("the cause of the difference is not among the first three")
        page.variance.causes.select_line(causes.index(Cause.TRANSPOSED))
        yield AT_ONCE
        self.camera.shoot("explainer", self._window)

    def _book(self) -> Steps:
        """Book the difference with its reason; above the limit the supervisor approves (OU-09)."""
        self._hands.press(Qt.Key.Key_U, _CTRL)
        yield from self._shown(OverUnderDialog)
        dialog = self._dialog(OverUnderDialog)
        dialog.reason.setFocus()
        # "Other, as remarked": the remark says it.
        self._hands.type("o")
        dialog.comments.setFocus()
        self._hands.type("45.00 was handed over, 54.00 was entered")
        yield AT_ONCE
        self.camera.shoot("over-under", dialog)
        self._hands.press(Qt.Key.Key_F9)
        yield "the approval", dialog.approval.isVisible
        dialog.approval.approver.setFocus()
        self._hands.type(SUPERVISOR)
        dialog.approval.password.setFocus()
        self._hands.type(self._plan.password)
        yield AT_ONCE
        self.camera.shoot("over-under-approval", dialog)
        yield from self._send(OverUnderDialog)
        self.camera.shoot("balance-page", self._window)

    def _status(self) -> ControlStatus | None:
        view = self._page(TenderControlPage).acts.view
        return None if view is None else view.control.status
