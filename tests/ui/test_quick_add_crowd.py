"""Quick Add where many rows ask, wait or look mistyped, by keys (payments 10, QA-3, OP-6, NC-2)."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from posapp.domain.ids import new_request_id, short_id
from posapp.domain.money import Money
from posapp.domain.quick_add import Outcome, QuickHeader, QuickKind, QuickLine
from posapp.domain.quick_doubts import is_far_above
from posapp.ui.dialogs.help import keys_of
from posapp.ui.models.quick_lines import ShownLine
from posapp.ui.pages.quick_add import QuickAddPage
from posapp.ui.widgets.quick_head import SINGLE
from posapp.ui.widgets.quick_single import QuickSingle
from posapp.ui.window import MainWindow
from tests.helpers.office import DAY, Office
from tests.helpers.pace import Pace, paced
from tests.helpers.quick_add import rule
from tests.helpers.surroundings import Keyboard, Surroundings, settle

ENTER, F3, F6, F9 = Qt.Key.Key_Return, Qt.Key.Key_F3, Qt.Key.Key_F6, Qt.Key.Key_F9
CONTROL = Qt.KeyboardModifier.ControlModifier
ONLY = Qt.KeyboardModifier.ShiftModifier, F3
YES = CONTROL, ENTER
UNKNOWN = "0000000042"


@pytest.fixture(autouse=True)
def pace() -> Iterator[Pace]:
    """The pace of a person: nothing typed here is a scan."""
    with paced() as made:
        yield made


@pytest.fixture
def payors(office: Office) -> list[str]:
    found = []
    for name in ("Okafor, Ngozi", "Right, Rita", "Sand, Sol"):
        account = office.account(name)
        office.agreement(account, "WATER", (DAY, 5_000))
        found.append(short_id(account))
    return found


@pytest.fixture
def page(window: MainWindow, keys: Keyboard) -> QuickAddPage:
    window.resize(1366, 768)
    keys.press(F6)
    shown = window.page
    assert isinstance(shown, QuickAddPage)
    return shown


def paste(keys: Keyboard, *rows: tuple[object, ...]) -> None:
    text = "\n".join("\t".join(str(cell) for cell in row) for row in rows)
    QGuiApplication.clipboard().setText(text)
    keys.press((CONTROL, Qt.Key.Key_V))


def place(page: QuickAddPage) -> tuple[int, str]:
    index = page.table.currentIndex()
    return index.row(), page.grid.field_at(index.column())


def test_op6_many_rows_that_ask_the_same_ask_in_one_line(
    page: QuickAddPage, keys: Keyboard, office: Office, payors: list[str]
) -> None:
    paste(keys, *(("Account", one, f"{60 + at}") for at, one in enumerate(payors)))
    keys.press(F9)
    says = page.question.text()
    assert says == "3 rows exceed what is owed, $33.00 in total: keep as credit?"
    assert page.question.height() < 3 * page.question.fontMetrics().lineSpacing() + 20
    assert not page.question.geometry().intersects(page.rows.geometry())
    keys.press(ONLY, YES)
    assert page.run.batch is not None
    assert page.run.batch.is_finished


def test_nc2_a_row_for_an_account_without_customer_says_who_pays(
    page: QuickAddPage, keys: Keyboard, office: Office
) -> None:
    county = office.account("County", customer_class="NONCIS")
    office.agreement(county, "WATER")
    paste(keys, ("Account", short_id(county), "10"))
    keys.press(F9)
    # The cell that is wrong is there, and F3 leads to it from anywhere.
    assert place(page) == (0, "non_cis_name")
    page.table.go_to(0, "amount")
    keys.press(F3)
    assert place(page) == (0, "non_cis_name")
    keys.type("Green, Gil")
    keys.press(ENTER)
    page.table.go_to(0, "reference")
    keys.type("TAX-7")
    keys.press(ENTER, F9)
    assert page.run.batch is not None
    assert page.run.batch.rows[0].outcome is Outcome.DONE


def test_f3_goes_to_the_first_cell_where_the_wrong_field_has_none(page: QuickAddPage) -> None:
    page.table.go_to(0, "amount")
    page.table.go_to(0, "match_type")
    assert place(page) == (0, "value")


def test_d21_a_batch_that_is_finished_is_not_offered_any_more_and_knows_its_payors(
    window: MainWindow, keys: Keyboard, office: Office, payors: list[str]
) -> None:
    quick, actor = office.services.quick_add, office.cashier
    kept = quick.start(
        QuickHeader(QuickKind.RULES), [rule(payors[0], "60")], new_request_id(), actor
    ).value
    keys.press(F6)
    first = window.page
    assert isinstance(first, QuickAddPage)
    assert "that wait" in first.notices[0].text
    window.open_page("quick_add", kept)
    settle()
    page = window.page
    assert isinstance(page, QuickAddPage)
    line = page.grid.record(0)
    assert (line.payor_name, line.found is None) == ("Okafor, Ngozi", False)
    keys.press(F9, YES)
    assert page.run.batch is not None
    assert page.run.batch.is_finished
    window.back()
    settle()
    assert window.page is first
    assert not first.notices


def test_r13_a_number_that_was_scanned_into_the_amount_is_asked_about(
    page: QuickAddPage, keys: Keyboard, office: Office, payors: list[str]
) -> None:
    paste(keys, ("Account", payors[0], "10"), ("Account", payors[1], "1000000023"))
    assert page.totals.text("attention") == "1"
    keys.press(F9)
    assert page.run.batch is None
    assert "$1,000,000,023.00" in page.question.text()
    # Another amount ends the question; nothing was taken.
    page.table.go_to(1, "amount")
    keys.type("20")
    keys.press(ENTER)
    assert not page.question.isVisible()
    keys.press(F9)
    assert page.run.batch is not None
    assert page.run.batch.is_finished


def test_an_amount_is_far_above_when_it_is_large_and_over_ten_times_the_debt() -> None:
    assert is_far_above(Money(100_000_002_300), Money(5_000))
    assert is_far_above(Money(1_000_001), Money(-500))
    assert not is_far_above(Money(1_000_000), Money(0))
    assert not is_far_above(Money(5_000_000), Money(500_000))


def test_an_empty_check_number_says_that_it_is_needed(
    page: QuickAddPage, keys: Keyboard, payors: list[str]
) -> None:
    paste(keys, ("Account", payors[0], "5", "Check"))
    page.table.go_to(0, "check_number")
    keys.press(ENTER)
    assert place(page) == (0, "check_number")
    assert "check number" in page.rows.about.text()
    keys.type("77")
    keys.press(ENTER)
    assert page.grid.record(0).wrong is None


def test_d35_the_cursor_stays_in_sight_where_only_some_rows_are_shown(
    page: QuickAddPage, keys: Keyboard, office: Office, payors: list[str]
) -> None:
    paste(keys, *(("Account", UNKNOWN, "5") for _ in range(4)), ("Account", payors[0], "5"))
    keys.press(F9, ONLY)
    page.table.go_to(1, "value")
    page.grid.type_text(page.grid.index(1, page.grid.column_of("value")), payors[1])
    keys.press(F9)
    assert page.table.isRowHidden(1)
    assert not page.table.isRowHidden(page.table.currentIndex().row())
    assert page.table.visualRect(page.table.currentIndex()).top() >= 0


def test_10_3_the_details_are_entered_in_the_value_and_a_wrong_one_hands_nothing_back(
    page: QuickAddPage, keys: Keyboard, payors: list[str]
) -> None:
    page.head.choose_number(SINGLE)
    settle()
    single = page.widget_for(SINGLE)
    assert isinstance(single, QuickSingle)
    single.focus_first()
    keys.type(payors[0])
    keys.press(ENTER)
    keys.type("60")
    keys.press(ENTER, (Qt.KeyboardModifier.AltModifier, Qt.Key.Key_S))
    details = single.fields.details
    assert details.table.hasFocus()
    assert details.grid.columns[details.table.currentIndex().column()].name == "rule_value"
    keys.type(UNKNOWN)
    keys.press(ENTER)
    sums = single.fields.sums
    assert (sums.to_pay.text(), sums.cash_back.text()) == ("\u2014", "\u2014")
    assert sums.tendered.text() == "$60.00"


def test_use2_f1_on_home_lists_both_ways_to_quick_add(window: MainWindow) -> None:
    assert window.page is not None
    assert {"F6", "Shift+F6"} <= {key for _what, key in keys_of(window.context, window.page)}


def test_d21_a_stopped_run_says_how_it_goes_on(
    page: QuickAddPage, keys: Keyboard, payors: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    paste(keys, *(("Account", one, "10") for one in payors))

    class Stopping:
        def __call__(self, done: int, _of: int | None) -> bool:
            return done < 1

        def cancel(self) -> None:
            """Pressed by nobody: it stops by itself."""

    def progress(_owner: object, _moved: object) -> Stopping:
        page.run.stop()
        return Stopping()

    with monkeypatch.context() as patch:
        patch.setattr(page.context.runner, "progress", progress)
        keys.press(F9)
    (said,) = page.notices
    assert said.word == "Stopped"
    assert said.text.endswith("F9 goes on with the 2 that wait.")
    assert page.totals.text("attention") == "0"
    keys.press(F9)
    assert page.run.batch is not None
    assert page.run.batch.is_finished


def test_qa19_rows_typed_before_the_page_has_read_what_it_starts_with_stay(
    desk: Surroundings, qtbot: QtBot
) -> None:
    page = QuickAddPage(desk.context, 0)
    qtbot.addWidget(page)
    page.intake.take([ShownLine(QuickLine(new_request_id(), value="4711", amount="5.00"))])
    page.load()
    settle()
    (line,) = page.grid.lines
    assert (line.row.value, line.row.amount) == ("4711", "5.00")
    assert line.row.rule
