"""A day as a whole: the proof, all drawers and deposit controls rolled up by currency (D-38, DC-04)."""

from dataclasses import dataclass
from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING, ClassVar, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout

from posapp.domain.day_paper import DayPaper
from posapp.domain.deposit_controls import DepositDay
from posapp.domain.ids import short_id
from posapp.domain.proof import ProofStrip
from posapp.domain.tender_controls import DepositControl
from posapp.domain.topics import Topic
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.dialogs.proof_rows import open_proof_rows
from posapp.ui.formats import grouped
from posapp.ui.leading import Way, lead
from posapp.ui.models.columns import Column, status_column, text_column
from posapp.ui.models.day_lists import day_columns, day_line_columns, to_day_lines
from posapp.ui.models.records import RecordTableModel
from posapp.ui.pages.base import Page
from posapp.ui.paper_opening import open_paper
from posapp.ui.shortcuts import Key
from posapp.ui.theme import GRID, dp
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.date_edit import DateEdit
from posapp.ui.widgets.labelled_field import LabelledField
from posapp.ui.widgets.proof_card import ProofCard
from posapp.ui.widgets.table import DataTable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from posapp.domain.rights import Actor
    from posapp.services.bundle import Services

_FIELD: Final = 180
_MOST_CURRENCIES: Final = 4
_LEAST_ROWS: Final = 4


@dataclass(frozen=True, slots=True)
class _Seen:
    """What one read of the page brings."""

    days: tuple[DepositDay, ...]
    proof: tuple[ProofStrip, ...]


class EndOfDayPage(Page):
    """Today, or any day before."""

    KIND: ClassVar[str] = "end_of_day"
    TOPICS: ClassVar[frozenset[Topic]] = frozenset({Topic.CONTROLS, Topic.EVENTS, Topic.LEDGER})
    SHOWS_DRAWER: ClassVar[bool] = False

    def __init__(self, context: UiContext, number: int = 0) -> None:
        super().__init__(context, number)
        self.seen: _Seen | None = None
        self.day = DateEdit(context.formats, context.today)
        self.proof = ProofCard(context.formats, self._open_rows)
        self.totals = Card(_("Totals of the day"), " ")
        self.days = DataTable("day_currencies", _("Totals of the day"))
        self.lines = DataTable("day_lines", _("By tender type"))
        self.deposits = DataTable("day_deposits", _("Deposit controls"))
        self.proof.show_rows.bind_key(QKeySequence("F4"))
        self.proof.show_rows.show_hint("F4")
        context.shortcuts.bind(Key.PRINT, self, self.print_paper)
        self._lay_out()
        self._fill()
        self.day.set_value(context.today())
        self.day.value_changed.connect(lambda _day: self.load())
        self.show_title(_("End of day"))

    def load(self) -> None:
        """Read the day on the lane of reports."""
        day = self.day.value()
        if day is None:
            return
        services, actor = self.context.services, self.context.actor
        self.read(partial(_look, services, actor, day), self._on_seen, "reports")

    def focus_first(self) -> None:
        """Start in the date."""
        self.day.setFocus()

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Keys of this page."""
        show = self.proof.show_rows
        return (
            (show.text(), show.hint),
            (_("Payment balance report"), self.context.shortcuts.shown(Key.PRINT)),
            (_("Open the marked deposit control"), "Enter"),
        )

    def print_paper(self) -> None:
        """The payment balance report of the day."""
        open_paper(self, DayPaper.PAYMENT_BALANCE)

    def _lay_out(self) -> None:
        field = LabelledField("business_date", _("Business Date"), self.day, room=False)
        field.setFixedWidth(dp(_FIELD))
        top = QHBoxLayout()
        top.setSpacing(dp(2 * GRID))
        top.addWidget(field, 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self.proof, 1)
        self.totals.add(self.days)
        lines = Card(_("By tender type"), grow=True)
        lines.add(self.lines, 1)
        deposits = Card(_("Deposit controls"), grow=True)
        deposits.add(self.deposits, 1)
        below = QHBoxLayout()
        below.setSpacing(dp(12))
        below.addWidget(lines, 4)
        below.addWidget(deposits, 3)
        self.body.addLayout(top)
        self.body.addWidget(self.totals)
        self.body.addLayout(below, 1)

    def _fill(self) -> None:
        formats, setup, state = self.context.formats, self.context.setup, self.context.state
        days, lines = day_columns(formats), day_line_columns(setup, formats)
        self.days.set_model(RecordTableModel(days, (), self.days), state)
        self.lines.set_model(RecordTableModel(lines, (), self.lines), state)
        columns: tuple[Column[DepositControl], ...] = (
            text_column(_("Deposit Control"), lambda d: grouped(short_id(d.id)), 132, stretch=True),
            text_column(_("Currency"), lambda d: d.currency, 80),
            text_column(_("Owner"), lambda d: d.owner_name, 150),
            status_column(_("Status"), lambda d: d.status, 180),
        )
        model: RecordTableModel[DepositControl] = RecordTableModel(columns, (), self.deposits)
        self.deposits.set_model(model, state)
        nothing, what = _("Nothing on this day"), _("No deposit control was opened on it.")
        for table in (self.days, self.lines, self.deposits):
            table.set_empty_text(nothing, what)
        for table in (self.lines, self.deposits):
            table.keep_rows(_LEAST_ROWS)
        lead(self.context, self.deposits, _ways, lambda one: short_id(one.id))

    def _on_seen(self, seen: _Seen) -> None:
        self.seen = seen
        self.proof.show_strips(seen.proof, today=self.day.value() == self.context.today())
        self.days.show_records(seen.days, attrgetter("currency"))
        self.days.fit_rows(_MOST_CURRENCIES, 1)
        self.totals.caption.setText(self._left_out(seen.days))
        self.lines.show_records(
            to_day_lines(seen.days), lambda one: (one.currency, one.line.tender_type)
        )
        controls = [control for day in seen.days for control in day.controls]
        self.deposits.show_records(controls, attrgetter("id"))

    def _left_out(self, days: "Sequence[DepositDay]") -> str:
        """What of the totals the proof of drawers leaves out, so that both can be compared."""
        money = self.context.formats.money
        amounts = [money(one.by_program, one.currency) for one in days if one.by_program]
        if not amounts:
            return ""
        says = _("{amount} of these tenders are automatic payments. The proof leaves them out.")
        return says.format(amount=", ".join(amounts))

    def _open_rows(self, currency: str, figure: str) -> None:
        """The rows behind a figure of the proof."""
        if self.seen is not None:
            open_proof_rows(self.context, self.seen.proof, currency, figure, self.window())


def _look(services: "Services", actor: "Actor", day: "date") -> _Seen:
    """Read a day; runs off the GUI thread."""
    return _Seen(services.deposit_controls.day(day, actor), services.proof.of_day(day, actor))


def _ways(one: DepositControl) -> tuple[Way, ...]:
    return (Way(_("Open deposit control"), "deposit_control", one.id),)
