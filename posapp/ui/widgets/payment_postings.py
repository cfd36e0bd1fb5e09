"""*Financial Transactions* of the payment page with the ledger lines of the marked one (16.3)."""

from typing import Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from posapp.domain.history import PaymentTransaction
from posapp.domain.ids import long_id
from posapp.domain.payment_views import PaymentPageView
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.leading import Way, lead, to_agreement, to_transaction
from posapp.ui.models.payment_lists import transaction_columns
from posapp.ui.models.records import RecordTableModel
from posapp.ui.theme import dp
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.ledger_lines import LedgerLines
from posapp.ui.widgets.table import DataTable

_ROWS: Final = 2


class PaymentPostings(QWidget):
    """What the payment posted, and what its cancellation reversed."""

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._context = context
        self._currency = ""
        self.transactions = DataTable("financial_transactions", _("Financial transactions"))
        self.transactions.keep_rows(_ROWS)
        posted = Card(_("Financial transactions"), grow=True)
        posted.add(self.transactions, 1)
        self.lines = LedgerLines(context, _("Ledger lines of the marked transaction"))
        self.ledger = self.lines.table
        column = QVBoxLayout(self)
        column.setContentsMargins(0, dp(12), 0, 0)
        column.setSpacing(dp(12))
        column.addWidget(posted, 1)
        column.addWidget(self.lines, 1)
        self.transactions.set_empty_text(
            _("Nothing posted yet"), _("Balances and ledger change when the payment is frozen.")
        )
        self.transactions.current_changed.connect(self._on_marked)
        lead(context, self.transactions, _ways, lambda one: long_id(one.id))

    def show_payment(self, view: PaymentPageView) -> None:
        """Show the transactions of a payment."""
        self._currency = view.event.currency
        columns = transaction_columns(self._context.formats, self._currency)
        model = RecordTableModel(columns, view.transactions, self.transactions)
        self.transactions.set_model(model, self._context.state)
        self._on_marked(None)
        self.transactions.select_line(0)

    def focus_first(self) -> None:
        """The transactions."""
        self.transactions.setFocus()

    def _on_marked(self, one: PaymentTransaction | None) -> None:
        self.lines.show_lines(() if one is None else one.lines, self._currency)


def _ways(one: PaymentTransaction) -> tuple[Way, ...]:
    """Its own page, the agreement, what it reverses."""
    reversed_one = Way(_("Open what it reverses"), "transaction", one.reverses_id)
    return (to_transaction(one.id), to_agreement(one.agreement_id), reversed_one)
