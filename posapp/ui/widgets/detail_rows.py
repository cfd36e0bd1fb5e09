"""Rows of distribution rules with what they name and what is still to be given out (DR-1, TR-4)."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from posapp.domain.distribution_rule import ValueType
from posapp.domain.distribution_rules import Detail, DetailDraft
from posapp.domain.ids import short_id
from posapp.domain.money import ZERO, Money
from posapp.domain.scan_line import ScanRead, recognized
from posapp.errors import PosError
from posapp.i18n import _
from posapp.ui.account_field import find_account, is_name
from posapp.ui.context import UiContext
from posapp.ui.formats import grouped, joined
from posapp.ui.models.detail_grid import DetailGrid, DetailLine
from posapp.ui.models.grid import RowToken
from posapp.ui.theme import dp
from posapp.ui.widgets.looks import set_look, text_label
from posapp.ui.widgets.pass_table import PassTable


class DetailRows(QWidget):
    """A grid of details; each value is looked up when its cell is left.

    ``edited`` is emitted whenever a row or what is left over changes.
    """

    edited = Signal()

    def __init__(
        self,
        context: UiContext,
        currency: str,
        whole: Money | None,
        offer: Callable[[Detail], Money | None] | None = None,
    ) -> None:
        """Make it empty.

        Args:
            context: the window's surroundings.
            currency: the event's.
            whole: what the rows must make up (TR-4); ``None`` where others say what is missing.
            offer: gives the amount that a row without one starts with, once its value is known.
        """
        super().__init__()
        self._context, self._currency, self._whole = context, currency, whole
        self._offer = offer
        self.grid = DetailGrid(context.formats, context.setup, currency, self)
        self.table = PassTable("details", _("Distribution details"), "rule_value", self._way)
        self.table.set_grid(self.grid, self.grid.delegates(), context.state)
        self.table.keep_rows(3)
        self.left = text_label("", "subtitle")
        self.left.setObjectName("left_over")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(dp(6))
        caption = text_label(_("Distribution detail&s"), "caption")
        caption.setBuddy(self.table)
        column.addWidget(caption)
        column.addWidget(self.table, 1)
        column.addWidget(self.left)
        self.left.setVisible(whole is not None)
        self.grid.row_edited.connect(self.look_up)
        self.grid.edited.connect(self._on_edited)
        self._on_edited()

    @property
    def drafts(self) -> tuple[DetailDraft, ...]:
        """The details as typed."""
        return self.grid.drafts

    @property
    def wrong(self) -> str:
        """Why the rows cannot be used, empty when they can."""
        if not self.grid.records:
            if self._whole is None:
                return ""
            return _("Enter the rule, value and amount of what should have been paid.")
        says = next(iter(self.grid.errors.values()), "")
        if not says and any(one.rule and not one.value.strip() for one in self.grid.records):
            says = _("Enter the rule, value and amount of what should have been paid.")
        if says or self._whole is None or self.grid.sum == self._whole:
            return says
        return _("The rows must make up {amount}.").format(
            amount=self._context.formats.money(self._whole, self._currency)
        )

    def start_with(self, rule: str, amount: Money) -> None:
        """Begin with a row of a rule and an amount, whose value is to be said."""
        self.grid.set_records([DetailLine(rule, "", amount)])

    def focus_value(self) -> None:
        """Go to the first value that is missing or wrong, ready to type it."""
        lines = enumerate(self.grid.records)
        row = next((row for row, one in lines if one.wrong or not one.value.strip()), 0)
        self.table.setFocus()
        self.table.edit_cell(row, "rule_value")

    def show_wrong(self) -> None:
        """Say under the rows why they cannot be used."""
        self.left.setText(self.wrong)
        set_look(self.left, "role", "error")

    def set_currency(self, currency: str) -> None:
        """Take amounts of another currency."""
        self._currency = currency
        self.grid.set_currency(currency)

    def _way(self, row: int, name: str) -> str:
        """Enter goes from rule to value to amount, where the rule takes one (DR-6)."""
        rule = self._context.setup.distribution_rules.get(self.grid.record(row).rule)
        pays = rule is None or bool(rule.makers)
        ways = {"rule": "rule_value", "rule_value": "detail_amount" if pays else ""}
        return ways.get(name, "")

    def look_up(self, row: int) -> None:
        """Look up what a value names; a row that was edited since drops the answer."""
        line = self.grid.records[row]
        if not (line.rule and line.value.strip()) or line.named or line.wrong:
            return
        context = self._context
        if recognized(line.value, context.setup.entry.layouts.values()):
            token = self.grid.look_up(row)
            work = partial(context.services.scan_lines.read, line.value, context.actor)
            read, failed = partial(self._on_scanned, token), partial(self._on_not_found, token)
            context.runner.run(self, work, read, failed)
            return
        rule = self._context.setup.distribution_rules.get(line.rule)
        # The amount is checked with the whole; here only the value counts.
        money = Money(1) if rule is not None and rule.makers else ZERO
        asked = DetailDraft(line.rule, line.value, money)
        named = rule is not None and rule.value_type is ValueType.ACCOUNT and is_name(line.value)
        resolve = partial(_resolved, self._context, self._currency, asked, named)
        token = self.grid.look_up(row)
        self._context.runner.run(
            self,
            resolve,
            partial(self._on_found, token),
            partial(self._on_not_found, token),
        )

    def _on_scanned(self, token: RowToken, said: ScanRead) -> None:
        """The scan line of a stub fills rule, value and amount."""
        if self.grid.answer(token, partial(_filled, said)):
            row = self.grid.row_of(token)
            if row is not None:
                self.look_up(row)

    def _on_found(self, token: RowToken, detail: Detail) -> None:
        named = detail.named
        number = "" if named.account_id is None else grouped(short_id(named.account_id))
        words = joined(*dict.fromkeys((named.description, named.account_name, number)))
        offered = None if self._offer is None else self._offer(detail)
        is_account = detail.rule.value_type is ValueType.ACCOUNT
        known = short_id(named.account_id) if is_account and named.account_id is not None else ""
        self.grid.answer(token, partial(_named, words, offered, known))

    def _on_not_found(self, token: RowToken, error: BaseException) -> None:
        if not isinstance(error, PosError):
            self.grid.answer(token, None)
            self._context.failures.unhandled(error, self)
            return
        says = self._context.texts.of(error)
        self.grid.answer(token, lambda line: _refused(line, says))

    def _on_edited(self) -> None:
        left = ZERO if self._whole is None else self._whole - self.grid.sum
        amount = self._context.formats.money(abs(left), self._currency)
        if left > ZERO:
            says = _("{amount} is still to be given out.").format(amount=amount)
        elif left < ZERO:
            says = _("{amount} too much is given out.").format(amount=amount)
        else:
            says = _("Everything is given out.")
        self.left.setText(says)
        set_look(self.left, "role", "error" if left < ZERO else "subtitle")
        self.edited.emit()


def _filled(said: ScanRead, line: DetailLine) -> DetailLine:
    """The row with what its stub says; a stub without amount leaves the typed one."""
    amount = line.amount if said.amount is None else said.amount
    return replace(line, rule=said.rule, value=said.value, amount=amount, named="", wrong="")


def _named(words: str, offered: Money | None, number: str, line: DetailLine) -> DetailLine:
    """The row with what its value names; a name becomes its number, a typed amount stays."""
    amount = offered if line.amount is None else line.amount
    value = number if number and is_name(line.value) else line.value
    return replace(line, named=words, amount=amount, value=value)


def _resolved(context: UiContext, currency: str, asked: DetailDraft, by_name: bool) -> Detail:
    """What a detail names; an account by the only name that fits, too (use 8).

    Raises:
        Refused: as the rule, ``M-56`` where several names fit.
    """
    if by_name:
        card = find_account(context.services, context.actor, asked.value)
        asked = replace(asked, value=short_id(card.account.id))
    return context.services.distribution_rules.resolve(asked, currency, context.actor)


def _refused(line: DetailLine, says: str) -> DetailLine:
    return replace(line, wrong=says)
