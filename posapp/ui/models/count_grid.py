"""Notes and coins with how many of each: the count of a float or a drawer (CN-02, CN-05)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import QObject

from posapp.domain.money import Money, total
from posapp.domain.setup import SetUp
from posapp.domain.setup_options import Denomination
from posapp.i18n import _
from posapp.ui.formats import Formats
from posapp.ui.models.columns import Align, EditColumn
from posapp.ui.models.grid import EditableGridModel
from posapp.ui.models.table import Index

COUNT: Final = "count"


@dataclass(frozen=True, slots=True)
class CountLine:
    """A denomination and how many of it there are."""

    denomination: Denomination
    count: int = 0

    @property
    def amount(self) -> Money:
        """What they are worth together."""
        return self.denomination.value * self.count


def denominations_of(setup: SetUp, currency: str) -> tuple[Denomination, ...]:
    """Notes, then coins of a currency, the largest first; empty where none are set up."""
    found = [one for one in setup.denominations if one.currency == currency]
    return tuple(sorted(found, key=lambda one: (one.coin, -one.value.minor)))


class CountGrid(EditableGridModel[CountLine]):
    """A line for each denomination; only the counts are typed."""

    def __init__(self, formats: Formats, parent: QObject | None = None) -> None:
        """Make an empty grid.

        Args:
            formats: writes values and amounts.
            parent: parent object.
        """
        self._formats = formats
        self._may_type = True
        super().__init__(
            (
                EditColumn(_("Denomination"), self._words, width=150, stretch=True),
                EditColumn(
                    _("Count"),
                    _count,
                    Align.RIGHT,
                    width=84,
                    name=COUNT,
                    edit=_count,
                    write=_with_count,
                    editable=lambda _line: self._may_type,
                ),
                EditColumn(_("Amount"), self._amount, Align.RIGHT, width=108),
            ),
            parent=parent,
        )

    @property
    def counted(self) -> tuple[tuple[Denomination, int], ...]:
        """What was counted, without the lines that are empty."""
        return tuple((line.denomination, line.count) for line in self.records if line.count)

    @property
    def total(self) -> Money:
        """Sum of the count."""
        return total(line.amount for line in self.records)

    @property
    def wrong_count(self) -> str:
        """Names the first note or coin whose count is no number; empty when all are numbers."""
        if not self.errors:
            return ""
        row, _name = min(self.errors)
        says = _("{denomination}: the count {typed} is not a whole number. Correct it.")
        return says.format(denomination=self.cell(row, 0), typed=self.cell(row, 1))

    def show_denominations(self, denominations: Sequence[Denomination]) -> None:
        """Start a count with these notes and coins."""
        self.set_records([CountLine(one) for one in denominations])

    def let_type(self, *, may: bool) -> None:
        """Whether it can be counted now."""
        self._may_type = may

    def empty(self, index: Index) -> bool:
        """Count none of them, whatever was typed."""
        return self.setData(self.index(index.row(), index.column()), 0)

    def _words(self, line: CountLine) -> str:
        one = line.denomination
        value = self._formats.money(one.value, one.currency)
        return _("{value} coin").format(value=value) if one.coin else value

    def _amount(self, line: CountLine) -> str:
        if not line.count:
            return ""
        return self._formats.money(line.amount, line.denomination.currency)


def _count(line: CountLine) -> str:
    return str(line.count) if line.count else ""


def _with_count(line: CountLine, count: int) -> CountLine:
    return replace(line, count=count)
