"""GL lines of a financial transaction in a card: debits, credits, nothing left over (GL-2)."""

from collections.abc import Sequence
from typing import Final

from posapp.domain.history import GlEntry
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.models.payment_lists import ledger_columns
from posapp.ui.models.records import RecordTableModel
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.table import DataTable

_ROWS: Final = 2


class LedgerLines(Card):
    """What a transaction did to the ledger."""

    def __init__(self, context: UiContext, title: str) -> None:
        """Make it empty under a title."""
        super().__init__(title, grow=True)
        self._context = context
        self.table = DataTable("ledger_lines", _("Ledger lines"))
        self.table.keep_rows(_ROWS)
        self.add(self.table, 1)

    def show_lines(self, lines: Sequence[GlEntry], currency: str) -> None:
        """Show the lines of a transaction in its currency."""
        columns = ledger_columns(self._context.formats, currency)
        self.table.set_model(RecordTableModel(columns, lines, self.table), self._context.state)
