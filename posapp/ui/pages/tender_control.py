"""A drawer from its opening to its balance: count, lines, turn-ins, differences (controls 5, 10.1).

Blind where it must be: the service leaves out what the user may not see (D-16), the page says so.
"""

from collections.abc import Callable
from functools import partial
from typing import ClassVar, Final

from PySide6.QtGui import QKeySequence, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout

from posapp.domain.codes import ControlStatus
from posapp.domain.day_paper import DayPaper
from posapp.domain.ids import ControlId, new_request_id
from posapp.domain.rights import Right
from posapp.domain.setup_options import Denomination
from posapp.domain.topics import Topic
from posapp.i18n import _
from posapp.ui.cause_mending import Mending
from posapp.ui.context import UiContext
from posapp.ui.control_acts import DrawerActs
from posapp.ui.control_steps import Step, count_state, main_step, may_work, steps_of
from posapp.ui.drawer_seen import DrawerSeen, look
from posapp.ui.drawer_words import hint_of, step_words
from posapp.ui.pages.base import Page
from posapp.ui.paper_opening import open_paper
from posapp.ui.shortcuts import NO_SALE_KEY, Key
from posapp.ui.theme import dp
from posapp.ui.turn_in_acts import TurnInActs
from posapp.ui.widgets.buttons import KeyButton
from posapp.ui.widgets.drawer_count import DrawerCount
from posapp.ui.widgets.drawer_head import DrawerHead
from posapp.ui.widgets.drawer_history import DrawerHistory
from posapp.ui.widgets.drawer_lists import DrawerExceptions, DrawerFigures, DrawerPayments
from posapp.ui.widgets.drawer_tab import ControlTabs
from posapp.ui.widgets.drawer_tenders import DrawerTenders
from posapp.ui.widgets.drawer_variance import DrawerVariance
from posapp.ui.widgets.looks import text_label

_SIDE_FROM: Final = 1060
OPEN, BALANCING, BALANCED = ControlStatus
_KEYS: Final = {
    Step.NO_SALE: NO_SALE_KEY,
    Step.CHANGE: "F4",
    Step.DELETE: "Ctrl+Shift+Del",
    Step.BOOK: "Ctrl+U",
    Step.BACK: "Ctrl+O",
    Step.REOPEN: "Ctrl+O",
}
_ABOVE: Final = frozenset({Step.NO_SALE, Step.CHANGE, Step.DELETE})


class TenderControlPage(Page):
    """One tender control."""

    KIND: ClassVar[str] = "control"
    TOPICS: ClassVar[frozenset[Topic]] = frozenset({Topic.CONTROLS, Topic.EVENTS})
    SHOWS_DRAWER: ClassVar[bool] = False
    # In its head, with the button that settles it below: the count wants the room of a strip.
    TELLS_LIMIT: ClassVar[bool] = True

    def __init__(self, context: UiContext, number: int = 0) -> None:
        super().__init__(context, number)
        self._seen: DrawerSeen | None = None
        self._steps: frozenset[Step] = frozenset()
        self._main: Step | None = None
        self._differing, self._to_balance = "", False
        self.head = DrawerHead(context)
        self.tenders = DrawerTenders(context)
        self.count = DrawerCount(context, self, self.tenders.endings)
        self.payments = DrawerPayments(context, self)
        self.lines = DrawerFigures(context, self)
        self.variance = DrawerVariance(context, self)
        self.exceptions = DrawerExceptions(context, self)
        self.history = DrawerHistory(context, self)
        self.tabs = ControlTabs()
        self.acts = DrawerActs(context, self, self.count)
        self.turning = TurnInActs(context, self, self.acts, self.tenders.turn_ins)
        self.mending = Mending(context, self, self.acts, self.turning)
        self.hint = text_label("", "subtitle", wrap=True)
        self.buttons = {
            step: self._button(step_words(step), partial(self.acts.do, step), step.value, key)
            for step, key in _KEYS.items()
        }
        self.main = KeyButton(
            "", self._on_main, key=Key.MAIN_ACTION, shortcuts=context.shortcuts, kind="primary",
            name="main_step",
        )  # fmt: skip
        self.turn_in_button = KeyButton(
            _("Turn in\u2026"), self.turn_in, key=Key.TURN_IN, shortcuts=context.shortcuts,
            bind=False, name="turn_in",
        )  # fmt: skip
        self.approve = self._button(
            _("Approve\u2026"), self.turning.approve, "approve_turn_in", "Ctrl+T"
        )
        self.paper = KeyButton(
            _("X report"), self._on_paper, key=Key.PRINT, shortcuts=context.shortcuts,
            name="drawer_paper",
        )  # fmt: skip
        self.paper.offer(context.actor.may(Right.PRINT))
        self._lay_out()
        self._connect()

    @property
    def unfinished(self) -> str:
        """A count that was typed and not recorded."""
        return _("A count is typed and not recorded.") if self._may_keep else ""

    def keep_work(self) -> Callable[[], object] | None:
        """Record what is counted so far; it waits for its submit."""
        if not self._may_keep or self.count.is_wrong or self.count.is_empty:
            return None
        command = self.count.command(new_request_id(), ControlId(self.number))
        return partial(self.context.services.control_counts.count, command, self.context.actor)

    def give_up(self) -> None:
        """Forget what is typed."""
        self.count.clear()

    def load(self) -> None:
        """Read the control, its turn-ins and its counts; each tab reads what only it shows."""
        services, actor = self.context.services, self.context.actor
        self.read(partial(look, services, ControlId(self.number), actor), self._on_seen)

    def focus_first(self) -> None:
        """Start in the tab that is shown."""
        self.tabs.focus_first()

    def balance(self) -> None:
        """The user came to balance it: the count, also where the drawer is open still."""
        self._to_balance = self._seen is None
        if not self._to_balance:
            self._to_count()

    def declined(self, codes: frozenset[str]) -> None:
        """Not balanced because of what needs attention: there it is (C-07)."""
        if "C-07" in codes:
            self.tabs.setCurrentWidget(self.exceptions)
            self.focus_first()

    def turn_in(self) -> None:
        """Hand money over out of this drawer (F8)."""
        if Step.TURN_IN in self._steps:
            self.acts.do(Step.TURN_IN)

    def no_sale(self) -> bool:
        """Open this drawer without a sale, if that is offered; the menus have its key."""
        if Step.NO_SALE in self._steps:
            self.acts.do(Step.NO_SALE)
        return Step.NO_SALE in self._steps

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Keys of this page."""
        shown = (
            self.main, *self.buttons.values(), self.paper, self.turn_in_button, self.approve
        )  # fmt: skip
        return (
            *((one.text(), one.hint) for one in shown if not one.isHidden()),
            (self.variance.mend.text(), self.variance.mend.hint),
            (_("Next tab"), "Ctrl+Tab"),
            (_("Open the marked line"), "Enter"),
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the tenders stand below the tabs."""
        super().resizeEvent(event)
        wide = self.width() >= dp(_SIDE_FROM)
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._middle.setDirection(across if wide else down)

    @property
    def _may_keep(self) -> bool:
        seen = self._seen
        open_yet = seen is not None and seen.view.control.status is not BALANCED
        return open_yet and self.count.is_changed

    def _button(self, words: str, slot: Callable[[], object], name: str, key: str) -> KeyButton:
        made = KeyButton(words, slot, name=name)
        # The menu has that key, on every page.
        if key != NO_SALE_KEY:
            made.bind_key(QKeySequence(key))
        made.show_hint(QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText))
        return made

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(dp(8))
        foot.addWidget(self.hint, 1)
        for step, button in self.buttons.items():
            (self.head.line if step in _ABOVE else foot).addWidget(button)
            button.hide()
        self.head.line.addWidget(self.paper)
        foot.addWidget(self.main)
        self.main.hide()
        for tab in (
            self.count, self.payments, self.lines, self.variance, self.exceptions, self.history
        ):  # fmt: skip
            self.tabs.add(tab)
        self.tenders.add_button(self.turn_in_button)
        self.tenders.add_button(self.approve)
        self._middle = QHBoxLayout()
        self._middle.setSpacing(dp(12))
        self._middle.addWidget(self.tabs, 1)
        self._middle.addWidget(self.tenders)
        self.body.addWidget(self.head)
        self.body.addLayout(self._middle, 1)
        self.foot.addLayout(foot)

    def _connect(self) -> None:
        self.count.changed.connect(self._show_steps)
        self.count.changed.connect(self.drop_error)
        self.acts.acting.changed.connect(self._show_steps)
        self.acts.started.connect(self._to_count)
        self.acts.cell_wanted.connect(self._to_cell)
        self.acts.differs.connect(self._on_differs)
        self.acts.gone.connect(partial(self.context.open_page, "home", 0))
        self.variance.mend_wanted.connect(self.mending.mend)
        self.tenders.turn_ins.current_changed.connect(lambda _one: self._show_steps())

    def _to_count(self) -> None:
        self.tabs.setCurrentWidget(self.count)
        self.count.focus_first()

    def _to_cell(self, kind: str, note: Denomination | None = None) -> None:
        """Where a type is counted, its line at the right in sight."""
        self.tabs.setCurrentWidget(self.count)
        self.tenders.show_type(kind)
        if note is not None:
            self.count.focus_note(note)
        elif not self.count.focus_type(kind):
            self.tenders.focus_type(kind)

    def _on_differs(self, kind: str) -> None:
        """Once the page is read: it fills the count in."""
        self._differing = kind

    def _on_main(self) -> None:
        if self._main is not None:
            self.acts.do(self._main)

    def _on_paper(self) -> None:
        """How the drawer stands, or how it stood when it was balanced (controls 17)."""
        if self._seen is not None:
            balanced = self._seen.view.control.status is BALANCED
            open_paper(self, DayPaper.Z if balanced else DayPaper.X, self.number)

    def _on_seen(self, seen: DrawerSeen) -> None:
        first, view = self._seen is None, seen.view
        self._seen = seen
        self.acts.view, self.acts.attempts = view, seen.attempts
        self.acts.acting.read()
        may = may_work(view, self.context.actor, self.context.setup)
        self.tenders.show_view(view, may_count=may and view.control.status is not BALANCED)
        self.tenders.show_turn_ins(seen.turn_ins)
        self.count.let_count(may=may and view.control.status is not BALANCED)
        self.tabs.show_view(view)
        self.history.show_attempts(seen.attempts)
        self._fill_count(seen)
        self.show_title(self.head.show_view(view))
        self._show_steps()
        if first:
            takes = view.control.status is OPEN and not self._to_balance
            self.tabs.setCurrentWidget(self.payments if takes else self.count)
            if self.isVisible():
                self.focus_first()
        if self._differing:
            kind, self._differing = self._differing, ""
            self._to_cell(kind)

    def _fill_count(self, seen: DrawerSeen) -> None:
        """Go on with a recorded count; who sees what is expected starts from the last one."""
        last = seen.attempts[-1] if seen.attempts else None
        if last is not None and (last.submitted_at is None or not seen.view.blind):
            self.count.fill(last)

    def _show_steps(self) -> None:
        """Offer what may be done now; nothing while an action runs."""
        seen = self._seen
        if seen is None:
            return
        context, view = self.context, seen.view
        counted = count_state(view, seen.attempts, typed=self.count.is_changed)
        turned_in = bool(seen.turn_ins)
        self._steps = steps_of(view, context.actor, context.setup, counted, turned_in=turned_in)
        idle = not self.acts.acting.is_running
        for step, button in self.buttons.items():
            button.setVisible(step in self._steps)
            button.setEnabled(idle)
        self._main = main_step(self._steps, counted)
        balanced = view.control.status is BALANCED
        self.paper.show_text(_("Z report") if balanced else _("X report"))
        self.main.setVisible(self._main is not None)
        self.main.setEnabled(idle)
        if self._main is not None:
            self.main.show_text(step_words(self._main))
        self.turn_in_button.setVisible(Step.TURN_IN in self._steps)
        self.approve.setVisible(bool(self._steps) and self.turning.marked() is not None)
        self.approve.setEnabled(idle)
        self.hint.setText(hint_of(view, counts=self._main is not Step.BALANCE))
