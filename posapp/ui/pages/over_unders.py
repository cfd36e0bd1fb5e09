"""Booked differences of the drawers: find them, what they come to, a picture by day (OU-10)."""

from functools import partial
from operator import attrgetter
from typing import ClassVar, Final

from PySide6.QtWidgets import QHBoxLayout

from posapp.domain.day_paper import DayPaper
from posapp.domain.ids import UserId, long_id
from posapp.domain.over_unders import OverUnderEntry, totals_of
from posapp.domain.rights import Right
from posapp.domain.supervising import differences_by_day
from posapp.domain.topics import Topic
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.leading import Way, lead, to_event
from posapp.ui.models.over_under_lists import over_under_columns, total_pills
from posapp.ui.models.records import RecordTableModel
from posapp.ui.pages.base import Page
from posapp.ui.paper_opening import open_paper
from posapp.ui.shortcuts import Key
from posapp.ui.theme import GRID, dp
from posapp.ui.widgets.badges import PillStrip
from posapp.ui.widgets.buttons import KeyButton
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.choice_box import Choice, ChoiceBox
from posapp.ui.widgets.date_edit import DateEdit
from posapp.ui.widgets.difference_chart import DifferenceChart
from posapp.ui.widgets.form import Form
from posapp.ui.widgets.looks import text_label
from posapp.ui.widgets.period import read_period
from posapp.ui.widgets.table import DataTable

_KEPT_ROWS: Final = 4


class OverUndersPage(Page):
    """Criteria and a picture above, the lines below, the newest first; Enter opens the event."""

    KIND: ClassVar[str] = "over_unders"
    TOPICS: ClassVar[frozenset[Topic]] = frozenset({Topic.CONTROLS, Topic.EVENTS})
    SHOWS_DRAWER: ClassVar[bool] = False

    def __init__(self, context: UiContext, number: int = 0) -> None:
        super().__init__(context, number)
        self._known = False
        self._sees_all = context.actor.may(Right.SEE_EXPECTED)
        self.first = DateEdit(context.formats, context.today)
        self.last = DateEdit(context.formats, context.today)
        self.cashier = ChoiceBox([Choice(None, _("Any"))])
        reasons = sorted(context.setup.over_under_reasons.values(), key=attrgetter("description"))
        self.reason = ChoiceBox(
            [Choice("", _("Any")), *(Choice(one.code, one.description) for one in reasons)]
        )
        self.form = Form(2, gap=GRID)
        self.table = DataTable("over_unders", _("Over and under"))
        self.totals = PillStrip()
        self.chart = DifferenceChart(context)
        self.search_button = KeyButton(
            _("Search"), self.search, key=Key.MAIN_ACTION, shortcuts=context.shortcuts,
            kind="primary", name="search_now",
        )  # fmt: skip
        self.clear_button = KeyButton(_("Clear"), self._on_clear, name="clear")
        self.paper = KeyButton(
            _("Print\u2026"), self.print_paper, key=Key.PRINT, shortcuts=context.shortcuts,
            name="print_paper",
        )  # fmt: skip
        self.paper.offer(context.actor.may(Right.PRINT))
        self._lay_out()
        for field in (self.first, self.last):
            field.returnPressed.connect(self.search)
        lead(context, self.table, _ways, lambda one: long_id(one.event_id))
        self.show_title(_("Over and under"))

    def load(self) -> None:
        """Read whose drawers there are, then search; later search again."""
        if self._known or not self._sees_all:
            self.search()
            return
        takers = self.context.services.browse.takers
        self.read(partial(takers, self.context.actor), self._on_takers)

    def focus_first(self) -> None:
        """Start in the list: what is wanted is likely there already."""
        self.table.setFocus()

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Keys of this page."""
        shown = (self.search_button, self.paper)
        return (
            *((one.text(), one.hint) for one in shown if not one.isHidden()),
            (_("Open the payment event"), "Enter"),
        )

    def print_paper(self) -> None:
        """The log as a paper (17)."""
        open_paper(self, DayPaper.OVER_UNDER)

    def search(self) -> None:
        """List the bookings that fit all criteria."""
        self.form.clear_errors()
        first, last = read_period(self.form, self.first, self.last)
        if self.form.errors():
            self.form.focus_first_error()
            return
        log = self.context.services.over_unders.log
        work = partial(
            log, self.context.actor, first=first, last=last, user_id=self.cashier.value(),
            reason=self.reason.value() or "",
        )  # fmt: skip
        self.read(work, self._on_found, "reports")

    def _lay_out(self) -> None:
        form = self.form
        form.add("first", _("From"), self.first)
        form.add("last", _("To"), self.last)
        if self._sees_all:
            form.add("cashier", _("Cashier"), self.cashier)
        else:
            self.cashier.hide()
        form.add("over_under_reason", _("Reason"), self.reason)
        line = QHBoxLayout()
        line.setSpacing(dp(GRID))
        line.addWidget(self.paper)
        line.addStretch(1)
        line.addWidget(self.clear_button)
        line.addWidget(self.search_button)
        criteria = Card(_("Over and under"), grow=True)
        criteria.add(form)
        criteria.body.addStretch(1)
        criteria.add(line)
        above = QHBoxLayout()
        above.setSpacing(dp(12))
        above.addWidget(criteria, 1)
        above.addWidget(self.chart, 1)
        context = self.context
        columns = over_under_columns(context.setup, context.formats)
        self.table.set_model(RecordTableModel(columns, (), self.table), context.state)
        self.table.keep_rows(_KEPT_ROWS)
        self.table.set_empty_text(
            _("No difference was booked"), _("Fill in less, and search again.")
        )
        found = Card(_("Bookings"), _("Newest first"), grow=True)
        found.add(self.table, 1)
        foot = QHBoxLayout()
        foot.addWidget(text_label(_("All that is listed"), "subtitle"))
        foot.addWidget(self.totals)
        foot.addStretch(1)
        found.add(foot)
        self.body.addLayout(above)
        self.body.addWidget(found, 1)

    def _on_takers(self, takers: tuple[tuple[UserId, str], ...]) -> None:
        self._known = True
        self.cashier.set_choices(
            [Choice(None, _("Any")), *(Choice(number, name) for number, name in takers)]
        )
        self.search()

    def _on_found(self, found: tuple[OverUnderEntry, ...]) -> None:
        newest = tuple(reversed(found))
        self.table.show_records(newest, lambda one: (one.event_id, one.tender_type))
        if newest and self.table.current_record() is None:
            self.table.select_line(0)
        self.totals.show_states(total_pills(totals_of(found), self.context.formats))
        self.chart.show_days(differences_by_day(found))

    def _on_clear(self) -> None:
        self.form.clear_errors()
        self.first.clear()
        self.last.clear()
        self.cashier.select(None)
        self.reason.select("")
        self.first.setFocus()


def _ways(one: OverUnderEntry) -> tuple[Way, ...]:
    return (to_event(one.event_id), Way(_("Open tender control"), "control", one.control_id))
