"""A scanned stub fills account and amount, in the search line and in the dialog; it pays nothing (F16)."""

from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from posapp.domain.ids import AccountId, short_id
from posapp.domain.money import Money
from posapp.domain.scan_line import compose, in_groups
from posapp.ui.dialogs.payment_event import PaymentEventDialog
from posapp.ui.pages.account import AccountPage
from posapp.ui.pages.payment_event import PaymentEventPage
from posapp.ui.widgets.scanner import ScanDetector, is_typed_amount
from posapp.ui.window import MainWindow
from tests.helpers.office import DAY, Office
from tests.helpers.pace import paced
from tests.helpers.surroundings import Keyboard, Surroundings, settle

Scan = Callable[[str], None]
ENTER, F2, F5 = Qt.Key.Key_Return, Qt.Key.Key_F2, Qt.Key.Key_F5


def owing(office: Office, cents: int = 9000) -> AccountId:
    found = office.account()
    office.agreement(found, "WATER", (DAY, cents))
    return found


def stub(office: Office, account: AccountId, cents: int = 8420) -> str:
    layout = office.services.setup().entry.layouts["STUB"]
    return compose(layout, short_id(account), Money(cents))


@pytest.fixture
def scan() -> Iterator[Callable[[str], None]]:
    """A scanner: it types faster than anybody and ends with Enter."""

    def read(text: str) -> None:
        with pace.of_a_scanner():
            for char in text:
                QTest.keyClick(QApplication.focusWindow(), char)
            QTest.keyClick(QApplication.focusWindow(), ENTER)
            settle()

    with paced() as pace:
        yield read


def dialog() -> PaymentEventDialog:
    found = QApplication.activeModalWidget()
    assert isinstance(found, PaymentEventDialog)
    return found


def test_p15_a_scanned_stub_is_paid_in_cash_with_two_keys(
    window: MainWindow, desk: Surroundings, keys: Keyboard, scan: Scan
) -> None:
    account = owing(desk.office)
    scan(stub(desk.office, account))
    page = window.page
    assert isinstance(page, AccountPage)
    assert page.number == account
    assert any("The stub asks for $84.20." in notice.text for notice in page.notices)
    keys.press(F5)
    assert dialog().payment_amount.value() == Money(8420)
    keys.press(ENTER)
    assert isinstance(window.page, PaymentEventPage)
    # What the stub asked for is paid; the next payment begins with what is owed then.
    window.open_page("account", account)
    settle()
    keys.press(F5)
    assert dialog().payment_amount.value() == Money(580)


def test_an_amount_that_is_typed_as_fast_as_a_scanner_is_an_amount(
    window: MainWindow, desk: Surroundings, keys: Keyboard, scan: Scan
) -> None:
    """ui.md, rules of use 6: quick hands on the number pad; a scanned number is none there."""
    account = owing(desk.office, 300_00)
    window.open_page("account", account)
    settle()
    keys.press(F5)
    dialog().payment_amount.setFocus()
    dialog().payment_amount.selectAll()
    scan(short_id(account))
    assert dialog().payment_amount.value() == Money(300_00)
    dialog().payment_amount.selectAll()
    scan("190.25")
    assert isinstance(window.page, PaymentEventPage)
    assert window.page.figures.payments.text() == "1 \u00b7 $190.25"


@pytest.mark.parametrize(
    ("burst", "amount"),
    [
        *(("180.00", True), ("12,50", True), ("40+22.35", True), ("1250000", True)),
        *(("\u22125.00", True), ("12345678", False), ("1000000113", False), ("P-000001", False)),
    ],
)
def test_what_may_be_an_amount_rather_than_a_scan(burst: str, amount: bool) -> None:
    assert is_typed_amount(burst) is amount


def test_a_stub_is_typed_where_no_scanner_is(
    window: MainWindow, desk: Surroundings, keys: Keyboard
) -> None:
    account = owing(desk.office)
    layout = desk.office.services.setup().entry.layouts["STUB"]
    search = window.header.search
    keys.press(F2)
    search.setText(in_groups(layout, stub(desk.office, account)))
    keys.press(ENTER)
    assert isinstance(window.page, AccountPage)
    assert window.page.number == account


def test_m171_a_wrong_check_digit_is_said_with_the_right_one(
    window: MainWindow, desk: Surroundings, scan: Scan
) -> None:
    line = stub(desk.office, owing(desk.office))
    scan(f"{line[:-2]}{(int(line[-2:]) + 1) % 100:02d}")
    assert not isinstance(window.page, AccountPage)
    page = window.page
    assert page is not None
    assert any(f"should be {line[-2:]}." in notice.text for notice in page.notices)


def test_a_stub_scanned_into_the_dialog_fills_account_and_amount(
    window: MainWindow, desk: Surroundings, keys: Keyboard, scan: Scan
) -> None:
    first, second = owing(desk.office), owing(desk.office)
    window.open_page("account", first)
    settle()
    keys.press(F5)
    scan(stub(desk.office, second))
    assert dialog().payment_amount.value() == Money(8420)
    assert dialog().fields.payor.text().replace(" ", "") == short_id(second)
    assert not isinstance(window.page, PaymentEventPage), "a scan pays nothing"
    # Something is typed now: another customer's stub has to wait, the same one's does not.
    keys.type("90")
    scan(stub(desk.office, first))
    assert dialog().fields.payor.text().replace(" ", "") == short_id(second)
    assert "was scanned" in dialog().banner.text()
    scan(stub(desk.office, second, 5000))
    assert dialog().payment_amount.value() == Money(5000)


@given(
    st.lists(
        st.tuples(st.characters(codec="utf-8"), st.sampled_from((1, 30, 36, 500))), max_size=40
    )
)
def test_f16_only_what_came_at_one_go_is_a_scan(presses: list[tuple[str, int]]) -> None:
    detector, at = ScanDetector(35), 0
    typed = ""
    for char, gap in presses:
        at += gap
        typed = typed + char if gap <= 35 else char
        detector.character(char, at)
    assert detector.enter(at + 1) == (typed if len(typed) >= 6 else "")
    assert detector.enter(at + 2) == "", "each scan is told once"


def test_f16_the_end_of_a_longer_burst_is_no_scan_of_its_own() -> None:
    detector = ScanDetector(35)
    line = "77100000021000000000842065"
    for at, char in enumerate("9" * 200 + line):
        detector.character(char, at)
    scanned = detector.enter(226)
    assert scanned.startswith("9" * 200)
    assert not scanned.endswith(line)
