"""The lists of a payments page: items and charges, credits at the foot, what waits (CK-1, AC2-5, IT-4)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from posapp.domain.checkout_orders import Selection
from posapp.domain.credit_rules import allocate
from posapp.domain.credits import Adjustment
from posapp.domain.money import Money, total
from posapp.domain.payments_page import PaymentsPage
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.delegates.money import MoneyDelegate
from posapp.ui.models.checkout_lists import WaitingLine, waiting_columns
from posapp.ui.models.pay_grids import (
    AMOUNT,
    HELD,
    CreditGrid,
    CreditLine,
    PayGrid,
    PayLine,
    pay_lines,
    selection_of,
)
from posapp.ui.models.records import RecordTableModel
from posapp.ui.theme import dp
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.table import DataTable
from posapp.ui.widgets.tick_table import TickTable

_LINE_ROWS: Final = 4
_CREDIT_ROWS: Final = 2


@dataclass(frozen=True, slots=True)
class PaySums:
    """What is ticked comes to: items + adjustments - credits used = to pay (CK-1)."""

    items: Money
    charges: Money
    credits: Money

    @property
    def to_pay(self) -> Money:
        """What is paid by money."""
        return self.items + self.charges - self.credits


class PayLists(QWidget):
    """``changed`` after each tick and amount; ``waiting_chosen`` carries a line of what waits."""

    changed = Signal()
    waiting_chosen = Signal(object)

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._context = context
        self.lines: PayGrid | None = None
        self.credits: CreditGrid | None = None
        self.table = TickTable("pay_items", _("Items and adjustments"))
        self.credit_table = TickTable("pay_credits", _("Credits"))
        self.waiting = DataTable("pay_waiting", _("Submitted and parked"))
        self.items_card = Card(_("Items and adjustments"), " ", grow=True)
        self.credits_card = Card(_("Credits"), " ", grow=True)
        self.waiting_card = Card(_("Submitted and parked"), grow=True)
        self._lay_out()
        self.waiting.chosen.connect(self.waiting_chosen.emit)

    @property
    def chosen(self) -> tuple[PayLine, ...]:
        """The ticked items and charges."""
        return () if self.lines is None else self.lines.ticked

    @property
    def selection(self) -> Selection:
        """What is ticked, as services take it."""
        if self.lines is None or self.credits is None:
            return Selection(credits=())
        return selection_of(self.lines.records, self.credits.records)

    @property
    def wrong(self) -> str:
        """What is wrong with an amount, empty for nothing."""
        return "" if self.lines is None else next(iter(self.lines.errors.values()), "")

    @property
    def sums(self) -> PaySums:
        """The running total; credits are used oldest first, never below zero."""
        items = total(line.amount for line in self.chosen if line.item is not None)
        charges = total(line.amount for line in self.chosen if line.charge is not None)
        credits_ = () if self.credits is None else self.credits.ticked
        taken = allocate([one.credit for one in credits_], [line.amount for line in self.chosen])
        return PaySums(items, charges, total(part.amount for part in taken))

    @property
    def marked_line(self) -> PayLine | None:
        """The item or charge that the user is on."""
        found: PayLine | None = self.table.current_record()
        return found

    @property
    def marked_adjustment(self) -> Adjustment | None:
        """The adjustment that the user is on: a credit, or a charge."""
        credit: CreditLine | None = self.credit_table.current_record()
        if self.credit_table.hasFocus() or self.marked_line is None:
            return None if credit is None else credit.credit
        if self.marked_line.charge is not None:
            return self.marked_line.charge
        return None if credit is None else credit.credit

    def commit(self) -> None:
        """Write what is being typed into its line."""
        self.table.commit_open_editor()

    def show_page(self, page: PaymentsPage, wanted: Callable[[PayLine], bool]) -> None:
        """Show an account; what was ticked stays, ``wanted`` are ticked the first time."""
        first = self.lines is None
        rows = [table.currentIndex().row() for table in (self.table, self.credit_table)]
        before = self._before()
        lines, credits_ = self._grids(page)
        made = [
            _kept(line, before) if not first else replace(line, ticked=wanted(line))
            for line in pay_lines(page.items, page.charges)
        ]
        lines.set_records([replace(one, ticked=one.ticked and one.may_tick) for one in made])
        unticked = {} if first else {one.key: one.ticked for one in credits_.records}
        credits_.set_records(
            [
                CreditLine(one, ticked=bool(one.left) and unticked.get(one.id, True))
                for one in page.credits
            ]
        )
        for table in (self.table, self.credit_table):
            _show_held(table)
        waits = [
            *(WaitingLine(parked=one) for one in page.parked),
            *(WaitingLine(checkout=one) for one in page.waiting),
        ]
        self.waiting.show_records(waits, attrgetter("key"))
        self.waiting_card.setVisible(bool(waits))
        if first:
            rows = [next((at for at, one in enumerate(made) if one.ticked), 0), 0]
        for table, row in zip((self.table, self.credit_table), rows, strict=True):
            table.select_line(max(0, min(row, table.model().rowCount() - 1)))
        self.changed.emit()

    def take_up(self, selection: Selection) -> None:
        """Tick what a parked selection had ticked, as far as it can still be paid (CK-1)."""
        if self.lines is None or self.credits is None:
            return
        items = {one.item_id: one.amount for one in selection.items}
        named = {*items, *selection.adjustments}
        records = []
        for line in self.lines.records:
            amount = items.get(line.item.id) if line.item is not None else None
            ticked = line.key in named and line.may_tick
            records.append(replace(line, ticked=ticked, amount=amount or line.due))
        self.lines.set_records(records)
        every = selection.credits is None
        wanted = set(selection.credits or ())
        self.credits.set_records(
            [
                replace(one, ticked=one.may_tick and (every or one.credit.id in wanted))
                for one in self.credits.records
            ]
        )
        # What was taken up is no line of the list below any more: go on where it is ticked now.
        places = [at for at, one in enumerate(self.lines.records) if one.ticked]
        self.table.select_line(places[0] if places else 0)
        self.table.setFocus()

    def _lay_out(self) -> None:
        formats, state = self._context.formats, self._context.state
        columns = waiting_columns(formats)
        self.waiting.set_model(RecordTableModel(columns, (), self.waiting), state)
        self.table.keep_rows(_LINE_ROWS)
        self.table.set_empty_text(_("Nothing is to pay"), _("Issue an item, or add an adjustment."))
        self.credit_table.set_empty_text(
            _("No credit waits"), _("Add Credit pays something now for the next payment.")
        )
        for table in (self.credit_table, self.waiting):
            table.keep_rows(_CREDIT_ROWS)
        self.items_card.add(self.table, 1)
        self.credits_card.add(self.credit_table, 1)
        self.waiting_card.add(self.waiting, 1)
        self.waiting_card.hide()
        foot = QHBoxLayout()
        foot.setSpacing(dp(12))
        foot.addWidget(self.credits_card, 1)
        foot.addWidget(self.waiting_card, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(dp(12))
        column.addWidget(self.items_card, 3)
        column.addLayout(foot, 1)

    def _grids(self, page: PaymentsPage) -> tuple[PayGrid, CreditGrid]:
        if self.lines is not None and self.credits is not None:
            return self.lines, self.credits
        context = self._context
        formats, setup, currency = context.formats, context.setup, page.currency
        lines = self.lines = PayGrid(formats, context.texts, setup, currency, self.table)
        credits_ = self.credits = CreditGrid(formats, setup, currency, self.credit_table)
        money = MoneyDelegate(formats, lambda _row: formats.currency(currency))
        self.table.set_ticks(lines, {AMOUNT: money}, context.state)
        self.credit_table.set_ticks(credits_, state=context.state)
        for grid in (lines, credits_):
            grid.edited.connect(self.changed.emit)
        return lines, credits_

    def _before(self) -> dict[int, PayLine]:
        return {} if self.lines is None else {one.key: one for one in self.lines.records}


def _show_held(table: TickTable) -> None:
    """Who holds a line is asked only where somebody does; the room goes to the words beside it."""
    model = table.tick_model()
    if model is not None:
        held = any(one.holder is not None for one in model.records)
        names = [column.name for column in model.columns]
        table.setColumnHidden(names.index(HELD), not held)


def _kept(line: PayLine, before: Mapping[int, PayLine]) -> PayLine:
    """A line as it was ticked; an amount that was typed stays while the due is the same."""
    old = before.get(line.key)
    if old is None:
        return line
    amount = old.amount if old.due == line.due else line.due
    return replace(line, ticked=old.ticked, amount=amount)
