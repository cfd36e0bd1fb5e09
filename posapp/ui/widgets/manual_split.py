"""*Manual Distribution* of a payment: amounts by hand, running total and remainder (7.3)."""

from typing import Final

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from posapp.domain.manual_split import SplitPart
from posapp.domain.payment_views import PaymentPageView, SplitLine
from posapp.i18n import _
from posapp.ui.announce import announce
from posapp.ui.context import UiContext
from posapp.ui.delegates.money import MoneyDelegate
from posapp.ui.models.split_grid import AMOUNT, SplitGrid, parts_of
from posapp.ui.theme import dp
from posapp.ui.tokens import Tone
from posapp.ui.widgets.agreement_filter import AgreementFilter
from posapp.ui.widgets.buttons import KeyButton
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.grid import GridTable
from posapp.ui.widgets.looks import set_look, text_label
from posapp.ui.widgets.totals_bar import TotalsBar

_ROWS: Final = 3
_HINT: Final = 20


class SplitTable(GridTable):
    """The grid; Enter goes on to the next line that the filter shows."""

    def _next_editable(self, index: QModelIndex, step: int = 1) -> QModelIndex:
        found = super()._next_editable(index, step)
        while found.isValid() and self.isRowHidden(found.row()):
            found = super()._next_editable(found, step)
        return found


class ManualSplit(QWidget):
    """Spreads a payment by hand; ``edited`` after each change, ``save_wanted`` when it is done."""

    edited = Signal()
    save_wanted = Signal()

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._context = context
        self._view: PaymentPageView | None = None
        self._loaded: tuple[SplitPart, ...] = ()
        self._may = False
        self.grid: SplitGrid | None = None
        self.filter = AgreementFilter("split_filter")
        self.table = SplitTable("split_grid", _("Manual Distribution"))
        self.table.keep_rows(_ROWS)
        self.hint = text_label("", "subtitle", wrap=True)
        self.hint.setMinimumHeight(dp(_HINT))
        self.figures = TotalsBar(
            (
                ("payment_amount", _("Payment Amount")),
                ("distributed_total", _("Distributed")),
                ("remainder", _("Remainder")),
            )
        )
        self.save = KeyButton(_("Save distribution"), self.save_wanted.emit, name="save_split")
        card = Card(_("Manual Distribution"), grow=True)
        card.aside.addWidget(self.filter)
        card.add(self.hint)
        card.add(self.table, 1)
        below = QHBoxLayout()
        below.addWidget(self.figures, 1)
        below.addWidget(self.save)
        card.add(below)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, dp(12), 0, 0)
        column.addWidget(card, 1)
        self.filter.changed.connect(self._narrow)

    @property
    def is_edited(self) -> bool:
        """Whether amounts were typed that are not saved."""
        return self._may and self.grid is not None and self.grid.lines != self._loaded

    @property
    def may_save(self) -> bool:
        """Whether what is typed can be stored: something changed, nothing is wrong."""
        return self.is_edited and self.grid is not None and not self.grid.errors

    def show_payment(self, view: PaymentPageView, *, may_split: bool) -> None:
        """Show agreements and bills; amounts that are typed and not saved stay (PY-8)."""
        typed = self.grid.lines if self.grid is not None and self.is_edited else None
        kept = may_split and self._is_same(view)
        self._view, self._may = view, may_split
        if self.grid is None or self.grid.open_item != view.open_item:
            self._make_grid(view.event.currency, open_item=view.open_item)
        lines, at = view.agreements, self.table.currentIndex()
        row, column = at.row(), at.column()
        self._loaded = parts_of(lines)
        if self.grid is not None:
            self.grid.show_lines(lines, may_edit=may_split)
            if kept and typed is not None:
                self._type_again(typed)
        self.filter.offer(lines, view.division)
        self._narrow()
        self._stay(row, column)
        self._sum()

    def commit(self) -> None:
        """Write what is being typed into its line."""
        self.table.commit_open_editor()

    def show_error(self, sentence: str) -> None:
        """Say why the amounts were refused."""
        self._show_hint(sentence, wrong=True)

    def focus_first(self) -> None:
        """The first amount that is shown, or the filter where nothing is."""
        if self.filter.waits or not self._may or self.grid is None or not self.grid.rowCount():
            self.filter.by.setFocus()
            return
        self.table.setFocus()
        shown = [row for row in range(self.grid.rowCount()) if not self.table.isRowHidden(row)]
        if shown:
            self.table.setCurrentIndex(self.grid.index(shown[0], self._amount(self.grid)))

    @staticmethod
    def _amount(grid: SplitGrid) -> int:
        """The column of the amounts."""
        return [column.name for column in grid.columns].index(AMOUNT)

    def _stay(self, row: int, column: int) -> None:
        """Keep the line through a reload; without one the first amount, where one types already."""
        grid = self.grid
        if grid is None or self.table.currentIndex().isValid():
            return
        if 0 <= row < grid.rowCount() and not self.table.isRowHidden(row):
            self.table.setCurrentIndex(grid.index(row, column))
        elif self.table.hasFocus():
            self.focus_first()

    def _make_grid(self, currency: str, *, open_item: bool) -> None:
        """The grid of the account's kind; another account of the payment may be of the other."""
        formats, texts = self._context.formats, self._context.texts
        if self.grid is not None:
            # The amounts stand in another column now.
            self.table.setItemDelegateForColumn(self._amount(self.grid), self.table.itemDelegate())
        self.grid = SplitGrid(formats, texts, currency, self.table, open_item=open_item)
        delegate = MoneyDelegate(formats, lambda _row: formats.currency(currency))
        self.table.set_grid(self.grid, {AMOUNT: delegate}, self._context.state)
        self.grid.edited.connect(self._sum)

    def _is_same(self, view: PaymentPageView) -> bool:
        """Whether the payment is still the one whose amounts are typed."""
        old = self._view
        if old is None:
            return False
        before, now = old.payment, view.payment
        same = (before.account_id, before.amount) == (now.account_id, now.amount)
        return same and before.segments == now.segments

    def _type_again(self, lines: tuple[SplitPart, ...]) -> None:
        typed = {(agreement, bill): amount for agreement, bill, amount in lines}
        grid = self.grid
        if grid is None:
            return
        section = self._amount(grid)
        for row, line in enumerate(grid.records):
            grid.setData(grid.index(row, section), typed.get((line.agreement_id, line.bill_id)))

    def _narrow(self) -> None:
        """Hide the lines that the filter leaves out; what they hold still counts (PY-7)."""
        lines: tuple[SplitLine, ...] = () if self.grid is None else self.grid.records
        for row, line in enumerate(lines):
            self.table.setRowHidden(row, not self.filter.passes(line))
        self._say()

    def _say(self) -> None:
        """Under the heading: what is wrong, else what to do."""
        count = 0 if self.grid is None else len(self.grid.records)
        wrong = next(iter(self.grid.errors.values()), "") if self.grid is not None else ""
        if wrong:
            says = wrong
        elif self.filter.waits:
            says = _("{n} lines. Choose a type or an address to list them.").format(n=count)
        elif self._may and self._view is not None and self._view.open_item:
            says = _("Type what each bill and agreement gets. Each bill is matched on its own.")
        elif self._may:
            says = _("Type what each agreement gets. An unfinished distribution can be saved.")
        else:
            says = _("The payment cannot be distributed any more.")
        self._show_hint(says, wrong=bool(wrong))

    def _show_hint(self, says: str, *, wrong: bool) -> None:
        self.hint.setText(says)
        set_look(self.hint, "role", "error" if wrong else "subtitle")
        if wrong:
            announce(self.hint, says, urgent=True)

    def _sum(self) -> None:
        """Running total and remainder (PY-9)."""
        if self._view is None or self.grid is None:
            return
        currency, amount = self._view.event.currency, self._view.payment.amount
        rest = amount - self.grid.total
        money = self._context.formats.money
        self.figures.show_value("payment_amount", money(amount, currency))
        self.figures.show_value("distributed_total", money(self.grid.total, currency))
        tone = Tone.AMBER if rest else None
        self.figures.show_value("remainder", money(rest, currency), tone)
        self.save.setEnabled(self.may_save)
        self._say()
        self.edited.emit()
