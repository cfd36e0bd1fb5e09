"""The rows of Quick Add as a model: free rows, paste, late answers, a thousand rows (QA 10.2)."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from posapp.domain.ids import AccountId, new_request_id, short_id
from posapp.domain.money import Money
from posapp.domain.quick_add import QuickKind, QuickLine, RowFound
from posapp.ui.models.quick_add_grid import QuickAddGrid, QuickOffer
from posapp.ui.models.quick_lines import ShownLine
from posapp.ui.models.quick_paste import is_table, pasted_rows
from posapp.ui.quick_look_ups import QuickLookUps
from posapp.ui.signals import AppSignals
from posapp.ui.theme import Theme
from tests.helpers.office import DAY, Office
from tests.helpers.surroundings import Surroundings, surround
from tests.ui.conftest import ManualRunner

MANY = 1000


@pytest.fixture
def grid(qtbot: QtBot, desk: Surroundings) -> Iterator[QuickAddGrid]:
    yield from made(desk, QuickKind.RULES, QuickOffer("ACCT", "CASH"))


def made(desk: Surroundings, kind: QuickKind, offer: QuickOffer) -> Iterator[QuickAddGrid]:
    context = desk.context
    grid = QuickAddGrid(kind, context.formats, context.texts, context.setup)
    grid.start(offer, "USD")
    tester = QAbstractItemModelTester(grid, QAbstractItemModelTester.FailureReportingMode.Fatal)
    yield grid
    tester.deleteLater()
    grid.deleteLater()


def write(grid: QuickAddGrid, row: int, field: str, value: object) -> None:
    assert grid.setData(grid.index(row, grid.column_of(field)), value)


def typed(value: str, amount: str = "") -> ShownLine:
    return ShownLine(QuickLine(new_request_id(), "ACCT", value, amount=amount))


def texts(grid: QuickAddGrid, field: str) -> list[str]:
    return [getattr(line.row, field) for line in grid.records]


def test_it_never_runs_out_of_rows_and_a_new_one_copies_the_row_above(grid: QuickAddGrid) -> None:
    assert (grid.rowCount(), grid.records) == (1, ())
    write(grid, 0, "tender_type", "CHEC")
    assert grid.rowCount() == 2
    assert grid.record(1).row.tender_type == "CHEC"
    # Until somebody types into it, it follows.
    write(grid, 0, "rule", "BILL")
    assert grid.record(1).row.rule == "BILL"
    write(grid, 1, "value", "7")
    write(grid, 0, "rule", "SA")
    assert grid.record(1).row.rule == "BILL"
    assert grid.rowCount() == 3


def test_qa19_a_row_with_nothing_but_its_defaults_does_not_count(grid: QuickAddGrid) -> None:
    write(grid, 0, "tender_type", "CHEC")
    write(grid, 1, "value", "7")
    assert len(grid.records) == 2
    assert [row.value for row in grid.rows] == ["7"]
    grid.close()
    assert grid.rowCount() == 1
    assert grid.is_closed
    assert not grid.remove(0)


def test_an_amount_is_money_or_keeps_its_text(grid: QuickAddGrid) -> None:
    write(grid, 0, "amount", Money(1250))
    assert grid.record(0).row.amount == "12.50"
    index = grid.index(0, grid.column_of("amount"))
    grid.refuse(index, "12x", "This is not an amount of money.")
    line = grid.record(0)
    assert (line.amount, line.row.amount) == (None, "12x")
    assert grid.refused_text(index) == "12x"
    assert grid.cell_error(0, index.column()) == "This is not an amount of money."
    assert grid.sum == Money(0)
    write(grid, 0, "amount", Money(1))
    assert grid.cell_error(0, index.column()) == ""


def test_qa15_no_more_rows_than_the_page_has(qtbot: QtBot, desk: Surroundings) -> None:
    for grid in made(desk, QuickKind.ACCOUNTS, QuickOffer("", "CASH", 15)):
        lines = [ShownLine(QuickLine("", account=str(n), amount="1")) for n in range(16)]
        assert grid.take(lines[:14]) == 0
        assert grid.rowCount() == 15
        write(grid, 14, "account", "14")
        assert grid.rowCount() == 15
        assert grid.take(lines[15:]) == 1
        assert len(grid.records) == 15


def test_rows_of_a_spreadsheet_by_the_order_or_by_titles(desk: Surroundings) -> None:
    setup = desk.context.setup
    assert is_table("1\t2")
    assert is_table("1\n2")
    assert not is_table("1\n")
    (row,) = pasted_rows("8841\t$1,234.50\tCheck\t118\n", QuickKind.RULES, setup, "value")
    assert (row.row.value, row.row.amount) == ("8841", "$1,234.50")
    assert (row.row.tender_type, row.row.check_number) == ("CHEC", "118")
    (row,) = pasted_rows("Bill\t8841\t5", QuickKind.RULES, setup, "value")
    assert (row.row.rule, row.row.value, row.row.amount) == ("BILL", "8841", "5")
    text = "Payment Amount\tNotes\tRule Value\n5\tlate\t8841\n\n6\t\t8842"
    rows = pasted_rows(text, QuickKind.RULES, setup, "value")
    assert [(one.row.value, one.row.amount) for one in rows] == [("8841", "5"), ("8842", "6")]
    assert pasted_rows("\n\t\n", QuickKind.RULES, setup, "value") == ()


def test_pasted_amounts_are_read_and_wrong_ones_stay(grid: QuickAddGrid) -> None:
    grid.take([typed("1", "$1,234.50"), typed("2", "1.005"), typed("3", "abc"), typed("4")])
    assert [line.amount for line in grid.records] == [Money(123450), None, None, None]
    assert texts(grid, "amount") == ["1234.50", "1.005", "abc", ""]
    column = grid.column_of("amount")
    assert [bool(grid.cell_error(row, column)) for row in range(4)] == [False, True, True, False]


def test_paste_over_rows_leaves_those_that_are_in(grid: QuickAddGrid) -> None:
    grid.take([typed("1", "1"), typed("2", "2")])
    grid.take([typed("3", "3"), typed("4", "4"), typed("5", "5")], at=1)
    assert texts(grid, "value") == ["1", "3", "4", "5"]
    ids = [line.row.request_id for line in grid.records]
    assert len(set(ids)) == 4


def found(account: int) -> RowFound:
    number = short_id(AccountId(account))
    return RowFound(AccountId(account), number, "Quill, Sam", Money(500), "USD", cash_only=False)


def test_use_8_an_answer_for_a_row_that_was_changed_is_dropped(grid: QuickAddGrid) -> None:
    grid.take([typed("1", "1"), typed("2", "2")])
    assert grid.leave(0)
    assert grid.leave(1)
    first, second = grid.look_up(0), grid.look_up(1)
    write(grid, 0, "value", "9")
    assert not grid.answer(first, lambda line: line)
    assert grid.answer(second, lambda line: line)
    assert grid.is_settled
    assert grid.record(0).found is None
    assert not grid.record(0).looking
    assert grid.leave(0)


def test_a_thousand_pasted_rows_are_looked_up_beside_the_typing(
    office: Office, theme: Theme, manual: ManualRunner, signals: AppSignals, desk: Surroundings
) -> None:
    # Without the tester: it reads the whole model at every change.
    texts = (desk.context.formats, desk.context.texts, desk.context.setup)
    grid = QuickAddGrid(QuickKind.RULES, *texts)
    grid.start(QuickOffer("ACCT", "CASH"), "USD")
    account = office.account("Quill, Sam")
    office.agreement(account, "WATER", (DAY, 5000))
    grid.take([typed(short_id(account), "1.00") for _row in range(MANY)])
    assert grid.rowCount() == MANY + 1
    reset = []
    grid.modelReset.connect(lambda: reset.append(1))
    config = desk.context.config
    context = surround(office, theme, config, runner=manual, signals=signals).context
    manual.jobs.clear()
    look_ups = QuickLookUps(context, grid, lambda: None)
    look_ups.ask_all()
    # Some at a time, so that a row that is typed meanwhile is soon looked up too.
    assert len(manual.jobs) == MANY / 25
    assert grid.record(MANY - 1).looking
    write(grid, MANY, "value", short_id(account))
    write(grid, 3, "amount", Money(700))
    look_ups.leave(MANY)
    manual.finish(len(manual.jobs) - 1)
    assert grid.record(MANY).found is not None
    manual.finish(0)
    known = [line.found is not None for line in grid.records[:25]]
    # The row that was changed meanwhile is asked about again when it is left.
    assert known == [row != 3 for row in range(25)]
    assert reset == []
    assert grid.data(QModelIndex()) is None
    assert grid.flags(grid.index(0, 0)) & Qt.ItemFlag.ItemIsEnabled
