"""Over and under by cashier over time: a bar for each day, a shade for each cashier (ui.md, use 11)."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtWidgets import QHBoxLayout

from posapp.domain.supervising import DayDifference
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.models.over_under_lists import day_bars, shade_words, top_cashiers
from posapp.ui.theme import dp
from posapp.ui.widgets.bar_chart import BarChart
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.choice_box import Choice, ChoiceBox
from posapp.ui.widgets.elided import ElidedLabel
from posapp.ui.widgets.legend import Legend

MOST_DAYS: Final = 14
_CHOICE: Final = 90


class DifferenceChart(Card):
    """The picture with its words; a choice of currency where there are several."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(_("By day and cashier"), grow=True)
        self.setObjectName("difference_chart")
        self._context = context
        self._days: tuple[DayDifference, ...] = ()
        self._currencies: list[str] = []
        self.currency = ChoiceBox()
        self.currency.setObjectName("chart_currency")
        self.currency.setAccessibleName(_("Currency"))
        self.currency.setFixedWidth(dp(_CHOICE))
        self.currency.hide()
        self.legend = Legend()
        self.chart = BarChart("differences_by_day", _("Over and under by day and cashier"))
        self.words = ElidedLabel("subtitle")
        line = QHBoxLayout()
        line.setSpacing(dp(8))
        line.addWidget(self.words, 1)
        line.addWidget(self.legend)
        self.aside.addWidget(self.currency)
        self.add(line)
        self.add(self.chart, 1)
        self.chart.set_empty_text(
            _("Nothing was over or under"), _("Differences show here by day.")
        )
        self.chart.marked.connect(self._on_marked)
        self.currency.value_changed.connect(lambda _value: self._show())
        self._on_marked("")

    def show_days(self, days: Sequence[DayDifference]) -> None:
        """Show the last days of what was found."""
        self._days = tuple(days)
        home = self._context.formats.home.code
        found = sorted({one.currency for one in days}, key=lambda code: (code != home, code))
        if found != self._currencies:
            chosen = self.currency.value()
            self._currencies = found
            self.currency.set_choices([Choice(code, code) for code in found])
            if chosen in found:
                self.currency.select(chosen)
        self.currency.setVisible(len(found) > 1)
        self._show()

    def _show(self) -> None:
        rows = [one for one in self._days if one.currency == self.currency.value()]
        names = top_cashiers(rows)
        self.legend.show_words([shade_words(name) for name in names])
        self.chart.show_bars(day_bars(rows, names, self._context.formats, MOST_DAYS))
        self._on_marked("")

    def _on_marked(self, words: str) -> None:
        hint = _("Left and Right say what each bar shows") if self.chart.bars else ""
        self.words.show_text(words or hint)
