"""*My drawer* beside the page: counts and the limit for a blind cashier, money for others (D-16)."""

from functools import partial

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from posapp.domain.control_lines import ControlLine
from posapp.domain.desk import EventLine
from posapp.domain.ids import short_id
from posapp.domain.money import total
from posapp.domain.rights import Right
from posapp.domain.tender_controls import ControlView
from posapp.i18n import _, plural
from posapp.ui.commands import Commands
from posapp.ui.context import UiContext
from posapp.ui.formats import grouped, joined
from posapp.ui.models.account_lists import last_columns
from posapp.ui.models.records import RecordTableModel
from posapp.ui.no_sale import no_sale
from posapp.ui.shortcuts import NO_SALE_KEY
from posapp.ui.tender_words import drawer_name, source_words
from posapp.ui.theme import dp
from posapp.ui.widgets.buttons import KeyButton
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.fact_lines import FactLines
from posapp.ui.widgets.looks import text_label
from posapp.ui.widgets.table import DataTable

WIDTH = 300
# Columns of the last payments.
_TIME, _AMOUNT = 0, 2

# Name, caption, value, and whether it is the result of the others.
_Line = tuple[str, str, str, bool]


class DrawerPanel(Card):
    """What is in the user's drawer, as far as this user may see it."""

    def __init__(self, context: UiContext, commands: Commands) -> None:
        super().__init__(_("My drawer"), " ", grow=True)
        self.setObjectName("drawer_panel")
        self.setFixedWidth(dp(WIDTH))
        self._context = context
        self._wants_last = True
        self._source = text_label("", "subtitle", wrap=True)
        self._facts = FactLines(elide=True)
        self._show = KeyButton(_("Show drawer"), commands.show_drawer, name="show_drawer")
        self._open = KeyButton(_("Open drawer"), commands.open_drawer, name="open_drawer")
        # The menu has its key, on every page.
        self._no_sale = KeyButton(
            _("No sale\u2026"), partial(no_sale, commands), name="panel_no_sale"
        )
        self._no_sale.show_hint(NO_SALE_KEY)
        self.add(self._source)
        self.add(self._facts)
        self.add(self._show)
        self.add(self._no_sale)
        self.add(self._open)
        self._beside = QVBoxLayout()
        self._beside.setSpacing(dp(8))
        self.body.addLayout(self._beside)
        self._others: dict[int, KeyButton] = {}
        self.last = DataTable("last_payments", _("Last payments"))
        self._last_words = text_label(_("Last payments"), "heading")
        self._fill_last()
        self._show.hide()
        self._no_sale.hide()
        self._open.hide()
        context.drawer.changed.connect(self.refresh)
        if context.drawer.is_known:
            self.refresh()

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """Where Tab stops, in order."""
        return (self._show, self._no_sale, self._open, *self._others.values(), self.last)

    def refresh(self) -> None:
        """Show the drawer as last read."""
        view = self._context.drawer.state.view
        may_open = self._context.actor.may(Right.OPEN_CONTROL)
        self._show.setVisible(view is not None)
        may_spring = self._context.actor.may(Right.NO_SALE)
        self._no_sale.setVisible(view is not None and may_spring)
        self._open.setVisible(view is None and may_open)
        if view is None:
            self._show_none()
        else:
            self._show_view(view)
        self._show_beside()
        self._show_payments()
        self.show_last(wanted=self._wants_last)

    def changeEvent(self, event: QEvent) -> None:
        """As wide as its words need it when the text grows."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange and hasattr(self, "last"):
            self.setFixedWidth(dp(WIDTH))
            self._show_payments()

    def show_last(self, *, wanted: bool) -> None:
        """Show the newest events of the drawer, unless the page lists them anyway."""
        self._wants_last = wanted
        seen = wanted and self._context.drawer.state.is_open
        self._last_words.setVisible(seen)
        self.last.setVisible(seen)

    def _show_beside(self) -> None:
        """The user's drawers of other currencies, each with the way to it (AC-06)."""
        state, setup = self._context.drawer.state, self._context.setup
        beside = state.beside
        kept = {one.id for one in beside} | {one.id for one in state.counting}
        for number in set(self._others) - kept:
            gone = self._others.pop(number)
            self._beside.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        for control in beside:
            if control.id not in self._others:
                opens = partial(self._context.open_page, "control", control.id)
                words = joined(source_words(control.tender_source, setup), _("Show drawer"))
                made = KeyButton(words, opens, name=f"show_drawer_{control.currency.lower()}")
                made.setToolTip(drawer_name(control, setup))
                self._others[control.id] = made
                self._beside.addWidget(made)
        for one in state.counting:
            if one.id not in self._others:
                words = _("Go on balancing {number}").format(number=grouped(short_id(one.id)))
                opens = partial(self._context.open_page, "control", one.id)
                made = KeyButton(words, opens, name=f"go_on_{one.id}")
                self._others[one.id] = made
                self._beside.addWidget(made)

    def _show_payments(self) -> None:
        """Time and amount are as wide as their words; the name has all the rest."""
        model = self.last.record_model()
        if not isinstance(model, RecordTableModel):
            return
        model.set_records(self._context.drawer.state.last)
        advance = self.last.fontMetrics().horizontalAdvance
        for column in (_TIME, _AMOUNT):
            cells = [model.cell(row, column) for row in range(model.rowCount())]
            width = max(map(advance, cells), default=dp(40)) + 2 * dp(8) + 2
            self.last.horizontalHeader().resizeSection(column, width)

    def line(self, name: str) -> str:
        """The value of a line as shown."""
        return self._facts.text(name)

    def caption_of(self, name: str) -> str:
        """The words of a line as shown."""
        return self._facts.caption(name)

    def words(self) -> str:
        """The sentence under the title."""
        return self._source.text()

    def _fill_last(self) -> None:
        """The newest events, so that the last receipt is two keys away."""
        columns = last_columns(self._context.formats)
        self.last.set_model(RecordTableModel(columns, (), self.last))
        titles = self.last.horizontalHeader()
        titles.setMinimumSectionSize(dp(24))
        titles.hide()
        # A handful: those that fit are enough, and a bar would take the names' room.
        self.last.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.last.set_empty_text(_("No payments yet"))
        self.last.chosen.connect(self._open_event)
        self.body.addSpacing(dp(8))
        self.body.addWidget(self._last_words)
        self.body.addWidget(self.last, 1)
        # Takes the height where the list is not shown, so that nothing above it moves.
        self.body.addStretch()

    def _open_event(self, line: EventLine) -> None:
        self._context.open_page("event", line.event_id)

    def _show_none(self) -> None:
        self.caption.setText("")
        self._facts.keep(())
        self._source.setText(_("No drawer is open. Open one before you take a payment."))

    def _show_view(self, view: ControlView) -> None:
        formats, control = self._context.formats, view.control
        opened = formats.time(control.created_at)
        if control.business_date != self._context.today():
            opened = formats.date(control.business_date)
        self.caption.setText(_("Open since {time}").format(time=opened))
        self._source.setText(source_words(control.tender_source, self._context.setup))
        self._show_lines(view)

    def _show_lines(self, view: ControlView) -> None:
        """One line for each fact; rebuilt only when another tender type appears."""
        lines = self._lines_of(view)
        if self._facts.names != tuple(name for name, *_rest in lines):
            self._facts.keep(())
        for name, caption, value, strong in lines:
            self._facts.show_line(name, caption, value, strong=strong)

    def _lines_of(self, view: ControlView) -> list[_Line]:
        formats, currency = self._context.formats, view.control.currency
        start = formats.money(view.control.starting_balance, currency)
        lines: list[_Line] = [("starting_balance", _("Starting balance"), start, False)]
        lines += [self._type_line(line, currency) for line in view.lines if line.count]
        if view.limit is not None:
            limit = formats.money(view.limit, currency)
            # Above it a strip on every page says what to do; once is enough.
            says = _("Cash limit") if view.above_limit else _("Within the cash limit of")
            lines.append(("cash_limit", says, limit, False))
        if view.blind:
            lines.append(("events", _("Payment events"), formats.count(view.events), True))
        else:
            held = total(line.expected for line in view.lines if line.expected is not None)
            expected = formats.money(held, currency)
            lines.append(("expected", _("Expected in drawer"), expected, True))
        return lines

    def _type_line(self, line: ControlLine, currency: str) -> _Line:
        """A tender type: how many tenders, and how much where it may be seen."""
        formats, name = self._context.formats, f"type_{line.tender_type}"
        count = formats.count(line.count or 0)
        if line.received is None:
            words = plural("{n} tender", "{n} tenders", line.count or 0).format(n=count)
            return name, line.description, words, False
        caption = f"{line.description} \u00b7 {count}"
        return name, caption, formats.money(line.received, currency), False
