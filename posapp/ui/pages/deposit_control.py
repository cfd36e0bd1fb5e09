"""A deposit control: its figures, tabs, and what its status lets the supervisor do (controls 4)."""

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from posapp.domain.codes import ControlStatus, DepositKind
from posapp.domain.day_paper import DayPaper
from posapp.domain.deposit_controls import ALLOWED, DepositAction, DepositControlView
from posapp.domain.deposit_rows import DepositFigure, DepositPart, DepositPartKind
from posapp.domain.exceptions import ExceptionFilter
from posapp.domain.ids import DepositControlId, short_id
from posapp.domain.listing import PageRequest
from posapp.domain.rights import Actor, Right
from posapp.domain.topics import Topic
from posapp.i18n import _
from posapp.ui.acting import Acting
from posapp.ui.context import UiContext
from posapp.ui.deposit_doings import DepositDoings
from posapp.ui.dialogs.deposit_rows import open_deposit_rows
from posapp.ui.dialogs.deposit_steps import outstanding
from posapp.ui.formats import grouped, isolated, joined
from posapp.ui.pages.base import Page
from posapp.ui.paper_opening import open_paper
from posapp.ui.shortcuts import Key
from posapp.ui.theme import GRID, dp
from posapp.ui.tokens import Tone
from posapp.ui.widgets.badges import PillStrip
from posapp.ui.widgets.banner import Notice
from posapp.ui.widgets.buttons import KeyButton
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.deposit_figures import DepositFiguresBar
from posapp.ui.widgets.deposit_tab import DepositSeen, DepositTab
from posapp.ui.widgets.deposit_tabs import (
    BankDepositsTab,
    DepositTabs,
    DrawersTab,
    ExceptionsTab,
    MainTab,
    TurnInsTab,
)
from posapp.ui.widgets.elided import ElidedLabel
from posapp.ui.words import word

if TYPE_CHECKING:
    from posapp.services.bundle import Services

OPEN, BALANCING, BALANCED = ControlStatus
BANK = DepositKind.BANK


class DepositControlPage(Page):
    """One deposit control."""

    KIND: ClassVar[str] = "deposit_control"
    TOPICS: ClassVar[frozenset[Topic]] = frozenset({Topic.CONTROLS, Topic.EVENTS})
    SHOWS_DRAWER: ClassVar[bool] = False

    def __init__(self, context: UiContext, number: int = 0) -> None:
        super().__init__(context, number)
        self.seen: DepositSeen | None = None
        self._acting = Acting(context, self)
        self.doings = DepositDoings(context, self, self._acting)
        self.name, self.about = ElidedLabel("title"), ElidedLabel("subtitle")
        self.states = PillStrip()
        self.figures = DepositFiguresBar(context.formats, self.open_rows)
        self._make_tabs()
        self._make_buttons()
        self._lay_out()
        self._acting.changed.connect(self._enable)

    def load(self) -> None:
        """Read the deposit control with all that hangs on it."""
        services, actor = self.context.services, self.context.actor
        work = partial(_look, services, DepositControlId(self.number), actor)
        self.read(work, self._on_seen)

    def focus_first(self) -> None:
        """Start in the tab shown."""
        self.tabs.focus_first()

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Keys of this page and of the tab shown."""
        own = ((one.text(), one.hint) for one in self.buttons.values() if not one.isHidden())
        return (*own, (self.print.text(), self.print.hint), *self.tabs.keys())

    def print_paper(self) -> None:
        """The slip of the marked turn-in or deposit, else the report of the whole (17)."""
        tab = self.tabs.currentWidget()
        record = tab.table.current_record() if isinstance(tab, DepositTab) else None
        if tab is self.turn_ins and record is not None:
            open_paper(self, DayPaper.TURN_IN, record.id)
        elif tab is self.deposits and record is not None and record.deposit.kind is BANK:
            open_paper(self, DayPaper.DEPOSIT_SLIP, record.deposit.id)
        else:
            open_paper(self, DayPaper.DEPOSIT_CONTROL, self.number)

    def open_rows(self, figure: DepositFigure, tender_type: str = "") -> None:
        """The rows behind a figure, of one tender type or of all (4.2)."""
        if self.seen is not None:
            view, parent = self.seen.view, self.window()
            open_deposit_rows(self.context, view, figure, self._open_row, parent, tender_type)

    def _open_row(self, row: DepositPart) -> None:
        """Deposits, turn-ins and what is left lie on this page, all else in a drawer."""
        tab = {
            DepositPartKind.DEPOSIT: self.deposits,
            DepositPartKind.TURN_IN: self.turn_ins,
            DepositPartKind.ENDING: self.main,
        }.get(row.kind)
        if tab is None:
            self.context.open_page("control", row.id)
            return
        self.tabs.setCurrentWidget(tab)
        tab.mark(row.id)
        tab.table.setFocus()

    def _make_tabs(self) -> None:
        context, doings = self.context, self.doings
        self.main = MainTab(context, self.open_rows)
        self.drawers = DrawersTab(context, doings.move_control)
        self.turn_ins = TurnInsTab(context, doings.approve)
        self.deposits = BankDepositsTab(
            context,
            (
                ("add_deposit", doings.add_deposit),
                ("add_settlement", doings.add_settlement),
                ("change_deposit", doings.change_deposit),
                ("delete_deposit", doings.delete_deposit),
            ),
        )
        self.exceptions = ExceptionsTab(context)
        self.tabs = DepositTabs(
            (self.main, self.drawers, self.turn_ins, self.deposits, self.exceptions)
        )
        may = context.actor.may
        for tab in (self.drawers, self.deposits):
            tab.offer(may(Right.DEPOSIT_CONTROL))
        self.turn_ins.offer(may(Right.APPROVE))

    def _make_buttons(self) -> None:
        shortcuts, doings = self.context.shortcuts, self.doings
        self.main_action = KeyButton(
            "", self._on_main, key=Key.MAIN_ACTION, shortcuts=shortcuts, kind="primary",
            name="deposit_main_action",
        )  # fmt: skip
        words = (
            ("set_ending", _("Ending balance\u2026"), "Ctrl+E", doings.set_ending),
            ("reopen", _("Reopen\u2026"), "Ctrl+R", doings.reopen),
            ("change", _("Change, hand over\u2026"), "F4", doings.change),
            ("delete", _("Delete\u2026"), "Ctrl+Shift+Del", doings.delete),
        )
        self.buttons: dict[str, KeyButton] = {}
        for name, says, key, act in words:
            button = self.buttons[name] = KeyButton(says, act, name=f"deposit_{name}")
            button.bind_key(QKeySequence(key))
            button.show_hint(key)
        self.buttons["main"] = self.main_action
        self.print = KeyButton(
            _("Print\u2026"), self.print_paper, key=Key.PRINT, shortcuts=shortcuts,
            name="print_paper",
        )  # fmt: skip
        for button in self.buttons.values():
            button.rests_at = self.main.table
            button.offer(self.context.actor.may(Right.DEPOSIT_CONTROL))

    def _lay_out(self) -> None:
        names = QVBoxLayout()
        names.setSpacing(dp(2))
        names.addWidget(self.name)
        names.addWidget(self.about)
        top = QHBoxLayout()
        top.addLayout(names, 1)
        top.addWidget(self.states, 0, Qt.AlignmentFlag.AlignTop)
        head = Card()
        head.add(top)
        head.add(self.figures)
        self.body.addWidget(head)
        self.body.addWidget(self.tabs, 1)
        footer = QHBoxLayout()
        footer.setSpacing(dp(GRID))
        footer.addWidget(self.print)
        footer.addStretch(1)
        for button in self.buttons.values():
            footer.addWidget(button)
        self.foot.addLayout(footer)

    def _on_seen(self, seen: DepositSeen) -> None:
        self.seen = seen
        self._acting.read()
        view = seen.view
        number = grouped(short_id(view.control.id))
        title = _("Deposit control {number}").format(number=number)
        self.show_title(title)
        self.name.show_text(title)
        self.about.show_text(self._about(view))
        self.figures.show_view(view)
        self._show_states(view)
        self.tabs.show_seen(seen)
        self.show_notices(self._notices(view))
        self._enable()

    def _about(self, view: DepositControlView) -> str:
        one, formats = view.control, self.context.formats
        balanced = ""
        if view.balanced_at is not None:
            says = _("Balanced {at} by {name}")
            balanced = says.format(at=formats.stamp(view.balanced_at), name=view.balanced_by)
        return joined(
            formats.date(one.business_date),
            word(one.source_type).text,
            one.office,
            one.currency,
            _("Created by {name}").format(name=isolated(view.created_by)),
            _("Owner {name}").format(name=isolated(one.owner_name)),
            balanced,
        )

    def _show_states(self, view: DepositControlView) -> None:
        found = word(view.control.status)
        states = [(found.text, found.tone)]
        figures = view.figures
        if figures is not None and figures.over_under is not None:
            words = self.context.formats.money(figures.over_under, view.control.currency)
            states.insert(0, outstanding(figures.over_under, words))
        waiting = self.turn_ins.count(DepositSeen(view, ()))
        if waiting:
            says = _("{n} awaiting approval").format(n=self.context.formats.count(waiting))
            states.insert(0, (says, Tone.AMBER))
        self.states.show_states(states)

    def _notices(self, view: DepositControlView) -> tuple[Notice, ...]:
        if not self._read_only(view):
            return ()
        says = _(
            "The program fills and balances this deposit control. It can be changed by hand when "
            "something in it went wrong."
        )
        return (Notice(says, Tone.BLUE),)

    def _read_only(self, view: DepositControlView) -> bool:
        """Those of auto pay are the program's until an error needs a human (DC-16)."""
        return view.by_program and not view.exceptions

    def _enable(self) -> None:
        """What the status allows now (4.3)."""
        view = None if self.seen is None else self.seen.view
        resting = view is None or self._acting.is_running
        may = not resting and view is not None and not self._read_only(view)
        self.tabs.let_act(may)
        status = OPEN if view is None else view.control.status
        allowed = {action: may and status in ALLOWED[action] for action in DepositAction}
        empty = view is not None and not (view.controls or view.turn_ins or view.deposits)
        self.main_action.show_text(_("Balance\u2026") if status is BALANCING else
                                   _("Start balancing"))  # fmt: skip
        may_ever = self.context.actor.may(Right.DEPOSIT_CONTROL)
        self.main_action.setVisible(may_ever and status is not BALANCED)
        self.main_action.setEnabled(may and status is not BALANCED)
        self.buttons["set_ending"].setEnabled(allowed[DepositAction.SET_ENDING])
        self.buttons["reopen"].setEnabled(allowed[DepositAction.REOPEN])
        self.buttons["change"].setEnabled(allowed[DepositAction.EDIT])
        self.buttons["delete"].setEnabled(allowed[DepositAction.DELETE] and empty)
        self.deposits.show_allowed(
            {
                "add_deposit": allowed[DepositAction.ADD_DEPOSIT],
                "add_settlement": allowed[DepositAction.ADD_DEPOSIT],
                "change_deposit": allowed[DepositAction.SET_DEPOSIT],
                "delete_deposit": allowed[DepositAction.DELETE_DEPOSIT],
            }
        )

    def _on_main(self) -> None:
        if self.seen is None:
            return
        if self.seen.view.control.status is BALANCING:
            self.doings.balance()
        else:
            self.doings.start_balancing()


def _look(services: "Services", deposit: DepositControlId, actor: Actor) -> DepositSeen:
    """Read a deposit control and the exceptions of its drawers; runs off the GUI thread."""
    view = services.deposit_controls.show(deposit, actor)
    found: list[Any] = []
    if view.exceptions:
        for control in view.controls:
            request = PageRequest(filters={ExceptionFilter.CONTROL: control.id})
            found += services.exceptions.list_exceptions(request, actor).rows
    return DepositSeen(view, tuple(found))
