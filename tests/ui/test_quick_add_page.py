"""Payment Event Quick Add by keys over a real database (payments 10, QA-1..QA-8, D-03, D-35)."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QFileDialog

from posapp.domain.ids import AccountId, short_id
from posapp.domain.money import Money
from posapp.domain.quick_add import Outcome
from posapp.ui.dialogs.confirm import ConfirmDialog
from posapp.ui.pages.quick_add import QuickAddAccountsPage, QuickAddPage
from posapp.ui.theme import Theme
from posapp.ui.window import MainWindow
from tests.helpers.events import balance
from tests.helpers.office import DAY, Office
from tests.helpers.surroundings import Keyboard, Surroundings, settle

ENTER, TAB, ESC, F6, F9 = (
    Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Escape, Qt.Key.Key_F6, Qt.Key.Key_F9,
)  # fmt: skip
CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
YES = CONTROL, ENTER
PASTE, CLEAR, PRINT = (CONTROL, Qt.Key.Key_V), (ALT, Qt.Key.Key_C), (CONTROL, Qt.Key.Key_P)


def customer(office: Office, name: str, cents: int = 50_000, points: int = 0) -> AccountId:
    account = office.account(name, points=points)
    office.agreement(account, "WATER", (DAY, cents))
    return account


@pytest.fixture
def ngozi(office: Office) -> AccountId:
    return customer(office, "Okafor, Ngozi")


@pytest.fixture
def sam(office: Office) -> AccountId:
    return customer(office, "Quill, Sam", points=900)


@pytest.fixture
def page(window: MainWindow, keys: Keyboard) -> QuickAddPage:
    keys.press(F6)
    shown = window.page
    assert isinstance(shown, QuickAddPage)
    QAbstractItemModelTester(shown.grid, QAbstractItemModelTester.FailureReportingMode.Fatal, shown)
    return shown


def place(page: QuickAddPage | QuickAddAccountsPage) -> tuple[int, str]:
    index = page.table.currentIndex()
    return index.row(), page.grid.field_at(index.column())


def cells(page: QuickAddPage | QuickAddAccountsPage, row: int) -> dict[str, str]:
    grid = page.grid
    return {column.name: grid.cell(row, at) for at, column in enumerate(grid.columns)}


def paste(keys: Keyboard, *rows: tuple[object, ...]) -> None:
    text = "\n".join("\t".join(str(cell) for cell in row) for row in rows)
    QGuiApplication.clipboard().setText(text)
    keys.press(PASTE)


def outcomes(page: QuickAddPage | QuickAddAccountsPage) -> list[Outcome | None]:
    assert page.run.batch is not None
    return [one.outcome for one in page.run.batch.rows]


def question() -> ConfirmDialog:
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, ConfirmDialog), dialog
    return dialog


def test_qa5_value_enter_amount_enter_is_a_row_and_f9_creates_it(
    page: QuickAddPage, keys: Keyboard, office: Office, ngozi: AccountId
) -> None:
    assert place(page) == (0, "value")
    for amount in ("12.5", "30+4"):
        keys.type(short_id(ngozi))
        keys.press(ENTER)
        keys.type(amount)
        keys.press(ENTER)
    assert place(page) == (2, "value")
    assert cells(page, 0)["payor_name"] == "Okafor, Ngozi"
    assert cells(page, 0)["balance"] == "$500.00"
    assert cells(page, 0)["payment_amount"] == "$12.50"
    assert page.totals.text("row_total") == "$46.50"
    keys.presses = 0
    keys.press(F9)
    # QA-4: both rows are of one payor, so they are one event.
    assert outcomes(page) == [Outcome.DONE, Outcome.DONE]
    events = {line.event_id for line in page.grid.records}
    assert len(events) == 1
    assert cells(page, 0)["state"].startswith("Frozen")
    assert balance(office, ngozi) == 50_000 - 4650
    assert page.totals.text("created") == "2 · $46.50"
    # The cursor is on what comes next.
    keys.press(ENTER)
    assert page.grid.records == ()
    assert place(page) == (0, "value")
    assert keys.presses == 2


def test_a_row_takes_no_key_but_value_enter_amount_enter(
    page: QuickAddPage, keys: Keyboard, ngozi: AccountId
) -> None:
    keys.type(short_id(ngozi))
    keys.press(ENTER)
    keys.type("5")
    keys.press(ENTER)
    assert keys.presses == 1 + 10 + 1 + 1 + 1  # F6, the number, Enter, the amount, Enter
    assert place(page) == (1, "value")


def test_later_rows_copy_rule_and_type_and_enter_stops_at_the_check_number(
    page: QuickAddPage, keys: Keyboard, ngozi: AccountId
) -> None:
    keys.type(short_id(ngozi))
    keys.press(ENTER)
    keys.type("5")
    keys.press(TAB)
    assert place(page) == (0, "tender_type")
    keys.type("Ch")
    keys.press(ENTER)
    assert place(page) == (0, "check_number")
    keys.type("118")
    keys.press(ENTER)
    assert place(page) == (1, "value")
    assert page.grid.record(1).row.tender_type == "CHEC"
    keys.type(short_id(ngozi))
    keys.press(ENTER)
    keys.type("6")
    keys.press(ENTER)
    assert place(page) == (1, "check_number")
    # Left without it: the cell says what is missing.
    keys.press(Qt.Key.Key_Down)
    assert page.grid.cell_error(1, page.grid.column_of("check_number")) != ""
    assert cells(page, 1)["state"] == "Enter the check number."


def test_every_column_of_10_2_is_there_and_tab_reaches_it(
    page: QuickAddPage, keys: Keyboard
) -> None:
    titles = [column.title for column in page.grid.columns]
    for wanted in (
        "Distribution Rule", "Rule Value", "Payment Amount", "Tender Type", "Check Number",
        "MICR ID", "Customer ID", "External Reference ID", "Name", "Payor Account ID",
        "Payment Event / State",
    ):  # fmt: skip
        assert wanted in titles
    found = [place(page)[1]]
    for _step in range(7):
        keys.press(TAB)
        found.append(place(page)[1])
    assert found == [
        "value", "amount", "tender_type", "check_number", "micr", "customer_id",
        "external_reference", "name",
    ]  # fmt: skip


def test_qa7_d35_wrong_cells_keep_their_text_and_say_why(
    page: QuickAddPage, keys: Keyboard, ngozi: AccountId
) -> None:
    keys.type("8841-9999")
    keys.press(ENTER)
    keys.type("1.005")
    keys.press(ENTER)
    row = cells(page, 0)
    assert (row["rule_value"], row["payment_amount"]) == ("8841-9999", "1.005")
    says = page.grid.cell_error(0, page.grid.column_of("amount"))
    assert "decimals" in says
    assert row["state"] == says
    # The amount's text comes back to be corrected, then the value is what is wrong.
    page.table.go_to(0, "amount")
    keys.press(ENTER)
    keys.type("1.05")
    keys.press(ENTER)
    keys.press(Qt.Key.Key_Down)
    assert "8841-9999" in page.grid.cell_error(0, page.grid.column_of("value"))
    page.table.go_to(0, "value")
    assert page.rows.about.text().startswith("Row 1")
    keys.type(short_id(ngozi))
    keys.press(ENTER, Qt.Key.Key_Down)
    assert cells(page, 0)["state"] == "Ready"


def test_d35_good_rows_lock_bad_ones_are_corrected_and_created_again(
    page: QuickAddPage, keys: Keyboard, office: Office, ngozi: AccountId
) -> None:
    paste(
        keys,
        ("Account", short_id(ngozi), "10.00", "Cash"),
        ("Account", "0000000042", "20.00", "Cash"),
    )
    keys.press(F9)
    assert outcomes(page) == [Outcome.DONE, Outcome.INVALID]
    assert place(page) == (1, "value")
    locked = page.grid.index(0, page.grid.column_of("value"))
    assert not locked.flags() & Qt.ItemFlag.ItemIsEditable
    other = customer(office, "Right, Rita")
    keys.type(short_id(other))
    keys.press(ENTER, F9)
    assert outcomes(page) == [Outcome.DONE, Outcome.DONE]
    assert balance(office, other) == 48_000
    assert balance(office, ngozi) == 49_000
    assert "2 rows are frozen" in page.notices[0].text


def test_qa19_a_row_that_was_emptied_is_not_taken(
    page: QuickAddPage, keys: Keyboard, office: Office, ngozi: AccountId, sam: AccountId
) -> None:
    paste(
        keys,
        ("Account", short_id(ngozi), "0", "Cash"),
        ("Account", short_id(sam), "0", "Cash"),
    )
    keys.press(F9)
    assert outcomes(page) == [Outcome.INVALID, Outcome.INVALID]
    amount, value = (page.grid.column_of(name) for name in ("amount", "value"))
    for row, digit in enumerate("35"):
        page.table.setCurrentIndex(page.grid.index(row, amount))
        keys.type(digit)
        keys.press(ENTER)
    for column in (value, amount):
        page.table.setCurrentIndex(page.grid.index(1, column))
        keys.press(Qt.Key.Key_Delete)
    assert page.grid.sum == Money(300)
    keys.press(F9)
    assert balance(office, ngozi) == 49_700
    assert balance(office, sam) == 50_000
    assert outcomes(page) == [Outcome.DONE, Outcome.INVALID]


def test_enter_on_a_row_that_is_in_opens_its_event(
    page: QuickAddPage, window: MainWindow, keys: Keyboard, ngozi: AccountId
) -> None:
    paste(keys, ("Account", short_id(ngozi), "10.00"))
    keys.press(F9)
    event = page.grid.record(0).event_id
    page.table.setFocus()
    page.table.go_to(0, "value")
    keys.press(ENTER)
    assert window.page is not None
    assert (window.page.KIND, window.page.number) == ("event", event)
    keys.press(ESC)
    assert window.page is page


def test_qa3_d03_the_payor_is_marked_and_a_check_is_asked_about_once(
    page: QuickAddPage, keys: Keyboard, office: Office, sam: AccountId, ngozi: AccountId
) -> None:
    paste(
        keys,
        ("Account", short_id(sam), "10.00", "Check", "118"),
        ("Account", short_id(sam), "11.00", "Check", "119"),
        ("Account", short_id(ngozi), "12.00", "Cash"),
    )
    assert page.grid.record(0).found is not None
    assert page.grid.record(0).found.cash_only
    keys.press(F9)
    says = page.question.text()
    assert says.startswith("Rows 1, 2: Account Quill, Sam is cash-only")
    assert says.count("cash-only") == 1
    assert QApplication.activeModalWidget() is None
    assert outcomes(page) == [None, None, Outcome.DONE]
    assert place(page) == (0, "value")
    keys.press(F9)
    assert outcomes(page) == [None, None, Outcome.DONE]
    keys.press(YES)
    assert not page.question.isVisible()
    assert outcomes(page) == [Outcome.DONE] * 3
    assert balance(office, sam) == 50_000 - 2100


def test_the_tape_must_agree_before_anything_is_created(
    page: QuickAddPage, keys: Keyboard, office: Office, ngozi: AccountId
) -> None:
    page.head.control_count.setText("2")
    page.head.control_total.setText("30.00")
    paste(keys, ("Account", short_id(ngozi), "10.00"))
    assert page.totals.text("tape") == "1 row missing · $20.00 missing"
    keys.press(F9)
    assert page.run.batch is None
    assert page.head._fields["control_total"].error
    page.table.setFocus()
    page.table.go_to_free_row()
    paste(keys, ("Account", short_id(ngozi), "20.00"))
    assert page.totals.text("tape") == "Agree"
    keys.press(F9)
    assert outcomes(page) == [Outcome.DONE] * 2
    assert page.run.batch is not None
    assert page.run.batch.tape_total == Money(3000)


def test_qa2_switching_asks_when_rows_would_be_lost(
    page: QuickAddPage, keys: Keyboard, ngozi: AccountId
) -> None:
    paste(keys, ("Account", short_id(ngozi), "10.00"))
    page.head.number.select("single")
    settle()
    assert "1 row is not created" in question().accessibleDescription()
    keys.press(ESC)
    assert page.head.number.value() == "multiple"
    assert len(page.grid.records) == 1
    page.head.number.select("single")
    settle()
    keys.press(F9)
    assert page.is_single
    assert page.grid.records == ()
    assert not page.buttons.isVisible()
    page.head.number.select("multiple")
    settle()
    assert page.buttons.isVisible()
    assert place(page) == (0, "value")


def test_qa8_clear_asks_for_rows_that_are_not_in(
    page: QuickAddPage, keys: Keyboard, ngozi: AccountId
) -> None:
    paste(keys, ("Account", short_id(ngozi), "10.00"), ("Account", "0000000042", "1"))
    keys.press(CLEAR)
    assert "2 rows are not created" in question().accessibleDescription()
    keys.press(ESC)
    assert len(page.grid.records) == 2
    keys.press(F9)
    keys.press(CLEAR)
    assert "1 row is not created" in question().accessibleDescription()
    keys.press(F9)
    assert page.grid.records == ()
    assert page.run.batch is None
    assert not page.grid.is_closed


def test_rc1_the_receipts_of_all_rows_are_one_print_job(
    page: QuickAddPage, keys: Keyboard, desk: Surroundings, ngozi: AccountId, sam: AccountId
) -> None:
    paste(
        keys,
        ("Account", short_id(ngozi), "10.00", "Cash"),
        ("Account", short_id(sam), "11.00", "Cash"),
    )
    keys.press(F9)
    keys.press(PRINT)
    assert desk.printer.titles == ["receipts-2"]
    assert "2 receipts printed" in page.notices[0].text
    desk.printer.broken = True
    keys.press(PRINT)
    assert "The payment stands" in page.notices[0].text


def test_rows_of_a_file_are_taken_behind_the_others(
    page: QuickAddPage, keys: Keyboard, ngozi: AccountId, tmp_path: Path
) -> None:
    file = tmp_path / "rows.csv"
    file.write_text(f"rule,value,amount,name\nACCT,{short_id(ngozi)},12.00,Ada\n", "utf-8")
    paste(keys, ("Account", short_id(ngozi), "10.00"))
    page.intake.take_file(str(file))
    settle()
    assert [line.row.amount for line in page.grid.records] == ["10.00", "12.00"]
    assert cells(page, 1)["name"] == "Ada"
    assert cells(page, 1)["tender_type"] == "Cash"
    assert place(page) == (2, "value")


def test_d21_rows_of_a_file_that_is_imported_again_are_not_taken_twice(
    page: QuickAddPage, keys: Keyboard, ngozi: AccountId, tmp_path: Path
) -> None:
    file = tmp_path / "rows.csv"
    file.write_text(f"rule,value,amount\nACCT,{short_id(ngozi)},12.00\n", "utf-8")
    events = []
    for _again in range(2):
        page.intake.take_file(str(file))
        settle()
        keys.press(F9)
        assert outcomes(page) == [Outcome.DONE]
        events.append(page.grid.records[0].event_id)
        page.clear_all()
        settle()
    assert events[0] == events[1]


def test_a_page_without_rows_or_drawer_says_what_comes_first(
    page: QuickAddPage, keys: Keyboard
) -> None:
    page.create_batch()
    assert "Type the first row" in page.notices[0].text


@pytest.mark.parametrize("scale", [150, 200])
def test_taste_7_it_fits_the_width_at_any_scale(
    page: QuickAddPage, window: MainWindow, theme: Theme, scale: int
) -> None:
    window.resize(1366, 768)
    theme.choose("light", scale)
    # Made anew, as everything is measured when it is made.
    page.clear_all()
    window.open_page("home", 0)
    window.open_page("quick_add", 0)
    settle()
    shown = window.page
    assert isinstance(shown, QuickAddPage)
    assert window.width() == 1366
    assert shown.area.horizontalScrollBar().maximum() == 0
    create = shown.buttons.create_button
    assert create.mapTo(window, create.rect().bottomRight()).x() < window.width()
    assert create.width() >= create.sizeHint().width()
    theme.choose("light", 100)


def test_the_page_of_a_batch_shows_its_outcomes(
    page: QuickAddPage, window: MainWindow, keys: Keyboard, ngozi: AccountId
) -> None:
    paste(keys, ("Account", short_id(ngozi), "10.00"), ("Account", "0000000042", "1"))
    keys.press(F9)
    assert page.run.batch is not None
    window.open_page("quick_add", page.run.batch.id)
    settle()
    again = window.page
    assert isinstance(again, QuickAddPage)
    assert again is not page
    assert outcomes(again) == [Outcome.DONE, Outcome.INVALID]
    assert cells(again, 1)["rule_value"] == "0000000042"
    again.table.go_to(1, "value")
    again.table.setFocus()
    keys.type(short_id(ngozi))
    keys.press(ENTER, F9)
    keys.press(YES)
    assert outcomes(again) == [Outcome.DONE, Outcome.DONE]


def test_use1_control_tab_leaves_the_rows_and_a_key_imports(
    page: QuickAddPage, keys: Keyboard, ngozi: AccountId
) -> None:
    keys.type(short_id(ngozi))
    keys.press((CONTROL, TAB))
    assert page.buttons.isAncestorOf(QApplication.focusWidget())
    assert page.grid.record(0).row.value == short_id(ngozi)
    page.table.setFocus()
    keys.press((CONTROL | Qt.KeyboardModifier.ShiftModifier, Qt.Key.Key_Backtab))
    assert page.head.isAncestorOf(QApplication.focusWidget())
    keys.press((ALT, Qt.Key.Key_V))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QFileDialog)
    dialog.reject()


def test_qa5_an_empty_value_is_asked_for_in_one_sentence(
    page: QuickAddPage, keys: Keyboard, ngozi: AccountId
) -> None:
    paste(keys, ("Account", short_id(ngozi), "10.00"), ("Account", "", "5.00"))
    page.table.go_to(1, "amount")
    page.table.go_to(0, "value")
    before = cells(page, 1)["state"]
    keys.press(F9)
    assert before == cells(page, 1)["state"] == "Say the account that is paid."
