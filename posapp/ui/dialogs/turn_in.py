"""*Turn in funds*: type, amount, notes and coins or checks, receipt number (controls 9, TI-01..TI-14)."""

from dataclasses import replace
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from posapp.domain.codes import TurnInDirection
from posapp.domain.ids import TenderId
from posapp.domain.money import total
from posapp.domain.rights import Right
from posapp.domain.tender_controls import Control
from posapp.domain.turn_in import (
    RECEIPT_WIDTH,
    AddTurnIn,
    Instrument,
    TurnInContent,
    TurnInView,
)
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.delegates.count import CountDelegate
from posapp.ui.dialogs.base import TaskDialog, Work
from posapp.ui.dialogs.drawer_reasons import COMMENT_WIDTH, control_title
from posapp.ui.models.count_grid import COUNT, CountGrid, denominations_of
from posapp.ui.models.drawer_lists import Going, going_columns
from posapp.ui.models.records import RecordTableModel
from posapp.ui.theme import dp
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.choice_box import Choice, ChoiceBox
from posapp.ui.widgets.grid import GridTable
from posapp.ui.widgets.limited_edit import LimitedEdit
from posapp.ui.widgets.looks import text_label
from posapp.ui.widgets.money_edit import MoneyEdit
from posapp.ui.widgets.table import DataTable

_SIZE: Final = QSize(860, 640)
_LEAST_ROWS: Final = 3
OUT, IN = TurnInDirection.OUT, TurnInDirection.IN


class TurnInDialog(TaskDialog):
    """Hands money over or corrects what waits; ``completed`` carries ``Saved[TurnInId]``."""

    def __init__(
        self,
        context: UiContext,
        control: Control,
        parent: QWidget | None = None,
        *,
        old: TurnInView | None = None,
    ) -> None:
        """Make the dialog.

        Args:
            context: the window's surroundings.
            control: the drawer that the money leaves.
            parent: window that the dialog belongs to.
            old: the turn-in to correct; ``None`` for a new one.
        """
        super().__init__(
            context.runner, context.failures, context.shortcuts, parent,
            title=_("Turn in funds") if old is None else _("Change turn-in"),
            action=_("Turn in") if old is None else _("Save"), name="turn_in_dialog",
            subtitle=control_title(control),
        )  # fmt: skip
        self._context, self._control, self._old = context, control, old
        self._cash = context.setup.installation.starting_balance_tender_type
        self._there: tuple[Instrument, ...] = ()
        self._chosen: set[TenderId] = set()
        currency = context.formats.currency(control.currency)
        self.direction = ChoiceBox(
            [Choice(OUT, _("Out of the drawer")), Choice(IN, _("Into the drawer"))]
        )
        self.tender_type = ChoiceBox(self._kinds())
        self.amount = MoneyEdit(context.formats, currency)
        self.receipt_number = LimitedEdit(RECEIPT_WIDTH)
        self.comments = LimitedEdit(COMMENT_WIDTH)
        self.grid = CountGrid(context.formats, self)
        self.notes = GridTable("turn_in_notes", _("Notes and coins"), goes_on=True)
        self.list = DataTable("turn_in_checks", _("Checks and slips"))
        self._lay_out_parts()
        self._connect()
        self._show_old()
        self._on_kind()
        self._load_there()

    @property
    def holds_work(self) -> bool:
        """An amount that was typed or counted."""
        return self.isVisible() and self._content() != self._start

    @property
    def unfinished(self) -> str:
        """What would be lost."""
        return _("A turn-in is filled in and not recorded.")

    def wanted_size(self) -> QSize:
        """Room for a currency's notes and coins."""
        return QSize(dp(_SIZE.width()), dp(_SIZE.height()))

    def focus_first(self) -> None:
        """Start in the amount; it is cash most times."""
        self.amount.setFocus()

    def build_work(self, confirmed: frozenset[str]) -> Work | None:  # noqa: ARG002 - asks nothing
        """The command."""
        content, turn_ins = self._content(), self._context.services.turn_ins
        if self.grid.errors:
            self.form.show_error("amount", self.grid.wrong_count)
            self.notes.setFocus()
            return None
        if content is None:
            self.form.show_error("amount", self.amount.error or _("Enter the amount."))
            return None
        actor = self._context.actor
        if self._old is None:
            command = AddTurnIn(self.request_id, self._control.id, content, self.direction.value())
            return partial(turn_ins.add, command, actor)
        old = self._old.turn_in
        return partial(turn_ins.change, old.id, content, self.request_id, actor, seen=old.version)

    def show_field_error(self, field: str, sentence: str) -> bool:
        """What was counted or listed is said at the amount that it makes."""
        name = {"counted": "amount", "tenders": "amount"}.get(field, field)
        return super().show_field_error(name, sentence)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Space chooses the marked check."""
        pressed = event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent)
        if pressed and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Space:
            self._toggle()
            return True
        return super().eventFilter(watched, event)

    def _kinds(self) -> list[Choice]:
        kinds = [
            one for one in self._context.setup.tender_types.values() if one.physical and one.offered
        ]
        kinds.sort(key=lambda one: (one.code != self._cash, one.description.casefold()))
        return [Choice(one.code, one.description) for one in kinds]

    def _lay_out_parts(self) -> None:
        self.form.add("tender_type", _("&Tender Type"), self.tender_type)
        if self._context.actor.may(Right.APPROVE) and self._old is None:
            self.form.add("direction", _("&Direction"), self.direction)
        else:
            self.direction.hide()
        self.form.add("amount", _("&Amount"), self.amount)
        number = _("Left empty, it takes the next number.")
        self.form.add("receipt_number", _("&Receipt Number"), self.receipt_number, number)
        self.form.add("comments", _("&Comments"), self.comments)
        self.body.removeWidget(self.form)
        fields = QWidget()
        left = QVBoxLayout(fields)
        left.setContentsMargins(0, 0, 0, 0)
        left.addWidget(self.form)
        left.addStretch(1)
        code = self._control.currency
        self.grid.show_denominations(denominations_of(self._context.setup, code))
        self.notes.set_grid(self.grid, {COUNT: CountDelegate(self.notes)})
        columns = going_columns(self._context.formats, code)
        self.list.set_model(RecordTableModel(columns, (), self.list))
        self.list.set_empty_text(_("None of this type lies in the drawer"))
        for table in (self.notes, self.list):
            table.keep_rows(_LEAST_ROWS)
        self.parts = Card(_("What is handed over"), " ", grow=True)
        self.hint = text_label("", "subtitle", wrap=True)
        self.parts.add(self.hint)
        self.parts.add(self.notes, 1)
        self.parts.add(self.list, 1)
        both = QHBoxLayout()
        both.setSpacing(dp(16))
        both.addWidget(fields, 2)
        both.addWidget(self.parts, 3)
        self.body.addLayout(both, 1)

    def _connect(self) -> None:
        self.tender_type.value_changed.connect(self._on_kind)
        self.direction.value_changed.connect(self._load_there)
        self.grid.edited.connect(self._on_counted)
        self.list.chosen.connect(lambda _one: self._toggle())
        self.list.installEventFilter(self)

    def _show_old(self) -> None:
        self._start: TurnInContent | None = None
        if self._old is None:
            return
        content = self._start = self._old.content
        self.tender_type.select(content.tender_type)
        self.receipt_number.setText(content.receipt_number)
        self.comments.setText(content.comments)
        counted = dict(content.counted)
        self.grid.set_records(
            [replace(one, count=counted.get(one.denomination, 0)) for one in self.grid.records]
        )
        self._there = self._old.instruments
        self._chosen = set(content.tenders)
        self.amount.set_value(content.amount)

    def _load_there(self, _value: object = None) -> None:
        """Checks and slips that may go this way; those of the old turn-in may stay on it."""
        load = self._context.services.turn_ins.instruments
        way = self.direction.value() if self._old is None else self._old.turn_in.direction
        work = partial(load, self._control.id, way, self._context.actor)
        self._context.runner.run(self, work, self._on_there, self._on_error)

    def _on_there(self, found: tuple[Instrument, ...]) -> None:
        kept = () if self._old is None else self._old.instruments
        known = {one.tender_id: one for one in (*kept, *found)}
        self._there = tuple(known.values())
        self._chosen &= set(known)
        self._show_list()

    def _on_kind(self, _kind: object = None) -> None:
        """Cash is counted by notes and coins, the rest goes by its list (CN-02)."""
        cash = self.tender_type.value() == self._cash
        self.notes.setVisible(cash)
        self.list.setVisible(not cash)
        self.hint.setText(
            _("How many of each; leave it empty to hand over one amount.")
            if cash
            else _("Space or Enter chooses what goes along.")
        )
        self._show_list()
        self._follow()

    def _show_list(self) -> None:
        kind = self.tender_type.value()
        lines = [
            Going(one, one.tender_id in self._chosen)
            for one in self._there
            if one.tender_type == kind
        ]
        self.list.show_records(lines, lambda one: one.item.tender_id)

    def _toggle(self) -> None:
        line = self.list.current_record()
        if isinstance(line, Going):
            self._chosen ^= {line.item.tender_id}
            self._show_list()
            self._follow()

    def _on_counted(self) -> None:
        self._follow()

    def _follow(self) -> None:
        """The amount is what was counted or chosen; without either it is typed."""
        made = self.grid.total if self._is_cash() and self.grid.counted else None
        going = self._going()
        if going:
            made = total(one.amount for one in going)
        was = self.amount.isReadOnly()
        self.amount.setReadOnly(made is not None)
        if made is not None or was:
            self.amount.set_value(made)

    def _is_cash(self) -> bool:
        return bool(self.tender_type.value() == self._cash)

    def _going(self) -> tuple[Instrument, ...]:
        kind = self.tender_type.value()
        return tuple(
            one
            for one in self._there
            if one.tender_id in self._chosen and one.tender_type == kind and not self._is_cash()
        )

    def _content(self) -> TurnInContent | None:
        amount = self.amount.value()
        if amount is None:
            return None
        return TurnInContent(
            self.tender_type.value(),
            amount,
            self.receipt_number.value(),
            self.grid.counted if self._is_cash() else (),
            tuple(one.tender_id for one in self._going()),
            self.comments.value(),
        )
