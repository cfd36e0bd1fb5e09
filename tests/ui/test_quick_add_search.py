"""Quick Add > Search: finds a batch by user, day, drawer and outcome, and reopens it (D-35)."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QAbstractItemView

from posapp.domain.ids import AccountId, new_request_id, short_id
from posapp.domain.quick_add import BatchView, Outcome, QuickKind
from posapp.ui.pages.quick_add import QuickAddPage
from posapp.ui.pages.quick_add_search import QuickAddSearchPage
from posapp.ui.window import MainWindow
from tests.helpers.office import DAY, Office
from tests.helpers.quick_add import ALL, of_account, rule, take
from tests.helpers.surroundings import Keyboard, settle

ENTER, F9 = Qt.Key.Key_Return, Qt.Key.Key_F9


@pytest.fixture
def batches(office: Office) -> list[BatchView]:
    """One of rules with a row that is wrong, one by accounts that is in."""
    account = office.account("Okafor, Ngozi")
    office.agreement(account, "WATER", (DAY, 50_000))
    number = short_id(AccountId(account))
    first = take(office, QuickKind.RULES, [rule(number, "10"), rule("0000000042", "2")])
    office.clock.advance(minutes=30)
    return [first, take(office, QuickKind.ACCOUNTS, [of_account(number, "11", tender_type="CASH")])]


@pytest.fixture
def page(window: MainWindow, batches: list[BatchView]) -> QuickAddSearchPage:
    window.open_page("quick_add_search", 0)
    settle()
    shown = window.page
    assert isinstance(shown, QuickAddSearchPage)
    QAbstractItemModelTester(
        shown.model, QAbstractItemModelTester.FailureReportingMode.Fatal, shown
    )
    return shown


def states(page: QuickAddSearchPage) -> list[str]:
    last = page.model.columnCount() - 1
    return [page.model.cell(row, last) for row in range(page.model.rowCount())]


def test_d35_it_starts_with_the_users_batches_of_today_and_enter_opens_one(
    page: QuickAddSearchPage, window: MainWindow, keys: Keyboard, batches: list[BatchView]
) -> None:
    assert states(page) == ["All created", "1 row not created"]
    assert page.about.text() == "1 frozen"
    assert page.table.selectionBehavior() is QAbstractItemView.SelectionBehavior.SelectRows
    page.table.setFocus()
    keys.press(Qt.Key.Key_Down)
    assert page.about.text() == "1 frozen, 1 invalid"
    keys.press(ENTER)
    shown = window.page
    assert isinstance(shown, QuickAddPage)
    assert shown.number == batches[0].id
    assert shown.grid.record(0).is_done
    assert shown.grid.record(1).wrong is not None
    assert not shown.head.payment_date.isEnabled()


def test_d35_every_criterion_narrows_the_list(
    page: QuickAddSearchPage, keys: Keyboard, office: Office, batches: list[BatchView]
) -> None:
    page.outcome.select(Outcome.INVALID)
    keys.press(F9)
    assert states(page) == ["1 row not created"]
    page.outcome.select(None)
    page.kind.select(QuickKind.ACCOUNTS)
    keys.press(F9)
    assert states(page) == ["All created"]
    page.kind.select(None)
    page.control.setText(short_id(office.control))
    keys.press(F9)
    assert len(states(page)) == 2
    page.control.setText("77")
    keys.press(F9)
    assert "Ten digits" in page.form.errors()["tender_control"]
    page.clear_button.click()
    page.date_from.set_value(date(2026, 11, 21))
    keys.press(F9)
    assert states(page) == []
    page.date_from.set_value(None)
    page.user.select(office.supervisor.user_id)
    keys.press(F9)
    assert states(page) == []


def test_a_batch_that_is_finished_meanwhile_says_so(
    page: QuickAddSearchPage, office: Office, batches: list[BatchView]
) -> None:
    quick, who = office.services.quick_add, office.cashier
    good = rule(batches[0].rows[0].row.value, "3")
    quick.correct(batches[0].id, 2, good, who, new_request_id())
    page.load()
    settle()
    assert states(page) == ["All created", "1 row waits"]
    quick.run(batches[0].id, who, confirmed=ALL)
    page.load()
    settle()
    assert states(page) == ["All created", "All created"]
