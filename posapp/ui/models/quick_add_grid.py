"""The grid of Quick Add: it never runs out of rows, and a thousand pasted ones do not slow it.

A changed row draws itself and nothing else; the row below copies rule and tender type of the one
above (QA 10.2). Once the rows are sent no further ones come until the grid is cleared (QA-8).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject

from posapp.domain.ids import new_request_id
from posapp.domain.money import Money, total
from posapp.domain.quick_add import BatchView, QuickKind, QuickLine, RowResult
from posapp.domain.quick_states import RowAct, RowState, may
from posapp.domain.scan_line import recognized
from posapp.domain.setup import SetUp
from posapp.ui.formats import Formats
from posapp.ui.models.growing_grid import GrowingGrid
from posapp.ui.models.quick_columns import LINE, quick_columns, typed_fields
from posapp.ui.models.quick_lines import ShownLine, Wrong, outcome_line, typed
from posapp.ui.models.quick_reading import Surround, column_name, missing, read
from posapp.ui.models.table import Index
from posapp.ui.texts import Texts


@dataclass(frozen=True, slots=True)
class QuickOffer:
    """What a new row starts with, and how many rows there may be.

    Attributes:
        rule: code of the rule of the first row; empty where accounts are typed.
        tender_type: code of the type of the first row.
        limit: most rows; ``None`` for any number.
    """

    rule: str = ""
    tender_type: str = ""
    limit: int | None = None


class QuickAddGrid(GrowingGrid[ShownLine]):
    """Rows of a batch."""

    def __init__(
        self,
        kind: QuickKind,
        formats: Formats,
        texts: Texts,
        setup: SetUp,
        parent: QObject | None = None,
    ) -> None:
        """Make an empty grid.

        Args:
            kind: rules, or accounts.
            formats: writes amounts.
            texts: words what is wrong.
            setup: knows rules and types.
            parent: parent object.
        """
        self.kind = kind
        self.currency = setup.installation.currency
        self.offer = QuickOffer(tender_type=setup.installation.quick_add_tender_type)
        self.about = Surround(formats, texts, setup, lambda: self.currency, self._takes_texts)
        self._resting = False
        super().__init__(quick_columns(kind, self.about), parent)
        self._fields = {self.column_of(field): field for field in typed_fields(kind)}

    @property
    def lines(self) -> tuple[ShownLine, ...]:
        """The rows with something in them (QA-19)."""
        return tuple(line for line in self.records if not line.is_empty)

    @property
    def rows(self) -> tuple[QuickLine, ...]:
        """Those rows as they are sent."""
        return tuple(line.row for line in self.lines)

    @property
    def sum(self) -> Money:
        """What the rows make up."""
        return total(line.money for line in self.lines)

    def start(self, offer: QuickOffer, currency: str) -> None:
        """Be empty, with what a first row starts with."""
        self.offer, self.currency = offer, currency
        self.open(offer.limit)

    def take(self, rows: Sequence[ShownLine], at: int | None = None) -> int:
        """Put rows over those from ``at`` on, behind the last one without it.

        Rows that are in are stepped over. What is beyond the limit is left out; returns how many.
        """
        lines = [line for line in self._lines if line.touched]
        place = len(lines) if at is None else min(at, len(lines))
        left = 0
        for line in rows:
            while place < len(lines) and lines[place].record.is_settled:
                place += 1
            if self.offer.limit is not None and place >= self.offer.limit:
                left += 1
                continue
            made = self._line(read(self._completed(line), self.about), touched=True)
            lines[place : place + 1] = [made]
            place += 1
        self.show_lines(lines)
        return left

    def counts(self, record: ShownLine) -> bool:
        """A row with nothing but its defaults is none (QA-19)."""
        return not record.is_empty

    def show_batch(self, view: BatchView) -> None:
        """Show rows as they came out; what was looked up before stays beside them."""
        self.currency = view.currency
        self._closed = True
        known = {line.row.request_id: line for line in self.records}
        texts = self.about.texts
        self.set_records(
            [
                read(outcome_line(one, known.get(one.row.request_id), texts), self.about)
                for one in view.rows
            ]
        )

    def show_results(self, results: Sequence[RowResult]) -> None:
        """Show what came of some rows; one that was changed meanwhile keeps its new text."""
        places = {line.record.row.request_id: row for row, line in enumerate(self._lines)}
        shown = []
        for one in results:
            row = places.get(one.row.request_id)
            if row is not None:
                line = self._lines[row]
                made = self._outcome(one, line.record)
                self._lines[row] = replace(line, record=made)
                self._rows[row] = made
                self._forget_texts(row)
                shown.append(row)
        if shown:
            last = len(self._columns) - 1
            self.dataChanged.emit(self.index(min(shown), 0), self.index(max(shown), last))
            self._changed()

    def _outcome(self, result: RowResult, known: ShownLine | None) -> ShownLine:
        if known is not None and known.edited and not result.is_settled:
            return replace(known, result=result)
        return read(outcome_line(result, known, self.about.texts), self.about)

    def rest(self, resting: bool) -> None:
        """Take no texts while the rows are being carried out."""
        self._resting = resting

    def leave(self, row: int) -> bool:
        """The cursor leaves a row: say what is missing; whether its payor is to be looked up."""
        if not 0 <= row < len(self._lines):
            return False
        line = self._lines[row].record
        if line.is_empty or line.is_settled or line.left:
            return False
        wrong = line.wrong or missing(line, self.about)
        named = bool(line.row.value or line.row.account)
        asks = line.found is None and named and not line.looking
        self.replace_record(row, replace(line, wrong=wrong, left=True, looking=asks))
        return asks

    def scanned(self, row: int) -> str:
        """The scan line of a stub in a row's value, marked as such; empty for any other text."""
        line = self._rows[row]
        text, layouts = line.row.value, self.about.setup.entry.layouts.values()
        if line.scanned or line.is_settled or not recognized(text, layouts):
            return ""
        self.replace_record(row, replace(line, scanned=True, looking=True))
        return text

    def refuse(self, index: Index, text: str, sentence: str) -> None:
        """Keep what is no amount in its cell, with the reason why."""
        row, field = index.row(), self.field_at(index.column())
        line = self._lines[row]
        wrong = replace(typed(line.record, field, text), wrong=Wrong(field, sentence))
        self._put(row, replace(line, record=wrong, touched=True, version=line.version + 1))
        self.row_edited.emit(row)

    def refused_text(self, index: Index) -> str:
        """An amount that is none, to be corrected."""
        line = self._rows[index.row()]
        is_amount = self._columns[index.column()].name == column_name("amount")
        return line.row.amount if is_amount and line.amount is None else ""

    def empty(self, index: Index) -> bool:
        """Delete empties a cell that takes texts."""
        column = self._edit_columns[index.column()]
        if column.write is None or not self._takes_texts(self._rows[index.row()]):
            return False
        return self.setData(index, None)

    def cell(self, row: int, column: int) -> str:
        """The number of the row stands in its first cell."""
        if self._columns[column].name == LINE:
            return str(row + 1)
        return super().cell(row, column)

    def cell_error(self, row: int, column: int) -> str:
        """Why a cell is wrong."""
        wrong = self._rows[row].wrong
        if wrong is None or self._columns[column].name != column_name(wrong.field):
            return ""
        return wrong.says

    @property
    def first_field(self) -> str:
        """The field that a row is typed from: its rule is there already."""
        return "account" if self.kind is QuickKind.ACCOUNTS else "value"

    def column_of(self, field: str) -> int:
        """Section of the cell of a field of ``QuickLine``; -1 for none."""
        names = [column.name for column in self._columns]
        name = column_name(field)
        return names.index(name) if name in names else -1

    def field_at(self, column: int) -> str:
        """The field of ``QuickLine`` that a section shows; empty for what is not typed."""
        return self._fields.get(column, "")

    def wants_check(self, row: int) -> bool:
        """Whether the tender type of a row needs a check number that is not there."""
        line = self._rows[row]
        kind = self.about.setup.tender_types.get(line.row.tender_type)
        return kind is not None and kind.requires_check_number and not line.row.check_number

    def type_text(self, index: Index, text: str) -> None:
        """Put a text into a cell as if it had been typed; words stand for their code."""
        field = self.field_at(index.column())
        if not field or not self._takes_texts(self._rows[index.row()]):
            return
        line = self._lines[index.row()]
        record = replace(typed(line.record, field, text), wrong=None)
        if field == "amount":
            record = read(record, self.about)
        self._put(index.row(), replace(line, record=record, touched=True, version=line.version + 1))
        self.row_edited.emit(index.row())

    def state_at(self, row: int) -> RowState:
        """Where a row is in its life."""
        return self._state(self._rows[row])

    def hole(self, row: int) -> str:
        """The field of a row that still lacks something; empty for none."""
        found = missing(self._rows[row], self.about)
        return "" if found is None else found.field

    def say_missing(self, row: int) -> None:
        """Say what a row lacks though the cursor has not left it."""
        line = self._rows[row]
        self.replace_record(row, replace(line, wrong=line.wrong or missing(line, self.about)))

    def _state(self, line: ShownLine) -> RowState:
        if self._resting and not line.is_settled:
            return RowState.RUNNING
        return line.state

    def _takes_texts(self, line: ShownLine) -> bool:
        return may(self._state(line), RowAct.CHANGE)

    def _completed(self, line: ShownLine) -> ShownLine:
        """A pasted row with what a new row starts with."""
        row = line.row
        return replace(
            line,
            row=replace(
                row,
                request_id=row.request_id or new_request_id(),
                rule=row.rule or self.offer.rule,
                tender_type=row.tender_type or self.offer.tender_type,
            ),
        )

    def blank_below(self, above: ShownLine | None) -> ShownLine:
        """A new row: rule and tender type of the row above (QA 10.2)."""
        rule = self.offer.rule if above is None else above.row.rule
        kind = self.offer.tender_type if above is None else above.row.tender_type
        return ShownLine(QuickLine(new_request_id(), rule=rule, tender_type=kind))
