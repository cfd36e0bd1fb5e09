"""Stubs that are scanned into Quick Add: one scan a row, without a key between (payments 10, F16)."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from posapp.domain.ids import AccountId, short_id
from posapp.domain.money import Money
from posapp.domain.quick_add import Outcome
from posapp.domain.scan_line import compose
from posapp.ui.pages.quick_add import QuickAddPage
from posapp.ui.window import MainWindow
from tests.helpers.office import DAY, Office
from tests.helpers.surroundings import Keyboard, settle

ENTER, F6, F9 = Qt.Key.Key_Return, Qt.Key.Key_F6, Qt.Key.Key_F9
PASTE = (Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_V)


@pytest.fixture
def ngozi(office: Office) -> AccountId:
    account = office.account("Okafor, Ngozi")
    office.agreement(account, "WATER", (DAY, 50_000))
    return account


@pytest.fixture
def page(window: MainWindow, keys: Keyboard) -> QuickAddPage:
    keys.press(F6)
    shown = window.page
    assert isinstance(shown, QuickAddPage)
    return shown


def stub(office: Office, account: AccountId, cents: int) -> str:
    return compose(office.services.setup().entry.layouts["STUB"], short_id(account), Money(cents))


def scan(text: str) -> None:
    """A scanner types faster than anybody and ends with Enter."""
    for char in text:
        QTest.keyClick(QApplication.focusWindow(), char)
    QTest.keyClick(QApplication.focusWindow(), ENTER)
    settle()


def test_stubs_are_scanned_one_after_the_other(
    page: QuickAddPage, keys: Keyboard, office: Office, ngozi: AccountId
) -> None:
    for cents in (8420, 1200):
        scan(stub(office, ngozi, cents))
    index = page.table.currentIndex()
    assert (index.row(), page.grid.field_at(index.column())) == (2, "value")
    assert [(line.row.rule, line.row.value, line.amount) for line in page.grid.records] == [
        ("ACCT", short_id(ngozi), Money(8420)), ("ACCT", short_id(ngozi), Money(1200)),
    ]  # fmt: skip
    assert page.grid.record(1).payor_name == "Okafor, Ngozi"
    assert page.grid.record(1).wrong is None
    keys.press(F9)
    assert page.run.batch is not None
    assert page.run.batch.count(Outcome.DONE) == 2


def test_a_scan_line_is_pasted_as_well(
    page: QuickAddPage, keys: Keyboard, office: Office, ngozi: AccountId
) -> None:
    QGuiApplication.clipboard().setText(stub(office, ngozi, 8420))
    keys.press(PASTE)
    line = page.grid.record(0)
    assert (line.row.value, line.amount) == (short_id(ngozi), Money(8420))


def test_a_wrong_check_digit_is_said_in_the_cell_with_the_right_one(
    page: QuickAddPage, keys: Keyboard, office: Office, ngozi: AccountId
) -> None:
    right = stub(office, ngozi, 8420)
    wrong = right[:-1] + ("0" if right[-1] != "0" else "1")
    scan(wrong)
    says = page.grid.cell_error(0, page.grid.column_of("value"))
    assert right[-2:] in says
    assert page.grid.record(0).row.value == wrong
    # What is typed over it is an ordinary value again.
    page.table.go_to(0, "value")
    keys.type(short_id(ngozi))
    keys.press(ENTER)
    assert page.grid.record(0).row.value == short_id(ngozi)
    assert page.grid.field_at(page.table.currentIndex().column()) == "amount"
