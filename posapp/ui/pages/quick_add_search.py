"""Quick Add > Search: finds a batch and reopens it with its outcomes (D-35).

It starts with what is likely wanted, the user's own batches of today; every criterion narrows it.
"""

from collections.abc import Mapping
from functools import partial
from typing import Any, ClassVar, Final

from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from posapp.domain.ids import UserId, parse_id
from posapp.domain.listing import Page as ListPage
from posapp.domain.listing import PageRequest
from posapp.domain.quick_add import WAITING, BatchCriterion, BatchItem, Outcome, QuickKind
from posapp.domain.topics import Topic
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.leading import Way, lead
from posapp.ui.models.batch_lists import batch_columns, kind_words, outcome_words
from posapp.ui.models.paged import PagedTableModel
from posapp.ui.pages.base import Page
from posapp.ui.quick_start import PAGES, WAITING_PAGE
from posapp.ui.shortcuts import Key
from posapp.ui.theme import GRID, dp
from posapp.ui.widgets.buttons import KeyButton
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.choice_box import Choice, ChoiceBox
from posapp.ui.widgets.date_edit import DateEdit
from posapp.ui.widgets.form import Form
from posapp.ui.widgets.looks import text_label
from posapp.ui.widgets.table import DataTable

_KEPT_ROWS: Final = 4
_COLUMNS: Final = 6


class QuickAddSearchPage(Page):
    """Criteria above, batches below; Enter opens one."""

    KIND: ClassVar[str] = "quick_add_search"
    TOPICS: ClassVar[frozenset[Topic]] = frozenset({Topic.EVENTS})
    SHOWS_DRAWER: ClassVar[bool] = False

    def __init__(self, context: UiContext, number: int = 0) -> None:
        super().__init__(context, number)
        self._known = False
        formats = context.formats
        fetch = partial(_fetch, context)
        self.model: PagedTableModel[BatchItem] = PagedTableModel(
            batch_columns(formats), fetch, context.runner, parent=self
        )
        self.kind = ChoiceBox([_any(), *(Choice(one, kind_words(one)) for one in QuickKind)])
        self.user = ChoiceBox([_any()])
        self.date_from = DateEdit(formats, context.today)
        self.date_to = DateEdit(formats, context.today)
        self.control = QLineEdit()
        self.outcome = ChoiceBox(_outcomes())
        self.form = Form(_COLUMNS, gap=GRID)
        self.table = DataTable("quick_batches", _("Batches"))
        self.about = text_label(" ", "subtitle")
        self.search_button = KeyButton(
            _("Search"), self.search, key=Key.MAIN_ACTION, shortcuts=context.shortcuts,
            kind="primary", name="search_now",
        )  # fmt: skip
        self.clear_button = KeyButton(_("Clear"), self._on_clear, name="clear")
        self._lay_out()
        self._connect()
        self.show_title(_("Quick Add Search"))

    def load(self) -> None:
        """Read who may have made a batch, then search; later read the list again."""
        if self._known:
            self.model.reload()
            return
        takers = self.context.services.browse.takers
        self.read(partial(takers, self.context.actor), self._on_takers)

    def focus_first(self) -> None:
        """Start in the list: what is wanted is likely there already."""
        self.table.setFocus()

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Keys of this page."""
        return (
            (_("Search"), self.search_button.hint),
            (_("Open the batch with its outcomes"), "Enter"),
        )

    def show_field_error(self, field: str, sentence: str) -> bool:
        """A criterion that is wrong."""
        return self.form.show_error(field, sentence)

    def search(self) -> None:
        """List the batches that fit all criteria."""
        wanted = self._criteria()
        if wanted is not None:
            self.model.load(wanted)

    def _criteria(self) -> Mapping[str, Any] | None:
        """What was filled in; ``None`` when a field is wrong, which is then shown."""
        self.form.clear_errors()
        control = self.control.text().strip()
        if control and parse_id(control) is None:
            self.form.show_error("tender_control", _("Ten digits make a number here."))
        if self.form.errors():
            self.form.focus_first_error()
            return None
        found = {
            BatchCriterion.KIND: self.kind.value(),
            BatchCriterion.USER: self.user.value(),
            BatchCriterion.DATE_FROM: self.date_from.value(),
            BatchCriterion.DATE_TO: self.date_to.value(),
            BatchCriterion.CONTROL: parse_id(control) if control else None,
            BatchCriterion.OUTCOME: self.outcome.value(),
        }
        return {name.value: value for name, value in found.items() if value is not None}

    def _lay_out(self) -> None:
        form = self.form
        form.add("batch_kind", _("Kind"), self.kind)
        form.add("made_by", _("Made by"), self.user)
        form.add("date_from", _("Payment Date from"), self.date_from)
        form.add("date_to", _("Payment Date to"), self.date_to)
        form.add("tender_control", _("Tender Control"), self.control)
        form.add("outcome", _("Has rows that are"), self.outcome)
        line = QHBoxLayout()
        line.setSpacing(dp(GRID))
        line.addWidget(self.about, 1)
        line.addWidget(self.clear_button)
        line.addWidget(self.search_button)
        criteria = Card(_("Quick Add Search"))
        criteria.add(form)
        criteria.add(line)
        self.table.set_model(self.model, self.context.state)
        self.table.keep_rows(_KEPT_ROWS)
        self.table.set_empty_text(
            _("No batch fits"), _("Fill in less, or take another day, and search again.")
        )
        found = Card(_("Batches"), grow=True)
        found.add(self.table, 1)
        self.body.addWidget(criteria)
        self.body.addWidget(found, 1)

    def _connect(self) -> None:
        for field in (self.date_from, self.date_to, self.control):
            field.returnPressed.connect(self.search)
        self.model.loaded.connect(self._on_loaded)
        self.model.failed.connect(self.on_failed)
        self.table.current_changed.connect(self._on_batch)
        lead(self.context, self.table, _ways)

    def _on_takers(self, takers: tuple[tuple[UserId, str], ...]) -> None:
        """Start with the user's own batches of today, or those of any day that wait."""
        self._known = True
        self.user.set_choices([_any(), *(Choice(number, name) for number, name in takers)])
        self.user.select(self.context.actor.user_id)
        if self.number == WAITING_PAGE:
            self.outcome.select(WAITING)
        else:
            self.date_from.set_value(self.context.today())
        self.search()

    def _on_loaded(self, rows: int, _more: bool) -> None:
        if rows and self.table.current_record() is None:
            self.table.select_line(0)
        elif not rows:
            self._on_batch(None)

    def _on_batch(self, batch: BatchItem | None) -> None:
        says = "" if batch is None else outcome_words(batch, self.context.formats)
        self.about.setText(says or " ")

    def _on_clear(self) -> None:
        self.form.clear_errors()
        for box in (self.kind, self.user, self.outcome):
            box.select(None)
        for field in (self.date_from, self.date_to, self.control):
            field.clear()
        self.date_from.setFocus()


def _fetch(context: UiContext, request: PageRequest) -> ListPage[BatchItem]:
    """One page; runs off the GUI thread."""
    return context.services.quick_add.search(request, context.actor)


def _ways(batch: BatchItem) -> tuple[Way, ...]:
    return (
        Way(_("Open batch"), PAGES[batch.kind], batch.id),
        Way(_("Open tender control"), "control", batch.control_id),
    )


def _any() -> Choice:
    return Choice(None, _("Any"))


def _outcomes() -> list[Choice]:
    return [
        _any(),
        Choice(WAITING, _("Waiting")),
        Choice(Outcome.INVALID, _("Invalid")),
        Choice(Outcome.NOT_HERE, _("Not possible here")),
        Choice(Outcome.ERROR, _("In Error")),
        Choice(Outcome.DONE, _("Frozen")),
        Choice(Outcome.GIVEN_UP, _("Given up")),
    ]
