"""*Financial Transactions* of the payment page with the ledger lines of the marked one (16.3)."""

from typing import Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from posapp.domain.payment_views import PaymentPageView, TransactionView
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.models.payment_lists import ledger_columns, transaction_columns
from posapp.ui.models.records import RecordTableModel
from posapp.ui.theme import dp
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.table import DataTable

_ROWS: Final = 2


class PaymentPostings(QWidget):
    """What the payment posted, and what its cancellation reversed."""

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._context = context
        self._currency = ""
        self.transactions = DataTable("financial_transactions", _("Financial transactions"))
        self.ledger = DataTable("ledger_lines", _("Ledger lines"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, dp(12), 0, 0)
        column.setSpacing(dp(12))
        for title, table in (
            (_("Financial transactions"), self.transactions),
            (_("Ledger lines of the marked transaction"), self.ledger),
        ):
            table.keep_rows(_ROWS)
            card = Card(title, grow=True)
            card.add(table, 1)
            column.addWidget(card, 1)
        self.transactions.set_empty_text(
            _("Nothing posted yet"), _("Balances and ledger change when the payment is frozen.")
        )
        self.transactions.current_changed.connect(self._on_marked)

    def show_payment(self, view: PaymentPageView) -> None:
        """Show the transactions of a payment."""
        self._currency = view.event.currency
        setup, formats = self._context.setup, self._context.formats
        columns = transaction_columns(setup, formats, self._currency)
        model = RecordTableModel(columns, view.transactions, self.transactions)
        self.transactions.set_model(model, self._context.state)
        self._on_marked(None)
        self.transactions.select_line(0)

    def focus_first(self) -> None:
        """The transactions."""
        self.transactions.setFocus()

    def _on_marked(self, one: TransactionView | None) -> None:
        lines = () if one is None else one.lines
        columns = ledger_columns(self._context.formats, self._currency)
        self.ledger.set_model(RecordTableModel(columns, lines, self.ledger))
