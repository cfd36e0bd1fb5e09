"""All payable items: found by kind, state, number, person and plate (IT-4, IT-5)."""

from functools import partial
from operator import attrgetter
from typing import ClassVar, Final

from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from posapp.domain.codes import ItemState
from posapp.domain.items import ItemFilter, ItemListed, ItemTotals
from posapp.domain.listing import PageRequest
from posapp.domain.rights import Actor
from posapp.domain.topics import Topic
from posapp.i18n import _, plural
from posapp.services.bundle import Services
from posapp.ui.context import UiContext
from posapp.ui.leading import Way, lead, to_account
from posapp.ui.models.item_lists import found_item_columns
from posapp.ui.models.records import RecordTableModel
from posapp.ui.pages.base import Page
from posapp.ui.shortcuts import Key
from posapp.ui.theme import GRID, dp
from posapp.ui.widgets.buttons import KeyButton
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.choice_box import Choice, ChoiceBox
from posapp.ui.widgets.form import Form
from posapp.ui.widgets.looks import text_label
from posapp.ui.widgets.table import DataTable
from posapp.ui.words import word

MOST: Final = 300
_KEPT_ROWS: Final = 4
_COLUMNS: Final = 5

Found = tuple[tuple[ItemListed, ...], ItemTotals]


class ItemsPage(Page):
    """Criteria above, items below, the newest first, with what is due of all; Enter opens one."""

    KIND: ClassVar[str] = "items"
    TOPICS: ClassVar[frozenset[Topic]] = frozenset({Topic.ITEMS, Topic.EVENTS})
    SHOWS_DRAWER: ClassVar[bool] = False

    def __init__(self, context: UiContext, number: int = 0) -> None:
        super().__init__(context, number)
        self.item_number, self.person, self.plate = QLineEdit(), QLineEdit(), QLineEdit()
        kinds = sorted(context.setup.items.kinds)
        types = context.setup.sa_types
        self.kind = ChoiceBox([_any(), *(Choice(one, types[one].description) for one in kinds)])
        self.state = ChoiceBox([_any(), *(Choice(one, word(one).text) for one in ItemState)])
        self.form = Form(_COLUMNS, gap=GRID)
        self.table = DataTable("found_items", _("Payable items"))
        self.about = text_label(" ", "subtitle", wrap=True)
        self.search_button = KeyButton(
            _("Search"), self.search, key=Key.MAIN_ACTION, shortcuts=context.shortcuts,
            kind="primary", name="search_now",
        )  # fmt: skip
        self.clear_button = KeyButton(_("Clear"), self._on_clear, name="clear")
        self._lay_out()
        for field in (self.item_number, self.person, self.plate):
            field.returnPressed.connect(self.search)
        lead(context, self.table, _ways, attrgetter("number"))
        self.show_title(_("Payable items"))

    def load(self) -> None:
        """Search again."""
        self.search()

    def focus_first(self) -> None:
        """Start in the first criterion: there are more items than a list is read through."""
        self.item_number.setFocus()

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Keys of this page."""
        return ((_("Search"), self.search_button.hint), (_("Open the item"), "Enter"))

    def search(self) -> None:
        """List the items that fit all criteria."""
        services, actor = self.context.services, self.context.actor
        self.read(partial(_found, services, self._criteria(), actor), self._on_found)

    def _criteria(self) -> ItemFilter:
        state = self.state.value()
        return ItemFilter(
            kind=self.kind.value() or "",
            states=() if state is None else (state,),
            number=self.item_number.text().strip(),
            person=self.person.text().strip(),
            plate=self.plate.text().strip(),
        )

    def _lay_out(self) -> None:
        form = self.form
        form.add("item_number", _("Number"), self.item_number)
        form.add("person", _("Person"), self.person)
        form.add("plate", _("Plate"), self.plate)
        form.add("kind", _("Kind"), self.kind)
        form.add("item_state", _("State"), self.state)
        line = QHBoxLayout()
        line.setSpacing(dp(GRID))
        line.addWidget(self.about, 1)
        line.addWidget(self.clear_button)
        line.addWidget(self.search_button)
        criteria = Card(_("Payable items"))
        criteria.add(form)
        criteria.add(line)
        columns = found_item_columns(self.context.formats, self.context.setup)
        self.table.set_model(RecordTableModel(columns, (), self.table), self.context.state)
        self.table.keep_rows(_KEPT_ROWS)
        self.table.set_empty_text(_("No item fits"), _("Fill in less, and search again."))
        found = Card(_("Items"), _("Newest first"), grow=True)
        found.add(self.table, 1)
        self.body.addWidget(criteria)
        self.body.addWidget(found, 1)

    def _on_found(self, found: Found) -> None:
        rows, totals = found
        self.table.show_records(rows, attrgetter("id"))
        if rows and self.table.current_record() is None:
            self.table.select_line(0)
        self.about.setText(self._sums(totals))

    def _sums(self, totals: ItemTotals) -> str:
        """How many fit, what is due of them by currency, and how many have no money (IT-4)."""
        formats = self.context.formats
        count = formats.count(totals.count)
        parts = [plural("{n} item", "{n} items", totals.count).format(n=count)]
        for one in totals.due:
            due = formats.money(one.amount, one.currency)
            says = plural("{due} due of {n} item", "{due} due of {n} items", one.count)
            parts.append(says.format(due=due, n=formats.count(one.count)))
        if totals.without_money:
            without = _("{n} without money").format(n=formats.count(totals.without_money))
            parts.append(without)
        if totals.count > MOST:
            parts.append(_("the newest {n} are shown").format(n=MOST))
        return " \u00b7 ".join(parts)

    def _on_clear(self) -> None:
        for box in (self.kind, self.state):
            box.select(None)
        for field in (self.item_number, self.person, self.plate):
            field.clear()
        self.item_number.setFocus()


def _found(services: Services, wanted: ItemFilter, actor: Actor) -> Found:
    """Items that fit, and the sums of all that do."""
    page = services.items.list(wanted, PageRequest(limit=MOST), actor)
    return tuple(page.rows), services.items.totals(wanted, actor)


def _ways(one: ItemListed) -> tuple[Way, ...]:
    return (Way(_("Open item"), "item", one.id), to_account(one.account_id))


def _any() -> Choice:
    return Choice(None, _("Any"))
