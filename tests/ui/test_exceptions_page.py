"""The exceptions page: the list, the repair, and the keys that open where it is mended (EX-1..EX-5)."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from posapp.domain.codes import DistributeAction
from posapp.domain.exceptions import ExceptionKind
from posapp.domain.ids import AccountId, new_request_id
from posapp.domain.rights import Actor
from posapp.domain.tender_cancels import CancelTender
from posapp.ui.pages.exceptions import ExceptionsPage
from posapp.ui.pages.home import HomePage
from posapp.ui.pages.tender_control import TenderControlPage
from posapp.ui.theme import Theme
from posapp.ui.window import MainWindow
from tests.helpers.events import add, show
from tests.helpers.office import Office
from tests.helpers.surroundings import Keyboard, settle, show_window, surround

ENTER, DOWN, F9 = Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_F9
WAIT = DistributeAction.DISTRIBUTE


@pytest.fixture
def account(office: Office) -> AccountId:
    account = office.account()
    office.agreement(account, "WATER", (date(2026, 11, 1), 90000))
    return account


def shown(
    qtbot: QtBot, office: Office, theme: Theme, folder: Path, keys: Keyboard, actor: Actor
) -> MainWindow:
    return show_window(qtbot, surround(office, theme, folder, actor=actor).context, keys)


@pytest.fixture
def window(
    qtbot: QtBot, office: Office, theme: Theme, tmp_path: Path, keys: Keyboard
) -> MainWindow:
    return shown(qtbot, office, theme, tmp_path, keys, office.supervisor)


def opened(window: MainWindow, number: int = 0) -> ExceptionsPage:
    window.open_page("exceptions", number)
    settle()
    page = window.page
    assert isinstance(page, ExceptionsPage)
    return page


def where(window: MainWindow) -> tuple[str, int]:
    page = window.page
    assert page is not None
    return page.KIND, page.number


def test_ex1_the_list_says_reason_and_repair_of_the_marked_line(
    window: MainWindow, office: Office, account: AccountId, keys: Keyboard
) -> None:
    canceled = add(office, account, [("CASH", 5000)], [(account, 5000)])
    payment = canceled.payments[0].id
    office.services.canceling.cancel_payment(payment, "DATA", new_request_id(), office.supervisor)
    waits = add(office, account, [("CASH", 700)], [(account, 700)], action=WAIT)
    page = opened(window)
    ModelTester(page.model)
    assert [(one.kind, one.event_id) for one in page.model.records] == [
        (ExceptionKind.UNFROZEN, waits.id),
        (ExceptionKind.UNBALANCED, canceled.id),
    ]
    assert page.repair.text() == "Freeze the payment."
    keys.press(DOWN)
    assert "$50.00 not accounted for" in page.reason.text()
    assert page.repair.text().startswith("A payment was canceled")


def test_xc03_enter_opens_where_it_is_mended_and_back_finds_it_gone(
    window: MainWindow, office: Office, account: AccountId, keys: Keyboard
) -> None:
    waits = add(office, account, [("CASH", 700)], [(account, 700)], action=WAIT)
    opened(window)
    keys.press(ENTER)
    settle()
    assert where(window) == ("payment", waits.payments[0].id)
    keys.press(F9)
    settle()
    assert show(office, waits.id).unfrozen == 0
    window.back()
    settle()
    page = window.page
    assert isinstance(page, ExceptionsPage)
    assert page.model.records == ()
    assert not page.mend.isEnabled()


def test_xc03_f9_opens_the_event_that_must_be_balanced_first(
    window: MainWindow, office: Office, account: AccountId, keys: Keyboard
) -> None:
    canceled = add(office, account, [("CASH", 5000)], [(account, 5000)])
    payment = canceled.payments[0].id
    office.services.canceling.cancel_payment(payment, "DATA", new_request_id(), office.supervisor)
    page = opened(window)
    page.kind.setFocus()
    keys.press(F9)
    settle()
    assert where(window) == ("event", canceled.id)


def test_xc02_the_list_is_narrowed_to_a_kind_with_its_count(
    window: MainWindow, office: Office, account: AccountId
) -> None:
    add(office, account, [("CASH", 700)], [(account, 700)], action=WAIT)
    add(office, account, [("CASH", 800)], [(account, 800)], action=WAIT)
    page = opened(window)
    assert [page.kind.itemText(i) for i in range(page.kind.count())] == [
        "All (2)",
        "Unbalanced payment events (0)",
        "Payments in error (0)",
        "Unfrozen payments (2)",
        "Charges not levied (0)",
    ]
    page.kind.select(ExceptionKind.UNBALANCED)
    settle()
    assert page.model.records == ()
    page.kind.select(ExceptionKind.UNFROZEN)
    settle()
    assert len(page.model.records) == 2


def test_ns04_a_charge_that_was_seen_to_is_taken_off_by_keys(
    window: MainWindow, office: Office, account: AccountId, keys: Keyboard
) -> None:
    event = add(office, office.account("Agency"), [("CHEC", 700)], [(account, 700)])
    order = CancelTender(event.tenders[0].id, "NSF")
    office.services.canceling.cancel_tender(order, new_request_id(), office.supervisor)
    page = opened(window)
    assert page.reason.text() == "The charge for a returned tender could not be levied."
    assert page.settle.isVisible()
    keys.press((Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_D))
    settle()
    keys.press(F9)
    settle()
    assert page.model.records == ()
    assert page.settle.isHidden()


def test_xc01_a_tender_control_leads_to_its_own_exceptions(
    window: MainWindow, office: Office, account: AccountId
) -> None:
    other = office.second_drawer()
    add(office, account, [("CASH", 700)], [(account, 700)], action=WAIT)
    window.open_page("control", office.control)
    settle()
    page = window.page
    assert isinstance(page, TenderControlPage)
    page.tabs.setCurrentWidget(page.exceptions)
    settle()
    assert len(page.exceptions.table.record_model().records) == 1
    page.exceptions.table.select_line(0)
    page.exceptions.table.setFocus()
    QTest.keyClick(page.exceptions.table, Qt.Key.Key_Return)
    settle()
    assert where(window)[0] in {"event", "payment"}
    assert opened(window, other).model.records == ()


def test_xc04_a_supervisors_home_counts_them_and_leads_there(
    window: MainWindow, office: Office, account: AccountId
) -> None:
    home = window.page
    assert isinstance(home, HomePage)
    assert home.exceptions.isHidden()
    add(office, account, [("CASH", 700)], [(account, 700)], action=WAIT)
    home.load()
    settle()
    assert home.exceptions.isVisible()
    assert home.exceptions.states.texts() == ("1 unfrozen payment",)
    home.exceptions.show_all.click()
    settle()
    assert where(window) == ("exceptions", 0)


def test_xc04_a_cashiers_home_stays_as_it_is(
    qtbot: QtBot,
    office: Office,
    theme: Theme,
    tmp_path: Path,
    keys: Keyboard,
    account: AccountId,
) -> None:
    add(office, account, [("CASH", 700)], [(account, 700)], action=WAIT)
    home = shown(qtbot, office, theme, tmp_path, keys, office.cashier).page
    assert isinstance(home, HomePage)
    assert home.exceptions.isHidden()


def test_the_reports_menu_opens_the_page(window: MainWindow) -> None:
    action = window.findChild(QAction, "reports_exceptions")
    assert action is not None
    action.trigger()
    settle()
    assert where(window) == ("exceptions", 0)
