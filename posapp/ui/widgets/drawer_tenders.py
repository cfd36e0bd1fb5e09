"""Beside the tabs of a drawer: ending balance, expected, over or short by type; what was turned in."""

from operator import attrgetter
from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from posapp.domain.codes import TurnInStatus
from posapp.domain.tender_controls import ControlView
from posapp.domain.turn_in import TurnIn
from posapp.i18n import _, plural
from posapp.ui.context import UiContext
from posapp.ui.delegates.money import MoneyDelegate
from posapp.ui.models.drawer_grids import ENDING, EndingGrid
from posapp.ui.models.drawer_lists import turn_in_columns
from posapp.ui.models.records import RecordTableModel
from posapp.ui.theme import dp
from posapp.ui.widgets.buttons import KeyButton
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.grid import GridTable
from posapp.ui.widgets.table import DataTable

WIDTH: Final = 500
_LEAST_ROWS: Final = 2
_MORE: Final = 3


class DrawerTenders(QWidget):
    """Tenders by type above, turn-ins of the day below."""

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self.setObjectName("drawer_tenders")
        self._context = context
        self._currency = ""
        self.endings = EndingGrid(context.formats, self)
        self.table = GridTable("drawer_endings", _("Tenders"))
        self.turn_ins = DataTable("drawer_turn_ins", _("Turned in"))
        self.turned_in = Card(_("Turned in"), " ", grow=True)
        self.buttons = QHBoxLayout()
        self._lay_out()

    def show_view(self, view: ControlView, *, may_count: bool) -> None:
        """Show the lines of the control."""
        currency = view.control.currency
        if currency != self._currency:
            self._currency = currency
            found = self._context.formats.currency(currency)
            column = [one.name for one in self.endings.columns].index(ENDING)
            money = MoneyDelegate(self._context.formats, lambda _row: found, parent=self.table)
            self.table.setItemDelegateForColumn(column, money)
        self.endings.let_type(may=may_count)
        if not may_count:
            self.endings.mark_off(frozenset())
        self.endings.show_lines(view.lines, currency)

    def show_turn_ins(self, found: tuple[TurnIn, ...]) -> None:
        """Show what was turned in, and how much of it waits."""
        self.turn_ins.show_records(found, attrgetter("id"))
        # What no slip needs goes to the types, which are counted one by one.
        self.turn_ins.keep_rows(max(1, min(_LEAST_ROWS, len(found))))
        waiting = sum(1 for one in found if one.status is TurnInStatus.AWAITING)
        words = plural("{n} waits for approval", "{n} wait for approval", waiting)
        self.turned_in.caption.setText(words.format(n=waiting) if waiting else "")

    def focus_type(self, kind: str) -> None:
        """The ending balance of a type."""
        for row, one in enumerate(self.endings.records):
            if one.line.tender_type == kind:
                self.table.go_to(row, ENDING)
        self.table.setFocus()

    def show_type(self, kind: str) -> None:
        """Bring the line of a type into sight; the focus stays where the counting goes on."""
        for row, one in enumerate(self.endings.records):
            if one.line.tender_type == kind:
                self.table.go_to(row, ENDING)

    def add_button(self, button: KeyButton) -> None:
        """Append a button under the turn-ins."""
        self.buttons.addWidget(button)

    def _lay_out(self) -> None:
        self.setFixedWidth(dp(WIDTH))
        self.table.set_grid(self.endings)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(dp(12))
        tenders = Card(_("Tenders"), _("Counted against expected"), grow=True)
        tenders.heading.setText(_("Te&nders"))
        tenders.heading.setBuddy(self.table)
        tenders.add(self.table, 1)
        columns = turn_in_columns(self._context.formats, self._context.setup)
        self.turn_ins.set_model(RecordTableModel(columns, (), self.turn_ins))
        self.turn_ins.set_empty_text(_("Nothing was turned in"))
        self.turned_in.add(self.turn_ins, 1)
        self.buttons.setSpacing(dp(8))
        self.turned_in.add(self.buttons)
        for table in (self.table, self.turn_ins):
            table.keep_rows(_LEAST_ROWS)
        # A drawer has more types than slips that wait.
        column.addWidget(tenders, _MORE)
        column.addWidget(self.turned_in, 1)
