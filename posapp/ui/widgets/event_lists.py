"""*Main* of a payment event: details, payments with the chosen one's segments, tenders."""

from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout

from posapp.domain.distribution_rule import ValueType
from posapp.domain.event_views import (
    DetailView,
    EventView,
    PaymentView,
    SegmentView,
    TenderView,
)
from posapp.domain.ids import long_id, parse_id, short_id
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.formats import grouped
from posapp.ui.leading import Way, lead, to_account, to_agreement, to_bill
from posapp.ui.models.event_lists import (
    detail_columns,
    segment_columns,
    tender_columns,
)
from posapp.ui.models.records import RecordTableModel
from posapp.ui.payment_acts import PaymentActs
from posapp.ui.theme import dp
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.event_payments import EventPayments
from posapp.ui.widgets.event_tabs import EventTab
from posapp.ui.widgets.table import DataTable

_MOST_DETAILS = 4
# Heights of the two rows of cards in lines of a table: at least, at most, title and header.
_LEAST_ROWS, _MOST_ROWS, _HEAD_ROWS = 3, 8, 2
_KEPT_ROWS = 2
_FEW_PAYMENTS = 3


class EventLists(EventTab):
    """What an event is made of."""

    NAME: ClassVar[str] = "main_tab"

    def __init__(self, context: UiContext, acts: PaymentActs) -> None:
        super().__init__()
        self._context = context
        self._event: EventView | None = None
        self.payments_card = EventPayments(context, acts)
        self.account_filter = self.payments_card.account_filter
        self.payments = self.payments_card.table
        self.segments = DataTable("pay_segments", _("Pay segments"))
        self.tenders = DataTable("tenders_grid", _("Tenders"))
        self.details = DataTable("distribution_details", _("Distribution details"))
        self.details_card = Card(_("Distribution details"))
        self.details_card.add(self.details)
        self.segments_card = Card(_("Pay segments"), grow=True)
        self.segments_card.add(self.segments, 1)
        tenders_card = Card(_("Tenders"), grow=True)
        tenders_card.add(self.tenders, 1)
        for table in (self.payments, self.tenders, self.segments):
            table.keep_rows(_KEPT_ROWS)
        self._lay_out(self.payments_card, tenders_card)
        self.segments.set_empty_text(
            _("No pay segments"), _("A payment has segments once it is distributed.")
        )
        self.payments_card.marked.connect(self._on_payment)
        lead(context, self.segments, _segment_ways, lambda one: short_id(one.agreement_id))
        lead(context, self.tenders, _tender_ways, lambda tender: long_id(tender.id))
        lead(context, self.details, self._detail_ways, lambda detail: detail.value)

    def label(self, event: EventView | None) -> str:  # noqa: ARG002 - it has one name
        """The tab's name."""
        return _("&Main")

    def let_act(self, may: bool) -> None:
        """Rest while an action of the page runs."""
        self.payments_card.let_act(may)

    def focus_first(self) -> None:
        """The payments."""
        self.payments.setFocus()

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Keys of the payments."""
        return self.payments_card.keys()

    def show_event(self, event: EventView) -> None:
        """Show an event; the payment that was looked at stays chosen."""
        self._event = event
        formats, state = self._context.formats, self._context.state
        # One with money stands in the info line; what that leaves out stands here (PE-1, D-33).
        more = len(event.details) > 1 or any(not one.amount for one in event.details)
        paying = event.details if more else ()
        self.details_card.setVisible(bool(paying))
        self.details.set_model(RecordTableModel(detail_columns(event, formats), paying))
        self.details.fit_rows(_MOST_DETAILS)
        tenders = RecordTableModel(tender_columns(event, formats), event.tenders)
        self.tenders.set_model(tenders, state)
        self._share_height(event)
        self.payments_card.show_event(event)
        # Again now that they have titles, so that those take none of the rows.
        for table in (self.payments, self.tenders, self.segments):
            table.keep_rows(_KEPT_ROWS)

    def _share_height(self, event: EventView) -> None:
        """Give the height to the lists that need it."""
        below = max((len(payment.segments) for payment in event.payments), default=0)
        above = len(event.payments)
        few = above <= _FEW_PAYMENTS
        # Few payments take their rows and one to breathe; tenders and segments get the rest.
        self.payments.cap_rows(above + 1 if few else 0)
        for at, count in ((0, above), (1, max(len(event.tenders), below))):
            rows = min(max(count, _LEAST_ROWS), _MOST_ROWS) + _HEAD_ROWS
            self._column.setStretch(at, 0 if few and at == 0 else rows)

    def _on_payment(self, payment: PaymentView | None) -> None:
        """Drill down: the segments of the payment under the cursor."""
        if self._event is None:
            return
        segments = () if payment is None else payment.segments
        columns = segment_columns(self._event, self._context.formats)
        self.segments.set_model(RecordTableModel(columns, segments))
        self.segments_card.caption.setText("" if payment is None else grouped(long_id(payment.id)))

    def _detail_ways(self, detail: DetailView) -> tuple[Way, ...]:
        """What its value names: account, bill, agreement, the item's agreement (1.7)."""
        template = self._context.setup.templates.get(detail.value)
        ways = {
            ValueType.ACCOUNT: to_account(parse_id(detail.value)),
            ValueType.BILL: to_bill(detail.bill_id),
            ValueType.AGREEMENT: to_agreement(parse_id(detail.value)),
            ValueType.ITEM: to_agreement(detail.item_agreement_id),
            ValueType.TEMPLATE: to_account(None if template is None else template.account_id),
        }
        return (ways[detail.value_type],) if detail.value_type in ways else ()

    def _lay_out(self, payments: Card, tenders: Card) -> None:
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setObjectName("event_split")
        split.setChildrenCollapsible(False)
        split.setHandleWidth(dp(12))
        split.addWidget(tenders)
        split.addWidget(self.segments_card)
        split.setSizes([dp(820), dp(500)])
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, dp(12), 0, 0)
        self._column.setSpacing(dp(12))
        self._column.addWidget(payments, 1)
        self._column.addWidget(split, 1)
        # Last, as payments and tenders must be in sight on a low screen with a strip above.
        self._column.addWidget(self.details_card)


def _segment_ways(segment: SegmentView) -> tuple[Way, ...]:
    """The agreement that it pays, and the bill that it is matched to."""
    return (to_agreement(segment.agreement_id), to_bill(segment.bill_id))


def _tender_ways(tender: TenderView) -> tuple[Way, ...]:
    """The payor's account, and the drawer that it lies in."""
    drawer = Way(_("Open tender control"), "control", tender.tender_control_id)
    return (to_account(tender.payor_account_id), drawer)
