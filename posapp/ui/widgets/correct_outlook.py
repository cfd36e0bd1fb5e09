"""The second step of a correction: what happens, every posting, drawers and papers (16.2, D-14)."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from posapp.domain.approvals import Secret
from posapp.domain.correction_views import Outlook, PostedEntry, PostedLine
from posapp.domain.money import ZERO, Money
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.correct_words import CorrectWords
from posapp.ui.formats import joined
from posapp.ui.models.columns import Column, money_column, text_column
from posapp.ui.models.records import RecordTableModel
from posapp.ui.theme import dp
from posapp.ui.widgets.approval import Approval
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.consequences import Consequences
from posapp.ui.widgets.table import DataTable
from posapp.ui.words import word

_MOST_ROWS = 6
_ROWS_BESIDE_APPROVAL = 4
_MOST_EFFECTS = 5
_LEAST_ROWS = 3


@dataclass(frozen=True, slots=True)
class _Line:
    """A ledger line with its transaction, and whether it is posted already."""

    new: bool
    entry: PostedEntry
    line: PostedLine


class CorrectOutlook(QWidget):
    """Shows an outlook, and asks for the approval that it needs."""

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._context = context
        self.sentences = Consequences()
        self.postings = DataTable("correction_postings", _("Postings"))
        self.effects = DataTable("correction_effects", _("Before and after"))
        self.approval = Approval()
        self.why, self.form = self.approval.why, self.approval.form
        self.approver, self.password = self.approval.approver, self.approval.password
        self._lay_out()

    @property
    def needs_approval(self) -> bool:
        """Whether somebody else must give the own secret."""
        return self.approval.is_needed

    @property
    def secret(self) -> Secret | None:
        """Who approves; ``None`` where nobody must."""
        return self.approval.secret

    def show_outlook(self, outlook: Outlook) -> None:
        """Show what would happen; a secret that was typed for something else is forgotten."""
        currency = outlook.before.currency
        words = CorrectWords(outlook, self._context)
        self.sentences.show_lines(words.lines())
        lines = [_Line(False, one, line) for one in outlook.posted for line in one.lines]
        lines += [_Line(True, one, line) for one in outlook.new for line in one.lines]
        columns = _posting_columns(self._context, currency)
        self.postings.set_model(RecordTableModel(columns, lines, self.postings))
        approval = words.approval()
        # The approval must be seen without scrolling where a screen has 768 lines.
        self.postings.fit_rows(_ROWS_BESIDE_APPROVAL if approval else _MOST_ROWS, _LEAST_ROWS)
        effects = words.effects()
        self.effects.set_model(RecordTableModel(_effect_columns(), effects, self.effects))
        self.effects.fit_rows(_MOST_EFFECTS, _LEAST_ROWS)
        self.approval.ask(approval)

    def focus_first(self) -> None:
        """The approver's name where one is needed."""
        (self.approver if self.needs_approval else self.postings).setFocus()

    def _lay_out(self) -> None:
        self.postings.set_empty_text(_("Nothing is posted"), _("Balances and ledger stay."))
        posted, changed = Card(_("Postings before and new")), Card(_("Before and after"))
        posted.add(self.postings, 1)
        changed.add(self.effects, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(dp(12))
        # The approval stands above the postings, so that it is seen without scrolling.
        left = QVBoxLayout()
        left.setSpacing(dp(12))
        left.addWidget(self.sentences)
        left.addWidget(self.approval)
        left.addStretch(1)
        above = QHBoxLayout()
        above.setSpacing(dp(12))
        above.addLayout(left, 1)
        above.addWidget(changed, 1, Qt.AlignmentFlag.AlignTop)
        column.addLayout(above)
        column.addWidget(posted, 1)


def _posting_columns(context: UiContext, currency: str) -> tuple[Column[_Line], ...]:
    formats = context.formats

    def transaction(one: _Line) -> str:
        entry = one.entry
        return joined(word(entry.ft_type).text, entry.account_name, entry.description)

    def debit(one: _Line) -> Money | None:
        return one.line.amount if one.line.amount > ZERO else None

    def credit(one: _Line) -> Money | None:
        return -one.line.amount if one.line.amount < ZERO else None

    return (
        text_column("", lambda one: _("New") if one.new else _("Before"), 66),
        text_column(_("Transaction"), transaction, 200, stretch=True),
        text_column(_("Ledger Account"), lambda one: one.line.code, 144),
        money_column(_("Debit"), debit, formats, lambda _one: currency, 96),
        money_column(_("Credit"), credit, formats, lambda _one: currency, 96),
    )


def _effect_columns() -> tuple[Column[tuple[str, str, str]], ...]:
    return (
        text_column(_("What"), lambda row: row[0], 200, stretch=True),
        text_column(_("Before"), lambda row: row[1], 84),
        text_column(_("After"), lambda row: row[2], 100),
    )
