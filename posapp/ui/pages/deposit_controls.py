"""Deposit controls: find one, open one (controls 4, 10.2 step 1)."""

from functools import partial
from typing import Any, ClassVar, Final

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout

from posapp.domain.codes import ControlStatus, SourceType
from posapp.domain.ids import short_id
from posapp.domain.listing import Page as Rows
from posapp.domain.listing import PageRequest
from posapp.domain.rights import Right
from posapp.domain.tender_controls import DepositControl
from posapp.domain.topics import Topic
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.leading import Way, lead
from posapp.ui.models.deposit_lists import deposit_control_columns
from posapp.ui.models.paged import PagedTableModel
from posapp.ui.pages.base import Page
from posapp.ui.theme import GRID, dp
from posapp.ui.widgets.buttons import KeyButton
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.choice_box import Choice, ChoiceBox
from posapp.ui.widgets.date_edit import DateEdit
from posapp.ui.widgets.labelled_field import LabelledField
from posapp.ui.widgets.table import DataTable
from posapp.ui.words import word

_KEPT_ROWS: Final = 6
_FIELD: Final = 220


class DepositControlsPage(Page):
    """The list, narrowed by status, source type and business date."""

    KIND: ClassVar[str] = "deposit_controls"
    TOPICS: ClassVar[frozenset[Topic]] = frozenset({Topic.CONTROLS})
    SHOWS_DRAWER: ClassVar[bool] = False

    def __init__(self, context: UiContext, number: int = 0) -> None:
        super().__init__(context, number)
        self.model: PagedTableModel[DepositControl] = PagedTableModel(
            deposit_control_columns(context.formats), partial(_fetch, context), context.runner,
            parent=self,
        )  # fmt: skip
        self.table = DataTable("deposit_controls", _("Deposit controls"))
        self.status = ChoiceBox(_choices(ControlStatus))
        self.source_type = ChoiceBox(_choices(SourceType))
        self.business_date = DateEdit(context.formats, context.today)
        self.open_new = KeyButton(_("Open deposit control\u2026"), self._on_new, name="open_new")
        self.open_new.bind_key(QKeySequence("Ins"))
        self.open_new.show_hint("Ins")
        self.open_new.offer(context.actor.may(Right.DEPOSIT_CONTROL))
        self._lay_out()
        lead(context, self.table, _ways, lambda one: short_id(one.id))
        for field in (self.status, self.source_type, self.business_date):
            field.value_changed.connect(lambda _value: self.load())
        self.model.loaded.connect(self._on_loaded)
        self.model.failed.connect(self.on_failed)
        self.show_title(_("Deposit controls"))

    def load(self) -> None:
        """Read the list that fits."""
        wanted = {
            "status": self.status.value(),
            "source_type": self.source_type.value(),
            "business_date": self.business_date.value(),
        }
        self.model.load({name: value for name, value in wanted.items() if value is not None})

    def focus_first(self) -> None:
        """Start in the list."""
        self.table.setFocus()

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Keys of this page."""
        return (
            (_("Open the marked deposit control"), "Enter"),
            (_("Open a new one"), self.open_new.hint),
        )

    def _lay_out(self) -> None:
        filters = QHBoxLayout()
        filters.setSpacing(dp(2 * GRID))
        for name, words, field in (
            ("status", _("Status"), self.status),
            ("source_type", _("Source Type"), self.source_type),
            ("business_date", _("Business Date"), self.business_date),
        ):
            field.setFixedWidth(dp(_FIELD))
            filters.addWidget(LabelledField(name, words, field, room=False))
        filters.addStretch(1)
        filters.addWidget(self.open_new)
        self.found = Card(_("Deposit controls"), " ", grow=True)
        self.table.set_model(self.model, self.context.state)
        self.table.keep_rows(_KEPT_ROWS)
        self.table.set_empty_text(
            _("No deposit control found"),
            _("Open one before the first drawer, or take a filter away."),
        )
        self.found.add(filters)
        self.found.add(self.table, 1)
        self.body.addWidget(self.found, 1)

    def _on_loaded(self, rows: int, more: bool) -> None:
        count = self.context.formats.count(rows)
        self.found.caption.setText(_("{n}, and more below").format(n=count) if more else count)
        if rows and self.table.current_record() is None:
            self.table.select_line(0)

    def _on_new(self) -> None:
        doings = self.context.doings
        if doings is not None:
            doings.open_deposit_control()


def _fetch(context: UiContext, request: PageRequest) -> Rows[DepositControl]:
    return context.services.deposit_controls.search(request, context.actor)


def _choices(codes: Any) -> list[Choice]:
    return [Choice(None, _("All")), *(Choice(one, word(one).text) for one in codes)]


def _ways(one: DepositControl) -> tuple[Way, ...]:
    return (Way(_("Open deposit control"), "deposit_control", one.id),)
