"""Count a drawer: notes and coins, checks and slips, the rest by type (controls 5.5, BL-04).

What is typed here never meets what is expected: sums are those of the own count (CN-03, D-16).
"""

from dataclasses import replace
from typing import ClassVar, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from posapp.domain.control_counts import Count, CountControl
from posapp.domain.ids import ControlId
from posapp.domain.money import Money, total
from posapp.domain.setup_options import Denomination
from posapp.domain.tender_controls import ControlView
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.delegates.choice import ChoiceDelegate
from posapp.ui.delegates.count import CountDelegate
from posapp.ui.delegates.money import MoneyDelegate
from posapp.ui.models.count_grid import COUNT, CountGrid, CountLine, denominations_of
from posapp.ui.models.drawer_grids import AMOUNT, KIND, CheckGrid, CheckLine, EndingGrid
from posapp.ui.pages.base import Page
from posapp.ui.theme import dp
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.choice_box import Choice
from posapp.ui.widgets.drawer_tab import ControlTab
from posapp.ui.widgets.figure import Figure
from posapp.ui.widgets.grid import GridTable, commit_editors

_LEAST_ROWS: Final = 4
_CASH_WIDTH: Final = 360


class DrawerCount(ControlTab):
    """The count as it is typed; ``changed`` tells of every change of it."""

    NAME: ClassVar[str] = "drawer_count"

    changed = Signal()

    def __init__(self, context: UiContext, page: Page, endings: EndingGrid) -> None:
        """Make it empty.

        Args:
            context: the surroundings.
            page: the page it stands on.
            endings: ending balances by type, which follow what is counted here.
        """
        super().__init__(context, page)
        self.endings = endings
        self._cash_type = context.setup.installation.starting_balance_tender_type
        self._currency = ""
        self._known = 0
        self._start: tuple[object, ...] = ()
        self.cash = CountGrid(context.formats, self)
        self.cash_table = GridTable("cash_count", _("Count the cash"), goes_on=True)
        self.checks = CheckGrid(context.formats, self._listed(), self)
        self.check_table = GridTable("check_count", _("Checks and slips"))
        # The type that is most about stands there already; it is seldom another one.
        self.check_table.passes = frozenset({KIND})
        self.counted_cash = Figure(_("Counted cash"), name="counted_cash", size="hero")
        self.listed = Figure(_("Listed"), name="listed_checks")
        self._lay_out_parts()
        for grid in (self.cash, self.checks):
            grid.edited.connect(self._on_edited)
        self.endings.edited.connect(self.changed.emit)
        self._start = self._draft()
        self._on_edited()

    @property
    def is_changed(self) -> bool:
        """Whether something was typed since it was filled in from what is recorded."""
        return self._draft() != self._start

    @property
    def is_empty(self) -> bool:
        """Whether nothing was counted."""
        return not (self.cash.counted or self.checks.instruments or self.endings.typed)

    @property
    def counted_types(self) -> frozenset[str]:
        """Tender types that are counted so far."""
        return frozenset((*self._sums(), *self.endings.typed))

    @property
    def is_wrong(self) -> bool:
        """Whether a cell holds what is no number or no amount."""
        return bool(self.cash.errors or self.checks.errors or self.endings.errors)

    def label(self, view: ControlView | None) -> str:  # noqa: ARG002 - the same for every control
        """*Count*."""
        return _("&Count")

    def show_view(self, view: ControlView) -> None:
        """Begin with the currency's notes and coins; what is typed stays."""
        control = view.control
        if control.currency != self._currency:
            self._currency = control.currency
            self.checks.currency = control.currency
            self.cash.show_denominations(denominations_of(self.context.setup, control.currency))
            currency = self.context.formats.currency(control.currency)
            money = MoneyDelegate(
                self.context.formats, lambda _row: currency, parent=self.check_table
            )
            column = [one.name for one in self.checks.columns].index(AMOUNT)
            self.check_table.setItemDelegateForColumn(column, money)
            self._start = self._draft()
        listed = self._listed()
        counts = {one.tender_type: one.count or 0 for one in view.lines}
        kinds = self.context.setup.tender_types
        checks = [code for code in listed if kinds[code].requires_check_number]
        if checks:
            self.checks.begin_with(max(checks, key=lambda code: counts.get(code, 0)))
        self.endings.show_counted(self._sums())

    def focus_first(self) -> None:
        """The first note."""
        self.focus_note(None)

    def focus_note(self, note: Denomination | None) -> None:
        """A note or coin, else the first one."""
        lines = [line.denomination for line in self.cash.records]
        if lines:
            self.cash_table.go_to(lines.index(note) if note in lines else 0, COUNT)
        self.cash_table.setFocus()

    def focus_type(self, kind: str) -> bool:
        """Where a type is counted piece by piece; False where it is one amount."""
        listed = [line.kind for line in self.checks.records if not line.is_empty]
        if kind == self._cash_type and (self.cash.counted or kind not in self.endings.typed):
            self.focus_note(None)
            return True
        if kind not in listed:
            return False
        self.check_table.go_to(listed.index(kind), AMOUNT)
        self.check_table.setFocus()
        return True

    def focus_wrong(self) -> bool:
        """The first cell of notes or checks that holds what is no number or no amount."""
        for table, grid in ((self.cash_table, self.cash), (self.check_table, self.checks)):
            for row, name in sorted(grid.errors):
                table.go_to(row, name)
                table.setFocus()
                return True
        return False

    def fill(self, count: Count) -> None:
        """Go on with a count that is recorded; the same one is filled in once."""
        if count.id == self._known or self.is_changed:
            return
        self._known = count.id
        counted = dict(count.denominations)
        self.cash.set_records(
            [
                CountLine(line.denomination, counted.get(line.denomination, 0))
                for line in self.cash.records
            ]
        )
        self.checks.set_records(
            [
                CheckLine(one.tender_type, one.number, one.name, one.amount)
                for one in count.instruments
            ]
        )
        made = self._sums()
        rest = {one.tender_type: one.ending for one in count.lines if one.tender_type not in made}
        self.endings.type_endings(rest)
        self._start = self._draft()
        self.changed.emit()

    def clear(self) -> None:
        """Begin anew, as after a count that was given in."""
        self.cash.set_records([replace(one, count=0) for one in self.cash.records])
        self.checks.set_records([])
        self.endings.type_endings({})
        self.endings.mark_off(frozenset())
        self._start = self._draft()
        self.changed.emit()

    def begin_again(self, kinds: frozenset[str]) -> None:
        """Count these types anew; the rest stays as it is typed, and counts as recorded."""
        if self._cash_type in kinds:
            self.cash.set_records([replace(one, count=0) for one in self.cash.records])
        kept = [one for one in self.checks.records if one.kind not in kinds and not one.is_empty]
        self.checks.set_records(kept)
        typed = self.endings.typed
        self.endings.type_endings({kind: typed[kind] for kind in typed if kind not in kinds})
        self.endings.mark_off(kinds)
        self._start = self._draft()
        self.changed.emit()

    def let_count(self, *, may: bool) -> None:
        """Whether the drawer can be counted now."""
        self.cash.let_type(may=may)
        self.checks.let_type(may=may)

    def settle(self) -> None:
        """Write what stands in an open cell."""
        commit_editors(self)

    def command(self, request_id: str, control_id: ControlId) -> CountControl:
        """What is counted so far; a part that was taken back counts as none of it."""
        sums, instruments = self._sums(), self.checks.instruments
        notes = self.cash.counted
        endings = {kind: amount for kind, amount in self.endings.typed.items() if kind not in sums}
        return CountControl(request_id, control_id, notes, instruments, tuple(endings.items()))

    def _draft(self) -> tuple[object, ...]:
        return (self.cash.counted, self.checks.instruments, tuple(self.endings.typed.items()))

    def _sums(self) -> dict[str, Money]:
        cash = {self._cash_type: self.cash.total} if self.cash.counted else {}
        return {**self.checks.sums, **cash}

    def _listed(self) -> dict[str, str]:
        """Types that are counted one by one: not the cash, paper before terminal slips."""
        kinds = [
            one
            for one in self.context.setup.tender_types.values()
            if one.code != self._cash_type and one.offered
        ]
        kinds.sort(key=lambda one: (not one.requires_check_number, one.description.casefold()))
        return {one.code: one.description for one in kinds}

    def _lay_out_parts(self) -> None:
        formats = self.context.formats
        self.cash_table.set_grid(self.cash, {COUNT: CountDelegate(self.cash_table)})
        words = [Choice(code, text) for code, text in self._listed().items()]
        kinds = ChoiceDelegate(lambda _row: words, self.check_table)
        money = MoneyDelegate(formats, parent=self.check_table)
        self.check_table.set_grid(self.checks, {KIND: kinds, AMOUNT: money}, self.context.state)
        cash = Card(_("Count the cash"), _("How many of each"), grow=True)
        cash.add(self.cash_table, 1)
        cash.add(self.counted_cash)
        self.counted_cash.align_right()
        cash.setFixedWidth(dp(_CASH_WIDTH))
        checks = Card(_("Checks and slips"), _("One by one, or their sum at the right"), grow=True)
        checks.heading.setText(_("Chec&ks and slips"))
        checks.heading.setBuddy(self.check_table)
        checks.add(self.check_table, 1)
        checks.add(self.listed)
        self.listed.align_right()
        for table in (self.cash_table, self.check_table):
            table.keep_rows(_LEAST_ROWS)
        both = QHBoxLayout()
        both.setSpacing(dp(12))
        both.addWidget(cash)
        both.addWidget(checks, 1)
        self.column.addLayout(both, 1)

    def _on_edited(self) -> None:
        """Sums of the own count, here and at the right."""
        sums = self._sums()
        self.endings.show_counted(sums)
        money, code = self.context.formats.money, self._currency or None
        self.counted_cash.show_value(money(self.cash.total, code))
        self.listed.show_value(
            money(total(self.checks.sums.values()), code) if self.checks.instruments else ""
        )
        self.changed.emit()
