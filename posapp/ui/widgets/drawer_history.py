"""What happened to a drawer: counts that are kept for ever, openings without a sale, float, remarks."""

from functools import partial
from operator import attrgetter, itemgetter
from typing import ClassVar, Final

from PySide6.QtWidgets import QGridLayout

from posapp.domain.codes import ControlStatus
from posapp.domain.control_counts import Count
from posapp.domain.drawer_openings import DrawerOpening
from posapp.domain.tender_controls import ControlView
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.models.control_lists import float_columns
from posapp.ui.models.drawer_lists import attempt_columns, counted_columns, opening_columns
from posapp.ui.models.records import RecordTableModel
from posapp.ui.pages.base import Page
from posapp.ui.theme import dp
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.drawer_tab import ControlTab
from posapp.ui.widgets.looks import text_label
from posapp.ui.widgets.table import DataTable

_LEAST_ROWS: Final = 2


class DrawerHistory(ControlTab):
    """Counts and what the marked one said, openings, float, comments."""

    NAME: ClassVar[str] = "drawer_history"

    def __init__(self, context: UiContext, page: Page) -> None:
        super().__init__(context, page)
        self._currency = ""
        self.attempts = DataTable("count_attempts", _("Counts"))
        self.counted = DataTable("count_lines", _("What the count said"))
        self.floats = DataTable("float_count", _("Counted float"))
        self.openings = DataTable("no_sales", _("Opened without a sale"))
        self.comments = text_label("", wrap=True)
        self.comments.setObjectName("control_comments")
        self._lay_out()
        self.attempts.current_changed.connect(self._on_attempt)

    def label(self, view: ControlView | None) -> str:  # noqa: ARG002 - the same for every control
        """*History*."""
        return _("His&tory")

    def show_view(self, view: ControlView) -> None:
        """Float and remarks; another currency writes other amounts."""
        formats, code = self.context.formats, view.control.currency
        if code != self._currency:
            self._currency = code
            columns = counted_columns(formats, self.context.setup, code)
            self.counted.set_model(RecordTableModel(columns, (), self.counted))
        if view.control.status is ControlStatus.BALANCED:
            why = _("It was balanced before counts were written down.")
            self.attempts.set_empty_text(_("No count was kept"), why)
        self.floats.show_records(view.float_count, itemgetter(0))
        comments = "" if view.standing is None else view.standing.comments
        says = _("Comments: {comments}").format(comments=comments)
        self.comments.setText(says if comments else _("No comments."))

    def show_attempts(self, attempts: tuple[Count, ...]) -> None:
        """Every count, the first one first (CN-04)."""
        self.attempts.show_records(attempts, attrgetter("id"))
        if attempts and self.attempts.current_record() is None:
            self.attempts.select_line(len(attempts) - 1)
        self._on_attempt(self.attempts.current_record())

    def load(self) -> None:
        """Read the openings without a sale."""
        openings = self.context.services.drawer_openings.openings
        self.read(partial(openings, self.control_id, self.context.actor), self._on_openings)

    def focus_first(self) -> None:
        """The counts."""
        self.attempts.setFocus()

    def _lay_out(self) -> None:
        formats = self.context.formats
        self.attempts.set_model(RecordTableModel(attempt_columns(formats), (), self.attempts))
        self.floats.set_model(RecordTableModel(float_columns(formats), (), self.floats))
        self.openings.set_model(RecordTableModel(opening_columns(formats), (), self.openings))
        self.attempts.set_empty_text(_("Not counted yet"), _("Each count stays here for ever."))
        self.counted.set_empty_text(_("Nothing is marked"))
        self.floats.set_empty_text(
            _("The float was not counted"), _("It was accepted as it stands above.")
        )
        self.openings.set_empty_text(_("Never"))
        grid = QGridLayout()
        grid.setSpacing(dp(12))
        places = (
            (_("Counts"), self.attempts, 0, 0),
            (_("What the count said"), self.counted, 0, 1),
            (_("Opened without a sale"), self.openings, 1, 0),
            (_("Counted float"), self.floats, 1, 1),
        )
        for title, table, row, column in places:
            table.keep_rows(_LEAST_ROWS)
            card = Card(title, grow=True)
            card.add(table, 1)
            grid.addWidget(card, row, column)
            grid.setColumnStretch(column, 1)
            grid.setRowStretch(row, 1)
        self.column.addLayout(grid, 1)
        self.column.addWidget(self.comments)

    def _on_attempt(self, one: Count | None) -> None:
        self.counted.show_records(() if one is None else one.lines, attrgetter("tender_type"))

    def _on_openings(self, found: tuple[DrawerOpening, ...]) -> None:
        self.openings.show_records(found, attrgetter("id"))
