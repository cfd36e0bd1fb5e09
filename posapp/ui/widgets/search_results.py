"""What a search found: one list for each kind, totals at the foot (SR-4)."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget

from posapp.domain.browse import ListTotals
from posapp.domain.money import ZERO, Money
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.models.paged import PagedTableModel
from posapp.ui.search_criteria import SearchFor
from posapp.ui.theme import GRID, dp
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.looks import text_label
from posapp.ui.widgets.table import DataTable
from posapp.ui.widgets.totals_bar import TotalsBar

_KEPT_ROWS = 4


class SearchResults(Card):
    """Lists of payments, tenders and events.

    ``chosen`` carries the record of a line, ``menu_wanted`` a record and a place on the screen.
    """

    chosen = Signal(object)
    menu_wanted = Signal(object, QPoint)

    def __init__(
        self, context: UiContext, models: Mapping[SearchFor, PagedTableModel[Any]]
    ) -> None:
        """Make the lists.

        Args:
            context: the surroundings.
            models: what each kind of search fills.
        """
        super().__init__(_("Results"), " ", grow=True)
        self._formats = context.formats
        self._models = models
        self._searched = False
        self._kind = SearchFor.PAYMENTS
        words = {
            SearchFor.PAYMENTS: _("Payments"),
            SearchFor.TENDERS: _("Tenders"),
            SearchFor.BOTH: _("Payment events"),
        }
        self._words = words
        self.lists = QStackedWidget()
        self.tables: dict[SearchFor, DataTable] = {}
        for kind, model in models.items():
            table = self.tables[kind] = DataTable(f"found_{kind.value}", words[kind])
            table.set_model(model, context.state)
            table.keep_rows(_KEPT_ROWS)
            table.chosen.connect(self.chosen)
            table.menu_wanted.connect(self.menu_wanted)
            self.lists.addWidget(table)
        self.add(self.lists, 1)
        self.bars = {
            kind: _bar(kind.value, words[kind]) for kind in (SearchFor.PAYMENTS, SearchFor.TENDERS)
        }
        self._why = text_label("", "hint")
        foot = QHBoxLayout()
        foot.setSpacing(dp(4 * GRID))
        for bar in self.bars.values():
            foot.addWidget(bar)
        foot.addStretch(1)
        foot.addWidget(self._why)
        self.add(foot)
        self.show_kind(SearchFor.PAYMENTS)

    @property
    def table(self) -> DataTable:
        """The list that is shown."""
        return self.tables[self._kind]

    def show_kind(self, kind: SearchFor) -> None:
        """Show the list of a kind; its totals are not known yet."""
        self._kind = kind
        self.lists.setCurrentWidget(self.tables[kind])
        self.heading.setText(self._words[kind])
        self.caption.setText("")
        self._why.setText("")
        for one, bar in self.bars.items():
            bar.setVisible(kind in {one, SearchFor.BOTH})
            bar.show_value(f"{one}_count", "")
            bar.show_value(f"{one}_sum", "")
        self._say_empty()

    def show_searched(self) -> None:
        """From now on an empty list means that nothing was found."""
        self._searched = True
        self._say_empty()

    def show_unsearched(self) -> None:
        """Nothing was searched for yet."""
        self._searched = False

    def show_loaded(self, rows: int, *, more: bool) -> None:
        """Say how many lines are there."""
        count = self._formats.count(rows)
        self.caption.setText(_("The first {n}").format(n=count) if more else "")

    def show_totals(self, kind: SearchFor, totals: ListTotals) -> None:
        """Show count and sum at the foot; a withheld sum says why (D-16)."""
        bar = self.bars[kind]
        bar.show_value(f"{kind}_count", self._formats.count(totals.count))
        bar.show_value(f"{kind}_sum", "" if totals.sums is None else self._sum(totals.sums))
        if totals.sums is None:
            self._why.setText(
                _("While you count blind, a sum is shown for one account or event only.")
            )

    def _sum(self, sums: Mapping[str, Money]) -> str:
        if not sums:
            return self._formats.money(ZERO)
        return " + ".join(self._formats.money(amount, code) for code, amount in sums.items())

    def _say_empty(self) -> None:
        if self._searched:
            says = _("Nothing fits all of this"), _("Leave a criterion out, or widen a range.")
        else:
            says = _("What do you know of it?"), _("Criteria are combined: all of them must fit.")
        for table in self.tables.values():
            table.set_empty_text(*says)


def _bar(name: str, words: str) -> TotalsBar:
    """Count and sum of one kind."""
    sum_words = _("Sum of {what}").format(what=words.lower())
    bar = TotalsBar(((f"{name}_count", words), (f"{name}_sum", sum_words)))
    bar.setObjectName(f"totals_{name}")
    return bar
