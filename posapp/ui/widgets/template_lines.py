"""The lines of a payment without customer account, with what is still to be credited (NC-5)."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from posapp.domain.event_views import PaymentView
from posapp.domain.money import ZERO, Money
from posapp.domain.templates import CreditLine, PaymentTemplate, kept_lines, lines_of
from posapp.i18n import _
from posapp.ui.announce import announce
from posapp.ui.context import UiContext
from posapp.ui.delegates.choice import ChoiceDelegate
from posapp.ui.delegates.money import MoneyDelegate
from posapp.ui.models.template_grid import AMOUNT, CODE, TemplateGrid
from posapp.ui.theme import GRID, dp
from posapp.ui.widgets.choice_box import Choice
from posapp.ui.widgets.grid import GridTable
from posapp.ui.widgets.looks import set_look, text_label

_ROWS: Final = 2
_MOST_ROWS: Final = 6


class TemplateLines(QWidget):
    """Lines by ledger account; while nobody touched them they follow template and amount.

    ``edited`` tells that a line or the sum changed.
    """

    edited = Signal()

    def __init__(self, context: UiContext, currency: str) -> None:
        """Make it empty; amounts are in ``currency`` until ``show_template`` says otherwise."""
        super().__init__()
        self._context = context
        self._template: PaymentTemplate | None = None
        self._amount = ZERO
        self._shown: tuple[CreditLine, ...] = ()
        self.heading = text_label(_("Lines"), "heading")
        self.error = text_label("", "error", wrap=True)
        self.table = GridTable("template_lines", _("Lines"))
        self.table.keep_rows(_ROWS)
        self.sums = text_label("", "subtitle")
        self.sums.setObjectName("lines_sums")
        self.grid = self._make_grid(currency)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(dp(GRID) // 2)
        top = QHBoxLayout()
        top.addWidget(self.heading)
        top.addStretch(1)
        top.addWidget(self.sums)
        column.addLayout(top)
        for part in (self.table, self.error):
            column.addWidget(part)
        self.error.hide()

    @property
    def lines(self) -> tuple[CreditLine, ...]:
        """The lines with money as they are typed."""
        return self.grid.lines

    @property
    def remainder(self) -> Money:
        """What the lines leave of the payment; nothing while there is no line."""
        return self._amount - self.grid.sum if self.grid.lines else ZERO

    @property
    def is_wrong(self) -> bool:
        """Whether a line could not be stored."""
        return bool(self.grid.errors)

    def show_template(self, template: PaymentTemplate) -> None:
        """Show a template's lines for the amount; what was typed is forgotten (NCI-08)."""
        if template.currency != self.grid.currency:
            self.grid = self._make_grid(template.currency)
        self._template = template
        self._fill()

    def show_lines_of(self, payment: PaymentView) -> None:
        """Show the lines of a payment; those that are still its template's follow the amount."""
        template = self._context.setup.templates.get(payment.template or "")
        if template is None or payment.lines != kept_lines(lines_of(template, payment.amount)):
            self.show_lines(payment.lines, payment.amount)
            return
        self._amount = payment.amount
        self.show_template(template)

    def show_lines(self, lines: Sequence[CreditLine], amount: Money) -> None:
        """Show the lines of a payment that is there."""
        self._template, self._amount = None, amount
        self._put(tuple(lines), frozenset())

    def set_amount(self, amount: Money) -> None:
        """Share another amount; lines that were typed stay, and the remainder says so."""
        if amount == self._amount:
            return
        self._amount = amount
        if self._template is not None and self.lines == kept_lines(self._shown):
            self._fill()
        else:
            self._refresh_fixed()
            self._sum()

    def show_error(self, sentence: str) -> None:
        """Say what is wrong about the lines as a whole; an empty sentence takes it back."""
        self.error.setText(sentence)
        self.error.setVisible(bool(sentence))
        announce(self.table, sentence, urgent=True)

    def commit(self) -> None:
        """Write what is being typed into its line."""
        self.table.commit_open_editor()

    def _fill(self) -> None:
        if self._template is None:
            return
        fixed = frozenset(
            at for at, line in enumerate(self._template.lines) if not line.overridable
        )
        self._put(lines_of(self._template, self._amount), fixed)

    def _refresh_fixed(self) -> None:
        """Lines that may not be overridden follow the amount whatever was typed beside them."""
        if self._template is None:
            return
        worked = lines_of(self._template, self._amount)
        fixed = [
            one
            for one, line in zip(worked, self._template.lines, strict=True)
            if not line.overridable
        ]
        kept = [line for line in self.grid.records if not line.fixed]
        typed = [CreditLine(k.distribution_code, k.amount or ZERO, k.description) for k in kept]
        self.grid.show_lines([*fixed, *typed], frozenset(range(len(fixed))))

    def _put(self, lines: tuple[CreditLine, ...], fixed: frozenset[int]) -> None:
        self._shown = lines
        self.grid.show_lines(lines, fixed)
        self.table.cap_rows(min(len(lines) + 1, _MOST_ROWS))
        self._sum()

    def _make_grid(self, currency: str) -> TemplateGrid:
        context, codes = self._context, self._context.setup.distribution_codes
        grid = TemplateGrid(context.formats, context.texts, codes, currency, self.table)
        choices = [Choice(code, f"{code} {name}") for code, name in codes.items()]
        money = context.formats.currency(currency)
        self.table.set_grid(
            grid,
            {
                CODE: ChoiceDelegate(lambda _row: choices),
                AMOUNT: MoneyDelegate(context.formats, lambda _row: money),
            },
            context.state,
        )
        grid.edited.connect(self._sum)
        return grid

    def _sum(self) -> None:
        """What the lines credit and what they leave."""
        money, currency = self._context.formats.money, self.grid.currency
        rest = self._amount - self.grid.sum
        self.sums.setText(
            _("Lines {amount} \u00b7 remainder {rest}").format(
                amount=money(self.grid.sum, currency), rest=money(rest, currency)
            )
        )
        wrong = rest and self.grid.lines and self._amount
        set_look(self.sums, "role", "error" if wrong else "subtitle")
        self.show_error("")
        self.edited.emit()
