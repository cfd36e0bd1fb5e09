"""Grids of a count: checks and slips one by one, ending balances by tender type (CN-02, BL-04)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from PySide6.QtCore import QObject

from posapp.domain.control_counts import Instrument
from posapp.domain.control_lines import ControlLine
from posapp.domain.money import ZERO, Money, total
from posapp.i18n import _
from posapp.ui.formats import Formats
from posapp.ui.models.columns import NONE, Align, EditColumn
from posapp.ui.models.grid import EditableGridModel
from posapp.ui.models.table import Index

KIND: Final = "tender_type"
NUMBER: Final = "number"
NAME: Final = "name"
AMOUNT: Final = "amount"
ENDING: Final = "ending"


@dataclass(frozen=True, slots=True)
class CheckLine:
    """A check or slip as it is typed."""

    kind: str = ""
    number: str = ""
    name: str = ""
    amount: Money | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing but its type is there."""
        return not (self.number or self.name) and self.amount is None


class CheckGrid(EditableGridModel[CheckLine]):
    """Checks and slips; an empty line at the end takes the next one."""

    def __init__(
        self, formats: Formats, words: Mapping[str, str], parent: QObject | None = None
    ) -> None:
        """Make an empty list.

        Args:
            formats: writes amounts.
            words: tender types that may be listed, by code; the first one stands in a new line.
            parent: parent object.
        """
        self._formats, self._words = formats, words
        self._may_type = True
        self._first = next(iter(words), "")
        self.currency = formats.home.code
        columns: tuple[EditColumn[CheckLine], ...] = (
            EditColumn(
                _("Type"), self._kind_words, width=104, name=KIND, edit=lambda one: one.kind,
                write=lambda one, kind: replace(one, kind=kind or ""), editable=self._may,
            ),
            EditColumn(
                _("Number"), lambda one: one.number, width=96, name=NUMBER,
                edit=lambda one: one.number, write=lambda one, text: replace(one, number=text),
                editable=self._may,
            ),
            EditColumn(
                _("Name"), lambda one: one.name, width=110, stretch=True, name=NAME,
                edit=lambda one: one.name, write=lambda one, text: replace(one, name=text),
                editable=self._may,
            ),
            EditColumn(
                _("Amount"), self._amount, Align.RIGHT, width=116, name=AMOUNT,
                edit=lambda one: one.amount,
                write=lambda one, amount: replace(one, amount=amount), editable=self._may,
            ),
        )  # fmt: skip
        super().__init__(columns, blank=self._blank_line, check=_check, parent=parent)

    @property
    def instruments(self) -> tuple[Instrument, ...]:
        """What is listed, as the service takes it."""
        return tuple(
            Instrument(one.kind, one.amount, one.number, one.name)
            for one in self.records
            if one.amount is not None
        )

    @property
    def sums(self) -> dict[str, Money]:
        """What is listed of each type."""
        found = self.instruments
        kinds = dict.fromkeys(one.tender_type for one in found)
        return {
            kind: total(one.amount for one in found if one.tender_type == kind) for kind in kinds
        }

    def empty(self, index: Index) -> bool:
        """Take the value of a cell away; a type stays."""
        value: dict[str, Any] = {NUMBER: "", NAME: "", AMOUNT: None}
        name = self.columns[index.column()].name
        if name not in value:
            return False
        return self.setData(self.index(index.row(), index.column()), value[name])

    def begin_with(self, kind: str) -> None:
        """The type that stands in the first line; further lines take that of the one before."""
        if kind != self._first and kind in self._words:
            self._first = kind
            self.set_records(self.records)

    def let_type(self, *, may: bool) -> None:
        """Whether it can be counted now."""
        self._may_type = may

    def _may(self, _line: CheckLine) -> bool:
        return self._may_type

    def _kind_words(self, line: CheckLine) -> str:
        return self._words.get(line.kind, line.kind)

    def _amount(self, line: CheckLine) -> str:
        return self._formats.money(line.amount, self.currency)

    def _blank_line(self) -> CheckLine:
        lines = self._rows[-1:]
        return CheckLine(lines[-1].kind if lines and not lines[-1].is_empty else self._first)


def _check(lines: tuple[CheckLine, ...]) -> dict[tuple[int, str], str]:
    """A line that names a check needs its amount."""
    return {
        (row, AMOUNT): _("Enter the amount.")
        for row, line in enumerate(lines)
        if (line.amount is None and not line.is_empty)
        or (line.amount is not None and line.amount <= ZERO)
    }


@dataclass(frozen=True, slots=True)
class EndingLine:
    """A tender type of a drawer while it is counted.

    ``counted`` comes from the notes or the list beside it, ``typed`` is the sum of slips as one
    amount; ``line`` is as last read; ``off`` says that the count given in last differed.
    """

    line: ControlLine
    counted: Money | None = None
    typed: Money | None = None
    off: bool = False

    @property
    def draft(self) -> Money | None:
        """What this count says so far."""
        return self.typed if self.counted is None else self.counted


class EndingGrid(EditableGridModel[EndingLine]):
    """Ending, expected, over or short by tender type; what is hidden says so (D-16)."""

    def __init__(self, formats: Formats, parent: QObject | None = None) -> None:
        """Make it empty; nothing is typed until ``let_type``."""
        self._formats = formats
        self.currency = formats.home.code
        self._may_type = False
        super().__init__(
            (
                EditColumn(
                    _("Tender type"), lambda one: one.line.description, width=100, stretch=True
                ),
                EditColumn(
                    _("Ending balance"),
                    self._ending,
                    Align.RIGHT,
                    width=116,
                    quiet=lambda one: one.draft is None,
                    name=ENDING,
                    edit=lambda one: one.draft,
                    write=lambda one, amount: replace(one, typed=amount),
                    editable=lambda one: self._may_type and one.counted is None,
                ),
                EditColumn(_("Expected"), self._expected, Align.RIGHT, width=100),
                EditColumn(_("Over / short"), self._over_under, Align.RIGHT, width=96),
            ),
            parent=parent,
        )

    @property
    def typed(self) -> dict[str, Money]:
        """Amounts that were typed, not counted piece by piece."""
        return {
            one.line.tender_type: one.typed
            for one in self.records
            if one.typed is not None and one.counted is None
        }

    def let_type(self, *, may: bool) -> None:
        """Whether the drawer can be counted now."""
        self._may_type = may

    def show_lines(self, lines: Sequence[ControlLine], currency: str) -> None:
        """Show the drawer as it was read; what is typed stays."""
        kept = {one.line.tender_type: one for one in self.records}
        self.currency = currency
        fresh = [
            replace(kept[one.tender_type], line=one) if one.tender_type in kept else EndingLine(one)
            for one in lines
        ]
        if tuple(fresh) != self.records:
            self.set_records(fresh)

    def show_counted(self, sums: Mapping[str, Money]) -> None:
        """Take over what was counted piece by piece."""
        for row, one in enumerate(self.records):
            counted = sums.get(one.line.tender_type)
            if counted != one.counted:
                self.replace_record(row, replace(one, counted=counted))

    def type_endings(self, endings: Mapping[str, Money]) -> None:
        """Fill in amounts as if they were typed; types without one are emptied."""
        for row, one in enumerate(self.records):
            typed = endings.get(one.line.tender_type)
            if typed != one.typed:
                self.replace_record(row, replace(one, typed=typed))

    def mark_off(self, kinds: frozenset[str]) -> None:
        """These types differed; a blind cashier reads which to count again, and no amount (C-05H)."""
        for row, one in enumerate(self.records):
            off = one.line.tender_type in kinds
            if off != one.off:
                self.replace_record(row, replace(one, off=off))

    def empty(self, index: Index) -> bool:
        """Take a typed amount away."""
        if self.columns[index.column()].name != ENDING:
            return False
        return self.setData(self.index(index.row(), index.column()), None)

    def _ending(self, one: EndingLine) -> str:
        shown = one.line.ending if one.draft is None else one.draft
        return self._money(shown)

    def _expected(self, one: EndingLine) -> str:
        if one.line.expected is None:
            return _("hidden")
        return self._money(one.line.expected)

    def _over_under(self, one: EndingLine) -> str:
        """Of the count that is typed, once that may be seen; else of the one submitted last."""
        expected = one.line.expected
        if one.off and one.draft is None and expected is None:
            return _("differs")
        if one.draft is None or expected is None:
            return self._money(one.line.over_under)
        return self._money(one.draft - expected)

    def _money(self, amount: Money | None) -> str:
        return self._formats.money(amount, self.currency) or NONE
