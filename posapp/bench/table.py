"""P8: a page of a table of a million rows, beside a bare table view that draws text and no more.

Our table asks a service for its rows, page by page, as the user scrolls; here the pages come out
of memory. The reference has all rows at hand and a delegate of ten lines.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QApplication,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from posapp.bench.child import Options, answer
from posapp.bench.desk import application, formats
from posapp.bench.figures import Figure, compared, in_turns, of_processor, percentile, within
from posapp.domain.codes import PaymentStatus
from posapp.domain.listing import Page, PageRequest
from posapp.domain.money import Money
from posapp.ui.models.columns import (
    Column,
    date_column,
    money_column,
    status_column,
    text_column,
)
from posapp.ui.models.paged import PagedTableModel
from posapp.ui.signals import AppSignals
from posapp.ui.tasks import InlineRunner
from posapp.ui.widgets.table import DataTable

ROWS: Final = 1_000_000
_SHOWN: Final = 35
_ROW_PX: Final = 34
_WIDTH: Final = 1_200
_MEDIAN_MS, _SLOWEST_MS = 16.0, 33.0
_STATES: Final = tuple(PaymentStatus)
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Paid:
    """A payment of the list."""

    number: int


def measure(options: Options) -> Sequence[Figure]:
    """Our table beside the bare one: ``pages``."""
    pages: int = options["pages"]
    application()
    ours, bare = our_table(), bare_table()
    turns = in_turns([page_down(ours)] * pages, [page_down(bare)] * pages, warm=2)
    slowest = percentile(turns.ours, 0.99)
    note = "" if turns.busy is None else of_processor(turns.busy)
    what = f"page down, {_SHOWN} rows of {ROWS:,}"
    return [
        within("P8", f"{what}, median", percentile(turns.ours, 0.5), _MEDIAN_MS, note=note),
        within("P8", f"{what}, p99", slowest, _SLOWEST_MS),
        compared("P8", "the same beside a text-only table", turns, 1.5),
    ]


def our_table() -> DataTable:
    """Six columns of a list that comes page by page."""
    shown = formats()
    columns: tuple[Column[Paid], ...] = (
        date_column("Date", lambda r: date(2026, 1 + r.number % 12, 1 + r.number % 28), shown),
        text_column("Event", lambda r: f"PE-{r.number:08d}", 130),
        text_column("Tender", lambda r: f"Check {r.number % 9999}", 200, stretch=True),
        text_column("Payor", lambda r: f"Okafor, Ngozi {r.number % 100}", 200),
        money_column("Amount", lambda r: Money(r.number * 37), shown),
        status_column("Status", lambda r: _STATES[r.number % len(_STATES)]),
    )
    table = DataTable("bench", "Payments")
    model: PagedTableModel[Paid] = PagedTableModel(
        columns, _fetch, InlineRunner(AppSignals()), parent=table
    )
    table.set_model(model)
    model.load()
    _show(table)
    return table


def _fetch(request: PageRequest) -> Page[Paid]:
    start = request.after[0] + 1 if request.after else 0
    stop = min(start + request.limit, ROWS)
    rows = tuple(Paid(number) for number in range(start, stop))
    return Page(rows, (stop - 1,) if stop < ROWS else None)


def bare_table() -> QTableView:
    """The same cells with Qt's own view and a delegate that draws text."""
    table = QTableView()
    table.setModel(_Bare(table))
    table.setItemDelegate(_TextOnly(table))
    table.verticalHeader().setDefaultSectionSize(_ROW_PX)
    _show(table)
    return table


def _show(table: QTableView) -> None:
    table.resize(_WIDTH, (_SHOWN + 1) * _ROW_PX)
    table.show()
    QApplication.processEvents()


def page_down(table: QTableView) -> Callable[[], None]:
    """One page down and its paint."""
    return partial(_page_down, table)


def _page_down(table: QTableView) -> None:
    bar = table.verticalScrollBar()
    bar.setValue(bar.value() + bar.pageStep())
    table.viewport().repaint()


class _Bare(QAbstractTableModel):
    """All rows at hand."""

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else ROWS

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(_CELLS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return _CELLS[index.column()](index.row())


_CELLS: Final[tuple[Callable[[int], str], ...]] = (
    lambda row: f"2026-{1 + row % 12:02d}-{1 + row % 28:02d}",
    lambda row: f"PE-{row:08d}",
    lambda row: f"Check {row % 9999}",
    lambda row: f"Okafor, Ngozi {row % 100}",
    lambda row: f"${row * 37 // 100:,}.{row * 37 % 100:02d}",
    lambda row: _STATES[row % len(_STATES)].value,
)


class _TextOnly(QStyledItemDelegate):
    """Draws the text of a cell."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect = option.rect.adjusted(8, 0, -8, 0)
        text = index.data(Qt.ItemDataRole.DisplayRole)
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignVCenter), text)


if __name__ == "__main__":
    answer(measure)
