"""Lists of a drawer: its payments, its figures with the rows behind them, what needs attention."""

from dataclasses import replace
from functools import partial
from operator import attrgetter
from typing import ClassVar, Final

from PySide6.QtCore import QModelIndex

from posapp.domain.control_lines import TAKEN_OFF, ControlLine, DrawerEntry, Figure
from posapp.domain.desk import EventLine
from posapp.domain.exceptions import ExceptionFilter, ExceptionItem, Place
from posapp.domain.ids import long_id
from posapp.domain.listing import Page as ListPage
from posapp.domain.listing import PageRequest
from posapp.domain.tender_controls import ControlView
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.leading import Way, lead, to_account, to_event
from posapp.ui.models.account_lists import event_columns
from posapp.ui.models.columns import Column
from posapp.ui.models.drawer_lists import entry_columns, figure_columns
from posapp.ui.models.exception_lists import exception_columns
from posapp.ui.models.records import RecordTableModel
from posapp.ui.pages.base import Page
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.drawer_tab import ControlTab
from posapp.ui.widgets.table import DataTable

_LEAST_ROWS: Final = 3
_WIDTHS: Final = (60, 124, 150, 112, 104, 104, 110)
_EXCEPTION_COLUMNS: Final = (0, 2, 3, 4, 5)
_MOST_EXCEPTIONS: Final = 200


class DrawerPayments(ControlTab):
    """Payment events of the drawer, the newest first."""

    NAME: ClassVar[str] = "drawer_payments"

    def __init__(self, context: UiContext, page: Page) -> None:
        super().__init__(context, page)
        self.table = DataTable("control_events", _("Payment events"))
        columns = _narrow(event_columns(context.formats))
        self.table.set_model(RecordTableModel(columns, (), self.table), context.state)
        self.table.set_empty_text(
            _("No payments yet"), _("Find a customer and take the first one.")
        )
        self.table.keep_rows(_LEAST_ROWS)
        lead(context, self.table, _event_ways, lambda one: long_id(one.event_id))
        card = Card(_("Payment events"), _("Newest first"), grow=True)
        card.add(self.table, 1)
        self.column.addWidget(card, 1)

    def label(self, view: ControlView | None) -> str:
        """*Payments* and how many there are."""
        if view is None:
            return _("&Payments")
        return _("&Payments ({n})").format(n=self.context.formats.count(view.events))

    def load(self) -> None:
        """Read the newest events."""
        events_of = self.context.services.desk.events_of
        work = partial(events_of, self.control_id, self.context.actor)
        self.read(work, lambda found: self.table.show_records(found, attrgetter("event_id")))

    def focus_first(self) -> None:
        """The list."""
        self.table.setFocus()


class DrawerFigures(ControlTab):
    """Each figure of each type, and the rows that it sums up (5.4, D-37)."""

    NAME: ClassVar[str] = "drawer_figures"

    def __init__(self, context: UiContext, page: Page) -> None:
        super().__init__(context, page)
        self._shown: tuple[str, bool] | None = None
        self._figures: tuple[Figure | None, ...] = ()
        self.lines = DataTable("control_lines", _("Tender types"))
        self.rows = DataTable("figure_rows", _("Rows behind the figure"))
        self.lines.keep_rows(_LEAST_ROWS)
        self.rows.keep_rows(_LEAST_ROWS)
        self.rows.set_empty_text(_("No rows"), _("Go to a figure above with the arrow keys."))
        lead(context, self.rows, _entry_ways)
        above = Card(_("Tender types"), _("Arrow keys go from figure to figure"))
        above.add(self.lines)
        self.behind = Card(_("Rows behind the figure"), " ", grow=True)
        self.behind.add(self.rows, 1)
        self.column.addWidget(above)
        self.column.addWidget(self.behind, 1)

    def label(self, view: ControlView | None) -> str:  # noqa: ARG002 - the same for every control
        """*Lines*."""
        return _("&Lines")

    def show_view(self, view: ControlView) -> None:
        """Show the lines; columns that a blind count hides are not there (D-16)."""
        shown = (view.control.currency, view.blind)
        if shown != self._shown:
            self._shown = shown
            found = figure_columns(self.context.formats, view.control.currency, blind=view.blind)
            self._figures = tuple(figure for figure, _column in found)
            columns = tuple(column for _figure, column in found)
            self.lines.set_model(RecordTableModel(columns, (), self.lines))
            entries = entry_columns(self.context.formats, view.control.currency)
            self.rows.set_model(RecordTableModel(entries, (), self.rows))
            self.lines.selectionModel().currentChanged.connect(self._on_cell)
        self.lines.show_records(view.lines, attrgetter("tender_type"))
        self.lines.fit_rows(6, _LEAST_ROWS)

    def load(self) -> None:
        """Read the rows behind the figure that is marked."""
        self._on_cell(self.lines.currentIndex())

    def focus_first(self) -> None:
        """The first figure."""
        self.lines.setFocus()
        model = self.lines.record_model()
        if model is not None and model.rowCount() and not self._figure(self.lines.currentIndex()):
            first = next(at for at, figure in enumerate(self._figures) if figure is not None)
            self.lines.setCurrentIndex(model.index(0, first))

    def _figure(self, index: QModelIndex) -> Figure | None:
        return self._figures[index.column()] if index.isValid() else None

    def _on_cell(self, index: QModelIndex, _before: QModelIndex | None = None) -> None:
        figure, line = self._figure(index), self.lines.current_record()
        model = self.lines.record_model()
        if figure is None or not isinstance(line, ControlLine) or model is None:
            self.behind.caption.setText("")
            self.rows.show_records((), attrgetter("id"))
            return
        title = model.columns[index.column()].title
        self.behind.caption.setText(f"{line.description} \u00b7 {title}")
        behind = self.context.services.tender_controls.rows_behind
        asked = (self.control_id, line.tender_type, figure, self.context.actor)
        self.read(partial(behind, *asked), partial(self._on_rows, figure))

    def _on_rows(self, figure: Figure, found: tuple[DrawerEntry, ...]) -> None:
        """Show rows with the sign that their figure has in its line."""
        rows = found
        if figure in TAKEN_OFF:
            rows = tuple(replace(one, amount=-one.amount) for one in found)
        self.rows.show_records(rows, lambda one: (one.kind, one.id, one.amount))


class DrawerExceptions(ControlTab):
    """Payments and events of the drawer that need attention (XC-01..XC-03)."""

    NAME: ClassVar[str] = "drawer_exceptions"

    def __init__(self, context: UiContext, page: Page) -> None:
        super().__init__(context, page)
        self.table = DataTable("control_exceptions", _("Exceptions"))
        found = exception_columns(context.formats)
        # All are of this drawer: its day and its user stand above.
        columns = tuple(found[at] for at in _EXCEPTION_COLUMNS)
        self.table.set_model(RecordTableModel(columns, (), self.table), context.state)
        self.table.set_empty_text(
            _("Nothing to mend"), _("All payment events are balanced and all payments frozen.")
        )
        self.table.keep_rows(_LEAST_ROWS)
        lead(context, self.table, _exception_ways, lambda one: long_id(one.event_id))
        card = Card(_("Exceptions"), _("Enter opens the place where it is mended"), grow=True)
        card.add(self.table, 1)
        self.column.addWidget(card, 1)

    def label(self, view: ControlView | None) -> str:
        """*Exceptions*, and how many where there are any."""
        attention = 0 if view is None or view.standing is None else view.standing.attention
        if not attention:
            return _("E&xceptions")
        return _("E&xceptions ({n})").format(n=self.context.formats.count(attention))

    def load(self) -> None:
        """Read the list."""
        listing = self.context.services.exceptions.list_exceptions
        request = PageRequest(
            filters={ExceptionFilter.CONTROL: self.page.number}, limit=_MOST_EXCEPTIONS
        )
        self.read(partial(listing, request, self.context.actor), self._on_found)

    def focus_first(self) -> None:
        """The list."""
        self.table.setFocus()

    def _on_found(self, found: ListPage[ExceptionItem]) -> None:
        self.table.show_records(
            found.rows, lambda one: (one.event_id, one.payment_id, one.tender_id)
        )


def _narrow(columns: tuple[Column[EventLine], ...]) -> tuple[Column[EventLine], ...]:
    """The columns of the home page in the room beside the tenders; names need the most of it."""
    return tuple(replace(one, width=width) for one, width in zip(columns, _WIDTHS, strict=True))


def _event_ways(line: EventLine) -> tuple[Way, ...]:
    return (to_event(line.event_id), to_account(line.account_id))


def _entry_ways(entry: DrawerEntry) -> tuple[Way, ...]:
    return (to_event(entry.event_id),)


def _exception_ways(item: ExceptionItem) -> tuple[Way, ...]:
    event = to_event(item.event_id)
    if item.place is Place.PAYMENT:
        return (Way(_("Mend"), "payment", item.payment_id), event)
    return (event, to_account(item.account_id))
