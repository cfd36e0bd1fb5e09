"""The rows behind a figure of a deposit control (4.2); Enter opens where a row comes from."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from posapp.domain.deposit_controls import DepositControlView
from posapp.domain.deposit_rows import DepositFigure, DepositPart, rows_behind
from posapp.domain.money import total
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.dialogs.rows import RowsDialog
from posapp.ui.formats import joined
from posapp.ui.models.deposit_row_lists import deposit_row_columns
from posapp.ui.models.records import RecordTableModel
from posapp.ui.widgets.deposit_figures import figure_words
from posapp.ui.widgets.table import DataTable

OpenPart = Callable[[DepositPart], object]


class DepositRowsDialog(RowsDialog):
    """Lists the rows of a figure."""

    def __init__(
        self,
        context: UiContext,
        title: str,
        rows: Sequence[DepositPart],
        currency: str,
        open_row: OpenPart,
        parent: QWidget | None = None,
    ) -> None:
        """Make the dialog.

        Args:
            context: the surroundings.
            title: the figure.
            rows: what it sums up.
            currency: of the amounts.
            open_row: shows where a row comes from, once the dialog is gone.
            parent: window it belongs to.
        """
        self._open_row = open_row
        table = DataTable("deposit_figure_rows", title)
        columns = deposit_row_columns(context.setup, context.formats, currency)
        table.set_model(RecordTableModel(columns, rows, table), context.state)
        table.set_empty_text(_("No rows"), _("Nothing counts here yet."))
        super().__init__("deposit_rows_dialog", title, table, parent)
        self.show_sum(context.formats.money(total(one.amount for one in rows), currency))

    def open_row(self, record: Any) -> None:
        """Leave the rows for the place of one."""
        # Only once it is gone has the page the focus to give.
        self.finished.connect(lambda _result: self._open_row(record))
        self.accept()


def open_deposit_rows(
    context: UiContext,
    view: DepositControlView,
    figure: DepositFigure,
    open_row: OpenPart,
    parent: QWidget,
    tender_type: str = "",
) -> None:
    """Open the rows of a figure, of one tender type or of all."""
    cash = context.setup.installation.starting_balance_tender_type
    rows = rows_behind(view, figure, cash, tender_type)
    kind = context.setup.tender_types[tender_type].description if tender_type else ""
    title = joined(figure_words(figure), kind)
    currency = view.control.currency
    dialog = DepositRowsDialog(context, title, rows, currency, open_row, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
