"""Table models under Qt's own tester, with synchronous and late replies (X12, X13, X14)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from PySide6.QtCore import QAbstractItemModel, QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QTableView
from pytestqt.qtbot import QtBot

from posapp.domain.codes import PaymentStatus, TenderStatus
from posapp.domain.listing import Page, PageRequest
from posapp.domain.money import Money
from posapp.ui.formats import Formats
from posapp.ui.models.columns import (
    ERROR_ROLE,
    ROW_ROLE,
    TONE_ROLE,
    Align,
    EditColumn,
    date_column,
    money_column,
    stamp_column,
    status_column,
    text_column,
)
from posapp.ui.models.grid import EditableGridModel
from posapp.ui.models.paged import PagedTableModel
from posapp.ui.models.records import RecordTableModel
from posapp.ui.tasks import InlineRunner
from posapp.ui.tokens import Tone

NAME = text_column("Name", lambda r: r.name, sort="name")


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a test list."""

    name: str
    amount: Money | None = None
    day: date | None = None
    status: PaymentStatus | None = None


@pytest.fixture
def watched() -> Iterator[Any]:
    """Puts models under Qt's tester; a violation is a Qt warning, which fails the test."""
    testers: list[QAbstractItemModelTester] = []

    def watch(model: QAbstractItemModel) -> None:
        mode = QAbstractItemModelTester.FailureReportingMode.Warning
        testers.append(QAbstractItemModelTester(model, mode))

    yield watch
    testers.clear()


class Store:
    """Answers page requests from a list, as a browse service does."""

    def __init__(self, count: int) -> None:
        self.lines = [Line(f"{n:06d}") for n in range(count)]
        self.asked: list[PageRequest] = []

    def fetch(self, request: PageRequest) -> Page[Line]:
        self.asked.append(request)
        lines = sorted(self.lines, key=lambda r: r.name, reverse=request.descending)
        prefix = request.filters.get("prefix", "")
        lines = [line for line in lines if line.name.startswith(prefix)]
        start = 0
        if request.after is not None:
            start = [line.name for line in lines].index(request.after[0]) + 1
        rows = tuple(lines[start : start + request.limit])
        more = start + request.limit < len(lines)
        return Page(rows, (rows[-1].name,) if more else None)


def names(model: Any) -> list[str]:
    return [line.name for line in model.records]


# Columns


def test_columns_write_money_dates_and_states(formats: Formats) -> None:
    columns: Sequence[Any] = (
        money_column("Amount", lambda r: r.amount, formats),
        money_column("Yen", lambda r: r.amount, formats, lambda _r: "JPY"),
        date_column("Date", lambda r: r.day, formats),
        status_column("Status", lambda r: r.status),
        stamp_column("At", lambda _r: datetime(2026, 11, 21, 13, 2, tzinfo=UTC), formats),
    )
    model = RecordTableModel(
        columns,
        [Line("a", Money(-123450), date(2026, 11, 21), PaymentStatus.ERROR), Line("b")],
    )
    first = [model.cell(0, column) for column in range(5)]
    assert first == ["−$1,234.50", "−¥123,450", "2026-11-21", "Error", "2026-11-21 08:02"]
    assert [model.cell(1, column) for column in range(4)] == ["—", "—", "", ""]
    assert model.data(model.index(0, 3), TONE_ROLE) is Tone.RED
    assert model.tone(1, 3) is None
    assert model.data(model.index(0, 0), Qt.ItemDataRole.TextAlignmentRole) == Align.RIGHT.value
    assert model.headerData(3, Qt.Orientation.Horizontal) == "Status"
    assert model.headerData(0, Qt.Orientation.Vertical) is None
    assert model.data(model.index(0, 0), ERROR_ROLE) == ""


def test_equal_codes_of_different_lists_keep_their_own_words() -> None:
    lines = [Line("a", status=PaymentStatus.CANCELED)]
    model = RecordTableModel((status_column("S", lambda _r: TenderStatus.VALID),), lines)
    assert model.cell(0, 0) == "Valid"


# Complete lists


def test_a20_the_whole_record_comes_by_one_role(watched: Any) -> None:
    lines = [Line("b"), Line("a")]
    model = RecordTableModel((NAME,), lines)
    watched(model)
    assert model.data(model.index(1, 0), ROW_ROLE) is lines[1]
    assert model.record(0) is lines[0]
    assert model.data(model.index(5, 5), ROW_ROLE) is None


def test_complete_lists_sort_here_and_keep_it(watched: Any, formats: Formats) -> None:
    amount = money_column("Amount", lambda r: r.amount, formats)
    model = RecordTableModel((NAME, amount), [Line("b", Money(900)), Line("a", Money(1000))])
    watched(model)
    kept = QPersistentModelIndex(model.index(0, 0))
    model.sort(1, Qt.SortOrder.DescendingOrder)
    assert names(model) == ["a", "b"]
    assert kept.data() == "b"
    model.set_records([Line("c", Money(2000)), Line("d", Money(3000))])
    assert names(model) == ["d", "c"]
    model.sort(-1)
    assert names(model) == ["d", "c"]


def test_equal_records_change_nothing(qtbot: QtBot, watched: Any) -> None:
    model = RecordTableModel((NAME,), [Line("a")])
    watched(model)
    with qtbot.assertNotEmitted(model.modelReset):
        model.set_records([Line("a")])
    with qtbot.waitSignal(model.modelReset):
        model.set_records([])
    assert model.rowCount() == 0


# Paged lists


def test_pages_arrive_one_by_one(inline: InlineRunner, watched: Any) -> None:
    store = Store(25)
    model = PagedTableModel((NAME,), store.fetch, inline, page_size=10)
    watched(model)
    model.load()
    assert model.rowCount() == 10
    assert model.canFetchMore()
    model.fetchMore()
    model.fetchMore()
    assert names(model) == [f"{n:06d}" for n in range(25)]
    assert not model.canFetchMore()
    model.fetchMore()
    assert [request.after for request in store.asked] == [None, ("000009",), ("000019",)]


def test_x14_a_view_that_fetches_from_inside_the_signals_gets_each_page_once(
    qtbot: QtBot, inline: InlineRunner, watched: Any
) -> None:
    store = Store(300)
    model = PagedTableModel((NAME,), store.fetch, inline, page_size=7)
    watched(model)
    view = QTableView()
    qtbot.addWidget(view)
    view.setModel(model)
    model.rowsInserted.connect(lambda *_: model.fetchMore())
    model.modelReset.connect(model.fetchMore)
    view.show()
    model.load()
    view.scrollToBottom()
    for _ in range(60):
        model.fetchMore()
    assert names(model) == [f"{n:06d}" for n in range(300)]


def test_one_request_is_in_flight(manual: Any, watched: Any) -> None:
    model = PagedTableModel((NAME,), Store(30).fetch, manual, page_size=10)
    watched(model)
    model.load()
    assert model.loading
    model.fetchMore()
    model.fetchMore()
    assert len(manual.jobs) == 1
    manual.finish()
    assert not model.loading
    model.fetchMore()
    model.fetchMore()
    assert len(manual.jobs) == 1


def test_late_replies_of_an_older_generation_are_dropped(manual: Any, watched: Any) -> None:
    store = Store(30)
    model = PagedTableModel((NAME,), store.fetch, manual, page_size=10)
    watched(model)
    model.load()
    model.load({"prefix": "00002"})
    assert len(manual.jobs) == 2
    manual.finish(1)
    assert names(model)[0] == "000020"
    manual.finish(0)
    assert names(model)[0] == "000020"
    model.clear()
    assert model.rowCount() == 0


def test_a_failure_of_an_older_generation_is_dropped_too(qtbot: QtBot, manual: Any) -> None:
    model = PagedTableModel((NAME,), Store(3).fetch, manual)
    model.load()
    model.load()
    with qtbot.assertNotEmitted(model.failed):
        manual.fail(ValueError("old"))
    assert model.loading


def test_a_failed_request_tells_and_does_not_loop(qtbot: QtBot, manual: Any, watched: Any) -> None:
    model = PagedTableModel((NAME,), Store(30).fetch, manual, page_size=10)
    watched(model)
    model.load()
    manual.finish()
    model.fetchMore()
    with qtbot.waitSignal(model.failed):
        manual.fail(ValueError("gone"))
    assert not model.loading
    assert not model.canFetchMore()
    assert model.rowCount() == 10
    model.load()
    manual.finish()
    assert model.canFetchMore()


def test_x12_sorting_happens_in_the_request(inline: InlineRunner, watched: Any) -> None:
    store = Store(30)
    model = PagedTableModel((NAME, text_column("No", lambda r: r.name)), store.fetch, inline)
    watched(model)
    model.sort(0, Qt.SortOrder.DescendingOrder)
    assert names(model)[0] == "000029"
    assert (store.asked[-1].sort, store.asked[-1].descending) == ("name", True)
    model.sort(1)
    model.sort(9)
    assert len(store.asked) == 1


def test_reload_keeps_the_rows_until_the_new_ones_are_there(manual: Any, watched: Any) -> None:
    store = Store(30)
    model = PagedTableModel((NAME,), store.fetch, manual, page_size=10)
    watched(model)
    model.load()
    manual.finish()
    model.fetchMore()
    manual.finish()
    store.lines.pop(0)
    model.reload()
    assert model.rowCount() == 20
    manual.finish()
    assert names(model)[0] == "000001"
    assert model.rowCount() == 20
    assert model.canFetchMore()


def test_reload_of_equal_rows_does_not_disturb_the_view(
    qtbot: QtBot, inline: InlineRunner, watched: Any
) -> None:
    model = PagedTableModel((NAME,), Store(5).fetch, inline)
    watched(model)
    model.load()
    with qtbot.assertNotEmitted(model.modelReset):
        model.reload()


def test_loading_and_loaded_are_told(qtbot: QtBot, inline: InlineRunner) -> None:
    model = PagedTableModel((NAME,), Store(15).fetch, inline, page_size=10)
    seen: list[object] = []
    model.loading_changed.connect(seen.append)
    model.loaded.connect(lambda rows, more: seen.append((rows, more)))
    model.load()
    assert seen == [True, False, (10, True)]


# Grids


@dataclass(frozen=True, slots=True)
class Draft:
    """A line of a draft."""

    account: str = ""
    amount: Money | None = None
    name: str = ""


def drafts(**more: Any) -> EditableGridModel[Draft]:
    columns = (
        EditColumn(
            "Account",
            lambda r: r.account,
            name="account",
            edit=lambda r: r.account,
            write=lambda r, v: replace(r, account=v, name=""),
        ),
        EditColumn("Name", lambda r: r.name, name="name"),
        EditColumn(
            "Amount",
            lambda r: str(r.amount.minor) if r.amount else "",
            name="amount",
            edit=lambda r: r.amount,
            write=lambda r, v: replace(r, amount=v),
            editable=lambda r: bool(r.account),
        ),
    )
    return EditableGridModel(columns, **{"blank": Draft, "check": no_doubles} | more)


def no_doubles(rows: tuple[Draft, ...]) -> dict[tuple[int, str], str]:
    seen = [row.account for row in rows]
    return {(n, "account"): "twice" for n, a in enumerate(seen) if a and seen.count(a) > 1}


def put(model: Any, row: int, column: int, value: Any) -> bool:
    return bool(model.setData(model.index(row, column), value))


def test_a_grid_always_has_an_empty_line_to_type_into(watched: Any) -> None:
    model = drafts()
    watched(model)
    assert (model.rowCount(), model.records) == (1, ())
    assert put(model, 0, 0, "1001")
    assert (model.rowCount(), model.records) == (2, (Draft("1001"),))
    put(model, 1, 0, "1002")
    assert model.remove(0)
    assert model.records == (Draft("1002"),)
    assert not model.remove(1)
    assert not model.remove(9)
    assert model.append(Draft("1003")) == 1
    assert [row.account for row in model.records] == ["1002", "1003"]


def test_a_grid_without_blank_only_takes_given_lines(watched: Any) -> None:
    model = drafts(blank=None)
    watched(model)
    assert model.rowCount() == 0
    model.set_records([Draft("1")])
    assert model.rowCount() == 1


def test_cells_say_whether_they_may_be_edited(watched: Any) -> None:
    model = drafts()
    watched(model)
    editable = [bool(model.flags(model.index(0, c)) & Qt.ItemFlag.ItemIsEditable) for c in range(3)]
    assert editable == [True, False, False]
    assert not put(model, 0, 1, "no")
    assert not put(model, 0, 2, Money(1))
    put(model, 0, 0, "1001")
    assert put(model, 0, 2, Money(500))
    assert model.records == (Draft("1001", Money(500)),)
    assert model.data(model.index(0, 2), Qt.ItemDataRole.EditRole) == Money(500)
    assert not model.setData(model.index(0, 0), "x", Qt.ItemDataRole.DisplayRole)


def test_errors_of_cells_come_from_the_check_and_go_with_it(watched: Any) -> None:
    model = drafts()
    watched(model)
    model.set_records([Draft("1001"), Draft("1001")])
    assert model.data(model.index(0, 0), ERROR_ROLE) == "twice"
    assert model.data(model.index(1, 0), Qt.ItemDataRole.ToolTipRole) == "twice"
    put(model, 1, 0, "1002")
    assert model.errors == {}
    assert model.cell_error(0, 0) == ""


def test_refused_text_stays_in_its_cell(watched: Any) -> None:
    model = drafts()
    watched(model)
    put(model, 0, 0, "1001")
    amount = model.index(0, 2)
    model.refuse(amount, "12x", "is no amount")
    assert model.cell(0, 2) == "12x"
    assert model.refused_text(amount) == "12x"
    assert model.errors == {(0, "amount"): "is no amount"}
    put(model, 0, 2, Money(1200))
    assert model.errors == {}
    assert model.cell(0, 2) == "1200"


def test_an_unchanged_value_is_no_edit(qtbot: QtBot) -> None:
    model = drafts()
    put(model, 0, 0, "1001")
    with qtbot.assertNotEmitted(model.row_edited):
        assert put(model, 0, 0, "1001")


def test_use_8_a_late_look_up_is_matched_by_line_and_version(qtbot: QtBot, watched: Any) -> None:
    model = drafts()
    watched(model)
    put(model, 0, 0, "1001")
    put(model, 1, 0, "1002")
    first, second = model.look_up(0), model.look_up(1)
    assert not model.is_settled
    model.remove(0)
    with qtbot.assertNotEmitted(model.settled):
        assert not model.answer(first, lambda r: replace(r, name="wrong"))
    with qtbot.waitSignal(model.settled):
        assert model.answer(second, lambda r: replace(r, name="Okafor"))
    assert model.records == (Draft("1002", None, "Okafor"),)
    stale = model.look_up(0)
    put(model, 0, 0, "1003")
    assert not model.answer(stale, lambda r: replace(r, name="Okafor"))
    assert model.records == (Draft("1003"),)
    assert model.is_settled


def test_two_look_ups_of_one_line_both_settle() -> None:
    model = drafts()
    put(model, 0, 0, "1001")
    one, two = model.look_up(0), model.look_up(0)
    assert model.answer(one, lambda r: replace(r, name="Okafor"))
    assert not model.is_settled
    assert model.answer(two, None)
    assert model.is_settled
    assert model.records[0].name == "Okafor"
