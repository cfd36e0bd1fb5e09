"""All drawers: search tender controls by number, source, deposit control, user, status, date (5.1)."""

from functools import partial
from operator import attrgetter
from typing import ClassVar, Final

from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from posapp.domain.codes import ControlStatus
from posapp.domain.control_search import MOST, ControlSearch, FoundControl
from posapp.domain.ids import ControlId, DepositControlId, UserId, parse_id, short_id
from posapp.domain.topics import Topic
from posapp.i18n import _, plural
from posapp.ui.context import UiContext
from posapp.ui.leading import Way, lead
from posapp.ui.models.drawer_lists import found_columns
from posapp.ui.models.records import RecordTableModel
from posapp.ui.pages.base import Page
from posapp.ui.shortcuts import Key
from posapp.ui.theme import GRID, dp
from posapp.ui.widgets.buttons import KeyButton
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.choice_box import Choice, ChoiceBox
from posapp.ui.widgets.date_edit import DateEdit
from posapp.ui.widgets.form import Form
from posapp.ui.widgets.looks import text_label
from posapp.ui.widgets.table import DataTable
from posapp.ui.words import word

_KEPT_ROWS: Final = 4
_COLUMNS: Final = 6


class TenderControlsPage(Page):
    """Criteria above, drawers below, the newest first; Enter opens one."""

    KIND: ClassVar[str] = "controls"
    TOPICS: ClassVar[frozenset[Topic]] = frozenset({Topic.CONTROLS})
    SHOWS_DRAWER: ClassVar[bool] = False

    def __init__(self, context: UiContext, number: int = 0) -> None:
        super().__init__(context, number)
        self._known = False
        self.control, self.deposit = QLineEdit(), QLineEdit()
        sources = sorted(context.setup.tender_sources.values(), key=attrgetter("code"))
        self.source = ChoiceBox([_any(), *(Choice(one.code, one.code) for one in sources)])
        self.user = ChoiceBox([_any()])
        self.status = ChoiceBox([_any(), *(Choice(one, word(one).text) for one in ControlStatus)])
        self.created = DateEdit(context.formats, context.today)
        self.form = Form(_COLUMNS, gap=GRID)
        self.table = DataTable("found_controls", _("Drawers"))
        self.about = text_label(" ", "subtitle")
        self.search_button = KeyButton(
            _("Search"), self.search, key=Key.MAIN_ACTION, shortcuts=context.shortcuts,
            kind="primary", name="search_now",
        )  # fmt: skip
        self.clear_button = KeyButton(_("Clear"), self._on_clear, name="clear")
        self._lay_out()
        for field in (self.control, self.deposit, self.created):
            field.returnPressed.connect(self.search)
        lead(context, self.table, _ways, lambda one: short_id(one.id))
        self.show_title(_("All drawers"))

    def load(self) -> None:
        """Read who may have a drawer, then search; later search again."""
        if self._known:
            self.search()
            return
        takers = self.context.services.browse.takers
        self.read(partial(takers, self.context.actor), self._on_takers)

    def focus_first(self) -> None:
        """Start in the list: what is wanted is likely there already."""
        self.table.setFocus()

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Keys of this page."""
        return ((_("Search"), self.search_button.hint), (_("Open the drawer"), "Enter"))

    def show_field_error(self, field: str, sentence: str) -> bool:
        """A criterion that is wrong."""
        return self.form.show_error(field, sentence)

    def search(self) -> None:
        """List the drawers that fit all criteria."""
        wanted = self._criteria()
        if wanted is not None:
            found = self.context.services.tender_controls.search
            self.read(partial(found, wanted, self.context.actor), self._on_found)

    def _criteria(self) -> ControlSearch | None:
        """What was filled in; ``None`` when a field is wrong, which is then shown."""
        self.form.clear_errors()
        control, deposit = (one.text().strip() for one in (self.control, self.deposit))
        for name, text in (("tender_control_id", control), ("deposit_control_id", deposit)):
            if text and parse_id(text) is None:
                self.form.show_error(name, _("Ten digits make a number here."))
        if self.form.errors():
            self.form.focus_first_error()
            return None
        number, umbrella = parse_id(control), parse_id(deposit)
        return ControlSearch(
            control_id=None if number is None else ControlId(number),
            tender_source=self.source.value() or "",
            deposit_control_id=None if umbrella is None else DepositControlId(umbrella),
            user_id=self.user.value(),
            status=self.status.value(),
            created=self.created.value(),
        )

    def _lay_out(self) -> None:
        form = self.form
        form.add("tender_control_id", _("Tender Control"), self.control)
        form.add("tender_source", _("Tender Source"), self.source)
        form.add("deposit_control_id", _("Deposit Control"), self.deposit)
        form.add("user_id", _("User"), self.user)
        form.add("control_status", _("Status"), self.status)
        form.add("created", _("Created on or before"), self.created)
        line = QHBoxLayout()
        line.setSpacing(dp(GRID))
        line.addWidget(self.about, 1)
        line.addWidget(self.clear_button)
        line.addWidget(self.search_button)
        criteria = Card(_("All drawers"))
        criteria.add(form)
        criteria.add(line)
        columns = found_columns(self.context.formats)
        self.table.set_model(RecordTableModel(columns, (), self.table), self.context.state)
        self.table.keep_rows(_KEPT_ROWS)
        self.table.set_empty_text(_("No drawer fits"), _("Fill in less, and search again."))
        found = Card(_("Drawers"), _("Newest first"), grow=True)
        found.add(self.table, 1)
        self.body.addWidget(criteria)
        self.body.addWidget(found, 1)

    def _on_takers(self, takers: tuple[tuple[UserId, str], ...]) -> None:
        self._known = True
        self.user.set_choices([_any(), *(Choice(number, name) for number, name in takers)])
        self.user.select(None)
        self.search()

    def _on_found(self, found: tuple[FoundControl, ...]) -> None:
        self.table.show_records(found, attrgetter("id"))
        if found and self.table.current_record() is None:
            self.table.select_line(0)
        count = plural("{n} drawer", "{n} drawers", len(found)).format(n=len(found))
        more = _("The newest {n} are shown.").format(n=MOST)
        self.about.setText(more if len(found) == MOST else count)

    def _on_clear(self) -> None:
        self.form.clear_errors()
        for box in (self.source, self.user, self.status):
            box.select(None)
        for field in (self.control, self.deposit, self.created):
            field.clear()
        self.control.setFocus()


def _ways(one: FoundControl) -> tuple[Way, ...]:
    return (Way(_("Open drawer page"), "control", one.id),)


def _any() -> Choice:
    return Choice(None, _("Any"))
