"""The rows behind the proof of a day; Enter opens where a row comes from (D-38)."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from posapp.domain.deposits import DepositId
from posapp.domain.money import total
from posapp.domain.proof import ProofKind, ProofStrip
from posapp.domain.turn_in import TurnInId
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.dialogs.rows import RowsDialog
from posapp.ui.formats import joined
from posapp.ui.models.records import RecordTableModel
from posapp.ui.models.supervisor_lists import (
    FIGURES,
    ProofLine,
    is_of_event,
    proof_columns,
    proof_lines,
)
from posapp.ui.widgets.table import DataTable

_OF_DEPOSIT: Final = frozenset({ProofKind.IN_HAND, ProofKind.FLOATS})


class ProofRowsDialog(RowsDialog):
    """Lists rows of the proof."""

    def __init__(
        self,
        context: UiContext,
        title: str,
        lines: Sequence[ProofLine],
        parent: QWidget | None = None,
        *,
        sums: bool = True,
    ) -> None:
        """Make the dialog.

        Args:
            context: the surroundings.
            title: the figure, or the day.
            lines: its rows.
            parent: window it belongs to.
            sums: whether the rows add up to one figure.
        """
        self._context = context
        table = DataTable("proof_rows", title)
        model: RecordTableModel[ProofLine] = RecordTableModel(
            proof_columns(context.formats), lines, table
        )
        table.set_model(model, context.state)
        table.set_empty_text(_("No rows"), _("Nothing of the day counts here."))
        super().__init__("proof_rows_dialog", title, table, parent)
        if sums and lines:
            amount = total(one.row.amount for one in lines)
            self.show_sum(context.formats.money(amount, lines[0].currency))

    def open_row(self, record: Any) -> None:
        """The page of the row; deposits and turn-ins lie on that of their deposit control."""
        line: ProofLine = record
        row, services, actor = line.row, self._context.services, self._context.actor
        if is_of_event(line):
            self._go("event", row.id)
        elif row.kind in _OF_DEPOSIT:
            self._go("deposit_control", row.id)
        elif row.kind is ProofKind.DEPOSIT:
            show = partial(services.bank_deposits.show, DepositId(row.id), actor)
            self._resolve(lambda: show().deposit.deposit_control_id)
        elif row.kind is ProofKind.TURN_IN:
            look = partial(services.turn_ins.show, TurnInId(row.id), actor)
            self._resolve(lambda: look().turn_in.deposit_control_id)
        else:
            self._go("control", row.id)

    def _resolve(self, find: Callable[[], int]) -> None:
        self._context.runner.run(self, find, partial(self._go, "deposit_control"))

    def _go(self, kind: str, number: int) -> None:
        self.accept()
        self._context.open_page(kind, number)


def open_proof_rows(
    context: UiContext, strips: Sequence[ProofStrip], currency: str, figure: str, parent: QWidget
) -> None:
    """Open the rows of a currency's figure; an empty figure means all of them."""
    strip = next((one for one in strips if one.currency == currency), None)
    if strip is None:
        return
    title = _(dict(FIGURES)[figure]) if figure else _("Proof of the day")
    title = joined(title, context.formats.date(strip.day), currency)
    lines = proof_lines(strip, figure)
    dialog = ProofRowsDialog(context, title, lines, parent, sums=bool(figure))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
