"""A tender control: header, lines by tender type, its events; blind where it must be (D-16)."""

from dataclasses import dataclass
from functools import partial
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from posapp.domain.desk import EventLine
from posapp.domain.ids import ControlId, short_id
from posapp.domain.money import total
from posapp.domain.rights import Actor
from posapp.domain.tender_controls import ControlView
from posapp.domain.topics import Topic
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.context_menu import open_menu
from posapp.ui.formats import grouped, joined
from posapp.ui.models.account_lists import event_columns
from posapp.ui.models.control_lists import float_columns, line_columns
from posapp.ui.models.records import RecordTableModel
from posapp.ui.pages.base import Page
from posapp.ui.theme import dp
from posapp.ui.tokens import Tone
from posapp.ui.widgets.badges import PillStrip
from posapp.ui.widgets.banner import Notice
from posapp.ui.widgets.buttons import KeyButton
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.elided import ElidedLabel
from posapp.ui.widgets.table import DataTable
from posapp.ui.widgets.totals_bar import TotalsBar
from posapp.ui.words import word

if TYPE_CHECKING:
    from posapp.services.bundle import Services

_LEAST_ROWS = 3


@dataclass(frozen=True, slots=True)
class _Seen:
    """What one read of the page brings."""

    view: ControlView
    events: tuple[EventLine, ...]


class TenderControlPage(Page):
    """One tender control."""

    KIND: ClassVar[str] = "control"
    TOPICS: ClassVar[frozenset[Topic]] = frozenset({Topic.CONTROLS, Topic.EVENTS})
    SHOWS_DRAWER: ClassVar[bool] = False

    def __init__(self, context: UiContext, number: int = 0) -> None:
        super().__init__(context, number)
        self._blind: bool | None = None
        self.name = ElidedLabel("title")
        self.about = ElidedLabel("subtitle")
        self.states = PillStrip()
        self.figures = TotalsBar(
            (
                ("starting_balance", _("Starting balance")),
                ("events", _("Payment events")),
                ("canceled", _("Canceled tenders")),
                ("cash_limit", _("Cash limit")),
                ("expected", _("Expected in drawer")),
                ("home_value", _("Worth at stored rates")),
            ),
        )
        self.lines = DataTable("control_lines", _("Tender types"))
        self.floats = DataTable("float_count", _("Counted float"))
        self.events = DataTable("control_events", _("Payment events"))
        self.exceptions = KeyButton(
            _("Exceptions"), self._on_exceptions, kind="quiet", name="control_exceptions"
        )
        self._lay_out()
        self.events.chosen.connect(self._open_event)
        self.events.menu_wanted.connect(self._open_menu)

    def load(self) -> None:
        """Read the control and its newest events."""
        services, actor = self.context.services, self.context.actor
        self.read(partial(_look, services, ControlId(self.number), actor), self._on_seen)

    def focus_first(self) -> None:
        """Start in the lines."""
        self.lines.setFocus()

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Keys of this page."""
        return ((_("Open the marked payment event"), "Enter"),)

    def _lay_out(self) -> None:
        for table in (self.lines, self.floats, self.events):
            table.keep_rows(_LEAST_ROWS)
        head = Card()
        names = QVBoxLayout()
        names.setSpacing(dp(2))
        names.addWidget(self.name)
        names.addWidget(self.about)
        top = QHBoxLayout()
        top.addLayout(names, 1)
        top.addWidget(self.states, 0, Qt.AlignmentFlag.AlignTop)
        head.add(top)
        head.add(self.figures)
        lines = Card(_("Tender types"), grow=True)
        lines.add(self.lines, 1)
        floats = Card(_("Counted float"), grow=True)
        floats.add(self.floats, 1)
        floats.setFixedWidth(dp(360))
        middle = QHBoxLayout()
        middle.setSpacing(dp(12))
        middle.addWidget(lines, 1)
        middle.addWidget(floats)
        events = Card(_("Payment events"), _("Newest first"), grow=True)
        events.aside.addWidget(self.exceptions)
        events.add(self.events, 1)
        self.body.addWidget(head)
        self.body.addLayout(middle, 1)
        self.body.addWidget(events, 1)
        formats, state = self.context.formats, self.context.state
        self.events.set_model(RecordTableModel(event_columns(formats), (), self.events), state)
        self.events.set_empty_text(
            _("No payments yet"), _("Find a customer and take the first one.")
        )
        self.floats.set_empty_text(
            _("The float was not counted"), _("It was accepted as it stands above.")
        )

    def _on_seen(self, seen: _Seen) -> None:
        view = seen.view
        control, formats = view.control, self.context.formats
        number = grouped(short_id(control.id))
        self.show_title(_("Tender control {number}").format(number=number))
        self.name.show_text(_("Tender control {number}").format(number=number))
        self.about.show_text(self._about(view))
        found = word(control.status)
        above = [(_("Above the cash limit"), Tone.AMBER)] if view.above_limit else []
        self.states.show_states([*above, (found.text, found.tone)])
        self._show_figures(view)
        self._show_tables(view)
        self.events.show_records(seen.events, attrgetter("event_id"))
        says = _("Blind count: amounts received and expected show after the count is submitted.")
        self.show_notices((Notice(says, Tone.BLUE),) if view.blind else ())
        if formats.home.code != control.currency:
            self.about.show_text(f"{self._about(view)} \u00b7 {control.currency}")

    def _about(self, view: ControlView) -> str:
        control, formats = view.control, self.context.formats
        return joined(
            control.tender_source,
            view.source_description,
            control.user_name or _("All users"),
            _("Business date {day}").format(day=formats.date(control.business_date)),
            _("Opened {at}").format(at=formats.stamp(control.created_at)),
            _("Deposit control {number}").format(
                number=grouped(short_id(control.deposit_control_id))
            ),
        )

    def _show_figures(self, view: ControlView) -> None:
        formats, currency = self.context.formats, view.control.currency
        show = self.figures.show_value
        show("starting_balance", formats.money(view.control.starting_balance, currency))
        show("events", formats.count(view.events))
        show("canceled", formats.count(view.canceled))
        show("cash_limit", formats.money(view.limit, currency))
        expected = [line.expected for line in view.lines if line.expected is not None]
        show("expected", "" if view.blind else formats.money(total(expected), currency))
        self.figures.figure("expected").setVisible(not view.blind)
        worth = [formats.money(amount, code) for code, amount in view.home_values or ()]
        show("home_value", joined(*worth))
        self.figures.figure("home_value").setVisible(bool(worth))

    def _show_tables(self, view: ControlView) -> None:
        formats, currency = self.context.formats, view.control.currency
        if self._blind is not view.blind:
            self._blind = view.blind
            columns = line_columns(formats, currency, blind=view.blind)
            self.lines.set_model(RecordTableModel(columns, (), self.lines))
            counts = RecordTableModel(float_columns(formats), (), self.floats)
            self.floats.set_model(counts)
        self.lines.show_records(view.lines, attrgetter("tender_type"))
        self.floats.show_records(view.float_count, itemgetter(0))

    def _open_event(self, line: EventLine) -> None:
        self.context.open_page("event", line.event_id)

    def _on_exceptions(self) -> None:
        """What is not balanced or not frozen in this drawer (XC-01)."""
        self.context.open_page("exceptions", self.number)

    def _open_menu(self, line: EventLine, place: QPoint) -> None:
        acts = [
            (_("Open payment event"), partial(self.context.open_page, "event", line.event_id)),
            (_("Open account"), partial(self.context.open_page, "account", line.account_id)),
        ]
        open_menu(self, acts, place)


def _look(services: "Services", control: ControlId, actor: Actor) -> _Seen:
    """Read a control and its newest events; runs off the GUI thread."""
    view = services.tender_controls.show(control, actor)
    return _Seen(view, services.desk.events_of(control, actor))
