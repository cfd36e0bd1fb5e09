"""The rows of Quick Add with what is known of the one the cursor is in (QA 10.2, QA 11)."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout

from posapp.domain.distribution_rule import DistributionRule
from posapp.domain.ids import short_id
from posapp.domain.one_line import TenderWords
from posapp.domain.quick_add import Outcome, QuickKind
from posapp.domain.quick_states import RowAct, may
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.delegates.badged import BadgedDelegate
from posapp.ui.delegates.cells import CellDelegate
from posapp.ui.delegates.choice import ChoiceDelegate
from posapp.ui.delegates.money import MoneyDelegate
from posapp.ui.formats import grouped, joined
from posapp.ui.leading import Way, lead, to_account, to_event
from posapp.ui.models.quick_add_grid import QuickAddGrid
from posapp.ui.models.quick_columns import LENGTHS, NAME, typed_fields
from posapp.ui.models.quick_lines import ShownLine, state_tip, state_words
from posapp.ui.models.quick_reading import column_name
from posapp.ui.theme import dp
from posapp.ui.tokens import Tone
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.choice_box import Choice
from posapp.ui.widgets.looks import set_look, text_label
from posapp.ui.widgets.quick_mend import QuickMend
from posapp.ui.widgets.quick_table import QuickTable

_KEPT_ROWS = 4


class QuickRows(Card):
    """The table and the line below it.

    ``pasted`` carries rows of a spreadsheet as text, ``row_left`` a row that the cursor leaves,
    ``give_up_wanted`` a kept row that is not to be taken any more.
    """

    pasted = Signal(str)
    row_left = Signal(int)
    give_up_wanted = Signal(int)

    def __init__(self, context: UiContext, kind: QuickKind) -> None:
        """Make it empty.

        Args:
            context: the surroundings.
            kind: rules, or accounts.
        """
        super().__init__(grow=True)
        self._context, self._kind = context, kind
        self._rules: tuple[DistributionRule, ...] = ()
        self.grid = QuickAddGrid(kind, context.formats, context.texts, context.setup, self)
        self.table = QuickTable(f"quick_{kind.value.lower()}", _("Payments to add"))
        self.table.set_quick(self.grid, self._delegates(), context.state)
        self.table.keep_rows(_KEPT_ROWS)
        # What is wrong is said in whole: two lines hold every sentence (ui.md, taste 7).
        self.about = text_label(" ", "subtitle", wrap=True)
        self.about.setObjectName("about_row")
        self.about.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.about.setFixedHeight(2 * self.about.fontMetrics().lineSpacing())
        self.mend = QuickMend()
        self.add(self.table, 1)
        below = QHBoxLayout()
        below.setSpacing(dp(12))
        below.addWidget(self.about, 1)
        below.addWidget(self.mend)
        self.add(below)
        lead(context, self.table, _ways, _number)
        self.table.pasted.connect(self.pasted)
        self.table.row_left.connect(self.row_left)
        self.table.give_up_wanted.connect(self.give_up_wanted)
        self.mend.next_wanted.connect(self.go_to_next)
        self.mend.only_wanted.connect(self._show_only)
        self.mend.row_wanted.connect(self._on_row_wanted)
        self.grid.modelReset.connect(self._on_reset)
        self.table.selectionModel().currentChanged.connect(self._on_row)
        self.grid.edited.connect(self.show_row)

    def offer_rules(self, rules: Sequence[DistributionRule]) -> None:
        """The rules to choose from."""
        self._rules = tuple(rules)

    def show_row(self) -> None:
        """Say in full whose row the cursor is in and what is wrong with it."""
        index = self.table.currentIndex()
        line = self.grid.record(index.row()) if index.isValid() else None
        says = "" if line is None or line.is_empty else self._words(line, index.row())
        if says != self.about.text():
            self.about.setText(says or " ")
            wrong = line is not None and line.wrong is not None
            set_look(self.about, "role", "error" if wrong else "subtitle")

    def go_to_wrong(self) -> bool:
        """Put the cursor into the first cell that is wrong or asks; False when none is."""
        for row, line in enumerate(self.grid.records):
            if not line.is_settled and (line.wrong is not None or line.asks):
                self._go_to_row(row, line)
                return True
        return False

    def go_to_next(self) -> bool:
        """Put the cursor into the next row that needs attention, after the last the first again."""
        lines = self.grid.records
        here = self.table.currentIndex().row()
        for step in range(1, len(lines) + 1):
            row = (here + step) % len(lines)
            if lines[row].needs_attention:
                self._go_to_row(row, lines[row])
                return True
        return False

    def allow(self, *, idle: bool) -> None:
        """What can be done about rows that need attention now."""
        lines = self.grid.records
        left = sum(may(line.state, RowAct.GIVE_UP) for line in lines) if idle else 0
        self.mend.show_need(sum(line.needs_attention for line in lines), left=left, idle=idle)

        if self.mend.only.isChecked():
            self.table.hide_settled()

    def _go_to_row(self, row: int, line: ShownLine) -> None:
        wrong = line.wrong.field if line.wrong is not None else ""
        self.table.go_to(row, wrong or self.grid.first_field)
        self.table.setFocus()

    def _show_only(self, only: bool) -> None:
        self.table.show_only_attention(only=only)
        if only and self.table.isRowHidden(self.table.currentIndex().row()):
            self.go_to_next()
        else:
            self.table.setFocus()

    def _on_row_wanted(self) -> None:
        index = self.table.currentIndex()
        if index.isValid():
            self.give_up_wanted.emit(index.row())

    def _on_reset(self) -> None:
        """Rows came out: those that need nothing any more are hidden too."""
        if self.mend.only.isChecked():
            self.table.show_only_attention(only=True)

    def _words(self, line: ShownLine, row: int) -> str:
        found, formats = line.found, self._context.formats
        parts = [_("Row {n}").format(n=row + 1)]
        if line.payor:
            parts += [grouped(short_id(line.payor)), line.payor_name]
        if found is not None:
            balance = formats.money(found.balance, found.currency)
            parts += [_("balance {amount}").format(amount=balance), found.match_description]
            parts.append(_("Cash-Only") if found.cash_only else "")
        texts = self._context.texts
        if line.asks:
            # Who pays stands in the row; every question of it must be read in whole.
            parts = parts[:1]
        return joined(*parts, state_tip(line, texts) or state_words(line, texts))

    def _delegates(self) -> dict[str, CellDelegate]:
        context = self._context
        made: dict[str, CellDelegate] = {
            column_name(field): CellDelegate(max_length=LENGTHS[field])
            for field in typed_fields(self._kind)
            if field in LENGTHS
        }
        made[column_name("amount")] = MoneyDelegate(
            context.formats, lambda _row: context.formats.currency(self.grid.currency)
        )
        made["tender_type"] = ChoiceDelegate(lambda _row: self._tenders(), reads=self._tender_read)
        made[column_name("rule")] = ChoiceDelegate(lambda _row: self._rule_choices())
        made["match_type"] = ChoiceDelegate(lambda _row: self._matches())
        made[NAME] = BadgedDelegate(_badge)
        return made

    def _rule_choices(self) -> list[Choice]:
        return [Choice(one.code, one.label) for one in self._rules]

    def _tenders(self) -> list[Choice]:
        """Types of the counter; those that need an authorization are not listed (10.2)."""
        kinds = self._context.setup.tender_types.values()
        offered = [one for one in kinds if one.offered and not one.requires_authorization]
        return [Choice(one.code, one.description) for one in offered]

    def _tender_read(self, typed: str) -> str:
        """The type that letters stand for, as in a payment in one line: ``ca`` is cash."""
        setup = self._context.setup
        words = TenderWords(setup.tender_types, setup.entry.words)
        return words.reading(typed, [one.value for one in self._tenders()])

    def _matches(self) -> list[Choice]:
        kinds = self._context.setup.match_types.values()
        offered = [Choice(one.code, one.description) for one in kinds if one.active]
        return [Choice("", _("None")), *offered]

    def _on_row(self, _current: object, _before: object) -> None:
        self.show_row()


def _badge(line: ShownLine) -> tuple[str, Tone] | None:
    """The payor is marked *Cash-Only* whatever the tender is (D-03)."""
    if line.found is None or not line.found.cash_only:
        return None
    return _("Cash-Only"), Tone.AMBER


def _ways(line: ShownLine) -> tuple[Way, ...]:
    """To the event; what is not possible here goes on from its account (QA-16)."""
    ways = (to_event(line.event_id), to_account(line.payor))
    result = line.result
    if result is not None and result.outcome is Outcome.NOT_HERE:
        return ways[::-1]
    return ways


def _number(line: ShownLine) -> str:
    return grouped(str(line.event_id)) if line.event_id else ""
