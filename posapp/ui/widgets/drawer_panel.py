"""*My drawer* beside the page: counts and the limit for a blind cashier, money for others (D-16)."""

from posapp.domain.money import Money, total
from posapp.domain.rights import Right
from posapp.domain.tender_controls import ControlView
from posapp.i18n import _, plural
from posapp.ui.commands import Commands
from posapp.ui.context import UiContext
from posapp.ui.theme import dp
from posapp.ui.tokens import Tone
from posapp.ui.widgets.badges import PillStrip
from posapp.ui.widgets.buttons import KeyButton
from posapp.ui.widgets.card import Card, FactLines
from posapp.ui.widgets.looks import text_label

WIDTH = 300


class DrawerPanel(Card):
    """What is in the user's drawer, as far as this user may see it."""

    def __init__(self, context: UiContext, commands: Commands) -> None:
        super().__init__(_("My drawer"), " ", grow=True)
        self.setObjectName("drawer_panel")
        self.setFixedWidth(dp(WIDTH))
        self._context = context
        self._states = PillStrip()
        self._source = text_label("", "subtitle", wrap=True)
        self._facts = FactLines()
        self._show = KeyButton(_("Show drawer"), commands.show_drawer, name="show_drawer")
        self._open = KeyButton(_("Open drawer"), commands.open_drawer, name="open_drawer")
        self.add(self._source)
        self.add(self._states)
        self.add(self._facts)
        self.add(self._show)
        self.add(self._open)
        self.body.addStretch()
        self._show.hide()
        self._open.hide()
        context.drawer.changed.connect(self.refresh)
        if context.drawer.is_known:
            self.refresh()

    def refresh(self) -> None:
        """Show the drawer as last read."""
        view = self._context.drawer.state.view
        may_open = self._context.actor.may(Right.OPEN_CONTROL)
        self._show.setVisible(view is not None)
        self._open.setVisible(view is None and may_open)
        if view is None:
            self._show_none(may_open=may_open)
        else:
            self._show_view(view)

    def line(self, name: str) -> str:
        """The value of a line as shown."""
        return self._facts.text(name)

    def words(self) -> str:
        """The sentence under the title."""
        return self._source.text()

    def _show_none(self, *, may_open: bool) -> None:
        self.caption.setText("")
        self._states.show_states(())
        self._facts.keep(())
        says = _("No drawer is open. Open one before you take a payment.")
        self._source.setText(says if may_open else _("You take no money, so you have no drawer."))

    def _show_view(self, view: ControlView) -> None:
        formats, control = self._context.formats, view.control
        opened = formats.time(control.created_at)
        if control.business_date != self._context.today():
            opened = formats.date(control.business_date)
        self.caption.setText(_("Open since {time}").format(time=opened))
        self._source.setText(view.source_description)
        above = (_("Above the cash limit"), Tone.AMBER)
        self._states.show_states([above] if view.above_limit else [])
        self._show_lines(view)

    def _show_lines(self, view: ControlView) -> None:
        currency = view.control.currency
        formats, facts, kept = self._context.formats, self._facts, ["starting_balance"]
        facts.keep(())
        start = formats.money(view.control.starting_balance, currency)
        facts.show_line("starting_balance", _("Starting balance"), start)
        for line in view.lines:
            if not line.count:
                continue
            name = f"type_{line.tender_type}"
            kept.append(name)
            count = plural("{n} tender", "{n} tenders", line.count).format(
                n=formats.count(line.count)
            )
            if line.received is None:
                facts.show_line(name, line.description, count)
            else:
                caption = f"{line.description} · {formats.count(line.count)}"
                facts.show_line(name, caption, formats.money(line.received, currency))
        if view.limit is not None:
            facts.show_line("cash_limit", _("Cash limit"), formats.money(view.limit, currency))
        self._show_result(view)

    def _show_result(self, view: ControlView) -> None:
        formats, facts = self._context.formats, self._facts
        expected: list[Money] = [line.expected for line in view.lines if line.expected is not None]
        if view.blind:
            events = formats.count(view.events)
            facts.show_line("events", _("Payment events"), events, strong=True)
        else:
            shown = formats.money(total(expected), view.control.currency)
            facts.show_line("expected", _("Expected in drawer"), shown, strong=True)
