"""The rows behind a figure, with their sum; Enter opens where a row comes from."""

from typing import Any, Final

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from posapp.i18n import _
from posapp.ui.dialogs.centred import CentredDialog
from posapp.ui.theme import GRID, dp
from posapp.ui.widgets.buttons import KeyButton
from posapp.ui.widgets.figure import Figure
from posapp.ui.widgets.looks import text_label
from posapp.ui.widgets.table import DataTable

_SIZE: Final = (820, 560)
_ROWS: Final = 5


class RowsDialog(CentredDialog):
    """Lists rows with their sum; subclasses say where a row is opened."""

    def __init__(
        self, name: str, title: str, table: DataTable, parent: QWidget | None = None
    ) -> None:
        """Make the dialog.

        Args:
            name: object name.
            title: the figure.
            table: its rows, with their columns.
            parent: window it belongs to.
        """
        super().__init__(parent)
        self.setObjectName(name)
        self.setWindowTitle(title)
        self.table = table
        table.keep_rows(_ROWS)
        table.chosen.connect(self.open_row)
        layout = QVBoxLayout(self)
        margin = dp(3 * GRID)
        layout.setContentsMargins(margin, dp(20), margin, dp(20))
        layout.setSpacing(dp(12))
        layout.addWidget(text_label(title, "title"))
        layout.addWidget(table, 1)
        footer = QHBoxLayout()
        footer.setSpacing(dp(GRID))
        self.sum = Figure(_("Sum"), name="rows_sum")
        # Hidden, but never shown: without a parent yet it would open as a window.
        self.sum.hide()
        footer.addWidget(self.sum)
        footer.addStretch(1)
        self.opener = KeyButton(_("Open"), self._on_open, name="open_row")
        self.opener.show_hint("Enter")
        close = KeyButton(_("Close"), self.reject, name="close")
        close.show_hint("Esc")
        footer.addWidget(self.opener)
        footer.addWidget(close)
        layout.addLayout(footer)
        table.setFocus()
        model = table.record_model()
        filled = model is not None and model.rowCount() > 0
        self.opener.setEnabled(filled)
        if filled:
            table.select_line(0)

    def wanted_size(self) -> QSize:
        """Room for a day's rows."""
        return QSize(*map(dp, _SIZE))

    def show_sum(self, amount: str) -> None:
        """What the rows come to."""
        self.sum.show_value(amount)
        self.sum.setVisible(True)

    def open_row(self, record: Any) -> None:
        """Open where a row comes from."""
        raise NotImplementedError

    def _on_open(self) -> None:
        record = self.table.current_record()
        if record is not None:
            self.open_row(record)
