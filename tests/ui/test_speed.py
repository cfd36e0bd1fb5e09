"""P8: a page of a table of a million rows; figures are printed with a verdict, they never fail."""

import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, overload

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from posapp.domain.codes import PaymentStatus
from posapp.domain.money import Money
from posapp.ui.formats import Formats
from posapp.ui.models.columns import date_column, money_column, status_column, text_column
from posapp.ui.models.table import ColumnTableModel
from posapp.ui.widgets.table import DataTable

ROWS = 1_000_000
SHOWN = 35
STATES = tuple(PaymentStatus)


@dataclass(frozen=True, slots=True)
class Paid:
    """A payment of the list."""

    number: int


class Million(Sequence[Paid]):
    """A million rows that are made when looked at."""

    def __len__(self) -> int:
        return ROWS

    @overload
    def __getitem__(self, index: int) -> Paid: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Paid]: ...
    def __getitem__(self, index: Any) -> Any:
        return Paid(index)


def test_p8_a_page_of_a_million_rows(qtbot: QtBot, formats: Formats) -> None:
    columns = (
        date_column("Date", lambda r: date(2026, 1 + r.number % 12, 1 + r.number % 28), formats),
        text_column("Event", lambda r: f"PE-{r.number:08d}", 130),
        text_column("Tender", lambda r: f"Check {r.number % 9999}", 200, stretch=True),
        text_column("Payor", lambda r: f"Okafor, Ngozi {r.number % 100}", 200),
        money_column("Amount", lambda r: Money(r.number * 37), formats),
        status_column("Status", lambda r: STATES[r.number % len(STATES)]),
    )
    model: ColumnTableModel[Paid] = ColumnTableModel(columns)
    model._rows = Million()
    table = DataTable("million", "Million")
    qtbot.addWidget(table)
    table.resize(1200, SHOWN * 34 + 34)
    started = time.perf_counter()
    table.set_model(model)
    table.show()
    QApplication.processEvents()
    attached = (time.perf_counter() - started) * 1000
    bar, spent = table.verticalScrollBar(), []
    for _ in range(60):
        started = time.perf_counter()
        bar.setValue(bar.value() + SHOWN * 34)
        table.viewport().repaint()
        spent.append((time.perf_counter() - started) * 1000)
    spent.sort()
    middle, worst = statistics.median(spent), spent[int(len(spent) * 0.99)]
    verdict = "met" if middle <= 16 and worst <= 33 else "MISSED"
    print(
        f"P8 page down p50 {middle:.1f} ms (16), p99 {worst:.1f} ms (33), {verdict}; "
        f"attach {attached:.0f} ms"
    )
    assert bar.value() == 60 * SHOWN * 34
