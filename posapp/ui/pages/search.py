"""Payment / Tender Search: criteria at the left, what fits at the right (SR-1..SR-4).

Criteria are combined with AND, lists are paged and sorted by the database, a search without
criteria is refused with a sentence. The page opened for an account lists its payments.
"""

from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import QPoint
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout

from posapp.domain.browse import EventItem, ListTotals, PaymentItem, TenderItem
from posapp.domain.ids import AccountId, UserId, long_id, short_id
from posapp.domain.listing import PageRequest
from posapp.domain.topics import Topic
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.context_menu import open_menu
from posapp.ui.formats import grouped
from posapp.ui.models.paged import PagedTableModel
from posapp.ui.models.search_lists import event_columns, payment_columns, tender_columns
from posapp.ui.pages.base import Page
from posapp.ui.search_criteria import SearchFor, TypedSearch, criteria_of
from posapp.ui.shortcuts import Key
from posapp.ui.theme import GRID, dp
from posapp.ui.widgets.buttons import KeyButton
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.fitting_scroll import FittingScroll
from posapp.ui.widgets.looks import text_label
from posapp.ui.widgets.search_form import SearchForm
from posapp.ui.widgets.search_results import SearchResults

Found = PaymentItem | TenderItem | EventItem

_FORM_WIDTH = 328


class SearchPage(Page):
    """Finds payments, tenders and events by what is known of them."""

    KIND: ClassVar[str] = "search"
    TOPICS: ClassVar[frozenset[Topic]] = frozenset({Topic.EVENTS, Topic.LEDGER})
    SHOWS_DRAWER: ClassVar[bool] = False

    def __init__(self, context: UiContext, number: int = 0) -> None:
        """Make the page.

        Args:
            context: the surroundings.
            number: account whose payments are wanted, 0 for an empty search.
        """
        super().__init__(context, number)
        self._filters: dict[str, Any] | None = None
        self._kind = SearchFor.PAYMENTS
        self._totals_run = 0
        self._is_new = False
        self._kept = 0
        browse, actor, formats = context.services.browse, context.actor, context.formats
        rounding = context.setup.installation.rounding_tender_type
        self.models: dict[SearchFor, PagedTableModel[Any]] = {
            SearchFor.PAYMENTS: PagedTableModel(
                payment_columns(formats), partial(_fetch, browse.payments, actor), context.runner
            ),
            SearchFor.TENDERS: PagedTableModel(
                tender_columns(formats, rounding),
                partial(_fetch, browse.tenders, actor),
                context.runner,
            ),
            SearchFor.BOTH: PagedTableModel(
                event_columns(formats), partial(_fetch, browse.events, actor), context.runner
            ),
        }
        self.form = SearchForm(context)
        self.results = SearchResults(context, self.models)
        self.status = text_label("", "error", wrap=True)
        self.search_button = KeyButton(
            _("Search"), self.search, key=Key.MAIN_ACTION, shortcuts=context.shortcuts,
            kind="primary", name="search_now",
        )  # fmt: skip
        self.clear_button = KeyButton(_("Clear"), self._on_clear, name="clear")
        self._lay_out()
        self._connect()
        self.show_title(_("Payment / Tender Search"))

    def load(self) -> None:
        """Read what the form offers at first, later what was searched for once more."""
        if self._filters is not None:
            self._kept = _identity(self.results.table.current_record())
            self.models[self._kind].reload()
            self._read_totals()
            return
        services, actor = self.context.services, self.context.actor
        self.read(partial(services.browse.takers, actor), self._on_takers)

    def focus_first(self) -> None:
        """Start in the first criterion."""
        self.form.focus_first()

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Keys of this page."""
        return (
            (_("Search"), self.search_button.hint),
            (_("Search, from a field"), "Enter"),
            (_("Open the payment event"), "Enter"),
        )

    def show_field_error(self, field: str, sentence: str) -> bool:
        """A number that names nothing is said at its field."""
        return self.form.show_error(field, sentence)

    def search(self) -> None:
        """Find everything that fits all criteria."""
        self.status.setText("")
        typed = self.form.typed()
        if typed is None:
            return
        if typed.is_empty:
            self.status.setText(_("Fill in at least one field, then search."))
            self.form.focus_first()
            return
        services, actor = self.context.services, self.context.actor
        self.read(partial(criteria_of, services, actor, typed), self._on_criteria)

    def _lay_out(self) -> None:
        criteria = Card(_("Payment / Tender Search"), grow=True)
        criteria.setFixedWidth(dp(_FORM_WIDTH))
        criteria.add(FittingScroll(self.form, "search_criteria"), 1)
        criteria.add(self.status)
        buttons = QHBoxLayout()
        buttons.setSpacing(dp(GRID))
        buttons.addWidget(self.clear_button)
        buttons.addWidget(self.search_button, 1)
        criteria.add(buttons)
        row = QHBoxLayout()
        row.setSpacing(dp(12))
        row.addWidget(criteria)
        row.addWidget(self.results, 1)
        self.body.addLayout(row, 1)

    def _connect(self) -> None:
        self.form.submitted.connect(self.search)
        self.form.search_for.value_changed.connect(self._on_search_for)
        self.results.chosen.connect(self._open_event)
        self.results.menu_wanted.connect(self._open_menu)
        for kind, model in self.models.items():
            model.setParent(self)
            model.loaded.connect(partial(self._on_loaded, kind))
            model.failed.connect(self.on_failed)

    def _on_takers(self, takers: tuple[tuple[UserId, str], ...]) -> None:
        self.form.show_takers(takers)
        if self.number:
            self.form.field("payee").setText(grouped(short_id(AccountId(self.number))))
            self.search()

    def _on_search_for(self, kind: SearchFor) -> None:
        """Another kind is searched for: what was found before is not of it."""
        self._filters, self._kind = None, kind
        self._generation += 1
        self._totals_run += 1
        self.status.setText("")
        for model in self.models.values():
            model.clear()
        self.results.show_unsearched()
        self.results.show_kind(kind)

    def _on_criteria(self, found: tuple[TypedSearch, dict[str, Any]]) -> None:
        typed, self._filters = found
        self._kind, self._is_new = typed.search_for, True
        self.results.show_kind(self._kind)
        self.results.show_searched()
        self.models[self._kind].load(self._filters)
        self._read_totals()

    def _read_totals(self) -> None:
        """Count and sum on the ``reports`` lane: they may take longer than the first page."""
        self._totals_run += 1
        browse = self.context.services.browse
        wanted = {
            SearchFor.PAYMENTS: browse.payment_totals,
            SearchFor.TENDERS: browse.tender_totals,
        }
        request = PageRequest(filters=dict(self._filters or {}))
        for kind, totals in wanted.items():
            if self._kind in {kind, SearchFor.BOTH}:
                answered = partial(self._on_totals, self._totals_run, kind)
                work = partial(totals, request, self.context.actor)
                self.context.runner.run(self, work, answered, self.on_failed, "reports")

    def _on_totals(self, run: int, kind: SearchFor, totals: ListTotals) -> None:
        if run == self._totals_run:
            self.results.show_totals(kind, totals)

    def _on_loaded(self, kind: SearchFor, rows: int, more: bool) -> None:
        """Go to the first hit, so that Enter opens it; read again, stay where the user was."""
        if kind != self._kind:
            return
        self.results.show_loaded(rows, more=more)
        table = self.results.table
        if self._is_new and rows:
            table.select_line(0)
            table.setFocus()
        elif self._kept:
            found = [_identity(record) for record in self.models[kind].records]
            if self._kept in found:
                table.select_line(found.index(self._kept))
        self._is_new, self._kept = False, 0

    def _on_clear(self) -> None:
        self.status.setText("")
        self.form.clear()
        self.form.focus_first()

    def _open_event(self, found: Found) -> None:
        self.context.open_page("event", found.event_id)

    def _open_menu(self, found: Found, place: QPoint) -> None:
        """Event and account that hang on a line (ui.md, rules of use 8)."""
        account = found.payor_account_id if isinstance(found, TenderItem) else found.account_id
        copy = partial(QGuiApplication.clipboard().setText, long_id(found.event_id))
        acts = [
            (_("Open payment event"), partial(self._open_event, found)),
            (_("Open account"), partial(self.context.open_page, "account", account)),
            (_("Copy event number"), copy),
        ]
        open_menu(self, acts, place)


def _fetch(listed: Any, actor: Any, request: PageRequest) -> Any:
    """One page of a list of the browse services; runs off the GUI thread."""
    return listed(request, actor)


def _identity(found: Found | None) -> int:
    """The id of a line, 0 for none."""
    if isinstance(found, PaymentItem):
        return found.payment_id
    if isinstance(found, TenderItem):
        return found.tender_id
    return 0 if found is None else found.event_id
