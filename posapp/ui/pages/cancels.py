"""Cancels by cashier: who canceled what share of the own payments, how soon, with whom (T1)."""

from datetime import date
from functools import partial
from operator import attrgetter
from typing import ClassVar

from posapp.domain.ids import UserId, long_id
from posapp.domain.oversight import CanceledTender, CancelReport
from posapp.domain.topics import Topic
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.leading import Way, lead, to_event
from posapp.ui.models.oversight_lists import canceled_columns, cashier_columns
from posapp.ui.models.records import RecordTableModel
from posapp.ui.pages.period_page import PeriodPage
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.table import DataTable

_CASHIERS = 6


class CancelsPage(PeriodPage):
    """A line for each cashier above, each canceled tender below; Enter opens its event."""

    KIND: ClassVar[str] = "cancels"
    TOPICS: ClassVar[frozenset[Topic]] = frozenset({Topic.EVENTS})

    def __init__(self, context: UiContext, number: int = 0) -> None:
        super().__init__(context, number, _("Cancels"), _("Cashier"))
        self.cashiers = DataTable("cancels_by_cashier", _("Cancels by cashier"))
        self.table = DataTable("canceled_tenders", _("Canceled tenders"))
        formats, state = context.formats, context.state
        columns = cashier_columns(formats)
        self.cashiers.set_model(RecordTableModel(columns, (), self.cashiers), state)
        lines = canceled_columns(context.setup, formats)
        self.table.set_model(RecordTableModel(lines, (), self.table), state)
        why = _("No tender was canceled in these days.")
        self.cashiers.set_empty_text(_("Nobody canceled"), why)
        self.table.set_empty_text(_("No canceled tender"), why)
        above = Card(_("By cashier"), _("Largest share first"))
        above.add(self.cashiers)
        below = Card(_("Canceled tenders"), _("Newest cancel first"), grow=True)
        below.add(self.table, 1)
        self.body.addWidget(above)
        self.body.addWidget(below, 1)
        lead(context, self.table, _ways, lambda one: long_id(one.event_id))

    def focus_first(self) -> None:
        """Start in the list of cashiers."""
        self.cashiers.setFocus()

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Keys of this page."""
        return (*super().keys(), (_("Open the payment event"), "Enter"))

    def ask(self, first: date | None, last: date | None, user_id: UserId | None) -> None:
        """Read the report on the lane of reports."""
        cancels = self.context.services.oversight.cancels
        work = partial(cancels, self.context.actor, first=first, last=last, user_id=user_id)
        self.read(work, self._on_found, "reports")

    def _on_found(self, found: CancelReport) -> None:
        self.cashiers.show_records(found.cashiers, lambda one: (one.cashier_id, one.currency))
        self.cashiers.fit_rows(_CASHIERS, 2)
        self.table.show_records(found.tenders, attrgetter("tender_id"))


def _ways(one: CanceledTender) -> tuple[Way, ...]:
    return (to_event(one.event_id),)
