"""Tabs of a deposit control: Main, Tender Control, Turn Ins, Tender Deposit, Exceptions (4.1)."""

from collections.abc import Callable, Sequence
from functools import partial
from operator import attrgetter
from typing import Any, ClassVar, Final

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from posapp.domain.codes import TurnInStatus
from posapp.domain.deposit_figures import DepositLine
from posapp.domain.deposit_rows import DepositFigure
from posapp.domain.exceptions import ExceptionItem, Place
from posapp.domain.ids import long_id, short_id
from posapp.domain.tender_controls import Control
from posapp.domain.turn_in import TurnIn
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.leading import Way, lead
from posapp.ui.models.deposit_lists import (
    LINE_FIGURES,
    deposit_columns,
    deposit_line_columns,
    linked_columns,
    turn_in_columns,
)
from posapp.ui.models.exception_lists import exception_columns
from posapp.ui.theme import dp
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.deposit_tab import DepositSeen, DepositTab, TabAction
from posapp.ui.widgets.event_tabs import TurningTabs
from posapp.ui.widgets.fact_lines import FactLines
from posapp.ui.widgets.looks import text_label
from posapp.ui.widgets.table import DataTable

_SIDE: Final = 360


class MainTab(DepositTab):
    """Figures by tender type, and where in the building the money is (DC-07, TI-15)."""

    NAME: ClassVar[str] = "main_tab"
    TITLE: ClassVar[str] = "&Main"

    def __init__(
        self, context: UiContext, open_rows: Callable[[DepositFigure, str], object]
    ) -> None:
        """Make the tab; ``open_rows`` opens the rows behind a figure of a tender type."""
        super().__init__(DataTable("deposit_lines", _("Tender types")))
        self._context, self._open_rows = context, open_rows
        self.table.chosen.connect(self._on_chosen)
        self._shown = ""
        self.facts = FactLines()
        self.comments = text_label("", wrap=True)
        self.comments.setObjectName("comments")
        self.comments.setAccessibleName(_("Comments"))
        where = Card(_("Where the money is"))
        where.add(self.facts)
        remarks = Card(_("Comments"))
        remarks.add(self.comments)
        side = QVBoxLayout()
        side.setSpacing(dp(12))
        side.addWidget(where)
        side.addWidget(remarks)
        side.addStretch()
        holder = QWidget()
        holder.setFixedWidth(dp(_SIDE))
        holder.setLayout(side)
        side.setContentsMargins(0, 0, 0, 0)
        layout = self.layout()
        if isinstance(layout, QVBoxLayout):
            layout.removeWidget(self.card)
            both = QHBoxLayout()
            both.setSpacing(dp(12))
            both.addWidget(self.card, 1)
            both.addWidget(holder)
            layout.addLayout(both)
        self.table.set_empty_text(
            _("Figures are for the supervisor"), _("They say what drawers should hold.")
        )

    def show_seen(self, seen: DepositSeen) -> None:
        """The lines, the places, the comments."""
        view, context = seen.view, self._context
        currency = view.control.currency
        if currency != self._shown:
            self._shown = currency
            self.fill(context, deposit_line_columns(context.setup, context.formats, currency))
        self.table.show_records(view.lines or (), attrgetter("tender_type"))
        self.comments.setText(view.control.comments or _("None"))
        figures = view.figures
        if figures is None:
            return
        lines = (
            ("in_drawers", _("In drawers"), figures.in_drawers),
            ("in_hands", _("In supervisor's hands"), figures.in_hands),
            ("awaiting", _("Of these, awaiting approval"), figures.awaiting),
            ("booked", _("Over and under, booked"), figures.booked),
        )
        for name, words, amount in lines:
            self.facts.show_line(name, words, context.formats.money(amount, currency))

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Enter is the only one."""
        return ((_("Rows behind the marked figure"), "Enter"),)

    def _on_chosen(self, line: DepositLine) -> None:
        """The rows of the figure that is marked; of the line's last one where none is."""
        figure = LINE_FIGURES[self.table.currentIndex().column()]
        self._open_rows(figure or DepositFigure.EXPECTED, line.tender_type)


class DrawersTab(DepositTab):
    """Linked tender controls; one can move to another deposit control while it is open (4.3)."""

    NAME: ClassVar[str] = "tender_control_tab"
    TITLE: ClassVar[str] = "&Tender Control"

    def __init__(self, context: UiContext, move: Callable[[Control], object]) -> None:
        action = TabAction(
            "move_control", _("Move to another deposit control\u2026"), "Ctrl+M", self._on_move
        )
        super().__init__(DataTable("linked_controls", _("Tender Control")), (action,))
        self._move = move
        self.fill(context, linked_columns(context.setup, context.formats))
        self.table.set_empty_text(_("No drawer yet"), _("Drawers that cashiers open appear here."))
        lead(context, self.table, _control_ways, lambda one: short_id(one.id))

    def count(self, seen: DepositSeen) -> int:
        """Drawers."""
        return len(seen.view.controls)

    def show_seen(self, seen: DepositSeen) -> None:
        """The drawers."""
        self.table.show_records(seen.view.controls, attrgetter("id"))
        self.wake()

    def _on_move(self) -> None:
        record = self.table.current_record()
        if record is not None:
            self._move(record)


class TurnInsTab(DepositTab):
    """Turn-ins of all drawers; approved here by who is responsible (TI-02, TI-03)."""

    NAME: ClassVar[str] = "turn_ins_tab"
    TITLE: ClassVar[str] = "Turn In&s"

    def __init__(self, context: UiContext, approve: Callable[[TurnIn], object]) -> None:
        action = TabAction("approve_turn_in", _("Approve\u2026"), "Ctrl+Return", self._on_approve)
        super().__init__(DataTable("deposit_turn_ins", _("Turn Ins")), (action,))
        self._approve = approve
        self.fill(context, turn_in_columns(context.setup, context.formats))
        self.table.set_empty_text(
            _("No turn-ins yet"), _("What cashiers hand over is listed and approved here.")
        )
        self.table.chosen.connect(approve)

    def count(self, seen: DepositSeen) -> int:
        """Turn-ins that wait."""
        return sum(one.status is TurnInStatus.AWAITING for one in seen.view.turn_ins)

    def show_seen(self, seen: DepositSeen) -> None:
        """Those that wait first."""
        waiting = TurnInStatus.AWAITING
        rows = sorted(seen.view.turn_ins, key=lambda one: (one.status is not waiting, -one.id))
        self.table.show_records(rows, attrgetter("id"))
        self.wake()

    def allows(self, name: str, record: Any) -> bool:  # noqa: ARG002 - there is one button
        """Only what waits is approved."""
        return record is not None and record.status is TurnInStatus.AWAITING

    def _on_approve(self) -> None:
        record = self.table.current_record()
        if record is not None:
            self._approve(record)


class ExceptionsTab(DepositTab):
    """What is not balanced or not frozen in any of its drawers (XC-01)."""

    NAME: ClassVar[str] = "exceptions_tab"
    TITLE: ClassVar[str] = "E&xceptions"

    def __init__(self, context: UiContext) -> None:
        super().__init__(DataTable("deposit_exceptions", _("Exceptions")))
        self.fill(context, exception_columns(context.formats))
        self.table.set_empty_text(
            _("Nothing to mend"), _("All payment events are balanced and all payments frozen.")
        )
        lead(context, self.table, exception_ways, lambda one: long_id(one.event_id))

    def count(self, seen: DepositSeen) -> int:
        """Exceptions."""
        return len(seen.exceptions)

    def show_seen(self, seen: DepositSeen) -> None:
        """The exceptions."""
        self.table.show_records(seen.exceptions, lambda one: (one.event_id, one.payment_id))


class BankDepositsTab(DepositTab):
    """Bank deposits and settlements (4.4, D-29)."""

    NAME: ClassVar[str] = "tender_deposit_tab"
    TITLE: ClassVar[str] = "Tender De&posit"

    def __init__(
        self, context: UiContext, acts: "Sequence[tuple[str, Callable[..., object]]]"
    ) -> None:
        """Make the tab; ``acts`` are add, settle, change and delete by object name."""
        by_name = dict(acts)
        words = {
            "add_deposit": (_("Add bank deposit\u2026"), "Ins"),
            "add_settlement": (_("Add settlement\u2026"), "Ctrl+Ins"),
            "change_deposit": (_("Change\u2026"), "Ctrl+Return"),
            "delete_deposit": (_("Delete\u2026"), "Ctrl+Del"),
        }
        actions = [
            TabAction(name, *words[name], partial(self._do, act)) for name, act in by_name.items()
        ]
        super().__init__(DataTable("tender_deposits", _("Tender Deposit")), actions)
        self._status_allows: dict[str, bool] = {}
        self.fill(context, deposit_columns(context.setup, context.formats))
        self.table.chosen.connect(by_name["change_deposit"])

    def count(self, seen: DepositSeen) -> int:
        """Deposits and settlements."""
        return len(seen.view.deposits)

    def show_seen(self, seen: DepositSeen) -> None:
        """The deposits."""
        self.table.show_records(seen.view.deposits, attrgetter("deposit.id"))
        self.wake()

    def number_of(self, record: Any) -> int:
        """That of the deposit."""
        return int(record.deposit.id)

    def show_allowed(self, allowed: dict[str, bool]) -> None:
        """What the status lets be done, by object name (4.3)."""
        self._status_allows = allowed
        adds = _("Add one for each bank account that money goes to.")
        waits = _("They are added while the deposit control is open; Reopen leads back there.")
        says = adds if allowed.get("add_deposit") else waits
        self.table.set_empty_text(_("No bank deposit yet"), says)
        self.wake()

    def allows(self, name: str, record: Any) -> bool:
        """By status; a line is needed to change or delete one."""
        adds = name in {"add_deposit", "add_settlement"}
        return self._status_allows.get(name, False) and (adds or record is not None)

    def _do(self, act: Callable[..., object]) -> None:
        act(self.table.current_record())


class DepositTabs(TurningTabs):
    """The tabs in the order of the book."""

    def __init__(self, tabs: Sequence[DepositTab]) -> None:
        super().__init__("deposit_tabs")
        self.tabs = tuple(tabs)
        for tab in tabs:
            self.addTab(tab, tab.label(None))

    def show_seen(self, seen: DepositSeen) -> None:
        """Show what was read on every tab."""
        for at, tab in enumerate(self.tabs):
            self.setTabText(at, tab.label(seen))
            tab.show_seen(seen)

    def let_act(self, may: bool) -> None:
        """Tell every tab whether its buttons may be pressed."""
        for tab in self.tabs:
            tab.let_act(may)

    def focus_first(self) -> None:
        """Into the list of the tab shown."""
        self.tabs[self.currentIndex()].table.setFocus()

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Keys of the tab shown, and the one that leads to the others."""
        return (*self.tabs[self.currentIndex()].keys(), (_("Next tab"), "Ctrl+Tab"))


def exception_ways(one: ExceptionItem) -> tuple[Way, ...]:
    """Where an exception is mended (XC-03)."""
    payment = one.payment_id if one.place is Place.PAYMENT else None
    return (
        Way(_("Mend"), "payment", payment),
        Way(_("Open payment event"), "event", one.event_id),
        Way(_("Open account"), "account", one.account_id),
    )


def _control_ways(one: Control) -> tuple[Way, ...]:
    return (Way(_("Open tender control"), "control", one.id),)
