"""*Pay Segments* of the payment page, by SA type or address; long lists start empty (7.2, PY-7)."""

from typing import Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from posapp.domain.ids import long_id
from posapp.domain.payment_views import PaymentPageView, SegmentLine
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.leading import Way, lead, to_agreement, to_bill, to_match_event, to_transaction
from posapp.ui.models.payment_lists import segment_line_columns
from posapp.ui.models.records import RecordTableModel
from posapp.ui.theme import dp
from posapp.ui.widgets.agreement_filter import AgreementFilter
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.table import DataTable

_ROWS: Final = 3


class PaymentSegments(QWidget):
    """Where the payment's money goes."""

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._context = context
        self._segments: tuple[SegmentLine, ...] = ()
        self.filter = AgreementFilter("segment_filter")
        self.table = DataTable("payment_segments", _("Pay segments"))
        self.table.keep_rows(_ROWS)
        card = Card(_("Pay segments"), grow=True)
        card.aside.addWidget(self.filter)
        card.add(self.table, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, dp(12), 0, 0)
        column.addWidget(card, 1)
        self.filter.changed.connect(self._narrow)
        lead(context, self.table, _ways, lambda one: long_id(one.segment_id))

    def show_payment(self, view: PaymentPageView) -> None:
        """Show the segments of a payment."""
        self._segments = view.segments
        columns = segment_line_columns(
            self._context.formats, view.event.currency, open_item=view.open_item
        )
        self.table.set_model(RecordTableModel(columns, (), self.table), self._context.state)
        self.filter.offer(self._segments, view.division)
        self._narrow()

    def focus_first(self) -> None:
        """The filter while the list waits for it, else the list."""
        (self.filter.by if self.filter.waits else self.table).setFocus()

    def _narrow(self) -> None:
        if self.filter.waits:
            says = _("{n} pay segments").format(n=len(self._segments))
            self.table.set_empty_text(says, _("Choose a type or an address to list them."))
        else:
            says = _("A payment has segments once it is distributed.")
            self.table.set_empty_text(_("No pay segments"), says)
        model = self.table.record_model()
        if isinstance(model, RecordTableModel):
            model.set_records([one for one in self._segments if self.filter.passes(one)])


def _ways(one: SegmentLine) -> tuple[Way, ...]:
    """The agreement that it pays, and what else hangs on it (7.2)."""
    return (
        to_agreement(one.agreement_id),
        to_bill(one.bill_id),
        to_match_event(one.match_event_id),
        to_transaction(one.ft_id),
    )
