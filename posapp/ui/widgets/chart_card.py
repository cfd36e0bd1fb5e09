"""Takings by hour and tender type, over and under by cashier and by day: one picture, a choice."""

from typing import Final

from PySide6.QtWidgets import QHBoxLayout

from posapp.domain.supervising import SupervisorView
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.models.over_under_lists import day_bars, shade_words, top_cashiers
from posapp.ui.models.supervisor_lists import (
    difference_bars,
    taking_bars,
    top_types,
    type_words,
)
from posapp.ui.theme import dp
from posapp.ui.widgets.bar_chart import BarChart
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.choice_box import Choice, ChoiceBox
from posapp.ui.widgets.elided import ElidedLabel
from posapp.ui.widgets.legend import Legend

HOURS, CASHIERS, DAYS = "hours", "cashiers", "days"
_MOST_DAYS: Final = 8
_CHOICE: Final = 204


class ChartCard(Card):
    """The picture that was chosen; it stays chosen while the day goes on."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(grow=True)
        self.setObjectName("chart_card")
        self._context = context
        self._view: SupervisorView | None = None
        self._offered: list[Choice] = []
        self.choice = ChoiceBox()
        self.choice.setObjectName("chart")
        self.choice.setAccessibleName(_("Picture"))
        self.choice.setFixedWidth(dp(_CHOICE))
        self.legend = Legend()
        self.chart = BarChart("takings", _("Takings by hour"))
        self.words = ElidedLabel("subtitle")
        top = QHBoxLayout()
        top.setSpacing(dp(8))
        top.addWidget(self.choice)
        top.addStretch(1)
        self.add(top)
        self.add(self.words)
        self.add(self.chart, 1)
        self.add(self.legend)
        self.chart.marked.connect(self._on_marked)
        self.choice.value_changed.connect(lambda _value: self._show())

    def show_view(self, view: SupervisorView) -> None:
        """Show the office as it was read."""
        self._view = view
        self._offer(view)
        self._show()

    def _offer(self, view: SupervisorView) -> None:
        """A picture for each currency; the office's own needs no name."""
        home = self._context.formats.home.code
        found = {one.currency for one in view.takings} | {home}
        found |= {one.currency for one in view.differences}
        choices = []
        for code in sorted(found, key=lambda code: (code != home, code)):
            named = "" if code == home else f" ({code})"
            choices.append(Choice((HOURS, code), _("Takings by hour") + named))
            choices.append(Choice((CASHIERS, code), _("Over and under by cashier") + named))
            choices.append(Choice((DAYS, code), _("Over and under by day") + named))
        chosen = self.choice.value()
        if [one.value for one in choices] != [one.value for one in self._offered]:
            self._offered = choices
            self.choice.set_choices(choices)
            self.choice.select(chosen)

    def _show(self) -> None:
        view, chosen = self._view, self.choice.value()
        if view is None or chosen is None:
            return
        kind, currency = chosen
        context = self._context
        self.chart.setAccessibleName(self.choice.currentText())
        if kind == CASHIERS:
            rows = [one for one in view.differences if one.currency == currency]
            self.legend.show_words((_("Over"), _("Under")))
            self.chart.set_empty_text(
                _("Nothing was over or under"), _("Differences of the last 30 days show here.")
            )
            self.chart.show_bars(difference_bars(rows, context.formats))
        elif kind == DAYS:
            self._show_days(view, currency)
        else:
            takings = [one for one in view.takings if one.currency == currency]
            cash = context.setup.installation.starting_balance_tender_type
            types = top_types(takings, cash)
            self.legend.show_words([type_words(code, context.setup) for code in types])
            self.chart.set_empty_text(
                _("Nothing was taken today yet"), _("Each hour gets a bar here.")
            )
            bars = taking_bars(takings, types, context.setup, context.formats)
            self.chart.show_bars(bars, in_order=True)
        self._on_marked("")

    def _show_days(self, view: SupervisorView, currency: str) -> None:
        """Over time: a bar for each day with a difference, a shade for each cashier."""
        days = [one for one in view.by_day if one.currency == currency]
        names = top_cashiers(days)
        self.legend.show_words([shade_words(name) for name in names])
        self.chart.set_empty_text(
            _("Nothing was over or under"), _("Differences of the last 30 days show here.")
        )
        bars = day_bars(days, names, self._context.formats, _MOST_DAYS)
        self.chart.show_bars(bars, in_order=True)

    def _on_marked(self, words: str) -> None:
        hint = _("Left and Right say what each bar shows") if self.chart.bars else ""
        self.words.show_text(words or hint)
